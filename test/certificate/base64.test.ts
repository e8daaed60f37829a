import { expect, it } from 'vitest';
import { decodeBase64Strict, decodeBase64UrlStrict } from '../../src/certificate/encoding/base64.ts';

const decode = (text: string) => decodeBase64Strict(text)?.toString('latin1') ?? null;
const decodeUrl = (text: string) => decodeBase64UrlStrict(text)?.toString('latin1') ?? null;

it.each([
  ['', ''],
  ['YWJj', 'abc'],
  ['YWI=', 'ab'],
  ['YQ==', 'a'],
  ['YQ= =\n', 'a'],
  ['YQ', 'a'],
  [' Y\nW\tJ\rj ', 'abc'],
  ['+/+/', '\u{fb}\u{ff}\u{bf}'],
  ['Y', null],
  ['YWJjY', null],
  ['YWJjY=', null],
  ['YWJjY===', null],
  ['YWJjYQ', 'abca'],
  ['YWJjYWI', 'abcab'],
  ['YQ===', null],
  ['YQ=', null],
  ['YWI==', null],
  ['YQ=x', null],
  ['YQ=x=', null],
  ['=YQ', null],
  ['YW-j', null],
  ['YW_j', null],
  ['YW.j', null],
])('base64 %j is %j, short or long', (text, expected) => {
  expect(decode(text)).toBe(expected);
  expect(decode('YWJj'.repeat(40) + text)).toBe(expected === null ? null : 'abc'.repeat(40) + expected);
});

it.each([
  ['', ''],
  ['YWJj', 'abc'],
  ['YWI', 'ab'],
  ['YWI=', 'ab'],
  ['YQ==', 'a'],
  ['YQ= =\n', 'a'],
  ['-_-_', '\u{fb}\u{ff}\u{bf}'],
  ['Y', null],
  ['YWJjY', null],
  ['YQ===', null],
  ['YQ=x', null],
  ['YQ=x=', null],
  ['+/+/', null],
])('base64url %j is %j', (text, expected) => {
  expect(decodeUrl(text)).toBe(expected);
});
