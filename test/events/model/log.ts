import type { EventLog, LoggedEvent } from '../../../src/generated/event-log.ts';
import { DAY } from './environment.ts';
import type { Violation } from './oracle.ts';

/** Invariants of every log: its size is bounded by what is in use, and merging loses nothing. */

const parseTime = (iso: string | null | undefined): number => (iso ? Date.parse(iso) : 0);

/** Everything in the log is in use, or was within `retention_days`. */
export function checkSize(log: EventLog, now: number, retention_days: number): Violation[] {
  const oldest = now - retention_days * DAY;
  const createViolation = (entry: string, text: string): Violation => ({ code: 'log-too-large', entry, text });
  const locations = Object.entries(log.locations).flatMap(([entry, records]) =>
    Object.entries(records).map(([location, record]) => ({ entry, location, ...record })),
  );
  const live = locations.filter(({ removed }) => !removed);
  const used = new Set(
    live.flatMap(({ entry, location, fingerprint }) => [`${entry} ${fingerprint}`, `${entry} @${location}`]),
  );
  const idle = log.events.filter((event) => !used.has(formatSubject(event)));
  const newest = new Map<string, number>();
  for (const event of idle) {
    newest.set(formatSubject(event), Math.max(newest.get(formatSubject(event)) ?? 0, findLastTime(event)));
  }
  const old = idle.filter((event) => (newest.get(formatSubject(event)) ?? 0) < oldest);
  const mentioned = new Set([
    ...locations.flatMap(({ fingerprint, previous }) => [fingerprint, previous]),
    ...log.events.map(({ fingerprint }) => fingerprint),
  ]);
  return [
    ...old.map(({ certificate, event, id }) => createViolation(certificate, `keeps ${event} ${id} that nothing uses`)),
    ...locations
      .filter(({ removed, since }) => removed && parseTime(since) < oldest)
      .map(({ entry, location }) => createViolation(entry, `keeps ${location} that was removed long ago`)),
    ...Object.keys(log.certificates)
      .filter((fingerprint) => !mentioned.has(fingerprint))
      .map((fingerprint) => createViolation('', `keeps certificate ${fingerprint} that nothing mentions`)),
  ];
}

const formatSubject = ({ certificate, fingerprint, location }: LoggedEvent): string =>
  fingerprint === null ? `${certificate} @${location}` : `${certificate} ${fingerprint}`;

function findLastTime({ fired_at, cleared_at, deliveries }: LoggedEvent): number {
  const tries = Object.values(deliveries).flatMap((byDestination) =>
    Object.values(byDestination).map(({ tried_at }) => parseTime(tried_at)),
  );
  return Math.max(parseTime(fired_at), parseTime(cleared_at), ...tries);
}

/** No event and no accepted delivery of either log is missing after the merge. */
export function checkMerge(merged: EventLog, ...logs: EventLog[]): Violation[] {
  const events = new Map(merged.events.map((event) => [event.id, event]));
  return logs.flatMap((log) =>
    log.events.flatMap((event): Violation[] => {
      const kept = events.get(event.id);
      const createViolation = (text: string): Violation => ({
        code: 'merge-lost',
        entry: event.certificate,
        text: `${text} of ${event.event}`,
      });
      if (!kept) return [createViolation('the merge lost the record')];
      if (parseTime(kept.fired_at) < parseTime(event.fired_at)) return [createViolation('the merge lost a firing')];
      return Object.entries(event.deliveries).flatMap(([rule, destinations]) =>
        Object.entries(destinations).flatMap(([destination, delivery]) => {
          const there = kept.deliveries[rule]?.[destination];
          const older =
            parseTime(there?.sent_at) < parseTime(delivery.sent_at) ||
            parseTime(there?.tried_at) < parseTime(delivery.tried_at);
          return older ? [createViolation(`the merge lost a delivery to ${destination}`)] : [];
        }),
      );
    }),
  );
}

/** Entries outside `--only` are unchanged. */
export function checkUntouched(before: EventLog, after: EventLog, covers: (entry: string) => boolean): Violation[] {
  const others = Object.keys(before.locations).filter((entry) => !covers(entry));
  const describe = (log: EventLog, entry: string): string =>
    JSON.stringify([log.locations[entry], log.events.filter(({ certificate }) => certificate === entry)]);
  return others
    .filter((entry) => describe(before, entry) !== describe(after, entry))
    .map((entry) => ({ code: 'touched-others', entry, text: 'is outside --only, and its records have changed' }));
}

/** The changed lines, but for the line of the last scan and lists that pruning emptied. */
export function listNewLines(before: string, after: string): string[] {
  const lines = (text: string): string[] => text.split('\n').map((line) => line.replace(/,$/, ''));
  const known = new Set(lines(before));
  return lines(after).filter((line) => !known.has(line) && !/^\s*"(scans|last)"|: (\[\]|\{\})$/.test(line));
}
