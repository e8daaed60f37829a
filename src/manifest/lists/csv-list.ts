/** Reads an entry list in CSV: a header with the names of fields, and one entry a row. */
import type { Diagnostic } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import { type CsvRow, detectDelimiter, parseCsv, readCell } from '../../lib/csv/parse-csv.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import type { MapNode } from '../yaml/node.ts';
import { findLineIndex, type SourceFile, type Span } from '../yaml/source-file.ts';
import { COLUMN_NAMES, createMap, findColumn, isIgnored, type ParsedList } from './columns.ts';
import { type Columns, type NumberedColumn, RowFields, type Table } from './row-fields.ts';

/** Maximum number of errors to report. */
const MAX_ERRORS = 10_000;

/** Lines end with LF or CRLF. Commas, semicolons or tabs separate the cells. */
export function parseCsvList(file: SourceFile): ParsedList {
  const rows = parseCsv(file.text, detectDelimiter(file.text));
  const header = rows.next();
  if (header.done)
    return { entries: [], diagnostics: [createDiagnostic('header-missing', { file, start: 0, end: 0 }, 'no-rows')] };
  const { columns, diagnostics } = readHeader(header.value, file);
  if (columns === null) return { entries: [], diagnostics };
  const offsets: number[] = [];
  const table: Table = { file, columns, offsets };
  const entries: MapNode[] = [];
  const mixed = listMixedKeys(columns);
  for (const row of rows) {
    const problem = findRowProblem(row, columns.count, file);
    if (problem !== null) diagnostics.push(problem);
    else {
      const fields = new RowFields(table, offsets.length);
      for (const { start } of row.cells) offsets.push(start);
      const { start, end } = toSpan(row, file);
      offsets.push(end + 1);
      entries.push(createMap({ file, start, end }, fields));
      diagnostics.push(...findConflict(fields, mixed));
    }
    if (diagnostics.length > MAX_ERRORS) break;
  }
  return { entries, diagnostics };
}

function toSpan({ cells }: CsvRow, file: SourceFile): Span {
  return { file, start: cells[0]?.start ?? 0, end: cells.at(-1)?.end ?? 0 };
}

/** `columns` is null if the rows cannot be read. */
function readHeader(row: CsvRow, file: SourceFile): { columns: Columns | null; diagnostics: Diagnostic[] } {
  const syntax = findRowProblem(row, row.cells.length, file);
  if (syntax !== null) return { columns: null, diagnostics: [syntax] };
  const names = row.cells.map((cell) => readCell(file.text, cell).trim());
  const columns = names.flatMap((name, index): NumberedColumn[] => {
    const target = findColumn(name);
    return target === null ? [] : [{ ...target, index }];
  });
  if (columns.length === 0) {
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
  // Every row would repeat the mistake.
  if (diagnostics.length > 0) return { columns: null, diagnostics };
  return { columns: { byKey: groupBy(columns, ({ key }) => key), count: names.length }, diagnostics };
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

/** The fields that have a column of their own and columns for their keys, such as `acme` and `acme.directory`. */
function listMixedKeys({ byKey }: Columns): string[] {
  const isMixed = (columns: readonly NumberedColumn[]) =>
    columns.length > 1 && columns.some(({ innerKey }) => innerKey === null);
  return [...byKey].filter(([, columns]) => isMixed(columns)).map(([key]) => key);
}

/** Reports a row that sets a field and also a key of it. */
function findConflict(fields: RowFields, mixed: readonly string[]): Diagnostic[] {
  return mixed.flatMap((key) => {
    const [first, second] = fields.listCells(key);
    if (first === undefined || second === undefined) return [];
    const { file, start } = first.field.key;
    return [createDiagnostic('duplicate-key', second.field.key, key, findLineIndex(file, start) + 1)];
  });
}
