/** Normalizes the common spellings of values in `expect`. */

import type { Expectations, Purpose } from '../../domain/index.ts';
import type { ExpectSpec } from '../../generated/manifest.ts';
import { toArray } from '../../lib/collections.ts';
import { isHostName, toAsciiHost } from '../../lib/host-port.ts';

/** Returns null if there are no expectations. A purpose that the entry states is expected, too. */
export function normalizeExpected(expect: ExpectSpec | undefined, purpose: Purpose | null = null): Expectations | null {
  if (expect === undefined && purpose === null) return null;
  const spec = expect ?? {};
  return {
    names: toArray(spec.names).flatMap((text) => parseExpectedName(text) ?? []),
    issuers: toArray(spec.issuer),
    fingerprints: toArray(spec.fingerprint_sha256).flatMap((text) => parseFingerprint(text) ?? []),
    keys: toArray(spec.spki_sha256).flatMap((text) => parseKeyPin(text) ?? []),
    self_signed: spec.self_signed ?? false,
    purpose,
    ...(spec.caa && {
      caa: spec.caa === 'check' ? spec.caa : toArray(spec.caa).flatMap((text) => parseCaIdentifier(text) ?? []),
    }),
    ...(spec.dane && { dane: spec.dane }),
  };
}

/** Parses the name by which a CA recognizes itself in CAA records, or `check`. Returns null for other text. */
export function parseCaIdentifier(text: string): string | null {
  const name = toAsciiHost(text).toLowerCase().replace(/\.$/, '');
  return name === 'check' || (name.includes('.') && isHostName(name) && !/^[\d.]+$/.test(name)) ? name : null;
}

/** Parses a DNS name, wildcard name, IP address or email address to its form in certificates. Returns null for other text. */
export function parseExpectedName(text: string): string | null {
  const [, local = '', host = ''] = /^([^@\s]+@)?(.+)$/.exec(text) ?? [];
  const bare = toAsciiHost(host.replace(/^\*\./, ''));
  if (!isHostName(bare)) return null;
  return `${local}${host.startsWith('*.') ? '*.' : ''}${bare.toLowerCase().replace(/\.$/, '')}`;
}

/** Parses a SHA-256 fingerprint to lowercase hex, from hex with optional colons or spaces. Returns null if it is invalid. */
export function parseFingerprint(text: string): string | null {
  const bare = text
    .replace(/^sha-?256[:=/ ]*/i, '')
    .replace(/[:\s]/g, '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(bare) ? bare : null;
}

/** Parses a SHA-256 pin to base64, from the formats of curl (`sha256//...`) and RFC 7469, or hex. Returns null if it is invalid. */
export function parseKeyPin(text: string): string | null {
  const hex = parseFingerprint(text);
  if (hex !== null) return Buffer.from(hex, 'hex').toString('base64');
  const bare = text.replace(/^(?:pin-)?sha-?256(?:\/\/?|=|:)/i, '').replace(/^"|"$/g, '');
  return /^[A-Za-z0-9+/]{43}=?$/.test(bare) ? `${bare.slice(0, 43)}=` : null;
}
