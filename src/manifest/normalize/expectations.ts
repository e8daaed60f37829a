/** What is written of the certificates that an entry is to have, in any spelling that is usual -> one spelling. */

import type { Expectations } from '../../domain/index.ts';
import type { ExpectSpec } from '../../generated/manifest.ts';
import { toArray } from '../../lib/collections.ts';
import { isHostName, toAsciiHost } from '../../lib/host-port.ts';

export function normalizeExpected(spec: ExpectSpec | undefined): Expectations | null {
  if (spec === undefined) return null;
  return {
    names: toArray(spec.names).flatMap((text) => parseExpectedName(text) ?? []),
    issuers: toArray(spec.issuer),
    fingerprints: toArray(spec.fingerprint_sha256).flatMap((text) => parseFingerprint(text) ?? []),
    keys: toArray(spec.spki_sha256).flatMap((text) => parseKeyPin(text) ?? []),
    self_signed: spec.self_signed ?? false,
  };
}

/** A DNS name, with a wildcard or without, an address or a mail address, as certificates have it; null for all else. */
export function parseExpectedName(text: string): string | null {
  const [, local = '', host = ''] = /^([^@\s]+@)?(.+)$/.exec(text) ?? [];
  const bare = toAsciiHost(host.replace(/^\*\./, ''));
  if (!isHostName(bare)) return null;
  return `${local}${host.startsWith('*.') ? '*.' : ''}${bare.toLowerCase().replace(/\.$/, '')}`;
}

/** 64 hex digits, with colons or spaces between, in either case. */
export function parseFingerprint(text: string): string | null {
  const bare = text
    .replace(/^sha-?256[:=/ ]*/i, '')
    .replace(/[:\s]/g, '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(bare) ? bare : null;
}

/** As curl (`sha256//...`) and RFC 7469 write it, or in hex. */
export function parseKeyPin(text: string): string | null {
  const hex = parseFingerprint(text);
  if (hex !== null) return Buffer.from(hex, 'hex').toString('base64');
  const bare = text.replace(/^(?:pin-)?sha-?256(?:\/\/?|=|:)/i, '').replace(/^"|"$/g, '');
  return /^[A-Za-z0-9+/]{43}=?$/.test(bare) ? `${bare.slice(0, 43)}=` : null;
}
