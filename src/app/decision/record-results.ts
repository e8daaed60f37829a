/** Records the results of a scan, so that a bug about one event does not lose those of the others. */

import type { Failure, PlannedEvent } from '../../domain/index.ts';
import { type RecordInput, record } from '../../events/state/record.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { createInternalFailure } from '../../scan/failures.ts';

/**
 * Returns the log after the scan. If recording throws, the events that cannot be recorded are left out: their notifications are
 * sent again by the next scan, but no others are.
 */
export function recordResults(input: RecordInput, reportBug: ReportBug): { log: EventLog; problems: Failure[] } {
  try {
    return { log: record(input), problems: [] };
  } catch (bug) {
    reportBug(bug);
  }
  const { events } = input.plan;
  const recordable = events.filter((event) => isRecordable(selectEvents(input, [event])));
  const unrecorded = events.filter((event) => !recordable.includes(event));
  const entries = new Set(unrecorded.map(({ certificate }) => certificate));
  return { log: record(selectEvents(input, recordable)), problems: [...entries].map(createInternalFailure) };
}

function isRecordable(input: RecordInput): boolean {
  try {
    record(input);
    return true;
  } catch {
    // The same bug has been reported already.
    return false;
  }
}

/** The input as if only these events had been planned. */
function selectEvents(input: RecordInput, events: PlannedEvent[]): RecordInput {
  const ids = new Set(events.map(({ id }) => id));
  const has = ({ event_id }: { event_id: string }) => ids.has(event_id);
  const { plan, receipts } = input;
  return {
    ...input,
    plan: { events, deliveries: plan.deliveries.filter(has) },
    receipts: receipts.filter(has),
  };
}
