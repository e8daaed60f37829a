import { describe, expect, it } from 'vitest';
import type { Entry, Failure, LiveLocation, Plan, PlannedEvent, Receipt } from '../../../src/domain/index.ts';
import { createEndpointSource } from '../../../src/domain/sources/endpoint.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import { COMPLETE_RUN, computeCoverage, isCovered, listOmissions } from '../../../src/report/coverage/index.ts';
import type { CoverageInput } from '../../../src/report/coverage/input.ts';
import { entry } from '../../events/scenario.ts';

const SCANNED_AT = '2026-11-28T05:30:00Z';
const refused: Failure = { code: 'endpoint-refused', detail: 'It refuses connections.' };

const server = (name: string): Entry => entry(name, { source: createEndpointSource([]) });
const checked = (name: string, more: { revocation_required?: true } = {}): Entry =>
  entry(name, { source: createEndpointSource([], { revocation: true, ...more }) });
const file = (name: string): Entry =>
  entry(name, {
    source: { kind: 'file', patterns: ['a.pem'], exclude: [], skip_empty: null, trust: 'none', ca_file: null } as never,
  });
const listing = (name: string): Entry => entry(name, { source: { kind: 'aws_acm' } as never });

/** A location that was read in this scan. */
function location(of: string, more: Partial<LiveLocation> = {}): LiveLocation {
  return {
    ...{
      entry: of,
      location: `${of}.example.com:443`,
      source: `${of}.example.com:443`,
      fingerprint: 'aa',
      previous: null,
    },
    ...{ since: '2026-10-01T02:00:00Z', failures: 0, failure: null, observed: {}, evidence: {}, path_end: null },
    ...{ revoked: null, ownership: null },
    ...more,
  };
}

const NOW = '2026-11-29T05:30:00Z';
/** A location that this scan could not read, and the ones before it. */
const failed = (of: string, failures: number, more: Partial<LiveLocation> = {}) => {
  const failing_since = [null, NOW, SCANNED_AT][failures] ?? null;
  return location(of, { failures, failing_since, failure: refused, evidence: null, ...more });
};
const neverRead = (of: string, more: Partial<LiveLocation> = {}) =>
  failed(of, 1, { fingerprint: null, since: null, ...more });

const LOG: EventLog = { ...createEmptyLog(), scans: { last: { id: 's', scanned_at: SCANNED_AT } } };
const NOTHING_DUE = { plan: { events: [], deliveries: [] }, receipts: [] };
const INPUT = {
  ...COMPLETE_RUN,
  ...{ entries: [server('shop'), server('mail')], locations: [location('shop'), location('mail')], reads: () => true },
  ...{ sent: NOTHING_DUE, log: LOG, now: Date.parse(NOW), hasRules: true },
};

type Cover = Partial<CoverageInput & { locations: LiveLocation[] }>;

function cover(more: Cover = {}) {
  const { locations, ...input } = { ...INPUT, ...more };
  return computeCoverage({ ...input, listLocations: (name) => locations.filter(({ entry }) => entry === name) });
}

/** The text, and whether the run is red. */
function evaluate(more: Cover): string {
  const coverage = cover(more);
  return `${isCovered(coverage) ? 'green' : 'RED'}: ${coverage.text}`;
}

const unobserved = new Map([['mail', { code: 'not-observed', detail: 'No file.' }]]);
const missing = { code: 'not-observed', detail: 'No file.' };

describe('the coverage line', () => {
  it.each<[situation: string, input: Cover, expected: string]>([
    [
      'the revocation of a certificate is unknown, and nothing requests the check',
      {
        entries: [checked('shop'), checked('mail')],
        locations: [
          location('shop', { failed_lookups: { caa: 0, dane: 0, revocation: 3 } }),
          location('mail', { failed_lookups: { caa: 0, dane: 0, revocation: 1 } }),
        ],
      },
      'green: 2 entries, 2 locations: all read, the revocation of 2 certificates is unknown (shop, mail), all alerts delivered.',
    ],
    [
      'the revocation of a certificate was unknown before the check was turned off',
      { locations: [location('shop', { failed_lookups: { caa: 0, dane: 0, revocation: 3 } }), location('mail')] },
      'green: 2 entries, 2 locations: all read, all alerts delivered.',
    ],
    [
      'the revocation of a certificate whose entry requests the check is unknown',
      {
        entries: [checked('shop', { revocation_required: true }), checked('mail', { revocation_required: true })],
        locations: [
          location('shop', { failed_lookups: { caa: 0, dane: 0, revocation: 2 } }),
          location('mail', { failed_lookups: { caa: 0, dane: 0, revocation: 3 } }),
        ],
      },
      'RED: 2 entries, 2 locations: all read, the revocation of 2 certificates is unknown (shop, mail), all alerts delivered.',
    ],
    [
      'the limit of a provider postponed all domains',
      {
        entries: [entry('a', { source: { kind: 'ct' } as never }), entry('b', { source: { kind: 'ct' } as never })],
        locations: ['a', 'b'].map((name) => neverRead(name, { failure: { code: 'ct-postponed', detail: '' } })),
      },
      'green: 2 of 2 entries have never been read (a, b), all alerts delivered.',
    ],
    ['everything was read', {}, 'green: 2 entries, 2 locations: all read, all alerts delivered.'],
    [
      'an entry was never read',
      { locations: [location('shop'), neverRead('mail')] },
      'RED: 1 of 2 entries has never been read (mail), all alerts delivered.',
    ],
    [
      'two were never read',
      { locations: [neverRead('shop'), neverRead('mail', { failures: 9 })] },
      'RED: 2 of 2 entries have never been read (shop, mail), all alerts delivered.',
    ],
    [
      'one of the addresses of an entry was never read',
      { locations: [location('shop'), location('mail'), neverRead('mail', { location: 'mail.example.com:25' })] },
      'RED: 1 of 3 locations has never been read (mail), all alerts delivered.',
    ],
    [
      'a server failed once',
      { locations: [location('shop'), failed('mail', 1)] },
      'green: 1 of 2 locations was not read in this scan (mail, last read 2026-11-28), all alerts delivered.',
    ],
    [
      'every server failed once, so that nothing was read',
      { locations: [failed('shop', 1), failed('mail', 1)] },
      'RED: 2 of 2 locations could not be read (shop, mail; last read 2026-11-28), all alerts delivered.',
    ],
    [
      'the only server failed once',
      { entries: [server('shop')], locations: [failed('shop', 1)] },
      'green: 1 of 1 location was not read in this scan (shop, last read 2026-11-28), all alerts delivered.',
    ],
    [
      'a server failed twice in a row',
      { locations: [location('shop'), failed('mail', 2)] },
      'RED: 1 of 2 locations could not be read (mail), all alerts delivered.',
    ],
    [
      'a server failed once, and another one twice',
      { locations: [failed('shop', 1), failed('mail', 2)] },
      'RED: 1 of 2 locations could not be read (mail), 1 of 2 locations was not read in this scan (shop, last read 2026-11-28), all alerts delivered.',
    ],
    [
      'a file failed once',
      { entries: [server('shop'), file('mail')], locations: [location('shop'), failed('mail', 1)] },
      'RED: 1 of 2 locations could not be read (mail, last read 2026-11-28), all alerts delivered.',
    ],
    [
      'a bug left out a certificate',
      { locations: [location('shop'), failed('mail', 1, { failure: { code: 'internal-error', detail: '' } })] },
      'RED: 1 of 2 locations could not be read (mail, last read 2026-11-28), all alerts delivered.',
    ],
    [
      'an address was not looked up, so that nothing is known about it',
      { locations: [location('shop'), location('mail', { evidence: null })] },
      'green: 1 of 2 locations was not read in this scan (mail), all alerts delivered.',
    ],
    [
      'no endpoint could be reached',
      {
        reachability: { endpoints: 'none', failure: refused },
        locations: [failed('shop', 0), failed('mail', 0)],
      },
      'RED: None of the endpoints could be reached, 2 of 2 locations were not read in this scan (shop, mail), all alerts delivered.',
    ],
    [
      'a probe sent nothing',
      {
        unobserved,
        locations: [location('shop'), location('mail', { evidence: null, failure: missing, unobserved: 1 })],
      },
      'RED: 1 of 2 entries was not observed (mail), all alerts delivered.',
    ],
    [
      'the event log was not saved',
      { isLogSaved: false },
      'RED: 2 entries, 2 locations: all read, all alerts delivered, the event log was not saved.',
    ],
    [
      'there was a bug',
      { hasInternalError: true },
      'RED: 2 entries, 2 locations: all read, all alerts delivered, an internal error left something out.',
    ],
    ['no rule is enabled', { hasRules: false }, 'green: 2 entries, 2 locations: all read, no rule sends alerts.'],
    [
      'only some entries are scanned',
      { covers: (name) => name === 'shop', locations: [location('shop')] },
      'green: Only 1 of 2 entries was scanned. 1 entry, 1 location: all read, all alerts delivered.',
    ],
    [
      'nothing is scanned',
      { covers: () => false, locations: [] },
      'RED: No enabled entry was scanned: nothing is monitored.',
    ],
    [
      'an inventory is empty',
      { entries: [server('shop'), listing('mail')], locations: [location('shop')] },
      'green: 2 entries, 1 location: all read, 1 entry has no location (mail), all alerts delivered.',
    ],
  ])('if %s', (_, input, expected) => {
    expect(evaluate(input)).toBe(expected);
  });

  it('names at most three entries', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const { text } = cover({ entries: names.map(server), locations: names.map((name) => neverRead(name)) });
    expect(text).toContain('5 of 5 entries have never been read (a, b, c and 2 more)');
  });

  it('allows unread locations only if that is wanted, and says so', () => {
    const locations = [location('shop'), neverRead('mail')];
    expect(evaluate({ locations, allowUnread: true })).toBe(
      'green: 1 of 2 entries has never been read (mail), which allow-unread permits, all alerts delivered.',
    );
    expect(cover({ locations, allowUnread: true })).toMatchObject({ complete: false, allowed: true });
    expect(evaluate({ locations, allowUnread: true, isLogSaved: false })).toMatch(/^RED/);
    expect(cover({ allowUnread: true })).toMatchObject({ complete: true, allowed: false });
  });

  it('a dry run needs neither variables nor probes, and sends nothing', () => {
    const unset = neverRead('mail', { failure: { code: 'variable-unset', detail: '' } });
    expect(evaluate({ isDryRun: true, locations: [location('shop'), unset] })).toBe(
      'green: 1 of 2 entries has never been read (mail), nothing was sent (dry run).',
    );
    expect(evaluate({ locations: [location('shop'), unset] })).toMatch(/^RED/);
    const left = location('mail', { evidence: null, failure: missing, unobserved: 1 });
    expect(evaluate({ isDryRun: true, unobserved, locations: [location('shop'), left] })).toMatch(/^green/);
  });
});

const lookups = (caa: number, dane: number, revocation = 0) => ({ failed_lookups: { caa, dane, revocation } });
const required = (name: string) => checked(name, { revocation_required: true });

describe('the reasons for a red run', () => {
  it.each<[situation: string, input: Cover, expected: string[]]>([
    ['everything was read', {}, []],
    ['no entry is scanned', { entries: [] }, ['no-entries']],
    ['an entry was never read', { locations: [location('shop'), neverRead('mail')] }, ['never-read mail']],
    ['a second scan failed', { locations: [location('shop'), failed('mail', 2)] }, ['unread mail']],
    ['one scan failed', { locations: [location('shop'), failed('mail', 1)] }, []],
    ['nothing was read', { locations: [failed('shop', 1), failed('mail', 1)] }, ['nothing-read shop,mail']],
    ['nothing was read, of one entry', { entries: [server('shop')], locations: [failed('shop', 1)] }, []],
    [
      'a variable is not set',
      { locations: [location('shop'), failed('mail', 1, { failure: { code: 'variable-unset', detail: 'X' } })] },
      ['variable-unset mail'],
    ],
    [
      'a bug left out a location',
      { locations: [location('shop'), failed('mail', 1, { failure: { code: 'internal-error', detail: 'X' } })] },
      ['internal-error mail'],
    ],
    [
      'records could not be looked up twice in a row',
      { locations: [location('shop', lookups(2, 0)), location('mail', lookups(0, 2))] },
      [],
    ],
    [
      'records could not be looked up three times in a row',
      { locations: [location('shop', lookups(3, 0)), location('mail', lookups(0, 3))] },
      ['lookups-failed shop,mail'],
    ],
    [
      'another location of the entry could not be looked up',
      { locations: [location('shop'), location('shop', lookups(3, 0)), location('mail')] },
      ['lookups-failed shop'],
    ],
    [
      'a requested check of revocation failed twice, and another three times',
      {
        entries: [required('shop'), required('mail')],
        locations: [location('shop', lookups(0, 0, 2)), location('mail', lookups(0, 0, 3))],
      },
      ['revocation-unknown mail'],
    ],
    ['a probe sent nothing', { unobserved }, ['not-observed mail']],
    ['a probe sent nothing to a dry run', { unobserved, isDryRun: true }, []],
    [
      'a probe sent nothing, and files were given',
      { unobserved, isDryRun: true, hasObservations: true },
      ['not-observed mail'],
    ],
    ['no endpoint was reached', { reachability: { endpoints: 'none', failure: refused } }, ['scan-blind']],
    ['the log was not saved', { isLogSaved: false }, ['log-unsaved']],
    ['a bug left out something', { hasInternalError: true }, ['internal-error']],
    [
      'the app has others',
      {
        reasons: [
          { code: 'heartbeat-unset', entries: [], clause: 'no heartbeat was sent' },
          { code: 'include-empty', entries: ['pay', 'blog'], clause: 'an include has no entries' },
        ],
      },
      ['include-empty pay,blog', 'heartbeat-unset'],
    ],
  ])('if %s', (_, input, expected) => {
    const { reasons, complete } = cover(input);
    expect(reasons.map(({ code, entries }) => [code, entries.join()].filter(Boolean).join(' '))).toEqual(expected);
    expect(complete).toBe(expected.length === 0);
  });
});

describe('the next scan', () => {
  const recent = ['2026-11-26T05:30:00Z', '2026-11-27T05:30:00Z', SCANNED_AT];
  const log: EventLog = { ...LOG, scans: { ...LOG.scans, recent } };

  it('is due after the usual distance', () => {
    expect(evaluate({ log })).toMatch(/delivered\. Next scan due by 2026-11-30 05:30 UTC\.$/);
    expect(cover({ log }).next_scan_due).toBe('2026-11-30T05:30:00Z');
  });

  it('is unknown in the first scan, a dry run, and a scan of some entries', () => {
    const some = { covers: (name: string) => name === 'shop', locations: [location('shop')] };
    for (const more of [{ log: createEmptyLog() }, { log, isDryRun: true }, { log, ...some }])
      expect(cover(more)).not.toHaveProperty('next_scan_due');
  });

  it('may be overdue when the event log is read', () => {
    expect(evaluate({ log, sent: null })).toContain('Next scan due by 2026-11-29 05:30 UTC.');
    const later = { log, sent: null, now: Date.parse('2026-12-09T00:00:00Z') };
    expect(evaluate(later)).toContain('The next scan was due by 2026-11-29 05:30 UTC.');
  });

  it('leaves the time of the last reading known through a longer outage', () => {
    const locations = [location('shop'), failed('mail', 2, { failing_since: SCANNED_AT })];
    expect(evaluate({ log, locations })).toContain('could not be read (mail, last read 2026-11-27)');
    const longer = [location('shop'), failed('mail', 40, { failing_since: '2026-10-01T05:30:00Z' })];
    expect(evaluate({ log, locations: longer })).toContain('could not be read (mail), ');
  });
});

describe('an inventory that could not be listed', () => {
  const source = (failures: number): LiveLocation =>
    failed('mail', failures, { location: 'acm', source: 'acm', fingerprint: null, since: null });
  const item = (id: string) => location('mail', { location: id, source: 'acm', evidence: null, failure: refused });
  const entries = [listing('mail')];

  it('was never read if it has no items', () => {
    expect(cover({ entries, locations: [source(1)] })).toMatchObject({ locations: 1, never_read: ['mail'] });
  });

  it('leaves its items unread, and counts from the second failure', () => {
    const once = cover({ entries, locations: [source(1), item('a'), item('b')] });
    expect(once).toMatchObject({ complete: true, locations: 2, read: 0, never_read: [] });
    expect(cover({ entries, locations: [source(2), item('a'), item('b')] })).toMatchObject({ complete: false });
  });

  it('leaves its items unread in a report from the event log, too', () => {
    const known = (id: string) => location('mail', { location: id, source: 'acm', evidence: null });
    const reads = () => false;
    expect(cover({ entries, reads, locations: [source(2), known('a')] })).toMatchObject({ complete: false, read: 0 });
    expect(cover({ entries, reads, locations: [known('a')] })).toMatchObject({ complete: true, read: 1 });
  });

  it('is red at once if it shrank, or if its next page is not declared', () => {
    for (const code of ['inventory-shrunk', 'inventory-next-missing']) {
      const failure = { code, detail: '' };
      const missing = location('mail', { location: 'b', source: 'acm', evidence: null, failure });
      const locations = [{ ...source(1), failure }, location('mail', { location: 'a', source: 'acm' }), missing];
      const { text, reasons } = cover({ entries, locations });
      const isShrunk = code === 'inventory-shrunk';
      expect(reasons).toEqual([{ code: isShrunk ? code : 'unread', entries: ['mail'] }]);
      expect(text).toContain(
        isShrunk
          ? '1 of 2 locations is missing from an inventory that shrank (mail'
          : '1 of 2 locations could not be read',
      );
    }
  });

  describe('beside others of the entry', () => {
    const listed = (name: string, failures = 1): LiveLocation =>
      failed('mail', failures, { location: name, source: name, fingerprint: null, since: null });
    const read = (id: string, name: string) => location('mail', { location: id, source: name });
    const unread = (id: string, name: string) =>
      location('mail', { location: id, source: name, evidence: null, failure: refused });
    const describeUnread = (locations: LiveLocation[]) => {
      const { complete, unread } = cover({ entries, locations });
      return { complete, unread: unread.map((one) => [one.location, one.never_read]) };
    };

    it('is itself unread as long as none of its own items are known', () => {
      expect(describeUnread([listed('acm:1/eu'), read('a', 'acm:2/eu')])).toEqual({
        complete: false,
        unread: [['acm:1/eu', true]],
      });
    });

    it('is itself unread if all of its known items were read, because it may have new ones', () => {
      const once = [listed('acm:1/eu'), read('a', 'acm:1/eu')];
      expect(describeUnread(once)).toEqual({ complete: true, unread: [['acm:1/eu', false]] });
      const twice = [listed('acm:1/eu', 2), read('a', 'acm:1/eu')];
      expect(describeUnread(twice)).toEqual({ complete: false, unread: [['acm:1/eu', false]] });
    });

    it('is named by its items, also if several of them fail', () => {
      const locations = [listed('acm:1/eu'), listed('acm:2/eu'), unread('a', 'acm:1/eu'), unread('b', 'acm:2/eu')];
      expect(describeUnread(locations)).toEqual({
        complete: true,
        unread: [
          ['a', false],
          ['b', false],
        ],
      });
    });

    it('is named by the items of those that it finds', () => {
      expect(describeUnread([listed('acm:all'), unread('a', 'acm:all/eu'), unread('b', 'acm:all/us')])).toEqual({
        complete: true,
        unread: [
          ['a', false],
          ['b', false],
        ],
      });
    });
  });
});

describe('alerts', () => {
  const event = (id: string, more: Partial<PlannedEvent> = {}) =>
    ({ id, event: 'certificate.expired', reason: 'first', ...more }) as PlannedEvent;
  const due = (event_id: string, destination: string, rule = 'all') =>
    ({ event_id, rule, destination, due: true, reason: 'first' }) as const;
  const receipt = (event_id: string, destination: string, status: Receipt['status']): Receipt => {
    return { event_id, rule: 'all', destination, status, attempts: 1, error: null };
  };
  const describeSent = (plan: Partial<Plan>, receipts: Receipt[]) =>
    evaluate({ sent: { plan: { events: [], deliveries: [], ...plan }, receipts } }).replace(
      /locations: all read, /,
      '',
    );

  it('that a receiver did not accept are counted for it', () => {
    const deliveries = [due('1', 'webhook:slack'), due('2', 'webhook:slack'), due('2', 'issue'), due('3', 'email:ops')];
    const all = deliveries.map(({ event_id, destination }) => receipt(event_id, destination, 'sent'));
    expect(describeSent({ deliveries }, all)).toBe('green: 2 entries, 2 all alerts delivered.');
    expect(describeSent({ deliveries }, all.slice(1))).toBe('RED: 2 entries, 2 1 alert was not delivered (slack).');
    expect(describeSent({ deliveries }, [receipt('3', 'email:ops', 'failed')])).toBe(
      'RED: 2 entries, 2 alerts were not delivered (slack 2, issue 1, ops 1).',
    );
  });

  it('that are due by two rules are one', () => {
    const deliveries = [due('1', 'webhook:slack'), due('1', 'webhook:slack', 'other')];
    expect(describeSent({ deliveries }, [])).toContain('1 alert was not delivered (slack)');
  });

  it('that are silenced or deferred are not missing', () => {
    const deliveries = ['silenced', 'quiet_hours', 'cooldown'].map((reason) => {
      return { ...due('1', 'webhook:slack'), due: false, reason: reason as 'silenced' };
    });
    expect(describeSent({ deliveries }, [])).toBe('green: 2 entries, 2 all alerts delivered.');
  });

  it('that a silence, a mute or quiet hours withhold are counted', () => {
    type Reason = 'silenced' | 'muted' | 'quiet_hours' | 'cooldown';
    const withhold = (id: string, reason: Reason, more: Partial<PlannedEvent> = {}) =>
      event(id, { suppressed: true, reason, ...more });
    const events = [
      withhold('1', 'silenced'),
      withhold('2', 'quiet_hours'),
      withhold('3', 'cooldown'),
      withhold('4', 'silenced', { event: 'certificate.renewed' }),
      withhold('5', 'muted'),
    ];
    expect(describeSent({ events }, [])).toBe(
      'green: 2 entries, 2 all other alerts delivered, 3 alerts silenced or deferred.',
    );
  });

  it('that no rule matches are said', () => {
    const unmatched = { suppressed: true, reason: 'unmatched' } as const;
    const events = [event('1', unmatched), event('2', { ...unmatched, event: 'certificate.renewed' })];
    expect(describeSent({ events }, [])).toBe('green: 2 entries, 2 all alerts delivered, 1 alert matches no rule.');
  });
});

it('does not say that all alerts were delivered if no alert can be sent to a receiver', () => {
  const clause = 'no alert can be sent to chat (CHAT_URL is not set)';
  expect(evaluate({ reasons: [{ code: 'receiver-not-ready', entries: [], clause }] })).toBe(
    `RED: 2 entries, 2 locations: all read, ${clause}, all other alerts delivered.`,
  );
});

describe('without a scan', () => {
  it('a dry run of a digest says what the last scan delivered', () => {
    expect(evaluate({ sent: null, isDryRun: true })).toBe(
      'green: 2 entries, 2 locations: all read, all alerts delivered.',
    );
  });

  const input = { reads: () => false, sent: null };
  const known = (of: string, more: Partial<LiveLocation> = {}) => location(of, { evidence: null, ...more });

  it('the event log says what the last scan could read', () => {
    expect(evaluate({ ...input, locations: [known('shop'), known('mail')] })).toBe(
      'green: 2 entries, 2 locations: all read, all alerts delivered.',
    );
    expect(
      evaluate({ ...input, locations: [known('shop'), known('mail', { failures: 3, failing_since: SCANNED_AT })] }),
    ).toMatch(/^RED: 1 of 2 locations could not be read \(mail\)/);
    expect(evaluate({ ...input, locations: [known('shop'), known('mail', { unobserved: 2 })] })).toMatch(
      /^RED: 1 of 2 entries was not observed \(mail\)/,
    );
  });

  it('the event log says what the last scan could not deliver', () => {
    const delivery = (tried_at: string, error: string | null) => ({
      ...{ tried_at, error, sent_at: null, status: null, attempts: 1 },
    });
    const record = (id: string, deliveries: EventLog['events'][number]['deliveries']) => ({
      ...{ id, certificate: 'shop', event: 'certificate.expired' as const, fingerprint: 'aa', threshold: null },
      ...{ location: null, locations: [], fired_at: null, scan_id: null, cleared_at: null, deliveries },
    });
    const events = [
      record('1', { all: { 'webhook:slack': delivery(SCANNED_AT, 'receiver-down') } }),
      record('2', { all: { 'webhook:slack': delivery('2026-11-01T05:30:00Z', 'receiver-down') } }),
      record('3', { all: { 'webhook:slack': delivery(SCANNED_AT, 'quiet-hours'), issue: delivery(SCANNED_AT, null) } }),
    ];
    const locations = [known('shop'), known('mail')];
    expect(evaluate({ ...input, locations, log: { ...LOG, events } })).toContain('1 alert was not delivered (slack)');
  });
});

it('what an inventory has, but was not asked for, is a detail: the run stays complete', () => {
  const note = { code: 'inventory-secrets-omitted', detail: 'Some Secrets were not read: 4 of type Opaque.' };
  const counts = [{ type: 'Opaque', count: 4 }];
  const omitted = listOmissions([{ entry: 'shop', omitted: { counts, note } }, { entry: 'mail' }]);
  expect(cover({ omitted })).toMatchObject({ complete: true, omitted: [{ entry: 'shop', counts, note }] });
  expect(cover({ omitted: [] })).not.toHaveProperty('omitted');
});
