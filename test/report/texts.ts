/** Reports as whole texts. */

import type { RenderDirectory, RenderReport, ReportSource } from '../../src/report/index.ts';

export function joinPieces(text: string | Iterable<string>): string {
  return typeof text === 'string' ? text : [...text].join('');
}

export function renderText(render: RenderReport): (source: ReportSource) => string {
  return (source) => joinPieces(render(source));
}

export function renderTexts(render: RenderDirectory): (source: ReportSource) => Map<string, string> {
  return (source) => new Map(Array.from(render(source), ([name, text]) => [name, joinPieces(text)]));
}

/** A reader of RFC 4180 that knows nothing of the writer. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
