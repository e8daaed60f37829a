/** From bytes to certificates: pure, and whatever a place holds, it becomes a certificate or a failure. */

import { EMPTY_FACTS } from '../domain/event-data.ts';
import type { Certificate, Failure, PlaceReading, RawPlace } from '../domain/index.ts';
import { formatIsoTime, parseDateOrTime } from '../lib/iso-time.ts';
import { type MaybePromise, mapMaybePromise } from '../lib/maybe-promise.ts';
import { decodeFile } from './decode-file.ts';
import { createFailure } from './failures.ts';
import { type Parsed, toCertificate } from './x509/parse.ts';
import { parseCached } from './x509/parse-cache.ts';

/**
 * Decodes what was read of one place; it waits for nothing but the code of formats that few files have. Never throws
 * for what a place holds: one that cannot be decoded has a failure in its reading. A file may become several places
 * (see `PlaceReading.place`). `keepsSent`: what was sent is needed further; by default where its trust is to be judged.
 */
export function decodePlace(
  raw: RawPlace,
  password: string | null,
  keepsSent = 'trust' in raw && raw.trust !== undefined,
): MaybePromise<PlaceReading[]> {
  const { place, address } = raw;
  if ('failure' in raw) return [{ place, address, certificate: null, failure: raw.failure }];
  if ('content' in raw) {
    const { buffer, byteOffset, length } = raw.content;
    const bytes = Buffer.from(buffer, byteOffset, length);
    return mapMaybePromise(decodeFile(place, { bytes, password }), (readings) =>
      readings.map(({ place, certificate, failure, chainDer: sent }) => {
        return { place, address, certificate, failure, ...(keepsSent && { chainDer: sent }) };
      }),
    );
  }
  const decoded = 'served' in raw ? decodeServed(raw.served) : createDeclaredCertificate(raw.declared);
  const sent = 'served' in raw && keepsSent ? asSent(raw) : {};
  return 'facts' in decoded
    ? [{ place, address, certificate: decoded, failure: null, ...sent }]
    : [{ place, address, certificate: null, failure: decoded }];
}

function asSent({ served, stapled }: Extract<RawPlace, { served: unknown }>) {
  return { chainDer: served, ...(stapled !== undefined && { stapledResponse: stapled, staples: stapled !== null }) };
}

/** The first is the peer's own; of the rest, which a peer may send in any state, what is a certificate is kept. */
export function decodeServed(served: Uint8Array[]): Certificate | Failure {
  const [leaf, ...chain] = served.map((der) => parseCached(Buffer.from(der.buffer, der.byteOffset, der.byteLength)));
  if (leaf === undefined || 'code' in leaf) return leaf ?? createFailure('no-certificate');
  return toCertificate(
    leaf,
    chain.filter((parsed): parsed is Parsed => 'facts' in parsed),
  );
}

/** Day granularity is all that is known: the subject is the date itself. */
function createDeclaredCertificate(date: string): Certificate | Failure {
  const end = parseDateOrTime(date);
  if (end === null) return createFailure('date-invalid');
  return { fingerprint: date, facts: { ...EMPTY_FACTS, sans: [], valid_to: formatIsoTime(end) }, chain: [] };
}
