/** The page of a dashboard: one file with its data, style and script, which loads nothing. */

import { DASHBOARD_SCRIPT, DASHBOARD_STYLE } from '../../generated/dashboard.ts';
import { escapeHtml, renderHtmlHead } from '../format/html-page.ts';

export interface PageContent {
  /** The title, safe to show as text. */
  title: string;
  /** The HTML for readers without JavaScript, or with a browser that is too old. */
  fallback: string;
  data: object;
  /** The details of certificates, in blocks. */
  blocks: Iterable<object>;
}

/**
 * The policy only allows the page's own script and style, by their hash: the page cannot send requests, and text that is mistaken for
 * markup cannot run.
 */
const POLICY = [
  "default-src 'none'",
  `script-src '${DASHBOARD_SCRIPT.hash}'`,
  `style-src '${DASHBOARD_STYLE.hash}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%232b6cb0' d='M12 1 3 5v6c0 5.5 3.8 10.7 9 12 5.2-1.3 9-6.5 9-12V5z'/%3E%3Cpath fill='none' stroke='%23fff' stroke-width='2.4' d='m7.5 12 3 3 6-6.5'/%3E%3C/svg%3E";

/**
 * Renders the page in pieces. The details are after the script, so that the page is usable before they are read. `compress`: see
 * `ReportSource`.
 */
export function* renderPage(
  { title, fallback, data, blocks }: PageContent,
  compress: (text: string) => string,
): Generator<string> {
  const head = renderHtmlHead({
    title: escapeHtml(title),
    style: DASHBOARD_STYLE.text,
    policy: POLICY,
    more: `<link rel="icon" href="${ICON}">\n`,
  });
  const render = (id: string, value: object) =>
    `<script type="text/plain" id="${id}">${compress(JSON.stringify(value))}</script>\n`;
  yield `${head}<body>
<div id="app">
${fallback}</div>
`;
  yield render('data', data);
  yield `<script>${DASHBOARD_SCRIPT.text}</script>
`;
  let count = 0;
  for (const block of blocks) {
    yield render(`details-${count}`, block);
    count += 1;
  }
  yield `</body>
</html>
`;
}
