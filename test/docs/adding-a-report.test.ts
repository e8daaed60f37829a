import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const internals = readFileSync('docs/internals/adding-a-report.md', 'utf8');

describe('docs/internals/adding-a-report.md', () => {
  it('shows the real code', () => {
    const sources = ['src/report/kinds/csv.ts', 'src/report/format/csv.ts', 'src/report/index.ts'].map((file) =>
      readFileSync(file, 'utf8'),
    );
    const blocks = [...internals.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code?.trim() ?? '');
    expect(blocks).toHaveLength(3);
    for (const code of blocks)
      expect(
        sources.some((source) => source.includes(code)),
        code,
      ).toBe(true);
  });
});
