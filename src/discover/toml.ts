/** Parses TOML to find values: texts and lists of texts with their tables and lines, as the same kind of tree as YAML. */

import type { YamlNode, YamlScalar } from './yaml/parse.ts';
import { nestNode } from './yaml/select-nodes.ts';

/**
 * Parses each assignment to a separate tree, in which paths select the same values as in a single tree. Values other than texts are
 * omitted.
 */
export function* parseToml(text: string): Iterable<YamlNode> {
  const lines = text.split('\n');
  const ends = findListEnds(lines);
  let table: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const code = scanLine(lines[index] ?? '').code.trim();
    const equals = code.indexOf('=');
    if (code.startsWith('[') && code.endsWith(']'))
      table = [...splitKey(code.replace(/[[\]]/g, '')), ...(code.startsWith('[[') ? ['0'] : [])];
    else if (equals > 0) {
      const end = isOpenList(code, equals) ? (ends[index + 1] ?? index) : index;
      const scalars = lines
        .slice(index, end + 1)
        .flatMap((line, offset) => listTexts(line, offset === 0, index + offset + 1));
      const list: YamlNode = { kind: 'list', line: index + 1, items: scalars };
      const keys = [...table, ...splitKey(code.slice(0, equals))];
      yield nestNode(keys, scalars.length === 1 && scalars[0] ? scalars[0] : list);
      index = end;
    }
  }
}

/** Lists the texts of a line, after the key if it has one. */
function listTexts(line: string, hasKey: boolean, number: number): YamlScalar[] {
  const { texts } = scanLine(hasKey ? line.slice(line.indexOf('=') + 1) : line);
  return texts.map((text) => ({ kind: 'scalar', text, line: number, isBlock: false }));
}

/** Whether an assignment begins a list of texts that does not end in its line. */
function isOpenList(code: string, equals: number): boolean {
  const value = code.slice(equals + 1).trim();
  return value.startsWith('[') && !value.endsWith(']');
}

/**
 * Finds, for each line, where a list ends that is open before it; null if the next assignment begins earlier. From the last line to the first
 * one, so that many lists without an end cost no more than one.
 */
function findListEnds(lines: readonly string[]): (number | null)[] {
  const ends: (number | null)[] = lines.map(() => null);
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const { code } = scanLine(lines[index] ?? '');
    if (code.includes('=') && !/^\s*["'{]/.test(code)) continue;
    ends[index] = code.trimEnd().endsWith(']') ? index : (ends[index + 1] ?? null);
  }
  return ends;
}

/** Splits a line into the code without its comment, and the texts in quotation marks. Quotation marks can contain a `#`. */
function scanLine(line: string): { code: string; texts: string[] } {
  const texts: string[] = [];
  let at = 0;
  while (at < line.length && line[at] !== '#') {
    const quote = line[at];
    const end = quote === '"' || quote === "'" ? findQuoteEnd(line, at) : at;
    if (end > at) texts.push(line.slice(at + 1, end).replace(/\\(["\\])/g, '$1'));
    at = end + 1;
  }
  return { code: line.slice(0, at), texts };
}

/** Finds the position of the closing quotation mark; returns the start if it is missing. */
function findQuoteEnd(line: string, start: number): number {
  for (let at = start + 1; at < line.length; at += 1) {
    if (line[at] === line[start]) return at;
    if (line[at] === '\\' && line[start] === '"') at += 1;
  }
  return line.length;
}

function splitKey(key: string): string[] {
  const found = key.matchAll(/"([^"]*)"|'([^']*)'|([^\s.'"]+)/g);
  return Array.from(found, ([, basic, literal, bare]) => basic ?? literal ?? bare ?? '');
}
