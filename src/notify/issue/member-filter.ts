/**
 * Records the alerts that the overflow issue lists, as a Bloom filter: it has a limited size for any number of members. There are no false
 * negatives. After a rare false positive, the alert is listed without being announced. Pure.
 */

import { createHash } from 'node:crypto';

/** As base64, a filter of this size takes half of the body of an issue. For 12,000 members, one in 2,000 lookups is a false positive. */
const MAX_BYTES = 24 * 1024;
const BITS_PER_MEMBER = 16;

export interface MemberFilter {
  has: (key: string) => boolean;
}

export const NO_MEMBERS: MemberFilter = { has: () => false };

/** Formats the filter of these keys: the number of hashes, and the bits in base64. */
export function formatMembers(keys: readonly string[]): string {
  const size = Math.min(Math.max(1, Math.ceil((keys.length * BITS_PER_MEMBER) / 8)), MAX_BYTES);
  const hashes = Math.max(1, Math.round(((size * 8) / Math.max(1, keys.length)) * Math.LN2));
  const bytes = Buffer.alloc(size);
  for (const key of keys) {
    for (const bit of listBits(key, hashes, size * 8)) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  return `${hashes} ${bytes.toString('base64')}`;
}

/** Parses the result of `formatMembers`; returns a filter without members for other text. */
export function parseMembers(text: string): MemberFilter {
  if (!/^[1-9]\d? [\w+/]{2,}=*$/.test(text)) return NO_MEMBERS;
  const hashes = Number.parseInt(text, 10);
  const bytes = Buffer.from(text.slice(text.indexOf(' ') + 1), 'base64');
  if (bytes.length > MAX_BYTES) return NO_MEMBERS;
  return {
    has: (key) =>
      listBits(key, hashes, bytes.length * 8).every((bit) => ((bytes[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0),
  };
}

/** Lists the bits of a key, from two hashes (Kirsch and Mitzenmacher, "Less Hashing, Same Performance", 2008). */
function listBits(key: string, hashes: number, bits: number): number[] {
  const digest = createHash('sha256').update(key).digest();
  const [first, second] = [digest.readUInt32BE(0), digest.readUInt32BE(4) | 1];
  return Array.from({ length: hashes }, (_, index) => (first + index * (second >>> 0)) % bits);
}
