/** Reports as whole texts. */

import { joinChunks } from '../../src/lib/files/chunked-text.ts';
import type { RenderDirectory, RenderReport, ReportSource } from '../../src/report/index.ts';

export function renderText(render: RenderReport): (source: ReportSource) => string {
  return (source) => joinChunks(render(source));
}

export function renderTexts(render: RenderDirectory): (source: ReportSource) => Map<string, string> {
  return (source) => new Map(Array.from(render(source), ([name, text]) => [name, joinChunks(text)]));
}
