import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RawSource } from '../../src/domain/index.ts';
import type { Deadline } from '../../src/lib/deadline.ts';
import { resolveWorkspace } from '../../src/lib/files/workspace-boundary.ts';
import { readFiles } from '../../src/scan/sources/file.ts';
import { type FilePatterns, matchFiles } from '../../src/scan/sources/match-files.ts';
import { createTestDeadline } from '../helpers/deadline.ts';

const reportBug = (bug: unknown) => {
  throw bug;
};

let made: string;
/** The directory of the manifest. Default: the temporary directory. */
let root: string;

beforeEach(() => {
  made = mkdtempSync(join(tmpdir(), 'certvigil-files-'));
  root = made;
});

afterEach(() => rmSync(made, { recursive: true, force: true }));

function write(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), path);
  }
}

function files(patterns: string[], exclude: string[] = []): FilePatterns {
  return { patterns, exclude };
}

async function matched(patterns: string[], exclude: string[] = []): Promise<string[][]> {
  return (await matchFiles(files(patterns, exclude), root, resolveWorkspace(root, {}))).map(({ paths }) => paths);
}

/** The reading of a source in short: its failure, then each location with its failure or size. */
async function read(patterns: string[], exclude: string[] = []): Promise<string[]> {
  const context = { root, workspace: resolveWorkspace(root, {}), reportBug };
  const sources = await readFiles('a', files(patterns, exclude), context);
  return sources.flatMap((source) => [
    `${source.source}: ${source.failure?.code ?? 'read'}`,
    ...listLocationNames(source),
  ]);
}

function listLocationNames({ locations }: RawSource): string[] {
  return Array.from(locations, (location) => {
    const outcome =
      'failure' in location ? location.failure.code : 'content' in location ? `${location.content.length} bytes` : '?';
    return `  ${location.location}: ${outcome}`;
  });
}

describe('a pattern', () => {
  beforeEach(() => {
    write('a.pem', 'b.crt', '.hidden.pem', 'certs/c.pem', 'certs/deep/d.pem', 'certs/deep/.e/f.pem', 'certs/[x].pem');
  });

  it.each<[string, string[], string[][]]>([
    ['a path', ['a.pem'], [['a.pem']]],
    ['a path in another notation', ['./certs//../a.pem'], [['a.pem']]],
    ['a path with glob characters', ['certs/[x].pem'], [['certs/[x].pem']]],
    ['one star, which matches the directory only, including hidden files', ['*.pem'], [['.hidden.pem', 'a.pem']]],
    ['a star as a directory', ['*/c.pem'], [['certs/c.pem']]],
    ['two stars', ['certs/**/*.pem'], [['certs/[x].pem', 'certs/c.pem', 'certs/deep/.e/f.pem', 'certs/deep/d.pem']]],
    ['braces', ['{a,b}.{pem,crt}'], [['a.pem', 'b.crt']]],
    ['braces over directories', ['{certs/deep,nowhere}/*.pem'], [['certs/deep/d.pem']]],
    ['a class', ['[ab].*'], [['a.pem', 'b.crt']]],
    ['a negated class', ['[!ab].*', 'certs/[!c].pem'], [[], []]],
    ['a leading exclamation mark', ['!a.pem'], [[]]],
    [
      'several, with each file at the first one that matches',
      ['a.*', '*.{pem,crt}'],
      [['a.pem'], ['.hidden.pem', 'b.crt']],
    ],
    ['nothing', ['nowhere/*.pem', 'nothing.pem', 'a.pem/*'], [[], [], []]],
  ])('can be %s', async (_, patterns, expected) => {
    expect(await matched(patterns)).toEqual(expected);
  });

  it('that is absolute finds absolute paths', async () => {
    const shown = root.replaceAll(sep, '/');
    expect(await matched([`${root}/certs/*.pem`, `${root}/a.pem`])).toEqual([
      [`${shown}/certs/[x].pem`, `${shown}/certs/c.pem`],
      [`${shown}/a.pem`],
    ]);
  });

  it('can be outside the root', async () => {
    root = join(root, 'certs');
    expect(await matched(['../*.pem', '../a.pem', '../b.*'])).toEqual([
      ['../.hidden.pem', '../a.pem'],
      [],
      ['../b.crt'],
    ]);
  });

  it('does not find excluded files and directories', async () => {
    expect(await matched(['certs/**/*.pem'], ['certs/deep/**'])).toEqual([['certs/[x].pem', 'certs/c.pem']]);
    expect(await matched(['certs/**/*.pem'], ['**/*d.pem', './certs/[[]*'])).toEqual([
      ['certs/c.pem', 'certs/deep/.e/f.pem'],
    ]);
    expect(await matched(['a.pem', 'b.crt'], ['a.*'])).toEqual([[], ['b.crt']]);
    for (const directory of ['certs/deep', 'certs/deep/', './certs/d*', '**/deep/**', 'certs/{deep,x/y}']) {
      expect(await matched(['certs/**/*.pem'], [directory])).toEqual([['certs/[x].pem', 'certs/c.pem']]);
    }
  });

  it('is a path or a glob, and may have no match', async () => {
    const [glob, path, taken] = await matchFiles(
      files(['*.none', 'none.pem', '*.none']),
      root,
      resolveWorkspace(root, {}),
    );
    expect(glob).toMatchObject({ pattern: '*.none', glob: true, missing: true });
    expect(path).toMatchObject({ pattern: 'none.pem', glob: false, missing: true });
    expect(taken).toMatchObject({ missing: true });
    const [first, second] = await matchFiles(files(['a.pem', 'a.*']), root, resolveWorkspace(root, {}));
    expect(first).toMatchObject({ paths: ['a.pem'], missing: false });
    expect(second).toMatchObject({ paths: [], missing: false });
  });

  it('with glob characters is a path if that exists, and a glob if that also matches the path', async () => {
    write('*.pem');
    expect(await matched(['*.pem', 'certs/[x].pem'])).toEqual([['*.pem', '.hidden.pem', 'a.pem'], ['certs/[x].pem']]);
  });

  it('matches directories and special files too', async () => {
    mkdirSync(join(root, 'certs/tls.pem'));
    expect(await read(['*/tls.pem', '**/tls.pem', 'certs/tls*'])).toEqual([
      '*/tls.pem: read',
      '  certs/tls.pem: file-is-directory',
      '**/tls.pem: read',
      'certs/tls*: glob-no-match',
    ]);
  });

  // macOS creates no such names.
  it.skipIf(process.platform === 'darwin')('matches files and directories whose names are not UTF-8', async () => {
    writeFileSync(Buffer.from(join(root, 'schl\xfcssel.crt'), 'latin1'), '');
    mkdirSync(Buffer.from(join(root, 'b\xfccher'), 'latin1'));
    expect(await read(['*el.crt', 'b*/x.pem', '**/*.none'])).toEqual([
      '*el.crt: read',
      '  schl\ufffdssel.crt: file-name-not-utf8',
      'b*/x.pem: read',
      '  b\ufffdcher/: file-name-not-utf8',
      '**/*.none: read',
      '  b\ufffdcher/: file-name-not-utf8',
    ]);
  });
});

describe('a symbolic link', () => {
  beforeEach(() => write('a.pem', 'certs/c.pem', 'certs/deep/d.pem', 'store/shop/tls.pem'));

  it('to a file is followed, and a broken one is reported', async () => {
    symlinkSync('../a.pem', join(root, 'certs/link.pem'));
    symlinkSync('nowhere', join(root, 'certs/dangling.pem'));
    symlinkSync('round.pem', join(root, 'certs/round.pem'));
    expect(await read(['certs/link.pem', 'certs/dang*', 'certs/r*', 'certs/round.pem/*'])).toEqual([
      'certs/link.pem: read',
      '  certs/link.pem: 5 bytes',
      'certs/dang*: read',
      '  certs/dangling.pem: file-not-found',
      'certs/r*: read',
      '  certs/round.pem: link-loop',
      'certs/round.pem/*: read',
      '  certs/round.pem/: link-broken',
    ]);
  });

  it('to a directory is followed: by `*` under each name, by `**` once, under the real path if possible', async () => {
    symlinkSync('../store/shop', join(root, 'certs/www'));
    symlinkSync('../store/shop', join(root, 'certs/api'));
    expect(await matched(['certs/*/tls.pem'])).toEqual([['certs/api/tls.pem', 'certs/www/tls.pem']]);
    expect(await matched(['certs/**/tls.pem'])).toEqual([['certs/api/tls.pem']]);
    expect(await matched(['**/tls.pem'])).toEqual([['store/shop/tls.pem']]);
    // Braces expand to several globs.
    expect(await matched(['**/{www,api}/*.pem'])).toEqual([['certs/api/tls.pem', 'certs/www/tls.pem']]);
    expect(await matched(['certs/www/*'])).toEqual([['certs/www/tls.pem']]);
  });

  it('to a missing directory is reported if `*` matches it', async () => {
    symlinkSync('../store/shop', join(root, 'certs/www'));
    symlinkSync('../none', join(root, 'certs/api'));
    symlinkSync('round', join(root, 'certs/round'));
    expect(await read(['certs/*/tls.pem', 'certs/**/d.pem', 'certs/*', 'certs/api/*'], ['certs/c.pem'])).toEqual([
      'certs/*/tls.pem: read',
      '  certs/www/tls.pem: 18 bytes',
      '  certs/api/: link-broken',
      '  certs/round/: link-broken',
      'certs/**/d.pem: read',
      '  certs/deep/d.pem: 16 bytes',
      'certs/*: read',
      '  certs/api: file-not-found',
      '  certs/round: link-loop',
      'certs/api/*: read',
      '  certs/api/: link-broken',
    ]);
  });

  it('in a loop is not followed forever', async () => {
    symlinkSync('.', join(root, 'certs/here'));
    symlinkSync('../..', join(root, 'certs/deep/up'));
    symlinkSync('../certs', join(root, 'certs/again'));
    expect(await matched(['certs/**/*.pem'])).toEqual([
      ['certs/c.pem', 'certs/deep/d.pem', 'certs/deep/up/a.pem', 'certs/deep/up/store/shop/tls.pem'],
    ]);
    expect(await matched(['certs/*/*/d.pem'])).toEqual([['certs/again/deep/d.pem', 'certs/here/deep/d.pem']]);
  });

  it('to other links does not take exponential time', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
    write(...names.map((name) => `web/${name}/x.pem`));
    for (const from of names) for (const to of names) symlinkSync(`../${to}`, join(root, `web/${from}/to-${to}`));
    expect(await matched(['web/**/*.pem'])).toEqual([names.map((name) => `web/${name}/x.pem`).sort()]);
  });

  it('to a directory outside the workspace is reported if it may contain matches, and not followed', async () => {
    mkdirSync(join(root, 'repo/certs'), { recursive: true });
    symlinkSync('../../store', join(root, 'repo/certs/out'));
    root = join(root, 'repo');
    write('certs/own.pem');
    expect(await read(['certs/**/*.pem', 'certs/out/*/*.pem', 'certs/own/*', 'certs/*.crt'])).toEqual([
      'certs/**/*.pem: read',
      '  certs/own.pem: 13 bytes',
      '  certs/out/: link-outside-workspace',
      'certs/out/*/*.pem: read',
      '  certs/out/: link-outside-workspace',
      'certs/own/*: glob-no-match',
      'certs/*.crt: glob-no-match',
    ]);
    expect(await read(['certs/**/*.pem'], ['certs/out/**'])).toEqual([
      'certs/**/*.pem: read',
      '  certs/own.pem: 13 bytes',
    ]);
  });
});

describe('reading files', () => {
  it('returns the bytes of each file', async () => {
    write('a.pem', 'certs/c.pem');
    expect(await read(['a.pem', 'certs/*'])).toEqual([
      'a.pem: read',
      '  a.pem: 5 bytes',
      'certs/*: read',
      '  certs/c.pem: 11 bytes',
    ]);
  });

  it('fails the source if the path does not exist or the glob has no match', async () => {
    expect(await read(['a.pem', '*.pem', 'x/y/z.pem'])).toEqual([
      'a.pem: file-not-found',
      '*.pem: glob-no-match',
      'x/y/z.pem: file-not-found',
    ]);
  });

  it('does not fail for files of other patterns and excluded files', async () => {
    write('a.pem', 'b.pem');
    expect(await read(['a.pem', 'a.*', 'b.pem'], ['b.*'])).toEqual([
      'a.pem: read',
      '  a.pem: 5 bytes',
      'a.*: read',
      'b.pem: read',
    ]);
  });

  it('fails for a directory and for a file that is too large', async () => {
    mkdirSync(join(root, 'directory'));
    write('large.pem', 'limit.pem');
    truncateSync(join(root, 'large.pem'), 50 * 1024 * 1024);
    truncateSync(join(root, 'limit.pem'), 10 * 1024 * 1024);
    expect(await read(['directory/', '*.pem'])).toEqual([
      'directory/: read',
      '  directory: file-is-directory',
      '*.pem: read',
      '  large.pem: file-too-large',
      '  limit.pem: 10485760 bytes',
    ]);
  });

  it('fails for a socket without opening it', async () => {
    const server = createServer().listen(join(root, 'socket.pem'));
    await once(server, 'listening');
    expect(await read(['socket.pem'])).toEqual(['socket.pem: read', '  socket.pem: file-not-regular']);
    await new Promise((resolve) => server.close(resolve));
  });

  // root can read everything.
  describe.skipIf(process.getuid?.() === 0)('without permission', () => {
    const modes = (of: Record<string, number>) => {
      for (const [path, mode] of Object.entries(of)) chmodSync(join(root, path), mode);
    };
    // Otherwise they could not be removed.
    const closed = ['closed', 'certs/b'];
    afterEach(() => modes(Object.fromEntries(closed.map((path) => [path, 0o700]))));
    beforeEach(() => {
      write('a.pem', 'b.pem', 'closed/c.pem', 'open/d.pem', 'certs/a/tls.pem', 'certs/b/tls.pem', 'certs/b/c.pem');
      modes({ 'a.pem': 0, closed: 0, 'certs/b': 0 });
    });

    it('fails at its own location, and reads the rest', async () => {
      expect(await read(['**/*.pem', 'closed/c.pem', 'certs/*/*.pem'])).toEqual([
        '**/*.pem: read',
        '  a.pem: file-unreadable',
        '  b.pem: 5 bytes',
        '  certs/a/tls.pem: 15 bytes',
        '  open/d.pem: 10 bytes',
        '  certs/b/: directory-unreadable',
        '  closed/: directory-unreadable',
        'closed/c.pem: read',
        '  closed/c.pem: file-unreadable',
        'certs/*/*.pem: read',
        '  certs/b/: directory-unreadable',
      ]);
    });

    it('does not fail if the directory cannot contain matches or is excluded', async () => {
      expect(await read(['*.pem', 'open/*', 'ce*/a/*', 'cert?/*.pem'])).toEqual([
        '*.pem: read',
        '  a.pem: file-unreadable',
        '  b.pem: 5 bytes',
        'open/*: read',
        '  open/d.pem: 10 bytes',
        'ce*/a/*: read',
        '  certs/a/tls.pem: 15 bytes',
        'cert?/*.pem: glob-no-match',
      ]);
      expect(await read(['**/d.pem', 'certs/*/tls.pem'], ['closed', 'certs/b/**'])).toEqual([
        '**/d.pem: read',
        '  open/d.pem: 10 bytes',
        'certs/*/tls.pem: read',
        '  certs/a/tls.pem: 15 bytes',
      ]);
    });

    it('reads a file by its path if the directory allows it', async () => {
      modes({ 'certs/b': 0o100 });
      expect(await read(['certs/*/tls.pem'])).toEqual([
        'certs/*/tls.pem: read',
        '  certs/a/tls.pem: 15 bytes',
        '  certs/b/tls.pem: 15 bytes',
      ]);
    });

    it('does not report files as missing', async () => {
      symlinkSync('../closed', join(root, 'certs/link'));
      symlinkSync('../closed/c.pem', join(root, 'certs/c.pem'));
      expect(await read(['closed/*.pem', 'closed/c/*.pem', 'certs/link/*', 'certs/c*'])).toEqual([
        'closed/*.pem: read',
        '  closed/: directory-unreadable',
        'closed/c/*.pem: read',
        '  closed/: directory-unreadable',
        'certs/link/*: read',
        '  certs/link/: directory-unreadable',
        'certs/c*: read',
        '  certs/c.pem: file-unreadable',
      ]);
    });
  });
});

it('each file is read when it is its turn, to limit memory', async () => {
  write('a.pem', 'b.pem');
  const taken: string[] = [];
  const context = { root, workspace: resolveWorkspace(root, {}), reportBug };
  const [found] = await readFiles('a', files(['*.pem']), context);
  for (const raw of found?.locations ?? []) {
    if ('content' in raw) taken.push(Buffer.from(raw.content).toString());
    writeFileSync(join(root, 'b.pem'), 'written since');
  }
  expect(taken).toEqual(['a.pem', 'written since']);
});

it('other work continues during a long walk without matches', async () => {
  for (let index = 0; index < 200; index += 1) mkdirSync(join(root, `${index}`));
  let isWalking = true;
  let turns = 0;
  const takeTurn = () => {
    turns += 1;
    if (isWalking) setImmediate(takeTurn);
  };
  setImmediate(takeTurn);
  await matchFiles(files(['**/*.pem']), root, resolveWorkspace(root, {}));
  isWalking = false;
  expect(turns).toBeGreaterThan(1);
});

describe.runIf(process.platform === 'win32')('a path on Windows', () => {
  beforeEach(() => write('certs/web.pem', 'certs/API.PEM', 'certs/[old]/web.pem'));

  it('may have backslashes, and is found without regard to case', async () => {
    const all = ['certs/API.PEM', 'certs/web.pem'];
    expect(await matched(['certs\\*.pem'])).toEqual([all]);
    expect(await matched(['.\\certs\\web.pem', 'missing\\*.pem'])).toEqual([['certs/web.pem'], []]);
    expect(await matched(['certs\\*.pem'], ['Certs\\A*'])).toEqual([['certs/web.pem']]);
    expect(await matched(['certs\\\\[old\\]\\*.pem'])).toEqual([['certs/[old]/web.pem']]);
    expect(await read(['certs\\none.pem'])).toEqual(['certs\\none.pem: file-not-found']);
  });

  it('may begin with a drive or a share', async () => {
    const drive = root.replaceAll('\\', '/');
    for (const start of [root, drive, `//./${drive}`]) {
      const found = await matched([`${start}/certs/*.pem`, `${start}/certs/[[]old]/web.pem`]);
      const unified = start.replaceAll('\\', '/');
      expect(found).toEqual([
        [`${unified}/certs/API.PEM`, `${unified}/certs/web.pem`],
        [`${unified}/certs/[old]/web.pem`],
      ]);
    }
  });
});

describe('at the deadline', () => {
  const readWith = async (patterns: string[], deadline: Deadline) => {
    const context = { root, workspace: resolveWorkspace(root, {}), reportBug, deadline };
    return readFiles('a', files(patterns), context);
  };

  it('a walk ends, and is not one without a match', async () => {
    write('certs/a.pem');
    const { deadline, pass } = createTestDeadline();
    pass();
    const found = await readWith(['certs/**/*.pem', '**/*.crt'], deadline);
    expect(found.map(({ failure }) => failure?.code)).toEqual(['not-read-in-time', 'not-read-in-time']);
  });

  it('the files that were not read yet fail, each for itself', async () => {
    write('a.pem', 'b.pem');
    const { deadline, pass } = createTestDeadline();
    const [found] = await readWith(['*.pem'], deadline);
    const outcomes: string[] = [];
    for (const raw of found?.locations ?? []) {
      outcomes.push('failure' in raw ? raw.failure.code : 'read');
      pass();
    }
    expect([found?.failure, ...outcomes]).toEqual([null, 'read', 'not-read-in-time']);
  });

  it('the files that have waited longest are read first', async () => {
    write('a.pem', 'b.pem', 'c.pem');
    const rankItems = () => (location: string) => (location === 'c.pem' ? 2 : location === 'b.pem' ? 1 : 0);
    const context = { root, workspace: resolveWorkspace(root, {}), reportBug, rankItems };
    const [found] = await readFiles('a', files(['*.pem']), context);
    expect(Array.from(found?.locations ?? [], ({ location }) => location)).toEqual(['c.pem', 'b.pem', 'a.pem']);
  });
});
