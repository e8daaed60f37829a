/** Runs the formats over the files of a repository. */

import { catchBugsSync, type ReportBug } from '../lib/bugs/catch-bugs.ts';
import { classifyHost, type DropReason } from './classify-host.ts';
import type { Format, Mention, Repository } from './format.ts';
import { FORMATS } from './formats/index.ts';
import type { FileProblem, FileTree } from './read-repository.ts';
import { explainUnused, indexTestPaths } from './test-material.ts';
import type { Variables } from './yaml/variables.ts';

/** A mention and its location. */
export type Located = Mention & { file: string; format: string };

export interface Discovered {
  /** The mentions, by path, then in the order of the format. */
  mentions: Located[];
  /** The number of dropped hosts for each reason. */
  dropped: Partial<Record<DropReason, number>>;
  /** The number of files that were read. */
  read: number;
  /** Files that were not read, or not completely, with the reason. */
  skipped: { file: string; reason: string }[];
}

export interface DiscoverOptions {
  /** Whether a file is excluded. */
  isExcluded?: (path: string) => boolean;
  /** Whether a file is in a directory of tests or examples, whose hosts are not real servers. */
  isInTests?: (path: string) => boolean;
  /** Whether a file belongs to the program itself, which names nothing new. */
  isOwn?: (path: string, content: Buffer) => boolean;
  /** Called once for each file. */
  visit?: (path: string, content: Buffer | FileProblem) => void;
  formats?: readonly Format[];
  /** The user's own domains, in which private and reserved names are accepted. */
  domains?: readonly string[];
  /** The values of variables that the files do not have. */
  variables?: Variables;
  /** The time in milliseconds after which no more files are read, and the clock. */
  deadline?: { at: number; now: () => number };
}

/** The maximum of mentions in one file. Mentions beyond the limit, as in a generated file, are dropped. */
const MAX_MENTIONS_PER_FILE = 100_000;

/** Discovers the mentions in all files. A bug that one file triggers does not affect the others. */
export function discover(tree: FileTree, reportBug: ReportBug, options: DiscoverOptions = {}): Discovered {
  const { isExcluded = () => false, isOwn = () => false, visit = () => {} } = options;
  const { formats = FORMATS, domains = [], variables, deadline } = options;
  const isInTests = options.isInTests ?? indexTestPaths(tree.paths).isInTests;
  const found: Discovered = { mentions: [], dropped: {}, read: 0, skipped: [] };
  const repository = createRepository(tree, variables);
  for (const [index, path] of tree.paths.entries()) {
    if (isExcluded(path)) continue;
    if (isLate(deadline)) {
      found.skipped.push({
        file: path,
        reason: `the time was up: this file was not read, and ${tree.paths.length - index - 1} after it`,
      });
      break;
    }
    const content = tree.read(path);
    found.read += 1;
    if (typeof content !== 'string' && isOwn(path, content)) continue;
    visit(path, content);
    if (content === 'large') found.skipped.push({ file: path, reason: 'larger than 5 MB' });
    // The target of a link is another file of the repository, which is read itself.
    if (typeof content === 'string' || tree.isLink(path)) continue;
    if (content.subarray(0, GIT_CRYPT.length).equals(GIT_CRYPT))
      found.mentions.push({ kind: 'protected', line: 1, file: path, format: 'git-crypt' });
    const reading = { formats, repository, found, reportBug, isLate: () => isLate(deadline) };
    for (const mention of readFormats(path, content, reading)) add(found, mention, { domains, isInTests });
  }
  return found;
}

const isLate = (deadline: DiscoverOptions['deadline']) => deadline !== undefined && deadline.now() > deadline.at;

const GIT_CRYPT = Buffer.from('\0GITCRYPT\0', 'latin1');

interface Reading {
  formats: readonly Format[];
  repository: KeepingRepository;
  found: Discovered;
  reportBug: ReportBug;
  /** Whether the time is up. */
  isLate: () => boolean;
}

function readFormats(path: string, content: Buffer, reading: Reading): Located[] {
  const { formats, repository, found, reportBug, isLate } = reading;
  const matching = formats.filter(({ files }) => files.test(path));
  const text = matching.length === 0 ? null : repository.keep(path, content);
  if (text === null) return [];
  return matching.flatMap((format) => {
    if (format.sniff?.(text) === false) return [];
    const mentions = catchBugsSync(
      () => collect(format.read({ path, text }, repository), isLate),
      () => null,
      reportBug,
    );
    if (mentions === null) found.skipped.push({ file: path, reason: `an internal error in the format ${format.name}` });
    if (mentions?.isCut)
      found.skipped.push({ file: path, reason: `only its first ${mentions.collected.length} values were read` });
    return (mentions?.collected ?? []).map((mention): Located => ({ ...mention, file: path, format: format.name }));
  });
}

/** Collects the mentions of a file, up to the maximum, or until the time is up. */
function collect(mentions: Iterable<Mention>, isLate: () => boolean): { collected: Mention[]; isCut: boolean } {
  const collected: Mention[] = [];
  for (const mention of mentions) {
    if (collected.length === MAX_MENTIONS_PER_FILE || isLate()) return { collected, isCut: true };
    collected.push(mention);
  }
  return { collected, isCut: false };
}

function add(
  { mentions, dropped }: Discovered,
  mention: Located,
  { domains, isInTests }: Required<Pick<DiscoverOptions, 'domains' | 'isInTests'>>,
): void {
  const unused = explainUnused(mention.file);
  if (mention.kind === 'unresolved' && unused === 'archived') return;
  if (mention.kind !== 'host') {
    mentions.push(mention);
    return;
  }
  const classified = classifyHost(mention.host, domains);
  if ('host' in classified) {
    const isExample = isInTests(mention.file) || unused !== null;
    mentions.push({ ...mention, host: classified.host, confidence: isExample ? 'mentioned' : mention.confidence });
  } else dropped[classified.dropped] = (dropped[classified.dropped] ?? 0) + 1;
}

/** The last read texts are cached, because the files of a module are read again for each of its other files. */
const MAX_KEPT_CHARACTERS = 8 * 1024 * 1024;

interface KeepingRepository extends Repository {
  /** Caches and returns the text of content that was just read. */
  keep(path: string, content: Buffer): string | null;
}

function createRepository(tree: FileTree, variables: Variables = new Map()): KeepingRepository {
  const listed = new Set(tree.paths);
  const kept = new Map<string, string | null>();
  let size = 0;
  const keep = (path: string, content: Buffer | FileProblem) => {
    const known = kept.get(path);
    if (known !== undefined) return known;
    const text = decodeText(content);
    const length = text?.length ?? 0;
    if (size + length > MAX_KEPT_CHARACTERS) {
      kept.clear();
      size = 0;
    }
    size += length;
    kept.set(path, text);
    return text;
  };
  return {
    paths: tree.paths,
    variables,
    keep,
    readText: (path) => (listed.has(path) ? (kept.get(path) ?? keep(path, tree.read(path))) : null),
  };
}

/** As in Git, a file with a NUL in its first 8,000 bytes is binary. */
function decodeText(content: Buffer | FileProblem): string | null {
  if (typeof content === 'string' || content.subarray(0, 8000).includes(0)) return null;
  return content.toString('utf8').replace(/^\uFEFF/, '');
}
