import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGlobMatcher } from '../../src/lib/files/glob.ts';
import { walkGlob } from '../../src/lib/files/glob-walk.ts';
import { resolveWorkspace } from '../../src/lib/files/workspace-boundary.ts';

let root: string;

const NAMES = ['a', 'b', 'ab', '.c', 'a.b'];
/** Every path of up to three of these names, the last one with an extension, so that no file is also a directory. */
const PATHS = NAMES.flatMap((one) => [
  `${one}.x`,
  ...NAMES.flatMap((two) => [`${one}/${two}.x`, ...NAMES.map((three) => `${one}/${two}/${three}.x`)]),
]);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'certvigil-walk-'));
  for (const path of PATHS) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
});
afterAll(() => rmSync(root, { recursive: true }));

function found(glob: string, exclude: string[] = []): string[] {
  const options = { root, workspace: resolveWorkspace(root, {}), excluded: createGlobMatcher(exclude), hidden: true };
  return [...walkGlob(glob, options)]
    .filter((one) => one !== null)
    .map(({ path, kind }) => (kind === 'file' ? path : kind));
}

const part = fc.constantFrom(
  '*',
  '**',
  'a',
  'b',
  'a*',
  '*b',
  '?',
  '[!a]',
  '[ab]*',
  '{a,b}',
  '{a/b,.c}',
  '.*',
  '**b',
  'a.b',
  'none',
);
const glob = fc
  .tuple(
    fc.array(part, { maxLength: 3 }),
    fc.constantFrom('*', '*.x', 'a.x', '{a,b}.x', '**', '[!b]*.x', 'ab.*', '**.x'),
  )
  .map(([parts, last]) => [...parts, last].join('/'));

it('finds exactly the files that match a glob, each once', () => {
  fc.assert(
    fc.property(glob, fc.array(glob, { maxLength: 1 }), (one, exclude) => {
      const matches = createGlobMatcher([one]);
      const excluded = createGlobMatcher(exclude);
      // Excluding a directory excludes everything in it.
      const isOut = (path: string) =>
        path.split('/').some((_, end, names) => excluded(names.slice(0, end + 1).join('/')));
      expect(found(one, exclude).sort()).toEqual(PATHS.filter((path) => matches(path) && !isOut(path)).sort());
    }),
    { numRuns: 300 },
  );
});

it('finds nothing twice under ** because of links', () => {
  symlinkSync('a', join(root, 'link'));
  symlinkSync('..', join(root, 'a/up'));
  try {
    expect(found('**/*.x').sort()).toEqual([...PATHS].sort());
  } finally {
    rmSync(join(root, 'link'));
    rmSync(join(root, 'a/up'));
  }
});

function walk(excluded: (path: string) => boolean, reportBug?: (bug: unknown) => void) {
  return [
    ...walkGlob('*.x', { root, workspace: resolveWorkspace(root, {}), excluded, hidden: true, reportBug }),
  ].filter((one) => one !== null && one.path < 'b');
}

it('reports an unreadable entry, and continues', () => {
  const read = (path: string) => {
    if (path === 'a.x') throw Object.assign(new Error('x'), { code: 'EIO', syscall: 'lstat' });
    return false;
  };
  expect(walk(read)).toContainEqual({ path: 'a.x', kind: 'unreadable', code: 'EIO' });
  expect(walk(read)).toContainEqual({ path: 'ab.x', kind: 'file' });
});

it.each([{}, { code: 'EIO' }, { syscall: 'lstat' }])('reports a bug at an entry with %j, and continues', (fields) => {
  const bug = Object.assign(new Error('x'), fields);
  const bugs: unknown[] = [];
  const fail = (path: string) => {
    if (path === 'a.x') throw bug;
    return false;
  };
  const found = walk(fail, (one) => void bugs.push(one));
  expect(found).toContainEqual({ path: 'a.x', kind: 'broken' });
  expect(found).toContainEqual({ path: 'ab.x', kind: 'file' });
  expect(bugs).toEqual([bug]);
  expect(() => walk(fail)).toThrow(bug);
});
