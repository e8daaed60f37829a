import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { limitCacheSize, openFileResponseCache } from '../../src/store/response-cache/file.ts';
import { collectTrace } from '../helpers/trace.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const MEBIBYTE = 1024 * 1024;
const DAY = 86_400_000;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'certvigil-cache-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function answer(bytes: number) {
  return { body: Buffer.alloc(bytes), etag: null, modified: null, kept_ms: 1 };
}

it('removes the oldest responses if the cache is too large', async () => {
  const cache = openFileResponseCache(directory, () => NOW);
  const age = new Map<string, number>();
  for (const [at, url] of ['first', 'second', 'third', 'fourth'].entries()) {
    await cache.put(url, answer(MEBIBYTE));
    for (const name of readdirSync(directory)) if (!age.has(name)) age.set(name, at);
  }
  for (const [name, at] of age) utimesSync(join(directory, name), NOW / 1000 + at, NOW / 1000 + at);
  await limitCacheSize(directory, 3);
  const left = await Promise.all(
    ['first', 'second', 'third', 'fourth'].map(async (url) => (await cache.get(url)) !== null),
  );
  expect(left).toEqual([false, false, true, true]);
});

it('does not cache a response that is too large', async () => {
  const cache = openFileResponseCache(directory, () => NOW);
  await cache.put('large', answer(16 * MEBIBYTE + 1));
  expect(await cache.get('large')).toBeNull();
  await cache.put('largest', answer(16 * MEBIBYTE));
  expect((await cache.get('largest'))?.body.length).toBe(16 * MEBIBYTE);
});

it('forgets a response whose next version is too large', async () => {
  const cache = openFileResponseCache(directory, () => NOW);
  await cache.put('grows', answer(1));
  await cache.put('grows', answer(16 * MEBIBYTE + 1));
  expect(await cache.get('grows')).toBeNull();
});

it('returns what was put, without header values that cannot be sent', async () => {
  const cache = openFileResponseCache(directory, () => NOW);
  const body = Buffer.from('{"a":\n1}\n');
  for (const [value, expected] of [
    ['"v1"', '"v1"'],
    ['x'.repeat(256), 'x'.repeat(256)],
    ['x'.repeat(257), null],
    ['a\nb', null],
    ['', null],
    [null, null],
  ]) {
    await cache.put('http://ca.example/crl', { body, etag: value ?? null, modified: value ?? null, kept_ms: DAY });
    expect(await cache.get('http://ca.example/crl')).toEqual({ body, etag: expected, modified: expected, age_ms: 0 });
  }
  await cache.drop('http://ca.example/crl');
  expect(await cache.get('http://ca.example/crl')).toBeNull();
});

it('has no response if its file is damaged, and removes that file', async () => {
  const url = 'http://ca.example/crl';
  const about = { url, etag: null, modified: null, asked_at: NOW, until: NOW + DAY };
  await openFileResponseCache(directory, () => NOW).put(url, { ...answer(1), kept_ms: DAY });
  const [name = ''] = readdirSync(directory);
  const cache = () => openFileResponseCache(directory, () => NOW);
  for (const text of [
    'no JSON',
    ...['url', 'asked_at', 'until'].map((key) => `${JSON.stringify({ ...about, [key]: null })}\n`),
  ]) {
    writeFileSync(join(directory, name), text);
    expect(await cache().get(url)).toBeNull();
    await cache().put('other', answer(1));
    expect(readdirSync(directory)).not.toContain(name);
  }
  writeFileSync(join(directory, name), `${JSON.stringify({ ...about, url: 'http://ca.example/another' })}\n`);
  expect(await cache().get(url)).toBeNull();
});

it('keeps a directory that it creates out of commits', async () => {
  const created = join(directory, 'new');
  await openFileResponseCache(created, () => NOW).put('first', answer(1));
  expect(readFileSync(join(created, '.gitignore'), 'utf8')).toBe('*\n');
  await openFileResponseCache(directory, () => NOW).put('first', answer(1));
  expect(readdirSync(directory)).not.toContain('.gitignore');
});

it('traces hits and misses', async () => {
  const cache = openFileResponseCache(directory, () => NOW);
  const traced = await collectTrace(async () => {
    await cache.get('http://ca.example/crl');
    await cache.put('http://ca.example/crl', answer(1));
    await cache.get('http://ca.example/crl');
  });
  expect(traced).toEqual([
    'cache http://ca.example/crl: miss',
    'cache http://ca.example/crl: hit, asked at 2026-06-01T00:00:00Z',
  ]);
});

it('removes files that a killed scan was writing, once they are old', async () => {
  const name = (index: number) => `${'0'.repeat(40)}.0000000${index}`;
  // The times of files are those of the machine, not of the run.
  for (const [index, age] of [3700, 3500].entries()) {
    const written = Date.now() / 1000 - age;
    writeFileSync(join(directory, name(index)), '');
    utimesSync(join(directory, name(index)), written, written);
  }
  await openFileResponseCache(directory, () => NOW).put('first', answer(1));
  expect(readdirSync(directory).filter((found) => found.includes('.'))).toEqual([name(1)]);
});

it('has the age of a response by the time of the run, whichever is later', async () => {
  await openFileResponseCache(directory, () => NOW).put('http://ca.example/crl', { ...answer(1), kept_ms: 400 * DAY });
  for (const days of [-365, 0, 1, 365]) {
    const cache = openFileResponseCache(directory, () => NOW + days * DAY);
    expect(await cache.get('http://ca.example/crl')).toMatchObject({ age_ms: Math.abs(days) * DAY });
  }
  // A later run keeps it until it has expired by its time.
  for (const [days, isKept] of [
    [399, true],
    [401, false],
  ] as const) {
    const cache = openFileResponseCache(directory, () => NOW + days * DAY);
    await cache.put('other', answer(1));
    expect((await cache.get('http://ca.example/crl')) !== null).toBe(isKept);
  }
});
