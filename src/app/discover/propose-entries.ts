/** Proposes manifest entries for findings: few, readable, and without failures in the first scan. */

import path from 'node:path';
import { isExpiredName } from '../../discover/test-material.ts';
import { toEntryName } from '../../domain/certificate-names.ts';
import type { IsoTime } from '../../domain/index.ts';
import type { StartTls } from '../../domain/sources/endpoint.ts';
import type { DiscoveryFinding } from '../../generated/discovery.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { escapeGlob } from '../../lib/files/glob.ts';
import { getDirectory } from '../../lib/files/repository-path.ts';
import { formatCount } from '../../report/format/labels.ts';
import type { CertificateFile } from './certificate-files.ts';

export type ProposedSource =
  | { kind: 'file'; patterns: string[]; exclude?: string[]; fixture?: true; expired?: 'intended' }
  | { kind: 'endpoint'; endpoint: string; starttls?: StartTls; ca_file?: string }
  | { kind: 'domain'; domain: string };

export interface ProposedEntry {
  name: string;
  source: ProposedSource;
  /** The number of files that it covers. */
  files: number;
  /** The earliest expiry of their certificates. */
  valid_to: IsoTime | null;
}

/** The certificate files of a repository. */
export interface FileSearch {
  /** Sorted by path. */
  files: readonly CertificateFile[];
  /** Directories that were not searched, such as node_modules. No proposed glob may cover them. */
  skipped: readonly string[];
}

/** A file that no entry covers, and the reason, as shown to the user. */
export interface SkippedFile {
  path: string;
  why: string;
}

export interface Proposal {
  entries: ProposedEntry[];
  skipped: SkippedFile[];
  /** Files that an entry covers, although their certificates cannot be decoded: scans report them until they are repaired. */
  damaged: string[];
}

export const NO_CERTIFICATE = 'no certificate';

/** The number of files of one extension in a directory from which a glob replaces single paths. */
const MIN_FILES_FOR_GLOB = 3;

/** The number of files from which a glob may exclude one file; twice as many for two, and so on. */
const MIN_FILES_PER_EXCLUSION = 10;

/** Characters that a directory name must not have to be part of a glob. */
const GLOB = /[*?[\]{}()!\\]/;

/** Entry names may have 200 characters; this leaves room for a number. */
const MAX_NAME_LENGTH = 190;

/** Proposes entries for the files to watch, by path, then for those of tests, followed by the other sources in their order. */
export function proposeEntries(search: FileSearch, others: readonly ProposedSource[]): Proposal {
  const isUsable = (file: CertificateFile) => explainSkip(file) === null;
  const own = proposeFiles(search, (file) => isUsable(file) && file.fixture === null);
  const fixtures = proposeFiles(search, (file) => isUsable(file) && file.fixture !== null);
  const entries = [
    ...own.map(toEntry),
    ...fixtures.map((group) => ({ ...toEntry(group), source: toFixtureSource(group) })),
    ...others.map((source): ProposedEntry => ({ name: nameSource(source), source, files: 0, valid_to: null })),
  ];
  const covered = new Set([...own, ...fixtures].flatMap(({ files }) => files));
  return {
    entries: assignUniqueNames(entries),
    skipped: search.files.flatMap((file) => (covered.has(file) ? [] : (explainSkip(file) ?? []))),
    damaged: search.files.filter((file) => file.kind === 'damaged' && covered.has(file)).map(({ path }) => path),
  };
}

/** Returns the entry for a manifest whose paths are relative to `directory`, which is relative to the searched one. */
export function relocateEntry(entry: ProposedEntry, directory: string): ProposedEntry {
  const relocate = (file: string) => (path.isAbsolute(file) ? file : path.posix.relative(directory, file));
  const { source } = entry;
  if (source.kind === 'endpoint' && source.ca_file !== undefined)
    return { ...entry, source: { ...source, ca_file: relocate(source.ca_file) } };
  if (source.kind !== 'file') return entry;
  const { patterns, exclude } = source;
  return {
    ...entry,
    source: { ...source, patterns: patterns.map(relocate), ...(exclude && { exclude: exclude.map(relocate) }) },
  };
}

/** Lists the declared hosts, without those that are in `known`. */
export function toHostSources(findings: readonly DiscoveryFinding[], known: readonly string[]): ProposedSource[] {
  return findings.flatMap(({ kind, confidence, entry }): ProposedSource[] => {
    if (kind !== 'host' || confidence !== 'declared' || typeof entry?.endpoint !== 'string') return [];
    const { endpoint, starttls } = entry as { endpoint: string; starttls?: StartTls };
    if (known.includes(endpoint)) return [];
    return [{ kind: 'endpoint', endpoint, ...(starttls !== undefined && { starttls }) }];
  });
}

function toEntry(group: Group) {
  const { name, files } = group;
  const [valid_to = null] = files.flatMap((file) => file.valid_to ?? []).sort(compareText);
  return { name, source: toFileSource(group), files: files.length, valid_to };
}

type FileSource = Extract<ProposedSource, { kind: 'file' }>;

export function toFileSource({ patterns, exclude }: Pick<Group, 'patterns' | 'exclude'>): FileSource {
  return { kind: 'file', patterns, ...(exclude.length > 0 && { exclude }) };
}

/** Creates the source for test certificates. One whose name says that it has expired is expected, and must not alert in the first scan. */
export function toFixtureSource({ files, ...globs }: Pick<Group, 'patterns' | 'exclude' | 'files'>): FileSource {
  const isMeant = files.every(({ path }) => isExpiredName(path));
  return { ...toFileSource(globs), fixture: true, ...(isMeant && { expired: 'intended' }) };
}

function nameSource(source: ProposedSource): string {
  if (source.kind === 'endpoint') return source.endpoint;
  return source.kind === 'domain' ? source.domain : (source.patterns[0] ?? '');
}

/** Groups files, each group for one entry. */
export function proposeFiles(search: FileSearch, isWanted: (file: CertificateFile) => boolean): Group[] {
  return mergeCopies(coverDirectory('', { ...search, isWanted }));
}

/** Explains why an entry cannot watch a file; null: it can. */
export function explainSkip({ path, kind, unused, fingerprints }: CertificateFile): SkippedFile | null {
  if (kind === 'certificate') return unused === null ? null : { path, why: unused };
  if (kind === 'bundle') return { path, why: describeBundle(fingerprints.length) };
  return { path, why: REASONS[kind] };
}

const describeBundle = (count: number): string =>
  count === 1 ? 'the certificate of a public CA' : `a bundle of ${formatCount(count, 'CA certificate')}`;

const REASONS: Record<Exclude<CertificateFile['kind'], 'certificate' | 'bundle'>, string> = {
  keystore: 'a keystore that needs a password',
  crl: 'a revocation list',
  copy: 'a link to another file',
  key: 'a private key',
  other: NO_CERTIFICATE,
  outside: 'a link out of the repository',
  damaged: 'its certificate is damaged',
  broken: 'could not be read (an internal error; please report it)',
  closed: 'could not be read',
};

export interface Group {
  name: string;
  patterns: string[];
  /** The files that the patterns match, and that the entry excludes. */
  exclude: string[];
  files: CertificateFile[];
}

interface Search extends FileSearch {
  isWanted: (file: CertificateFile) => boolean;
}

/** Covers a directory with globs that match wanted files, and nearly nothing else; lists the others, then descends. */
function coverDirectory(directory: string, search: Search): Group[] {
  const inside = search.files.filter(({ path }) => directory === '' || path.startsWith(`${directory}/`));
  const globs = directory === '' || GLOB.test(directory) ? [] : proposeGlobs(directory, inside, search);
  const files = globs.flatMap((glob) => glob.files);
  const patterns = globs.map(({ pattern }) => pattern);
  const exclude = globs.flatMap((glob) => glob.exclude);
  const groups = globs.length === 0 ? [] : [{ name: directory, patterns, exclude, files }];
  const covered = new Set(files);
  const rest = inside.filter((file) => !covered.has(file) && search.isWanted(file));
  const here = rest.filter(({ path }) => getDirectory(path) === directory);
  const children = new Set(
    rest.filter((file) => !here.includes(file)).map(({ path }) => getChildDirectory(path, directory)),
  );
  const remaining = { ...search, files: search.files.filter((file) => !covered.has(file)) };
  return [
    ...groups,
    ...here.map(listSingly),
    ...[...children].sort(compareText).flatMap((child) => coverDirectory(child, remaining)),
  ];
}

function proposeGlobs(directory: string, inside: readonly CertificateFile[], { skipped, isWanted }: Search) {
  return [...groupBy(inside, ({ path }) => getExtension(path))].flatMap(([extension, matched]) => {
    const count = matched.filter(isWanted).length;
    const isCovered = (file: CertificateFile) => isWanted(file) || isOwnDamaged(file);
    const files = matched.filter(isCovered);
    const unwanted = matched.filter((file) => !isCovered(file) && !file.isSkipped);
    const isFlat = matched.every(({ path }) => getDirectory(path) === directory);
    // Otherwise, the globs of subdirectories may not need an exclusion.
    const maxUnwanted = isFlat ? count / MIN_FILES_PER_EXCLUSION : 0;
    if (count < MIN_FILES_FOR_GLOB || unwanted.length > maxUnwanted) return [];
    if (!isFlat && skipped.some((name) => name.startsWith(`${directory}/`))) return [];
    const exclude = unwanted.map(({ path }) => escapeGlob(path));
    return [{ pattern: `${directory}/${isFlat ? '' : '**/'}*${extension}`, exclude, files }];
  });
}

/** Whether a file is damaged, so that scans report it until it is repaired. Files of tests may be damaged on purpose. */
function isOwnDamaged({ kind, fixture }: CertificateFile): boolean {
  return kind === 'damaged' && fixture === null;
}

function listSingly(file: CertificateFile): Group {
  return { name: file.path.replace(/\.[^./]+$/, ''), patterns: [escapeGlob(file.path)], exclude: [], files: [file] };
}

/** Merges groups: a file whose certificates another entry covers, such as a certificate with its chain, joins that entry. */
function mergeCopies(groups: readonly Group[]): Group[] {
  const merged: Group[] = [];
  // Globs come first: a file joins a glob, but a glob never joins a file.
  for (const group of groups.toSorted((a, b) => b.files.length - a.files.length)) {
    const [file] = group.files;
    const target =
      group.files.length > 1 || file === undefined ? undefined : merged.find(({ files }) => isCopy(file, files));
    if (target === undefined) merged.push({ ...group });
    else {
      target.patterns = [...target.patterns, ...group.patterns];
      target.files = [...target.files, ...group.files];
    }
  }
  const order = new Map(groups.map(({ name }, index) => [name, index]));
  return merged.sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0));
}

function isCopy({ fingerprints }: CertificateFile, files: readonly CertificateFile[]): boolean {
  return fingerprints.every((fingerprint) => files.some((other) => other.fingerprints.includes(fingerprint)));
}

function getChildDirectory(path: string, directory: string): string {
  const from = directory === '' ? 0 : directory.length + 1;
  return path.slice(0, path.indexOf('/', from));
}

function getExtension(path: string): string {
  return path.slice(path.lastIndexOf('.'));
}

/** Names of files and directories that do not tell one certificate from another: kinds of resources, and roles of files. */
const GENERIC_NAMES: ReadonlySet<string> = new Set([
  ...['helmrelease', 'helmchart', 'application', 'kustomization', 'values', 'secret', 'secrets', 'sealedsecret'],
  ...['configmap', 'certificate', 'deployment', 'statefulset', 'service', 'ingress', 'gateway', 'httproute', 'issuer'],
  ...['ca', 'cert', 'chain', 'client', 'crt', 'fullchain', 'public', 'server', 'ssl', 'tls'],
  ...[
    'app',
    'base',
    'config',
    'data',
    'default',
    'files',
    'home',
    'index',
    'main',
    'metadata',
    'resources',
    'settings',
  ],
]);

function isGenericName(name: string): boolean {
  return name.length <= 1 || GENERIC_NAMES.has(name.toLowerCase());
}

/** Names each entry after the shortest unique and telling tail of its path, in the characters that a name may have. */
export function assignUniqueNames<Entry extends { name: string }>(
  entries: readonly Entry[],
  reserved: Iterable<string> = [],
): Entry[] {
  const taken = new Set<string>(reserved);
  return entries.map((entry) => {
    const parts = entry.name.split('/').map((part) => toEntryName(part, MAX_NAME_LENGTH) || 'certificate');
    const candidates = parts.map((_, index) =>
      parts
        .slice(parts.length - 1 - index)
        .join('-')
        .slice(-MAX_NAME_LENGTH)
        .replace(/^[-.]+/, ''),
    );
    const telling = parts.toReversed().findIndex((part) => !isGenericName(part));
    const isFree = (one: string) => !taken.has(one);
    const name =
      candidates.slice(Math.max(0, telling)).find(isFree) ??
      candidates.find(isFree) ??
      addNumber(candidates.at(-1) ?? '', taken);
    taken.add(name);
    return { ...entry, name };
  });
}

function addNumber(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}
