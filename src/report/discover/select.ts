/** Selects what the outputs of `discover` show. */

import type { Discovery, DiscoveryCount, DiscoveryFinding } from '../../generated/discovery.ts';
import { groupBy } from '../../lib/collections.ts';
import { formatAuthority } from '../../lib/host-port.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncate, truncateList } from '../../lib/text/truncate.ts';
import { formatCount, formatNumber } from '../format/labels.ts';
import { renderEntryLine } from './entry-yaml.ts';

/** What is suggested: declared, and watched by no entry. */
export function listUnwatched({ findings }: Pick<Discovery, 'findings'>): DiscoveryFinding[] {
  return findings.filter(({ state, confidence }) => state === 'unwatched' && confidence === 'declared');
}

/** Unwatched candidates, such as address records. */
export function listCandidates({ findings }: Pick<Discovery, 'findings'>): DiscoveryFinding[] {
  return findings.filter(({ state, confidence }) => state === 'unwatched' && confidence === 'dns');
}

/** What fails `--fail-on unwatched` and `require`: test certificates can only break tests. */
export function isMissing({ state, confidence, kind }: DiscoveryFinding): boolean {
  return state === 'unwatched' && confidence === 'declared' && kind !== 'fixture';
}

/** An entry, and what it would watch: several files can share one. */
export interface EntryGroup {
  /** Null: discover does not know enough to propose one. */
  entry: DiscoveryFinding['entry'];
  findings: DiscoveryFinding[];
}

/** In the order of the findings. */
export function groupByEntry(findings: readonly DiscoveryFinding[]): EntryGroup[] {
  const groups = groupBy(findings, ({ entry, value }) => (entry === null ? ` ${value}` : String(entry.name)));
  return [...groups.values()].map((group) => ({ entry: group[0]?.entry ?? null, findings: group }));
}

/** `shop.example.com`, `mail.example.com:587`, or a path. */
export function formatValue({ kind, value, port }: DiscoveryFinding): string {
  return kind === 'host' && port !== null && port !== 443 ? formatAuthority(value, port) : value;
}

export type UnwatchedRule = 'unwatched-host' | 'unwatched-domain' | 'unwatched-certificate' | 'unwatched-fixture';

/** The rule of static analysis that an unwatched finding breaks. */
export function getRule({ kind }: DiscoveryFinding): UnwatchedRule {
  if (kind === 'host' || kind === 'domain' || kind === 'fixture') return `unwatched-${kind}`;
  return 'unwatched-certificate';
}

/** Two sentences: what is not watched, and the entry to add. */
export function describeUnwatched(finding: DiscoveryFinding): string {
  const { entry, reason } = finding;
  const fix = entry === null ? (reason ?? 'Add an entry to the manifest') : `Add ${renderEntryLine(entry)}`;
  return `${formatValue(finding)} is not watched. ${fix}.`;
}

/** The names in the certificate of a server in a network, and its expiry. */
export function describeServer({ names = [], valid_to, file }: DiscoveryFinding): string {
  const shown = names.length === 0 ? 'no name' : truncateList(names.map(truncate), MAX_NAMES);
  const expiry = valid_to === null ? '' : `, ${formatDay(valid_to)}`;
  return `${shown} (${file}${expiry})`;
}

const MAX_NAMES = 3;

/** The most important first: `61 hosts: 54 watched, 3 ignored, 4 not watched. 12 could not be resolved (--unresolved lists them).` */
export function listSummaryLines({ counts, network }: Pick<Discovery, 'counts' | 'network'>): string[] {
  const { hosts, domains, certificates, fixtures, candidates, unresolved } = counts;
  const open = unresolved === 0 ? '' : ` ${unresolved} could not be resolved (--unresolved lists them).`;
  const others: readonly (readonly [DiscoveryCount, string])[] = [
    [domains, 'domain'],
    [certificates, 'certificate file'],
    [fixtures, 'test certificate'],
  ];
  const hint = candidates.unwatched === 0 ? '' : ' (--candidates lists them)';
  const candidateLine = formatStates(candidates, 'candidate').replace(/\.$/, `${hint}.`);
  if (network !== undefined) return [formatStates(hosts, 'TLS server'), describeSearch(network)];
  return [
    `${formatStates(hosts, 'host')}${open}`,
    ...others.flatMap(([count, noun]) => (count.total === 0 ? [] : [formatStates(count, noun)])),
    ...(candidates.total === 0 ? [] : [candidateLine]),
    ...(counts.dropped.internal === undefined ? [] : [INTERNAL_HINT]),
    ...(counts.protected === 0 ? [] : [`${formatCount(counts.protected, 'encrypted value')} not read.`]),
  ];
}

/** Nobody can see in files which of these a scan reaches. */
const INTERNAL_HINT =
  'Names in private domains, such as .internal or .corp, are not listed. To list yours, name the domains in discovery.domains.';

function describeSearch({ networks, made, connections, denied }: NonNullable<Discovery['network']>): string {
  const tried = made < connections ? `${formatNumber(made)} of ${formatNumber(connections)}` : formatNumber(made);
  const skipped = denied === 0 ? '' : `, ${formatNumber(denied)} of them skipped (network.deny)`;
  return `Searched ${truncateList(networks, MAX_NETWORKS)}: ${tried} connections${skipped}.`;
}

const MAX_NETWORKS = 5;

function formatStates({ total, watched, ignored, unwatched }: DiscoveryCount, noun: string): string {
  const states = [
    [watched, 'watched'],
    [ignored, 'ignored'],
    [unwatched, 'not watched'],
  ] as const;
  const listed = states.filter(([count]) => count > 0).map(([count, state]) => `${count} ${state}`);
  return `${formatCount(total, noun)}${listed.length === 0 ? '' : `: ${listed.join(', ')}`}.`;
}
