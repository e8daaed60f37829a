import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectDelimiter, parseCsv, readCell } from '../../src/lib/csv/parse-csv.ts';

function parse(text: string, delimiter = ','): string[][] {
  return [...parseCsv(text, delimiter)].map(({ cells }) => cells.map((cell) => readCell(text, cell)));
}

describe('CSV', () => {
  it.each<[string, string, string[][]]>([
    [
      'lines that end with LF',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'lines that end with CRLF',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a last line without an end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['blank lines, which are skipped', '\na\n\r\n\nb\n\n', [['a'], ['b']]],
    ['empty cells', 'a,,\n,,\n""\n', [['a', '', ''], ['', '', ''], ['']]],
    ['quoted delimiters, quotes and line breaks', '"a,b","c ""d""","e\nf"\n', [['a,b', 'c "d"', 'e\nf']]],
    ['quotes within a cell', '5" disk,b"c"\n', [['5" disk', 'b"c"']]],
    ['spaces, which belong to the cell', ' a , b \n', [[' a ', ' b ']]],
    ['no text', '', []],
  ])('has %s', (_, text, rows) => {
    expect(parse(text)).toEqual(rows);
  });

  it('has a position for each cell, with its quotes', () => {
    const [row] = parseCsv('a,"b ""c""",\n', ',');
    expect(row?.cells).toEqual([
      { start: 0, end: 1 },
      { start: 2, end: 11 },
      { start: 12, end: 12 },
    ]);
  });

  it.each<[string, string, number]>([
    ['"a', 'open-quote', 0],
    ['a,"b""\nc\n', 'open-quote', 2],
    ['"a"b,c\n', 'text-after-quote', 3],
    ['"a" ,c\n', 'text-after-quote', 3],
  ])('with a syntax error: %j', (text, kind, at) => {
    const [row] = parseCsv(text, ',');
    expect(row?.problem).toEqual({ kind, at });
  });

  it('is read back as it was written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', ';', '\n', '\r', 'ü') });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }));
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n'), (rows, delimiter, end) => {
        const text = rows
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(delimiter) + end)
          .join('');
        expect(parse(text, delimiter)).toEqual(rows);
      }),
    );
  });
});

describe('the delimiter of CSV', () => {
  it.each([
    ['name,endpoint\na;b;c;d\n', ','],
    ['name;endpoint\na,b,c,d\n', ';'],
    ['name\tendpoint', '\t'],
    ['"a;b;c",endpoint\n', ','],
    ['name\n', ','],
    ['', ','],
  ])('of %j is %j', (text, delimiter) => {
    expect(detectDelimiter(text)).toBe(delimiter);
  });
});
