/** From what was found to entries of a manifest: few, readable, and none that reads a private key. */

import { toEntryName } from '../../domain/certificate-names.ts';
import type { IsoTime } from '../../domain/index.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { escapeGlob } from '../../lib/files/glob.ts';
import type { DiscoveredFile, Discovery } from './discover.ts';

export interface ProposedEntry {
  name: string;
  source: { kind: 'file'; patterns: string[] } | { kind: 'endpoint'; endpoint: string };
  /** How many files it stands for, and when the first of their certificates ends. */
  files: number;
  valid_to: IsoTime | null;
}

/** A file that is not watched, and why not, as a reader is told. */
export interface SkippedFile {
  path: string;
  why: string;
}

export interface Proposal {
  entries: ProposedEntry[];
  left: SkippedFile[];
}

/** So many files of one kind in a folder make a glob; fewer are named one by one. */
const MIN_FILES_FOR_GLOB = 3;

/** More certificates than that in one file are authorities that come with software, not what a service shows. */
const MAX_CERTIFICATES_PER_FILE = 20;

/** What a folder's own name must not hold, so that a glob can stand below it. */
const GLOB = /[*?[\]{}()!\\]/;

/** A name may have 200 characters: this leaves room for a number. */
const MAX_NAME_LENGTH = 190;

const TEST_DIRECTORY =
  /^(tests?|testdata|test[-_]data|__tests__|specs?|fixtures?|mocks?|examples?|samples?|demos?|e2e)$/i;

/** Entries for the files found, by path, and then for the endpoints, in their order. */
export function proposeEntries({ files, skipped }: Discovery, endpoints: readonly string[]): Proposal {
  const left = files.flatMap((file) => explainSkip(file) ?? []);
  const isLeft = new Set(left.map(({ path }) => path));
  const groups = mergeCopies(cover('', { files, skipped, isWatched: ({ path }) => !isLeft.has(path) }));
  const entries = [
    ...groups.map(({ name, patterns, of }): ProposedEntry => {
      const ends = of.flatMap(({ valid_to }) => valid_to ?? []).sort(compareText);
      return { name, source: { kind: 'file', patterns }, files: of.length, valid_to: ends[0] ?? null };
    }),
    ...endpoints.map((endpoint): ProposedEntry => {
      return { name: endpoint, source: { kind: 'endpoint', endpoint }, files: 0, valid_to: null };
    }),
  ];
  return { entries: assignUniqueNames(entries), left };
}

function explainSkip({ path, kind, fingerprints }: DiscoveredFile): SkippedFile | null {
  if (kind === 'key') return { path, why: 'a private key' };
  if (kind === 'other') return { path, why: 'no certificate' };
  if (kind === 'outside') return { path, why: 'a link that leads out of the repository' };
  if (kind === 'closed') return { path, why: 'not readable as it is' };
  if (
    path
      .split('/')
      .slice(0, -1)
      .some((part) => TEST_DIRECTORY.test(part))
  )
    return { path, why: 'looks like test data' };
  if (fingerprints.length > MAX_CERTIFICATES_PER_FILE)
    return { path, why: `a bundle of ${fingerprints.length} certificates` };
  return null;
}

interface Group {
  name: string;
  patterns: string[];
  of: DiscoveredFile[];
}

interface Search {
  files: readonly DiscoveredFile[];
  skipped: readonly string[];
  isWatched: (file: DiscoveredFile) => boolean;
}

/** Covers a folder with globs where every file that they match is to be watched, and else names files, then goes deeper. */
function cover(folder: string, search: Search): Group[] {
  const inside = search.files.filter(({ path }) => folder === '' || path.startsWith(`${folder}/`));
  const groups: Group[] = [];
  const covered = new Set<DiscoveredFile>();
  const globs = folder === '' || GLOB.test(folder) ? [] : proposeGlobs(folder, inside, search);
  if (globs.length > 0) {
    const of = globs.flatMap((glob) => glob.of);
    for (const file of of) covered.add(file);
    groups.push({ name: folder, patterns: globs.map(({ pattern }) => pattern), of });
  }
  const rest = inside.filter((file) => !covered.has(file) && search.isWatched(file));
  const here = rest.filter(({ path }) => getDirectory(path) === folder);
  const deeper = new Set(
    rest.filter((file) => !here.includes(file)).map(({ path }) => getChildDirectory(path, folder)),
  );
  const remaining = { ...search, files: search.files.filter((file) => !covered.has(file)) };
  return [...groups, ...oneByOne(here), ...[...deeper].sort(compareText).flatMap((child) => cover(child, remaining))];
}

function proposeGlobs(folder: string, inside: readonly DiscoveredFile[], { skipped, isWatched }: Search) {
  return [...groupBy(inside, ({ path }) => getExtension(path))].flatMap(([extension, of]) => {
    if (of.length < MIN_FILES_FOR_GLOB || !of.every(isWatched)) return [];
    const isFlat = of.every(({ path }) => getDirectory(path) === folder);
    if (!isFlat && skipped.some((name) => name.startsWith(`${folder}/`))) return [];
    return [{ pattern: `${folder}/${isFlat ? '' : '**/'}*${extension}`, of }];
  });
}

function oneByOne(files: readonly DiscoveredFile[]): Group[] {
  return files.map((file) => ({
    name: file.path.replace(/\.[^./]+$/, ''),
    patterns: [escapeGlob(file.path)],
    of: [file],
  }));
}

/** A file with what another entry holds already, such as a certificate with its chain, is one more place of that entry. */
function mergeCopies(groups: readonly Group[]): Group[] {
  const kept: Group[] = [];
  // Globs first: a file joins a glob, and no glob a file.
  for (const group of groups.toSorted((a, b) => b.of.length - a.of.length)) {
    const [file] = group.of;
    const same = group.of.length > 1 ? undefined : kept.find(({ of }) => isCopy(file as DiscoveredFile, of));
    if (same === undefined) kept.push({ ...group });
    else Object.assign(same, { patterns: [...same.patterns, ...group.patterns], of: [...same.of, ...group.of] });
  }
  const order = new Map(groups.map(({ name }, index) => [name, index]));
  return kept.sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0));
}

function isCopy({ fingerprints }: DiscoveredFile, of: readonly DiscoveredFile[]): boolean {
  return fingerprints.every((fingerprint) => of.some((other) => other.fingerprints.includes(fingerprint)));
}

function getDirectory(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function getChildDirectory(path: string, folder: string): string {
  const from = folder === '' ? 0 : folder.length + 1;
  return path.slice(0, path.indexOf('/', from));
}

function getExtension(path: string): string {
  return path.slice(path.lastIndexOf('.'));
}

/** The shortest end of the path that tells it from the others, in the characters that a name may have. */
function assignUniqueNames(entries: readonly ProposedEntry[]): ProposedEntry[] {
  const taken = new Set<string>();
  return entries.map((entry) => {
    const parts = entry.name.split('/').map(asName);
    const candidates = parts.map((_, index) =>
      parts
        .slice(parts.length - 1 - index)
        .join('-')
        .slice(-MAX_NAME_LENGTH)
        .replace(/^[-.]+/, ''),
    );
    const name = candidates.find((one) => !taken.has(one)) ?? numbered(candidates.at(-1) ?? '', taken);
    taken.add(name);
    return { ...entry, name };
  });
}

function asName(text: string): string {
  return toEntryName(text, MAX_NAME_LENGTH) || 'certificate';
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}
