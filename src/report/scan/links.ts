/** Links the same certificate in different entries: in an inventory, in a file and behind an endpoint. */

import type { CertificateFacts, Comparison, LiveLocation, Subject } from '../../domain/index.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { getOrCreate, groupBy } from '../../lib/collections.ts';
import { formatDay, parseIsoTime } from '../../lib/iso-time.ts';

/** The maximum of links: a wildcard certificate can be at thousands of locations, each of which would list all others. */
const MAX_LINKS = 50;

/** The links; absent fields: there are none. */
export type Links = Pick<ReportCertificate, 'other_locations' | 'successors'>;

/** The minimum length of a random serial number (CA/Browser Forum Baseline Requirements section 7.1.2.7: at least 64 bits). */
const MIN_SERIAL_DIGITS = 16;

/** Lists the keys of a certificate: its fingerprint, or serial number and expiry if an inventory has only fields of it. */
function listKeys(
  { fingerprint_sha256, serial_number, valid_to }: CertificateFacts,
  bySerial: boolean,
): {
  /** The keys by which it is found. */
  own: string[];
  /** The keys that find the same certificate elsewhere. If fingerprints differ, equal serial numbers are no evidence. */
  others: string[];
} {
  const hasSerial = bySerial && serial_number !== null && serial_number.length >= MIN_SERIAL_DIGITS;
  const serial = hasSerial ? [`${serial_number} ${formatDay(valid_to)}`] : [];
  const serialOfFields = serial.map((key) => `fields ${key}`);
  if (fingerprint_sha256 === null) return { own: [...serial, ...serialOfFields], others: serial };
  return { own: [fingerprint_sha256, ...serial], others: [fingerprint_sha256, ...serialOfFields] };
}

/**
 * Returns a function for the links of a subject: the locations of other entries with its certificate, and those where other entries
 * replaced it by one that expires later, so that the renewal was probably forgotten here.
 */
export function linkCertificates({
  subjects,
  locations,
}: Pick<Comparison, 'subjects' | 'locations'>): (subject: Subject) => Links {
  // Only other entries are linked.
  if (subjects.every(({ entry }) => entry === subjects[0]?.entry)) return () => ({});
  const bySerial = subjects.some(({ certificate }) => certificate.facts.fingerprint_sha256 === null);
  const byKey = groupBy(
    subjects.flatMap((subject) => listKeys(subject.certificate.facts, bySerial).own.map((key) => ({ key, subject }))),
    ({ key }) => key,
  );
  const byPrevious = groupBy(locations, ({ previous }) => previous);
  const factsByFingerprint = new Map(subjects.map(({ fingerprint, certificate }) => [fingerprint, certificate.facts]));
  /** Lists the locations in all entries, or all except one. */
  const listLocations = (keys: readonly string[], except?: string): NonNullable<Links['other_locations']> => {
    const found = keys.flatMap((key) => takeFirst(byKey.get(key) ?? [], ({ subject }) => subject.entry !== except));
    const others = new Set(found.map(({ subject }) => subject));
    return [...others]
      .flatMap(({ entry, locations }) =>
        locations.slice(0, MAX_LINKS).map((location) => ({ certificate: entry, location })),
      )
      .slice(0, MAX_LINKS);
  };
  const shared = new Map<string, NonNullable<Links['other_locations']>>();
  return (subject) => {
    const { facts } = subject.certificate;
    const isElsewhere = ({ entry }: { entry: string }) => entry !== subject.entry;
    const keys = listKeys(facts, bySerial).others;
    const everywhere = getOrCreate(shared, keys.join('\n'), () => listLocations(keys));
    // For a wildcard certificate, most entries share one list.
    const isListed = everywhere.some(({ certificate }) => certificate === subject.entry);
    const other_locations = isListed ? listLocations(keys, subject.entry) : everywhere;
    const successors = takeFirst(byPrevious.get(subject.fingerprint) ?? [], isElsewhere).flatMap((location) =>
      describeReplacement(location, facts, factsByFingerprint),
    );
    return {
      ...(other_locations.length > 0 && { other_locations: other_locations }),
      ...(successors.length > 0 && { successors }),
    };
  };
}

/** Takes the first wanted values, at most `MAX_LINKS`. */
function takeFirst<Value>(values: readonly Value[], isWanted: (value: Value) => boolean): Value[] {
  const taken: Value[] = [];
  for (const value of values) {
    if (taken.length === MAX_LINKS) break;
    if (isWanted(value)) taken.push(value);
  }
  return taken;
}

function describeReplacement(
  { entry, location, fingerprint }: LiveLocation,
  old: CertificateFacts,
  facts: ReadonlyMap<string, CertificateFacts>,
): NonNullable<Links['successors']> {
  const current = fingerprint === null ? undefined : facts.get(fingerprint);
  if (current === undefined || parseIsoTime(current.valid_to) <= parseIsoTime(old.valid_to)) return [];
  const { fingerprint_sha256, valid_to } = current;
  return [{ certificate: entry, location, fingerprint_sha256, valid_to }];
}
