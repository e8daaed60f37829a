/** Arbitrary logs for properties: few names and times, so that two logs often have the same keys. */

import fc from 'fast-check';
import { EVENT_NAMES, STATUSES } from '../../src/domain/index.ts';
import { computeRecordId } from '../../src/events/log/history.ts';
import { createEmptyLog, sortEvents } from '../../src/events/log/serialize.ts';
import type {
  EventLog,
  LoggedDay,
  LoggedDelivery,
  LoggedDomain,
  LoggedEvent,
  LoggedIssuance,
  LoggedKey,
  LoggedLocation,
  LoggedRenewal,
} from '../../src/generated/event-log.ts';
import { getOwn } from '../../src/lib/collections.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { certificate, day } from './scenario.ts';

/** Includes names that every object has. */
const NAMES = ['shop', 'mail', '__proto__', 'constructor'];
const FINGERPRINTS = ['a', 'b', 'c'].map((id) => certificate(id, { to: day(100) }).fingerprint);

const time = fc.integer({ min: 0, max: 5 }).map((number) => formatIsoTime(day(number)));
const optionalTime = fc.option(time);
const fingerprint = fc.constantFrom(...FINGERPRINTS);
const count = fc.integer({ min: 0, max: 3 });

function byName<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
  return fc
    .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), value), { selector: ([name]) => name, maxLength: 3 })
    .map((entries) => Object.fromEntries(entries));
}

const issuer_end = fc.record({
  fingerprint,
  issuer: fc.option(
    fc.record({
      subject: fc.constant('Issuing CA'),
      fingerprint_sha256: fingerprint,
      valid_from: optionalTime,
      valid_to: time,
      origin: fc.constantFrom('sent' as const, 'ca_file' as const),
      is_root: fc.boolean(),
    }),
  ),
  since: time,
});
const path_end = fc.record({
  fingerprint,
  valid_to: optionalTime,
  limited_by: fc.option(fc.record({ subject: fc.constant('Issuing CA'), fingerprint_sha256: fingerprint })),
  since: time,
});

const revocation = fc.record({
  fingerprint,
  revoked: fc.option(
    fc.record({
      subject: fc.constant('shop.example.com'),
      fingerprint_sha256: fingerprint,
      reason: fc.option(fc.constant('keyCompromise')),
      revoked_at: time,
    }),
  ),
  since: time,
});

const ownership = fc.record({
  labels: byName(fc.constantFrom('a', 'b')),
  owner: fc.option(fc.constant('@shop')),
  assignments: fc.subarray(['lb-1', 'lb-2']),
});

const sighting = fc.record({
  last_seen: time,
  gap_hours: fc.integer({ min: 0, max: 100 }),
  missed: count,
  handshakes: fc.record({ served: fc.integer({ min: 1, max: 3 }), total: fc.integer({ min: 3, max: 11 }) }),
});

const location: fc.Arbitrary<LoggedLocation> = fc.record(
  {
    source: fc.constantFrom('*.pem', 'a.pem'),
    fingerprint: fc.option(fingerprint),
    previous: fc.option(fingerprint),
    since: optionalTime,
    failures: count,
    failures_at: optionalTime,
    failing_since: time,
    removed: fc.boolean(),
    path_end,
    issuer_end,
    revocation,
    ownership: fc.record({ value: ownership, since: time }),
    unobserved: fc.record({ scans: fc.integer({ min: 0, max: 2 }), since: time }),
    auto_renewal: fc.record({ healthy: fc.boolean(), since: time }),
    late: fc.record({ scans: fc.integer({ min: 0, max: 5 }), since: time }),
    tlsa: fc.record({ served: fc.uniqueArray(fc.constantFrom('0'.repeat(64), '1'.repeat(64))), since: time }),
    lookups: fc.record(
      {
        caa: fc.integer({ min: 0, max: 3 }),
        dane: fc.integer({ min: 0, max: 3 }),
        revocation: fc.integer({ min: 1, max: 3 }),
        since: time,
      },
      { requiredKeys: ['caa', 'dane', 'since'] },
    ),
    shrunk: fc.record({ first_at: fc.option(time), since: time }),
    sightings: fc.record({ certificates: fc.dictionary(fingerprint, sighting), since: time }),
  },
  { requiredKeys: ['source', 'fingerprint', 'previous', 'since', 'failures', 'failures_at', 'removed'] },
);

const topic = fc.record({ topic: fc.constantFrom('untrusted', 'policy_violation/strong-keys') }, { requiredKeys: [] });

const follows = fc.record({ sequenced_at: time }, { requiredKeys: [] });

const sentBefore = fc.record(
  { first_delivered_at: time, repeats: fc.integer({ min: 1, max: 3 }) },
  { requiredKeys: [] },
);

/** The first time, which is not after the last one. */
function limitFirst<Key extends string>(made: { [K in Key]?: string }, key: Key, last: string | null) {
  const first: string | undefined = made[key];
  return first !== undefined && last !== null && last < first ? { [key]: last } : {};
}

const acknowledged = fc.record({
  acknowledged_by: fc.option(fc.constantFrom('ada', 'bo')),
  reason: fc.constantFrom('closed issue #1', 'closed issue #2'),
  acknowledged_at: time,
});

const evidence = fc.record({ first_fired_at: time, first_seen_at: time, acknowledged }, { requiredKeys: [] });

const delivery: fc.Arbitrary<LoggedDelivery> = fc
  .record({
    tried_at: time,
    sent_at: optionalTime,
    status: fc.option(fc.constantFrom(...STATUSES)),
    attempts: count,
    error: fc.option(fc.constantFrom('http-timeout', 'http-client-error')),
  })
  .chain((made) => follows.map((after) => ({ ...made, ...after })))
  .chain((made) => sentBefore.map((before) => ({ ...made, ...before })))
  .map((made) => ({ ...made, ...limitFirst(made, 'first_delivered_at', made.sent_at) }));

const event: fc.Arbitrary<LoggedEvent> = fc
  .record({
    certificate: fc.constantFrom(...NAMES),
    event: fc.constantFrom(...EVENT_NAMES),
    threshold: fc.constantFrom(null, 14, '25%'),
    fingerprint: fc.option(fingerprint),
    location: fc.constantFrom(null, 'a.pem'),
    locations: fc.uniqueArray(fc.constantFrom('a.pem', 'b.pem')).map((locations) => locations.sort()),
    fired_at: optionalTime,
    scan_id: fc.option(fc.constantFrom('one', 'two')),
    cleared_at: optionalTime,
    deliveries: byName(byName(delivery)),
  })
  .chain((made) => topic.map((topic) => ({ ...made, ...topic })))
  .chain((made) => evidence.map((before) => ({ ...made, ...before })))
  .map((made) => ({ ...made, ...limitFirst(made, 'first_fired_at', made.fired_at) }))
  .chain((made) => follows.map((after) => ({ id: computeRecordId(made), ...made, ...after })));

const renewal: fc.Arbitrary<LoggedRenewal> = fc.record(
  {
    window: fc.option(fc.record({ start: time, end: time, explanation_url: fc.option(fc.webUrl()) })),
    shift: fc.option(fc.record({ from: time, to: time })),
    asked_at: time,
    next_check: time,
    error: fc.option(fc.constant('acme-window-invalid')),
    baseline: time,
  },
  { requiredKeys: ['window', 'shift', 'asked_at', 'next_check', 'error'] },
);

const renewals = fc.record(
  {
    renewals: fc
      .uniqueArray(fc.tuple(fingerprint, renewal), { selector: ([key]) => key, minLength: 1 })
      .map((all) => Object.fromEntries(all)),
  },
  { requiredKeys: [] },
);

const key: fc.Arbitrary<LoggedKey> = fc.record(
  { sha256: fc.constantFrom('0'.repeat(64), '1'.repeat(64)), first_used_at: time },
  { requiredKeys: ['sha256'] },
);

const keys = fc.record({ keys: fc.dictionary(fingerprint, key, { minKeys: 1 }) }, { requiredKeys: [] });

const loggedDay: fc.Arbitrary<LoggedDay> = fc.record({
  scanned_at: time,
  statuses: fc.record(
    { critical: fc.integer({ min: 1, max: 3 }), ok: fc.integer({ min: 1, max: 3 }) },
    { requiredKeys: [] },
  ),
  policy_score: fc.option(fc.integer({ min: 0, max: 100 })),
});

const history = fc.record(
  {
    history: fc
      .uniqueArray(fc.tuple(fc.constantFrom('2026-11-16', '2026-11-17'), loggedDay), {
        selector: ([key]) => key,
        minLength: 1,
      })
      .map((all) => Object.fromEntries(all)),
  },
  { requiredKeys: [] },
);

const domain: fc.Arbitrary<LoggedDomain> = fc.record(
  {
    query: fc.constantFrom('certspotter', 'crtsh'),
    cursor: fc.option(fc.constantFrom('901', '902')),
    asked_at: time,
    answered_at: optionalTime,
    baseline_before: time,
    baseline_complete: fc.boolean(),
    failing_since: optionalTime,
    error: fc.option(fc.constant('ct-postponed')),
    retry_at: time,
  },
  {
    requiredKeys: [
      ...(['query', 'cursor', 'asked_at', 'answered_at', 'baseline_before'] as const),
      ...(['baseline_complete', 'failing_since', 'error'] as const),
    ],
  },
);

const issuance: fc.Arbitrary<LoggedIssuance> = fc.oneof(
  fc.record({ valid_to: time, known: fc.constant(true as const) }),
  fc.record(
    {
      names: fc.constant(null).map(() => ['a.example']),
      issuer: fc.constant('CN=A'),
      valid_from: time,
      valid_to: time,
      first_seen_at: time,
      unchecked: fc.constant('caa' as const),
    },
    { requiredKeys: ['names', 'issuer', 'valid_from', 'valid_to'] },
  ),
);

const transparency = fc.record(
  {
    transparency: fc.dictionary(
      fc.constantFrom(...NAMES.slice(0, 2)),
      fc.dictionary(fc.constantFrom('a.example'), domain, { minKeys: 1 }),
      { minKeys: 1 },
    ),
    issuances: fc.dictionary(
      fc.constantFrom(...NAMES.slice(0, 2)),
      fc.dictionary(fc.constantFrom('a.example 1', 'a.example 2'), issuance, { minKeys: 1 }),
      { minKeys: 1 },
    ),
  },
  { requiredKeys: [] },
);

export const arbitraryLogs: fc.Arbitrary<EventLog> = fc
  .record({
    scans: fc.record(
      {
        manifest: fc.constantFrom('a.yaml', 'b.yaml'),
        last: fc.record({ id: fc.constantFrom('one', 'two'), scanned_at: time }),
        digest: fc.record({
          id: fc.constantFrom('one', 'two'),
          scanned_at: time,
          last_scan: optionalTime,
          renewed: fc.uniqueArray(fingerprint).map((all) => all.sort()),
        }),
        recent: fc.uniqueArray(time, { maxLength: 4 }).map((all) => all.sort()),
        observed: fc.dictionary(fc.constantFrom('none', 'office', 'office 1/2'), time),
      },
      { requiredKeys: [] },
    ),
    locations: byName(byName(location)),
    certificates: fc
      .uniqueArray(fingerprint)
      .map((all) => Object.fromEntries(all.map((one) => [one, { ...certificate('a', { to: day(100) }).facts }]))),
    events: fc.uniqueArray(event, { selector: ({ id }) => id, maxLength: 6 }).map(sortEvents),
  })
  .chain((parts) => renewals.map((more) => ({ ...createEmptyLog(), ...parts, ...more })))
  .chain((log) => keys.map((more) => ({ ...log, ...more })))
  .chain((log) => history.map((more) => ({ ...log, ...more })))
  .chain((log) => transparency.map((more) => ({ ...log, ...more })));

/**
 * Two or three logs that share history, as those of scans that started from the same log: each has some records of the first, most
 * of them with some registers changed. Independent logs almost never have a record in common.
 */
export function arbitraryRelatedLogs(count: 2 | 3): fc.Arbitrary<EventLog[]> {
  return arbitraryLogs.chain((first) => {
    const others = Array.from({ length: count - 1 }, () => fc.tuple(arbitraryLogs, arbitraryCopies(first)));
    return fc.tuple(...others).map((all) => [first, ...all.map(([own, copies]) => addCopies(own, copies))]);
  });
}

type Copies = Pick<EventLog, 'events' | 'locations'>;

/** Some events and locations of a log, each with some registers replaced. */
function arbitraryCopies({ events, locations }: EventLog): fc.Arbitrary<Copies> {
  const copiedLocations = Object.entries(locations).map(([name, known]) =>
    fc.tuple(
      fc.constant(name),
      fc.tuple(...Object.entries(known).map(([key, one]) => arbitraryLocationCopy(key, one))),
    ),
  );
  return fc.record({
    events: fc.tuple(...events.map(arbitraryEventCopy)),
    locations: fc
      .tuple(...copiedLocations)
      .map((all) => Object.fromEntries(all.map(([name, known]) => [name, Object.fromEntries(known)]))),
  });
}

/** Keeps the key of the record, and so its id. */
function arbitraryEventCopy(original: LoggedEvent): fc.Arbitrary<LoggedEvent> {
  const { id, certificate, event: name, threshold, fingerprint: print, location: at, topic } = original;
  const key = {
    id,
    certificate,
    event: name,
    threshold,
    fingerprint: print,
    location: at,
    ...(topic !== undefined && { topic }),
  };
  const { deliveries } = original;
  const copies = Object.entries(deliveries).map(([rule, byDestination]) =>
    fc.tuple(
      fc.constant(rule),
      fc.tuple(
        ...Object.entries(byDestination).map(([to, one]) =>
          fc.tuple(fc.constant(to), fc.oneof({ arbitrary: delivery, weight: 3 }, fc.constant(one))),
        ),
      ),
    ),
  );
  return fc.tuple(event, fc.tuple(...copies), follows).map(([other, kept, after]) => {
    const { id: _, sequenced_at: __, topic: ___, ...registers } = other;
    const own = Object.fromEntries(kept.map(([rule, to]) => [rule, Object.fromEntries(to)]));
    return { ...registers, ...key, deliveries: { ...registers.deliveries, ...own }, ...after };
  });
}

/** Loses or gains its `path_end` now and then, as a scan that finds another chain records it. */
function arbitraryLocationCopy(key: string, original: LoggedLocation): fc.Arbitrary<[string, LoggedLocation]> {
  return fc.oneof(fc.constant(original), location).map((copy) => [key, copy]);
}

function addCopies(own: EventLog, { events, locations }: Copies): EventLog {
  const copied = new Set(events.map(({ id }) => id));
  return {
    ...own,
    events: sortEvents([...events, ...own.events.filter(({ id }) => !copied.has(id))]),
    locations: Object.fromEntries(
      [...new Set([...Object.keys(own.locations), ...Object.keys(locations)])].map((name) => [
        name,
        { ...getOwn(own.locations, name), ...getOwn(locations, name) },
      ]),
    ),
  };
}
