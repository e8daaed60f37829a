/** Converts the values of `expect` from their common spellings to one. */

import type { Expectations, Purpose } from '../../domain/index.ts';
import type { ExpectSpec } from '../../generated/manifest.ts';
import { toArray } from '../../lib/collections.ts';
import { isHostName, toAsciiHost } from '../../lib/host-port.ts';

/** null: nothing is expected. A purpose that the entry states is expected, too. */
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

/** The name by which a CA recognizes itself in CAA records, or `check`. Null for anything else. */
export function parseCaIdentifier(text: string): string | null {
  const name = toAsciiHost(text).toLowerCase().replace(/\.$/, '');
  return name === 'check' || (name.includes('.') && isHostName(name) && !/^[\d.]+$/.test(name)) ? name : null;
}

/** A DNS name, wildcard name, IP address or email address, as in certificates. Null for anything else. */
export function parseExpectedName(text: string): string | null {
  const [, local = '', host = ''] = /^([^@\s]+@)?(.+)$/.exec(text) ?? [];
  const bare = toAsciiHost(host.replace(/^\*\./, ''));
  if (!isHostName(bare)) return null;
  return `${local}${host.startsWith('*.') ? '*.' : ''}${bare.toLowerCase().replace(/\.$/, '')}`;
}

/** A SHA-256 fingerprint in lowercase hex, from hex with optional colons or spaces. Null if invalid. */
export function parseFingerprint(text: string): string | null {
  const bare = text
    .replace(/^sha-?256[:=/ ]*/i, '')
    .replace(/[:\s]/g, '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(bare) ? bare : null;
}

/** A SHA-256 pin in base64, from the formats of curl (`sha256//...`) and RFC 7469, or hex. Null if invalid. */
export function parseKeyPin(text: string): string | null {
  const hex = parseFingerprint(text);
  if (hex !== null) return Buffer.from(hex, 'hex').toString('base64');
  const bare = text.replace(/^(?:pin-)?sha-?256(?:\/\/?|=|:)/i, '').replace(/^"|"$/g, '');
  return /^[A-Za-z0-9+/]{43}=?$/.test(bare) ? `${bare.slice(0, 43)}=` : null;
}
