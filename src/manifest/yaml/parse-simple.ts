/**
 * Parses simple YAML directly into nodes: block maps and lists, flow maps and lists on one line, and strings without escapes.
 * That is most of a large manifest, and takes a tenth of the time and memory of the complete parser.
 */
import type { Field, ListNode, MapNode, Node, ScalarNode } from './node.ts';
import { readPlainValue } from './plain-scalar.ts';
import { type SourceFile, type Span, skipSpaces } from './source-file.ts';

interface Reader extends Span {
  /** The offset of the next character: in a block, that of the first character of a line. */
  at: number;
  /** The column of that character in its line, from 0. -1 at the end. */
  indent: number;
  /** The offset of the line break or end after it. */
  lineEnd: number;
  /** The offset of the next line. */
  next: number;
}

/** Deeper nesting is for the complete parser, which limits it. */
const MAX_DEPTH = 50;

/** YAML limits keys to 1,024 characters (section 8.2.2). */
const MAX_KEY_LENGTH = 1000;

/** Thrown, to stop parsing from any depth. */
const UNSUPPORTED = new Error('This is not simple YAML.');

/**
 * Parses a part, from the start of a line, that is a block map or list. Its lines end with LF or CRLF, and it has no other CR. Null
 * if it contains anything else, or an error.
 */
export function parseSimple({ file, start, end }: Span): MapNode | ListNode | null {
  const reader: Reader = { file, start, end, at: start, indent: -1, lineEnd: start, next: start };
  try {
    nextLine(reader);
    const node = readBlock(reader, 0);
    return reader.indent === -1 ? node : null;
  } catch (error) {
    if (error !== UNSUPPORTED) throw error;
    return null;
  }
}

function refuse(): never {
  throw UNSUPPORTED;
}

/** Moves to the next line that is not blank or a comment. */
function nextLine(reader: Reader): void {
  const { file, end } = reader;
  let lineStart = reader.next;
  while (lineStart < end) {
    const found = file.text.indexOf('\n', lineStart);
    const lineFeed = found === -1 || found > end ? end : found;
    const lineEnd = file.text[lineFeed - 1] === '\r' ? lineFeed - 1 : lineFeed;
    const at = skipSpaces(file.text, lineStart, lineEnd);
    const first = file.text[at];
    if (first === '\t') refuse();
    if (at < lineEnd && first !== '#') {
      reader.at = at;
      reader.indent = at - lineStart;
      reader.lineEnd = lineEnd;
      reader.next = lineFeed + 1;
      return;
    }
    lineStart = lineFeed + 1;
  }
  reader.at = end;
  reader.lineEnd = end;
  reader.next = end;
  reader.indent = -1;
}

function isListItem({ file: { text }, at, lineEnd }: Reader): boolean {
  return text[at] === '-' && (at + 1 === lineEnd || text[at + 1] === ' ');
}

function readBlock(reader: Reader, depth: number): MapNode | ListNode {
  if (depth > MAX_DEPTH || reader.indent === -1) refuse();
  return isListItem(reader) ? readBlockList(reader, depth) : readBlockMap(reader, reader.indent, depth);
}

function readBlockList(reader: Reader, depth: number): ListNode {
  const { file, at: start, indent } = reader;
  const items: Node[] = [];
  do {
    const lineStart = reader.at - indent;
    reader.at = skipSpaces(file.text, reader.at + 1, reader.lineEnd);
    const isMap = !isFlow(file.text[reader.at]) && findBlockKey(reader) !== null;
    items.push(isMap ? readBlockMap(reader, reader.at - lineStart, depth + 1) : readInline(reader, indent, depth));
  } while (reader.indent === indent && isListItem(reader));
  if (reader.indent > indent) refuse();
  return { kind: 'list', file, start, end: items.at(-1)?.end ?? start, items };
}

/** `indent`: the column of its keys. The first one can be on the line of a list item. */
function readBlockMap(reader: Reader, indent: number, depth: number): MapNode {
  const { file, at: start } = reader;
  const fields = new Map<string, Field>();
  let end = start;
  do {
    const key = findBlockKey(reader) ?? refuse();
    const text = readKey(key, file.text);
    if (fields.has(text)) refuse();
    reader.at = skipSpaces(file.text, key.end + 1, reader.lineEnd);
    const span = { file, start: key.start, end: key.end };
    const node = isLineEnd(reader) ? readBelow(reader, span, indent, depth) : readInline(reader, indent, depth);
    fields.set(text, { key: span, node });
    end = node.end;
  } while (reader.indent === indent && !isListItem(reader));
  if (reader.indent >= indent) refuse();
  return { kind: 'map', file, start, end, fields };
}

/** The value of a key that is on the next lines, or is missing. A list can have the indentation of the key. */
function readBelow(reader: Reader, key: Span, indent: number, depth: number): Node {
  nextLine(reader);
  const hasValue = reader.indent > indent || (reader.indent === indent && isListItem(reader));
  return hasValue ? readBlock(reader, depth + 1) : { kind: 'scalar', ...key, value: null, text: '', style: 'plain' };
}

/** Whether the rest of the line is empty or a comment. */
function isLineEnd({ file: { text }, at, lineEnd }: Reader): boolean {
  return at === lineEnd || (text[at] === '#' && text[at - 1] === ' ');
}

/** A value on the line, which the next lines must not continue. */
function readInline(reader: Reader, indent: number, depth: number): Node {
  const node = readFlowValue(reader, false, depth + 1);
  reader.at = skipSpaces(reader.file.text, reader.at, reader.lineEnd);
  if (!isLineEnd(reader)) refuse();
  nextLine(reader);
  if (reader.indent > indent) refuse();
  return node;
}

interface Key {
  start: number;
  /** The offset of the colon. */
  end: number;
}

/** A key at the start of a line or list item. Null if there is none. */
function findBlockKey({ file: { text }, at: start, lineEnd }: Reader): Key | null {
  const isQuoted = isQuote(text[start]);
  const end = isQuoted ? findQuoteEnd(text, start, lineEnd) : findPlainEnd(text, start, lineEnd, false);
  if (text[end] !== ':') return null;
  return isColonEnd(text, end + 1, lineEnd, false) ? toKey(start, end, isQuoted) : refuse();
}

function toKey(start: number, end: number, isQuoted: boolean): Key {
  const isEmpty = isQuoted && end - start === 2;
  return isEmpty || end - start > MAX_KEY_LENGTH ? refuse() : { start, end };
}

function readKey({ start, end }: Key, text: string): string {
  if (isQuote(text[start])) return text.slice(start + 1, end - 1);
  const key = text.slice(start, end);
  return key === '<<' ? refuse() : key;
}

function isFlow(character: string | undefined): boolean {
  return character === '[' || character === '{';
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

/** A scalar, or a flow map or list. */
function readFlowValue(reader: Reader, inFlow: boolean, depth: number): Node {
  if (depth > MAX_DEPTH) refuse();
  const { file, at: start, lineEnd } = reader;
  const { text } = file;
  if (text[start] === '[') return readFlowList(reader, depth);
  if (text[start] === '{') return readFlowMap(reader, depth);
  if (isQuote(text[start])) {
    const end = findQuoteEnd(text, start, lineEnd);
    reader.at = end;
    const value = text.slice(start + 1, end - 1);
    return { kind: 'scalar', file, start, end, value, text: value, style: 'quoted' };
  }
  const end = findPlainEnd(text, start, lineEnd, inFlow);
  if (end === start || text[end] === ':') refuse();
  reader.at = end;
  return createPlain(file, start, end);
}

function createPlain(file: SourceFile, start: number, end: number): ScalarNode {
  const text = file.text.slice(start, end);
  const value = readPlainValue(text);
  return value === undefined ? refuse() : { kind: 'scalar', file, start, end, value, text, style: 'plain' };
}

/** The end of a string in quotes, without escapes, on one line. */
function findQuoteEnd(text: string, start: number, lineEnd: number): number {
  const quote = text[start] as string;
  const close = text.indexOf(quote, start + 1);
  if (close === -1 || close >= lineEnd) refuse();
  if (quote === "'" ? text[close + 1] === "'" : text.slice(start, close).includes('\\')) refuse();
  return close + 1;
}

/** Characters that begin something else, or may do so, at the start of a plain scalar. */
const INDICATORS = new Set('-?:,[]{}#&*!|>\'"%@`\t');

/**
 * The end of a plain scalar: the colon of a key, a comment, the end of the line, or the end of an item of a flow collection. Spaces
 * before it do not belong to the scalar.
 */
function findPlainEnd(text: string, start: number, lineEnd: number, inFlow: boolean): number {
  if (start === lineEnd || INDICATORS.has(text[start] as string)) refuse();
  let end = start;
  for (let at = start; at < lineEnd; at += 1) {
    const character = text[at] as string;
    if (character === ' ') continue;
    if (character === '\t') refuse();
    if (character === '#' && text[at - 1] === ' ') return inFlow ? refuse() : end;
    if (character === ':' && isColonEnd(text, at + 1, lineEnd, inFlow)) return end === at ? at : refuse();
    if (inFlow && isFlowIndicator(character)) return isFlow(character) ? refuse() : end;
    end = at + 1;
  }
  return end;
}

/** Whether a colon before this character separates a key from its value. */
function isColonEnd(text: string, next: number, lineEnd: number, inFlow: boolean): boolean {
  if (next >= lineEnd || text[next] === ' ' || text[next] === '\t') return true;
  return inFlow && isFlowIndicator(text[next] as string);
}

function isFlowIndicator(character: string): boolean {
  return character === ',' || character === ']' || character === '}' || isFlow(character);
}

function readFlowList(reader: Reader, depth: number): ListNode {
  const { file, at: start } = reader;
  const items: Node[] = [];
  readFlowItems(reader, ']', () => items.push(readFlowValue(reader, true, depth + 1)));
  return { kind: 'list', file, start, end: reader.at, items };
}

function readFlowMap(reader: Reader, depth: number): MapNode {
  const { file, at: start, lineEnd } = reader;
  const { text } = file;
  const fields = new Map<string, Field>();
  readFlowItems(reader, '}', () => {
    const { at } = reader;
    const isQuoted = isQuote(text[at]);
    const end = isQuoted ? findQuoteEnd(text, at, lineEnd) : findPlainEnd(text, at, lineEnd, true);
    if (text[end] !== ':' || text[end + 1] !== ' ') refuse();
    const key = toKey(at, end, isQuoted);
    const name = readKey(key, text);
    if (fields.has(name)) refuse();
    reader.at = skipSpaces(text, end + 1, lineEnd);
    fields.set(name, { key: { file, start: at, end }, node: readFlowValue(reader, true, depth + 1) });
  });
  return { kind: 'map', file, start, end: reader.at, fields };
}

/** Reads items separated by commas, up to and including the closing bracket. */
function readFlowItems(reader: Reader, close: string, readItem: () => void): void {
  const { file, lineEnd } = reader;
  const skip = () => {
    reader.at = skipSpaces(file.text, reader.at, lineEnd);
    return reader.at < lineEnd ? file.text[reader.at] : undefined;
  };
  reader.at += 1;
  if (skip() === close) {
    reader.at += 1;
    return;
  }
  for (;;) {
    readItem();
    const separator = skip();
    if (separator !== close && separator !== ',') refuse();
    reader.at += 1;
    if (separator === close) return;
    skip();
  }
}
