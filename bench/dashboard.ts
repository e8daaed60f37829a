/**
 * Measures pages of the html report in Chromium: `npm run bench:dashboard`. Prints the table of docs/reference/performance.md. Needs
 * Chromium on the PATH, or its path in CHROMIUM.
 */

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createFleet } from '../scripts/fleet/index.ts';
import { createHtmlDirectory, createHtmlReport } from '../src/report/kinds/html.ts';

const SIZES = [100, 10_000, 100_000];
const RUNS = 5;
const SEARCHES = ['shop', 'shop eu1', 'payments', 'team=web grafana', ''];

interface Measured {
  /** Milliseconds. */
  interactive: number;
  filter: number;
}

/** Median, which other load on the machine disturbs less. */
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The page responds as soon as its script has run: the document may still be loading. */
async function measurePage(browser: Browser, file: string): Promise<Measured> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  try {
    const startedAt = performance.now();
    await page.goto(pathToFileURL(file).href, { waitUntil: 'commit' });
    await page.waitForSelector('h1');
    const interactive = performance.now() - startedAt;
    await page.waitForLoadState('load');
    return { interactive, filter: await measureFilter(page) };
  } finally {
    await page.close();
  }
}

/** From a letter typed to the finished layout. */
async function measureFilter(page: Page): Promise<number> {
  await page.evaluate(`location.hash = '#/certificates'`);
  await page.waitForSelector('#search');
  const times: number[] = [];
  for (const text of SEARCHES) times.push(Number(await page.evaluate(`(${TYPE})(${JSON.stringify(text)})`)));
  return median(times);
}

/** In the page, whose types are not those of Node. */
const TYPE = `(text) => {
  const search = document.getElementById('search');
  const startedAt = performance.now();
  search.value = text;
  search.dispatchEvent(new Event('input'));
  document.body.getBoundingClientRect();
  return performance.now() - startedAt;
}`;

const toMegabytes = (text: string) =>
  `${(Buffer.byteLength(text) / 1e6).toFixed(2)} MB (${(gzipSync(text).length / 1e6).toFixed(2)} MB)`;

const program = process.env.CHROMIUM || execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
const directory = await mkdtemp(path.join(os.tmpdir(), 'certvigil-bench-'));
const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
try {
  process.stdout.write(
    '| certificates | one file | `index.html` of a directory | interactive: file, directory | filter |\n',
  );
  process.stdout.write('| --- | --- | --- | --- | --- |\n');
  for (const size of SIZES) {
    const source = createFleet(size);
    const one = [...createHtmlReport()(source)].join('');
    const files = new Map(Array.from(createHtmlDirectory()(source), ([name, text]) => [name, [...text].join('')]));
    const index = files.get('index.html') ?? '';
    const [file, site] = [path.join(directory, 'one.html'), path.join(directory, 'site')];
    await mkdir(path.join(site, 'details'), { recursive: true });
    await writeFile(file, one);
    for (const [name, text] of files) await writeFile(path.join(site, name), text);
    const measured: { file: Measured[]; site: Measured[] } = { file: [], site: [] };
    for (let run = 0; run < RUNS; run += 1) {
      measured.file.push(await measurePage(browser, file));
      measured.site.push(await measurePage(browser, path.join(site, 'index.html')));
    }
    const interactive = [measured.file, measured.site].map((all) =>
      median(all.map((run) => run.interactive)).toFixed(0),
    );
    const filter = median(measured.file.map((run) => run.filter)).toFixed(0);
    process.stdout.write(
      `| ${size.toLocaleString('en')} | ${toMegabytes(one)} | ${toMegabytes(index)} | ${interactive.join(', ')} ms | ${filter} ms |\n`,
    );
  }
} finally {
  await browser.close();
  await rm(directory, { recursive: true, force: true });
}
