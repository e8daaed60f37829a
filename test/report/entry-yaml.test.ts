import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { renderScalar } from '../../src/report/discover/entry-yaml.ts';

const PARTS = [
  'shop',
  'null',
  'true',
  'no',
  'n',
  '0x1f',
  '1',
  '1e3',
  '.inf',
  '2027-03-01',
  '.',
  '-',
  ':',
  '/',
  '*',
  '_',
  'a b',
  '#',
  "'",
  '"',
];
const texts = fc.array(fc.constantFrom(...PARTS), { maxLength: 5 }).map((parts) => parts.join(''));

it('a text is quoted exactly if YAML would read it differently without quotes, and can be in a list', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const rendered = renderScalar(text);
      expect(parse(rendered)).toBe(text);
      expect(parse(`[${rendered}]`)).toEqual([text]);
      if (rendered === text) expect(stringify(text).trimEnd()).toBe(text);
    }),
    { numRuns: 2000 },
  );
});
