/** The kinds of reports that `--report KIND=FILE` can write. docs/internals/adding-a-report.md shows how to add one. */

import { getOwn } from '../lib/collections.ts';
import type { ReportKind } from './kinds/kind.ts';

export type { RenderDirectory, RenderedText, RenderReport, ReportSource } from './kinds/kind.ts';

const REPORTS: Readonly<Record<string, ReportKind>> = {
  json: { options: [], load: async () => (await import('./kinds/json.ts')).createJsonReport },
  markdown: { options: [], load: async () => (await import('./kinds/markdown.ts')).createMarkdownReport },
  openmetrics: {
    options: ['families'],
    uploadable: true,
    load: async () => (await import('./kinds/openmetrics.ts')).createOpenMetricsReport,
  },
  ics: { options: ['owner', 'alarm_days'], load: async () => (await import('./kinds/ics.ts')).createIcsReport },
  badge: {
    options: ['entry', 'label', 'format'],
    load: async () => (await import('./kinds/badge.ts')).createBadgeReport,
    loadDirectory: async () => (await import('./kinds/badge.ts')).createBadgeDirectory,
  },
  junit: { options: [], load: async () => (await import('./kinds/junit.ts')).createJunitReport },
  atom: { options: ['url'], load: async () => (await import('./kinds/atom.ts')).createAtomReport },
  sarif: { options: [], load: async () => (await import('./kinds/sarif.ts')).createSarifReport },
  cyclonedx: { options: [], load: async () => (await import('./kinds/cyclonedx.ts')).createCycloneDxReport },
  html: {
    options: [],
    load: async () => (await import('./kinds/html.ts')).createHtmlReport,
    loadDirectory: async () => (await import('./kinds/html.ts')).createHtmlDirectory,
  },
  csv: { options: ['columns', 'excel'], load: async () => (await import('./kinds/csv.ts')).createCsvReport },
};

/** What users can write for KIND. */
export const REPORT_KINDS = Object.keys(REPORTS);

/** Undefined for an unknown kind. */
export function findReportKind(kind: string): ReportKind | undefined {
  return getOwn(REPORTS, kind);
}
