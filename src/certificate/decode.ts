/** Decodes the bytes of a location: they become certificates or a failure. */

import { hash } from 'node:crypto';
import { EMPTY_FACTS } from '../domain/event-data.ts';
import type {
  Certificate,
  Failure,
  LocationReading,
  Observed,
  Passwords,
  RawLocation,
  Registration,
} from '../domain/index.ts';
import { formatDay, formatIsoTime, parseDateOrTime } from '../lib/iso-time.ts';
import { listLocationsWithPasswords } from './decode-file.ts';
import { decodeItem } from './decode-item.ts';
import { createFailure } from './failures.ts';
import type { GroupedSlot } from './group-slots.ts';
import {
  hasEndingIssuer,
  type ParseCache,
  type ParsedCertificate,
  parseCached,
  SENT,
  toBuffer,
  toCertificate,
} from './x509/parse.ts';

export interface DecodeOptions {
  /**
   * Whether the readings keep the DER of the chain in any case. Default: only if the location asks for its trust to be verified, or if a
   * certificate of the chain expires no later than the leaf, or before `soon`.
   */
  keepDer?: boolean;
  /** Milliseconds; default: never. */
  soon?: number;
  /** The cache that all locations of a scan share. */
  cache?: ParseCache | null;
}

/**
 * Decodes the content of one location. It never throws for a content: if that cannot be decoded, the reading has a failure. A file may
 * become several locations (see `LocationReading.location`).
 */
export function decodeLocation(
  raw: RawLocation,
  passwords: Passwords | null,
  { keepDer: keepAlways = false, soon, cache = null }: DecodeOptions = {},
): LocationReading[] {
  const { location, observed, notice } = raw;
  const isAsked = keepAlways || ('trust' in raw && raw.trust !== undefined);
  const keepsDer = (one: Certificate) => isAsked || hasEndingIssuer(one, soon);
  if ('failure' in raw) return [{ ...raw, certificate: null }];
  if ('item' in raw) return [decodeItem(raw, keepsDer, cache)];
  if ('content' in raw) {
    const content = { bytes: toBuffer(raw.content), cache };
    return listLocationsWithPasswords(location, content, passwords).map((slot) => toReading(slot, observed, keepsDer));
  }
  const decoded = decodeWhole(raw, cache);
  if (!('facts' in decoded)) return [{ location, observed, certificate: null, failure: decoded }];
  const kept = 'served' in raw && keepsDer(decoded) ? keepServed(raw) : {};
  return [{ location, observed, certificate: decoded, failure: null, ...kept, ...(notice && { notice }) }];
}

/** Creates the reading of a location of a file, whose certificates are a leaf and its chain upwards. */
function toReading(
  { location, items, failure, notice }: GroupedSlot,
  observed: Observed,
  keepsDer: (certificate: Certificate) => boolean,
): LocationReading {
  const [leaf, ...chain] = items;
  const certificate = leaf === undefined ? null : toCertificate(leaf, chain);
  const chainDer = certificate !== null && keepsDer(certificate) ? { chainDer: items.map(({ der }) => der) } : {};
  return { location, observed, certificate, failure, ...(notice && { notice }), ...chainDer };
}

/** A location with exactly one certificate, or none. */
type WholeLocation = Exclude<RawLocation, { failure: unknown } | { item: unknown } | { content: unknown }>;

function decodeWhole(raw: WholeLocation, cache: ParseCache | null): Certificate | Failure {
  if ('served' in raw) return decodeServed(raw.served, cache);
  return 'declared' in raw
    ? createDeclaredCertificate(raw.declared)
    : createRegistrationCertificate(raw.observed.registration);
}

function keepServed({ served, stapled }: Extract<RawLocation, { served: unknown }>) {
  return { chainDer: served, ...(stapled !== undefined && { stapledResponse: stapled }) };
}

/**
 * Decodes the certificates of a server, the leaf first. Other certificates, which a server may send in any state, are ignored if they are
 * unreadable.
 */
export function decodeServed(served: readonly Uint8Array[], cache: ParseCache | null = null): Certificate | Failure {
  const [leaf, ...chain] = served.map((der) => parseCached(toBuffer(der), SENT, cache));
  if (leaf === undefined || 'code' in leaf) return leaf ?? createFailure('no-certificate');
  return toCertificate(
    leaf,
    chain.filter((parsed): parsed is ParsedCertificate => 'facts' in parsed),
  );
}

/**
 * Creates the certificate of a registration, which is identified by its domain and day: registries change the time of the day of an
 * expiration.
 */
function createRegistrationCertificate({ domain, valid_to }: Registration): Certificate {
  const fingerprint = `rdap-${hash('sha256', `${domain} ${formatDay(valid_to)}`, 'hex').slice(0, 40)}`;
  return { fingerprint, facts: { ...EMPTY_FACTS, common_name: domain, sans: [], valid_to }, chain: [] };
}

/** Creates the certificate of a hard-coded date, which has only day granularity, and is its own fingerprint. */
function createDeclaredCertificate(date: string): Certificate | Failure {
  const expiry = parseDateOrTime(date);
  if (expiry === null) return createFailure('date-invalid');
  return { fingerprint: date, facts: { ...EMPTY_FACTS, sans: [], valid_to: formatIsoTime(expiry) }, chain: [] };
}
