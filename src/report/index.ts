/** The kinds of reports that `--report KIND=FILE` can write. docs/internals/adding-a-report.md shows how to add one. */

import type { Digest } from '../generated/digest.ts';
import type { Report } from '../generated/report.ts';
import { getOwn } from '../lib/collections.ts';
import { renderDigestSummary } from './digest/markdown.ts';
import { renderJson } from './json.ts';
import { renderScanSummary } from './scan/markdown.ts';

/** Renders the result of each command that writes reports. */
export interface ReportFormat {
  scan: (report: Report) => string;
  digest: (digest: Digest) => string;
}

const REPORTS: Readonly<Record<string, ReportFormat>> = {
  json: { scan: renderJson, digest: renderJson },
  markdown: { scan: (report) => renderScanSummary(report), digest: (digest) => renderDigestSummary(digest) },
};

/** What users can write for KIND. */
export const REPORT_KINDS = Object.keys(REPORTS);

/** Undefined for an unknown kind. */
export function findReportFormat(kind: string): ReportFormat | undefined {
  return getOwn(REPORTS, kind);
}
