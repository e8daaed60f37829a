/** Finds the entry of a manifest that watches a host, a domain or a file. */

import { posix } from 'node:path';
import type { EndpointSource, Entry, Manifest } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { createFileMatcher, unifySeparators } from '../../lib/files/glob.ts';

/** The item to find. `file` is relative to the manifest's directory. */
type Sought =
  | { kind: 'host'; name: string; port: number | null }
  | { kind: 'domain'; name: string }
  | { kind: 'file'; file: string };

export interface Watchers {
  /** Finds the entry that watches an item. Enabled entries come first. */
  find: (sought: Sought) => Pick<Entry, 'name' | 'enabled'> | null;
}

/** Indexes the entries. `log`: null if there is none. */
export function indexWatchers({ entries }: Pick<Manifest, 'entries'>, log: EventLog | null): Watchers {
  // Enabled entries come first, so that they take precedence.
  const sorted = entries.toSorted((a, b) => Number(b.enabled) - Number(a.enabled));
  const hosts = indexEndpoints(sorted);
  const domains = indexDomains(sorted);
  const files = sorted.flatMap((entry) => createFileTest(entry) ?? []);
  const logged = log === null ? null : indexLoggedNames(sorted, log);
  return {
    find: (sought) => {
      if (sought.kind === 'file') return files.find(({ matches }) => matches(sought.file))?.entry ?? null;
      if (sought.kind === 'domain') return domains.get(sought.name) ?? null;
      const { name, port } = sought;
      const found = hosts.get(name)?.find((one) => port === null || one.port === port);
      return found?.entry ?? logged?.(name) ?? null;
    },
  };
}

interface Endpoint {
  port: number;
  entry: Entry;
}

function indexEndpoints(entries: readonly Entry[]): ReadonlyMap<string, readonly Endpoint[]> {
  const index = new Map<string, Endpoint[]>();
  for (const entry of entries) {
    if (entry.source.kind !== 'endpoint') continue;
    for (const { host, port } of listNames(entry.source)) {
      const known = index.get(host) ?? [];
      known.push({ port, entry });
      index.set(host, known);
    }
  }
  return index;
}

/** Lists the targets, and the name that is requested from the servers. */
function listNames({ targets, server_name }: EndpointSource): { host: string; port: number }[] {
  return targets.flatMap(({ host, port }) =>
    [host, ...(server_name === null ? [] : [server_name])].map((name) => ({
      host: name.toLowerCase().replace(/\.$/, ''),
      port,
    })),
  );
}

function indexDomains(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  const index = new Map<string, Entry>();
  for (const entry of entries)
    for (const domain of listDomains(entry)) if (!index.has(domain)) index.set(domain, entry);
  return index;
}

/** Lists the domains of an entry. An entry with the date of a registration without RDAP is named after its domain. */
function listDomains({ name, source }: Entry): readonly string[] {
  if (source.kind === 'domain') return source.domains;
  if (source.kind !== 'expires' || !/\b(?:domain|registration)\b/i.test(source.what ?? '')) return [];
  return [name.toLowerCase().replace(/^domain-/, '')];
}

function createFileTest(entry: Entry): { entry: Entry; matches: (file: string) => boolean } | null {
  const { source } = entry;
  if (source.kind !== 'file') return null;
  const patterns = source.patterns.map((pattern) => posix.normalize(unifySeparators(pattern)));
  const paths = new Set(patterns);
  const matchesGlob = createFileMatcher(patterns);
  const isExcluded = createFileMatcher(source.exclude);
  return { entry, matches: (file) => (paths.has(file) || matchesGlob(file)) && !isExcluded(file) };
}

/** Indexes the names of the certificates that the last scan found, also wildcards, by their entry. */
function indexLoggedNames(entries: readonly Entry[], log: EventLog): (host: string) => Entry | null {
  const names = new Map<string, Entry>();
  for (const entry of entries) {
    for (const { fingerprint, removed } of Object.values(log.locations[entry.name] ?? {})) {
      const certificate = fingerprint === null || removed ? undefined : log.certificates[fingerprint];
      for (const name of certificate?.sans ?? []) {
        const lower = name.toLowerCase();
        if (!names.has(lower)) names.set(lower, entry);
      }
    }
  }
  return (host) => names.get(host) ?? names.get(host.replace(/^[^.]+/, '*')) ?? null;
}
