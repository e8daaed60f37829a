/**
 * Lists all known names and certificates, from the repository, inventories and certificate transparency, and the entries that watch them.
 */

import { isIP } from 'node:net';
import { classifyHost } from '../../discover/classify-host.ts';
import { createIgnoreFinder, isInDomains } from '../../domain/discovery.ts';
import type { Manifest } from '../../domain/index.ts';
import { isInventory } from '../../domain/sources/index.ts';
import type { DiscoveryFinding } from '../../generated/discovery.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { Report } from '../../generated/report.ts';
import type { WatchedItem } from '../../generated/watched.ts';
import { groupBy } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { formatValue } from '../../report/discover/select.ts';
import { runDiscovery } from './index.ts';
import { assignUniqueNames } from './propose-entries.ts';
import { indexWatchers } from './watchers.ts';

export interface WatchedRequest {
  manifest: Manifest;
  log: EventLog;
  report: Pick<Report, 'certificates' | 'transparency'>;
  /** Whether the files of the working directory are read. Without them, it is unknown which servers only the manifest names. */
  hasRepository: boolean;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * Lists the items. A certificate that only an inventory has is not watched where it is served: a host is watched by an entry with its
 * server, or with the certificate of another one. The repository is the working directory.
 */
export async function listWatched(request: WatchedRequest, io: Io): Promise<WatchedItem[]> {
  const { manifest, hasRepository, now } = request;
  const inventories = new Set(manifest.entries.filter(({ source }) => isInventory(source)).map(({ name }) => name));
  const domains = manifest.discovery?.domains ?? [];
  const log = withoutEntries(request.log, inventories);
  const findings = hasRepository ? (await runDiscovery({ manifest, log, now }, io)).discovery.findings : [];
  const compareHost = createHostComparer(request, log);
  const fromInventories = await listInventoryHosts(request.report, { inventories, domains }, compareHost);
  const known = new Set([...findings.map(({ value }) => value), ...fromInventories.map(({ value }) => value)]);
  const items = mergeItems([
    ...findings.flatMap(toItem),
    ...fromInventories,
    ...listLoggedHosts(request.report, compareHost),
    ...(hasRepository ? listUndeclared(manifest, known) : []),
  ]);
  return proposeHosts(items, manifest);
}

function withoutEntries(log: EventLog, names: ReadonlySet<string>): EventLog {
  return { ...log, locations: Object.fromEntries(Object.entries(log.locations).filter(([name]) => !names.has(name))) };
}

/** Creates the item of a finding. Empty for candidates, and for test certificates, which need not be watched. */
function toItem(finding: DiscoveryFinding): WatchedItem[] {
  const { kind, confidence, state, watched_by, reason, file, line, other_lines, entry } = finding;
  if (kind === 'fixture' || confidence !== 'declared') return [];
  const named_by = [{ file, line }, ...other_lines].map((one) => `${one.file}:${one.line}`);
  const shown = state === 'ignored' ? reason : null;
  return [{ kind, value: formatValue(finding), state, watched_by, reason: shown, named_by, logged: null, entry }];
}

/** Compares a host with the manifest. `isOwn`: whether it belongs to the user although `discovery.domains` does not list its domain. */
type CompareHost = (host: string, isOwn: boolean) => Pick<WatchedItem, 'state' | 'watched_by' | 'reason'>;

function createHostComparer({ manifest, now }: WatchedRequest, log: EventLog): CompareHost {
  const { domains = [], ignore = [] } = manifest.discovery ?? {};
  const watchers = indexWatchers(manifest, log);
  const findIgnore = createIgnoreFinder(ignore, now);
  const ignored = (reason: string) => ({ state: 'ignored' as const, watched_by: null, reason });
  return (host, isOwn) => {
    const watcher = watchers.find({ kind: 'host', name: host, port: null });
    if (watcher?.enabled) return { state: 'watched', watched_by: watcher.name, reason: null };
    const ignore = findIgnore({ name: host, file: '' });
    if (ignore !== null) return ignored(ignore.reason);
    if (!isOwn && domains.length > 0 && !isInDomains(host, domains)) return ignored('not in discovery.domains');
    if (watcher !== null) return ignored(`the entry ${watcher.name} is disabled`);
    return { state: 'unwatched', watched_by: null, reason: null };
  };
}

function createHost(value: string, by: string, compared: ReturnType<CompareHost>): WatchedItem {
  return { kind: 'host', value, ...compared, named_by: [by], logged: null, entry: null };
}

/** Lists the hosts of the certificates of inventories, without wildcards. */
async function listInventoryHosts(
  { certificates }: WatchedRequest['report'],
  { inventories, domains }: { inventories: ReadonlySet<string>; domains: readonly string[] },
  compareHost: CompareHost,
): Promise<WatchedItem[]> {
  if (inventories.size === 0) return [];
  const { isPublicName } = await import('../../lib/network/registrable-domain.ts');
  return certificates
    .filter(({ certificate }) => inventories.has(certificate))
    .flatMap(({ certificate, sans }) =>
      sans.flatMap((name): WatchedItem[] => {
        const classified = classifyHost(name, domains);
        if ('dropped' in classified) return [];
        if (!isPublicName(classified.host) && !isInDomains(classified.host, domains)) return [];
        return [createHost(classified.host, certificate, compareHost(classified.host, false))];
      }),
    );
}

/** Lists the names in certificate transparency logs that no entry watches, also wildcards. Their domains are those of the manifest. */
function listLoggedHosts({ transparency = [] }: WatchedRequest['report'], compareHost: CompareHost): WatchedItem[] {
  return transparency.flatMap(({ certificate, unwatched }) =>
    unwatched.map(({ name, issuer, valid_to }) => ({
      ...createHost(name, certificate, compareHost(name, true)),
      logged: { issuer, valid_to },
    })),
  );
}

/** Lists servers that only the manifest names. Addresses are never named. */
function listUndeclared({ entries }: Manifest, known: ReadonlySet<string>): WatchedItem[] {
  return entries.flatMap(({ name, enabled, source }) =>
    source.kind !== 'endpoint' || !enabled
      ? []
      : source.targets.flatMap(({ host, port }): WatchedItem[] => {
          const value = host.toLowerCase();
          if (isIP(value) !== 0 || known.has(value)) return [];
          const shown = port === 443 ? value : `${value}:${port}`;
          const compared = { state: 'undeclared' as const, watched_by: name, reason: null };
          return [{ kind: 'host', value: shown, ...compared, named_by: [], logged: null, entry: null }];
        }),
  );
}

const STATES: readonly WatchedItem['state'][] = ['watched', 'ignored', 'unwatched', 'undeclared'];

/** Lists each name once, with all sources that name it. */
function mergeItems(items: readonly WatchedItem[]): WatchedItem[] {
  return [...groupBy(items, ({ kind, value }) => `${kind} ${value}`).values()].flatMap((same) => {
    const [best] = same.toSorted((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
    if (best === undefined) return [];
    const named_by = [...new Set(same.flatMap((one) => one.named_by))];
    return [{ ...best, named_by, logged: same.find(({ logged }) => logged !== null)?.logged ?? null }];
  });
}

/** Proposes a server for each host of an inventory or a log. A wildcard has no server of its own. */
function proposeHosts(items: readonly WatchedItem[], { entries }: Manifest): WatchedItem[] {
  const needsEntry = ({ kind, value, state, entry }: WatchedItem) =>
    kind === 'host' && state === 'unwatched' && entry === null && !value.startsWith('*');
  const reserved = [
    ...entries.map(({ name }) => name),
    ...items.flatMap(({ entry }) => (entry === null ? [] : String(entry.name))),
  ];
  const hosts = items.filter(needsEntry).map(({ value }) => ({ name: value, endpoint: value }));
  const proposals = new Map(assignUniqueNames(hosts, reserved).map((one) => [one.endpoint, one]));
  return items.map((item) => (needsEntry(item) ? { ...item, entry: proposals.get(item.value) ?? null } : item));
}
