import { describe, expect, it } from 'vitest';
import { printPieces, printRecords } from '../../src/lib/print-pieces.ts';

const TERMINAL = { isTTY: { stdin: false, stdout: true, stderr: true }, env: {} };
const JOB = { isTTY: { stdin: false, stdout: false, stderr: false }, env: { GITHUB_ACTIONS: 'true' } };
const PIPE = { isTTY: { stdin: false, stdout: false, stderr: false }, env: {} };

async function print(printer: typeof printPieces, pieces: string[], where: typeof JOB | typeof PIPE): Promise<string> {
  let printed = '';
  const stdout = (text: string) => {
    printed += text;
  };
  await printer(pieces, { ...where, stdout, drainStdout: async () => {}, mask: (text) => text });
  return printed;
}

const RECORDS = [
  'name,owner\r\n',
  '::error::a,b\r\n',
  '  ::a,b\r\n',
  'a,"b\n::error::c\r\nd"\r\n',
  'e##[error]\u001b[2J\u009b,f\r\n',
];

describe('records on standard output', () => {
  it.each([
    ['a terminal', TERMINAL],
    ['a workflow', JOB],
  ])('contain neither commands nor control characters in %s', async (_, where) => {
    expect((await print(printRecords, RECORDS, where)).split('\r\n')).toEqual([
      'name,owner',
      '\\u003a:error::a,b',
      '  \\u003a:a,b',
      'a,"b\\u000a::error::c\\u000d\\u000ad"',
      'e#\\u0023[error]\\u001b[2J\\u009b,f',
      '',
    ]);
  });

  it('are not changed in a pipe', async () => {
    expect(await print(printRecords, RECORDS, PIPE)).toBe(RECORDS.join(''));
  });
});

it('a JSON text on a terminal keeps its meaning', async () => {
  const value = { name: 'a\u009b31m##[error]\u007f', lines: 'b\nc' };
  const printed = await print(printPieces, [JSON.stringify(value, null, 2)], TERMINAL);
  expect(printed).not.toMatch(/[^\P{Cc}\n]/u);
  expect(JSON.parse(printed)).toEqual(value);
});
