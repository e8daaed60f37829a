/** Finds CAs that are missing in a chain at the other locations of a scan. */

import type { FoundIssuer, LocationReading, MissingIssuer, SourceReading } from '../../domain/index.ts';
import { explainMissingIssuer } from '../../trust/validate-path.ts';

/** Completes the messages about missing CAs with the first other location that has the certificate. CAs are compared by name. */
export function findMissingIssuers(readings: SourceReading[]): SourceReading[] {
  const names = readings.flatMap(({ locations }) =>
    locations.flatMap(({ trust }) => trust?.missing_issuer?.name ?? []),
  );
  if (names.length === 0) return readings;
  const holders = findHolders(readings, new Set(names));
  return readings.map((reading) => ({
    ...reading,
    locations: reading.locations.map((location) => complete(location, holders)),
  }));
}

function complete(reading: LocationReading, holders: ReadonlyMap<string, Holder>): LocationReading {
  const missing = reading.trust?.missing_issuer;
  if (reading.trust === undefined || missing === undefined) return reading;
  const holder = holders.get(missing.name);
  const isComparable = holder?.missing?.store?.path === missing.store?.path;
  const found = holder && { ...holder, missing_there: (isComparable && holder.missing?.name) || null };
  const { missing_issuer: _, ...trust } = explainMissingIssuer(reading.trust, missing, found);
  return { ...reading, trust };
}

interface Holder extends Pick<FoundIssuer, 'location' | 'is_root'> {
  /** The issuer that is missing in its own chain. */
  missing: MissingIssuer | undefined;
}

function findHolders(readings: readonly SourceReading[], names: ReadonlySet<string>): Map<string, Holder> {
  const holders = new Map<string, Holder>();
  for (const { location, certificate, chain, trust } of readings.flatMap(({ locations }) => locations)) {
    if (certificate === null) continue;
    const missing = trust?.missing_issuer;
    for (const { subject, issuer } of [certificate.facts, ...(chain ?? certificate.chain)]) {
      if (subject === null || !names.has(subject) || holders.has(subject)) continue;
      const is_root = subject === issuer;
      // Otherwise it is another CA with this name, or its chain would not end there.
      if (is_root || subject !== missing?.name) holders.set(subject, { location, is_root, missing });
    }
  }
  return holders;
}
