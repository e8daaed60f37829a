import { describe, expect, it } from 'vitest';
import {
  createIgnoreFinder,
  createPathMatcher,
  type DiscoveryIgnore,
  isInDomains,
} from '../../src/domain/discovery.ts';

const NOW = Date.parse('2027-01-01T00:00:00Z');

function ignore(fields: Partial<DiscoveryIgnore>): DiscoveryIgnore {
  const position = { file: 'certvigil.yaml', line: 1, column: 1 };
  return { host: null, domain: null, file: null, reason: 'known', until: null, position, ...fields };
}

describe('an item of discovery.ignore', () => {
  it.each<[string, Partial<DiscoveryIgnore>, string | null, string, boolean]>([
    ['a host', { host: 'a.example.org' }, 'a.example.org', 'x.yaml', true],
    ['another host', { host: 'a.example.org' }, 'b.example.org', 'x.yaml', false],
    ['a host of a glob', { host: '*.example.org' }, 'a.b.example.org', 'x.yaml', true],
    ['no name by a glob for its subdomains', { host: '*.example.org' }, 'example.org', 'x.yaml', false],
    ['a domain', { domain: 'example.org' }, 'example.org', 'x.yaml', true],
    ['a host of a domain', { domain: 'example.org' }, 'a.b.example.org', 'x.yaml', true],
    ['no name that only ends like the domain', { domain: 'example.org' }, 'anexample.org', 'x.yaml', false],
    ['a file', { file: 'certs/ca.pem' }, null, 'certs/ca.pem', true],
    ['a host in a file', { file: 'docs/**' }, 'a.example.org', 'docs/a/b.md', true],
    ['a file in a directory', { file: 'vendor/' }, null, 'vendor/a/ca.pem', true],
    ['no file beside the directory', { file: 'vendor/' }, null, 'vendored/ca.pem', false],
    ['a host in one file', { host: '*', file: 'docs/**' }, 'a.example.org', 'docs/a.md', true],
    ['no host of another file', { host: '*', file: 'docs/**' }, 'a.example.org', 'src/a.md', false],
    ['no certificate by a host', { host: '*' }, null, 'certs/ca.pem', false],
    ['nothing once it has ended', { host: '*', until: '2027-01-01T00:00:00Z' }, 'a.example.org', 'x.yaml', false],
    ['a host before its end', { host: '*', until: '2027-01-01T00:00:01Z' }, 'a.example.org', 'x.yaml', true],
  ])('matches %s', (_, fields, name, file, expected) => {
    const item = ignore(fields);
    expect(createIgnoreFinder([item], NOW)({ name, file })).toBe(expected ? item : null);
  });

  it('is the first of several that match', () => {
    const items = [ignore({ host: 'other.example.org' }), ignore({ domain: 'example.org' }), ignore({ host: '*' })];
    expect(createIgnoreFinder(items, NOW)({ name: 'a.example.org', file: 'x' })).toBe(items[1]);
  });
});

it('excludes hidden directories, nested globs and single files', () => {
  const isExcluded = createPathMatcher(['.archive/**', '**/testdata', './a.yaml']);
  const files = ['.archive/a.pem', '.archive/b/c', 'x/testdata/y/z.pem', 'a.yaml', 'b/a.yaml', 'testdata.pem'];
  expect(files.filter(isExcluded)).toEqual(['.archive/a.pem', '.archive/b/c', 'x/testdata/y/z.pem', 'a.yaml']);
});

it('counts a name in one of several domains', () => {
  expect(isInDomains('a.example.net', ['example.org', 'example.net'])).toBe(true);
  expect(isInDomains('a.example.net', [])).toBe(false);
});
