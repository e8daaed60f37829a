/** Screenshots of the html report in both themes. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { createHtmlReport } from '../../src/report/kinds/html.ts';
import { createFleet, FLEET_TIME } from '../fleet/index.ts';

const FLEET_SIZE = 240;
/** When the reader opens the page. */
const OPENED_AT = FLEET_TIME + 22 * 60_000;

interface Picture {
  name: string;
  theme: 'light' | 'dark';
  hash: string;
  height: number;
}

const PICTURES: Picture[] = [
  { name: 'dashboard', theme: 'light', hash: '', height: 900 },
  { name: 'dashboard-dark', theme: 'dark', hash: '', height: 900 },
  { name: 'dashboard-certificates', theme: 'light', hash: '#/certificates', height: 720 },
  { name: 'dashboard-details', theme: 'dark', hash: '#/certificates?certificate=grafana-eu2', height: 860 },
];

/** Writes `NAME.png` for each picture. `browser` is the path of Chromium, `scratch` a directory for the page. */
export async function takeDashboardScreenshots(browser: string, scratch: string, directory: string): Promise<void> {
  const file = path.resolve(scratch, 'dashboard.html');
  await writeFile(file, createHtmlReport()(createFleet(FLEET_SIZE)));
  const launched = await chromium.launch({
    executablePath: browser,
    args: ['--no-sandbox', '--force-color-profile=srgb'],
  });
  try {
    for (const { name, theme, hash, height } of PICTURES) {
      const page = await launched.newPage({
        colorScheme: theme,
        viewport: { width: 1280, height },
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
