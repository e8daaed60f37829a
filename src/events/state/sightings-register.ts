/**
 * Updates the register of a location that presents several certificates (`sightings` in the event log): servers behind one address, of which one
 * still has an old certificate. All certificates that were seen there lately are monitored. The location keeps its first one
 * (`fingerprint`) until that is gone, so that it does not change whenever another server responds.
 */

import type { Certificate, Handshakes, IsoTime } from '../../domain/index.ts';
import { DAY, HOUR } from '../../domain/thresholds.ts';
import type { LoggedLocation, LoggedSeen } from '../../generated/event-log.ts';
import { formatIsoTime, parseIsoTime } from '../../lib/iso-time.ts';

type Sightings = LoggedSeen['certificates'];

/** A certificate that this scan saw at a location. `handshakes`: absent for other locations than endpoints, and for a single handshake. */
export interface Presented {
  certificate: Certificate;
  handshakes?: Handshakes | undefined;
}

export interface SeenTiming {
  /** The time of the scan in milliseconds. */
  now: number;
  /** `settle_hours` of the entry in milliseconds. */
  settle: number;
}

/** The maximum time until a certificate comes back. After a longer time, it was deployed again. */
const MAX_RETURN = 14 * DAY;

/** The hours for which a certificate that came back may be missing at first: enough for four servers that daily scans reach in turn. */
const MIN_RETURN_GAP = 72;

/** The minimum number of scans that missed a certificate before it is gone. */
const MIN_MISSED = 2;

/** A certificate is gone if it is missing for this many times the longest gap between two sightings: servers do not take turns exactly. */
const GAP_FACTOR = 1.5;

/** Returns the certificates that a location presented lately, by fingerprint; empty if it has only one. */
export function listSightings({ sightings, removed }: LoggedLocation): Sightings {
  return sightings === undefined || removed ? NONE : sightings.certificates;
}

const NONE: Sightings = {};

/**
 * Returns the certificates that a location presents after this scan; empty if there is only one, which is then the one that this scan
 * saw. A certificate is gone if it was not seen for `settle_hours`, in two scans or more, and for clearly longer than between two
 * sightings before. If a location that had one certificate shows another in every handshake, the old one was replaced.
 */
export function updateSightings(
  location: LoggedLocation | undefined,
  presented: readonly Presented[],
  timing: SeenTiming,
): Sightings {
  const known = location === undefined ? NONE : listSightings(location);
  const before = Object.keys(known).length > 0 ? known : startSightings(location, presented, timing);
  if (before === null) return NONE;
  const after: Sightings = {};
  for (const fingerprint in before) {
    const sighting = before[fingerprint];
    if (sighting === undefined || presented.some(({ certificate }) => certificate.fingerprint === fingerprint))
      continue;
    const missed = sighting.missed + 1;
    if (!isGone({ ...sighting, missed }, timing)) after[fingerprint] = { ...sighting, missed };
  }
  for (const { certificate, handshakes = ONE_HANDSHAKE } of presented) {
    after[certificate.fingerprint] = markSeen(before[certificate.fingerprint], handshakes, timing);
  }
  return Object.keys(after).length > 1 ? after : NONE;
}

const ONE_HANDSHAKE: Handshakes = { served: 1, total: 1 };

/** Returns the certificates before this scan, if it shows that there are several; null if there is only one. */
function startSightings(
  location: LoggedLocation | undefined,
  presented: readonly Presented[],
  { now }: SeenTiming,
): Sightings | null {
  if (presented.length > 1) return NONE;
  const [only] = presented;
  if (location === undefined || only === undefined || location.removed || location.fingerprint === null) return null;
  const { fingerprint, previous, since } = location;
  // A load balancer that chooses by client address presents one certificate in all handshakes of a scan, and another one tomorrow.
  const hasReturned = only.handshakes !== undefined && only.certificate.fingerprint === previous;
  if (!hasReturned || since === null || now - parseIsoTime(since) > MAX_RETURN) return null;
  const sighting = { last_seen: since, gap_hours: 0, missed: 0, handshakes: ONE_HANDSHAKE };
  return { [fingerprint]: sighting, [previous]: { ...sighting, gap_hours: MIN_RETURN_GAP } };
}

function isGone({ last_seen, gap_hours, missed }: Sightings[string], { now, settle }: SeenTiming): boolean {
  return missed >= MIN_MISSED && now - parseIsoTime(last_seen) >= Math.max(settle, GAP_FACTOR * gap_hours * HOUR);
}

function markSeen(
  before: Sightings[string] | undefined,
  handshakes: Handshakes,
  { now }: SeenTiming,
): Sightings[string] {
  const gap = before === undefined ? 0 : Math.max(before.gap_hours, toHours(now - parseIsoTime(before.last_seen)));
  return { ...before, last_seen: formatIsoTime(now), gap_hours: gap, missed: 0, handshakes };
}

/** Converts milliseconds to hours, with one decimal. */
function toHours(milliseconds: number): number {
  return Math.max(0, Math.round((milliseconds / HOUR) * 10) / 10);
}

/** Adds the register to a location; returns the same location if nothing changed. `createTime` returns a time after the one that is replaced. */
export function setSightings(
  location: LoggedLocation,
  certificates: Sightings,
  createTime: (before: IsoTime | undefined) => IsoTime,
): LoggedLocation {
  const isEmpty = Object.keys(certificates).length === 0;
  if (isEmpty && Object.keys(location.sightings?.certificates ?? NONE).length === 0) return location;
  return { ...location, sightings: { certificates, since: createTime(location.sightings?.since) } };
}

/** Chooses the certificate of a location: the one that it has, while it is there; otherwise the one that expires last. */
export function chooseCertificate(
  current: string | null,
  sightings: Sightings,
  presented: readonly Presented[],
): string | null {
  if (current !== null && Object.hasOwn(sightings, current)) return current;
  const byExpiry = presented
    .map(({ certificate }) => certificate)
    .toSorted(
      (a, b) =>
        parseIsoTime(b.facts.valid_to) - parseIsoTime(a.facts.valid_to) || (a.fingerprint < b.fingerprint ? -1 : 1),
    );
  return byExpiry[0]?.fingerprint ?? null;
}
