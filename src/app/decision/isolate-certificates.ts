/** Keeps a bug that one certificate triggers, while it is compared or evaluated, away from all other certificates. */

import type { Failure, LivePlace, Manifest, Observation, SourceReading } from '../../domain/index.ts';
import type { EventLog, LoggedEvent, LoggedPlace } from '../../generated/event-log.ts';
import type { ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { getOrCreate, groupBy } from '../../lib/collections.ts';
import { createInternalFailure } from '../../scan/failures.ts';

/** What a scan is computed from. */
export interface EvaluationInput {
  manifest: Manifest;
  log: EventLog;
  readings: readonly SourceReading[];
  covers: (entry: string) => boolean;
}

/** The keys of certificates of an entry, and of places without one. */
export type CertificateKeys = ReadonlySet<string>;

const NONE: CertificateKeys = new Set();

/** `subject` is a fingerprint, or the name of a place without a certificate. */
function toKey(entry: string, subject: string): string {
  return JSON.stringify([entry, subject]);
}

/**
 * Returns the result of `compute`, a pure function. If it throws, `compute` is called for each certificate alone, and then for
 * all of them with the keys of those that throw, which it must leave out (`omitBroken`). If none throws alone, entries are
 * tried instead. Throws if the bug has nothing to do with a certificate.
 */
export function isolateCertificates<Input extends EvaluationInput, Result>(
  input: Input,
  compute: (input: Input, broken: CertificateKeys) => Result,
  reportBug: ReportBug,
): { result: Result; broken: CertificateKeys } {
  let broken = NONE;
  for (const level of [listCertificates, listEntries]) {
    const attempt = tryCompute(() => compute(input, broken));
    if ('result' in attempt) return { result: attempt.result, broken };
    reportBug(attempt.bug);
    const triggering = level(input).filter(
      (part) => 'bug' in tryCompute(() => compute(selectPart(input, part), broken)),
    );
    broken = new Set([...broken, ...triggering.flatMap(({ keys }) => [...keys])]);
  }
  return { result: compute(input, broken), broken };
}

function tryCompute<Result>(compute: () => Result): { result: Result } | { bug: unknown } {
  try {
    return { result: compute() };
  } catch (bug) {
    return { bug };
  }
}

/** Some certificates of one entry, and everything that is about them. */
interface Part {
  entry: string;
  keys: CertificateKeys;
  readings: SourceReading[];
  places: [name: string, place: LoggedPlace][];
  events: LoggedEvent[];
}

/** Every certificate and place that was read, is in the log, or has a notification there; each is a part of its own. */
function listCertificates({ readings, log, covers }: EvaluationInput): Part[] {
  const parts = new Map<string, Part>();
  const read = new Set(readings.map(({ entry }) => entry));
  const getPart = (entry: string, subject: string) => {
    const key = toKey(entry, subject);
    // What an entry that was read does not have any more was removed.
    const readings = read.has(entry) ? [{ entry, source: '', failure: null, places: [] }] : [];
    return getOrCreate(parts, key, () => ({ entry, keys: new Set([key]), readings, places: [], events: [] }));
  };
  const readAt = new Map<string, Part>();
  for (const source of readings) {
    const { entry, places } = source;
    getPart(entry, source.source).readings.push({ ...source, places: [] });
    for (const reading of places) {
      const part = getPart(entry, reading.certificate?.fingerprint ?? reading.place);
      part.readings.push({ ...source, failure: null, places: [reading] });
      readAt.set(toKey(entry, reading.place), part);
    }
  }
  for (const [entry, places] of Object.entries(log.places)) {
    for (const [name, place] of Object.entries(places)) {
      const part = readAt.get(toKey(entry, name)) ?? getPart(entry, place.fingerprint ?? name);
      part.places.push([name, place]);
    }
  }
  for (const event of log.events) getPart(event.certificate, event.fingerprint ?? event.place ?? '').events.push(event);
  return [...parts.values()].filter(({ entry }) => covers(entry));
}

function listEntries(input: EvaluationInput): Part[] {
  const byEntry = groupBy(listCertificates(input), ({ entry }) => entry);
  return Array.from(byEntry, ([entry, parts]) => ({
    entry,
    keys: new Set(parts.flatMap(({ keys }) => [...keys])),
    readings: parts.flatMap(({ readings }) => readings),
    places: parts.flatMap(({ places }) => places),
    events: parts.flatMap(({ events }) => events),
  }));
}

/** The input as if the manifest had only the entry of this part, and the entry only its certificates. */
function selectPart<Input extends EvaluationInput>(input: Input, { entry, readings, places, events }: Part): Input {
  const { manifest, log } = input;
  return {
    ...input,
    manifest: { ...manifest, entries: manifest.entries.filter(({ name }) => name === entry) },
    covers: (name: string) => name === entry,
    log: { ...log, places: { [entry]: Object.fromEntries(places) }, events },
    readings,
  };
}

/** The readings with a failure in the place of each broken certificate. */
export function failBrokenReadings(
  readings: readonly SourceReading[],
  broken: CertificateKeys,
): readonly SourceReading[] {
  if (broken.size === 0) return readings;
  return readings.map((source) => ({
    ...source,
    places: source.places.map((reading) => {
      const { place, address, certificate } = reading;
      if (certificate === null || !broken.has(toKey(source.entry, certificate.fingerprint))) return reading;
      return { place, address, certificate: null, failure: createInternalFailure(place) };
    }),
  }));
}

/** The observation without broken certificates: their places have a failure instead. The log is the same. */
export function omitBroken(observation: Observation, broken: CertificateKeys): Observation {
  if (broken.size === 0) return observation;
  const isBroken = (entry: string, subject: string) => broken.has(toKey(entry, subject));
  return {
    ...observation,
    subjects: observation.subjects.filter(({ entry, fingerprint }) => !isBroken(entry, fingerprint)),
    places: observation.places.map(({ others, ...one }): LivePlace => {
      const { entry, place, fingerprint } = one;
      const live = others
        ? { ...one, others: others.filter((other) => !isBroken(entry, other.fingerprint ?? '')) }
        : one;
      if (!isBroken(entry, fingerprint ?? place)) return live;
      return { ...live, fingerprint: null, previous: null, evidence: null, failure: createInternalFailure(place) };
    }),
  };
}

/** The observation to plan with: without what is about broken certificates, so that nothing about them fires or resolves. */
export function omitBrokenHistories(observation: Observation, broken: CertificateKeys): Observation {
  if (broken.size === 0) return observation;
  const { log, places } = observation;
  const isBroken = (entry: string, subject: string | null) => broken.has(toKey(entry, subject ?? ''));
  return {
    ...observation,
    places: places.filter(({ entry, place }) => !isBroken(entry, place)),
    log: { ...log, events: log.events.filter((one) => !isBroken(one.certificate, one.fingerprint ?? one.place)) },
  };
}

/** The failures of broken certificates at no place that the report shows. */
export function listUnshownFailures(broken: CertificateKeys, { places }: Observation): Failure[] {
  const failing = new Set(places.flatMap(({ entry, failure }) => (failure?.code === 'internal-error' ? [entry] : [])));
  const entries = new Set([...broken].map((key) => (JSON.parse(key) as [entry: string, subject: string])[0]));
  return [...entries].filter((entry) => !failing.has(entry)).map(createInternalFailure);
}
