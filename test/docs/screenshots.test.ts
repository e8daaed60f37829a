/** The pictures in the documentation show what the program prints today. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderDemoSummary } from '../../scripts/demo-summary.ts';
import { renderDemoMessages } from '../../scripts/screenshots/messages.ts';
import { IS_ARCHIVE } from '../helpers/source-files.ts';

describe('the screenshots', () => {
  it('show the current job summary of the demo; otherwise run: npm run screenshot', async () => {
    expect(await renderDemoSummary()).toBe(readFileSync('docs/images/summary.md', 'utf8'));
  });

  it('show the current issue, Slack message and digest mail; otherwise run: npm run screenshot', async () => {
    expect(await renderDemoMessages()).toEqual(JSON.parse(readFileSync('docs/images/messages.json', 'utf8')));
  });

  // An archive of the source leaves them out.
  it
    .skipIf(IS_ARCHIVE)
    .each([
      ...['summary', 'issue', 'slack', 'digest'],
      ...['dashboard', 'dashboard-dark', 'dashboard-certificates', 'dashboard-details'],
    ])('%s is a small PNG', (name) => {
    const image = readFileSync(`docs/images/${name}.png`);
    expect(image.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(image.length).toBeLessThan(200_000);
  });
});
