/** Takes what became of a plan into the log. */

import { compareText, groupBy, own } from '../collections.ts';
import type { EventLog, LoggedDelivery, LoggedEvent } from '../generated/event-log.ts';
import { isoTime } from '../time.ts';
import type { IsoTime, Plan, PlannedEvent, Receipt, ScanContext, Status } from '../types.ts';
import { firedInEpisode, isToldOnce } from './decide.ts';
import { deliveryTo, findRecord, histories, historyOf, isEnding, lastOrder, type RecordKey } from './history.ts';
import { sortEvents } from './log.ts';
import { staleSince } from './stale.ts';

interface Input {
  /** As `observe` left it. */
  log: EventLog;
  plan: Plan;
  receipts: readonly Receipt[];
  scan: ScanContext;
}

/**
 * The log after the scan: one record for each event that was sent somewhere, or tried. An event that no rule wants
 * starts nothing and leaves none; but an ending is recorded even so, since it clears what it ends.
 */
export function record({ log, plan, receipts, scan }: Input): EventLog {
  const index = histories(log);
  const byEvent = groupBy(receipts, ({ event_id }) => event_id);
  const records = new Map<string, LoggedEvent>();
  for (const event of log.events) records.set(event.id, event);
  for (const event of plan.events) {
    const received = byEvent.get(event.id) ?? [];
    if (received.length === 0 && !isEnding(event.event)) continue;
    const key = keyOf(event);
    const history = historyOf(index, key);
    const since = sinceOf(log, key);
    const before = findRecord(history, key) ?? newRecord(event.id, key);
    const after = following(scan.now, Math.max(lastOrder(history), (since ?? 0) - 1));
    const keepsFiring = isToldOnce(event.event) && firedInEpisode({ key, history, since }) !== null;
    const { status } = event.context.data;
    records.set(event.id, {
      ...before,
      places: [...new Set([...before.places, ...event.record.places])].sort(compareText),
      ...(!keepsFiring && { fired_at: isoTime(scan.now), scan_id: scan.scan_id, ...optional(after ?? before.after) }),
      deliveries: received.reduce(
        (all, receipt) => withReceipt(all, before, receipt, { scan, status, after }),
        before.deliveries,
      ),
    });
  }
  return { ...log, scans: { last: lastScan(scan) }, events: sortEvents([...records.values()]) };
}

function lastScan({ scan_id, now }: ScanContext): EventLog['scans']['last'] {
  return { id: scan_id, scanned_at: isoTime(now) };
}

function keyOf({ certificate, event, record }: PlannedEvent): RecordKey {
  const { fingerprint, threshold, place } = record;
  return { certificate, event, fingerprint, threshold, place };
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

function withReceipt(
  deliveries: LoggedEvent['deliveries'],
  before: LoggedEvent,
  receipt: Receipt,
  circumstances: Circumstances,
): LoggedEvent['deliveries'] {
  const { rule, destination } = receipt;
  const delivery = delivered(deliveryTo(before, rule, destination), receipt, circumstances);
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
