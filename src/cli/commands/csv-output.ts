/** The renderer of `--format csv`. */

import { type CsvTable, createCsvRenderer } from '../../report/document/csv.ts';

interface TableOutput {
  format: string;
  columns: string | null;
}

/** Renders rows in pieces; null for another format. */
export type CsvOutput<Row> = ((rows: Iterable<Row>) => Iterable<string>) | null;

/**
 * Creates a renderer of rows in pieces, with the columns of `--columns`; null for another format. Throws AppError `usage` for an unknown
 * column, so it must be called before reading and sending.
 */
export function createCsvOutput<Row>({ format, columns }: TableOutput, table: CsvTable<Row>): CsvOutput<Row> {
  return format === 'csv' ? createCsvRenderer(table, columns) : null;
}
