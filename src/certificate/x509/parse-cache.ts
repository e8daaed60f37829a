/**
 * A cache of parsed certificates by their bytes: thousands of chains share a few intermediates and issuers. The caller
 * creates it, and passes it to the readers.
 */

import type { Failure } from '../../domain/index.ts';
import { type ParsedCertificate, parseCertificate, type ReadCache } from './parse.ts';

export interface ParseCache extends ReadCache {
  certificates: Map<string, ParsedCertificate>;
}

/** Bounded, as untrusted input can contain any number of certificates of any length. */
const MAX_CERTIFICATES = 256;
const MAX_CERTIFICATE_BYTES = 8 * 1024;

export function createParseCache(): ParseCache {
  return { certificates: new Map(), issuers: new Map(), curves: new Map() };
}

/** Like `parseCertificate`, for certificates that are likely to occur again. Failures are not cached. */
export function parseCached(bytes: Buffer, where: string, cache: ParseCache | null): ParsedCertificate | Failure {
  if (cache === null || bytes.length > MAX_CERTIFICATE_BYTES) return parseCertificate(bytes, where, cache);
  const key = bytes.toString('latin1');
  const cached = cache.certificates.get(key);
  if (cached !== undefined) return cached;
  const parsed = parseCertificate(bytes, where, cache);
  if ('code' in parsed) return parsed;
  if (cache.certificates.size === MAX_CERTIFICATES) cache.certificates.clear();
  cache.certificates.set(key, parsed);
  return parsed;
}
