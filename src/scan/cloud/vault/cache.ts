/** Caches the certificates of a mount by their serial numbers, so that a scan only requests new ones. */

import { hash, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { DAY } from '../../../domain/thresholds.ts';
import { groupBy } from '../../../lib/collections.ts';
import { toObject, toSerialNumber } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';

/** The certificates by serial number, as Vault writes it. */
export type CachedCertificates = ReadonlyMap<string, string>;

const MAX_AGE_MS = 30 * DAY;

/** The parts of a mount: an entry of the cache is limited to 16 MiB, which a large mount exceeds. */
const PARTS = '0123456789abcdef';

const MAX_PART_BYTES = 64 * 1024 * 1024;

type CacheContext = Pick<ReadContext, 'cache'>;

const toPart = (serial: string) => hash('sha256', serial, 'hex').charAt(0);
const toKey = (key: string, part: string) => `${key}/${part}`;

/** Reads the cached certificates. A certificate with another serial number than its key is ignored. */
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

/** Writes the parts with certificates that are not in `before`, the content of the cache. */
export async function writeCachedCertificates(
  key: string,
  certificates: CachedCertificates,
  before: CachedCertificates,
  { cache }: CacheContext,
): Promise<void> {
  for (const [part, entries] of groupBy([...certificates], ([serial]) => toPart(serial))) {
    if (entries.every(([serial]) => before.has(serial))) continue;
    const body = await promisify(gzip)(JSON.stringify(Object.fromEntries(entries)));
    await cache?.put(toKey(key, part), { body, etag: null, modified: null, kept_ms: MAX_AGE_MS });
  }
}
