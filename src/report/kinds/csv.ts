/** The certificates of a scan or a digest as CSV, most severe first. */

import { createUsageError } from '../../lib/app-error.ts';
import { createCsvRenderer } from '../document/csv.ts';
import { CERTIFICATE_TABLE } from './certificate-columns.ts';
import type { RenderReport, ReportOptions } from './report-kind.ts';

/**
 * Creates the report. The option `columns` selects columns by name; `excel=true` writes a text that Excel reads correctly. Throws AppError
 * `usage` for an unknown column or another value.
 */
export function createCsvReport({ columns, excel = 'false' }: ReportOptions): RenderReport {
  if (excel !== 'true' && excel !== 'false') {
    throw createUsageError(`invalid value "${excel}" of excel`, 'Use csv[excel=true].');
  }
  const render = createCsvRenderer(excel === 'true' ? EXCEL_TABLE : CERTIFICATE_TABLE, columns ?? null);
  return function* renderCsv({ report }) {
    // Without this mark, Excel reads UTF-8 as another encoding.
    if (excel === 'true') yield '\uFEFF';
    yield* render(report.certificates);
  };
}

const EXCEL_TABLE: typeof CERTIFICATE_TABLE = {
  ...CERTIFICATE_TABLE,
  columns: {
    ...CERTIFICATE_TABLE.columns,
    // Spreadsheets read digits, and digits with one E, as a number, and round it.
    serial_number: ({ serial_number }) => serial_number?.match(/.{1,2}/g)?.join(':') ?? null,
  },
};
