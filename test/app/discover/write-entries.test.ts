import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { groupEntries, insertEntries } from '../../../src/app/discover/write-entries.ts';
import type { DiscoveryFinding } from '../../../src/generated/discovery.ts';

const SECTIONS = [{ comment: '# Found by discover: CNAME', entries: [{ name: 'b', endpoint: 'b.example.com' }] }];

describe('insertEntries', () => {
  it.each([
    [
      'after the last item, before the comments that follow it',
      'version: 1 # one\ncertificates:\n- name: a # first\n  expires: 2027-03-01 # soon\n# more\nwebhooks: {}\n',
      'version: 1 # one\ncertificates:\n- name: a # first\n  expires: 2027-03-01 # soon\n# Found by discover: CNAME\n- name: b\n  endpoint: b.example.com\n# more\nwebhooks: {}\n',
    ],
    [
      'with the indentation of the list',
      'certificates:\n    - { name: a, expires: 2027-03-01 }\n',
      'certificates:\n    - { name: a, expires: 2027-03-01 }\n    # Found by discover: CNAME\n    - name: b\n      endpoint: b.example.com\n',
    ],
    [
      'after a block of text',
      'certificates:\n  - name: a\n    pem: |\n      text\n      more\nrules: []\n',
      'certificates:\n  - name: a\n    pem: |\n      text\n      more\n  # Found by discover: CNAME\n  - name: b\n    endpoint: b.example.com\nrules: []\n',
    ],
    [
      'at the end of a file without a line end',
      'certificates:\n  - name: a',
      'certificates:\n  - name: a\n  # Found by discover: CNAME\n  - name: b\n    endpoint: b.example.com\n',
    ],
    [
      'with the line ends of Windows',
      'certificates:\r\n  - name: a\r\n',
      'certificates:\r\n  - name: a\r\n  # Found by discover: CNAME\r\n  - name: b\r\n    endpoint: b.example.com\r\n',
    ],
    [
      'into an empty list',
      'certificates: [] # none\nrules: []\n',
      'certificates: # none\n  # Found by discover: CNAME\n  - name: b\n    endpoint: b.example.com\nrules: []\n',
    ],
    [
      'below a key without a value',
      'certificates:\nrules: []\n',
      'certificates:\n  # Found by discover: CNAME\n  - name: b\n    endpoint: b.example.com\nrules: []\n',
    ],
    [
      'into a list in brackets',
      'certificates: [{ name: a }]\n',
      'certificates: [{ name: a }, { name: b, endpoint: b.example.com }]\n',
    ],
    [
      'into a list in brackets on several lines',
      'certificates: [\n  { name: a }, # last\n  ]\n',
      'certificates: [\n  { name: a }, { name: b, endpoint: b.example.com }, # last\n  ]\n',
    ],
    [
      'as a new key',
      'version: 1\ninclude: [more.yaml]',
      'version: 1\ninclude: [more.yaml]\n\ncertificates:\n  # Found by discover: CNAME\n  - name: b\n    endpoint: b.example.com\n',
    ],
  ])('adds entries %s', (_, before, after) => {
    expect(insertEntries(before, SECTIONS)).toBe(after);
    expect(parse(after).certificates.at(-1)).toEqual({ name: 'b', endpoint: 'b.example.com' });
  });

  it.each(['a: &a []\ncertificates: *a\n', 'certificates: text\n', '- list\n', 'certificates: [\n'])(
    'refuses %j',
    (text) => {
      expect(insertEntries(text, SECTIONS)).toBeNull();
    },
  );
});

it('groups entries by owner, then by the file that names them', () => {
  const finding = (value: string, file: string, owner?: string) =>
    ({ value, file, entry: { name: value, endpoint: value, ...(owner && { owner }) } }) as unknown as DiscoveryFinding;
  const glob = { name: 'certs', file: 'certs/*.pem' };
  const certificate = (value: string) => ({ value, file: value, entry: glob }) as unknown as DiscoveryFinding;
  const sections = groupEntries([
    finding('a', 'x.yaml', '@org/b'),
    finding('b', 'y.yaml', '@org/a'),
    finding('c', 'x.yaml', '@org/b'),
    finding('d', 'evil\nfile: x', '@org/b'),
    certificate('certs/a.pem'),
    certificate('certs/b.pem'),
    { ...finding('e', 'x.yaml'), entry: null },
  ]);
  expect(sections.map(({ comment, entries }) => [comment, entries.map(({ name }) => name)])).toEqual([
    ['# Found by discover: certificate files', ['certs']],
    ['# Found by discover: y.yaml', ['b']],
    ['# Found by discover: x.yaml', ['a', 'c']],
    ['# Found by discover: evil?file: x', ['d']],
  ]);
});
