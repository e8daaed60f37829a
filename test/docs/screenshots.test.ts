import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderDemoSummary } from '../../scripts/demo-summary.ts';

describe('the picture in the README', () => {
  it('shows what the summary of the demo is today; else: npm run screenshot', async () => {
    expect(await renderDemoSummary()).toBe(readFileSync('docs/images/summary.md', 'utf8'));
  });

  it('is a PNG, and small', () => {
    const image = readFileSync('docs/images/summary.png');
    expect(image.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(image.length).toBeLessThan(200_000);
  });
});
