/** An audit of the policies: a page to print, Markdown, or every result as CSV. */

import { parseChoice } from '../../lib/parse-choice.ts';
import { buildAudit } from '../audit/build.ts';
import { renderAuditMarkdown } from '../audit/markdown.ts';
import { renderAuditPage } from '../audit/page.ts';
import { listResults, RESULT_TABLE } from '../audit/results.ts';
import { createCsvRenderer } from '../format/csv.ts';
import type { RenderReport, ReportOptions } from './kind.ts';

const FORMATS = ['html', 'markdown', 'csv'] as const;

/** The option `format` is `html`, `markdown` or `csv`. Throws AppError `usage` for another value. */
export function createAuditReport({ format: name = 'html' }: ReportOptions): RenderReport {
  const format = parseChoice('the option format of the audit report', name, FORMATS);
  const renderRows = createCsvRenderer(RESULT_TABLE, null);
  return (source) => {
    const audit = buildAudit(source);
    if (format === 'markdown') return renderAuditMarkdown(audit);
    return format === 'csv' ? renderRows(listResults(audit)) : renderAuditPage(audit);
  };
}
