import type { Report } from '../generated/report.ts';

/** The report as `schema/report.schema.json` describes it, with a newline at its end. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
