import { assess } from './assess/index.ts';
import { decodePlace } from './certificate/index.ts';
import { emptyLog } from './events/log.ts';
import { observe } from './events/observe.ts';
import { plan } from './events/plan.ts';
import type { Io } from './io.ts';
import { DAY } from './limits.ts';
import { scanContext } from './run.ts';
import { readSources } from './scan/index.ts';
import { isoTime } from './time.ts';
import type { Certificate, Entry, Manifest, Observation, Plan, Subject } from './types.ts';

/** Lifetime of a certificate that is made up, in days. */
const MADE_UP_LIFETIME = 90;

/**
 * What would be sent were an entry's worst certificate `days` from its expiry: a plan made by the planner itself,
 * over a world of that one certificate and an empty log, and marked as a test. Where no certificate can be read
 * one is made up.
 */
export async function pretend(
  entry: Entry,
  manifest: Manifest,
  options: { days: number; now: number },
  io: Io,
): Promise<Plan> {
  const { days, now } = options;
  const observation = await worstSubject(entry, manifest, now, io);
  const subjects = observation.subjects.map((subject) => ({
    ...subject,
    certificate: expiring(subject.certificate, now + days * DAY, now),
  }));
  const planned = plan({
    manifest: withoutHolds({ ...manifest, entries: [entry] }),
    observation: { ...observation, subjects },
    verdictOf: (subject: Subject) => assess(subject.certificate, entry.settings, now),
    scan: scanContext(now, io),
    ignoreCooldown: false,
    covers: (name) => name === entry.name,
  });
  return { ...planned, events: planned.events.map((event) => ({ ...event, context: asTest(event.context) })) };
}

/** Who tests at night, or what is silenced, wants to see it arrive. */
function withoutHolds(manifest: Manifest): Manifest {
  const rules = manifest.rules.map((rule) => ({
    ...rule,
    actions: rule.actions.map(({ quiet_hours: _hours, ...action }) => action),
  }));
  return { ...manifest, silences: [], rules };
}

function asTest<T extends { data: { test: boolean } }>(context: T): T {
  return { ...context, data: { ...context.data, test: true } };
}

/** The entry as it is now, reduced to the certificate that ends first. */
async function worstSubject(entry: Entry, manifest: Manifest, now: number, io: Io): Promise<Observation> {
  const readings = await readSources([entry], io, { root: manifest.root, ...manifest.scan }, decodePlace);
  const observation = observe({
    log: emptyLog(),
    entries: [{ ...entry, enabled: true }],
    readings,
    covers: () => true,
    now,
  });
  const [worst] = observation.subjects.toSorted((a, b) =>
    a.certificate.facts.valid_to < b.certificate.facts.valid_to ? -1 : 1,
  );
  const subject = worst ?? madeUp(entry, now);
  const places = observation.places.filter(({ fingerprint }) => fingerprint === subject.fingerprint);
  return { ...observation, subjects: [subject], places };
}

/** Its whole life is moved, so that limits in percent of the lifetime mean what they mean for the real one. */
function expiring(certificate: Certificate, validTo: number, now: number): Certificate {
  const { facts } = certificate;
  const lifetime = facts.valid_from === null ? null : Date.parse(facts.valid_to) - Date.parse(facts.valid_from);
  const validFrom = lifetime === null ? null : isoTime(Math.min(validTo - lifetime, now));
  return { ...certificate, facts: { ...facts, valid_from: validFrom, valid_to: isoTime(validTo) } };
}

function madeUp(entry: Entry, now: number): Subject {
  const { source } = entry;
  const name =
    source.kind === 'endpoint'
      ? (source.server_name ?? source.targets[0]?.host ?? source.services[0] ?? entry.name)
      : entry.name;
  const fingerprint = '0'.repeat(64);
  return {
    entry: entry.name,
    fingerprint,
    places: source.kind === 'endpoint' ? source.targets.map(({ place }) => place) : [],
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
        valid_from: isoTime(now - MADE_UP_LIFETIME * DAY),
        valid_to: isoTime(now),
        lifetime_days: MADE_UP_LIFETIME,
      },
    },
  };
}
