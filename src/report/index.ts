import type { Report } from '../generated/report.ts';
import { renderJson } from './json.ts';
import { renderSummary } from './scan/markdown.ts';

/** What `--report KIND=FILE` can write. */
export type ReportKind = 'json' | 'markdown';

export const REPORTS = {
  json: renderJson,
  markdown: (report) => renderSummary(report),
} satisfies Record<ReportKind, (report: Report) => string>;
