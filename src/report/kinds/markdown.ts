/** The job summary of a scan or a digest, as a file. */

import { buildDigestDocument } from '../digest/document.ts';
import { renderMarkdown } from '../document/markdown.ts';
import { buildScanDocument } from '../scan/document.ts';
import type { RenderReport } from './report-kind.ts';

export function createMarkdownReport(): RenderReport {
  return ({ report, digest }) =>
    renderMarkdown(digest === null ? buildScanDocument(report) : buildDigestDocument(digest));
}
