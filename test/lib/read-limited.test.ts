import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeReadError, readLimited, readLimitedSync } from '../../src/lib/files/read-limited.ts';

const LIMIT = 600_000;
const createBytes = (length: number) => Buffer.alloc(length, 'chunks have other lengths');
const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-read-'));
const server = createServer();
beforeAll(async () => {
  for (const [name, length] of Object.entries({ empty: 0, exact: LIMIT, large: LIMIT + 1 }))
    writeFileSync(path.join(directory, name), createBytes(length));
  mkdirSync(path.join(directory, 'directory'));
  if (process.platform === 'win32') return;
  execFileSync('mkfifo', [path.join(directory, 'pipe')]);
  symlinkSync('loop', path.join(directory, 'loop'));
  await new Promise<void>((done) => server.listen(path.join(directory, 'socket'), done));
});
afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

describe.each([
  ['readLimited', readLimited],
  ['readLimitedSync', async (file: string, max: number) => readLimitedSync(file, max)],
])('%s', (_, read) => {
  const readNamed = (name: string) => read(path.resolve(directory, name), LIMIT);

  it.each([
    ['empty', 0],
    ['exact', LIMIT],
  ])('reads a file that is %s', async (name, length) => {
    expect(await readNamed(name)).toEqual({ bytes: createBytes(length) });
  });

  it.each([
    ['large', { failure: 'too-large' }],
    ['missing', { failure: 'not-found' }],
    ['exact/below', { failure: 'not-found' }],
  ])('does not read a file that is %s', async (name, result) => {
    expect(await readNamed(name)).toEqual(result);
  });

  it.skipIf(process.platform === 'win32').each([
    ['pipe', 'it is not a regular file'],
    ['socket', 'it is not a regular file'],
    ['/dev/zero', 'it is not a regular file'],
    ['directory', 'it is a directory'],
    ['loop', 'symlink loop'],
  ])('says why it does not read %s', async (name, why) => {
    expect(await readNamed(name)).toEqual({ failure: 'unreadable', why });
  });

  it('says that a name is too long', async () => {
    expect(await readNamed('x'.repeat(300))).toEqual({ failure: 'unreadable', why: 'its name is too long' });
  });

  // Linux reports a size of 0.
  it.skipIf(process.platform !== 'linux')('counts what it reads of a file whose reported size is wrong', async () => {
    expect(await read('/proc/cpuinfo', 10)).toEqual({ failure: 'too-large' });
    expect(await read('/proc/cpuinfo', 10_000_000)).toHaveProperty(
      'bytes.length',
      expect.toSatisfy((n) => n > 10),
    );
  });

  // A file that stays open uses a descriptor until it is collected.
  it.skipIf(process.platform !== 'linux')('closes each file, also if it is too large', async () => {
    const before = readdirSync('/proc/self/fd').length;
    const open: number[] = [];
    for (const name of ['exact', 'large', 'directory', 'pipe', 'missing']) {
      await readNamed(name);
      open.push(readdirSync('/proc/self/fd').length - before);
    }
    expect(open).toEqual([0, 0, 0, 0, 0]);
  });

  it('refuses a name that no file can have', async () => {
    expect(await readNamed('a\0b')).toEqual({ failure: 'unreadable', why: 'system error ERR_INVALID_ARG_VALUE' });
  });
});

it('describes an error by its cause, or else its code', () => {
  const described = ['EIO', 'EPERM', 'EACCES'].map(describeReadError);
  expect(described).toEqual(['system error EIO', 'permission denied', 'permission denied']);
});
