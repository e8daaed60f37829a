/** Selects the findings that the outputs of `discover` show. */

import type { Discovery, DiscoveryCount, DiscoveryFinding } from '../../generated/discovery.ts';
import { groupBy } from '../../lib/collections.ts';
import { formatAuthority } from '../../lib/host-port.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncate, truncateList } from '../../lib/text/truncate.ts';
import { formatCount, formatNumber } from '../format/labels.ts';
import { renderEntryLine } from './entry-yaml.ts';

/** Lists the suggestions: declared, unwatched findings. */
export function listUnwatched({ findings }: Pick<Discovery, 'findings'>): DiscoveryFinding[] {
  return findings.filter(({ state, confidence }) => state === 'unwatched' && confidence === 'declared');
}

/** Lists unwatched candidates, such as address records. */
export function listCandidates({ findings }: Pick<Discovery, 'findings'>): DiscoveryFinding[] {
  return findings.filter(({ state, confidence }) => state === 'unwatched' && confidence === 'dns');
}

/** Whether a finding fails `--fail-on unwatched` and `require`. Test certificates do not, because they can only break tests. */
export function isMissing({ state, confidence, kind }: DiscoveryFinding): boolean {
  return state === 'unwatched' && confidence === 'declared' && kind !== 'fixture';
}

/** An entry, and the findings that it would watch: several files can share one. */
export interface EntryGroup {
  /** The proposed entry; null if too little is known to propose one. */
  entry: DiscoveryFinding['entry'];
  findings: DiscoveryFinding[];
}

/** Groups findings by entry, in their order. */
export function groupByEntry(findings: readonly DiscoveryFinding[]): EntryGroup[] {
  const groups = groupBy(findings, ({ entry, value }) => (entry === null ? ` ${value}` : String(entry.name)));
  return [...groups.values()].map((group) => ({ entry: group[0]?.entry ?? null, findings: group }));
}

/** Formats `shop.example.com`, `mail.example.com:587`, or a path. */
export function formatValue({ kind, value, port }: DiscoveryFinding): string {
  return kind === 'host' && port !== null && port !== 443 ? formatAuthority(value, port) : value;
}

export type UnwatchedRule = 'unwatched-host' | 'unwatched-domain' | 'unwatched-certificate' | 'unwatched-fixture';

/** Returns the rule of static analysis that an unwatched finding violates. */
export function getRule({ kind }: DiscoveryFinding): UnwatchedRule {
  if (kind === 'host' || kind === 'domain' || kind === 'fixture') return `unwatched-${kind}`;
  return 'unwatched-certificate';
}

/** Describes an unwatched finding in two sentences, with the entry to add. */
export function describeUnwatched(finding: DiscoveryFinding): string {
  const { entry, reason } = finding;
  const fix = entry === null ? (reason ?? 'Add an entry to the manifest') : `Add ${renderEntryLine(entry)}`;
  return `${formatValue(finding)} is not watched. ${fix}.`;
}

/** Describes a server in a network by the names in its certificate, and its expiry. */
export function describeServer({ names = [], valid_to, file }: DiscoveryFinding): string {
  const shown = names.length === 0 ? 'no name' : truncateList(names.map(truncate), MAX_NAMES);
  const expiry = valid_to === null ? '' : `, ${formatDay(valid_to)}`;
  return `${shown} (${file}${expiry})`;
}

const MAX_NAMES = 3;

/**
 * Lists the summary, the most important line first: `61 hosts: 54 watched, 3 ignored, 4 not watched. 12 could not be resolved (--unresolved
 * lists them).`
 */
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

/** The hint about names in private domains: files do not show which of them a scan can reach. */
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
