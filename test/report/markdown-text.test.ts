/** Examples of how a text becomes Markdown. Random texts are in document-escaping.test.ts. */

import { expect, it } from 'vitest';
import { renderCell, renderText } from '../../src/report/document/markdown-text.ts';
import type { Text } from '../../src/report/document/model.ts';

it.each<[string, Text, string]>([
  ['quotes a word that two pieces form, and that would become a link', ['www', '.example.com'], '`www.example.com`'],
  ['quotes an address that begins in one piece', ['see https', '://example.com'], 'see `https://example.com`'],
  ['keeps harmless pieces as they are', ['3 of ', 4, ' read'], '3 of 4 read'],
  ['keeps several spaces between words', 'a  *b*', 'a  \\*b\\*'],
  ['escapes Markdown of our own wording', 'a_b [c](d) <i> & ~e~ $f$', 'a\\_b \\[c\\](d) \\<i\\> \\& \\~e\\~ \\$f\\$'],
  ['quotes a mention and a reference', 'by @ada in #1', 'by `@ada` in `#1`'],
  ['quotes a symbol', 'a :smile: b', 'a `:smile:` b'],
  ['joins names that follow each other', [{ code: 'a' }, { code: 'b' }], '`ab`'],
  ['quotes a backtick in a name', { code: 'a`b' }, '``a`b``'],
  ['separates a backtick at an end from the quotes', { code: '`' }, '`` ` ``'],
  ['keeps spaces at both ends of a name', { code: ' a ' }, '`  a  `'],
  [
    'shows code, addresses and other text of instructions',
    { instructions: 'Run `a | b`,\nthen *see* https://example.com/x?a=(1)&b.' },
    'Run `a | b`,<br>then \\*see\\* [`https://example.com/x?a=(1)&b`](https://example.com/x?a=%281%29&amp;b).',
  ],
  ['keeps an escaped pipe of instructions readable', { instructions: "`grep 'a\\|b'`" }, "grep 'a\\\\|b'"],
  [
    'shortens instructions, but no address',
    { instructions: `${'a'.repeat(990)} https://example.com/x` },
    `${'a'.repeat(990)} …`,
  ],
  ['writes a symbol before its text', { mark: 'good', text: 'sent' }, '✅ sent'],
  ['writes a symbol alone', { mark: 'good' }, '✅'],
  ['writes no space for a mark without a symbol', ['a', { mark: 'strong', text: 'b' }], 'ab'],
  ['says that there is no value', null, '–'],
  ['says that a name is empty', { code: ' ' }, '–'],
  [
    'links a plain web address',
    { link: 'https://example.com/a', text: 'this run' },
    '[this run](https://example.com/a)',
  ],
  ['does not link another address', { link: 'javascript:alert(1)', text: 'this run' }, 'this run'],
])('%s', (_, text, markdown) => {
  expect(renderCell(text)).toBe(markdown);
});

it.each([
  ['- a', '\\- a'],
  ['+ a', '\\+ a'],
  ['=', '\\='],
  ['1. a', '1\\. a'],
  ['123456789) a', '123456789\\) a'],
  ['1 a', '1 a'],
])('does not begin a list or a heading with %s', (text, markdown) => {
  expect(renderText(text)).toBe(markdown);
});
