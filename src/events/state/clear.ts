import type { EventLog } from '../../generated/event-log.ts';
import { globMatcher } from '../../lib/files/glob.ts';
import { isoTime } from '../../lib/iso-time.ts';
import { histories, isEnding, lastOrder } from '../log/history.ts';

interface Options {
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
export function clearLog(log: EventLog, { certificate, event, now }: Options): { log: EventLog; cleared: number } {
  const isNamed = certificate === undefined ? () => true : globMatcher([certificate]);
  const isMeant = event === undefined ? () => true : globMatcher([event]);
  let cleared = 0;
  const index = histories(log);
  const lastOf = new Map(
    [...index.values()].flatMap((history) => history.records.map((one) => [one, history] as const)),
  );
  const events = log.events.map((record) => {
    if (isEnding(record.event) || !isNamed(record.certificate) || !isMeant(record.event)) return record;
    cleared += 1;
    const last = lastOf.get(record);
    return { ...record, cleared_at: isoTime(Math.max(now, last === undefined ? now : lastOrder(last))) };
  });
  return { log: { ...log, events }, cleared };
}
