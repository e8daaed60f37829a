/** Clears notifications from the event log, so that active alerts are sent again. */

import { isResolution } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { groupHistories, lastSequence } from '../log/history.ts';

interface ClearOptions {
  /** A glob over entry names; default: every entry. */
  certificate?: string;
  /** An event name or a glob; default: every event. */
  event?: string;
  /** Milliseconds. */
  now: number;
}

/**
 * Lifts cooldowns: notifications until now are ignored, so the next scan sends active alerts again. Resolutions are not cleared, because
 * they have no cooldown, and cleared alerts still resolve. The clear comes after everything in the log, even if that is in the future.
 */
export function clearLog(log: EventLog, { certificate, event, now }: ClearOptions): { log: EventLog; cleared: number } {
  const matchesName = certificate === undefined ? () => true : createGlobMatcher([certificate]);
  const matchesEvent = event === undefined ? () => true : createGlobMatcher([event]);
  const lastSequences = new Map(
    [...groupHistories(log).values()].flatMap((history) => {
      const last = lastSequence(history);
      return history.records.map((record) => [record, last] as const);
    }),
  );
  let cleared = 0;
  const events = log.events.map((record) => {
    if (isResolution(record.event) || !matchesName(record.certificate) || !matchesEvent(record.event)) return record;
    cleared += 1;
    return { ...record, cleared_at: formatIsoTime(Math.max(now, lastSequences.get(record) ?? now)) };
  });
  return { log: { ...log, events }, cleared };
}
