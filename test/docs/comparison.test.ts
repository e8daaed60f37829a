/** The table in docs/comparison.md lists the situations that `npm run test:real` checks. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatTable, parseCells } from '../../scripts/compare/table.ts';
import { CHAPTERS } from '../real/trust/index.ts';

it('the comparison lists the current situations; otherwise run: npm run compare', () => {
  const page = readFileSync('docs/comparison.md', 'utf8');
  const [, table = ''] = /Do not edit\. -->\n\n([\s\S]*)\n<!-- End of the generated part/.exec(page) ?? [];
  const tools = Array.from(table.matchAll(/^\| ([a-z][\w. ]*) (\d+\.[\d.]+) \|/gm), ([, title = '', version = '']) => ({
    title,
    version,
  }));
  expect(tools).toHaveLength(4);
  expect(formatTable(CHAPTERS, tools, parseCells(table))).toBe(table);
});
