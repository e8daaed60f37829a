/** Links the same certificate in different entries: in an inventory, in a file and behind an endpoint. */

import type { CertificateFacts, Comparison, LiveLocation, Subject } from '../../domain/index.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { getOrCreate, groupBy } from '../../lib/collections.ts';
import { formatDay, parseIsoTime } from '../../lib/iso-time.ts';

/** A wildcard certificate can be at thousands of locations, each of which would list all others. */
const MAX_LINKS = 50;

/** Absent fields: there are no links. */
export type Links = Pick<ReportCertificate, 'other_locations' | 'successors'>;

/** Shorter serial numbers are not random (CA/Browser Forum Baseline Requirements section 7.1.2.7: at least 64 bits). */
const MIN_SERIAL_DIGITS = 16;

/** How a certificate is found: by its fingerprint, or by serial number and expiry if an inventory has only fields of it. */
function listKeys(
  { fingerprint_sha256, serial_number, valid_to }: CertificateFacts,
  bySerial: boolean,
): {
  /** What it is found by. */
  own: string[];
  /** What finds the same certificate elsewhere. With two fingerprints, equal serial numbers prove nothing. */
  others: string[];
} {
  const hasSerial = bySerial && serial_number !== null && serial_number.length >= MIN_SERIAL_DIGITS;
  const serial = hasSerial ? [`${serial_number} ${formatDay(valid_to)}`] : [];
  const serialOfFields = serial.map((key) => `fields ${key}`);
  if (fingerprint_sha256 === null) return { own: [...serial, ...serialOfFields], others: serial };
  return { own: [fingerprint_sha256, ...serial], others: [fingerprint_sha256, ...serialOfFields] };
}

/**
 * Returns what is known elsewhere about the certificate of a subject: where other entries have it too, and where other entries
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
  /** In all entries, or all except one. */
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
      ...(successors.length > 0 && { successors: successors }),
    };
  };
}

/** The first values that are wanted, at most `MAX_LINKS`. */
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
