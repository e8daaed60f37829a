import { describe, expect, it } from 'vitest';
import { escapeUnprintable } from '../../src/lib/text/unprintable.ts';
import {
  measureWidth,
  truncateLocationToWidth,
  truncateToWidth,
  wrapText,
} from '../../src/report/format/terminal-text.ts';

describe('escapeUnprintable', () => {
  it.each([
    ['shop.example.com', 'shop.example.com'],
    ['Bücher & Söhne GmbH', 'Bücher & Söhne GmbH'],
    ['\u001b[2J', '\\u{1b}[2J'],
    ['one\ntwo', 'one\\u{a}two'],
    ['\u202egro.elpmaxe', '\\u{202e}gro.elpmaxe'],
    ['exam\u200bple', 'exam\\u{200b}ple'],
    ['\ud800', '\\u{d800}'],
    ['\u{e0041}', '\\u{e0041}'],
  ])('turns %j into %j', (text, shown) => expect(escapeUnprintable(text)).toBe(shown));
});

describe('measureWidth', () => {
  it.each([
    ['', 0],
    ['shop', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['例え', 4],
    ['テスト。', 8],
    ['한국', 4],
    ['🔒', 2],
    ['Ünïcode', 7],
    ['ひらがな', 8],
    ['ㄅㄆ', 4],
    ['ꀀꀁ', 4],
    ['（）', 4],
    ['〽', 2],
    ['㈠', 2],
    ['︰', 2],
    ['￥', 2],
    ['🌀', 2],
    ['ａ', 2],
    ['a\u0301\u0302b', 2],
    ['ß€', 2],
  ])('%j: %i', (text, columns) => expect(measureWidth(text)).toBe(columns));
});

describe('a text that is too long', () => {
  it.each([
    ['shop.example.com', 16, 'shop.example.com'],
    ['shop.example.com', 15, 'shop.example.c…'],
    ['例えば', 5, '例え…'],
    ['例えば', 4, '例…'],
    ['two words', 5, 'two…'],
    ['shop', 1, '…'],
    ['shop', 0, ''],
  ])('%j is truncated to %i columns as %j', (text, columns, cut) => expect(truncateToWidth(text, columns)).toBe(cut));

  it('is wrapped at spaces and indented', () => {
    expect(wrapText('did not answer within 10 seconds', 20, '    ')).toEqual([
      '    did not answer',
      '    within 10',
      '    seconds',
    ]);
  });

  it('keeps its first and last words if it has 100,000, even on unlimited lines', () => {
    const [line = '', ...more] = wrapText(`begins ${'a '.repeat(100_000)}ends`, Number.POSITIVE_INFINITY, '');
    expect(more).toEqual([]);
    expect(line).toMatch(/^begins (a )+… (a )+ends$/);
    expect(line.length).toBeLessThan(1000);
  });

  it('keeps up to 400 words, and otherwise the first 300 and the last 100', () => {
    const shown = (count: number) =>
      wrapText(Array.from({ length: count }, (_, index) => `${index}`).join(' '), Number.POSITIVE_INFINITY, '').join();
    expect(shown(400)).toMatch(/^0 .* 299 300 .* 399$/);
    expect(shown(401)).toMatch(/^0 .* 299 … 301 .* 400$/);
  });

  it('is truncated if it is one word of 100,000 characters', () => {
    const [line = ''] = wrapText(`name ${'x'.repeat(100_000)} is odd`, Number.POSITIVE_INFINITY, '');
    expect(line).toMatch(/^name x{999}… is odd$/);
  });
});

it.each([
  ['certs/team/shop.pem', 12, '…am/shop.pem'],
  ['! certs/team/shop.pem', 12, '! …/shop.pem'],
  ['shop.example.com:443', 12, 'shop.exampl…'],
  ['https://shop.example/a.pem', 12, 'https://sho…'],
  ['certs/店/日本語.pem', 10, '…本語.pem'],
  ['a/b.pem', 12, 'a/b.pem'],
])('the location %s in %i columns keeps what identifies it', (location, columns, shown) => {
  expect(truncateLocationToWidth(location, columns)).toBe(shown);
});
