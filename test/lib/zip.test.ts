import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readSingleFileZip } from '../../src/lib/files/zip.ts';
import { createZip } from '../helpers/github/artifacts.ts';
import { describeWith } from '../helpers/programs.ts';

const TEXT = Buffer.from('a report\n'.repeat(1000));

it.each([0, 8] as const)('reads a file that is stored with method %i', (method) => {
  expect(readSingleFileZip(createZip('a', TEXT, method), TEXT.length)).toEqual(TEXT);
  expect(readSingleFileZip(createZip('a', TEXT, method), TEXT.length - 1)).toBe('too-large');
});

it('finds the end before a comment', () => {
  const archive = Buffer.concat([createZip('a', TEXT), Buffer.from('a comment')]);
  archive.writeUInt16LE(9, archive.length - 11);
  expect(readSingleFileZip(archive, TEXT.length)).toEqual(TEXT);
});

it.each([0, 8] as const)('rejects every archive of method %i that is cut, or whose content has changed', (method) => {
  const archive = createZip('a', Buffer.from('{}'), method);
  const read = (bytes: Buffer) => readSingleFileZip(bytes, 1000);
  for (let length = 0; length < archive.length; length += 1) expect(read(archive.subarray(0, length))).toBe('invalid');
  let unread = 0;
  for (let at = 0; at < archive.length; at += 1) {
    const changed = Buffer.from(archive);
    changed[at] = (changed[at] ?? 0) ^ 0xff;
    // Bytes such as those of dates have no effect.
    const result = read(changed);
    if (result !== 'invalid') expect(result.toString()).toBe('{}');
    unread += Number(result === 'invalid');
  }
  expect(unread).toBeGreaterThan(30);
});

it('rejects a stored file that claims more bytes than the archive has before its directory', () => {
  const archive = createZip('a', TEXT, 0);
  archive.writeUInt32LE(TEXT.length + 1, archive.length - 22 - 1 - 46 + 20);
  expect(readSingleFileZip(archive, 2 * TEXT.length)).toBe('invalid');
});

it('stops inflating at the limit, whatever size the archive claims', () => {
  const bomb = createZip('a', Buffer.alloc(50_000_000));
  bomb.writeUInt32LE(2, bomb.length - 22 - 1 - 46 + 24);
  expect(readSingleFileZip(bomb, 1_000_000)).toBe('too-large');
});

describeWith('zip', 'an archive of another program', () => {
  it('is read if it has one file, and rejected if it has two', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-test-'));
    try {
      for (const name of ['a.json', 'b.json']) writeFileSync(path.join(directory, name), TEXT);
      const create = (...files: string[]) => {
        execFileSync('zip', ['-q', `${files.length}.zip`, ...files], { cwd: directory });
        return readFileSync(path.join(directory, `${files.length}.zip`));
      };
      expect(readSingleFileZip(create('a.json'), TEXT.length)).toEqual(TEXT);
      expect(readSingleFileZip(create('a.json', 'b.json'), TEXT.length)).toBe('invalid');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
