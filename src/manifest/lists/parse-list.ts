/** Entry lists: CSV and JSON Lines files under `include`, with one entry a line. */
import type { Diagnostic } from '../../domain/index.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import type { Node } from '../yaml/node.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { createMap, type ParsedList } from './columns.ts';
import { parseCsvList } from './csv-list.ts';
import { parseJsonLines } from './json-lines.ts';

const PARSERS: Readonly<Record<string, (file: SourceFile) => ParsedList>> = {
  csv: parseCsvList,
  tsv: parseCsvList,
  jsonl: parseJsonLines,
  ndjson: parseJsonLines,
};

/** Whether a file is an entry list, by the extension of its name. */
export function isEntryList(name: string): boolean {
  return findParser(name) !== undefined;
}

function findParser(name: string) {
  const [, extension = ''] = /\.(csv|tsv|jsonl|ndjson)$/i.exec(name) ?? [];
  return PARSERS[extension.toLowerCase()];
}

/** Parses an entry list like an included file with `certificates`. The entries are not yet validated. */
export function parseEntryList(file: SourceFile): { root: Node; diagnostics: Diagnostic[] } {
  const { entries, diagnostics } = findParser(file.name)?.(file) ?? { entries: [], diagnostics: [] };
  const whole = { file, start: 0, end: file.text.length };
  const isEmpty = entries.length === 0 && diagnostics.length === 0;
  const list: Node = { kind: 'list', ...whole, items: entries };
  return {
    root: createMap(whole, new Map([['certificates', { key: { file, start: 0, end: 0 }, node: list }]])),
    diagnostics: isEmpty ? [createDiagnostic('list-empty', { file, start: 0, end: 0 })] : diagnostics,
  };
}
