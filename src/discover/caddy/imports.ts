/** Replaces `import` in a Caddyfile by the lines of a snippet, or of files in the repository, with their arguments. */

import { getOrCreate } from '../../lib/collections.ts';
import { memoizeWeakly } from '../../lib/memoize.ts';
import type { Repository } from '../format.ts';
import { findIncludedFiles } from '../included-files.ts';
import { hideTemplates } from '../yaml/templates.ts';
import { type Line, parseLines, type Word } from './lines.ts';

const MAX_DEPTH = 10;
/** The maximum of lines and characters that the imports of one file may add. */
const MAX_IMPORTED = 200_000;

export interface Imports {
  path: string;
  repository: Repository;
  snippets: Map<string, Line[]>;
  budget: { left: number };
  /** Imports that were not followed. */
  unread: Word[];
}

export const createImports = (path: string, repository: Repository): Imports => ({
  ...{ path, repository, snippets: new Map(), unread: [] },
  budget: { left: MAX_IMPORTED },
});

/** The arguments that a snippet gets, and the block after them. */
interface Given {
  args: readonly Word[];
  block: readonly Line[];
  /** The line of the import, for the lines of another file; null in the same file. */
  line: number | null;
}

/** Replaces the imports in lines, and in their blocks. */
export function expandImports(lines: readonly Line[], imports: Imports, depth = 0): Line[] {
  return lines.flatMap(({ words, block }): Line[] => {
    const [first, target, ...args] = words;
    if (first?.text !== 'import' || target === undefined)
      return [{ words, block: block === null ? null : expandImports(block, imports, depth) }];
    const given = { args, block: block ?? [], line: null };
    const found = depth < MAX_DEPTH ? findImported(target, given, imports) : null;
    if (found !== null) return expandImports(found, imports, depth + 1);
    imports.unread.push(target);
    return [];
  });
}

/** Finds the lines of a snippet or of files, with the arguments. Null: there are none, or too many. */
function findImported(target: Word, given: Given, imports: Imports): Line[] | null {
  const { snippets, budget } = imports;
  const snippet = snippets.get(target.text);
  if (snippet !== undefined) return fill(snippet, given, budget);
  const files = readImported(target, imports);
  return files === null ? null : fill(files, { ...given, line: target.line }, budget);
}

/** The lines of imported files by path: a file that many others import is parsed once. */
const getParsed = memoizeWeakly((_: Repository) => new Map<string, Line[]>());

/** Reads the lines of imported files. Null: the repository has none. */
export function readImported({ text }: Word, { path, repository }: Imports): Line[] | null {
  const files = findIncludedFiles(text.replace(/^\/etc\/caddy\//, ''), path, repository).filter((one) => one !== path);
  const parsed = getParsed(repository);
  const read = files.map((file) =>
    getOrCreate(parsed, file, () => parseLines(hideTemplates(repository.readText(file) ?? ''))),
  );
  return files.length === 0 ? null : read.flat();
}

/** Fills the arguments into lines. Returns null beyond the limit. */
function fill(lines: readonly Line[], given: Given, budget: Imports['budget']): Line[] | null {
  const filled: Line[] = [];
  for (const { words, block } of lines) {
    const [first] = words;
    budget.left -= 1;
    if (budget.left < 0) return null;
    if (first?.text === '{block}' && words.length === 1) {
      filled.push(...given.block);
      continue;
    }
    const inner = block === null ? null : fill(block, given, budget);
    if (block !== null && inner === null) return null;
    filled.push({ words: words.flatMap((word) => fillWord(word, given, budget)), block: inner });
  }
  return filled;
}

/** Replaces `{args[0]}`, `{args.0}` and, as a whole word, `{args[:]}`. A word with an argument has the line of the import. */
function fillWord(word: Word, { args, line }: Given, budget: Imports['budget']): Word[] {
  const [, from, to] = /^\{args\[(\d*):(\d*)\]\}$/.exec(word.text) ?? [];
  if (from !== undefined) return args.slice(Number(from), to === '' ? undefined : Number(to));
  const [place] = args;
  const text = word.text.replace(/\{args(?:\.(\d{1,3})|\[(\d{1,3})\])\}/g, (written, dotted, index) => {
    return args[Number(dotted ?? index)]?.text ?? written;
  });
  budget.left -= text.length;
  const placed = text === word.text ? line : (place?.line ?? line);
  return [{ text: budget.left < 0 ? word.text : text, line: placed ?? word.line }];
}
