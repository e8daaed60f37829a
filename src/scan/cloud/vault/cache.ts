/** Keeps the certificates of a mount between scans, by their serial numbers: only new ones have to be requested. */

import { X509Certificate } from 'node:crypto';
import { DAY } from '../../../domain/thresholds.ts';
import { toObject, toSerialNumber } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';

/** By serial number, as Vault writes it. */
export type CachedCertificates = ReadonlyMap<string, string>;

const MAX_AGE_MS = 30 * DAY;

type CacheContext = Pick<ReadContext<unknown>, 'cache' | 'io'>;

/** A certificate whose serial number is not that of its key is not used. */
export async function readCachedCertificates(key: string, { cache }: CacheContext): Promise<CachedCertificates> {
  const found = await cache?.get(key);
  if (!found) return new Map();
  try {
    const entries = Object.entries(toObject(JSON.parse(found.body.toString())));
    return new Map(entries.flatMap(([serial, pem]) => (isCertificate(serial, pem) ? [[serial, pem] as const] : [])));
  } catch {
    return new Map();
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

export async function writeCachedCertificates(
  key: string,
  certificates: CachedCertificates,
  { cache, io }: CacheContext,
): Promise<void> {
  const body = Buffer.from(JSON.stringify(Object.fromEntries(certificates)));
  const asked_at = io.now();
  await cache?.put(key, { body, etag: null, modified: null, asked_at, until: asked_at + MAX_AGE_MS });
}
