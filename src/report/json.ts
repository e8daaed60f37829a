import type { Digest } from '../generated/digest.ts';
import type { Report } from '../generated/report.ts';

/** A result as its schema (`schema/report.schema.json`, `schema/digest.schema.json`) describes it, with a newline at its end. */
export function renderJson(report: Report | Digest): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
