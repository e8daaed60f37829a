/** Compares found items with the manifest: finds watched and ignored ones, and proposes entries for the others. */

import { createIgnoreFinder, type DiscoveryIgnore, isInDomains, isInForce } from '../../domain/discovery.ts';
import type { Manifest } from '../../domain/index.ts';
import { findStartTls } from '../../domain/sources/endpoint.ts';
import type { DiscoveryFinding } from '../../generated/discovery.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { type FoundItem, identifyItem } from './findings.ts';
import {
  assignUniqueNames,
  type FileSearch,
  type ProposedSource,
  proposeFiles,
  toFileSource,
  toFixtureSource,
} from './propose-entries.ts';
import { indexWatchers, type Watchers } from './watchers.ts';

export interface ReconcileOptions {
  /** The manifest; null: there is none. */
  manifest: Manifest | null;
  log: EventLog | null;
  search: FileSearch;
  /** Converts a path of the repository to one relative to the manifest's directory. */
  toManifestPath: (path: string) => string;
  findOwner: (path: string) => string | null;
  /** Whether the registry of a domain answers by RDAP, so that an entry with `domain` can read its expiration. */
  hasRdap: (domain: string) => boolean;
  /** Milliseconds since the epoch. */
  now: number;
}

export interface Reconciled {
  findings: DiscoveryFinding[];
  unusedIgnores: DiscoveryIgnore[];
}

type Compared = FoundItem & Pick<DiscoveryFinding, 'state' | 'watched_by' | 'reason'>;

export function reconcile(items: readonly FoundItem[], options: ReconcileOptions): Reconciled {
  const { manifest, log, toManifestPath, now } = options;
  const settings = manifest?.discovery ?? null;
  const watchers = indexWatchers(manifest ?? { entries: [] }, log);
  const ignore = settings?.ignore ?? [];
  const findIgnore = createIgnoreFinder(ignore, now);
  const used = new Set<DiscoveryIgnore>();
  const compared = items.map((item): Compared => {
    const isNamed = item.kind === 'host' || item.kind === 'domain';
    const ignored = findIgnore({ name: isNamed ? item.value : null, file: toManifestPath(item.file) });
    if (ignored !== null) used.add(ignored);
    const watcher = findWatcher(item, watchers, toManifestPath);
    if (watcher?.enabled) return { ...item, state: 'watched', watched_by: watcher.name, reason: null };
    if (ignored !== null) return { ...item, state: 'ignored', watched_by: null, reason: ignored.reason };
    const isForeign = isNamed && settings !== null && settings.domains.length > 0;
    if (isForeign && !isInDomains(item.value, settings.domains))
      return { ...item, state: 'ignored', watched_by: null, reason: 'not in discovery.domains' };
    if (watcher !== null)
      return { ...item, state: 'ignored', watched_by: null, reason: `the entry ${watcher.name} is disabled` };
    return { ...item, state: 'unwatched', watched_by: null, reason: null };
  });
  const unusedIgnores = ignore.filter((item) => isInForce(item, now) && !used.has(item));
  return { findings: addEntries(compared, options), unusedIgnores };
}

function findWatcher({ kind, value, port }: FoundItem, watchers: Watchers, toManifestPath: (path: string) => string) {
  if (kind === 'host') return watchers.find({ kind, name: value, port });
  if (kind === 'domain') return watchers.find({ kind, name: value });
  return watchers.find({ kind: 'file', file: toManifestPath(value) });
}

const NEEDS_PASSWORD = 'it needs a password: add an entry with file and password';

/** Explains the entry for a domain that has no RDAP server. Its date is not in the repository. */
const explainDate = (domain: string) =>
  `its registry has no RDAP server: add { name: domain-${domain}, expires: YYYY-MM-DD, what: domain registration } with its date`;

/** Proposes entries for unwatched items. One entry can be that of several files. */
function addEntries(compared: readonly Compared[], options: ReconcileOptions): DiscoveryFinding[] {
  const { manifest, search, toManifestPath, findOwner } = options;
  const explainMissing = createExplainer(options);
  const isSuggested = (one: Compared) => isOpen(one) && explainMissing(one) === null;
  const unwatched = new Map(compared.filter(isSuggested).map((one) => [one.value, one]));
  const selectFiles = (isFixture: boolean) => (file: FileSearch['files'][number]) => {
    const item = unwatched.get(file.path);
    return item !== undefined && item.file === file.path && (item.kind === 'fixture') === isFixture;
  };
  const groups = [
    ...proposeFiles(search, selectFiles(false)).map((group) => ({ ...group, isFixture: false })),
    ...proposeFiles(search, selectFiles(true)).map((group) => ({ ...group, isFixture: true })),
  ];
  const proposals = [
    ...groups.map(({ name, files: covered, isFixture, ...found }) => {
      const globs = { patterns: found.patterns.map(toManifestPath), exclude: found.exclude.map(toManifestPath) };
      return {
        name,
        keys: covered.map(({ path }) => `file ${path}`),
        owner: findOwner(covered[0]?.path ?? ''),
        source: isFixture ? toFixtureSource({ ...globs, files: covered }) : toFileSource(globs),
      };
    }),
    ...compared.flatMap((item) => {
      const source = isSuggested(item) ? proposeSource(item) : null;
      return source === null
        ? []
        : { name: nameItem(item), keys: [identifyItem(item)], owner: findOwner(item.file), source };
    }),
  ];
  const reserved = manifest?.entries.map(({ name }) => name) ?? [];
  const entries = new Map(
    assignUniqueNames(proposals, reserved).flatMap(({ name, keys, owner, source }) => {
      const entry = toEntrySpec({ name, source, owner });
      return keys.map((key) => [key, entry] as const);
    }),
  );
  return compared.map(({ starttls: _, ...item }) => {
    const entry = entries.get(identifyItem(item)) ?? null;
    const missing = item.state === 'unwatched' ? explainMissing(item) : null;
    return { ...item, entry, ...(missing !== null && { reason: missing, entry: null }) };
  });
}

/** Whether an item is unwatched and not only mentioned. A candidate also has an entry, as an option. */
function isOpen({ state, confidence }: Compared): boolean {
  return state === 'unwatched' && confidence !== 'mentioned';
}

/** Creates a function that explains what an entry needs that the repository does not have; null: nothing. */
function createExplainer({
  hasRdap,
}: ReconcileOptions): (item: Pick<FoundItem, 'kind' | 'value' | 'valid_to'>) => string | null {
  return ({ kind, value, valid_to }) => {
    if (kind === 'domain') return hasRdap(value) ? null : explainDate(value);
    // The certificates of a keystore, also one for tests, cannot be read without its password.
    return (kind === 'keystore' || kind === 'fixture') && valid_to === null ? NEEDS_PASSWORD : null;
  };
}

function nameItem({ kind, value, port }: FoundItem): string {
  if (kind === 'domain') return `domain-${value}`;
  return port === null || port === 443 ? value : `${value}-${port}`;
}

function proposeSource({ kind, value, port, starttls }: FoundItem): ProposedSource | null {
  if (kind === 'domain') return { kind: 'domain', domain: value };
  if (kind !== 'host') return null;
  const protocol = starttls ?? (port === null ? null : findStartTls(port));
  return {
    kind: 'endpoint',
    endpoint: port === null || port === 443 ? value : `${value}:${port}`,
    ...(protocol !== null && { starttls: protocol }),
  };
}

interface Proposed {
  name: string;
  source: ProposedSource;
  owner: string | null;
}

/** Creates the entry as in a manifest. */
export function toEntrySpec({ name, source, owner }: Proposed): Record<string, unknown> {
  const end = owner === null ? {} : { owner };
  if (source.kind === 'domain') return { name, domain: source.domain, ...end };
  if (source.kind === 'endpoint') {
    const { endpoint, starttls, ca_file } = source;
    return {
      name,
      endpoint,
      ...(starttls !== undefined && { starttls }),
      ...(ca_file !== undefined && { ca_file }),
      ...end,
    };
  }
  const { patterns, exclude = [], fixture, expired } = source;
  return {
    name,
    ...(fixture && { kind: 'fixture' }),
    file: unwrapSingle(patterns),
    ...(exclude.length > 0 && { exclude: unwrapSingle(exclude) }),
    ...(expired && { expired }),
    ...end,
  };
}

function unwrapSingle(texts: readonly string[]): string | readonly string[] {
  return texts.length === 1 ? (texts[0] ?? '') : texts;
}
