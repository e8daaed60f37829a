/**
 * What would be sent were this or that the case: a plan made by the planner itself, over a world of one certificate, and
 * marked as a test.
 */

import { assess } from '../../assess/index.ts';
import type {
  Entry,
  EventName,
  Finding,
  FindingName,
  LivePlace,
  Manifest,
  Observation,
  Plan,
  ScanContext,
  Subject,
} from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import { plan } from '../../events/plan/index.ts';
import { record } from '../../events/state/record.ts';
import { isoTime } from '../../lib/iso-time.ts';
import type { CompileRegex } from '../../lib/python-regex.ts';
import { failure } from '../../scan/failures.ts';
import { endingAt } from './sample-certificate.ts';
import { madeUpFinding } from './sample-findings.ts';

export { madeUpObservation, readWorst } from './sample-certificate.ts';

/** One entry with its one certificate, and when it is looked at. */
export interface Stage {
  entry: Entry;
  manifest: Manifest;
  /** One subject, and the places that hold it. */
  observed: Observation;
  /** From expiry. */
  days: number;
  scan: ScanContext;
  /** null: no rule has an expression. */
  compileRegex: CompileRegex | null;
}

/** Another certificate at the same places: the one before, or the next. */
const OTHER = '1'.repeat(64);
const HOUR = 3_600_000;
/** Of a manifest that does not say when a scan is overdue. */
const STALE_AFTER_HOURS = 36;

/** How each event comes about. */
const STORIES: Record<EventName, (stage: Stage) => Plan> = {
  'certificate.expiry_warning': (stage) => planned(stage, aged(stage, stage.days)),
  'certificate.expired': (stage) => planned(stage, aged(stage, Math.min(stage.days, -1))),
  'certificate.changed': (stage) => planned(stage, changed(stage)),
  'certificate.unreachable': (stage) => planned(stage, unreachable(stage)),
  'certificate.renewed': (stage) => planned(stage, renewed(stage)),
  'certificate.removed': (stage) => planned(stage, { ...told(stage), subjects: [], places: [] }),
  'certificate.recovered': (stage) => planned(stage, { ...aged(stage, 365), log: told(stage).log }),
  'scan.stale': (stage) => planned(stage, stale(stage)),
  'certificate.untrusted': (stage) => found(stage, 'certificate.untrusted'),
  'certificate.revoked': (stage) => found(stage, 'certificate.revoked'),
  'certificate.policy_violation': (stage) => found(stage, 'certificate.policy_violation'),
  'certificate.lagging': (stage) => found(stage, 'certificate.lagging'),
  'certificate.ari_window_open': (stage) => found(stage, 'certificate.ari_window_open'),
  'certificate.ari_window_shift': (stage) => found(stage, 'certificate.ari_window_shift'),
};

/** What would be sent, and held back; `event` null: what so many days from expiry bring by themselves. */
export function pretend(stage: Stage, event: EventName | null): Plan {
  const { events, deliveries } = event === null ? planned(stage, aged(stage, stage.days)) : STORIES[event](stage);
  const told = events.filter((one) => event === null || one.event === event);
  const ids = new Set(told.map(({ id }) => id));
  return {
    events: told.map((one) => ({ ...one, context: asTest(one.context) })),
    deliveries: deliveries.filter(({ event_id }) => ids.has(event_id)),
  };
}

/** Under a key of its own, so that a test neither opens nor ends what the real certificate has opened. */
function asTest<T extends { data: { test: boolean; alert_key: string } }>(context: T): T {
  return { ...context, data: { ...context.data, test: true, alert_key: `${context.data.alert_key}/test` } };
}

/** What is found of a certificate that has nothing else. */
function found(stage: Stage, event: FindingName): Plan {
  const { observed } = stage;
  return planned(stage, observed, [madeUpFinding(event, observed)]);
}

function planned(
  { entry, manifest, scan, compileRegex }: Stage,
  observation: Observation,
  findings: Finding[] = [],
): Plan {
  return plan({
    manifest: withoutHolds({
      ...manifest,
      entries: [entry],
      stale_after_hours: manifest.stale_after_hours ?? STALE_AFTER_HOURS,
    }),
    observation,
    verdictOf: (subject: Subject) => ({ ...assess(subject.certificate, entry.settings, scan.now), findings }),
    scan,
    ignoreCooldown: false,
    compileRegex,
    covers: (name) => name === entry.name,
  });
}

/** Who tests at night, or what is silenced, wants to see it arrive. */
function withoutHolds(manifest: Manifest): Manifest {
  const rules = manifest.rules.map((rule) => ({
    ...rule,
    actions: rule.actions.map(({ quiet_hours: _hours, ...action }) => action),
  }));
  return { ...manifest, silences: [], rules };
}

/** The certificate so many days from its end. */
function aged({ observed, scan: { now } }: Stage, days: number): Observation {
  const subjects = observed.subjects.map((subject) => {
    return { ...subject, certificate: endingAt(subject.certificate, now + days * DAY, now) };
  });
  return { ...observed, subjects };
}

/** The same after every rule has told of it, to all its destinations, an hour before. */
function told(stage: Stage): Observation {
  const hears = { events: ['certificate.*'], match: { labels: {}, names: [], status: [], thresholds: [] } };
  const rules = stage.manifest.rules.map((rule) => ({ ...rule, ...hears, conditions: null }));
  const scan = { ...stage.scan, now: stage.scan.now - HOUR };
  const observation = aged({ ...stage, scan }, 0);
  const before = planned({ ...stage, manifest: { ...stage.manifest, rules }, scan }, observation);
  const receipts = before.deliveries.map(({ event_id, rule, destination }) => {
    return { event_id, rule, destination, status: 'sent', attempts: 1, error: null } as const;
  });
  const log = record({ log: withFacts(observation), plan: before, receipts, scan });
  return { ...observation, log };
}

/** The log knows the certificates that it tells of. */
function withFacts({ log, subjects }: Observation): Observation['log'] {
  const known = subjects.map(({ fingerprint, certificate }) => [fingerprint, certificate.facts]);
  return { ...log, certificates: { ...log.certificates, ...Object.fromEntries(known) } };
}

/** Another certificate that ends a year later. */
function renewed(stage: Stage): Observation {
  const { observed, scan } = stage;
  const subjects = aged(stage, 365).subjects.map((subject) => asOther(subject));
  return { log: told(stage).log, subjects, places: observed.places.map((place) => taken(place, OTHER, scan.now)) };
}

/** The certificate took the place of one that would have ended a month later. */
function changed(stage: Stage): Observation {
  const { observed, days, scan } = stage;
  const before = { ...observed, subjects: aged(stage, days + 30).subjects.map(asOther) };
  const places = observed.places.map((place) => ({ ...place, previous: OTHER, since: isoTime(scan.now) }));
  return { ...aged(stage, days), log: withFacts(before), places };
}

function asOther(subject: Subject): Subject {
  const facts = { ...subject.certificate.facts, fingerprint_sha256: OTHER };
  return { ...subject, fingerprint: OTHER, certificate: { ...subject.certificate, fingerprint: OTHER, facts } };
}

function taken(place: LivePlace, fingerprint: string, now: number): LivePlace {
  return { ...place, fingerprint, previous: place.fingerprint, since: isoTime(now) };
}

function unreachable(stage: Stage): Observation {
  const { places, ...rest } = aged(stage, stage.days);
  const code = stage.entry.source.kind === 'file' ? 'file-not-found' : 'endpoint-refused';
  return { ...rest, places: places.map((place) => ({ ...place, failures: 2, failure: failure(code, place.place) })) };
}

function stale({ observed, manifest, scan }: Stage): Observation {
  const hours = (manifest.stale_after_hours ?? STALE_AFTER_HOURS) + 1;
  const last = { id: scan.scan_id, scanned_at: isoTime(scan.now - hours * HOUR) };
  return { log: { ...observed.log, scans: { last } }, subjects: [], places: [] };
}
