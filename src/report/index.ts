/** The kinds of reports that `--report KIND=FILE` can write. docs/internals/adding-a-report.md shows how to add one. */

import { getOwn } from '../lib/collections.ts';
import { createAtomReport } from './kinds/atom.ts';
import { createAuditReport } from './kinds/audit.ts';
import { createBadgeDirectory, createBadgeReport } from './kinds/badge.ts';
import { createCsvReport } from './kinds/csv.ts';
import { createCycloneDxReport } from './kinds/cyclonedx.ts';
import { createHtmlDirectory, createHtmlReport } from './kinds/html.ts';
import { createIcsReport } from './kinds/ics.ts';
import { createJsonReport } from './kinds/json.ts';
import { createJunitReport } from './kinds/junit.ts';
import { createMarkdownReport } from './kinds/markdown.ts';
import { createOpenMetricsReport } from './kinds/openmetrics.ts';
import type { REPORT_KINDS, ReportKind } from './kinds/report-kind.ts';
import { createSarifReport } from './kinds/sarif.ts';
import { createWatchedReport } from './kinds/watched.ts';

export type { RenderDirectory, RenderedText, RenderReport, ReportSource } from './kinds/report-kind.ts';

const REPORTS: Readonly<Record<(typeof REPORT_KINDS)[number], ReportKind>> = {
  json: { options: [], create: createJsonReport },
  markdown: { options: [], create: createMarkdownReport },
  openmetrics: { options: ['families'], uploadable: true, create: createOpenMetricsReport },
  ics: { options: ['owner', 'alarm_days'], create: createIcsReport },
  badge: {
    options: ['entry', 'label', 'format'],
    create: createBadgeReport,
    createDirectory: createBadgeDirectory,
  },
  junit: { options: [], create: createJunitReport },
  atom: { options: ['url'], create: createAtomReport },
  sarif: { options: [], create: createSarifReport },
  cyclonedx: { options: [], create: createCycloneDxReport },
  html: { options: [], needsWatched: 'if-enabled', create: createHtmlReport, createDirectory: createHtmlDirectory },
  csv: { options: ['columns', 'excel'], create: createCsvReport },
  audit: { options: ['format'], create: createAuditReport },
  watched: { options: ['badge', 'format'], needsWatched: 'always', create: createWatchedReport },
};

/** Finds a kind of report; undefined for an unknown one. */
export function findReportKind(kind: string): ReportKind | undefined {
  return getOwn<ReportKind>(REPORTS, kind);
}
