import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wrapText } from '../../src/jinja/python/word-wrap.ts';

/** Lines by their width and by what may be broken, such as `4 words hyphens`. */
type Wrapped = Record<string, string[]>;

// Python's textwrap.wrap, with expand_tabs and replace_whitespace off as in Jinja2.
const CASES: { text: string; lines: Wrapped }[] = JSON.parse(
  readFileSync(new URL('../golden/jinja/word-wrap.json', import.meta.url), 'utf8'),
);

describe('wrapping', () => {
  it.each(CASES)('matches Python: $text', ({ text, lines }) => {
    const found: Wrapped = {};
    for (const options of Object.keys(lines)) {
      const width = Number.parseInt(options, 10);
      const breaks = { breaksWords: options.includes('words'), breaksHyphens: options.includes('hyphens') };
      found[options] = wrapText(text, { width, ...breaks });
    }
    expect(found).toEqual(lines);
  });

  it.each([
    ['a\nb', ['a', 'b']],
    ['a\n\n b\n', ['a', '', ' b']],
    ['\n', ['']],
    ['', []],
  ])('keeps the lines of %j', (text, lines) => {
    expect(wrapText(text, { width: 9, breaksWords: true, breaksHyphens: true })).toEqual(lines);
  });
});
