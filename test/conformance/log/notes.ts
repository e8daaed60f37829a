/**
 * Notes that scans make in every record of the log with a time of its own: about an entry that they do not cover, as with `--only`, so that
 * nothing else changes it. A note is the time of the scan. Two logs have the later note, or the earlier one where the log keeps the first.
 */

import { computeRecordId } from '../../../src/events/log/history.ts';
import { sortEvents } from '../../../src/events/log/serialize.ts';
import type { EventLog, LoggedEvent, LoggedIssuance, LoggedLocation } from '../../../src/generated/event-log.ts';
import { formatIsoTime } from '../../../src/lib/iso-time.ts';
import { certificate, day } from '../../events/scenario.ts';
import { NOTES, type NoteName } from './cases.ts';

const ENTRY = 'noted';
const LOCATION = 'noted.example.com:443';
const CHANNEL = 'webhook:noted';
const DOMAIN = 'example.com';
const { fingerprint, facts } = certificate('noted', { to: day(2000) });
const START = facts.valid_to;
const SENT_AT = formatIsoTime(day(365));
const DAY = '2028-01-01';

/** It was sent once, and has not resolved, so that its alert is never pruned. */
const SENT = { tried_at: SENT_AT, sent_at: SENT_AT, status: 'expired', attempts: 0, error: null } as const;
const UNSENT = { sent_at: null, status: null, attempts: 1, error: 'http-timeout' };

const NEVER_READ: LoggedLocation = {
  ...{ source: LOCATION, fingerprint, previous: null, since: null },
  ...{ failures: 0, failures_at: null, removed: false },
};

const KEY = { certificate: ENTRY, fingerprint, event: 'certificate.expired', threshold: null, location: null } as const;
const UNFIRED: LoggedEvent = {
  ...{ id: computeRecordId(KEY), ...KEY, locations: [LOCATION], fired_at: null },
  ...{ scan_id: null, cleared_at: null, deliveries: { base: { receiver: SENT } } },
};

/** A time, the first and the last time, or a number. */
type Noted = string | [first: string, last: string] | number | null | undefined;

interface Note {
  write: (log: EventLog, at: string) => EventLog;
  /** Returns what was noted; null or undefined: nothing. */
  read: (log: EventLog) => Noted;
}

/** Returns the log with these notes. `at` is the time of the scan. */
export function makeNotes(log: EventLog, names: readonly NoteName[], at: string): EventLog {
  return names.reduce((noted, name) => ALL[name].write(noted, at), log);
}

/** Lists the notes in a log as `noted NAME TIME`. `format` formats a time. */
export function listNotes(log: EventLog, format: (time: string) => number): string[] {
  const formatNoted = (noted: NonNullable<Noted>) => {
    if (Array.isArray(noted)) return noted.map(format).join('-');
    return typeof noted === 'number' ? noted : format(noted);
  };
  return NOTES.flatMap((name) => {
    const noted = ALL[name].read(log) ?? null;
    return noted === null ? [] : [`noted ${name} ${formatNoted(noted)}`];
  });
}

const ALL: Record<NoteName, Note> = {
  content: noteLocation(
    (since) => ({ since }),
    ({ since }) => since,
  ),
  failures: noteLocation(
    (failures_at) => ({ failures: 1, failures_at }),
    ({ failures_at }) => failures_at,
  ),
  path_end: noteSince('path_end', (since) => ({ fingerprint, valid_to: null, limited_by: null, since })),
  issuer_end: noteSince('issuer_end', (since) => ({ fingerprint, issuer: null, since })),
  revocation: noteSince('revocation', (since) => ({ fingerprint, revoked: null, since })),
  unobserved: noteSince('unobserved', (since) => ({ scans: 1, since })),
  late: noteSince('late', (since) => ({ scans: 1, since })),
  lookups: noteSince('lookups', (since) => ({ caa: 1, dane: 1, since })),
  tlsa: noteSince('tlsa', (since) => ({ served: [], since })),
  ownership: noteSince('ownership', (since) => ({ value: { labels: {}, owner: '@example', assignments: [] }, since })),
  auto_renewal: noteSince('auto_renewal', (since) => ({ healthy: true, since })),
  sightings: noteSince('sightings', (since) => ({ certificates: {}, since })),
  shrunk: noteSince('shrunk', (since) => ({ first_at: null, since })),
  fired: noteEvent(
    (fired_at, known) => {
      const first_fired_at = known.first_fired_at ?? known.fired_at ?? fired_at;
      return { fired_at, first_fired_at, scan_id: fired_at };
    },
    ({ first_fired_at, fired_at, scan_id }) => {
      if (fired_at === null) return null;
      return fired_at === scan_id ? [first_fired_at ?? fired_at, fired_at] : 'the scan of another time';
    },
  ),
  first_seen: noteEvent(
    (at, { first_seen_at = at }) => ({ first_seen_at }),
    ({ first_seen_at }) => first_seen_at,
  ),
  acknowledged: noteEvent(
    (acknowledged_at) => ({ acknowledged: { acknowledged_by: null, reason: 'planned', acknowledged_at } }),
    ({ acknowledged }) => acknowledged?.acknowledged_at,
  ),
  cleared: noteEvent(
    (cleared_at) => ({ cleared_at }),
    ({ cleared_at }) => cleared_at,
  ),
  tried: noteEvent(
    (tried_at, { deliveries }) => ({ deliveries: { ...deliveries, rule: { receiver: { ...UNSENT, tried_at } } } }),
    ({ deliveries }) => deliveries.rule?.receiver?.tried_at,
  ),
  channels: noteScans(
    (at, { channels }) => ({ channels: { ...channels, [CHANNEL]: at } }),
    ({ channels }) => channels?.[CHANNEL],
  ),
  observed: noteScans(
    (at, { observed }) => ({ observed: { ...observed, [ENTRY]: at } }),
    ({ observed }) => observed?.[ENTRY],
  ),
  digest: noteScans(
    (scanned_at) => ({ digest: { id: scanned_at, scanned_at, last_scan: null, renewed: [] } }),
    ({ digest }) => digest?.scanned_at,
  ),
  errors: noteScans(
    (_, { errors }) => ({ errors: { ...errors, [ENTRY]: { refused: (errors?.[ENTRY]?.refused ?? 0) + 1 } } }),
    ({ errors }) => errors?.[ENTRY]?.refused,
  ),
  renewals: {
    write: (log, asked_at) => {
      const renewal = { window: null, shift: null, asked_at, next_check: asked_at, error: null };
      return { ...writeLocation(log, {}), renewals: { ...log.renewals, [fingerprint]: renewal } };
    },
    read: ({ renewals }) => renewals?.[fingerprint]?.asked_at,
  },
  transparency: {
    write: (log, asked_at) => {
      const times = { asked_at, answered_at: null, baseline_before: asked_at, failing_since: null };
      const domain = { query: 'crtsh', cursor: null, ...times, baseline_complete: true, error: null };
      return { ...log, transparency: { ...log.transparency, [ENTRY]: { [DOMAIN]: domain } } };
    },
    read: ({ transparency }) => transparency?.[ENTRY]?.[DOMAIN]?.asked_at,
  },
  issuances: {
    write: (log, at) => {
      const { first_seen_at = at } = findIssuance(log) ?? {};
      const issuance = {
        names: [DOMAIN],
        issuer: 'CN=Example CA',
        valid_from: START,
        valid_to: facts.valid_to,
        first_seen_at,
      };
      return { ...log, issuances: { ...log.issuances, [ENTRY]: { one: issuance } } };
    },
    read: (log) => findIssuance(log)?.first_seen_at,
  },
  history: {
    write: (log, scanned_at) => {
      const noted = { scanned_at, statuses: {}, policy_score: null };
      return { ...log, history: { ...log.history, [DAY]: noted } };
    },
    read: ({ history }) => history?.[DAY]?.scanned_at,
  },
  // A section that a later release adds.
  later: {
    write: (log, since) => ({ ...log, later: { [ENTRY]: { since } } }),
    read: (log) => ('later' in log ? (log.later as Record<string, { since: string }>)[ENTRY]?.since : null),
  },
};

function writeLocation(log: EventLog, noted: Partial<LoggedLocation>): EventLog {
  const locations = { ...log.locations, [ENTRY]: { [LOCATION]: { ...NEVER_READ, ...findLocation(log), ...noted } } };
  return { ...log, locations, certificates: { ...log.certificates, [fingerprint]: facts } };
}

function findLocation({ locations }: EventLog): LoggedLocation | undefined {
  return locations[ENTRY]?.[LOCATION];
}

function noteLocation(write: (at: string) => Partial<LoggedLocation>, read: (noted: LoggedLocation) => Noted): Note {
  return {
    write: (log, at) => writeLocation(log, write(at)),
    read: (log) => {
      const found = findLocation(log);
      return found && read(found);
    },
  };
}

type Since = {
  [Key in keyof LoggedLocation]: LoggedLocation[Key] extends { since: string } | undefined ? Key : never;
}[keyof LoggedLocation];

/** Notes a record with the time since when it is so. */
function noteSince<Key extends NonNullable<Since>>(key: Key, make: (since: string) => LoggedLocation[Key]): Note {
  return noteLocation(
    (at) => ({ [key]: make(at) }),
    (noted) => noted[key]?.since,
  );
}

function noteEvent(
  write: (at: string, known: LoggedEvent) => Partial<LoggedEvent>,
  read: (noted: LoggedEvent) => Noted,
): Note {
  return {
    write: (log, at) => {
      const known = findEvent(log) ?? UNFIRED;
      const others = log.events.filter(({ id }) => id !== UNFIRED.id);
      const events = sortEvents([...others, { ...known, ...write(at, known) }]);
      return { ...log, events, certificates: { ...log.certificates, [fingerprint]: facts } };
    },
    read: (log) => {
      const found = findEvent(log);
      return found && read(found);
    },
  };
}

function findEvent({ events }: EventLog): LoggedEvent | undefined {
  return events.find(({ id }) => id === UNFIRED.id);
}

type Scans = EventLog['scans'];

function noteScans(write: (at: string, scans: Scans) => Partial<Scans>, read: (scans: Scans) => Noted): Note {
  return {
    write: (log, at) => ({ ...log, scans: { ...log.scans, ...write(at, log.scans) } }),
    read: ({ scans }) => read(scans),
  };
}

function findIssuance({ issuances }: EventLog): LoggedIssuance | undefined {
  return issuances?.[ENTRY]?.one;
}
