/**
 * Caches responses of CAs between scans, in a directory with a file for each URL. The cache only saves requests: callers
 * verify cached responses again, and errors are treated as a cache miss.
 */

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readLimited } from '../../lib/files/read-limited.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { lazy } from '../../lib/memoize.ts';
import { trace } from '../../lib/trace/trace.ts';

export interface ResponseContent {
  body: Buffer;
  /** The response headers `ETag` and `Last-Modified`. */
  etag: string | null;
  modified: string | null;
}

export interface CachedResponse extends ResponseContent {
  /** The milliseconds between the last request and this run, whichever was earlier: the clock may have been wrong. */
  age_ms: number;
}

export interface ResponseCache {
  get: (url: string) => Promise<CachedResponse | null>;
  /** Keeps a response for `kept_ms` milliseconds. */
  put: (url: string, answer: ResponseContent & { kept_ms: number }) => Promise<void>;
  drop: (url: string) => Promise<void>;
  /** Called at the end of a scan. */
  close: () => Promise<void>;
}

const nothing = async () => {};

export const NO_CACHE: ResponseCache = { get: async () => null, put: nothing, drop: nothing, close: nothing };

const MEBIBYTE = 1024 * 1024;

/** Larger responses are not cached, because GitHub limits the size of caches. */
const MAX_RESPONSE_MEBIBYTES = 16;

/** Whether a response is small enough for the cache. */
export function isCacheable(body: Buffer): boolean {
  return body.length <= MAX_RESPONSE_MEBIBYTES * MEBIBYTE;
}

/** The age from which a temporary file is a leftover: writing a file takes less time. */
const LEFTOVER_MIN_AGE_MS = 3_600_000;

/**
 * Opens the cache. The first `put` removes expired responses. `now` returns the time of the run in milliseconds, so that scans with `--now` on
 * several days request the responses of each day.
 */
export function openFileResponseCache(directory: string, now: () => number): ResponseCache {
  const pruneOnce = lazy(() => prune(directory, now()));
  const getFile = (url: string) => path.join(directory, createHash('sha256').update(url).digest('hex').slice(0, 40));
  const drop = (url: string) => rm(getFile(url), { force: true }).catch(() => undefined);
  return {
    get: async (url) => {
      const read = await readCachedResponse(getFile(url));
      const found = read !== null && read.url === url ? read : null;
      trace('cache', () => [url, found === null ? 'miss' : `hit, asked at ${formatIsoTime(found.asked_at)}`]);
      if (found === null) return null;
      return { ...found.content, age_ms: Math.abs(now() - found.asked_at) };
    },
    put: async (url, { body, kept_ms, etag, modified }) => {
      await pruneOnce();
      if (!isCacheable(body)) return drop(url);
      const asked_at = now();
      const about = { url, etag, modified, asked_at, until: asked_at + kept_ms };
      const content = Buffer.concat([Buffer.from(`${JSON.stringify(about)}\n`), body]);
      await writeAtomically(getFile(url), content).catch(() => undefined);
    },
    drop,
    close: nothing,
  };
}

/** Removes the oldest files until the rest is within the limit. */
export async function limitCacheSize(directory: string, max_mebibytes: number): Promise<void> {
  const files = await Promise.all(
    (await listCacheFiles(directory)).map(async (file) => {
      const { mtimeMs, size } = await stat(file);
      return { file, mtimeMs, size };
    }),
  );
  let all = 0;
  for (const { file, size } of files.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
    all += size;
    if (all > max_mebibytes * MEBIBYTE) await rm(file, { force: true });
  }
}

async function listCacheFiles(directory: string, pattern = /^[0-9a-f]{40}$/): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => pattern.test(name)).map((name) => path.join(directory, name));
}

async function prune(directory: string, now: number): Promise<void> {
  for (const file of await listCacheFiles(directory)) {
    const read = await readCachedResponse(file);
    if (read === null || read.until < now) await rm(file, { force: true }).catch(() => undefined);
  }
  // These files are left over from a scan that was killed; see `writeAtomically`.
  const clock = Date.now();
  for (const file of await listCacheFiles(directory, /^[0-9a-f]{40}\.[0-9a-f]{8}$/)) {
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: clock }));
    if (mtimeMs < clock - LEFTOVER_MIN_AGE_MS) await rm(file, { force: true }).catch(() => undefined);
  }
}

/** A file of the cache, with the times of the last request and of the expiry of the response in milliseconds. */
interface CacheFile {
  url: string;
  content: ResponseContent;
  asked_at: number;
  until: number;
}

/** Returns null if the file is missing or malformed. */
async function readCachedResponse(file: string): Promise<CacheFile | null> {
  try {
    const read = await readLimited(file, (MAX_RESPONSE_MEBIBYTES + 1) * MEBIBYTE);
    if ('failure' in read) return null;
    const content = read.bytes;
    const end = content.indexOf('\n');
    const { url, etag, modified, asked_at, until } = JSON.parse(content.toString('utf8', 0, end));
    if (typeof url !== 'string' || typeof asked_at !== 'number' || typeof until !== 'number') return null;
    const body = content.subarray(end + 1);
    const validators = { etag: parseHeaderValue(etag), modified: parseHeaderValue(modified) };
    return { url, content: { body, ...validators }, asked_at, until };
  } catch {
    return null;
  }
}

/** The value is sent in a request header, so it must be printable. */
function parseHeaderValue(value: unknown): string | null {
  return typeof value === 'string' && /^[\x20-\x7e]{1,256}$/.test(value) ? value : null;
}

async function writeAtomically(file: string, content: Buffer): Promise<void> {
  const directory = path.dirname(file);
  if ((await mkdir(directory, { recursive: true })) !== undefined) {
    // This file keeps the cache out of commits of the event log.
    await writeFile(path.join(directory, '.gitignore'), '*\n');
  }
  const written = `${file}.${randomUUID().slice(0, 8)}`;
  await writeFile(written, content);
  await rename(written, file);
}
