/** Takes what became of a plan into the log. */

import type { IsoTime, Plan, PlannedDelivery, PlannedEvent, Receipt, ScanContext, Status } from '../../domain/index.ts';
import type { EventLog, LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { compareText, getOwn, groupBy } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import {
  carryOverHistories,
  findDelivery,
  findHistory,
  findRecord,
  groupHistories,
  isResolution,
  lastSequence,
  type RecordKey,
} from '../log/history.ts';
import { findEpisodeFiring, isOneShot } from '../plan/decide.ts';
import { parseStaleSince } from '../plan/stale-scans.ts';
import { clearDeferred, toDeferred } from './deferred.ts';

interface RecordInput {
  /** As `observe` left it. */
  log: EventLog;
  plan: Plan;
  receipts: readonly Receipt[];
  scan: ScanContext;
  /** Whether the scan is about an entry of that name (`--only`); every one where it is left out. */
  covers?: (entry: string) => boolean;
}

/**
 * The log after the scan: one record for each event that was sent somewhere, or tried, or waits for the end of quiet hours.
 * An event that no rule wants or that is silenced starts nothing and leaves none; but an ending is recorded even so,
 * since it clears what it ends.
 */
export function record({ log, plan, receipts, scan, covers = () => true }: RecordInput): EventLog {
  const index = groupHistories(log);
  const byEvent = groupBy(receipts, ({ event_id }) => event_id);
  const held = groupBy(plan.deliveries.filter(isDeferredOrSilenced), ({ event_id }) => event_id);
  // Of tens of thousands of records few change: they are told apart by themselves, and not by their ids.
  const changed = new Map<LoggedEvent, LoggedEvent>();
  for (const event of log.events) {
    const after = covers(event.certificate) ? clearDeferred(event, () => held.get(event.id) ?? []) : event;
    if (after !== event) changed.set(event, after);
  }
  const added = new Map<string, LoggedEvent>();
  for (const event of plan.events) {
    const received = byEvent.get(event.id) ?? [];
    const waits = (held.get(event.id) ?? []).filter(({ reason }) => reason === 'quiet_hours');
    if (received.length + waits.length === 0 && !isResolution(event.event)) continue;
    const key = toRecordKey(event);
    const history = findHistory(index, key);
    const since = findSince(log, key);
    const known = findRecord(history, key);
    const before = (known && (changed.get(known) ?? known)) ?? added.get(event.id) ?? createRecord(event.id, key);
    const after = toFollowing(scan.now, Math.max(lastSequence(history), (since ?? 0) - 1));
    const fires = isOneShot(event.event) ? findEpisodeFiring({ key, history, since }) === null : received.length > 0;
    const { status } = event.context.data;
    const record = {
      ...before,
      places: [...new Set([...before.places, ...event.record.places])].sort(compareText),
      ...(fires && { fired_at: formatIsoTime(scan.now), scan_id: scan.scan_id, ...optional(after ?? before.after) }),
      deliveries: [...received, ...waits].reduce(
        (all, outcome) => applyOutcome(all, before, outcome, { scan, status, after }),
        before.deliveries,
      ),
    };
    if (known === undefined) added.set(event.id, record);
    else changed.set(known, record);
  }
  const isSame = changed.size + added.size === 0;
  const events = isSame ? log.events : [...log.events.map((event) => changed.get(event) ?? event), ...added.values()];
  carryOverHistories(log.events, events, changed, added.values());
  return { ...log, scans: { ...log.scans, last: toLastScan(scan) }, events };
}

/** A delivery that waits, also where a silence has come to hold it back meanwhile. */
function isDeferredOrSilenced({ reason }: PlannedDelivery): boolean {
  return reason === 'quiet_hours' || reason === 'silenced';
}

function toLastScan({ scan_id, now }: ScanContext): EventLog['scans']['last'] {
  return { id: scan_id, scanned_at: formatIsoTime(now) };
}

function toRecordKey({ certificate, event, record }: PlannedEvent): RecordKey {
  const { places: _, ...key } = record;
  return { certificate, event, ...key };
}

/** Since when the place has the certificate, or nothing was scanned, for what is told of that: milliseconds, or null. */
function findSince(log: EventLog, { certificate, event, place }: RecordKey): number | null {
  if (event === 'scan.stale') return parseStaleSince(place);
  if (event !== 'certificate.changed' || place === null) return null;
  const since = getOwn(getOwn(log.places, certificate), place)?.since;
  return since ? Date.parse(since) : null;
}

function createRecord(id: string, key: RecordKey): LoggedEvent {
  return { id, ...key, places: [], fired_at: null, scan_id: null, cleared_at: null, deliveries: {} };
}

/** What a register must say that it follows, where its own time is not later than all that the history holds. */
function toFollowing(now: number, last: number): IsoTime | undefined {
  return now > last ? undefined : formatIsoTime(last + 1);
}

function optional(after: IsoTime | undefined): { after?: IsoTime } {
  return after === undefined ? {} : { after };
}

interface Circumstances {
  scan: ScanContext;
  status: Status;
  after: IsoTime | undefined;
}

function applyOutcome(
  deliveries: LoggedEvent['deliveries'],
  before: LoggedEvent,
  outcome: Receipt | PlannedDelivery,
  circumstances: Circumstances,
): LoggedEvent['deliveries'] {
  const { rule, destination } = outcome;
  const last = findDelivery(before, rule, destination);
  const delivery =
    'status' in outcome
      ? toDelivered(last, outcome, circumstances)
      : toDeferred(last, formatIsoTime(circumstances.scan.now), circumstances.after);
  return { ...deliveries, [rule]: { ...getOwn(deliveries, rule), [destination]: delivery } };
}

function toDelivered(
  before: LoggedDelivery | undefined,
  { status: outcome, attempts, error }: Receipt,
  { scan, status, after }: Circumstances,
): LoggedDelivery {
  const now = formatIsoTime(scan.now);
  const follows = optional(after ?? before?.after);
  if (outcome === 'sent') {
    return { tried_at: now, sent_at: now, status, attempts: 0, error: null, ...follows };
  }
  // A register that overrides what it follows can hold no time from before.
  const kept = before === undefined || after !== undefined ? { sent_at: null, status: null } : before;
  return {
    tried_at: now,
    sent_at: kept.sent_at,
    status: kept.status,
    attempts: (before?.attempts ?? 0) + attempts,
    error: error?.code ?? 'failed',
    ...follows,
  };
}
