import type { EventLog } from '../../generated/event-log.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { groupHistories, isResolution, lastSequence } from '../log/history.ts';

interface ClearOptions {
  /** A glob over entry names; not given: every entry. */
  certificate?: string;
  /** An event's name or a glob; not given: every event. */
  event?: string;
  /** Milliseconds. */
  now: number;
}

/**
 * Lifts cooldowns: what alerts told until now counts no more, so that the next scan tells again what still holds.
 * Endings have no cooldown and are left alone, and what was told keeps its right to an ending. The clear comes after
 * everything that the log holds, even where that is in the future.
 */
export function clearLog(log: EventLog, { certificate, event, now }: ClearOptions): { log: EventLog; cleared: number } {
  const isNamed = certificate === undefined ? () => true : createGlobMatcher([certificate]);
  const isMeant = event === undefined ? () => true : createGlobMatcher([event]);
  let cleared = 0;
  const index = groupHistories(log);
  const lastOf = new Map(
    [...index.values()].flatMap((history) => history.records.map((one) => [one, history] as const)),
  );
  const events = log.events.map((record) => {
    if (isResolution(record.event) || !isNamed(record.certificate) || !isMeant(record.event)) return record;
    cleared += 1;
    const last = lastOf.get(record);
    return { ...record, cleared_at: formatIsoTime(Math.max(now, last === undefined ? now : lastSequence(last))) };
  });
  return { log: { ...log, events }, cleared };
}
