/** Entry lists: CSV and JSON Lines files under `include`, with one entry a line. */
import type { Diagnostic } from '../../domain/index.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import type { Node } from '../yaml/node.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { createMap, type ParsedList } from './columns.ts';
import { parseCsvList } from './csv-list.ts';
import { parseJsonLines } from './json-lines.ts';
import type { ListFormat } from './list-format.ts';

const PARSERS: Readonly<Record<ListFormat, (file: SourceFile) => ParsedList>> = {
  csv: parseCsvList,
  'json-lines': parseJsonLines,
};

/** Parses an entry list like an included file with `certificates`. The entries are not yet validated. */
export function parseEntryList(file: SourceFile, format: ListFormat): { root: Node; diagnostics: Diagnostic[] } {
  const { entries, diagnostics } = PARSERS[format](file);
  const whole = { file, start: 0, end: file.text.length };
  const isEmpty = entries.length === 0 && diagnostics.length === 0;
  const list: Node = { kind: 'list', ...whole, items: entries };
  return {
    root: createMap(whole, new Map([['certificates', { key: { file, start: 0, end: 0 }, node: list }]])),
    diagnostics: isEmpty ? [createDiagnostic('list-empty', { file, start: 0, end: 0 })] : diagnostics,
  };
}
