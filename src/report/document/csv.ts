/** Renders a table as comma-separated values (RFC 4180) that a spreadsheet can open safely. */

import { createUsageError } from '../../lib/app-error.ts';
import { getOwn } from '../../lib/collections.ts';
import { type CsvCell, renderRecord } from '../../lib/csv/render-csv.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';
import { formatPlain } from './arrange.ts';
import { type Column, createTable, type Table, type Text } from './model.ts';

/** Renders a table in pieces, each for one row. */
export function* renderCsv({ columns, rows }: Table): Generator<string> {
  yield renderRecord(columns.map(({ title }) => title));
  for (const { cells } of rows) yield renderRecord(cells.map(toCell));
}

/** Converts a text to a cell; a number stays a number. */
function toCell(text: Text): CsvCell {
  return typeof text === 'number' ? text : formatPlain(text);
}

type GetCell<Item> = (item: Item) => CsvCell;

/** The columns of data for programs. */
export interface CsvTable<Item> {
  /** The columns by name, in their default order. */
  columns: Readonly<Record<string, GetCell<Item>>>;
  /** The columns whose names the user chooses: their name in help, and the function that finds one. */
  more?: { name: string; find: (name: string) => GetCell<Item> | undefined };
}

/**
 * Renders items in pieces, with the columns in `selected`, names separated by spaces or commas; null: all columns. Throws AppError
 * `usage` for an unknown column.
 */
export function createCsvRenderer<Item>(
  table: CsvTable<Item>,
  selected: string | null,
): (items: Iterable<Item>) => Generator<string> {
  const names = selected === null ? Object.keys(table.columns) : selected.trim().split(/[\s,]+/);
  const columns = names.map((title): Column<Item> => {
    return { title, cell: getOwn(table.columns, title) ?? table.more?.find(title) ?? rejectColumn(title, table) };
  });
  return (items) => renderCsv(createTable(columns, items));
}

function rejectColumn<Item>(name: string, { columns, more }: CsvTable<Item>): never {
  const known = Object.keys(columns);
  const similar = suggest(name, known);
  const all = more === undefined ? known : [...known, more.name];
  throw createUsageError(
    `unknown column "${name}"`,
    similar === undefined ? `Columns: ${all.join(', ')}.` : `Did you mean ${similar}?`,
  );
}
