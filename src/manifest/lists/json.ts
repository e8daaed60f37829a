/** Parses JSON (RFC 8259) into nodes with positions, which JSON.parse does not have. */
import type { Diagnostic } from '../../domain/index.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import type { JsonProblem } from '../diagnostics/messages.ts';
import type { Field, Node, ScalarNode } from '../yaml/node.ts';
import { findLineIndex, type SourceFile, type Span } from '../yaml/source-file.ts';

/** An entry has at most three levels. */
const MAX_DEPTH = 10;

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;

interface Parser {
  file: SourceFile;
  /** The offset of the next character, and of the end of the text. */
  at: number;
  end: number;
  diagnostics: Diagnostic[];
}

/** Parses one value between two offsets. Reports the first syntax error and returns null, or reports duplicate keys. */
export function parseJson(file: SourceFile, start: number, end: number, diagnostics: Diagnostic[]): Node | null {
  const parser: Parser = { file, at: start, end: start + file.text.slice(start, end).trimEnd().length, diagnostics };
  try {
    const node = readValue(parser, 0);
    if (peek(parser) !== '') fail(parser, 'after-value');
    return node;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    diagnostics.push(createDiagnostic('json-syntax', error.span, error.problem));
    return null;
  }
}

/** Stops parsing. */
class JsonError extends Error {
  readonly problem: JsonProblem;
  readonly span: Span;

  constructor(problem: JsonProblem, span: Span) {
    super(problem);
    this.problem = problem;
    this.span = span;
  }
}

function fail({ file, at }: Parser, problem: JsonProblem): never {
  throw new JsonError(problem, { file, start: at, end: at + 1 });
}

/** The next character that is not white space; empty at the end. */
function peek(parser: Parser): string {
  match(parser, SPACE);
  return parser.at < parser.end ? (parser.file.text[parser.at] ?? '') : '';
}

/** Consumes what a sticky pattern matches. Null if it does not match. */
function match(parser: Parser, pattern: RegExp): string | null {
  pattern.lastIndex = parser.at;
  const [text] = pattern.exec(parser.file.text) ?? [];
  if (text === undefined || parser.at + text.length > parser.end) return null;
  parser.at += text.length;
  return text;
}

/** Consumes one of these characters. */
function expectOne(parser: Parser, characters: string): string {
  const next = peek(parser);
  if (next === '' || !characters.includes(next)) fail(parser, next === '' ? 'truncated' : 'unexpected');
  parser.at += 1;
  return next;
}

function readValue(parser: Parser, depth: number): Node {
  if (depth > MAX_DEPTH) fail(parser, 'too-deep');
  const next = peek(parser);
  if (next === '{') return readObject(parser, depth);
  if (next === '[') return readArray(parser, depth);
  if (next === '"') return readString(parser);
  const start = parser.at;
  const text = match(parser, NUMBER) ?? match(parser, WORD);
  if (text === null) fail(parser, next === '' ? 'truncated' : 'unexpected');
  return createScalar(parser, start, JSON.parse(text), text, 'plain');
}

function readObject(parser: Parser, depth: number): Node {
  const start = parser.at;
  const fields = new Map<string, Field>();
  expectOne(parser, '{');
  if (peek(parser) === '}') parser.at += 1;
  else {
    do {
      if (peek(parser) !== '"') fail(parser, peek(parser) === '' ? 'truncated' : 'unquoted-key');
      const key = readString(parser);
      expectOne(parser, ':');
      addField(parser, fields, key, readValue(parser, depth + 1));
    } while (expectOne(parser, ',}') === ',');
  }
  return { kind: 'map', file: parser.file, start, end: parser.at, fields };
}

function addField({ file, diagnostics }: Parser, fields: Map<string, Field>, key: ScalarNode, node: Node): void {
  const first = fields.get(key.text);
  if (first === undefined) fields.set(key.text, { key, node });
  else diagnostics.push(createDiagnostic('duplicate-key', key, key.text, findLineIndex(file, first.key.start) + 1));
}

function readArray(parser: Parser, depth: number): Node {
  const start = parser.at;
  const items: Node[] = [];
  expectOne(parser, '[');
  if (peek(parser) === ']') parser.at += 1;
  else {
    do items.push(readValue(parser, depth + 1));
    while (expectOne(parser, ',]') === ',');
  }
  return { kind: 'list', file: parser.file, start, end: parser.at, items };
}

function readString(parser: Parser): ScalarNode {
  const { file, at: start, end } = parser;
  let close = file.text.indexOf('"', start + 1);
  while (close !== -1 && isEscaped(file.text, close)) close = file.text.indexOf('"', close + 1);
  if (close === -1 || close >= end) fail(parser, 'open-quote');
  parser.at = close + 1;
  const value = parseString(file.text.slice(start, parser.at));
  if (value === null) throw new JsonError('bad-string', { file, start, end: parser.at });
  return createScalar(parser, start, value, value, 'quoted');
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}

/** Null: an invalid escape sequence or a control character. */
function parseString(text: string): string | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function createScalar(
  { file, at }: Parser,
  start: number,
  value: ScalarNode['value'],
  text: string,
  style: ScalarNode['style'],
): ScalarNode {
  return { kind: 'scalar', file, start, end: at, value, text, style };
}
