/** Reads an entry list in JSON Lines: one entry per line, as a JSON object. JSON.parse has no positions, so messages name the line. */
import type { Diagnostic } from '../../domain/index.ts';
import { findDuplicateKey } from '../../lib/json/duplicate-keys.ts';
import { createDiagnostic, MAX_ERRORS } from '../diagnostics/diagnostic.ts';
import type { JsonProblem } from '../diagnostics/messages.ts';
import type { Field, MapNode, Node } from '../yaml/node.ts';
import { findLineIndex, getLine, type SourceFile, type Span } from '../yaml/source-file.ts';
import { createMap, findColumn, isIgnored, type ParsedList, setColumn } from './columns.ts';

/** An entry has at most three levels. */
const MAX_DEPTH = 10;

/** Parses a list. Malformed lines are diagnostics, and do not affect the other lines. */
export function parseJsonLines(file: SourceFile): ParsedList {
  const entries: MapNode[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, start] of file.lineStarts.entries()) {
    const text = getLine(file, index);
    if (text.trim() === '') continue;
    const line = { file, start, end: start + 1 };
    const value = parseObject(text);
    if (typeof value === 'string') diagnostics.push(createDiagnostic('json-syntax', line, value));
    else {
      const duplicate = findDuplicateKey(text);
      if (duplicate !== null) diagnostics.push(reportDuplicate(line, duplicate.slice(1).replaceAll('/', '.')));
      entries.push(readEntry(value, line, diagnostics));
    }
    if (diagnostics.length > MAX_ERRORS) break;
  }
  return { entries, diagnostics };
}

/** Parses the object on a line, or returns the reason why it is invalid. */
function parseObject(text: string): object | JsonProblem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'not-json';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not-an-object';
  return findProblem(value, 0) ?? value;
}

function findProblem(value: unknown, depth: number): JsonProblem | null {
  // JSON.parse has already rounded the number.
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER ? 'large-number' : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth > MAX_DEPTH) return 'too-deep';
  for (const inner of Object.values(value)) {
    const problem = findProblem(inner, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

/** Moves `labels.team` into `labels`, and drops values that are null, like an empty cell in CSV. For `next`, null is a value. */
function readEntry(entry: object, line: Span, diagnostics: Diagnostic[]): MapNode {
  const fields = new Map<string, Field>();
  const isColumn = (name: string) => name.includes('.') && findColumn(name) !== null;
  const set = Object.entries(entry).filter(([name, value]) => !isIgnored(name) && (value !== null || name === 'next'));
  for (const [name, value] of set) if (!isColumn(name)) fields.set(name, { key: line, node: toNode(value, line) });
  for (const [name, value] of set) {
    const target = isColumn(name) ? findColumn(name) : null;
    if (target === null) continue;
    const first = setColumn(fields, target, { key: line, node: toNode(value, line) });
    if (first !== null) diagnostics.push(reportDuplicate(line, name));
  }
  return createMap(line, fields);
}

function reportDuplicate(line: Span, key: string): Diagnostic {
  return createDiagnostic('duplicate-key', line, key, findLineIndex(line.file, line.start) + 1);
}

function toNode(value: unknown, line: Span): Node {
  if (Array.isArray(value)) return { kind: 'list', ...line, items: value.map((item) => toNode(item, line)) };
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(
      ([key, inner]) => [key, { key: line, node: toNode(inner, line) }] as const,
    );
    return createMap(line, new Map(fields));
  }
  const scalar = value as string | number | boolean | null;
  return { kind: 'scalar', ...line, value: scalar, text: String(scalar), style: 'plain' };
}
