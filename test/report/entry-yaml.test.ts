import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { renderEntryLine, renderEntryYaml, renderScalar } from '../../src/report/discover/entry-yaml.ts';

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

it.each([
  ['[root]', '"[root]"'],
  ['web/shop:8443', 'web/shop:8443'],
  ['*.example.com', '"*.example.com"'],
  ['shop.example.com', 'shop.example.com'],
  ['a,b', '"a,b"'],
  ['shop.example.com ', '"shop.example.com "'],
  ['1.5', '"1.5"'],
])('renders %j as %s', (text, rendered) => {
  expect(renderScalar(text)).toBe(rendered);
});

const value = fc.oneof(texts, fc.integer(), fc.boolean(), fc.constant(null));
const entries = fc.record({
  name: texts,
  labels: fc.dictionary(texts, texts),
  list: fc.array(value, { maxLength: 3 }),
  value,
});

it('an entry is the same after it is rendered and parsed', () => {
  fc.assert(
    fc.property(entries, fc.nat(6), (entry, indent) => {
      const block = renderEntryYaml(entry, indent);
      expect(parse(block)).toEqual([entry]);
      expect(block.split('\n').map((line) => line.search(/\S|$/))).toEqual([
        indent,
        indent + 2,
        indent + 2,
        indent + 2,
        0,
      ]);
      expect(parse(renderEntryLine(entry))).toEqual(entry);
      expect(renderEntryLine(entry)).not.toContain('\n');
    }),
    { numRuns: 1000 },
  );
});
