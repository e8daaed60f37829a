/** The certificates of a scan or a digest as CSV, most severe first. */

import { createUsageError } from '../../lib/app-error.ts';
import { suggest } from '../../lib/did-you-mean.ts';
import { renderCsv } from '../format/csv.ts';
import { COLUMN_NAMES, findColumn } from './certificate-columns.ts';
import type { RenderReport, ReportOptions } from './kind.ts';

/** The option `columns` selects columns by name, separated by spaces. Throws AppError `usage` for an unknown column. */
export function createCsvReport({ columns }: ReportOptions): RenderReport {
  const names = columns === undefined ? COLUMN_NAMES : columns.trim().split(/\s+/);
  const selected = names.map((name) => findColumn(name) ?? rejectColumn(name));
  return ({ report: { certificates } }) =>
    renderCsv(
      names,
      certificates.map((certificate) => selected.map((getCell) => getCell(certificate))),
    );
}

function rejectColumn(name: string): never {
  const similar = suggest(name, COLUMN_NAMES);
  const hint = similar === undefined ? `Columns: ${COLUMN_NAMES.join(', ')}, labels.NAME.` : `Did you mean ${similar}?`;
  throw createUsageError(`the csv report has no column "${name}"`, hint);
}
