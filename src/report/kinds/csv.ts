/** The certificates of a scan or a digest as CSV, most severe first. */

import { createCsvRenderer } from '../format/csv.ts';
import { CERTIFICATE_TABLE } from './certificate-columns.ts';
import type { RenderReport, ReportOptions } from './kind.ts';

/** The option `columns` selects columns by name. Throws AppError `usage` for an unknown column. */
export function createCsvReport({ columns }: ReportOptions): RenderReport {
  const render = createCsvRenderer(CERTIFICATE_TABLE, columns ?? null);
  return ({ report }) => render(report.certificates);
}
