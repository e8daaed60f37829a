import { describe, expect, it } from 'vitest';
import { decodePemBlock, findPemBlocks } from '../../src/certificate/formats/pem-blocks.ts';

const list = (text: string) => [...findPemBlocks(text)];
const block = (label: string, body: string) => `-----BEGIN ${label}-----${body}-----END ${label}-----`;
const decode = (text: string) => list(text).map((one) => decodePemBlock(one)?.toString() ?? null);

describe('PEM blocks', () => {
  it('have a label, a number, a line, a body, and the text before them', () => {
    expect(list(`\n# ${block('A', '\nYQ==\n')}\nx${block('B 2', '')}`)).toEqual([
      { label: 'A', number: 1, line: 2, body: '\nYQ==\n', before: '# ' },
      { label: 'B 2', number: 2, line: 5, body: '', before: 'x' },
    ]);
  });

  it.each([
    ['lower case', block('a', '')],
    ['no characters', block('', '')],
    ['more than 64 characters', block('A'.repeat(65), '')],
    ['a label without an end', '-----BEGIN A---'],
  ])('are not found with a label of %s', (_, text) => {
    expect(list(text)).toEqual([]);
  });

  it('are found with a label of 64 characters', () => {
    expect(list(block('A'.repeat(64), ''))).toHaveLength(1);
  });

  it.each([
    ['at the end of the text', '-----BEGIN A-----\nYQ=='],
    ['by another label', '-----BEGIN A-----\nYQ==\n-----END B-----'],
    ['by the end of a block before it', '-----END A-----\n-----BEGIN A-----\nYQ=='],
  ])('have no body if they are cut off %s', (_, text) => {
    expect(list(text)).toMatchObject([{ label: 'A', body: null }]);
    expect(decode(text)).toEqual([null]);
  });

  it('are found after a block that is cut off, in its line and after it', () => {
    expect(list(`-----BEGIN A-----\n${block('B', '')}`)).toMatchObject([
      { label: 'A', line: 1, body: null },
      { label: 'B', line: 2, body: '' },
    ]);
    expect(list(`-----BEGIN ${block('B', '')}`)).toMatchObject([{ label: 'B', number: 1 }]);
  });

  it.each<[what: string, text: string, content: string | null]>([
    ['base64', block('A', '\nYWJj\nYWJj\n'), 'abcabc'],
    ['a comment', `# ${block('A', '\n# YWJj\n# YWJj\n# ')}`, 'abcabc'],
    ['an indented comment', `  // ${block('A', '\n  // YWJj\n  // ')}`, 'abc'],
    ['a comment with one line that is none', `; ${block('A', '\n; YWJj\nYWJj\n; ')}`, 'abcabc'],
    ['text before it', `key: ${block('A', '\nYWJj\n')}`, 'abc'],
    ['a mark of more than 8 characters', `######### ${block('A', '\n######### YWJj\n######### ')}`, null],
    ['escaped line ends', block('A', '\\nYWJj\\r\\nYWJj\\n'), 'abcabc'],
    ['line ends escaped twice', block('A', '\\\\nYWJj\\\\n'), 'abc'],
    ['more than 8 backslashes', block('A', `${'\\'.repeat(9)}nYWJj`), null],
    ['an escaped slash', block('A', 'YWJ\\/'), 'ab\x7f'],
    ['an escaped plus and equals sign', block('A', 'YWI\\u003d'), 'ab'],
    ['an escaped equals sign', block('A', 'YWI\\='), 'ab'],
    ['an escaped tab', block('A', '\\tYWJj\\t'), 'abc'],
    ['an unknown escape', block('A', '\\qYWJj'), null],
    ['continued lines', block('A', '\\\nYWJj\\\r\nYWJj\\\n'), 'abcabc'],
    ['line ends of XML', block('A', '&#10;YWJj&#xa;YWJj&#13;&#x0D;&#x0a;'), 'abcabc'],
    ['another character of XML', block('A', '&#12;YWJj'), null],
    ['quoted lines', block('A', '\\n" +\n  "YWJj\\n" +\n  "'), 'abc'],
    ['lines in single quotes', block('A', "',\n'YWJj',\n'"), 'abc'],
    ['different quotes', block('A', `',\n"YWJj`), null],
    ['a header', block('A', '\nComment: x\n\nYWJj\n'), 'abc'],
    ['a header after an empty line', block('A', '\n\nComment: x\n \t\r\nYWJj\n'), 'abc'],
    ['a header without an empty line', block('A', '\nComment: x\nYWJj\n'), null],
    ['an empty line without a header', block('A', '\nYWJj\n\nYWJj\n'), 'abcabc'],
    ['another character', block('A', '\nYW!Jj\n'), null],
  ])('are decoded with %s', (_, text, content) => {
    expect(decode(text)).toEqual([content]);
  });

  it('are decoded as they are after a text of more than 40 characters', () => {
    const indent = ' '.repeat(38);
    expect(decode(`${indent}# ${block('A', '\n# YWJj\n# ')}`)).toEqual(['abc']);
    expect(decode(`${indent} # ${block('A', '\n# YWJj\n# ')}`)).toEqual([null]);
  });
});
