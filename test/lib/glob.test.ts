import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGlobMatcher, parseGlob, unifySeparators } from '../../src/lib/files/glob.ts';

/** Each glob with paths that match, and paths that do not. */
const GLOBS: [glob: string, matches: string[], not: string[]][] = [
  ['*.pem', ['a.pem', '.pem', '.hidden.pem', 'a\nb.pem', '"a".pem'], ['a.pem.old', 'a/b.pem', 'apem']],
  ['a*b*c', ['abc', 'axbxc', 'abcbc'], ['ab', 'acb', 'a/bc']],
  ['?.pem', ['a.pem', 'é.pem', '😀.pem', '\n.pem'], ['.pem', 'ab.pem', '/.pem']],
  ['[ab].pem', ['a.pem', 'b.pem'], ['c.pem', 'ab.pem', '[ab].pem']],
  ['[!ab].pem', ['c.pem', '!.pem'], ['a.pem', 'b.pem', '.pem']],
  ['[^ab].pem', ['c.pem', '^.pem'], ['a.pem', 'b.pem']],
  ['[a-c]', ['a', 'b', 'c'], ['d', '-']],
  ['[a-]', ['a', '-'], ['b']],
  ['[c-a]', [], ['a', 'b', 'c']],
  ['[]a]', [']', 'a'], ['b', '[]a]']],
  ['[!]a]', ['b'], [']', 'a']],
  ['[\\]\\\\^&&]', [']', '\\', '^', '&'], ['a']],
  ['[[:digit:]x]', ['1', 'x'], ['d', ':', '[']],
  ['x[!a]y', ['xby'], ['x/y']],
  ['[a', ['[a'], ['a']],
  ['[a/b]c', ['[a/b]c'], ['ac', 'bc']],
  ['{a,b}.pem', ['a.pem', 'b.pem'], ['c.pem', 'a,b.pem', '{a,b}.pem']],
  ['a{,.old}.pem', ['a.pem', 'a.old.pem'], ['a..pem']],
  ['{a,b{c,d*}}', ['a', 'bc', 'bd', 'bdx'], ['b', 'ac']],
  ['{1..12}', ['1', '2', '11', '12'], ['0', '13', '01', '.']],
  ['{08..11}', ['08', '09', '10', '11'], ['8', '12']],
  ['{c..a}', ['a', 'b', 'c'], ['d']],
  ['{a}', ['{a}'], ['a']],
  ['{a', ['{a'], ['a']],
  ['{a,b', ['{a,b'], ['a']],
  ['{1..100000}', ['1', '99999'], ['0', '100001']],
  ['{x/y,z}/*.pem', ['x/y/a.pem', 'z/a.pem'], ['x/a.pem', 'y/a.pem', 'x/y/z/a.pem']],
  ['{x/{a,b},y}', ['x/a', 'x/b', 'y'], ['x', 'a']],
  ['* (1).pem', ['a (1).pem'], ['a 1.pem']],
  ['!(a)|+b@c^$"d"*', ['!(a)|+b@c^$"d"e'], ['a']],
  ['!*.pem', ['!a.pem'], ['a.pem', 'b.crt']],
  ['a\\*\\[b', ['a*[b'], ['axx[b']],
  ['***', ['a', 'a/b'], []],
  ['a***b', ['ab', 'axb'], ['a/b']],
  ['**', ['a', 'a/b', '.a/.b'], []],
  ['**/*.pem', ['a.pem', 'x/a.pem', 'x\ny/z/a.pem', '.x/.a.pem'], ['a.crt']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'a/x', 'b']],
  ['a/**/**/b/**', ['a/b', 'a/b/c', 'a/x/b/c/d'], ['a/c']],
  ['certs/**', ['certs', 'certs/a', 'certs/a/b'], ['cert', 'certsa']],
  ['certs/**.pem', ['certs/a.pem', 'certs/x/a.pem'], ['a.pem']],
  ['a**b', ['ab', 'axb'], ['a/b']],
  ['./a//b/../*', ['a/c'], ['a/b/c', 'b/c']],
  ['certs/', ['certs'], ['certs/a']],
  ['/etc/*', ['/etc/a'], ['etc/a', '/etc/a/b']],
  ['certificate.*', ['certificate.expired'], ['scan.stale', 'certificate']],
];

it.each([
  ['certs\\*.pem', 'certs/*.pem'],
  ['C:\\certs\\**\\web.pem', 'C:/certs/**/web.pem'],
  ['\\\\server\\share\\*.pem', '//server/share/*.pem'],
  ['certs/\\[old\\]\\a\\{1\\}.pem', 'certs/\\[old\\]/a\\{1\\}.pem'],
])('on Windows, %j is the glob %j', (written, glob) => {
  expect(unifySeparators(written, '\\')).toBe(glob);
  expect(unifySeparators(written, '/')).toBe(written);
});

it.each([
  ['Certs/*.PEM', 'certs/Web.pem'],
  ['certs/web.pem', 'CERTS/WEB.PEM'],
  ['É.pem', 'é.pem'],
  ['**/[a-c].{pem,CRT}', 'x/B.crt'],
])('matches with %j without regard to case only where files have none: %j', (glob, name) => {
  expect(createGlobMatcher([glob], true)(name)).toBe(true);
  expect(createGlobMatcher([glob])(name)).toBe(false);
});

it.each(GLOBS)('matches names with %j', (glob, matches, not) => {
  const test = createGlobMatcher([glob]);
  expect(matches.filter((name) => !test(name))).toEqual([]);
  expect(not.filter(test)).toEqual([]);
});

it.each([
  ['**/*.{pem,crt}', 1],
  ['{a,b}/*.pem', 2],
  ['**/{tls,ca}.pem', 2],
  ['**/{*.pem,tls/*.crt}', 2],
])('parses %s into %i path(s)', (glob, paths) => {
  expect(parseGlob(glob)).toHaveLength(paths);
});

it('matches a name if any glob does, and nothing without globs', () => {
  const test = createGlobMatcher(['a*', 'b']);
  expect(['a1', 'b', 'b1'].map(test)).toEqual([true, true, false]);
  expect(createGlobMatcher([])('a')).toBe(false);
});

/** The names that a glob matches without a `/`, as its only segment says. */
function matchSegment(glob: string, name: string): boolean {
  const [[segment] = []] = parseGlob(glob);
  return !name.includes('/') && segment?.matches(name) === true;
}

it('matches names with a prefix as the complete parser does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '_', '.', '-', '/', '*', '\n') });
  const prefix = text.map((rest) => `a${rest.replace(/[/*\n]/g, '')}`);
  const property = fc.property(prefix, text, fc.boolean(), (start, rest, isStart) => {
    const name = isStart ? start + rest : rest;
    expect(createGlobMatcher([`${start}*`])(name)).toBe(matchSegment(`${start}*`, name));
  });
  fc.assert(property, { numRuns: 300 });
});

describe('any text', () => {
  it('is a valid glob, and matches itself if special characters are escaped', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab*?[]{},.!^-\\:é😀\n'), maxLength: 30 });
    fc.assert(
      fc.property(text, text, (glob, name) => {
        createGlobMatcher([glob])(name);
        const plain = glob.replace(/[*?[{\\]/g, '\\$&');
        if (glob !== '' && !/^\.{1,2}$/.test(glob)) expect(createGlobMatcher([plain])(glob)).toBe(true);
      }),
    );
  });

  it.each([
    ['stars', '*a'.repeat(60), 'a'.repeat(59)],
    ['stars in braces', '{*a,*a*}'.repeat(60), 'a'.repeat(59)],
    ['directories', `${'**/'.repeat(500)}b`, 'a/'.repeat(500)],
    ['paths', '{a/,b/}'.repeat(40), 'a'],
    ['nesting', `${'{a,'.repeat(3000)}${'}'.repeat(3000)}`, 'b'],
    ['open braces', '{'.repeat(9999), 'a'],
    ['length', '*a'.repeat(1_000_000), 'a'],
    ['consecutive stars', `${'*'.repeat(9000)}x`, 'a'],
    ['sets', '[a'.repeat(4000), 'b'],
    ['questions', `${'?*'.repeat(4000)}x`, 'a'],
  ])('is matched in linear time: many %s', (_, glob, name) => {
    expect(createGlobMatcher([glob])(name)).toBe(false);
  });
});
