import { expect, it } from 'vitest';
import { parseDistinguishedName } from '../../src/report/metrics/x509-families.ts';

it.each<[string, Record<string, string>]>([
  ['', {}],
  ['CN=www.example.com', { CN: 'www.example.com' }],
  ['CN=Example CA,O=Example\\, Inc.,C=DE', { CN: 'Example CA', O: 'Example, Inc.', C: 'DE' }],
  ['OU=a+CN=b, O=c', { OU: 'a', CN: 'b', O: 'c' }],
  ['CN=\\C3\\A4\\"\\\\x', { CN: 'ä"\\x' }],
  ['cn=first,CN=second', { CN: 'first' }],
  ['1.2.3=#0401ff,CN=x=y', { CN: 'x=y' }],
  ['CN=,O=x', { CN: '', O: 'x' }],
  ['CN=a\\\nb', { CN: 'a\nb' }],
  ['no type', {}],
  [' , CN = x', { CN: ' x' }],
])('reads %j', (text, expected) => {
  expect(Object.fromEntries(parseDistinguishedName(text))).toEqual(expected);
});
