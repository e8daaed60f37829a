/** Comma-separated values (RFC 4180) that a spreadsheet can open safely. */

import { createUsageError } from '../../lib/app-error.ts';
import { getOwn } from '../../lib/collections.ts';
import { type CsvCell, renderRecord } from '../../lib/csv/render-csv.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';

export type CsvColumn<Row> = (row: Row) => CsvCell;

/** The columns that a kind of row has. */
export interface CsvTable<Row> {
  /** By name, in their default order. */
  columns: Readonly<Record<string, CsvColumn<Row>>>;
  /** Columns whose names the user chooses: what to call them in help, and how to find one. */
  more?: { name: string; find: (name: string) => CsvColumn<Row> | undefined };
}

/**
 * Renders rows in pieces, with the columns in `selected`, names separated by spaces or commas; null: all columns. Throws AppError
 * `usage` for an unknown column.
 */
export function createCsvRenderer<Row>(
  table: CsvTable<Row>,
  selected: string | null,
): (rows: Iterable<Row>) => Generator<string> {
  const names = selected === null ? Object.keys(table.columns) : selected.trim().split(/[\s,]+/);
  const columns = names.map(
    (name) => getOwn(table.columns, name) ?? table.more?.find(name) ?? rejectColumn(name, table),
  );
  return function* renderRows(rows) {
    yield renderRecord(names);
    for (const row of rows) yield renderRecord(columns.map((getCell) => getCell(row)));
  };
}

function rejectColumn<Row>(name: string, { columns, more }: CsvTable<Row>): never {
  const known = Object.keys(columns);
  const similar = suggest(name, known);
  const all = more === undefined ? known : [...known, more.name];
  throw createUsageError(
    `unknown column "${name}"`,
    similar === undefined ? `Columns: ${all.join(', ')}.` : `Did you mean ${similar}?`,
  );
}
