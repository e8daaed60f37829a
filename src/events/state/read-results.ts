/** Maps the readings of an entry to its locations, each with a certificate or a failure. */

import type { Certificate, Evidence, Failure, LocationReading, Observed, SourceReading } from '../../domain/index.ts';
import { listPossibleListings } from '../../domain/sources/item-location.ts';
import type { LoggedLocation } from '../../generated/event-log.ts';
import { groupBy } from '../../lib/collections.ts';
import { lazy } from '../../lib/memoize.ts';
import { getFilePart, isAddressLocation, isDirectoryLocation, isWithin } from './location-names.ts';

export interface ReadResult {
  source: string;
  observed: Observed;
  certificate: Certificate | null;
  /** The failure; null without a certificate if the location was not read, and stays as it is. */
  failure: Failure | null;
  evidence: Evidence | null;
  /** The other certificates that the location presented in this scan. */
  others?: readonly ReadResult[];
  /** Set if the failure is not about the location, which stays as it is. */
  isBlind?: true;
  /** Like `isBlind`, but scans in a row are counted: its probe did not report it. */
  isUnobserved?: true;
}

export type ReadResults = ReadonlyMap<string, ReadResult>;
export type Locations = Readonly<Record<string, LoggedLocation>>;

/** Failures of text files that have no certificate: by default, a glob skips them. */
export const TEXT_CODES = ['private-key-only', 'certificate-request', 'no-certificate'];
/** Failures of files that have no certificate, and need none if a glob finds them. */
export const SKIPPED_CODES: Record<NonNullable<SourceReading['skips']>, ReadonlySet<string>> = {
  text: new Set(TEXT_CODES),
  all: new Set([...TEXT_CODES, 'file-empty', 'container-empty', 'unknown-format']),
};

/**
 * Collects the result of each location. A source or directory that failed, and a file that failed in part, fail for every known location
 * under them, except those that were read; if none is known, the failure is that of the source or file itself. Known addresses that could
 * not be looked up stay as they are. A file without a certificate that a glob finds beside certificates is ignored. If an inventory failed,
 * its locations stay as they are, and the failure is its own.
 */
export function collectResults(before: Locations, readings: readonly SourceReading[]): ReadResults {
  const results = collectCertificates(readings);
  if (!readings.some(isIncomplete)) return results;
  const known = Object.entries(before).flatMap(([location, { removed, source, fingerprint }]) =>
    removed ? [] : { location, source, fingerprint },
  );
  const byFile = groupBy(known, ({ location }) => getFilePart(location));
  const bySource = groupBy(known, ({ source }) => source);
  const ownSources = new Set(readings.map(({ source }) => source));
  // If the listing failed, the locations that it finds are not read either.
  const findByListing = lazy(() => {
    const found = [...bySource].flatMap(([source, locations]) => {
      const listings = ownSources.has(source) ? [source] : listPossibleListings(source);
      return listings.map((listing) => ({ listing, locations }));
    });
    return groupBy(found, ({ listing }) => listing);
  });
  const fail = (at: string, concerned: typeof known, result: ReadResult) => {
    const unread = concerned.map(({ location }) => location).filter((location) => !results.has(location));
    for (const location of unread.length > 0 ? unread : [at]) if (!results.has(location)) results.set(location, result);
  };
  const keepLocations = (concerned: typeof known, result: ReadResult) => {
    for (const { location, source } of concerned)
      if (!results.has(location) && location !== result.source)
        results.set(location, { ...result, source, isBlind: true });
  };
  const ignored: [location: string, result: ReadResult][] = [];
  for (const { source, failure: sourceFailure, locations, blind, skips, inventory } of readings) {
    const skipped = skips && SKIPPED_CODES[skips];
    for (const { location, observed, failure } of locations) {
      if (failure === null) continue;
      const nearby = isDirectoryLocation(location) ? known : (byFile.get(getFilePart(location)) ?? []);
      const within = nearby.filter((one) => isWithin(one.location, location));
      const result = { source, observed, certificate: null, failure, evidence: null, isBlind: blind };
      // A key that was copied over a certificate is reported.
      const isReported = !skipped?.has(failure.code) || within.some((one) => one.fingerprint !== null);
      if (isReported) fail(location, within, result);
      else ignored.push([location, result]);
    }
    if (sourceFailure !== null) {
      const result = { ...NOT_READ, source, failure: sourceFailure, isBlind: blind };
      if (inventory)
        for (const { locations: concerned } of findByListing().get(source) ?? []) keepLocations(concerned, result);
      fail(source, inventory ? [] : (bySource.get(source) ?? []), result);
    }
  }
  for (const { source, blind = false, unlisted = [] } of readings) {
    if (!blind && unlisted.length === 0) continue;
    const isKept = (location: string) =>
      blind || unlisted.some(({ server, family }) => isAddressLocation(location, server, family));
    const kept = (bySource.get(source) ?? []).filter(({ location }) => isKept(location) && !results.has(location));
    for (const { location } of kept) results.set(location, { ...NOT_READ, source });
  }
  if (results.size > 0) return results;
  // If all files were ignored, the entry would have no status. One failure is enough for thousands of files.
  const [first] = ignored;
  if (first === undefined) return results;
  const [location, result] = first;
  return new Map([[ignored.length > 1 ? result.source : location, result]]);
}

/** Collects the results by location. A location has several certificates only if they were counted; otherwise two sources overlap. */
function collectCertificates(readings: readonly SourceReading[]): Map<string, ReadResult> {
  const results = new Map<string, ReadResult>();
  for (const { source, locations } of readings) {
    for (const reading of locations) {
      const { location, observed, certificate } = reading;
      const first = results.get(location);
      if (certificate === null || (first !== undefined && observed.handshakes === undefined)) continue;
      const evidence = collectEvidence(reading);
      const result: ReadResult = { source, observed, certificate, failure: null, evidence };
      if (first === undefined) results.set(location, result);
      else if (selectResult(first, certificate.fingerprint) === undefined)
        results.set(location, { ...first, others: [...(first.others ?? []), result] });
    }
  }
  return results;
}

/**
 * Collects the results of an entry that was not observed: each known location of any source stays as it is. `expected` are the locations
 * that the entry is known to have before anything is read, in case none is known.
 */
export function collectUnobserved(before: Locations, expected: readonly string[], failure: Failure): ReadResults {
  const known = Object.entries(before).flatMap(([location, { removed, source }]) =>
    removed ? [] : { location, source },
  );
  const concerned = known.length > 0 ? known : expected.map((location) => ({ location, source: location }));
  return new Map(
    concerned.map(({ location, source }) => [location, { ...NOT_READ, source, failure, isUnobserved: true }]),
  );
}

/** Returns the result of a location for one of the certificates that it presented. */
export function selectResult(result: ReadResult, fingerprint: string | null): ReadResult | undefined {
  if (result.certificate?.fingerprint === fingerprint) return result;
  return result.others?.find(({ certificate }) => certificate?.fingerprint === fingerprint);
}

/** Collects all of a reading except its content, because server responses may differ from location to location. */
function collectEvidence(reading: LocationReading): Evidence {
  const {
    location: _location,
    failure: _failure,
    notice: _notice,
    chainDer: _der,
    stapledResponse: _stapled,
    ...found
  } = reading;
  const { observed, certificate, ...evidence } = found;
  return observed.address === undefined || certificate === null ? evidence : { chain: certificate.chain, ...evidence };
}

/** The result of a location that this scan could not try to read: it stays as it is. */
const NOT_READ = { observed: {}, certificate: null, failure: null, evidence: null } as const;

/** Whether any part of a source was not read. */
function isIncomplete({ failure, locations, unlisted, blind }: SourceReading): boolean {
  return (
    blind === true ||
    failure !== null ||
    unlisted !== undefined ||
    locations.some((location) => location.failure !== null)
  );
}
