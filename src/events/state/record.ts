/** Takes what became of a plan into the log. */

import type { IsoTime, Plan, PlannedDelivery, PlannedEvent, Receipt, ScanContext, Status } from '../../domain/index.ts';
import type { EventLog, LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { compareText, groupBy, own } from '../../lib/collections.ts';
import { isoTime } from '../../lib/iso-time.ts';
import {
  deliveryTo,
  findRecord,
  followHistories,
  histories,
  historyOf,
  isEnding,
  lastOrder,
  type RecordKey,
} from '../log/history.ts';
import { firedInEpisode, isToldOnce } from '../plan/decide.ts';
import { staleSince } from '../plan/stale-scans.ts';
import { waiting, withoutWaiting } from './deferred.ts';

interface Input {
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
export function record({ log, plan, receipts, scan, covers = () => true }: Input): EventLog {
  const index = histories(log);
  const byEvent = groupBy(receipts, ({ event_id }) => event_id);
  const held = groupBy(plan.deliveries.filter(isHeld), ({ event_id }) => event_id);
  // Of tens of thousands of records few change: they are told apart by themselves, and not by their ids.
  const changed = new Map<LoggedEvent, LoggedEvent>();
  for (const event of log.events) {
    const after = covers(event.certificate) ? withoutWaiting(event, () => held.get(event.id) ?? []) : event;
    if (after !== event) changed.set(event, after);
  }
  const added = new Map<string, LoggedEvent>();
  for (const event of plan.events) {
    const received = byEvent.get(event.id) ?? [];
    const waits = (held.get(event.id) ?? []).filter(({ reason }) => reason === 'quiet_hours');
    if (received.length + waits.length === 0 && !isEnding(event.event)) continue;
    const key = keyOf(event);
    const history = historyOf(index, key);
    const since = sinceOf(log, key);
    const known = findRecord(history, key);
    const before = (known && (changed.get(known) ?? known)) ?? added.get(event.id) ?? newRecord(event.id, key);
    const after = following(scan.now, Math.max(lastOrder(history), (since ?? 0) - 1));
    const fires = isToldOnce(event.event) ? firedInEpisode({ key, history, since }) === null : received.length > 0;
    const { status } = event.context.data;
    const record = {
      ...before,
      places: [...new Set([...before.places, ...event.record.places])].sort(compareText),
      ...(fires && { fired_at: isoTime(scan.now), scan_id: scan.scan_id, ...optional(after ?? before.after) }),
      deliveries: [...received, ...waits].reduce(
        (all, outcome) => withOutcome(all, before, outcome, { scan, status, after }),
        before.deliveries,
      ),
    };
    if (known === undefined) added.set(event.id, record);
    else changed.set(known, record);
  }
  const isSame = changed.size + added.size === 0;
  const events = isSame ? log.events : [...log.events.map((event) => changed.get(event) ?? event), ...added.values()];
  followHistories(log.events, events, changed, added.values());
  return { ...log, scans: { ...log.scans, last: lastScan(scan) }, events };
}

/** A delivery that waits, also where a silence has come to hold it back meanwhile. */
function isHeld({ reason }: PlannedDelivery): boolean {
  return reason === 'quiet_hours' || reason === 'silenced';
}

function lastScan({ scan_id, now }: ScanContext): EventLog['scans']['last'] {
  return { id: scan_id, scanned_at: isoTime(now) };
}

function keyOf({ certificate, event, record }: PlannedEvent): RecordKey {
  const { places: _, ...key } = record;
  return { certificate, event, ...key };
}

/** Since when the place has the certificate, or nothing was scanned, for what is told of that: milliseconds, or null. */
function sinceOf(log: EventLog, { certificate, event, place }: RecordKey): number | null {
  if (event === 'scan.stale') return staleSince(place);
  if (event !== 'certificate.changed' || place === null) return null;
  const since = own(own(log.places, certificate), place)?.since;
  return since ? Date.parse(since) : null;
}

function newRecord(id: string, key: RecordKey): LoggedEvent {
  return { id, ...key, places: [], fired_at: null, scan_id: null, cleared_at: null, deliveries: {} };
}

/** What a register must say that it follows, where its own time is not later than all that the history holds. */
function following(now: number, last: number): IsoTime | undefined {
  return now > last ? undefined : isoTime(last + 1);
}

function optional(after: IsoTime | undefined): { after?: IsoTime } {
  return after === undefined ? {} : { after };
}

interface Circumstances {
  scan: ScanContext;
  status: Status;
  after: IsoTime | undefined;
}

function withOutcome(
  deliveries: LoggedEvent['deliveries'],
  before: LoggedEvent,
  outcome: Receipt | PlannedDelivery,
  circumstances: Circumstances,
): LoggedEvent['deliveries'] {
  const { rule, destination } = outcome;
  const last = deliveryTo(before, rule, destination);
  const delivery =
    'status' in outcome
      ? delivered(last, outcome, circumstances)
      : waiting(last, isoTime(circumstances.scan.now), circumstances.after);
  return { ...deliveries, [rule]: { ...own(deliveries, rule), [destination]: delivery } };
}

function delivered(
  before: LoggedDelivery | undefined,
  { status: outcome, attempts, error }: Receipt,
  { scan, status, after }: Circumstances,
): LoggedDelivery {
  const now = isoTime(scan.now);
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
