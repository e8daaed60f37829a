/** The job summary of a scan or a digest, as a file. */

import { renderDigestSummary } from '../digest/markdown.ts';
import { renderScanSummary } from '../scan/markdown.ts';
import type { RenderReport } from './kind.ts';

export function createMarkdownReport(): RenderReport {
  return ({ report, digest }) => (digest === null ? renderScanSummary(report) : renderDigestSummary(digest));
}
