/** Entry lists: CSV and JSON Lines files under `include`, with one entry per line. */
import type { Diagnostic, Entry } from '../../domain/index.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import type { Node } from '../yaml/node.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { createMap, type ParsedList } from './columns.ts';
import { parseCsvList } from './csv-list.ts';
import { parseJsonLines } from './json-lines.ts';

/** The parsers by the extension of the file's name. */
const PARSERS: Readonly<Record<string, (file: SourceFile) => ParsedList>> = {
  csv: parseCsvList,
  tsv: parseCsvList,
  jsonl: parseJsonLines,
  ndjson: parseJsonLines,
};

/** Finds the parser of an entry list by the extension of its name. Returns undefined for other files. */
export function findListParser(name: string) {
  const [, extension = ''] = /\.(csv|tsv|jsonl|ndjson)$/i.exec(name) ?? [];
  const parse = PARSERS[extension.toLowerCase()];
  return parse && ((file: SourceFile) => toDocument(parse(file), file));
}

export function isEntryList(name: string): boolean {
  return findListParser(name) !== undefined;
}

/** Converts an entry list to an included file with `certificates`. The entries are not yet validated. */
function toDocument({ entries, diagnostics }: ParsedList, file: SourceFile): { root: Node; diagnostics: Diagnostic[] } {
  const whole = { file, start: 0, end: file.text.length };
  const isEmpty = entries.length === 0 && diagnostics.length === 0;
  const list: Node = { kind: 'list', ...whole, items: entries };
  return {
    root: createMap(whole, new Map([['certificates', { key: { file, start: 0, end: 0 }, node: list }]])),
    diagnostics: isEmpty ? [createDiagnostic('list-empty', { file, start: 0, end: 0 })] : diagnostics,
  };
}

/** Larger lists in YAML take seconds to load. */
const MAX_YAML_ENTRIES = 5_000;

/** Recommends an entry list for a manifest with thousands of entries in YAML, at the first of them. */
export function recommendEntryList(entries: readonly Pick<Entry, 'position'>[]): Diagnostic[] {
  const inYaml = entries.filter(({ position }) => !isEntryList(position.file));
  const [first] = inYaml;
  if (first === undefined || inYaml.length <= MAX_YAML_ENTRIES) return [];
  return [createDiagnostic('many-yaml-entries', first.position, inYaml.length)];
}
