/** The renderer of `--format csv`. */

import type { CsvTable } from '../../report/format/csv.ts';

interface TableOutput {
  format: string;
  columns: string | null;
}

/** Renders rows in pieces; null for another format. */
export type CsvOutput<Row> = ((rows: Iterable<Row>) => Iterable<string>) | null;

/**
 * Renders rows in pieces, with the columns of `--columns`; null for another format. The table is loaded if it is needed. Throws AppError
 * `usage` for an unknown column: call it before anything is read or sent.
 */
export async function createCsvOutput<Row>(
  { format, columns }: TableOutput,
  loadTable: () => Promise<CsvTable<Row>>,
): Promise<CsvOutput<Row>> {
  if (format !== 'csv') return null;
  const { createCsvRenderer } = await import('../../report/format/csv.ts');
  return createCsvRenderer(await loadTable(), columns);
}

/** The columns of certificates, as in the report kind `csv`. */
export const loadCertificateTable = async () =>
  (await import('../../report/kinds/certificate-columns.ts')).CERTIFICATE_TABLE;
