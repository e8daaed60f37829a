/** An audit of the policies: a page to print, Markdown, or every result as CSV. */

import { parseChoice } from '../../lib/parse-choice.ts';
import { buildAudit } from '../audit/build.ts';
import { buildAuditDocument } from '../audit/document.ts';
import { listResults, RESULT_TABLE } from '../audit/results.ts';
import { createCsvRenderer } from '../document/csv.ts';
import { renderHtml } from '../document/html.ts';
import { renderMarkdown } from '../document/markdown.ts';
import type { RenderReport, ReportOptions } from './report-kind.ts';

const FORMATS = ['html', 'markdown', 'csv'] as const;

/** Creates the report. The option `format` is `html`, `markdown` or `csv`. Throws AppError `usage` for another value. */
export function createAuditReport({ format: name = 'html' }: ReportOptions): RenderReport {
  const format = parseChoice('the option format of the audit report', name, FORMATS);
  const renderRows = createCsvRenderer(RESULT_TABLE, null);
  return (source) => {
    const audit = buildAudit(source);
    if (format === 'csv') return renderRows(listResults(audit));
    const document = buildAuditDocument(audit);
    return format === 'markdown' ? renderMarkdown(document) : renderHtml(document);
  };
}
