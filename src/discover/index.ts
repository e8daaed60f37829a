/** Runs the formats over the files of a repository. */

import { catchBugsSync, type ReportBug } from '../lib/bugs/catch-bugs.ts';
import { classifyHost, type DropReason } from './classify-host.ts';
import type { Format, Mention, Repository } from './format.ts';
import { FORMATS } from './formats/index.ts';
import type { FileProblem, FileTree } from './read-repository.ts';
import { indexTestPaths, isDocumentation } from './test-material.ts';

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
  /** Called once for each file. */
  visit?: (path: string, content: Buffer | FileProblem) => void;
  formats?: readonly Format[];
  /** The user's own domains, in which private and reserved names are accepted. */
  domains?: readonly string[];
  /** The time in milliseconds after which no more files are read, and the clock. */
  deadline?: { at: number; now: () => number };
}

/** The maximum of mentions in one file. Mentions beyond the limit, as in a generated file, are dropped. */
const MAX_MENTIONS_PER_FILE = 100_000;

/** Discovers the mentions in all files. A bug that one file triggers does not affect the others. */
export function discover(tree: FileTree, reportBug: ReportBug, options: DiscoverOptions = {}): Discovered {
  const { isExcluded = () => false, visit = () => {}, formats = FORMATS, domains = [], deadline } = options;
  const isInTests = options.isInTests ?? indexTestPaths(tree.paths).isInTests;
  const found: Discovered = { mentions: [], dropped: {}, read: 0, skipped: [] };
  const repository = createRepository(tree);
  for (const [index, path] of tree.paths.entries()) {
    if (isExcluded(path)) continue;
    if (deadline !== undefined && deadline.now() > deadline.at) {
      found.skipped.push({
        file: path,
        reason: `the time was up: this file was not read, and ${tree.paths.length - index - 1} after it`,
      });
      break;
    }
    const content = tree.read(path);
    found.read += 1;
    visit(path, content);
    if (content === 'large') found.skipped.push({ file: path, reason: 'larger than 5 MB' });
    // The target of a link is another file of the repository, which is read itself.
    if (typeof content === 'string' || tree.isLink(path)) continue;
    if (content.subarray(0, GIT_CRYPT.length).equals(GIT_CRYPT))
      found.mentions.push({ kind: 'protected', line: 1, file: path, format: 'git-crypt' });
    for (const mention of readFormats(path, content, { formats, repository, found, reportBug }))
      add(found, mention, { domains, isInTests });
  }
  return found;
}

const GIT_CRYPT = Buffer.from('\0GITCRYPT\0', 'latin1');

interface Reading {
  formats: readonly Format[];
  repository: KeepingRepository;
  found: Discovered;
  reportBug: ReportBug;
}

function readFormats(path: string, content: Buffer, { formats, repository, found, reportBug }: Reading): Located[] {
  const matching = formats.filter(({ files }) => files.test(path));
  const text = matching.length === 0 ? null : repository.keep(path, content);
  if (text === null) return [];
  return matching.flatMap((format) => {
    if (format.sniff?.(text) === false) return [];
    const mentions = catchBugsSync(
      () => collect(format.read({ path, text }, repository)),
      () => null,
      reportBug,
    );
    if (mentions === null) found.skipped.push({ file: path, reason: `an internal error in the format ${format.name}` });
    if (mentions?.length === MAX_MENTIONS_PER_FILE)
      found.skipped.push({ file: path, reason: `only its first ${MAX_MENTIONS_PER_FILE} values were read` });
    return (mentions ?? []).map((mention): Located => ({ ...mention, file: path, format: format.name }));
  });
}

function collect(mentions: Iterable<Mention>): Mention[] {
  const collected: Mention[] = [];
  for (const mention of mentions) {
    if (collected.push(mention) === MAX_MENTIONS_PER_FILE) break;
  }
  return collected;
}

function add(
  { mentions, dropped }: Discovered,
  mention: Located,
  { domains, isInTests }: Required<Pick<DiscoverOptions, 'domains' | 'isInTests'>>,
): void {
  if (mention.kind !== 'host') {
    mentions.push(mention);
    return;
  }
  const classified = classifyHost(mention.host, domains);
  if ('host' in classified) {
    const isExample = isInTests(mention.file) || isDocumentation(mention.file);
    mentions.push({ ...mention, host: classified.host, confidence: isExample ? 'mentioned' : mention.confidence });
  } else dropped[classified.dropped] = (dropped[classified.dropped] ?? 0) + 1;
}

/** The last read texts are cached, because the files of a module are read again for each of its other files. */
const MAX_KEPT_CHARACTERS = 8 * 1024 * 1024;

interface KeepingRepository extends Repository {
  /** Caches and returns the text of content that was just read. */
  keep(path: string, content: Buffer): string | null;
}

function createRepository(tree: FileTree): KeepingRepository {
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
    keep,
    readText: (path) => (listed.has(path) ? (kept.get(path) ?? keep(path, tree.read(path))) : null),
  };
}

/** As in Git, a file with a NUL in its first 8,000 bytes is binary. */
function decodeText(content: Buffer | FileProblem): string | null {
  if (typeof content === 'string' || content.subarray(0, 8000).includes(0)) return null;
  return content.toString('utf8').replace(/^\uFEFF/, '');
}
