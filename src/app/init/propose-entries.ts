/** Proposes manifest entries for discovered files: few, readable, and without failures in the first scan. */

import { toEntryName } from '../../domain/certificate-names.ts';
import type { IsoTime } from '../../domain/index.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { escapeGlob } from '../../lib/files/glob.ts';
import type { DiscoveredFile, Discovery } from './discover.ts';

export interface ProposedEntry {
  name: string;
  source: { kind: 'file'; patterns: string[] } | { kind: 'endpoint'; endpoint: string };
  /** How many files it covers. */
  files: number;
  /** The earliest expiry of their certificates. */
  valid_to: IsoTime | null;
}

/** A file that no entry covers, and the reason, as shown to the user. */
export interface SkippedFile {
  path: string;
  why: string;
}

export interface Proposal {
  entries: ProposedEntry[];
  skipped: SkippedFile[];
}

export const NO_CERTIFICATE = 'no certificate';

/** The number of files of one extension in a directory from which a glob replaces single paths. */
const MIN_FILES_FOR_GLOB = 3;

/** A file with more certificates is a bundle of CAs that comes with software. */
const MAX_CERTIFICATES_PER_FILE = 20;

/** Characters that a directory name must not have to be part of a glob. */
const GLOB = /[*?[\]{}()!\\]/;

/** Entry names may have 200 characters; this leaves room for a number. */
const MAX_NAME_LENGTH = 190;

const TEST_DIRECTORY =
  /(?:^|\/)(tests?|testdata|test[-_]data|__tests__|specs?|fixtures?|mocks?|examples?|samples?|demos?|e2e)\//i;

/** Entries for the discovered files, by path, followed by the endpoints in their order. */
export function proposeEntries(discovery: Discovery, endpoints: readonly string[]): Proposal {
  const skipped = discovery.files.flatMap((file) => explainSkip(file) ?? []);
  const skippedPaths = new Set(skipped.map(({ path }) => path));
  const groups = mergeCopies(coverDirectory('', { ...discovery, isWanted: ({ path }) => !skippedPaths.has(path) }));
  const entries = [
    ...groups.map(({ name, patterns, files }): ProposedEntry => {
      const [valid_to = null] = files.flatMap((file) => file.valid_to ?? []).sort(compareText);
      return { name, source: { kind: 'file', patterns }, files: files.length, valid_to };
    }),
    ...endpoints.map((endpoint): ProposedEntry => {
      return { name: endpoint, source: { kind: 'endpoint', endpoint }, files: 0, valid_to: null };
    }),
  ];
  return { entries: assignUniqueNames(entries), skipped };
}

function explainSkip({ path, kind, fingerprints }: DiscoveredFile): SkippedFile | null {
  if (kind === 'key') return { path, why: 'a private key' };
  if (kind === 'other') return { path, why: NO_CERTIFICATE };
  if (kind === 'outside') return { path, why: 'a link out of the repository' };
  if (kind === 'broken') return { path, why: 'could not be read (an internal error; please report it)' };
  if (kind === 'closed') return { path, why: 'could not be read; it may need a password' };
  if (TEST_DIRECTORY.test(path)) return { path, why: 'looks like test data' };
  if (fingerprints.length > MAX_CERTIFICATES_PER_FILE)
    return { path, why: `a bundle of ${fingerprints.length} certificates` };
  return null;
}

interface Group {
  name: string;
  patterns: string[];
  files: DiscoveredFile[];
}

interface Search extends Discovery {
  isWanted: (file: DiscoveredFile) => boolean;
}

/** Covers a directory with globs that match wanted files, and none that a scan would report; lists the others, then descends. */
function coverDirectory(directory: string, search: Search): Group[] {
  const inside = search.files.filter(({ path }) => directory === '' || path.startsWith(`${directory}/`));
  const globs = directory === '' || GLOB.test(directory) ? [] : proposeGlobs(directory, inside, search);
  const files = globs.flatMap((glob) => glob.files);
  const groups = globs.length === 0 ? [] : [{ name: directory, patterns: globs.map(({ pattern }) => pattern), files }];
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

function proposeGlobs(directory: string, inside: readonly DiscoveredFile[], { skipped, isWanted }: Search) {
  return [...groupBy(inside, ({ path }) => getExtension(path))].flatMap(([extension, matched]) => {
    const files = matched.filter(isWanted);
    if (files.length < MIN_FILES_FOR_GLOB || !matched.every((file) => isWanted(file) || file.isSkipped)) return [];
    const isFlat = matched.every(({ path }) => getDirectory(path) === directory);
    if (!isFlat && skipped.some((name) => name.startsWith(`${directory}/`))) return [];
    return [{ pattern: `${directory}/${isFlat ? '' : '**/'}*${extension}`, files }];
  });
}

function listSingly(file: DiscoveredFile): Group {
  return { name: file.path.replace(/\.[^./]+$/, ''), patterns: [escapeGlob(file.path)], files: [file] };
}

/** A file whose certificates another entry covers, such as a certificate with its chain, joins that entry. */
function mergeCopies(groups: readonly Group[]): Group[] {
  const merged: Group[] = [];
  // Globs first: a file joins a glob, but a glob never joins a file.
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

function isCopy({ fingerprints }: DiscoveredFile, files: readonly DiscoveredFile[]): boolean {
  return fingerprints.every((fingerprint) => files.some((other) => other.fingerprints.includes(fingerprint)));
}

function getDirectory(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function getChildDirectory(path: string, directory: string): string {
  const from = directory === '' ? 0 : directory.length + 1;
  return path.slice(0, path.indexOf('/', from));
}

function getExtension(path: string): string {
  return path.slice(path.lastIndexOf('.'));
}

/** Names each entry after the shortest unique tail of its path, in the characters that a name may have. */
function assignUniqueNames(entries: readonly ProposedEntry[]): ProposedEntry[] {
  const taken = new Set<string>();
  return entries.map((entry) => {
    const parts = entry.name.split('/').map((part) => toEntryName(part, MAX_NAME_LENGTH) || 'certificate');
    const candidates = parts.map((_, index) =>
      parts
        .slice(parts.length - 1 - index)
        .join('-')
        .slice(-MAX_NAME_LENGTH)
        .replace(/^[-.]+/, ''),
    );
    const name = candidates.find((one) => !taken.has(one)) ?? addNumber(candidates.at(-1) ?? '', taken);
    taken.add(name);
    return { ...entry, name };
  });
}

function addNumber(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}
