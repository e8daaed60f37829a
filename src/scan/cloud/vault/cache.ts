/** Keeps the certificates of a mount between scans, by their serial numbers: only new ones have to be requested. */

import { hash, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { DAY } from '../../../domain/thresholds.ts';
import { groupBy } from '../../../lib/collections.ts';
import { toObject, toSerialNumber } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';

/** By serial number, as Vault writes it. */
export type CachedCertificates = ReadonlyMap<string, string>;

const MAX_AGE_MS = 30 * DAY;

/** An entry of the cache is limited to 16 MiB, which is less than a large mount has. */
const PARTS = '0123456789abcdef';

const MAX_PART_BYTES = 64 * 1024 * 1024;

type CacheContext = Pick<ReadContext, 'cache' | 'io'>;

const toPart = (serial: string) => hash('sha256', serial, 'hex').charAt(0);
const toKey = (key: string, part: string) => `${key}/${part}`;

/** A certificate whose serial number is not that of its key is not used. */
export async function readCachedCertificates(key: string, context: CacheContext): Promise<CachedCertificates> {
  const certificates = new Map<string, string>();
  for (const part of PARTS)
    for (const [serial, pem] of await readPart(toKey(key, part), context))
      if (isCertificate(serial, pem)) certificates.set(serial, pem);
  return certificates;
}

async function readPart(key: string, { cache }: CacheContext): Promise<[serial: string, pem: unknown][]> {
  const found = await cache?.get(key);
  if (!found) return [];
  try {
    const text = await promisify(gunzip)(found.body, { maxOutputLength: MAX_PART_BYTES });
    return Object.entries(toObject(JSON.parse(text.toString())));
  } catch {
    // Unreadable content is a miss.
    return [];
  }
}

function isCertificate(serial: string, pem: unknown): pem is string {
  if (typeof pem !== 'string') return false;
  try {
    return toSerialNumber(new X509Certificate(pem).serialNumber) === toSerialNumber(serial);
  } catch {
    return false;
  }
}

/** Writes the parts with certificates that are not in `before`, which is what the cache has. */
export async function writeCachedCertificates(
  key: string,
  certificates: CachedCertificates,
  before: CachedCertificates,
  { cache, io }: CacheContext,
): Promise<void> {
  for (const [part, entries] of groupBy([...certificates], ([serial]) => toPart(serial))) {
    if (entries.every(([serial]) => before.has(serial))) continue;
    const body = await promisify(gzip)(JSON.stringify(Object.fromEntries(entries)));
    const asked_at = io.now();
    await cache?.put(toKey(key, part), { body, etag: null, modified: null, asked_at, until: asked_at + MAX_AGE_MS });
  }
}
