/** The result of a scan or a digest as JSON. */

import { renderJsonPieces } from '../json.ts';
import type { RenderReport } from './report-kind.ts';

/** Creates JSON in the formats of schema/report.schema.json and schema/digest.schema.json. */
export function createJsonReport(): RenderReport {
  return ({ report, digest }) => renderJsonPieces(digest ?? report);
}
