import { compareText, groupBy } from '../collections.ts';
import type {
  Report,
  ReportCertificate,
  ReportDelivery,
  ReportEvent,
  ReportPlace,
  Summary,
} from '../generated/report.ts';
import { limitKey, parseLimit } from '../limits.ts';
import { isoTime } from '../time.ts';
import type {
  CertificateFacts,
  Entry,
  LivePlace,
  Observation,
  Plan,
  PlannedDelivery,
  PlannedEvent,
  Receipt,
  ScanContext,
  Source,
  Subject,
  Verdict,
} from '../types.ts';
import { rank } from './wording.ts';

export interface ReportInput {
  scan: ScanContext;
  dry_run: boolean;
  observation: Observation;
  verdictOf: (subject: Subject) => Verdict;
  /** The entries that the scan covered. */
  entries: readonly Entry[];
  plan: Plan;
  /** One for each delivery that was due; none in a dry run. */
  receipts: readonly Receipt[];
}

/** The result of a scan as contract section 6 names it; certificates worst first. Depends on its input alone. */
export function buildReport(input: ReportInput): Report {
  const certificates = certificateRecords(input);
  const events = input.plan.events.map(eventRecord);
  const deliveries = deliveryRecords(input.plan.deliveries, input.receipts);
  return {
    version: 1,
    scan_id: input.scan.scan_id,
    scanned_at: isoTime(input.scan.now),
    dry_run: input.dry_run,
    summary: summarize(certificates, events, deliveries),
    certificates,
    events,
    deliveries,
  };
}

// ---------------------------------------------------------------------------------------------- certificates

function certificateRecords({ observation, entries, verdictOf }: ReportInput): ReportCertificate[] {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const bySubject = groupBy(observation.places, ({ entry, fingerprint }) => subjectKey(entry, fingerprint));
  const known = observation.subjects.map((subject) => {
    const places = bySubject.get(subjectKey(subject.entry, subject.fingerprint)) ?? [];
    return subjectRecord(subject, verdictOf(subject), places, byName.get(subject.entry));
  });
  const unknown = observation.places
    .filter(({ fingerprint }) => fingerprint === null)
    .map((place) => unknownRecord(place, byName.get(place.entry)));
  return [...known, ...unknown].sort(worstFirst);
}

function subjectKey(entry: string, fingerprint: string | null): string {
  return JSON.stringify([entry, fingerprint]);
}

/** By status, then by days, then by name: the same input always gives the same order. */
function worstFirst(a: ReportCertificate, b: ReportCertificate): number {
  return (
    rank(a.status) - rank(b.status) ||
    (a.days_remaining ?? 0) - (b.days_remaining ?? 0) ||
    compareText(a.certificate, b.certificate) ||
    compareText(a.places[0]?.location ?? '', b.places[0]?.location ?? '')
  );
}

function subjectRecord(
  subject: Subject,
  verdict: Verdict,
  places: readonly LivePlace[],
  entry: Entry | undefined,
): ReportCertificate {
  const { facts, chain } = subject.certificate;
  // Read at one of its places, it was seen by this very scan, whatever became of the others.
  const unseen = places.every(({ failure }) => failure !== null) ? places : [];
  return {
    certificate: subject.entry,
    certificate_id: `${subject.entry}:${subject.fingerprint.slice(0, 12)}`,
    ...facts,
    // A date known by hand has no name of its own.
    common_name: facts.common_name ?? (facts.fingerprint_sha256 === null ? subject.entry : null),
    days_remaining: verdict.days_remaining,
    status: verdict.status,
    level: verdict.level,
    threshold: verdict.threshold?.written ?? null,
    threshold_days: verdict.threshold?.days ?? null,
    ...entryFields(entry, places),
    error: unseen[0]?.failure ?? null,
    last_seen: latest(unseen.map(({ since }) => since)),
    places: places.map(placeRecord),
    chain: chain.map(chainLink),
  };
}

function unknownRecord(place: LivePlace, entry: Entry | undefined): ReportCertificate {
  return {
    certificate: place.entry,
    certificate_id: null,
    common_name: null,
    subject: null,
    issuer: null,
    serial_number: null,
    fingerprint_sha256: null,
    sans: [],
    key_algorithm: null,
    key_size: null,
    signature_algorithm: null,
    valid_from: null,
    valid_to: null,
    lifetime_days: null,
    days_remaining: null,
    status: 'unknown',
    level: 'warning',
    threshold: null,
    threshold_days: null,
    ...entryFields(entry, [place]),
    error: place.failure,
    last_seen: null,
    places: [placeRecord(place)],
    chain: [],
  };
}

const PLACE_TYPES: Record<Source['kind'], string> = { endpoint: 'endpoint', file: 'file', expires: 'declared' };

function entryFields(entry: Entry | undefined, places: readonly LivePlace[]) {
  const type = entry === undefined ? 'declared' : PLACE_TYPES[entry.source.kind];
  const assigned = [
    ...places.map(({ place }) => ({ type, name: place })),
    ...(entry?.assignments ?? []).map((name) => ({ type: 'assignment', name })),
  ];
  return {
    assigned_objects: assigned,
    assignment_count: assigned.length,
    labels: entry?.labels ?? {},
    owner: entry?.owner ?? null,
    tenant: entry?.labels.tenant ?? null,
    renewal_instructions: entry?.renewal_instructions ?? null,
  };
}

function placeRecord({ place, address, failure }: LivePlace): ReportPlace {
  return { location: place, address, error: failure };
}

function chainLink({ subject, issuer, fingerprint_sha256, valid_to }: CertificateFacts) {
  return { subject, issuer, fingerprint_sha256, valid_to };
}

function latest(times: readonly (string | null)[]): string | null {
  const known = times.filter((time) => time !== null).map((time) => Date.parse(time));
  return known.length === 0 ? null : isoTime(Math.max(...known));
}

// ---------------------------------------------------------------------------------------------- events, deliveries

function eventRecord({ context, notes, ...event }: PlannedEvent): ReportEvent {
  return {
    id: event.id,
    event: event.event,
    certificate: event.certificate,
    fingerprint_sha256: event.fingerprint_sha256,
    threshold: event.threshold,
    suppressed: event.suppressed,
    reason: event.reason,
    ...(notes.length > 0 && { notes }),
    data: context.data,
  };
}

function deliveryRecords(planned: readonly PlannedDelivery[], receipts: readonly Receipt[]): ReportDelivery[] {
  const key = (one: PlannedDelivery | Receipt) => JSON.stringify([one.event_id, one.rule, one.destination]);
  const received = new Map(receipts.map((receipt) => [key(receipt), receipt]));
  return planned.map((delivery) => {
    const receipt = received.get(key(delivery));
    return {
      event_id: delivery.event_id,
      rule: delivery.rule,
      destination: delivery.destination,
      status: receipt?.status ?? (delivery.due ? 'due' : 'suppressed'),
      reason: delivery.reason,
      attempts: receipt?.attempts ?? 0,
      error: receipt?.error ?? null,
    };
  });
}

// ---------------------------------------------------------------------------------------------- the counts

function summarize(
  certificates: readonly ReportCertificate[],
  events: readonly ReportEvent[],
  deliveries: readonly ReportDelivery[],
): Summary {
  const has = (status: ReportCertificate['status']) => certificates.filter((one) => one.status === status).length;
  const fired = events.filter(({ suppressed }) => !suppressed);
  const unmatched = events.filter(({ reason }) => reason === 'unmatched').length;
  return {
    certificates: certificates.length,
    ok: has('ok'),
    warning: has('warning'),
    critical: has('critical'),
    expired: has('expired'),
    not_yet_valid: has('not_yet_valid'),
    unknown: has('unknown'),
    events_fired: fired.length,
    events_suppressed: events.length - fired.length - unmatched,
    events_unmatched: unmatched,
    events_by_threshold: byThreshold(fired),
    deliveries_sent: deliveries.filter(({ status }) => status === 'sent').length,
    deliveries_failed: deliveries.filter(({ status }) => status === 'failed').length,
  };
}

/** `10` and `"10d"` are one threshold, so they are counted as one. */
function byThreshold(fired: readonly ReportEvent[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { event, threshold } of fired) {
    if (event !== 'certificate.expiry_warning' || threshold === null) continue;
    const limit = parseLimit(threshold);
    const key = String(limit === null ? threshold : limitKey(limit));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
