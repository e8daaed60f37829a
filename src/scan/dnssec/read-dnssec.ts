/** Reads the signatures of the SOA, NS and DNSKEY records of a zone (RFC 4034 section 3). */

import {
  isLookupFailure,
  type LookupFailure,
  type RecordSignature,
  SIGNED_TYPES,
  type SignedType,
} from '../../domain/dns.ts';
import type { Dnssec, ZoneSignature } from '../../domain/index.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import type { DnsClient } from '../dns/client.ts';
import { createNoZoneFailure, createRemovalFailure } from './failures.ts';

export interface DnssecSources {
  ask: DnsClient['ask'];
  /** The time of the scan in milliseconds. */
  now: number;
}

type Found = ZoneSignature | null | LookupFailure;

/** Reads the signatures of a zone in ASCII. What could not be looked up is absent, and named in `failures`. */
export async function readDnssec(zone: string, sources: DnssecSources): Promise<Dnssec> {
  const dnssec: Dnssec = { failures: [] };
  const found = await Promise.all(
    SIGNED_TYPES.map(async ([key, type]) => ({ key, found: await readSignature(zone, type, sources) })),
  );
  for (const { key, found: one } of found) {
    if (one !== null && isLookupFailure(one)) dnssec.failures.push(one);
    else dnssec[key] = one;
  }
  return dnssec;
}

/** Reads the signature of one type of records that is valid for longest; null: they have none. */
async function readSignature(zone: string, type: SignedType, sources: DnssecSources): Promise<Found> {
  const { ask, now } = sources;
  const answer = await ask(zone, type);
  if (isLookupFailure(answer)) return answer;
  if (type === 'SOA' && !answer.signatures) return createNoZoneFailure(zone);
  const [first, ...others] = (answer.signatures ?? []).map((one) => convertSignature(one, now));
  if (first !== undefined) return others.reduce((a, b) => (b.expires > a.expires ? b : a), first);
  return findRemoval(zone, sources);
}

/** Finds out why there are no signatures; null: the zone is not signed. The root zone is, so a resolver without its signatures removes them. */
async function findRemoval(zone: string, { ask }: DnssecSources): Promise<LookupFailure | null> {
  const root = await ask('.', 'SOA');
  if (isLookupFailure(root)) return root;
  return root.signatures?.length ? null : createRemovalFailure(zone);
}

/** Converts the times of a signature, which are the ones next to the present time (RFC 4034 section 3.1.5). */
function convertSignature({ inception, expiration, ttl }: RecordSignature, now: number): ZoneSignature {
  const seconds = Math.floor(now / 1000);
  const createTime = (time: number) => formatIsoTime((seconds + ((time - seconds) | 0)) * 1000);
  return { signed: createTime(inception), expires: createTime(expiration), ttl };
}
