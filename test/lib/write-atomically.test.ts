import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { retryWhileInUse, writeAtomically } from '../../src/lib/files/write-atomically.ts';
import { writeToPipe } from '../../src/lib/files/write-pipe.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-write-'));

it('creates and replaces a file, and keeps its mode', async () => {
  const file = path.join(directory, 'created');
  await writeAtomically(file, 'one');
  expect(readFileSync(file, 'utf8')).toBe('one');
  writeFileSync(path.join(directory, 'shared'), '', { mode: 0o640 });
  await writeAtomically(path.join(directory, 'shared'), 'two');
  expect(statSync(path.join(directory, 'shared')).mode & 0o777).toBe(0o640);
});

it('writes a text of several megabytes whole, whatever its characters', async () => {
  const file = path.join(directory, 'long');
  const text = 'aé€😀'.repeat(400_000);
  await writeAtomically(file, text);
  expect(readFileSync(file, 'utf8') === text).toBe(true);
});

it('writes pieces one after the other', async () => {
  const file = path.join(directory, 'pieces');
  const pieces = Array.from({ length: 3000 }, (_, index) => `é${'😀'.repeat(index % 200)}`);
  await writeAtomically(file, pieces.values());
  expect(readFileSync(file, 'utf8') === pieces.join('')).toBe(true);
});

it('keeps the old file if the pieces end with an exception', async () => {
  const file = path.join(directory, 'kept');
  writeFileSync(file, 'old');
  function* fail() {
    yield 'x'.repeat(1_000_000);
    throw new Error('a bug');
  }
  await expect(writeAtomically(file, fail())).rejects.toThrow('a bug');
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(directory).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

it('writes through a link', async () => {
  writeFileSync(path.join(directory, 'target'), 'old');
  symlinkSync('target', path.join(directory, 'link'));
  await writeAtomically(path.join(directory, 'link'), 'new');
  expect(readFileSync(path.join(directory, 'target'), 'utf8')).toBe('new');
});

it('writes directly to a pipe', async () => {
  const pipe = path.join(directory, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = await open(pipe, 'r+');
  await writeAtomically(pipe, 'text');
  const { bytesRead } = await reader.read(Buffer.alloc(16), 0, 16);
  await reader.close();
  expect(bytesRead).toBe(4);
});

it('leaves no temporary file behind when the target is a directory', async () => {
  const parent = path.join(directory, 'parent');
  mkdirSync(path.join(parent, 'child'), { recursive: true });
  await expect(writeAtomically(path.join(parent, 'child'), 'text')).rejects.toMatchObject({ code: 'EISDIR' });
  await expect(writeAtomically(path.join(parent, 'missing', 'file'), 'text')).rejects.toMatchObject({ code: 'ENOENT' });
  expect(readdirSync(parent)).toEqual(['child']);
});

it('writes more than a pipe holds as fast as it is read', async () => {
  const pipe = path.join(directory, 'slow');
  execFileSync('mkfifo', [pipe]);
  const reader = await open(pipe, 'r+');
  const written = writeToPipe(pipe, ['a'.repeat(200_000), 'b'.repeat(200_000)]);
  const bytes = Buffer.alloc(400_000);
  for (let at = 0; at < bytes.length; ) at += (await reader.read(bytes, at, bytes.length - at)).bytesRead;
  await written;
  expect(bytes.toString()).toBe('a'.repeat(200_000) + 'b'.repeat(200_000));
  await reader.close();
});

it('gives up on a pipe whose reader does not read', async () => {
  const pipe = path.join(directory, 'full');
  execFileSync('mkfifo', [pipe]);
  const reader = await open(pipe, 'r+');
  await expect(writeToPipe(pipe, 'x'.repeat(200_000), 50)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  await reader.close();
});

it('rejects a pipe that nothing reads, instead of waiting for a reader', async () => {
  const pipe = path.join(directory, 'unread');
  execFileSync('mkfifo', [pipe]);
  await expect(writeAtomically(pipe, 'text')).rejects.toMatchObject({ code: 'ENXIO' });
});

it('removes old temporary files of killed processes', async () => {
  const parent = path.join(directory, 'killed');
  mkdirSync(parent);
  const names = [`.report.json.${randomUUID()}.tmp`, `.other.json.${randomUUID()}.tmp`];
  for (const name of names) {
    writeFileSync(path.join(parent, name), '');
    utimesSync(path.join(parent, name), 0, 0);
  }
  await writeAtomically(path.join(parent, 'report.json'), 'text');
  expect(readdirSync(parent).sort()).toEqual([names[1], 'report.json']);
});

describe('a file that another process has open on Windows', () => {
  /** Fails with this code a number of times. */
  function createWork(code: string, failures: number) {
    let calls = 0;
    return () => {
      calls += 1;
      if (calls <= failures) throw Object.assign(new Error(code), { code });
      return calls;
    };
  }

  it.each(['EPERM', 'EACCES', 'EBUSY'])('is tried again after %s', (code) => {
    expect(retryWhileInUse(createWork(code, 2), [0, 0, 0])).toBe(3);
  });

  it('ends with the error if it stays open, or for any other reason', () => {
    expect(() => retryWhileInUse(createWork('EPERM', 4), [0, 0, 0])).toThrow('EPERM');
    expect(() => retryWhileInUse(createWork('ENOENT', 1), [0, 0, 0])).toThrow('ENOENT');
  });

  it.skipIf(process.platform === 'win32')('is not tried again elsewhere, where it can be replaced', () => {
    expect(() => retryWhileInUse(createWork('EPERM', 1))).toThrow('EPERM');
  });
});
