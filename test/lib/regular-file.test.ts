import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRegularFile } from '../../src/lib/files/regular-file.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-file-'));
  writeFileSync(path.join(directory, 'file'), 'text with ü\n');
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('a file with credentials', () => {
  it('is read as UTF-8', async () => {
    expect(await readRegularFile(path.join(directory, 'file'))).toEqual({ text: 'text with ü\n' });
  });

  it.each(['missing', 'missing/file', 'file/below'])('may be absent: %s', async (name) => {
    const read = await readRegularFile(path.join(directory, name));
    expect(read).toEqual({ problem: 'does not exist', isAbsent: true });
  });

  it('may be a directory, which is not read', async () => {
    expect(await readRegularFile(directory)).toEqual({ problem: 'is a directory', isAbsent: false });
  });

  it('may be too large', async () => {
    const file = path.join(directory, 'large');
    writeFileSync(file, '');
    truncateSync(file, 10 * 1024 * 1024);
    expect(await readRegularFile(file)).toHaveProperty('text');
    truncateSync(file, 10 * 1024 * 1024 + 1);
    expect(await readRegularFile(file)).toEqual({ problem: 'is larger than 10 MiB', isAbsent: false });
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('may be unreadable', async () => {
    const file = path.join(directory, 'unreadable');
    writeFileSync(file, 'secret');
    chmodSync(file, 0);
    expect(await readRegularFile(file)).toEqual({ problem: 'cannot be read', isAbsent: false });
  });
});

describe.skipIf(process.platform === 'win32')('a file with credentials that is none', () => {
  const IRREGULAR = { problem: 'is a device, a pipe or a socket', isAbsent: false };

  it('is not opened if it is a pipe, to which nobody writes', async () => {
    const pipe = path.join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await readRegularFile(pipe)).toEqual(IRREGULAR);
  });

  it('is not opened if it is an endless device', async () => {
    expect(await readRegularFile('/dev/zero')).toEqual(IRREGULAR);
  });

  it('is not opened if it is a socket', async () => {
    const server = createServer();
    const socket = path.join(directory, 'socket');
    await new Promise<void>((done) => server.listen(socket, done));
    expect(await readRegularFile(socket)).toEqual(IRREGULAR);
    server.close();
  });
});
