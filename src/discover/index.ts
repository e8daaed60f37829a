/** Runs the formats over the files of a repository. */

import { catchBugsSync, type ReportBug } from '../lib/bugs/catch-bugs.ts';
import { classifyHost, type DropReason } from './classify-host.ts';
import type { Format, Mention, Repository } from './format.ts';
import { FORMATS } from './formats/index.ts';
import type { FileTree } from './read-repository.ts';

/** A mention, and where it is. */
export type Located = Mention & { file: string; format: string };

export interface Discovered {
  /** By path, then in the order of the format. */
  mentions: Located[];
  /** How many hosts were dropped for each reason. */
  dropped: Partial<Record<DropReason, number>>;
  /** Paths of files over the limit of size. */
  large: string[];
  /** Paths of files in which a format failed, because of a bug. */
  broken: string[];
}

/** How many mentions one file may have; a generated file with more is cut off. */
const MAX_MENTIONS_PER_FILE = 100_000;

/** A bug about one file spares the others. */
export function discover(tree: FileTree, reportBug: ReportBug, formats: readonly Format[] = FORMATS): Discovered {
  const found: Discovered = { mentions: [], dropped: {}, large: [], broken: [] };
  const repository = createRepository(tree, found);
  for (const path of tree.paths) {
    const matching = formats.filter(({ files }) => files.test(path));
    if (matching.length === 0) continue;
    const text = repository.readText(path);
    if (text === null) continue;
    for (const format of matching) {
      if (format.sniff?.(text) === false) continue;
      const read = () => collect(format.read({ path, text }, repository));
      const mentions = catchBugsSync(read, () => null, reportBug);
      if (mentions === null) found.broken.push(path);
      for (const mention of mentions ?? []) add(found, { ...mention, file: path, format: format.name });
    }
  }
  return found;
}

function collect(mentions: Iterable<Mention>): Mention[] {
  const collected: Mention[] = [];
  for (const mention of mentions) {
    if (collected.length === MAX_MENTIONS_PER_FILE) break;
    collected.push(mention);
  }
  return collected;
}

function add({ mentions, dropped }: Discovered, mention: Located): void {
  if (mention.kind !== 'host') {
    mentions.push(mention);
    return;
  }
  const classified = classifyHost(mention.host);
  if ('host' in classified) mentions.push({ ...mention, host: classified.host });
  else dropped[classified.dropped] = (dropped[classified.dropped] ?? 0) + 1;
}

/** The last read texts are kept: the files of a module are read again for each of its neighbours. */
const MAX_KEPT_CHARACTERS = 32 * 1024 * 1024;

function createRepository(tree: FileTree, { large }: Discovered): Repository {
  const listed = new Set(tree.paths);
  const kept = new Map<string, string | null>();
  let size = 0;
  return {
    paths: tree.paths,
    readText: (path) => {
      const known = kept.get(path);
      if (known !== undefined) return known;
      const content = listed.has(path) ? tree.read(path) : 'unreadable';
      if (content === 'large' && !large.includes(path)) large.push(path);
      const text = decodeText(content);
      size += text?.length ?? 0;
      if (size > MAX_KEPT_CHARACTERS) {
        kept.clear();
        size = text?.length ?? 0;
      }
      kept.set(path, text);
      return text;
    },
  };
}

/** Git's own rule: a file with a NUL in its first 8,000 bytes is binary. */
function decodeText(content: ReturnType<FileTree['read']>): string | null {
  if (typeof content === 'string' || content.subarray(0, 8000).includes(0)) return null;
  return content.toString('utf8').replace(/^\uFEFF/, '');
}
