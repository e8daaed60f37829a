import { expect, it } from 'vitest';
import { GITHUB_PAGES } from '../../../src/discover/formats/github-pages.ts';

const REPOSITORY = { paths: [], readText: () => null };
const read = (text: string) => [...GITHUB_PAGES.read({ path: 'docs/CNAME', text }, REPOSITORY)];

it('reads the custom domain of GitHub Pages', () => {
  expect(read('\nwww.example.com\n')).toEqual([
    { kind: 'host', host: 'www.example.com', port: null, line: 2, confidence: 'declared' },
  ]);
});

it.each(['', 'a.example.com\nb.example.com\n', 'www IN CNAME www.example.com.\n', 'localhost\n'])(
  'skips %j',
  (text) => {
    expect(read(text)).toEqual([]);
  },
);

it('reads a file named CNAME in any directory', () => {
  expect(GITHUB_PAGES.files.test('CNAME')).toBe(true);
  expect(GITHUB_PAGES.files.test('site/public/CNAME')).toBe(true);
  expect(GITHUB_PAGES.files.test('docs/MYCNAME')).toBe(false);
});
