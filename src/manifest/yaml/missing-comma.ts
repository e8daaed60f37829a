/** Finds a missing comma in a manifest that is written as JSON, for which a YAML parser reports errors somewhere else. */

import type { SourceFile, Span } from './source-file.ts';

const TOKEN = /"(?:[^"\\\n]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;
/** The end of a value of JSON: a string, a closing bracket, a number or a literal. */
const VALUE_END = /^(?:".*"|[}\]]|-?\d[\d.eE+-]*|true|false|null)$/;

/** Finds the first value that another string, list or map follows without a comma; null: there is none, or the file is not JSON. */
export function findMissingComma(file: SourceFile): Span | null {
  if (!/^\s*[{[]/.test(file.text)) return null;
  let before: RegExpExecArray | null = null;
  for (const token of file.text.matchAll(TOKEN)) {
    if (before !== null && VALUE_END.test(before[0]) && /^["{[]/.test(token[0]))
      return { file, start: before.index, end: before.index + before[0].length };
    before = token;
  }
  return null;
}
