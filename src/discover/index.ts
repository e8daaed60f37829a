/** Runs the formats over the files of a repository. */

import { catchBugsSync, type ReportBug } from '../lib/bugs/catch-bugs.ts';
import { classifyHost, type DropReason } from './classify-host.ts';
import type { Confidence, Format, Mention, Repository } from './format.ts';
import { FORMATS } from './formats/index.ts';
import type { FileProblem, FileTree } from './read-repository.ts';
import { isDocumentation, isExamplePath } from './test-material.ts';

/** A mention, and where it is. */
export type Located = Mention & { file: string; format: string };

export interface Discovered {
  /** By path, then in the order of the format. */
  mentions: Located[];
  /** How many hosts were dropped for each reason. */
  dropped: Partial<Record<DropReason, number>>;
  /** How many files were read. */
  read: number;
  /** Files that were not read, or not to the end, and why. */
  skipped: { file: string; reason: string }[];
}

export interface DiscoverOptions {
  /** Files that are not read. */
  isExcluded?: (path: string) => boolean;
  /** Sees each file once. */
  visit?: (path: string, content: Buffer | FileProblem) => void;
  formats?: readonly Format[];
  /** The user's own, in which also private and reserved names count. */
  domains?: readonly string[];
  /** Milliseconds since the epoch after which no more files are read, and the clock. */
  deadline?: { at: number; now: () => number };
}

/** How many mentions one file may have; a generated file with more is cut off. */
const MAX_MENTIONS_PER_FILE = 100_000;

/** A bug about one file spares the others. */
export function discover(tree: FileTree, reportBug: ReportBug, options: DiscoverOptions = {}): Discovered {
  const { isExcluded = () => false, visit = () => {}, formats = FORMATS, domains = [], deadline } = options;
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
    // A link to another file of the repository adds nothing.
    if (typeof content === 'string' || tree.isLink(path)) continue;
    if (content.subarray(0, GIT_CRYPT.length).equals(GIT_CRYPT))
      found.mentions.push({ kind: 'protected', line: 1, file: path, format: 'git-crypt' });
    for (const mention of readFormats(path, content, { formats, repository, found, reportBug }))
      add(found, mention, domains);
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

function add({ mentions, dropped }: Discovered, mention: Located, domains: readonly string[]): void {
  if (mention.kind !== 'host') {
    mentions.push(mention);
    return;
  }
  const classified = classifyHost(mention.host, domains);
  if ('host' in classified)
    mentions.push({ ...mention, host: classified.host, confidence: limitConfidence(mention.confidence, mention.file) });
  else dropped[classified.dropped] = (dropped[classified.dropped] ?? 0) + 1;
}

/** The hosts of examples, tests and documentation are nobody's servers. */
function limitConfidence(confidence: Confidence, file: string): Confidence {
  return isExamplePath(file) || isDocumentation(file) ? 'mentioned' : confidence;
}

/** The last read texts are kept: the files of a module are read again for each of its neighbours. */
const MAX_KEPT_CHARACTERS = 8 * 1024 * 1024;

interface KeepingRepository extends Repository {
  /** The text of content that was just read. */
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

/** Git's own rule: a file with a NUL in its first 8,000 bytes is binary. */
function decodeText(content: Buffer | FileProblem): string | null {
  if (typeof content === 'string' || content.subarray(0, 8000).includes(0)) return null;
  return content.toString('utf8').replace(/^\uFEFF/, '');
}
