/** The results in docs/comparison.csv are those of the situations that `npm run test:real` checks. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatResults, formatTables, parseResults } from '../../scripts/compare/table.ts';
import { CHAPTERS } from '../real/trust/index.ts';

const text = readFileSync('docs/comparison.csv', 'utf8');
const results = parseResults(text);

it('the results are those of the current situations; otherwise run: npm run compare', () => {
  expect(results.tools).toHaveLength(4);
  expect(formatResults(CHAPTERS, results)).toBe(text);
});

it('the comparison summarizes the results in at most 1,500 words', () => {
  const page = readFileSync('docs/comparison.md', 'utf8');
  const [, tables = ''] = /Do not edit\. -->\n\n([\s\S]*)\n<!-- End of the generated part/.exec(page) ?? [];
  expect(formatTables(CHAPTERS, results)).toBe(tables);
  expect(page.split(/\s+/).length).toBeLessThanOrEqual(1500);
});
