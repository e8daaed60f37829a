/** Records the results of a plan in the event log. */

import { type OnBug, throwBug } from '../../domain/certificate-bug.ts';
import {
  type Acknowledgement,
  type AppliedSilence,
  DEFERRED,
  DEFERRED_EXPIRED,
  type IsoTime,
  isOneShot,
  isResolution,
  type Plan,
  type PlannedDelivery,
  type PlannedEvent,
  RESOLUTION_NAMES,
  type Receipt,
  type ScanContext,
  type Status,
} from '../../domain/index.ts';
import { recordScanTime } from '../../domain/scan-distance.ts';
import type { EventLog, LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { compareText, getOwn, groupBy } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { findHistory, findRecord, groupHistories, hasDelivery, lastSequence, type RecordKey } from '../log/history.ts';
import { findDelivery } from '../log/timestamps.ts';
import { DELIVERY_FIELDS, selectUnknown } from '../log/unknown-fields.ts';
import { findEpisodeFiring } from '../plan/decide.ts';
import { createFirstSeenFinder } from './first-seen.ts';

export interface RecordInput {
  /** The log that `compareWithLog` returned. */
  log: EventLog;
  plan: Plan;
  receipts: readonly Receipt[];
  scan: ScanContext;
  /** Whether the scan covers an entry (`--only`); default: every entry. */
  covers?: (entry: string) => boolean;
  /**
   * Called with a bug about an event, which is then not recorded: the next scan sends its notifications again. Default: the bug is thrown,
   * and nothing is recorded.
   */
  onBug?: OnBug;
}

/**
 * Returns the log after the scan: one record for each event that was sent, attempted, deferred or silenced. Unmatched events leave no
 * record. An unmatched resolution is recorded, because it ends the episode of its alert.
 */
export function record({ log, plan, receipts, scan, covers = () => true, onBug = throwBug }: RecordInput): EventLog {
  const index = groupHistories(log);
  const findFirstSeen = createFirstSeenFinder(log);
  const byEvent = groupBy(receipts, ({ event_id }) => event_id);
  // A deferred delivery stays deferred if a silence also suppresses it.
  const suppressed = groupBy(
    plan.deliveries.filter(({ reason }) => reason === 'quiet_hours' || reason === 'silenced'),
    ({ event_id }) => event_id,
  );
  // Few of tens of thousands of records change, so they are compared by identity.
  const changed = new Map<LoggedEvent, LoggedEvent>();
  for (const logged of log.events) {
    const after = covers(logged.certificate) ? clearDeferred(logged, () => suppressed.get(logged.id) ?? []) : logged;
    if (after !== logged) changed.set(logged, after);
  }
  const added = new Map<string, LoggedEvent>();
  const recordEvent = (event: PlannedEvent) => {
    const received = byEvent.get(event.id) ?? [];
    const deferred = (suppressed.get(event.id) ?? []).filter(({ reason }) => reason === 'quiet_hours');
    const isActed = received.length + deferred.length > 0 || isResolution(event.event);
    if (!isActed && event.silence === null) return;
    const key = toRecordKey(event);
    const history = findHistory(index, key);
    const since = findSince(log, key);
    const known = findRecord(history, key);
    const before =
      (known && (changed.get(known) ?? known)) ?? added.get(event.id) ?? createRecord(event.id, key, findFirstSeen);
    const after = toFollowing(scan.now, Math.max(lastSequence(history), (since ?? 0) - 1));
    const fires = isOneShot(event.event)
      ? isActed && findEpisodeFiring({ key, history, since }) === null
      : received.length > 0;
    const { status } = event.context.data;
    const record = {
      ...before,
      locations: [...new Set([...before.locations, ...event.record.locations])].sort(compareText),
      ...(fires && {
        fired_at: formatIsoTime(scan.now),
        first_fired_at: before.first_fired_at ?? before.fired_at ?? formatIsoTime(scan.now),
        scan_id: scan.scan_id,
        sequenced_at: after ?? before.sequenced_at,
      }),
      ...recordAcknowledgement(before, event, received, scan),
      deliveries: [...received, ...deferred].reduce(
        (all, outcome) => applyOutcome(all, before, outcome, { scan, status, after }),
        before.deliveries,
      ),
    };
    if (known === undefined) added.set(event.id, record);
    else changed.set(known, record);
  };
  for (const event of plan.events) {
    try {
      recordEvent(event);
    } catch (error) {
      onBug({ entry: event.certificate, subject: event.record.fingerprint ?? event.record.location, error });
    }
  }
  const isSame = changed.size + added.size === 0;
  const events = isSame ? log.events : [...log.events.map((event) => changed.get(event) ?? event), ...added.values()];
  const recent = recordScanTime(log.scans.recent, scan.now);
  return { ...log, scans: { ...log.scans, last: toLastScan(scan), recent }, events };
}

function toLastScan({ scan_id, now }: ScanContext): EventLog['scans']['last'] {
  return { id: scan_id, scanned_at: formatIsoTime(now) };
}

function toRecordKey({ certificate, event, record }: PlannedEvent): RecordKey {
  const { locations: _, ...key } = record;
  return { certificate, event, ...key };
}

/** Returns since when a changed certificate is at its location, in milliseconds; null for other events. */
function findSince(log: EventLog, { certificate, event, location }: RecordKey): number | null {
  if (event !== 'certificate.changed' || location === null) return null;
  const since = getOwn(getOwn(log.locations, certificate), location)?.since;
  return since ? Date.parse(since) : null;
}

/**
 * Creates a record. Fields that are set later already have their position, so that all records have the same order of fields, also as text.
 */
function createRecord(
  id: string,
  key: RecordKey,
  findFirstSeen: ReturnType<typeof createFirstSeenFinder>,
): LoggedEvent {
  const { certificate, event, threshold, topic, fingerprint, location } = key;
  const first_seen_at = fingerprint === null ? undefined : findFirstSeen(certificate, fingerprint);
  return {
    ...{ id, certificate, event, threshold, topic, fingerprint, location, locations: [] },
    ...{ fired_at: null, first_fired_at: undefined, first_seen_at, scan_id: null, sequenced_at: undefined },
    ...{ acknowledged: undefined, cleared_at: null, deliveries: {} },
  };
}

/** Records a silence once, with the time at which it was first applied. */
function recordAcknowledgement(
  { acknowledged: before }: LoggedEvent,
  { silence }: PlannedEvent,
  received: readonly Receipt[],
  { now }: ScanContext,
): Pick<LoggedEvent, 'acknowledged'> {
  const closed = received.find(({ acknowledged }) => acknowledged !== undefined)?.acknowledged;
  const acknowledged = closed ?? (silence && { ...describeSilence(silence), acknowledged_at: formatIsoTime(now) });
  if (
    !acknowledged ||
    (before?.acknowledged_by === acknowledged.acknowledged_by && before.reason === acknowledged.reason)
  )
    return {};
  return { acknowledged };
}

function describeSilence({ reason, until, created_by }: AppliedSilence): Omit<Acknowledgement, 'acknowledged_at'> {
  return { acknowledged_by: created_by, reason: `silenced until ${until}: ${reason}` };
}

/** Returns the `sequenced_at` of a register whose own time is not later than everything in the history. */
function toFollowing(now: number, last: number): IsoTime | undefined {
  return now > last ? undefined : formatIsoTime(last + 1);
}

interface OutcomeContext {
  scan: ScanContext;
  status: Status;
  after: IsoTime | undefined;
}

function applyOutcome(
  deliveries: LoggedEvent['deliveries'],
  before: LoggedEvent,
  outcome: Receipt | PlannedDelivery,
  context: OutcomeContext,
): LoggedEvent['deliveries'] {
  const { rule, destination } = outcome;
  const last = findDelivery(before, rule, destination);
  const delivery =
    'status' in outcome
      ? toDelivered(last, outcome, context)
      : toDeferred(last, formatIsoTime(context.scan.now), context.after);
  return { ...deliveries, [rule]: { ...getOwn(deliveries, rule), [destination]: delivery } };
}

function toDelivered(
  before: LoggedDelivery | undefined,
  { status: outcome, attempts, error, acknowledged }: Receipt,
  { scan, status, after }: OutcomeContext,
): LoggedDelivery {
  const now = formatIsoTime(scan.now);
  const follows = after ?? before?.sequenced_at;
  const first = before?.first_delivered_at ?? before?.sent_at ?? undefined;
  const repeats = before?.repeats ?? 0;
  const unknown = selectUnknown(before, DELIVERY_FIELDS);
  if (outcome === 'sent') {
    const count = first === undefined || acknowledged !== undefined ? repeats : repeats + 1;
    const evidence = { first_delivered_at: first ?? now, ...(count > 0 && { repeats: count }) };
    const sent = { tried_at: now, sent_at: now, ...evidence, status, attempts: 0, error: null, sequenced_at: follows };
    return { ...sent, ...unknown };
  }
  // A register with `after` overrides the previous one, so it cannot keep an earlier time.
  const kept = before === undefined || after !== undefined ? { sent_at: null, status: null } : before;
  return {
    tried_at: now,
    sent_at: kept.sent_at,
    ...(first !== undefined && { first_delivered_at: first }),
    ...(repeats > 0 && { repeats }),
    status: kept.status,
    attempts: (before?.attempts ?? 0) + attempts,
    error: error?.code ?? 'failed',
    sequenced_at: follows,
    ...unknown,
  };
}

/** Marks a delivery as deferred, with the time at which it was first deferred. The last sent notification is kept. */
export function toDeferred(
  before: LoggedDelivery | undefined,
  now: IsoTime,
  after: IsoTime | undefined,
): LoggedDelivery {
  if (before?.error === DEFERRED) return before;
  const kept = before === undefined || after !== undefined ? { sent_at: null, status: null, attempts: 0 } : before;
  const { sent_at, status, attempts } = kept;
  const first_delivered_at = before?.first_delivered_at ?? before?.sent_at;
  return {
    tried_at: now,
    sent_at,
    ...(first_delivered_at && { first_delivered_at }),
    ...(before?.repeats !== undefined && { repeats: before.repeats }),
    status,
    attempts,
    error: DEFERRED,
    sequenced_at: after ?? before?.sequenced_at,
    ...selectUnknown(before, DELIVERY_FIELDS),
  };
}

/**
 * Marks deferred deliveries that are no longer due, such as those of an alert that resolved before the morning: if it fires
 * again, it is deferred anew. `listDeferred` returns the deliveries of the record that stay deferred.
 */
export function clearDeferred(record: LoggedEvent, listDeferred: () => readonly PlannedDelivery[]): LoggedEvent {
  if (!hasDelivery(record, isDeferred)) return record;
  const deferred = listDeferred();
  const staysDeferred = (rule: string, to: string) =>
    deferred.some((one) => one.rule === rule && one.destination === to);
  const deliveries = Object.fromEntries(
    Object.entries(record.deliveries).map(([rule, byDestination]) => {
      const marked = Object.entries(byDestination).map(([to, delivery]) => {
        const isOver = isDeferred(delivery) && !staysDeferred(rule, to);
        return [to, isOver ? { ...delivery, error: DEFERRED_EXPIRED } : delivery] as const;
      });
      return [rule, Object.fromEntries(marked)] as const;
    }),
  );
  return { ...record, deliveries };
}

function isDeferred({ error }: LoggedDelivery): boolean {
  return error === DEFERRED;
}

/** Formats the events of a scan: `2 fired, 1 renewed`. */
export function formatCommitMessage({ events }: Pick<Plan, 'events'>, receipts: readonly Receipt[]): string {
  const sent = events.filter(({ suppressed }) => !suppressed);
  const counts = [
    ['fired', sent.filter(({ event }) => !isResolution(event)).length],
    ...RESOLUTION_NAMES.map((name) => [
      name.replace('certificate.', ''),
      sent.filter(({ event }) => event === name).length,
    ]),
    ['failed to be delivered', receipts.filter(({ status }) => status === 'failed').length],
  ] as const;
  const parts = counts.filter(([, count]) => count !== 0).map(([label, count]) => `${count} ${label}`);
  return parts.join(', ') || 'nothing fired';
}
