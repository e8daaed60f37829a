/** Renders a result as JSON. */

import type { Digest } from '../generated/digest.ts';
import type { Forecast } from '../generated/forecast.ts';
import type { Inspection } from '../generated/inspect.ts';
import type { Report } from '../generated/report.ts';

/** A result as its schema describes it (`schema/*.schema.json`); ends in a newline. */
export function renderJson(result: Report | Digest | Forecast | Inspection): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
