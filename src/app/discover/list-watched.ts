/** Lists all known names and certificates, from the repository and from the inventories of the last scan, and what watches them. */

import { isIP } from 'node:net';
import { classifyHost } from '../../discover/classify-host.ts';
import { createIgnoreFinder, isInDomains, type WatchedItem } from '../../domain/discovery.ts';
import type { Manifest } from '../../domain/index.ts';
import { isInventory } from '../../domain/sources/index.ts';
import type { DiscoveryFinding } from '../../generated/discovery.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { formatValue } from '../../report/discover/select.ts';
import { runDiscovery } from './index.ts';
import { indexWatchers } from './watchers.ts';

export interface WatchedRequest {
  manifest: Manifest;
  log: EventLog;
  certificates: readonly ReportCertificate[];
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * A certificate that only an inventory has is not watched where it is served: for a host, an entry with the server counts, or the
 * certificate of another one. The repository is the working directory.
 */
export async function listWatched(request: WatchedRequest, io: Io): Promise<WatchedItem[]> {
  const { manifest, now } = request;
  const inventories = new Set(manifest.entries.filter(({ source }) => isInventory(source)).map(({ name }) => name));
  const log = withoutEntries(request.log, inventories);
  const { discovery } = await runDiscovery({ manifest, log, now }, io);
  const declared = discovery.findings.flatMap(toItem);
  const fromInventories = listInventoryHosts(request, log, inventories);
  const known = new Set([
    ...discovery.findings.map(({ value }) => value),
    ...fromInventories.map(({ value }) => value),
  ]);
  return mergeItems([...declared, ...fromInventories, ...listUndeclared(manifest, known)]);
}

function withoutEntries(log: EventLog, names: ReadonlySet<string>): EventLog {
  return { ...log, places: Object.fromEntries(Object.entries(log.places).filter(([name]) => !names.has(name))) };
}

/** Empty for candidates, and for test certificates, which nobody has to watch. */
function toItem(finding: DiscoveryFinding): WatchedItem[] {
  const { kind, confidence, state, watched_by: entry, reason, file, line, also_at } = finding;
  if (kind === 'fixture' || confidence !== 'declared') return [];
  const named_by = [{ file, line }, ...also_at].map((place) => `${place.file}:${place.line}`);
  return [{ kind, value: formatValue(finding), state, entry, reason: state === 'ignored' ? reason : null, named_by }];
}

/** The hosts of the certificates of inventories, without wildcards. */
function listInventoryHosts(
  { manifest, certificates, now }: WatchedRequest,
  log: EventLog,
  inventories: ReadonlySet<string>,
): WatchedItem[] {
  const { domains = [], ignore = [] } = manifest.discovery ?? {};
  const watchers = indexWatchers(manifest, log);
  const findIgnore = createIgnoreFinder(ignore, now);
  return certificates
    .filter(({ certificate }) => inventories.has(certificate))
    .flatMap(({ certificate, sans }) =>
      sans.flatMap((name): WatchedItem[] => {
        const classified = classifyHost(name, domains);
        if ('dropped' in classified) return [];
        const { host } = classified;
        const item = { kind: 'host' as const, value: host, entry: null, reason: null, named_by: [certificate] };
        const watcher = watchers.find({ kind: 'host', name: host, port: null });
        if (watcher?.enabled) return [{ ...item, state: 'watched', entry: watcher.name }];
        const ignored = findIgnore({ name: host, file: '' });
        if (ignored !== null) return [{ ...item, state: 'ignored', reason: ignored.reason }];
        if (domains.length > 0 && !isInDomains(host, domains))
          return [{ ...item, state: 'ignored', reason: 'not in discovery.domains' }];
        return [{ ...item, state: 'unwatched' }];
      }),
    );
}

/** Servers of the manifest that nothing names any more. Addresses are never named. */
function listUndeclared({ entries }: Manifest, known: ReadonlySet<string>): WatchedItem[] {
  return entries.flatMap(({ name, enabled, source }) =>
    source.kind !== 'endpoint' || !enabled
      ? []
      : source.targets.flatMap(({ host, port }): WatchedItem[] => {
          const value = host.toLowerCase();
          if (isIP(value) !== 0 || known.has(value)) return [];
          const shown = port === 443 ? value : `${value}:${port}`;
          return [{ kind: 'host', value: shown, state: 'undeclared', entry: name, reason: null, named_by: [] }];
        }),
  );
}

const STATES: readonly WatchedItem['state'][] = ['watched', 'ignored', 'unwatched', 'undeclared'];

/** Each name once, with everything that names it. */
function mergeItems(items: readonly WatchedItem[]): WatchedItem[] {
  return [...groupBy(items, ({ kind, value }) => `${kind} ${value}`).values()].flatMap((same) => {
    const [best] = same.toSorted((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
    return best === undefined ? [] : [{ ...best, named_by: [...new Set(same.flatMap(({ named_by }) => named_by))] }];
  });
}
