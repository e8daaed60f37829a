import { describe, expect, it } from 'vitest';
import { decodePemBlock, findPemBlocks } from '../../src/certificate/formats/pem-blocks.ts';

const list = (text: string) => [...findPemBlocks(text)];
const block = (label: string, body: string) => `-----BEGIN ${label}-----${body}-----END ${label}-----`;
const decode = (text: string) => list(text).map((one) => decodePemBlock(one)?.toString() ?? null);

describe('PEM blocks', () => {
  it('have a label, a number, a line, a body, and the text before them', () => {
    expect(list(`\n# ${block('A', '\nYQ==\n')}\nx${block('B 2', '')}`)).toEqual([
      { label: 'A', number: 1, line: 2, start: 3, end: 41, body: '\nYQ==\n', before: '# ' },
      { label: 'B 2', number: 2, line: 5, start: 43, end: 79, body: '', before: 'x' },
    ]);
  });

  it.each([
    ['lower case', block('a', '')],
    ['no characters', block('', '')],
    ['a space at its start', block(' A', '')],
    ['a space at its end', block('A ', '')],
    ['two spaces in it', block('A  B', '')],
    ['more than 64 characters', block('A'.repeat(65), '')],
    ['a label without an end', '-----BEGIN A---'],
    ['a label that the text ends in', '-----BEGIN A B'],
    ['a label whose line ends', '-----BEGIN A B\nYWJj\n'],
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

  it.each([
    ['-----BEGIN CERTIFICATE----', 'CERTIFICATE'],
    ['-----B', 'CERTIFICATE'],
    ['-----BEGIN X509 CR', 'X509 CRL'],
    ['-----BEGIN PKCS #7 SIGNED', 'PKCS #7 SIGNED DATA'],
  ])('are found if the text ends in their first line: %j', (end, label) => {
    expect(list(`${block('A', '')}\n${end}`)).toMatchObject([
      { label: 'A' },
      { label, number: 2, line: 2, body: null },
    ]);
  });

  it.each(['-----BEGIN CERTIFICATE----', 'BEGIN CERT', '-----B'])(
    'are found if the text ends in their first line, in the line in which another one ends: %j',
    (end) => {
      expect(list(`${block('A', '')}${end}`)).toMatchObject([
        { label: 'A' },
        { label: 'CERTIFICATE', number: 2, body: null },
      ]);
    },
  );

  it.each(['-----', '', ' -----BEGIN CERT', '-----BEGIN PRIVATE'])('are not found after another one and %j', (end) => {
    expect(list(`${block('A', '')}${end}`)).toMatchObject([{ label: 'A' }]);
  });

  it.each(['-----', '----B', '-----BEGIN PRIVATE', 'see -----BEGIN'])('are not found in the last line %j', (end) => {
    expect(list(`${block('A', '')}\n${end}`)).toMatchObject([{ label: 'A' }]);
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
    ['a comment with another mark in a line', `# ${block('A', '\n# YWJj # YWJj\n# ')}`, null],
    ['text before it', `key: ${block('A', '\nYWJj\n')}`, 'abc'],
    ['a mark of more than 8 characters', `######### ${block('A', '\n######### YWJj\n######### ')}`, null],
    ['escaped line ends', block('A', '\\nYWJj\\r\\nYWJj\\n'), 'abcabc'],
    ['line ends escaped twice', block('A', '\\\\nYWJj\\\\n'), 'abc'],
    ['more than 8 backslashes', block('A', `${'\\'.repeat(9)}nYWJj`), null],
    ['an escaped slash', block('A', 'YWJ\\/'), 'ab\x7f'],
    ['an escaped plus and equals sign', block('A', 'YWI\\u003d'), 'ab'],
    ['an escaped plus sign', block('A', 'YWI\\+'), 'ab>'],
    ['a label with a dot and a number sign', block('A.B #1', 'YWJj'), 'abc'],
    ['an escaped equals sign', block('A', 'YWI\\='), 'ab'],
    ['an escaped tab and line end among the characters', block('A', 'YW\\tJj\\rYWJj'), 'abcabc'],
    ['a header that ends with escaped tabs', block('A', '\\nComment: x\\t\\r\\n\\t\\r\\nYWJj\\n'), 'abc'],
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
    ['a header with escaped line ends', block('A', '\\nComment: x\\n\\nYWJj\\n'), 'abc'],
    ['a header with line ends of XML', block('A', '&#10;Comment: x&#xA;&#xa;YWJj&#10;'), 'abc'],
    ['a header in quoted lines', block('A', '"\n"Comment: x"\n"" "YWJj"\n"'), 'abc'],
    ['an escaped tab before an empty line', block('A', '\nComment: x\n\\t\nYWJj\n'), 'abc'],
    ['a header with a hyphen and digits', block('A', '\nX-2a: x\n\nYWJj\n'), 'abc'],
    ['a header that begins with a digit', block('A', '\n2a: x\n\nYWJj\n'), null],
    ['an indented header', block('A', '\n  A: x\n\nYWJj\n'), 'abc'],
    ['quotes around 100 characters', block('A', `YW"${' '.repeat(100)}"Jj`), 'abc'],
    ['quotes around 101 characters', block('A', `YW"${' '.repeat(101)}"Jj`), null],
    ['quotes around a letter', block('A', 'YW"a"Jj'), null],
    ['eight backslashes', block('A', `${'\\'.repeat(8)}nYWJj`), 'abc'],
    ['escaped quotes', block('A', '\\"\n\\"YWJj\\\'\\\''), 'abc'],
    ['an escaped letter', block('A', '\\u0059WJj'), 'abc'],
    ['a short escape', block('A', '\\u059WJj'), null],
    ['a header without an empty line', block('A', '\nComment: x\nYWJj\n'), null],
    ['an empty line without a header', block('A', '\nYWJj\n\nYWJj\n'), 'abcabc'],
    ['another character', block('A', '\nYW!Jj\n'), null],
  ])('are decoded with %s', (_, text, content) => {
    expect(decode(text)).toEqual([content]);
  });

  it.each(['#', '>', '*', ';', '%', '|', '/', '//', ' * ', '#'.repeat(8), '\t#\t'])(
    'are decoded in lines that begin with %j',
    (mark) => {
      expect(decode(`${mark}${block('A', `\n${mark}YWJj\n${mark} YWJj\n${mark}`)}`)).toEqual(['abcabc']);
    },
  );

  it.each(['-', 'a', '!', '#a', '"'])('are decoded as they are after %j', (text) => {
    expect(decode(`${text}${block('A', '\nYWJj\n')}`)).toEqual(['abc']);
    expect(decode(`${text}${block('A', `\n${text}!YWJj\n${text}!`)}`)).toEqual([null]);
  });

  it('have the line and the text before them, also several in one line', () => {
    const found = list(`a\r\n\n  ${block('A', '\n\n')} x ${block('B', '')}\n${block('C', '')}`);
    expect(found.map(({ line, before }) => [line, before])).toEqual([
      [3, '  '],
      [5, '-----END A----- x '],
      [6, ''],
    ]);
  });

  it('are decoded as they are after a text of more than 40 characters', () => {
    const indent = ' '.repeat(38);
    expect(decode(`${indent}# ${block('A', '\n# YWJj\n# ')}`)).toEqual(['abc']);
    expect(decode(`${indent} # ${block('A', '\n# YWJj\n# ')}`)).toEqual([null]);
  });
});
