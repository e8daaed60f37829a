import { describe, expect, it } from 'vitest';
import { listCaaNames } from '../../../src/app/verify/look-up-dns.ts';

const exact = (name: string) => ({ name, is_wildcard: false });
const wild = (name: string) => ({ name, is_wildcard: true });

describe('the names whose CAA records count', () => {
  it.each([
    ['are that of the server', ['www.example.com'], ['www.example.com', 'hostile.example'], [exact('www.example.com')]],
    ['are the name above a wildcard', ['www.example.com'], ['*.example.com'], [wild('example.com')]],
    [
      'are both if the certificate has both',
      ['www.example.com'],
      ['WWW.example.com', '*.example.com'],
      [exact('www.example.com'), wild('example.com')],
    ],
    [
      'are that of the server if the certificate is for another',
      ['www.example.com'],
      ['other.example'],
      [exact('www.example.com')],
    ],
    [
      'are those that the entry expects',
      ['192.0.2.1', '*.example.com', 'a.example'],
      [],
      [wild('example.com'), exact('a.example')],
    ],
    [
      'do not include addresses, mail addresses and single labels',
      ['192.0.2.1', 'me@example.com', 'localhost', '::1'],
      [],
      [],
    ],
    ['do not include a wildcard of a top-level domain', ['example.com'], ['*.com'], [exact('example.com')]],
  ])('%s', (_, names, sans, expected) => {
    expect(listCaaNames(names, { sans })).toEqual(expected);
  });
});
