import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  checkHeaderSize,
  checkTarget,
  type WriteRequest,
  writeObservations,
} from '../../../src/app/observe/write-file.ts';

const REQUEST: WriteRequest = {
  header: {
    ...{ kind: 'header', version: 1, certvigil: '1.0.0', probe: null, shard: null, repository: null, entries: [] },
    scanned_at: '2027-03-01T00:00:00Z',
    manifest: { file: 'certvigil.yaml', digest: 'a'.repeat(64) },
  },
  lines: [],
  secret: null,
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'certvigil-write-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the file of a probe', () => {
  it('is written to a new directory, and replaces an older one', async () => {
    const file = join(directory, 'a/b/x.jsonl');
    const bytes = await writeObservations(REQUEST, file);
    expect(statSync(file).size).toBe(bytes);
    checkTarget(file);
    await writeObservations(REQUEST, file);
    expect(readdirSync(join(directory, 'a/b'))).toEqual(['x.jsonl']);
  });

  it('is written through a link, and to a pipe, without replacing them', async () => {
    writeFileSync(join(directory, 'real.jsonl'), '');
    const link = join(directory, 'link.jsonl');
    symlinkSync('real.jsonl', link);
    checkTarget(link);
    const bytes = await writeObservations(REQUEST, link);
    expect(statSync(join(directory, 'real.jsonl')).size).toBe(bytes);
    const pipe = join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    checkTarget(pipe);
    await expect(writeObservations(REQUEST, pipe)).rejects.toMatchObject({ code: 'observations-unwritable' });
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('does not replace a file that no probe wrote', () => {
    const manifest = join(directory, 'certvigil.yaml');
    writeFileSync(manifest, 'version: 1\n');
    expect(() => checkTarget(manifest)).toThrow(
      expect.objectContaining({ code: 'observations-unwritable', exitCode: 3 }),
    );
    expect(readFileSync(manifest, 'utf8')).toBe('version: 1\n');
    for (const text of ['', '{"kind":"head', '{"kind":"header","version":7}']) {
      writeFileSync(manifest, text);
      checkTarget(manifest);
    }
  });

  it('lists as many entries as a scan accepts, and more are an error before anything is read', () => {
    const list = (count: number, length: number) => {
      const entry = { name: 'a'.repeat(length), digest: 'b'.repeat(64) };
      checkHeaderSize({ ...REQUEST.header, entries: Array.from({ length: count }, () => entry) });
    };
    list(200_000, 40);
    const isTooLarge = expect.objectContaining({ code: 'observations-too-large', exitCode: 3 });
    expect(() => list(200_001, 10)).toThrow(isTooLarge);
    expect(() => list(190_000, 100)).toThrow(isTooLarge);
  });

  it('is an error with the reason if it cannot be written', async () => {
    mkdirSync(join(directory, 'x.jsonl'));
    await expect(writeObservations(REQUEST, join(directory, 'x.jsonl'))).rejects.toMatchObject({
      code: 'observations-unwritable',
      message: expect.stringContaining('it is a directory'),
    });
  });
});
