import { describe, expect, it } from 'vitest';
import { escapeUnprintable, measureWidth, truncateToWidth, wrapText } from '../../src/report/format/terminal-text.ts';

describe('text that is safe to show', () => {
  it.each([
    ['shop.example.com', 'shop.example.com'],
    ['Bücher & Söhne GmbH', 'Bücher & Söhne GmbH'],
    ['\u001b[2J', '\\u{1b}[2J'],
    ['one\ntwo', 'one\\u{a}two'],
    ['\u202egro.elpmaxe', '\\u{202e}gro.elpmaxe'],
    ['exam\u200bple', 'exam\\u{200b}ple'],
    ['\ud800', '\\u{d800}'],
    ['\u{e0041}', '\\u{e0041}'],
  ])('%j reads %j', (text, shown) => expect(escapeUnprintable(text)).toBe(shown));
});

describe('the columns that a text takes', () => {
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
  ])('%j in %i columns: %j', (text, columns, cut) => expect(truncateToWidth(text, columns)).toBe(cut));

  it('is broken at spaces, and each line indented', () => {
    expect(wrapText('did not answer within 10 seconds', 20, '    ')).toEqual([
      '    did not answer',
      '    within 10',
      '    seconds',
    ]);
  });

  it('shows of 100,000 words the first and the last, also where lines have no end', () => {
    const [line = '', ...more] = wrapText(`begins ${'a '.repeat(100_000)}ends`, Number.POSITIVE_INFINITY, '');
    expect(more).toEqual([]);
    expect(line).toMatch(/^begins (a )+… (a )+ends$/);
    expect(line.length).toBeLessThan(1000);
  });

  it('and is one word of 100,000 characters is cut as well', () => {
    const [line = ''] = wrapText(`name ${'x'.repeat(100_000)} is odd`, Number.POSITIVE_INFINITY, '');
    expect(line).toMatch(/^name x{999}… is odd$/);
  });
});
