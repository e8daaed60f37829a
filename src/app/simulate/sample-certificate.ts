/** The certificate that is pretended about: the entry's worst, or one that is made up where none can be read. */

import { decodePlace } from '../../certificate/decode.ts';
import type { Certificate, Entry, LivePlace, Manifest, Observation, Subject } from '../../domain/index.ts';
import { getSourceDefinition } from '../../domain/sources/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import { createEmptyLog } from '../../events/log/serialize.ts';
import { observe } from '../../events/state/observe.ts';
import type { Io } from '../../lib/io.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { readSources } from '../../scan/index.ts';

const SECOND = 1000;

/** Lifetime of a certificate that is made up, in days. */
const SAMPLE_LIFETIME_DAYS = 90;

/** Each entry as it is now, reduced to the certificate that ends first; in the order of the entries. */
export async function readWorstCertificates(
  entries: readonly Entry[],
  manifest: Manifest,
  now: number,
  io: Io,
): Promise<Map<string, Observation>> {
  const enabled = entries.map((entry) => ({ ...entry, enabled: true }));
  const readings = await readSources(enabled, io, { root: manifest.root, ...manifest.scan }, (raw, password) =>
    decodePlace(raw, password),
  );
  const observation = observe({ log: createEmptyLog(), entries: enabled, readings, covers: () => true, now });
  return new Map(entries.map((entry) => [entry.name, selectWorst(entry, observation, now)]));
}

/** What would be known of an entry of which nothing can be read. */
export function createSampleObservation(entry: Entry, now: number): Observation {
  const places = getSourceDefinition(entry.source.kind)
    .listPlaces(entry.source)
    .map((place) => createLivePlace(entry.name, place, now));
  return { log: createEmptyLog(), subjects: [createSampleSubject(entry, places, now)], places };
}

function selectWorst(entry: Entry, { log, subjects, places }: Observation, now: number): Observation {
  const [worst] = subjects
    .filter((subject) => subject.entry === entry.name)
    .sort((a, b) => (a.certificate.facts.valid_to < b.certificate.facts.valid_to ? -1 : 1));
  if (worst === undefined) return createSampleObservation(entry, now);
  const holding = places.filter((place) => place.entry === entry.name && place.fingerprint === worst.fingerprint);
  return { log, subjects: [worst], places: holding };
}

/**
 * Its whole life is moved, so that limits in percent of the lifetime mean what they mean for the real one. Times are those
 * of a certificate, whole seconds (RFC 5280 section 4.1.2.5): it ends no sooner than at `validTo`.
 */
export function moveExpiry(certificate: Certificate, validTo: number, now: number): Certificate {
  const { facts } = certificate;
  const end = Math.ceil(validTo / SECOND) * SECOND;
  const lifetime = facts.valid_from === null ? null : Date.parse(facts.valid_to) - Date.parse(facts.valid_from);
  const begin = lifetime === null ? null : Math.min(end - lifetime, Math.floor(now / SECOND) * SECOND);
  return {
    ...certificate,
    facts: { ...facts, valid_from: begin === null ? null : formatIsoTime(begin), valid_to: formatIsoTime(end) },
  };
}

function createSampleSubject(entry: Entry, places: LivePlace[], now: number): Subject {
  const { source } = entry;
  const name = getSourceDefinition(source.kind).sampleName?.(source) ?? entry.name;
  const fingerprint = '0'.repeat(64);
  const end = Math.ceil(now / SECOND) * SECOND;
  return {
    entry: entry.name,
    fingerprint,
    places: places.map(({ place }) => place),
    certificate: {
      fingerprint,
      chain: [],
      facts: {
        common_name: name,
        subject: `CN=${name}`,
        issuer: 'CN=made up for a test',
        serial_number: '00',
        fingerprint_sha256: fingerprint,
        sans: [name],
        key_algorithm: 'EC',
        key_size: 256,
        signature_algorithm: 'ecdsa-with-SHA256',
        valid_from: formatIsoTime(end - SAMPLE_LIFETIME_DAYS * DAY),
        valid_to: formatIsoTime(end),
        lifetime_days: SAMPLE_LIFETIME_DAYS,
      },
    },
  };
}

function createLivePlace(entry: string, place: string, now: number): LivePlace {
  return {
    entry,
    place,
    source: place,
    fingerprint: '0'.repeat(64),
    previous: null,
    since: formatIsoTime(now - DAY),
    failures: 0,
    failure: null,
    address: null,
    evidence: null,
    path_end: null,
  };
}
