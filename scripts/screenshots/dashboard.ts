/** Screenshots of the html report in both themes. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { WatchedItem } from '../../src/generated/watched.ts';
import { createHtmlReport } from '../../src/report/kinds/html.ts';
import { createFleet, FLEET_TIME } from '../fleet/index.ts';

const FLEET_SIZE = 240;
/** The time when the reader opens the page. */
const OPENED_AT = FLEET_TIME + 22 * 60_000;

interface Picture {
  name: string;
  theme: 'light' | 'dark';
  hash: string;
  height: number;
  /** Default: the width of a screen. */
  width?: number;
}

const WIDTH = 1280;

const PICTURES: Picture[] = [
  { name: 'dashboard', theme: 'light', hash: '', height: 900 },
  { name: 'dashboard-dark', theme: 'dark', hash: '', height: 900 },
  {
    name: 'dashboard-certificates',
    theme: 'light',
    hash: '#/certificates?status=critical,unknown,warning',
    height: 900,
  },
  { name: 'dashboard-details', theme: 'dark', hash: '#/certificates?certificate=grafana-eu2', height: 860 },
  { name: 'dashboard-timeline', theme: 'light', hash: '#/timeline', height: 760 },
  { name: 'dashboard-groups', theme: 'light', hash: '#/groups?by=labels.team', height: 620 },
  { name: 'dashboard-policies', theme: 'light', hash: '#/policies', height: 900 },
  { name: 'dashboard-forecast', theme: 'light', hash: '#/forecast', height: 900 },
  { name: 'dashboard-watched', theme: 'light', hash: '#/watched', height: 700 },
  { name: 'dashboard-phone', theme: 'light', hash: '', height: 844, width: 390 },
];

const NOBODY = { watched_by: null, reason: null, logged: null, entry: null };
/** The known names of a repository and an inventory. */
const KNOWN: WatchedItem[] = [
  {
    ...{ ...NOBODY, kind: 'host', value: 'pay.example.com', state: 'unwatched', named_by: ['deploy/pay.yaml:12'] },
    entry: { name: 'pay.example.com', endpoint: 'pay.example.com', owner: '@example/payments' },
  },
  {
    ...{ ...NOBODY, kind: 'host', value: 'old.example.com', state: 'undeclared', named_by: [] },
    watched_by: 'old',
  },
  {
    ...{ ...NOBODY, kind: 'host', value: 'ssh.example.com', state: 'ignored', named_by: ['terraform/dns.tf:8'] },
    reason: 'no TLS',
  },
  {
    ...{
      ...NOBODY,
      kind: 'host',
      value: 'api.eu1.example.com',
      state: 'watched',
      named_by: ['deploy/api.yaml:9', 'acm'],
    },
    watched_by: 'api-eu1',
  },
];

/** Writes `NAME.png` for each picture. `browser` is the path of Chromium, `scratch` a directory for the page. */
export async function takeDashboardScreenshots(browser: string, scratch: string, directory: string): Promise<void> {
  const file = path.resolve(scratch, 'dashboard.html');
  await writeFile(file, createHtmlReport()({ ...createFleet(FLEET_SIZE), watched: KNOWN }));
  const launched = await chromium.launch({
    executablePath: browser,
    args: ['--no-sandbox', '--force-color-profile=srgb'],
  });
  try {
    for (const { name, theme, hash, height, width = WIDTH } of PICTURES) {
      const page = await launched.newPage({
        colorScheme: theme,
        viewport: { width, height },
        reducedMotion: 'reduce',
      });
      await page.clock.setFixedTime(OPENED_AT);
      await page.goto(pathToFileURL(file).href + hash);
      await page.waitForSelector(hash.includes('certificate=') ? 'dialog[open]' : 'h1');
      await page.screenshot({ path: path.join(directory, `${name}.png`) });
      await page.close();
    }
  } finally {
    await launched.close();
  }
}
