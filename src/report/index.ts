import type { Report } from '../generated/report.ts';
import { renderJson } from './json.ts';
import { renderScanSummary } from './scan/markdown.ts';

/** What `--report KIND=FILE` can write. */
export type ReportKind = 'json' | 'markdown';

export const REPORTS = {
  json: renderJson,
  markdown: (report) => renderScanSummary(report),
} satisfies Record<ReportKind, (report: Report) => string>;
