/** The certificate of a simulation: the worst one of the entry, or a sample if none can be read. */

import {
  type Certificate,
  type ComparedState,
  type Comparison,
  type Entry,
  indexEntries,
  type LiveLocation,
  type Manifest,
  type Subject,
} from '../../domain/index.ts';
import { getSourceDefinition } from '../../domain/sources/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import { createEmptyLog } from '../../events/log/serialize.ts';
import { compareWithLog } from '../../events/state/compare-with-log.ts';
import type { Io } from '../../lib/io.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { selectReading } from '../select-settings.ts';
import { readAndDecode } from '../verify/decode-sources.ts';
import { redactReadings } from '../verify/redact-readings.ts';

const SECOND = 1000;

const SAMPLE_LIFETIME_DAYS = 90;

/** The certificate of an entry that expires first, or a sample. */
interface ReadCertificate extends Pick<Comparison, 'countCertificates'> {
  entry: Entry;
  current: ComparedState;
  wasRead: boolean;
}

/** Reads each entry, and keeps only its certificate that expires first. */
export async function readWorstCertificates(
  entries: readonly Entry[],
  manifest: Manifest,
  now: number,
  io: Io,
): Promise<ReadCertificate[]> {
  const enabled = entries.map((entry) => ({ ...entry, enabled: true }));
  const decoded = await readAndDecode(enabled, io, selectReading(manifest));
  const found = decoded.map((source) => ({
    ...source,
    locations: source.locations.flatMap(({ readings }) => readings),
  }));
  const readings = redactReadings(found, enabled, io);
  const comparison = compareWithLog({ log: createEmptyLog(), entries: enabled, readings, covers: () => true, now });
  const { countCertificates } = comparison;
  return entries.map((entry) => {
    const worst = selectWorst(entry, comparison);
    return { entry, current: worst ?? createSampleState(entry, now), countCertificates, wasRead: worst !== null };
  });
}

/** Creates the state of an entry with a sample certificate. */
export function createSampleState(entry: Entry, now: number): ComparedState {
  const locations = getSourceDefinition(entry.source.kind)
    .listLocations(entry.source)
    .map((location) => createLiveLocation(entry.name, location, now));
  const subjects = [createSampleSubject(entry, locations, now)];
  return { log: createEmptyLog(), entries: indexEntries([entry]), subjects, locations };
}

/** Selects the worst certificate; null if no certificate of the entry can be read. */
function selectWorst(entry: Entry, { log, subjects, locations }: Comparison): ComparedState | null {
  const [worst] = subjects
    .filter((subject) => subject.entry === entry.name)
    .sort((a, b) => (a.certificate.facts.valid_to < b.certificate.facts.valid_to ? -1 : 1));
  if (worst === undefined) return null;
  const holding = locations.filter(
    (location) => location.entry === entry.name && location.fingerprint === worst.fingerprint,
  );
  return { log, entries: indexEntries([entry]), subjects: [worst], locations: holding };
}

/**
 * Moves the validity period so that the certificate expires at `validTo` (milliseconds), rounded up to whole seconds as in
 * RFC 5280 section 4.1.2.5. The lifetime is kept, so that thresholds in percent still apply.
 */
export function moveExpiry(certificate: Certificate, validTo: number, now: number): Certificate {
  const { facts } = certificate;
  const notAfter = Math.ceil(validTo / SECOND) * SECOND;
  const lifetime = facts.valid_from === null ? null : Date.parse(facts.valid_to) - Date.parse(facts.valid_from);
  const notBefore = lifetime === null ? null : Math.min(notAfter - lifetime, Math.floor(now / SECOND) * SECOND);
  return {
    ...certificate,
    facts: {
      ...facts,
      valid_from: notBefore === null ? null : formatIsoTime(notBefore),
      valid_to: formatIsoTime(notAfter),
    },
  };
}

function createSampleSubject(entry: Entry, locations: LiveLocation[], now: number): Subject {
  const { source } = entry;
  const name = getSourceDefinition(source.kind).sampleName?.(source) ?? entry.name;
  const fingerprint = '0'.repeat(64);
  const notAfter = Math.ceil(now / SECOND) * SECOND;
  return {
    entry: entry.name,
    fingerprint,
    locations: locations.map(({ location }) => location),
    certificate: {
      fingerprint,
      chain: [],
      facts: {
        common_name: name,
        subject: `CN=${name}`,
        issuer: 'CN=Sample CA',
        serial_number: '00',
        fingerprint_sha256: fingerprint,
        sans: [name],
        key_algorithm: 'EC',
        key_size: 256,
        signature_algorithm: 'ecdsa-with-SHA256',
        valid_from: formatIsoTime(notAfter - SAMPLE_LIFETIME_DAYS * DAY),
        valid_to: formatIsoTime(notAfter),
        lifetime_days: SAMPLE_LIFETIME_DAYS,
      },
    },
  };
}

function createLiveLocation(entry: string, location: string, now: number): LiveLocation {
  return {
    entry,
    location,
    source: location,
    fingerprint: '0'.repeat(64),
    previous: null,
    since: formatIsoTime(now - DAY),
    failures: 0,
    failure: null,
    observed: {},
    evidence: null,
    ownership: null,
    path_end: null,
    revoked: null,
  };
}
