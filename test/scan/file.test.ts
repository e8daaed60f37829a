import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFiles } from '../../src/scan/file.ts';
import { type FileSource, matchFiles } from '../../src/scan/match.ts';
import { workspaceOf } from '../../src/scan/workspace.ts';
import type { RawPlace, SourceOf } from '../../src/types.ts';

let made: string;
/** Of the manifest: the folder that is made, unless a test goes below it. */
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

function files(patterns: string[], exclude: string[] = []): FileSource {
  return { patterns, exclude };
}

async function matched(patterns: string[], exclude: string[] = []): Promise<string[][]> {
  return (await matchFiles(files(patterns, exclude), root)).map(({ paths }) => paths);
}

/** What a source is read to, in short: its failure, then each place with its failure or its size. */
async function read(patterns: string[], exclude: string[] = []): Promise<string[]> {
  const sources = await readFiles('a', files(patterns, exclude), root, workspaceOf(root, {}), (raw) => [raw]);
  return sources.flatMap((source) => [`${source.source}: ${source.failure?.code ?? 'read'}`, ...placesOf(source)]);
}

function placesOf({ places }: SourceOf<RawPlace>): string[] {
  return places.map((place) => {
    const outcome =
      'failure' in place ? place.failure.code : 'content' in place ? `${place.content.length} bytes` : '?';
    return `  ${place.place}: ${outcome}`;
  });
}

describe('a pattern', () => {
  beforeEach(() => {
    write('a.pem', 'b.crt', '.hidden.pem', 'certs/c.pem', 'certs/deep/d.pem', 'certs/deep/.e/f.pem', 'certs/[x].pem');
  });

  it.each<[string, string[], string[][]]>([
    ['a path', ['a.pem'], [['a.pem']]],
    ['a path written otherwise', ['./certs//../a.pem'], [['a.pem']]],
    ['a path with glob characters', ['certs/[x].pem'], [['certs/[x].pem']]],
    ['one star: the folder alone, hidden files too', ['*.pem'], [['.hidden.pem', 'a.pem']]],
    ['a folder that varies', ['*/c.pem'], [['certs/c.pem']]],
    ['two stars', ['certs/**/*.pem'], [['certs/[x].pem', 'certs/c.pem', 'certs/deep/.e/f.pem', 'certs/deep/d.pem']]],
    ['braces', ['{a,b}.{pem,crt}'], [['a.pem', 'b.crt']]],
    ['braces over folders', ['{certs/deep,nowhere}/*.pem'], [['certs/deep/d.pem']]],
    ['a class', ['[ab].*'], [['a.pem', 'b.crt']]],
    ['a mark at its head', ['!a.pem'], [[]]],
    ['several: each file once, at the first', ['a.*', '*.{pem,crt}'], [['a.pem'], ['.hidden.pem', 'b.crt']]],
    ['nothing', ['nowhere/*.pem', 'nothing.pem', 'a.pem/*'], [[], [], []]],
  ])('can be %s', async (_, patterns, expected) => {
    expect(await matched(patterns)).toEqual(expected);
  });

  it('that is absolute gives absolute paths', async () => {
    expect(await matched([`${root}/certs/*.pem`, `${root}/a.pem`])).toEqual([
      [`${root}/certs/[x].pem`, `${root}/certs/c.pem`],
      [`${root}/a.pem`],
    ]);
  });

  it('can lead out of the root', async () => {
    root = join(root, 'certs');
    expect(await matched(['../*.pem', '../a.pem', '../b.*'])).toEqual([
      ['../.hidden.pem', '../a.pem'],
      [],
      ['../b.crt'],
    ]);
  });

  it('leaves out what is excluded, files and whole folders', async () => {
    expect(await matched(['certs/**/*.pem'], ['certs/deep/**'])).toEqual([['certs/[x].pem', 'certs/c.pem']]);
    expect(await matched(['certs/**/*.pem'], ['**/*d.pem', './certs/[[]*'])).toEqual([
      ['certs/c.pem', 'certs/deep/.e/f.pem'],
    ]);
    expect(await matched(['a.pem', 'b.crt'], ['a.*'])).toEqual([[], ['b.crt']]);
  });

  it('tells a glob from a path, and one that nothing is there for', async () => {
    const [glob, path, taken] = await matchFiles(files(['*.none', 'none.pem', '*.none']), root);
    expect(glob).toMatchObject({ pattern: '*.none', glob: true, missing: true });
    expect(path).toMatchObject({ pattern: 'none.pem', glob: false, missing: true });
    expect(taken).toMatchObject({ missing: true });
    const [first, second] = await matchFiles(files(['a.pem', 'a.*']), root);
    expect(first).toMatchObject({ paths: ['a.pem'], missing: false });
    expect(second).toMatchObject({ paths: [], missing: false });
  });

  it('follows links to files and not to folders, in whatever circle they lead', async () => {
    symlinkSync('.', join(root, 'certs/circle'));
    symlinkSync('../a.pem', join(root, 'certs/link.pem'));
    symlinkSync('nowhere', join(root, 'certs/dangling.pem'));
    expect(await matched(['certs/**/[ld]*.pem'])).toEqual([
      ['certs/dangling.pem', 'certs/deep/d.pem', 'certs/link.pem'],
    ]);
    expect(await read(['certs/link.pem', 'certs/dang*'])).toEqual([
      'certs/link.pem: read',
      '  certs/link.pem: 5 bytes',
      'certs/dang*: read',
      '  certs/dangling.pem: file-not-found',
    ]);
  });
});

describe('reading', () => {
  it('gives the bytes of each file', async () => {
    write('a.pem', 'certs/c.pem');
    expect(await read(['a.pem', 'certs/*'])).toEqual([
      'a.pem: read',
      '  a.pem: 5 bytes',
      'certs/*: read',
      '  certs/c.pem: 11 bytes',
    ]);
  });

  it('fails as a whole where the path or every match is missing', async () => {
    expect(await read(['a.pem', '*.pem', 'x/y/z.pem'])).toEqual([
      'a.pem: file-not-found',
      '*.pem: glob-matches-nothing',
      'x/y/z.pem: file-not-found',
    ]);
  });

  it('does not miss what another pattern holds or what is excluded', async () => {
    write('a.pem', 'b.pem');
    expect(await read(['a.pem', 'a.*', 'b.pem'], ['b.*'])).toEqual([
      'a.pem: read',
      '  a.pem: 5 bytes',
      'a.*: read',
      'b.pem: read',
    ]);
  });

  it('fails for a folder, and for a file too large, which is not read', async () => {
    mkdirSync(join(root, 'folder'));
    write('large.pem', 'limit.pem');
    truncateSync(join(root, 'large.pem'), 50 * 1024 * 1024);
    truncateSync(join(root, 'limit.pem'), 10 * 1024 * 1024);
    expect(await read(['folder', '*.pem'])).toEqual([
      'folder: read',
      '  folder: file-is-folder',
      '*.pem: read',
      '  large.pem: file-too-large',
      '  limit.pem: 10485760 bytes',
    ]);
  });

  it('fails for a socket without opening it', async () => {
    const server = createServer().listen(join(root, 'socket.pem'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await read(['socket.pem'])).toEqual(['socket.pem: read', '  socket.pem: file-not-regular']);
    await new Promise((resolve) => server.close(resolve));
  });

  // The superuser reads everything.
  it.skipIf(process.getuid?.() === 0)('fails for what may not be read, and keeps the rest', async () => {
    write('a.pem', 'b.pem', 'closed/c.pem', 'open/d.pem');
    chmodSync(join(root, 'a.pem'), 0);
    chmodSync(join(root, 'closed'), 0);
    expect(await read(['**/*.pem', 'closed/c.pem'])).toEqual([
      '**/*.pem: folder-unreadable',
      '  a.pem: file-unreadable',
      '  b.pem: 5 bytes',
      '  open/d.pem: 10 bytes',
      'closed/c.pem: read',
      '  closed/c.pem: file-unreadable',
    ]);
    chmodSync(join(root, 'closed'), 0o700);
  });
});

it('one file is taken before the next is read, so that they are never all held', async () => {
  write('a.pem', 'b.pem');
  const taken: string[] = [];
  await readFiles('a', files(['*.pem']), root, workspaceOf(root, {}), (raw) => {
    if ('content' in raw) taken.push(Buffer.from(raw.content).toString());
    writeFileSync(join(root, 'b.pem'), 'written since');
    return [];
  });
  expect(taken).toEqual(['a.pem', 'written since']);
});
