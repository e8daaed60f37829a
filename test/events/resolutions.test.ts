import { describe, expect, it } from 'vitest';
import {
  certificate,
  createScenario,
  day,
  declared,
  endpoint,
  entry,
  files,
  listSuppressed,
  REFUSED,
  rule,
  settings,
} from './scenario.ts';

const LOCATION = 'shop.example.com:443';
const OTHER = 'shop.example.com:8443';
const old = certificate('old', { to: day(100) });
const later = certificate('later', { to: day(400) });
const sooner = certificate('sooner', { to: day(99) });

const at = (location: string, showing: Parameters<typeof endpoint>[2]) => endpoint('shop', location, showing);

/** A scenario in which a threshold alert was sent on day 80. */
function createNotifiedScenario(rules = [rule('all')]) {
  const scenario = createScenario([entry('shop')], rules);
  scenario.scan({ now: day(80), readings: [at(LOCATION, old)] });
  return scenario;
}

describe('an alert about a certificate resolves', () => {
  it('as renewed if the new certificate expires later', () => {
    const scenario = createNotifiedScenario();
    const [event] = scenario.preview({ now: day(81), readings: [at(LOCATION, later)] }).events;
    expect(event?.context.data).toMatchObject({
      event_type: 'certificate.renewed',
      fingerprint_sha256: later.fingerprint,
      days_remaining: 319,
      status: 'ok',
      alert_key: `certvigil/shop/${old.fingerprint}`,
      previous: { fingerprint_sha256: old.fingerprint, valid_to: old.facts.valid_to, common_name: 'shop.example.com' },
    });
    expect(scenario.scan({ now: day(81), readings: [at(LOCATION, later)] })).toEqual(['renewed first -> hook']);
  });

  it('as removed if the new certificate does not expire later, which is also a change', () => {
    const scenario = createNotifiedScenario([
      rule('all', { events: ['certificate.changed', 'certificate.removed'] }),
      rule('warn'),
    ]);
    const notifications = scenario.scan({ now: day(81), readings: [at(LOCATION, sooner)] });
    expect(notifications).toContain('changed first -> hook');
    expect(notifications).toContain('removed first -> hook');
  });

  it.each([
    ['taken out of the manifest', []],
    ['disabled', [entry('shop', { enabled: false })]],
  ])('as removed if the entry is %s', (_, entries) => {
    const scenario = createNotifiedScenario();
    scenario.entries = entries;
    const [event] = scenario.preview({ now: day(81), readings: [] }).events;
    expect(event?.context.data).toMatchObject({
      event_type: 'certificate.removed',
      fingerprint_sha256: old.fingerprint,
      days_remaining: 19,
      status: 'warning',
      assigned_objects: [{ type: 'endpoint', name: LOCATION }],
    });
    expect(scenario.scan({ now: day(81), readings: [] })).toEqual(['removed first -> hook']);
  });

  it('as removed if its file was deleted, and as renewed if another one covers its names', () => {
    const deleted = files('shop', '*.pem', {
      'b.pem': certificate('b', { to: day(300), names: ['mail.example.com'] }),
    });
    const moved = files('shop', '*.pem', { 'new.pem': later });
    for (const [now, resolution] of [
      [deleted, 'removed'],
      [moved, 'renewed'],
    ] as const) {
      const scenario = createScenario([entry('shop')]);
      scenario.scan({ now: day(80), readings: [files('shop', '*.pem', { 'a.pem': old })] });
      expect(scenario.scan({ now: day(81), readings: [now] })).toEqual([`${resolution} first -> hook`]);
    }
  });

  it('as recovered if no threshold is crossed any more', () => {
    const scenario = createNotifiedScenario();
    scenario.entries = [entry('shop', { settings: settings({ thresholds: [14] }) })];
    expect(scenario.scan({ now: day(81), readings: [at(LOCATION, old)] })).toEqual(['recovered first -> hook']);
    expect(scenario.scan({ now: day(86), readings: [at(LOCATION, old)] })).toEqual(['expiry_warning@14 first -> hook']);
  });

  it('as recovered although the change that brought it still holds', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(79), readings: [at(LOCATION, later)] });
    expect(scenario.scan({ now: day(80), readings: [at(LOCATION, old)] })).toEqual([
      'expiry_warning@30 first -> hook',
      'changed first -> hook',
    ]);
    scenario.entries = [entry('shop', { settings: settings({ thresholds: [14] }) })];
    expect(scenario.scan({ now: day(81), readings: [at(LOCATION, old)] })).toEqual(['recovered first -> hook']);
    expect(scenario.scan({ now: day(82), readings: [at(LOCATION, old)] })).toEqual([]);
  });

  it('as recovered although it was renewed before, and was alerted again since', () => {
    const scenario = createNotifiedScenario();
    scenario.scan({ now: day(81), readings: [at(LOCATION, later)] });
    expect(scenario.scan({ now: day(82), readings: [at(LOCATION, old)] })).toContain('expiry_warning@30 first -> hook');
    scenario.entries = [entry('shop', { settings: settings({ thresholds: [14] }) })];
    expect(scenario.scan({ now: day(83), readings: [at(LOCATION, old)] })).toEqual(['recovered first -> hook']);
    expect(scenario.scan({ now: day(84), readings: [at(LOCATION, old)] })).toEqual([]);
  });

  it('only when it has left all its locations', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings: [at(LOCATION, old), at(OTHER, old)] });
    expect(scenario.scan({ now: day(80, 1), readings: [at(LOCATION, later), at(OTHER, old)] })).toEqual([]);
    expect(scenario.scan({ now: day(80, 2), readings: [at(LOCATION, later), at(OTHER, later)] })).toEqual([
      'renewed first -> hook',
    ]);
  });

  it('never because it cannot be read', () => {
    const scenario = createNotifiedScenario();
    const notifications = [81, 82, 83].flatMap((number) =>
      scenario.scan({ now: day(number), readings: [at(LOCATION, REFUSED)] }),
    );
    expect(notifications.filter((event) => /renewed|removed|recovered/.test(event))).toEqual([]);
  });

  it('never because a glob matches nothing any more', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings: [files('shop', '*.pem', { 'a.pem': old })] });
    const nothing = files('shop', '*.pem', { code: 'glob-no-match', detail: 'matches no file' });
    expect(scenario.scan({ now: day(80, 1), readings: [nothing] })).toEqual([]);
    expect(scenario.scan({ now: day(80, 2), readings: [nothing] })).toEqual(['unreachable first -> hook']);
  });

  it('as renewed if a hard-coded date is moved', () => {
    const scenario = createScenario([entry('legacy')]);
    const known = (date: string) => [{ ...endpoint('legacy', 'declared', declared(date)) }];
    scenario.scan({ now: day(0), readings: known('2027-01-20') });
    const [event] = scenario.preview({ now: day(1), readings: known('2028-01-20') }).events;
    expect(event?.context.data).toMatchObject({
      event_type: 'certificate.renewed',
      certificate_id: 'legacy:2028-01-20',
      alert_key: 'certvigil/legacy/2027-01-20',
      common_name: 'legacy',
      fingerprint_sha256: null,
    });
    expect(event?.record.fingerprint).toBe('2027-01-20');
  });
});

describe('a resolution', () => {
  it('is sent once, and leaves the plan after the retry days', () => {
    const scenario = createNotifiedScenario();
    scenario.scan({ now: day(81), readings: [at(LOCATION, later)] });
    expect(listSuppressed(scenario.preview({ now: day(82), readings: [at(LOCATION, later)] }))).toEqual([
      'renewed once',
    ]);
    expect(listSuppressed(scenario.preview({ now: day(88), readings: [at(LOCATION, later)] }))).toEqual([
      'renewed once',
    ]);
    expect(scenario.preview({ now: day(88) + 1, readings: [at(LOCATION, later)] }).events).toEqual([]);
  });

  it('is not lifted by --ignore-cooldown', () => {
    const scenario = createNotifiedScenario();
    scenario.scan({ now: day(81), readings: [at(LOCATION, later)] });
    expect(scenario.scan({ now: day(82), readings: [at(LOCATION, later)], ignoreCooldown: true })).toEqual([]);
  });

  it('is not planned for an alert that no rule matched', () => {
    const scenario = createScenario([entry('shop')], [rule('later', { events: ['certificate.renewed'] })]);
    scenario.scan({ now: day(80), readings: [at(LOCATION, old)] });
    expect(scenario.preview({ now: day(81), readings: [at(LOCATION, later)] }).events).toEqual([]);
  });

  it('is sent if the alert may have been received: a lost response counts', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings: [at(LOCATION, old)], receive: () => 'failed' });
    expect(scenario.scan({ now: day(81), readings: [at(LOCATION, later)] })).toEqual(['renewed first -> hook']);
  });

  it('is not planned for an alert that was never sent', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings: [at(LOCATION, old)], receive: () => 'unsent' });
    expect(scenario.preview({ now: day(81), readings: [at(LOCATION, later)] }).events).toEqual([]);
  });

  it('goes where the alert went, although the rule does not match the certificate any more', () => {
    const scenario = createNotifiedScenario([rule('bad', { match: { status: ['warning', 'critical', 'expired'] } })]);
    expect(scenario.scan({ now: day(81), readings: [at(LOCATION, later)] })).toEqual(['renewed first -> hook']);
  });

  it('goes to no rule that does not match, and was not alerted', () => {
    const other = (status: 'critical' | 'ok') =>
      rule(status, { match: { status: [status] }, actions: [{ kind: 'webhook', name: status }] });
    const scenario = createNotifiedScenario([rule('all'), other('critical'), other('ok')]);
    expect(scenario.scan({ now: day(81), readings: [at(LOCATION, later)] })).toEqual([
      'renewed first -> hook',
      'renewed first -> ok',
    ]);
  });

  it('goes where the alert went, although the entry has no labels any more', () => {
    const scenario = createScenario(
      [entry('shop', { labels: { env: 'prod' } })],
      [rule('prod', { match: { labels: { env: ['prod'] } } })],
    );
    scenario.scan({ now: day(80), readings: [at(LOCATION, old)] });
    scenario.entries = [];
    expect(scenario.scan({ now: day(81), readings: [] })).toEqual(['removed first -> hook']);
  });

  it('that no rule matches is reported once, and still starts a new episode', () => {
    const scenario = createScenario(
      [entry('shop', { settings: settings({ repeat: false }) })],
      [rule('warn', { events: ['certificate.expiry_warning'] })],
    );
    scenario.scan({ now: day(80), readings: [at(LOCATION, old)] });
    expect(listSuppressed(scenario.preview({ now: day(81), readings: [at(LOCATION, later)] }))).toEqual([
      'renewed unmatched',
    ]);
    scenario.scan({ now: day(81), readings: [at(LOCATION, later)] });
    scenario.scan({ now: day(82), readings: [at(LOCATION, old)] });
    expect(scenario.log.events.filter(({ event }) => event === 'certificate.expiry_warning')).toHaveLength(1);
    expect(listSuppressed(scenario.preview({ now: day(82, 1), readings: [at(LOCATION, old)] }))).not.toContain(
      'renewed unmatched',
    );
  });

  it('lets alerts fire again for a certificate that is rolled back', () => {
    const scenario = createScenario([entry('shop', { settings: settings({ repeat: false }) })], [rule('all')]);
    scenario.scan({ now: day(80), readings: [at(LOCATION, old)] });
    scenario.scan({ now: day(81), readings: [at(LOCATION, later)] });
    expect(scenario.scan({ now: day(82), readings: [at(LOCATION, old)] })).toContain('expiry_warning@30 first -> hook');
    expect(scenario.scan({ now: day(83), readings: [at(LOCATION, later)] })).toEqual(['renewed first -> hook']);
  });

  it('lifts the cooldown only for destinations that got it', () => {
    const scenario = createNotifiedScenario([
      rule('all'),
      rule('alerts', { events: ['certificate.expiry_warning'], actions: [{ kind: 'webhook', name: 'deaf' }] }),
    ]);
    expect(scenario.scan({ now: day(80, 1), readings: [at(LOCATION, later)] })).toEqual(['renewed first -> hook']);
    expect(scenario.scan({ now: day(80, 2), readings: [at(LOCATION, old)] })).toEqual([
      'expiry_warning@30 first -> hook',
      'changed first -> hook',
    ]);
    expect(scenario.scan({ now: day(80, 3), readings: [at(LOCATION, old)] })).toEqual([]);
    expect(scenario.scan({ now: day(80, 23), readings: [at(LOCATION, old)] })).toEqual([
      'expiry_warning@30 first -> deaf',
    ]);
  });

  it.each([
    [
      'may have received it, because the response was lost,',
      'failed',
      ['expiry_warning@30 first -> hook', 'changed first -> hook'],
    ],
    ['did not receive it', 'unsent', ['changed first -> hook']],
  ] as const)('affects the cooldown of a destination that %s', (_, outcome, expected) => {
    const scenario = createNotifiedScenario();
    scenario.scan({ now: day(80, 1), readings: [at(LOCATION, later)], receive: () => outcome });
    expect(scenario.scan({ now: day(80, 2), readings: [at(LOCATION, old)] })).toEqual(expected);
  });

  it('counts for a receiver whichever rule sent it', () => {
    const scenario = createNotifiedScenario([
      rule('alerts', { events: ['certificate.expiry_warning'] }),
      rule('ends', { events: ['certificate.renewed'] }),
    ]);
    expect(scenario.scan({ now: day(80, 1), readings: [at(LOCATION, later)] })).toEqual(['renewed first -> hook']);
    expect(scenario.scan({ now: day(80, 2), readings: [at(LOCATION, old)] })).toEqual([
      'expiry_warning@30 first -> hook',
    ]);
  });

  it('of a file is sent again although its parts fail by then', () => {
    const scenario = createScenario([entry('shop')]);
    const failure = { code: 'file-missing', detail: 'is missing' };
    const scan = (number: number, found: Parameters<typeof files>[2], receive: 'sent' | 'failed' = 'sent') =>
      scenario.scan({ now: day(number), readings: [files('shop', 'a.p12', found)], receive: () => receive });
    scan(0, failure);
    expect(scan(1, failure)).toEqual(['unreachable first -> hook']);
    expect(scan(1.5, { 'a.p12#shop': later }, 'failed')).toEqual(['recovered first -> hook']);
    expect(scan(1.6, { 'a.p12#shop': failure })).toEqual(['recovered retry -> hook']);
  });

  it('leaves the plan after the retry days, although the alert was not sent to every destination', () => {
    const other = rule('other', { actions: [{ kind: 'webhook', name: 'other' }] });
    const scenario = createScenario([entry('shop')], [rule('all'), other]);
    const receive = (to: string) => (to === 'webhook:other' ? 'unsent' : 'sent');
    scenario.scan({ now: day(80), readings: [at(LOCATION, old)], receive });
    expect(scenario.scan({ now: day(81), readings: [at(LOCATION, later)] })).toHaveLength(2);
    expect(scenario.preview({ now: day(95), readings: [at(LOCATION, later)] }).events).toEqual([]);
  });

  it('leaves the plan after the retry days, although an earlier one was never accepted', () => {
    const scenario = createNotifiedScenario();
    scenario.scan({ now: day(81), readings: [at(LOCATION, later)], receive: () => 'failed' });
    expect(scenario.scan({ now: day(82), readings: [at(LOCATION, old)] })).toContain('expiry_warning@30 first -> hook');
    scenario.entries = [];
    expect(scenario.scan({ now: day(83), readings: [] })).toContain('removed first -> hook');
    expect(scenario.preview({ now: day(95), readings: [] }).events).toEqual([]);
  });

  it('is retried for delivery_retry_days and then given up, which is reported', () => {
    const scenario = createNotifiedScenario();
    const renewed = { readings: [at(LOCATION, later)], receive: () => 'failed' as const };
    scenario.scan({ now: day(81), ...renewed });
    expect(scenario.scan({ now: day(88), ...renewed })).toEqual(['renewed retry -> hook']);
    expect(listSuppressed(scenario.preview({ now: day(88, 1), ...renewed }))).toEqual(['renewed once']);
  });

  it('is not retried once the alert fires again', () => {
    const scenario = createNotifiedScenario();
    scenario.scan({ now: day(81), readings: [at(LOCATION, later)], receive: () => 'failed' });
    const back = scenario.preview({ now: day(81, 1), readings: [at(LOCATION, old)] });
    expect(back.events.map(({ event }) => event)).not.toContain('certificate.renewed');
  });
});
