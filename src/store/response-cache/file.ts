/**
 * What issuers said of certificates, kept between scans: a folder with a file for each URL. It is nothing but a saving:
 * whoever reads it checks it again, and what cannot be read or written is not kept.
 */

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What a URL gave. */
export interface CachedResponse {
  body: Buffer;
  /** The answer's `ETag` and `Last-Modified`. */
  etag: string | null;
  modified: string | null;
  /** Milliseconds: when the URL was asked last, and until when the answer holds. */
  asked_at: number;
  until: number;
}

export interface ResponseCache {
  get: (url: string) => Promise<CachedResponse | null>;
  put: (url: string, answer: CachedResponse) => Promise<void>;
  drop: (url: string) => Promise<void>;
  /** Once a scan has ended. */
  close: () => Promise<void>;
}

const nothing = async () => {};

export const NO_CACHE: ResponseCache = { get: async () => null, put: nothing, drop: nothing, close: nothing };

const MEBIBYTE = 1024 * 1024;

/** Larger ones are fetched each time: a cache of GitHub's has limits too. */
const MAX_RESPONSE_MEBIBYTES = 16;

export function isCacheable(body: Buffer): boolean {
  return body.length <= MAX_RESPONSE_MEBIBYTES * MEBIBYTE;
}

/** What holds no longer is taken out when something is put in. `now` gives milliseconds. */
export function openFileResponseCache(folder: string, now: () => number): ResponseCache {
  let pruned: Promise<void> | null = null;
  const fileOf = (url: string) => path.join(folder, createHash('sha256').update(url).digest('hex').slice(0, 40));
  const drop = (url: string) => rm(fileOf(url), { force: true }).catch(() => undefined);
  return {
    get: async (url) => {
      const read = await readCachedResponse(fileOf(url));
      return read !== null && read.url === url ? read.answer : null;
    },
    put: async (url, { body, ...about }) => {
      pruned ??= prune(folder, now());
      await pruned;
      if (!isCacheable(body)) return drop(url);
      const content = Buffer.concat([Buffer.from(`${JSON.stringify({ url, ...about })}\n`), body]);
      await writeWhole(fileOf(url), content).catch(() => undefined);
    },
    drop,
    close: nothing,
  };
}

/** Removes those that were written first, until the others together are not larger than this. */
export async function limitCacheSize(folder: string, most_mebibytes: number): Promise<void> {
  const files = await Promise.all(
    (await listCacheFiles(folder)).map(async (file) => {
      const { mtimeMs, size } = await stat(file);
      return { file, mtimeMs, size };
    }),
  );
  let all = 0;
  for (const { file, size } of files.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
    all += size;
    if (all > most_mebibytes * MEBIBYTE) await rm(file, { force: true });
  }
}

async function listCacheFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /^[0-9a-f]{40}$/.test(name)).map((name) => path.join(folder, name));
}

async function prune(folder: string, now: number): Promise<void> {
  for (const file of await listCacheFiles(folder)) {
    const read = await readCachedResponse(file);
    if (read === null || read.answer.until < now) await rm(file, { force: true }).catch(() => undefined);
  }
}

/** Null for what is not there, or is not as `put` writes it. */
async function readCachedResponse(file: string): Promise<{ url: string; answer: CachedResponse } | null> {
  try {
    const content = await readFile(file);
    const end = content.indexOf('\n');
    const { url, etag, modified, asked_at, until } = JSON.parse(content.toString('utf8', 0, end));
    if (typeof url !== 'string' || typeof asked_at !== 'number' || typeof until !== 'number') return null;
    const answer = { body: content.subarray(end + 1), etag: textOr(etag), modified: textOr(modified), asked_at, until };
    return { url, answer };
  } catch {
    // Not there, cut short, or another's: it is as if nothing were kept.
    return null;
  }
}

/** These are sent as headers again: nothing but printable characters is. */
function textOr(value: unknown): string | null {
  return typeof value === 'string' && /^[\x20-\x7e]{1,256}$/.test(value) ? value : null;
}

async function writeWhole(file: string, content: Buffer): Promise<void> {
  const folder = path.dirname(file);
  if ((await mkdir(folder, { recursive: true })) !== undefined) {
    // Beside an event log that is committed it is of no use to anybody.
    await writeFile(path.join(folder, '.gitignore'), '*\n');
  }
  const written = `${file}.${randomUUID().slice(0, 8)}`;
  await writeFile(written, content);
  await rename(written, file);
}
