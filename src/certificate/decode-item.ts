/** Decodes an item of an inventory: from the certificate itself if the inventory has it, otherwise from its fields. */

import { hash } from 'node:crypto';
import type { Certificate, InventoryItem, LocationReading, RawLocation } from '../domain/index.ts';
import { createStatedRevocation } from '../domain/index.ts';
import { limitFacts } from '../domain/limit-facts.ts';
import { parseIsoTime } from '../lib/iso-time.ts';
import { listFileLocations } from './decode-file.ts';
import { createFailure } from './failures.ts';
import type { GroupedSlot } from './group-slots.ts';
import { type ParseCache, toBuffer, toCertificate } from './x509/parse.ts';

type RawItem = Extract<RawLocation, { item: unknown }>;

const DAY = 86_400_000;

/** Decodes an item to one location. The first of its certificates is the leaf. Private keys in it are ignored. */
export function decodeItem(
  raw: RawItem,
  keepsDer: (certificate: Certificate) => boolean,
  cache: ParseCache | null,
): LocationReading {
  const { item, ...rest } = raw;
  const { revoked } = raw.observed;
  const finish = (certificate: Certificate) => ({
    ...rest,
    certificate,
    failure: null,
    ...(revoked && { revocation: createStatedRevocation(certificate, revoked) }),
  });
  if (item.contents.length === 0) {
    const certificate = createCertificate(raw.location, item);
    return certificate === null
      ? { ...rest, certificate, failure: createFailure('item-without-expiry') }
      : finish(certificate);
  }
  const slots = listSlots(item.contents, cache);
  const parsed = slots.flatMap(({ items }) => items);
  const [leaf, ...others] = [...new Map(parsed.map((one) => [one.fingerprint, one])).values()];
  if (leaf === undefined) {
    const failure = slots.find((slot) => slot.failure !== null)?.failure ?? createFailure('no-certificate');
    return { ...rest, certificate: null, failure };
  }
  const certificate = toCertificate(leaf, others);
  const chainDer = keepsDer(certificate) ? { chainDer: [leaf, ...others].map(({ der }) => der) } : {};
  return { ...finish(certificate), ...chainDer };
}

/** Lists the slots of an item. The leaf must be readable; the other certificates are only its chain. */
function listSlots(contents: readonly Uint8Array[], cache: ParseCache | null): GroupedSlot[] {
  const slots: GroupedSlot[] = [];
  for (const bytes of contents) {
    slots.push(...listFileLocations('', { bytes: toBuffer(bytes), password: null, cache }));
    if (!slots.some(({ items }) => items.length > 0)) break;
  }
  return slots;
}

/** Creates the certificate of an item; null without an expiry. */
function createCertificate(location: string, item: InventoryItem): Certificate | null {
  const { common_name, issuer, serial_number, fingerprint_sha256, valid_from, valid_to, sans } = item;
  if (valid_to === null) return null;
  const lifetime = valid_from === null ? null : parseIsoTime(valid_to) - parseIsoTime(valid_from);
  return {
    fingerprint: fingerprint_sha256 ?? createIdentity(location, item, valid_to),
    facts: limitFacts({
      common_name: common_name ?? sans[0] ?? null,
      subject: null,
      issuer,
      serial_number,
      fingerprint_sha256,
      sans,
      key_algorithm: null,
      key_size: null,
      signature_algorithm: null,
      valid_from,
      valid_to,
      lifetime_days: lifetime === null ? null : Math.round(lifetime / DAY),
    }),
    chain: [],
    from_fields: true,
  };
}

/**
 * Identifies a certificate by issuer and serial number (RFC 5280 section 4.1.2.2). Without both, an item with another expiry is another
 * certificate.
 */
function createIdentity(location: string, { issuer, serial_number }: InventoryItem, valid_to: string): string {
  const parts =
    issuer !== null && serial_number !== null ? [issuer, serial_number] : [location, serial_number ?? '', valid_to];
  return `id-${hash('sha256', JSON.stringify(parts), 'hex').slice(0, 40)}`;
}
