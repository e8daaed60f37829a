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

const PLACE = 'shop.example.com:443';
const OTHER = 'shop.example.com:8443';
const old = certificate('old', { to: day(100) });
const later = certificate('later', { to: day(400) });
const sooner = certificate('sooner', { to: day(99) });

const at = (place: string, showing: Parameters<typeof endpoint>[2]) => endpoint('shop', place, showing);

/** A scenario in which a threshold alert was sent on day 80. */
function createNotifiedScenario(rules = [rule('all')]) {
  const scenario = createScenario([entry('shop')], rules);
  scenario.scan({ now: day(80), readings: [at(PLACE, old)] });
  return scenario;
}

describe('an alert about a certificate resolves', () => {
  it('as renewed if the new certificate expires later', () => {
    const scenario = createNotifiedScenario();
    const [event] = scenario.preview({ now: day(81), readings: [at(PLACE, later)] }).events;
    expect(event?.context.data).toMatchObject({
      event_type: 'certificate.renewed',
      fingerprint_sha256: later.fingerprint,
      days_remaining: 319,
      status: 'ok',
      alert_key: `certvigil/shop/${old.fingerprint}`,
      previous: { fingerprint_sha256: old.fingerprint, valid_to: old.facts.valid_to, common_name: 'shop.example.com' },
    });
    expect(scenario.scan({ now: day(81), readings: [at(PLACE, later)] })).toEqual(['renewed first -> hook']);
  });

  it('as removed if the new certificate does not expire later, which is also a change', () => {
    const scenario = createNotifiedScenario([
      rule('all', { events: ['certificate.changed', 'certificate.removed'] }),
      rule('warn'),
    ]);
    const notifications = scenario.scan({ now: day(81), readings: [at(PLACE, sooner)] });
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
      assigned_objects: [{ type: 'endpoint', name: PLACE }],
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
    expect(scenario.scan({ now: day(81), readings: [at(PLACE, old)] })).toEqual(['recovered first -> hook']);
    expect(scenario.scan({ now: day(86), readings: [at(PLACE, old)] })).toEqual(['expiry_warning@14 first -> hook']);
  });

  it('only when it has left all its places', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings: [at(PLACE, old), at(OTHER, old)] });
    expect(scenario.scan({ now: day(80, 1), readings: [at(PLACE, later), at(OTHER, old)] })).toEqual([]);
    expect(scenario.scan({ now: day(80, 2), readings: [at(PLACE, later), at(OTHER, later)] })).toEqual([
      'renewed first -> hook',
    ]);
  });

  it('never because it cannot be read', () => {
    const scenario = createNotifiedScenario();
    const notifications = [81, 82, 83].flatMap((number) =>
      scenario.scan({ now: day(number), readings: [at(PLACE, REFUSED)] }),
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

describe('an outage resolves', () => {
  function createOutage(rules = [rule('all')]) {
    const scenario = createScenario([entry('shop')], rules);
    scenario.scan({ now: day(0), readings: [at(PLACE, old)] });
    scenario.scan({ now: day(1), readings: [at(PLACE, REFUSED)] });
    scenario.scan({ now: day(2), readings: [at(PLACE, REFUSED)] });
    return scenario;
  }

  it('as recovered when the place is read again', () => {
    const scenario = createOutage();
    const [event] = scenario.preview({ now: day(3), readings: [at(PLACE, old)] }).events;
    expect(event?.context.data).toMatchObject({
      event_type: 'certificate.recovered',
      place: PLACE,
      alert_key: `certvigil/shop/${PLACE}`,
    });
    expect(scenario.scan({ now: day(3), readings: [at(PLACE, old)] })).toEqual(['recovered first -> hook']);
    expect(scenario.scan({ now: day(4), readings: [at(PLACE, old)] })).toEqual([]);
  });

  it('as removed when the place is taken out of the manifest', () => {
    const scenario = createOutage();
    const [event] = scenario.preview({ now: day(3), readings: [at(OTHER, later)] }).events;
    expect(event?.context.data).toMatchObject({ place: PLACE, fingerprint_sha256: old.fingerprint, status: 'ok' });
    expect(event?.context.snapshots).toMatchObject({ prechange: old.facts, postchange: null });
    expect(scenario.scan({ now: day(3), readings: [at(OTHER, old)] })).toEqual(['removed first -> hook']);
  });

  it('as recovered when a glob that matched nothing matches again', () => {
    const scenario = createScenario([entry('shop')]);
    const nothing = files('shop', '*.pem', { code: 'glob-no-match', detail: 'matches no file' });
    scenario.scan({ now: day(0), readings: [nothing] });
    expect(scenario.scan({ now: day(1), readings: [nothing] })).toEqual(['unreachable first -> hook']);
    expect(scenario.scan({ now: day(2), readings: [files('shop', '*.pem', { 'a.pem': old })] })).toEqual([
      'recovered first -> hook',
    ]);
  });

  it.each([
    ['contains certificates', { 'a.pem': old, 'certs/b/tls.pem': old }],
    ['is empty', { 'a.pem': old }],
  ])('as recovered when a directory can be read again, and %s', (_, found) => {
    const scenario = createScenario([entry('shop')]);
    const closed = files('shop', '**', {
      'a.pem': old,
      'certs/b/': { code: 'directory-unreadable', detail: 'may not be read' },
    });
    scenario.scan({ now: day(0), readings: [closed] });
    expect(scenario.scan({ now: day(1), readings: [closed] })).toEqual(['unreachable first -> hook']);
    expect(scenario.scan({ now: day(2), readings: [files('shop', '**', found)] })).toEqual(['recovered first -> hook']);
  });

  it('and a second one within the cooldown is sent to destinations that got the resolution', () => {
    const scenario = createOutage();
    expect(scenario.scan({ now: day(2, 1), readings: [at(PLACE, old)] })).toEqual(['recovered first -> hook']);
    scenario.scan({ now: day(2, 2), readings: [at(PLACE, REFUSED)] });
    expect(scenario.scan({ now: day(2, 3), readings: [at(PLACE, REFUSED)] })).toEqual(['unreachable first -> hook']);
    expect(listSuppressed(scenario.preview({ now: day(2, 4), readings: [at(PLACE, REFUSED)] }))).toEqual([
      'unreachable cooldown',
    ]);
    expect(scenario.scan({ now: day(3, 4), readings: [at(PLACE, old)] })).toEqual(['recovered first -> hook']);
  });

  it('and a second one is suppressed by the cooldown for destinations that did not get the resolution', () => {
    const scenario = createOutage([rule('down', { events: ['certificate.unreachable'] })]);
    scenario.scan({ now: day(2, 1), readings: [at(PLACE, old)] });
    scenario.scan({ now: day(2, 2), readings: [at(PLACE, REFUSED)] });
    expect(listSuppressed(scenario.preview({ now: day(2, 3), readings: [at(PLACE, REFUSED)] }))).toEqual([
      'unreachable cooldown',
    ]);
    expect(scenario.scan({ now: day(3, 3), readings: [at(PLACE, REFUSED)] })).toEqual(['unreachable first -> hook']);
  });

  it('as recovered when the broken part of a file is fixed', () => {
    const broken = { code: 'certificate-malformed', detail: 'is not base64' };
    const scenario = createScenario([entry('shop')]);
    const half = files('shop', 'a.pem', { 'a.pem#0123456789ab': old, 'a.pem': broken });
    scenario.scan({ now: day(0), readings: [half] });
    expect(scenario.scan({ now: day(1), readings: [half] })).toEqual(['unreachable first -> hook']);
    expect(scenario.scan({ now: day(2), readings: [files('shop', 'a.pem', { 'a.pem#0123456789ab': old })] })).toEqual([
      'recovered first -> hook',
    ]);
  });
});

describe('an outage does not resolve', () => {
  const missing = { code: 'file-missing', detail: 'is missing' };
  const scanFiles =
    (scenario: ReturnType<typeof createScenario>) => (number: number, found: Parameters<typeof files>[2]) =>
      scenario.scan({ now: day(number), readings: [files('shop', 'a.p12', found)] });

  it('if the place fails again before the resolution was accepted', () => {
    const scenario = createScenario([entry('shop')]);
    const scan = (number: number, showing: typeof old | typeof REFUSED, receive: 'sent' | 'failed' = 'sent') =>
      scenario.scan({ now: day(number), readings: [at(PLACE, showing)], receive: () => receive });
    scan(0, old);
    scan(1, REFUSED);
    expect(scan(2, REFUSED)).toEqual(['unreachable first -> hook']);
    expect(scan(3, old, 'failed')).toEqual(['recovered first -> hook']);
    expect(scan(4, REFUSED)).toEqual([]);
    expect(scan(5, REFUSED)).toEqual(['unreachable first -> hook']);
    expect(scan(6, old)).toEqual(['recovered first -> hook']);
  });

  it('if the place is removed, and what takes its place in the same file or source cannot be read either', () => {
    const scan = scanFiles(createScenario([entry('shop')], [rule('all', { events: ['certificate.*'] })]));
    const slot = { 'a.p12#shop': missing };
    scan(0, missing);
    expect(scan(1, missing)).toEqual(['unreachable first -> hook']);
    expect(scan(1.5, slot)).toEqual([]);
    expect(scan(2, slot)).toEqual(['unreachable first -> hook']);
    expect(scan(3, { 'a.p12#shop': old })).toEqual(['recovered first -> hook', 'recovered first -> hook']);
  });

  it('if another part of its file cannot be read', () => {
    const scenario = createScenario([entry('shop')]);
    const scan = (number: number, found: Parameters<typeof files>[2]) =>
      scenario.scan({ now: day(number), readings: [files('shop', '*.p12', found)] });
    scan(0, { 'a.p12#shop': missing });
    expect(scan(1, { 'a.p12#shop': missing })).toEqual(['unreachable first -> hook']);
    expect(scan(1.5, { 'a.p12#mail': missing })).toEqual([]);
  });

  it('if other places of the entry can be read, and resolves once its own can be, although others fail', () => {
    const scenario = createScenario([entry('shop')]);
    const scan = (number: number, found: Parameters<typeof files>[2], other: Parameters<typeof at>[1]) =>
      scenario.scan({ now: day(number), readings: [files('shop', 'a.p12', found), at(OTHER, other)] });
    scan(0, missing, later);
    expect(scan(1, missing, later)).toEqual(['unreachable first -> hook']);
    expect(scan(1.5, { 'a.p12#shop': missing }, later)).toEqual([]);
    expect(scan(1.6, { 'a.p12#shop': later }, REFUSED)).toEqual(['recovered first -> hook']);
  });

  it('if another directory below it cannot be read', () => {
    const scenario = createScenario([entry('shop')]);
    const denied = { code: 'directory-unreadable', detail: 'may not be read' };
    const scan = (number: number, found: Parameters<typeof files>[2]) =>
      scenario.scan({ now: day(number), readings: [files('shop', '**', found)] });
    scan(0, { 'certs/': denied });
    expect(scan(1, { 'certs/': denied })).toEqual(['unreachable first -> hook']);
    expect(scan(2, { 'certs/b/': denied })).toEqual([]);
    expect(scan(3, { 'certs/b/tls.pem': old })).toEqual(['recovered first -> hook']);
  });

  it('as removed while it cannot be read, but once nothing is left of it', () => {
    const scenario = createScenario([entry('shop')]);
    const scan = (number: number, ...readings: Parameters<typeof at>[]) =>
      scenario.scan({ now: day(number), readings: readings.map((reading) => at(...reading)) });
    scan(0, [PLACE, REFUSED], [OTHER, old]);
    expect(scan(1, [PLACE, REFUSED], [OTHER, old])).toEqual(['unreachable first -> hook']);
    expect(scan(2, [OTHER, REFUSED])).toEqual(['removed first -> hook']);
  });
});

describe('a resolution', () => {
  it('is sent once, and leaves the plan after the retry days', () => {
    const scenario = createNotifiedScenario();
    scenario.scan({ now: day(81), readings: [at(PLACE, later)] });
    expect(listSuppressed(scenario.preview({ now: day(82), readings: [at(PLACE, later)] }))).toEqual(['renewed once']);
    expect(listSuppressed(scenario.preview({ now: day(88), readings: [at(PLACE, later)] }))).toEqual(['renewed once']);
    expect(scenario.preview({ now: day(88) + 1, readings: [at(PLACE, later)] }).events).toEqual([]);
  });

  it('is not lifted by --ignore-cooldown', () => {
    const scenario = createNotifiedScenario();
    scenario.scan({ now: day(81), readings: [at(PLACE, later)] });
    expect(scenario.scan({ now: day(82), readings: [at(PLACE, later)], ignoreCooldown: true })).toEqual([]);
  });

  it('is not planned for an alert that no rule matched', () => {
    const scenario = createScenario([entry('shop')], [rule('later', { events: ['certificate.renewed'] })]);
    scenario.scan({ now: day(80), readings: [at(PLACE, old)] });
    expect(scenario.preview({ now: day(81), readings: [at(PLACE, later)] }).events).toEqual([]);
  });

  it('is sent if the alert may have been received: a lost response counts', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings: [at(PLACE, old)], receive: () => 'failed' });
    expect(scenario.scan({ now: day(81), readings: [at(PLACE, later)] })).toEqual(['renewed first -> hook']);
  });

  it('is not planned for an alert that was never sent', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(80), readings: [at(PLACE, old)], receive: () => 'unsent' });
    expect(scenario.preview({ now: day(81), readings: [at(PLACE, later)] }).events).toEqual([]);
  });

  it('goes where the alert went, although the rule does not match the certificate any more', () => {
    const scenario = createNotifiedScenario([rule('bad', { match: { status: ['warning', 'critical', 'expired'] } })]);
    expect(scenario.scan({ now: day(81), readings: [at(PLACE, later)] })).toEqual(['renewed first -> hook']);
  });

  it('goes where the alert went, although the entry has no labels any more', () => {
    const scenario = createScenario(
      [entry('shop', { labels: { env: 'prod' } })],
      [rule('prod', { match: { labels: { env: ['prod'] } } })],
    );
    scenario.scan({ now: day(80), readings: [at(PLACE, old)] });
    scenario.entries = [];
    expect(scenario.scan({ now: day(81), readings: [] })).toEqual(['removed first -> hook']);
  });

  it('that no rule matches is reported once, and still starts a new episode', () => {
    const scenario = createScenario(
      [entry('shop', { settings: settings({ repeat: false }) })],
      [rule('warn', { events: ['certificate.expiry_warning'] })],
    );
    scenario.scan({ now: day(80), readings: [at(PLACE, old)] });
    expect(listSuppressed(scenario.preview({ now: day(81), readings: [at(PLACE, later)] }))).toEqual([
      'renewed unmatched',
    ]);
    scenario.scan({ now: day(81), readings: [at(PLACE, later)] });
    scenario.scan({ now: day(82), readings: [at(PLACE, old)] });
    expect(scenario.log.events.filter(({ event }) => event === 'certificate.expiry_warning')).toHaveLength(1);
    expect(listSuppressed(scenario.preview({ now: day(82, 1), readings: [at(PLACE, old)] }))).not.toContain(
      'renewed unmatched',
    );
  });

  it('lets alerts fire again for a certificate that is rolled back', () => {
    const scenario = createScenario([entry('shop', { settings: settings({ repeat: false }) })], [rule('all')]);
    scenario.scan({ now: day(80), readings: [at(PLACE, old)] });
    scenario.scan({ now: day(81), readings: [at(PLACE, later)] });
    expect(scenario.scan({ now: day(82), readings: [at(PLACE, old)] })).toContain('expiry_warning@30 first -> hook');
    expect(scenario.scan({ now: day(83), readings: [at(PLACE, later)] })).toEqual(['renewed first -> hook']);
  });

  it('lifts the cooldown only for destinations that got it', () => {
    const scenario = createNotifiedScenario([
      rule('all'),
      rule('alerts', { events: ['certificate.expiry_warning'], actions: [{ kind: 'webhook', name: 'deaf' }] }),
    ]);
    expect(scenario.scan({ now: day(80, 1), readings: [at(PLACE, later)] })).toEqual(['renewed first -> hook']);
    expect(scenario.scan({ now: day(80, 2), readings: [at(PLACE, old)] })).toEqual([
      'expiry_warning@30 first -> hook',
      'changed first -> hook',
    ]);
    expect(scenario.scan({ now: day(80, 3), readings: [at(PLACE, old)] })).toEqual([]);
    expect(scenario.scan({ now: day(81, 1), readings: [at(PLACE, old)] })).toEqual(['expiry_warning@30 first -> deaf']);
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
    scenario.scan({ now: day(80, 1), readings: [at(PLACE, later)], receive: () => outcome });
    expect(scenario.scan({ now: day(80, 2), readings: [at(PLACE, old)] })).toEqual(expected);
  });

  it('counts for a receiver whichever rule sent it', () => {
    const scenario = createNotifiedScenario([
      rule('alerts', { events: ['certificate.expiry_warning'] }),
      rule('ends', { events: ['certificate.renewed'] }),
    ]);
    expect(scenario.scan({ now: day(80, 1), readings: [at(PLACE, later)] })).toEqual(['renewed first -> hook']);
    expect(scenario.scan({ now: day(80, 2), readings: [at(PLACE, old)] })).toEqual(['expiry_warning@30 first -> hook']);
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
    scenario.scan({ now: day(80), readings: [at(PLACE, old)], receive });
    expect(scenario.scan({ now: day(81), readings: [at(PLACE, later)] })).toHaveLength(2);
    expect(scenario.preview({ now: day(95), readings: [at(PLACE, later)] }).events).toEqual([]);
  });

  it('leaves the plan after the retry days, although an earlier one was never accepted', () => {
    const scenario = createNotifiedScenario();
    scenario.scan({ now: day(81), readings: [at(PLACE, later)], receive: () => 'failed' });
    expect(scenario.scan({ now: day(82), readings: [at(PLACE, old)] })).toContain('expiry_warning@30 first -> hook');
    scenario.entries = [];
    expect(scenario.scan({ now: day(83), readings: [] })).toContain('removed first -> hook');
    expect(scenario.preview({ now: day(95), readings: [] }).events).toEqual([]);
  });

  it('is retried for delivery_retry_days and then given up, which is reported', () => {
    const scenario = createNotifiedScenario();
    const renewed = { readings: [at(PLACE, later)], receive: () => 'failed' as const };
    scenario.scan({ now: day(81), ...renewed });
    expect(scenario.scan({ now: day(88), ...renewed })).toEqual(['renewed retry -> hook']);
    expect(listSuppressed(scenario.preview({ now: day(88, 1), ...renewed }))).toEqual(['renewed once']);
  });

  it('is not retried once the alert fires again', () => {
    const scenario = createNotifiedScenario();
    scenario.scan({ now: day(81), readings: [at(PLACE, later)], receive: () => 'failed' });
    const back = scenario.preview({ now: day(81, 1), readings: [at(PLACE, old)] });
    expect(back.events.map(({ event }) => event)).not.toContain('certificate.renewed');
  });
});

describe('--only', () => {
  it('does not change other entries', () => {
    const scenario = createScenario([entry('shop'), entry('mail')]);
    const both = [at(PLACE, old), endpoint('mail', 'mail.example.com:25', old)];
    scenario.scan({ now: day(80), readings: both });
    scenario.entries = [entry('mail')];
    const only = (name: string) => name === 'mail';
    const before = scenario.log;
    expect(scenario.scan({ now: day(80, 1), readings: both.slice(1), only })).toEqual([]);
    expect({ ...scenario.log, scans: {} }).toEqual({ ...before, scans: {} });
    expect(scenario.scan({ now: day(80, 2), readings: both.slice(1) })).toEqual(['removed first -> hook']);
  });
});

describe('concurrent scans', () => {
  it('lose no notification, in whatever order they save', () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const scenario = createScenario([entry('shop'), entry('mail')]);
      const shop = scenario.start({ now: day(80), readings: [at(PLACE, old)], only: (name) => name === 'shop' });
      const mail = scenario.start({
        now: day(80),
        readings: [endpoint('mail', 'mail:25', old)],
        only: (name) => name === 'mail',
      });
      for (const nth of order) [shop, mail][nth]?.save();
      const readings = [at(PLACE, old), endpoint('mail', 'mail:25', old)];
      expect(listSuppressed(scenario.preview({ now: day(80, 1), readings }))).toEqual([
        'expiry_warning@30 cooldown',
        'expiry_warning@30 cooldown',
      ]);
    }
  });

  it('keep a successful reading despite a failure of the other', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(0), readings: [at(PLACE, sooner)] });
    const good = scenario.start({ now: day(1), readings: [at(PLACE, old)] });
    const bad = scenario.start({ now: day(1, 1), readings: [at(PLACE, REFUSED)] });
    good.save();
    bad.save();
    expect(scenario.log.places.shop?.[PLACE]).toMatchObject({
      fingerprint: old.fingerprint,
      previous: sooner.fingerprint,
      failures: 1,
    });
  });
});
