import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { limitCacheSize, openFileResponseCache } from '../../src/store/response-cache/file.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const MEBIBYTE = 1024 * 1024;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certvigil-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function answer(bytes: number) {
  return { body: Buffer.alloc(bytes), etag: null, modified: null, asked_at: NOW, until: NOW + 1 };
}

it('what was written first goes where all of it is too large', async () => {
  const kept = openFileResponseCache(folder, () => NOW);
  const age = new Map<string, number>();
  for (const [at, url] of ['first', 'second', 'third', 'fourth'].entries()) {
    await kept.put(url, answer(MEBIBYTE));
    for (const name of readdirSync(folder)) if (!age.has(name)) age.set(name, at);
  }
  for (const [name, at] of age) utimesSync(join(folder, name), NOW / 1000 + at, NOW / 1000 + at);
  await limitCacheSize(folder, 3);
  const left = await Promise.all(
    ['first', 'second', 'third', 'fourth'].map(async (url) => (await kept.get(url)) !== null),
  );
  expect(left).toEqual([false, false, true, true]);
});

it('what is too large by itself is not kept', async () => {
  const kept = openFileResponseCache(folder, () => NOW);
  await kept.put('large', answer(16 * MEBIBYTE + 1));
  expect(await kept.get('large')).toBeNull();
});
