/**
 * Makes the README's picture of a summary, from the demo's data: docs/images/summary.md, and docs/images/summary.png as a
 * browser draws it. Needs Chromium, named by CHROMIUM or on the PATH.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { marked } from 'marked';
import { renderDemoSummary } from './demo-summary.ts';

const IMAGE_DIRECTORY = 'docs/images';
const WIDTH = 1120;

const STYLE = `
  body { margin: 0; padding: 28px 36px; width: ${WIDTH - 72}px; background: #fff; color: #1f2328;
    font: 15px/1.5 "Inter", -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
  h2 { margin: 0 0 14px; padding-bottom: 8px; border-bottom: 1px solid #d1d9e0; font-size: 24px; font-weight: 600; }
  h3 { margin: 24px 0 12px; font-size: 19px; font-weight: 600; }
  p { margin: 0 0 10px; }
  table { border-collapse: collapse; margin: 14px 0; font-size: 13.5px; }
  th, td { padding: 5px 10px; border: 1px solid #d1d9e0; text-align: left; white-space: nowrap; }
  th { font-weight: 600; }
  tr:nth-child(2n) td { background: #f6f8fa; }
  code { padding: 2px 5px; border-radius: 5px; background: #818b981f; font: 12px "DejaVu Sans Mono", Menlo, Consolas, monospace; }
  summary { margin: 16px 0; }
  .mermaid { margin: 0; }
`;

function renderPage(markdown: string): string {
  const body = (marked.parse(markdown, { async: false }) as string).replace(
    /<pre><code class="language-mermaid">(.*?)<\/code><\/pre>/gs,
    '<pre class="mermaid">$1</pre>',
  );
  const mermaid = pathToFileURL(path.resolve('node_modules/mermaid/dist/mermaid.min.js'));
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>${body}
<script src="${mermaid}"></script>
<script>
  mermaid.initialize({ startOnLoad: false, theme: 'default', gantt: { useWidth: ${WIDTH - 72} } });
  mermaid.run().then(() => { document.title = Math.ceil(document.documentElement.getBoundingClientRect().height); });
</script>`;
}

const BROWSER = process.env.CHROMIUM || 'chromium';

function browse(profile: string, page: string, ...args: string[]): string {
  const always = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--allow-file-access-from-files',
    '--hide-scrollbars',
    '--force-color-profile=srgb',
    '--virtual-time-budget=10000',
    `--user-data-dir=${profile}`,
  ];
  return execFileSync(BROWSER, [...always, ...args, pathToFileURL(page).href], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

const markdown = await renderDemoSummary();
await mkdir(IMAGE_DIRECTORY, { recursive: true });
await writeFile(path.join(IMAGE_DIRECTORY, 'summary.md'), markdown);

const scratch = await mkdtemp(path.join(os.tmpdir(), 'certvigil-picture-'));
try {
  const page = path.join(scratch, 'summary.html');
  const image = path.join(scratch, 'summary.png');
  await writeFile(page, renderPage(markdown));
  const size = (height: number) => `--window-size=${WIDTH},${height}`;
  const height = Number(/<title>(\d+)<\/title>/.exec(browse(scratch, page, size(800), '--dump-dom'))?.[1] ?? 0);
  if (height === 0) throw new Error('the browser did not draw the page: is the text one that Mermaid can read?');
  browse(scratch, page, size(height), `--screenshot=${image}`);
  await writeFile(path.join(IMAGE_DIRECTORY, 'summary.png'), await readFile(image));
} finally {
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}
