/** Reads an entry list in CSV: a header with the names of fields, and one entry per row. */
import type { Diagnostic } from '../../domain/index.ts';
import { type CsvCell, type CsvRow, detectDelimiter, parseCsv, readCell } from '../../lib/csv/parse-csv.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';
import { createDiagnostic, MAX_ERRORS } from '../diagnostics/diagnostic.ts';
import type { Field, MapNode, ScalarNode } from '../yaml/node.ts';
import { findLineIndex, type SourceFile, type Span } from '../yaml/source-file.ts';
import {
  COLUMN_NAMES,
  type ColumnTarget,
  createMap,
  findColumn,
  isIgnored,
  type ParsedList,
  readValue,
  setColumn,
} from './columns.ts';

/** The target of each column; null for a column to ignore. */
type Columns = (ColumnTarget | null)[];

/** Lines end with LF or CRLF. Commas, semicolons or tabs separate the cells. */
export function parseCsvList(file: SourceFile): ParsedList {
  const rows = parseCsv(file.text, detectDelimiter(file.text));
  const header = rows.next();
  if (header.done)
    return { entries: [], diagnostics: [createDiagnostic('header-missing', { file, start: 0, end: 0 }, 'no-rows')] };
  const { columns, diagnostics } = readHeader(header.value, file);
  if (columns === null) return { entries: [], diagnostics };
  const entries: MapNode[] = [];
  for (const row of rows) {
    const problem = findRowProblem(row, columns.length, file);
    if (problem === null) entries.push(readRow(row, columns, file, diagnostics));
    else diagnostics.push(problem);
    if (diagnostics.length > MAX_ERRORS) break;
  }
  return { entries, diagnostics };
}

/** An empty cell does not set its field. Reports a row that sets a field and also a key of it. */
function readRow(row: CsvRow, columns: Columns, file: SourceFile, diagnostics: Diagnostic[]): MapNode {
  const fields = new Map<string, Field>();
  for (const [index, cell] of row.cells.entries()) {
    const target = columns[index];
    const scalar = target ? readScalar(cell, file) : null;
    if (!target || scalar === null) continue;
    const node = readValue(scalar, target.column);
    const first = setColumn(fields, target, { key: node, node });
    if (first === null) continue;
    diagnostics.push(createDiagnostic('duplicate-key', node, target.key, findLineIndex(file, first.key.start) + 1));
  }
  return createMap(toSpan(row, file), fields);
}

function readScalar({ start, end }: CsvCell, file: SourceFile): ScalarNode | null {
  const text = readCell(file.text, { start, end });
  if (text === '') return null;
  const style = file.text[start] === '"' ? 'quoted' : 'plain';
  return { kind: 'scalar', file, start, end, value: text, text, style };
}

function toSpan({ cells }: CsvRow, file: SourceFile): Span {
  return { file, start: cells[0]?.start ?? 0, end: cells.at(-1)?.end ?? 0 };
}

/** `columns` is null if the rows cannot be read. */
function readHeader(row: CsvRow, file: SourceFile): { columns: Columns | null; diagnostics: Diagnostic[] } {
  const syntax = findRowProblem(row, row.cells.length, file);
  if (syntax !== null) return { columns: null, diagnostics: [syntax] };
  const names = row.cells.map((cell) => readCell(file.text, cell).trim());
  const columns = names.map(findColumn);
  if (columns.every((column) => column === null)) {
    const isUpperCase = names.some((name) => findColumn(name.toLowerCase()) !== null);
    const why = isUpperCase ? 'upper-case' : 'no-columns';
    return { columns: null, diagnostics: [createDiagnostic('header-missing', toSpan(row, file), why)] };
  }
  const diagnostics = row.cells.flatMap(({ start, end }, index) =>
    checkColumnName(names, index, { file, start, end: Math.max(end, start + 1) }),
  );
  const isMisspelled = names.some((name) => findColumn(name) === null && suggest(name, COLUMN_NAMES) === 'name');
  if (!names.includes('name') && !isMisspelled)
    diagnostics.push(createDiagnostic('missing-column', toSpan(row, file), 'name'));
  // The same mistake would otherwise be reported for every row.
  if (diagnostics.length > 0) return { columns: null, diagnostics };
  return { columns, diagnostics };
}

function checkColumnName(names: readonly string[], index: number, span: Span): Diagnostic[] {
  const name = names[index] ?? '';
  if (isIgnored(name)) return [];
  const first = names.indexOf(name);
  if (first < index) return [createDiagnostic('duplicate-column', span, name, first + 1)];
  if (findColumn(name) !== null) return [];
  return [createDiagnostic('unknown-column', span, name, suggest(name, COLUMN_NAMES))];
}

function findRowProblem({ cells, problem }: CsvRow, count: number, file: SourceFile): Diagnostic | null {
  if (problem !== null) {
    const { kind, at } = problem;
    return createDiagnostic('csv-syntax', { file, start: at, end: at + 1 }, kind);
  }
  if (cells.length === count) return null;
  const { start, end } = cells[count] ?? cells.at(-1) ?? { start: 0, end: 0 };
  return createDiagnostic('row-length', { file, start, end: Math.max(end, start + 1) }, cells.length, count);
}
