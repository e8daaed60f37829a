/** The page of a dashboard: one file with its data, style and script, which loads nothing. */

import { DASHBOARD_SCRIPT, DASHBOARD_STYLE } from '../../generated/dashboard.ts';
import { renderCompactPieces } from '../json.ts';

export interface PageContent {
  /** Safe to show as text. */
  title: string;
  /** HTML for readers without JavaScript. */
  fallback: string;
  data: object;
  /** Details that are part of the page; null: they are files next to it. */
  blocks: Iterable<object> | null;
}

/**
 * The policy allows the page's own script and style by their hash, the files next to it if it has any, and nothing else: no request
 * goes elsewhere, and text that is mistaken for markup cannot run.
 */
function createPolicy(hasFiles: boolean): string {
  return [
    "default-src 'none'",
    `script-src '${DASHBOARD_SCRIPT.hash}'${hasFiles ? " 'self'" : ''}`,
    `style-src '${DASHBOARD_STYLE.hash}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%232b6cb0' d='M12 1 3 5v6c0 5.5 3.8 10.7 9 12 5.2-1.3 9-6.5 9-12V5z'/%3E%3Cpath fill='none' stroke='%23fff' stroke-width='2.4' d='m7.5 12 3 3 6-6.5'/%3E%3C/svg%3E";

/** Renders the page in pieces. The details are after the script, so that the page is usable before they are read. */
export function* renderPage({ title, fallback, data, blocks }: PageContent): Generator<string> {
  const name = escapeHtml(title);
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${createPolicy(blocks === null)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${name}</title>
<link rel="icon" href="${ICON}">
<style>${DASHBOARD_STYLE.text}</style>
</head>
<body>
<div id="app"><noscript>
${fallback}</noscript></div>
`;
  // Down to the certificates in a column.
  yield* renderData('data', renderCompactPieces(data, 3));
  yield `
<script>${DASHBOARD_SCRIPT.text}</script>
`;
  let count = 0;
  for (const block of blocks ?? []) {
    if (count > 0) yield '\n';
    yield* renderData(`details-${count}`, [JSON.stringify(block)]);
    count += 1;
  }
  yield `
</body>
</html>
`;
}

/** JSON in which no text can end the element or start a comment (HTML, section 4.12.1.3). */
function* renderData(id: string, json: Iterable<string>): Generator<string> {
  yield `<script type="application/json" id="${id}">`;
  for (const piece of json) yield escapeJson(piece);
  yield '</script>';
}

/** A script that hands a block of details to the page. */
export function renderDetailsFile(index: number, block: unknown): string {
  return `certvigilDetails(${index},${escapeJson(JSON.stringify(block))});\n`;
}

function escapeJson(json: string): string {
  return json.replaceAll('<', '\\u003c');
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
