/**
 * Updates the register of a location for the DNSSEC signatures of a domain (`dnssec` in the event log): the last known signatures, since when
 * they are known, and for how long their predecessors were still valid when they were replaced.
 */

import type { IsoTime, ZoneSignature } from '../../domain/index.ts';
import type { LoggedLocation, LoggedSignature } from '../../generated/event-log.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import type { ReadResult } from './read-results.ts';

/** Returns the same location if no signature is new. `createTime` returns a time after the one that is replaced. */
export function updateDnssec(
  location: LoggedLocation,
  { observed }: Pick<ReadResult, 'observed'>,
  createTime: (before: IsoTime | undefined) => IsoTime,
): LoggedLocation {
  const { dnssec: before = {} } = location;
  const soa = updateSignature(before.soa, observed.dnssec?.soa, createTime);
  const ns = updateSignature(before.ns, observed.dnssec?.ns, createTime);
  const dnskey = updateSignature(before.dnskey, observed.dnssec?.dnskey, createTime);
  if (soa === before.soa && ns === before.ns && dnskey === before.dnskey) return location;
  return { ...location, dnssec: { ...before, ...(soa && { soa }), ...(ns && { ns }), ...(dnskey && { dnskey }) } };
}

/** Only a later signature replaces another one: a cache or a secondary server may return an old one once more. */
function updateSignature(
  before: LoggedSignature | undefined,
  found: ZoneSignature | null | undefined,
  createTime: (before: IsoTime | undefined) => IsoTime,
): LoggedSignature | undefined {
  if (!found || (before && !isLater(found, before))) return before;
  const { signed, expires } = found;
  const resigned_with = before && findLeast(before, found);
  return { signed, expires, ...(resigned_with && { resigned_with }), since: createTime(before?.since) };
}

function isLater(a: Pick<ZoneSignature, 'signed' | 'expires'>, b: Pick<ZoneSignature, 'signed' | 'expires'>): boolean {
  return (parseIsoTime(a.signed) - parseIsoTime(b.signed) || parseIsoTime(a.expires) - parseIsoTime(b.expires)) > 0;
}

/**
 * Finds the least time in seconds for which a signature was still valid when it was replaced; undefined: unknown. Each change of a zone signs
 * its SOA record again, so that other replacements are earlier than the signer has to make them.
 */
function findLeast({ expires, resigned_with }: LoggedSignature, { signed }: ZoneSignature): number | undefined {
  const left = Math.floor((parseIsoTime(expires) - parseIsoTime(signed)) / 1000);
  if (left <= 0) return resigned_with;
  return Math.min(left, resigned_with ?? left);
}
