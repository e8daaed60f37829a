import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, win32 } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isPatternOutside, isWithin, resolveWorkspace } from '../../src/lib/files/workspace-boundary.ts';
import { readFiles } from '../../src/scan/sources/file.ts';

const reportBug = (bug: unknown) => {
  throw bug;
};

let top: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'certvigil-workspace-')));
  for (const directory of ['repo/.git', 'repo/team/certs', 'outside'])
    mkdirSync(join(top, directory), { recursive: true });
  for (const file of ['repo/shop.pem', 'repo/team/own.pem', 'outside/secret.pem']) writeFileSync(join(top, file), 'x');
});
afterEach(() => rmSync(top, { recursive: true }));

const repo = () => join(top, 'repo');

function link(target: string, path: string): void {
  symlinkSync(target, join(top, path));
}

/** Each path with its result; the manifest is in repo/team. */
async function read(...patterns: string[]): Promise<string[]> {
  const root = join(top, 'repo/team');
  const source = {
    kind: 'file' as const,
    patterns,
    exclude: [],
    trust: 'none' as const,
    ca_file: null,
    aia: false,
    revocation: false,
  };
  const sources = await readFiles('a', source, { root, workspace: resolveWorkspace(root, {}), reportBug });
  return sources.flatMap(({ locations }) =>
    Array.from(
      locations,
      (location) => `${location.location}: ${'failure' in location ? location.failure.code : 'read'}`,
    ),
  );
}

describe('the workspace', () => {
  it('is that of the runner if it contains the manifest', () => {
    expect(resolveWorkspace(join(top, 'repo/team'), { GITHUB_WORKSPACE: top }).directory).toBe(top);
    expect(resolveWorkspace(join(top, 'repo/team'), { GITHUB_WORKSPACE: join(top, 'outside') }).directory).toBe(repo());
  });

  it('is otherwise the git repository, or the directory of the manifest', () => {
    expect(resolveWorkspace(join(top, 'repo/team'), {}).directory).toBe(repo());
    expect(resolveWorkspace(join(top, 'outside'), {}).directory).toBe(join(top, 'outside'));
  });
});

describe('a path on Windows', () => {
  const ROOT = 'D:\\a\\repo\\repo';

  it.each<[string, boolean]>([
    ['certs/a.pem', false],
    ['certs\\*.pem', false],
    ['..\\repo\\a.pem', false],
    ['D:/a/repo/repo/certs/a.pem', false],
    ['D:\\a\\repo\\repo', false],
    ['..\\..\\secret.pem', true],
    ['../other/a.pem', true],
    ['D:\\a\\repo\\repository\\a.pem', true],
    ['C:/windows/win.ini', true],
    ['C:\\windows\\win.ini', true],
    ['C:win.ini', true],
    ['{certs,C:/windows}/*.ini', true],
    ['{certs,..}\\..\\secret.pem', true],
    ['certs\\[.].\\[.].\\*.pem', false],
    ['/windows/win.ini', true],
    ['\\\\server\\share\\a.pem', true],
    ['//server/share/a.pem', true],
    ['\\\\?\\C:\\windows\\win.ini', true],
  ])('%s is outside the checkout: %s', (pattern, isOutside) => {
    expect(isPatternOutside(pattern, ROOT, ROOT, win32)).toBe(isOutside);
  });

  it('on another drive or share is not in the workspace', () => {
    expect(isWithin(ROOT, `${ROOT}\\certs\\a.pem`, win32)).toBe(true);
    expect(isWithin(ROOT, ROOT, win32)).toBe(true);
    expect(isWithin(ROOT, 'd:\\A\\repo\\repo\\a.pem', win32)).toBe(true);
    for (const file of ['C:\\windows\\win.ini', '\\\\server\\share\\a.pem', 'D:\\a\\repo'])
      expect(isWithin(ROOT, file, win32)).toBe(false);
  });
});

describe('a link', () => {
  it('is followed within the workspace, even out of the directory of the manifest', async () => {
    link('../own.pem', 'repo/team/certs/own.pem');
    link('../../shop.pem', 'repo/team/certs/shop.pem');
    link('../../../repo/shop.pem', 'repo/team/certs/round.pem');
    link('certs', 'repo/team/again');
    expect(await read('certs/*.pem', 'again/own.pem')).toEqual([
      'certs/own.pem: read',
      'certs/round.pem: read',
      'certs/shop.pem: read',
      'again/own.pem: read',
    ]);
  });

  it('to a file outside the workspace is reported, and not followed', async () => {
    link('../../../outside/secret.pem', 'repo/team/certs/out.pem');
    link(join(top, 'outside/secret.pem'), 'repo/team/certs/absolute.pem');
    link('out.pem', 'repo/team/certs/twice.pem');
    link('../../outside', 'repo/team/directory');
    expect(await read('certs/*.pem', 'directory/secret.pem')).toEqual([
      'certs/absolute.pem: link-outside-workspace',
      'certs/out.pem: link-outside-workspace',
      'certs/twice.pem: link-outside-workspace',
      'directory/secret.pem: link-outside-workspace',
    ]);
  });

  it('outside the workspace is followed if the manifest names it', async () => {
    link('secret.pem', 'outside/live.pem');
    expect(await read(join(top, 'outside/live.pem'), '../../outside/live.pem')).toEqual([
      `${join(top, 'outside/live.pem')}: read`,
      '../../outside/live.pem: read',
    ]);
  });

  it('that is broken is a missing file', async () => {
    link('nowhere', 'repo/team/certs/dangling.pem');
    expect(await read('certs/*.pem')).toEqual(['certs/dangling.pem: file-not-found']);
  });
});
