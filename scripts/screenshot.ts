/**
 * Creates the screenshots of the documentation from demo data in a real browser: docs/images/*.png, and the texts that
 * they show, which test/docs/screenshots.test.ts keeps current. Needs Chromium on the PATH, or its path in CHROMIUM.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderDemoSummary } from './demo-summary.ts';
import { takeDashboardScreenshots } from './screenshots/dashboard.ts';
import { renderDemoMessages } from './screenshots/messages.ts';
import { renderIssuePage, renderMailPage, renderMarkdownPage, renderSlackPage } from './screenshots/pages.ts';

const IMAGE_DIRECTORY = 'docs/images';
const SUMMARY_WIDTH = 1120;
const BROWSER = process.env.CHROMIUM || 'chromium';

/** Playwright does not search the PATH. */
function findBrowser(): string {
  return execFileSync('which', [BROWSER], { encoding: 'utf8' }).trim();
}

function runBrowser(profile: string, page: string, ...args: string[]): string {
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

/** Saves a screenshot of a page whose title is its height. */
async function takeScreenshot(name: string, html: string, width: number, directory: string): Promise<void> {
  const page = path.join(directory, `${name}.html`);
  const image = path.join(directory, `${name}.png`);
  await writeFile(page, html);
  const size = (height: number) => `--window-size=${width},${height}`;
  const height = Number(/<title>(\d+)<\/title>/.exec(runBrowser(directory, page, size(600), '--dump-dom'))?.[1] ?? 0);
  if (height === 0) throw new Error(`the browser did not render ${name}; check that Mermaid can parse it`);
  runBrowser(directory, page, size(height), `--screenshot=${image}`);
  await writeFile(path.join(IMAGE_DIRECTORY, `${name}.png`), await readFile(image));
}

const summary = await renderDemoSummary();
const { issue, slack, mail } = await renderDemoMessages();
await mkdir(IMAGE_DIRECTORY, { recursive: true });
await writeFile(path.join(IMAGE_DIRECTORY, 'summary.md'), summary);
await writeFile(path.join(IMAGE_DIRECTORY, 'messages.json'), `${JSON.stringify({ issue, slack, mail }, null, 2)}\n`);

const scratch = await mkdtemp(path.join(os.tmpdir(), 'certvigil-screenshots-'));
try {
  const mermaid = pathToFileURL(path.resolve('node_modules/mermaid/dist/mermaid.min.js')).href;
  const summaryPage = renderMarkdownPage(summary, mermaid, SUMMARY_WIDTH - 72);
  await takeScreenshot('summary', summaryPage, SUMMARY_WIDTH, scratch);
  await takeScreenshot('issue', renderIssuePage(issue), 860, scratch);
  await takeScreenshot('slack', renderSlackPage(slack), 640, scratch);
  await takeScreenshot('digest', renderMailPage(mail), 680, scratch);
  await takeDashboardScreenshots(findBrowser(), scratch, IMAGE_DIRECTORY);
} finally {
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}
