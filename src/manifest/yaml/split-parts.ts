/** Splits a YAML file at the keys of its top level and at the items of their lists, so that one part after another can be parsed. */
import { type SourceFile, type Span, skipSpaces } from './source-file.ts';

/** A key of the top level with its value and comments. */
export interface TopLevelPart extends Span {
  /** If the value is a block list: the key, and the items, each from the start of its line. */
  list: { key: Span; items: Span[] } | null;
}

interface OpenPart extends TopLevelPart {
  /** The key, if its value is on the next lines and not known yet. */
  bareKey: Span | null;
  /** The indentation of the items. */
  indent: number;
}

/**
 * Null if a line does not fit. The lines of a string or flow collection can look like keys or items. Then one of the parts has a
 * syntax error.
 */
export function splitParts(file: SourceFile): TopLevelPart[] | null {
  const parts: OpenPart[] = [];
  const { text, lineStarts } = file;
  for (const start of lineStarts) {
    const at = skipSpaces(text, start);
    if (isBlank(text[at])) continue;
    const key = at === start ? matchKey(file, start) : null;
    if (key !== null) {
      closePart(parts, start);
      parts.push(openPart(file, start, key));
    } else if (!isDocumentStart(file, start, parts)) {
      const last = parts.at(-1);
      if (last === undefined || !addLine(last, start, at)) return null;
    }
  }
  closePart(parts, text.length);
  return parts;
}

/** Whether a line that continues with this character is empty or a comment. */
function isBlank(character: string | undefined): boolean {
  return character === undefined || isLineBreak(character) || character === '#';
}

/** LF, or the CR before it. */
function isLineBreak(character: string | undefined): boolean {
  return character === '\n' || character === '\r';
}

const KEY = /[A-Za-z_][\w-]*(?=:(?: |\r?\n|$))/y;
const REST = /: *(?: #.*)?(?=\r?\n|$)/y;

/** The length of the key at the start of a line. */
function matchKey({ text }: SourceFile, start: number): number | null {
  KEY.lastIndex = start;
  return KEY.test(text) ? KEY.lastIndex - start : null;
}

function openPart(file: SourceFile, start: number, length: number): OpenPart {
  const key = { file, start, end: start + length };
  REST.lastIndex = key.end;
  return { file, start, end: start, list: null, bareKey: REST.test(file.text) ? key : null, indent: 0 };
}

function closePart(parts: OpenPart[], end: number): void {
  const part = parts.at(-1);
  if (part === undefined) return;
  part.end = end;
  const item = part.list?.items.at(-1);
  if (item !== undefined) item.end = end;
}

/** The marker at the start of the first document. */
function isDocumentStart({ text }: SourceFile, start: number, parts: readonly OpenPart[]): boolean {
  return parts.length === 0 && text.startsWith('---', start) && isLineBreak(text[start + 3]);
}

/** Adds a line that begins with `at` after its indentation. False if it does not fit. */
function addLine(part: OpenPart, start: number, at: number): boolean {
  const { file, list, bareKey } = part;
  const { text } = file;
  const indent = at - start;
  const isItem = text[at] === '-' && (text[at + 1] === ' ' || isLineBreak(text[at + 1]));
  if (list !== null) {
    if (indent > part.indent) return true;
    if (indent < part.indent || !isItem) return false;
    const last = list.items.at(-1);
    if (last !== undefined) last.end = start;
    list.items.push({ file, start, end: start });
    return true;
  }
  part.bareKey = null;
  if (bareKey === null || !isItem) return indent > 0 || text[at] === ']' || text[at] === '}';
  part.list = { key: bareKey, items: [{ file, start, end: start }] };
  part.indent = indent;
  return true;
}
