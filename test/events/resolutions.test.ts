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

/** A shop of which a threshold was told on day 80. */
function warned(rules = [rule('all')]) {
  const world = createScenario([entry('shop')], rules);
  world.scan({ now: day(80), readings: [at(PLACE, old)] });
  return world;
}

describe('what was told of ends', () => {
  it('as renewed where what is there now ends later', () => {
    const world = warned();
    const [event] = world.preview({ now: day(81), readings: [at(PLACE, later)] }).events;
    expect(event?.context.data).toMatchObject({
      event_type: 'certificate.renewed',
      fingerprint_sha256: later.fingerprint,
      days_remaining: 319,
      status: 'ok',
      alert_key: `certvigil/shop/${old.fingerprint}`,
      previous: { fingerprint_sha256: old.fingerprint, valid_to: old.facts.valid_to, common_name: 'shop.example.com' },
    });
    expect(world.scan({ now: day(81), readings: [at(PLACE, later)] })).toEqual(['renewed first -> hook']);
  });

  it('as removed where what is there now ends no later, which is also a change', () => {
    const world = warned([rule('all', { events: ['certificate.changed', 'certificate.removed'] }), rule('warn')]);
    const told = world.scan({ now: day(81), readings: [at(PLACE, sooner)] });
    expect(told).toContain('changed first -> hook');
    expect(told).toContain('removed first -> hook');
  });

  it.each([
    ['taken out of the manifest', []],
    ['disabled', [entry('shop', { enabled: false })]],
  ])('as removed where the entry is %s', (_, entries) => {
    const world = warned();
    world.entries = entries;
    const [event] = world.preview({ now: day(81), readings: [] }).events;
    expect(event?.context.data).toMatchObject({
      event_type: 'certificate.removed',
      fingerprint_sha256: old.fingerprint,
      days_remaining: 19,
      status: 'warning',
      assigned_objects: [{ type: 'endpoint', name: PLACE }],
    });
    expect(world.scan({ now: day(81), readings: [] })).toEqual(['removed first -> hook']);
  });

  it('as removed where its file was deleted, and as renewed where another of the same names has come', () => {
    const deleted = files('shop', '*.pem', {
      'b.pem': certificate('b', { to: day(300), names: ['mail.example.com'] }),
    });
    const moved = files('shop', '*.pem', { 'new.pem': later });
    for (const [now, ending] of [
      [deleted, 'removed'],
      [moved, 'renewed'],
    ] as const) {
      const world = createScenario([entry('shop')]);
      world.scan({ now: day(80), readings: [files('shop', '*.pem', { 'a.pem': old })] });
      expect(world.scan({ now: day(81), readings: [now] })).toEqual([`${ending} first -> hook`]);
    }
  });

  it('as recovered where no threshold is crossed any more', () => {
    const world = warned();
    world.entries = [entry('shop', { settings: settings({ thresholds: [14] }) })];
    expect(world.scan({ now: day(81), readings: [at(PLACE, old)] })).toEqual(['recovered first -> hook']);
    expect(world.scan({ now: day(86), readings: [at(PLACE, old)] })).toEqual(['expiry_warning@14 first -> hook']);
  });

  it('only when it has left all its places', () => {
    const world = createScenario([entry('shop')]);
    world.scan({ now: day(80), readings: [at(PLACE, old), at(OTHER, old)] });
    expect(world.scan({ now: day(80, 1), readings: [at(PLACE, later), at(OTHER, old)] })).toEqual([]);
    expect(world.scan({ now: day(80, 2), readings: [at(PLACE, later), at(OTHER, later)] })).toEqual([
      'renewed first -> hook',
    ]);
  });

  it('never for being unreadable', () => {
    const world = warned();
    const told = [81, 82, 83].flatMap((number) => world.scan({ now: day(number), readings: [at(PLACE, REFUSED)] }));
    expect(told.filter((event) => /renewed|removed|recovered/.test(event))).toEqual([]);
  });

  it('never for a glob that matches nothing any more', () => {
    const world = createScenario([entry('shop')]);
    world.scan({ now: day(80), readings: [files('shop', '*.pem', { 'a.pem': old })] });
    const nothing = files('shop', '*.pem', { code: 'glob-no-match', detail: 'matches no file' });
    expect(world.scan({ now: day(80, 1), readings: [nothing] })).toEqual([]);
    expect(world.scan({ now: day(80, 2), readings: [nothing] })).toEqual(['unreachable first -> hook']);
  });

  it('of a date known by hand when the date is moved', () => {
    const world = createScenario([entry('legacy')]);
    const known = (date: string) => [{ ...endpoint('legacy', 'declared', declared(date)) }];
    world.scan({ now: day(0), readings: known('2027-01-20') });
    const [event] = world.preview({ now: day(1), readings: known('2028-01-20') }).events;
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

describe('an outage that was told of ends', () => {
  function dark(rules = [rule('all')]) {
    const world = createScenario([entry('shop')], rules);
    world.scan({ now: day(0), readings: [at(PLACE, old)] });
    world.scan({ now: day(1), readings: [at(PLACE, REFUSED)] });
    world.scan({ now: day(2), readings: [at(PLACE, REFUSED)] });
    return world;
  }

  it('as recovered when the place is read again', () => {
    const world = dark();
    const [event] = world.preview({ now: day(3), readings: [at(PLACE, old)] }).events;
    expect(event?.context.data).toMatchObject({
      event_type: 'certificate.recovered',
      place: PLACE,
      alert_key: `certvigil/shop/${PLACE}`,
    });
    expect(world.scan({ now: day(3), readings: [at(PLACE, old)] })).toEqual(['recovered first -> hook']);
    expect(world.scan({ now: day(4), readings: [at(PLACE, old)] })).toEqual([]);
  });

  it('as removed when the place is taken out of the manifest', () => {
    const world = dark();
    const [event] = world.preview({ now: day(3), readings: [at(OTHER, later)] }).events;
    expect(event?.context.data).toMatchObject({ place: PLACE, fingerprint_sha256: old.fingerprint, status: 'ok' });
    expect(event?.context.snapshots).toMatchObject({ prechange: old.facts, postchange: null });
    expect(world.scan({ now: day(3), readings: [at(OTHER, old)] })).toEqual(['removed first -> hook']);
  });

  it('as recovered when a glob that matched nothing matches again', () => {
    const world = createScenario([entry('shop')]);
    const nothing = files('shop', '*.pem', { code: 'glob-no-match', detail: 'matches no file' });
    world.scan({ now: day(0), readings: [nothing] });
    expect(world.scan({ now: day(1), readings: [nothing] })).toEqual(['unreachable first -> hook']);
    expect(world.scan({ now: day(2), readings: [files('shop', '*.pem', { 'a.pem': old })] })).toEqual([
      'recovered first -> hook',
    ]);
  });

  it.each([
    ['holds what is meant', { 'a.pem': old, 'certs/b/tls.pem': old }],
    ['holds nothing', { 'a.pem': old }],
  ])('as recovered when a folder may be read again, and %s', (_, found) => {
    const world = createScenario([entry('shop')]);
    const closed = files('shop', '**', {
      'a.pem': old,
      'certs/b/': { code: 'directory-unreadable', detail: 'may not be read' },
    });
    world.scan({ now: day(0), readings: [closed] });
    expect(world.scan({ now: day(1), readings: [closed] })).toEqual(['unreachable first -> hook']);
    expect(world.scan({ now: day(2), readings: [files('shop', '**', found)] })).toEqual(['recovered first -> hook']);
  });

  it('and a second one is told anew, also within the cooldown of the first, to who heard that it was over', () => {
    const world = dark();
    expect(world.scan({ now: day(2, 1), readings: [at(PLACE, old)] })).toEqual(['recovered first -> hook']);
    world.scan({ now: day(2, 2), readings: [at(PLACE, REFUSED)] });
    expect(world.scan({ now: day(2, 3), readings: [at(PLACE, REFUSED)] })).toEqual(['unreachable first -> hook']);
    expect(listSuppressed(world.preview({ now: day(2, 4), readings: [at(PLACE, REFUSED)] }))).toEqual([
      'unreachable cooldown',
    ]);
    expect(world.scan({ now: day(3, 4), readings: [at(PLACE, old)] })).toEqual(['recovered first -> hook']);
  });

  it('and a second one waits for the end of the cooldown where nobody heard that the first was over', () => {
    const world = dark([rule('down', { events: ['certificate.unreachable'] })]);
    world.scan({ now: day(2, 1), readings: [at(PLACE, old)] });
    world.scan({ now: day(2, 2), readings: [at(PLACE, REFUSED)] });
    expect(listSuppressed(world.preview({ now: day(2, 3), readings: [at(PLACE, REFUSED)] }))).toEqual([
      'unreachable cooldown',
    ]);
    expect(world.scan({ now: day(3, 3), readings: [at(PLACE, REFUSED)] })).toEqual(['unreachable first -> hook']);
  });

  it('in a file whose broken part is mended', () => {
    const broken = { code: 'certificate-malformed', detail: 'is not base64' };
    const world = createScenario([entry('shop')]);
    const half = files('shop', 'a.pem', { 'a.pem#0123456789ab': old, 'a.pem': broken });
    world.scan({ now: day(0), readings: [half] });
    expect(world.scan({ now: day(1), readings: [half] })).toEqual(['unreachable first -> hook']);
    expect(world.scan({ now: day(2), readings: [files('shop', 'a.pem', { 'a.pem#0123456789ab': old })] })).toEqual([
      'recovered first -> hook',
    ]);
  });
});

describe('an ending', () => {
  it('is told once, and is no longer in the plan after the days for trying', () => {
    const world = warned();
    world.scan({ now: day(81), readings: [at(PLACE, later)] });
    expect(listSuppressed(world.preview({ now: day(82), readings: [at(PLACE, later)] }))).toEqual(['renewed once']);
    expect(world.preview({ now: day(90), readings: [at(PLACE, later)] }).events).toEqual([]);
  });

  it('is not lifted by --ignore-cooldown', () => {
    const world = warned();
    world.scan({ now: day(81), readings: [at(PLACE, later)] });
    expect(world.scan({ now: day(82), readings: [at(PLACE, later)], ignoreCooldown: true })).toEqual([]);
  });

  it('is for what was told: one that no rule wanted has none', () => {
    const world = createScenario([entry('shop')], [rule('later', { events: ['certificate.renewed'] })]);
    world.scan({ now: day(80), readings: [at(PLACE, old)] });
    expect(world.preview({ now: day(81), readings: [at(PLACE, later)] }).events).toEqual([]);
  });

  it('is for what may have been told: an answer that never came counts', () => {
    const world = createScenario([entry('shop')]);
    world.scan({ now: day(80), readings: [at(PLACE, old)], receive: () => 'failed' });
    expect(world.scan({ now: day(81), readings: [at(PLACE, later)] })).toEqual(['renewed first -> hook']);
  });

  it('is not for what could not even be sent', () => {
    const world = createScenario([entry('shop')]);
    world.scan({ now: day(80), readings: [at(PLACE, old)], receive: () => 'unsent' });
    expect(world.preview({ now: day(81), readings: [at(PLACE, later)] }).events).toEqual([]);
  });

  it('goes where the alert went, although the certificate is no longer what the rule is about', () => {
    const world = warned([rule('bad', { match: { status: ['warning', 'critical', 'expired'] } })]);
    expect(world.scan({ now: day(81), readings: [at(PLACE, later)] })).toEqual(['renewed first -> hook']);
  });

  it('of an entry without labels any more goes where the alert went', () => {
    const world = createScenario(
      [entry('shop', { labels: { env: 'prod' } })],
      [rule('prod', { match: { labels: { env: ['prod'] } } })],
    );
    world.scan({ now: day(80), readings: [at(PLACE, old)] });
    world.entries = [];
    expect(world.scan({ now: day(81), readings: [] })).toEqual(['removed first -> hook']);
  });

  it('that no rule wants is reported once, and clears what it ends all the same', () => {
    const world = createScenario(
      [entry('shop', { settings: settings({ repeat: false }) })],
      [rule('warn', { events: ['certificate.expiry_warning'] })],
    );
    world.scan({ now: day(80), readings: [at(PLACE, old)] });
    expect(listSuppressed(world.preview({ now: day(81), readings: [at(PLACE, later)] }))).toEqual([
      'renewed unmatched',
    ]);
    world.scan({ now: day(81), readings: [at(PLACE, later)] });
    world.scan({ now: day(82), readings: [at(PLACE, old)] });
    expect(world.log.events.filter(({ event }) => event === 'certificate.expiry_warning')).toHaveLength(1);
    expect(listSuppressed(world.preview({ now: day(82, 1), readings: [at(PLACE, old)] }))).not.toContain(
      'renewed unmatched',
    );
  });

  it('lets a certificate that is rolled back be told anew', () => {
    const world = createScenario([entry('shop', { settings: settings({ repeat: false }) })], [rule('all')]);
    world.scan({ now: day(80), readings: [at(PLACE, old)] });
    world.scan({ now: day(81), readings: [at(PLACE, later)] });
    expect(world.scan({ now: day(82), readings: [at(PLACE, old)] })).toContain('expiry_warning@30 first -> hook');
    expect(world.scan({ now: day(83), readings: [at(PLACE, later)] })).toEqual(['renewed first -> hook']);
  });

  it('lets what is rolled back within the cooldown be told anew to who heard of it, and to nobody else', () => {
    const world = warned([
      rule('all'),
      rule('alerts', { events: ['certificate.expiry_warning'], actions: [{ kind: 'webhook', name: 'deaf' }] }),
    ]);
    expect(world.scan({ now: day(80, 1), readings: [at(PLACE, later)] })).toEqual(['renewed first -> hook']);
    expect(world.scan({ now: day(80, 2), readings: [at(PLACE, old)] })).toEqual([
      'expiry_warning@30 first -> hook',
      'changed first -> hook',
    ]);
    expect(world.scan({ now: day(80, 3), readings: [at(PLACE, old)] })).toEqual([]);
    expect(world.scan({ now: day(81, 1), readings: [at(PLACE, old)] })).toEqual(['expiry_warning@30 first -> deaf']);
  });

  it.each([
    ['may have heard, as its answer was lost,', 'failed', ['expiry_warning@30 first -> hook', 'changed first -> hook']],
    ['was not reached with it', 'unsent', ['changed first -> hook']],
  ] as const)('counts for who %s when what it ended comes back', (_, outcome, expected) => {
    const world = warned();
    world.scan({ now: day(80, 1), readings: [at(PLACE, later)], receive: () => outcome });
    expect(world.scan({ now: day(80, 2), readings: [at(PLACE, old)] })).toEqual(expected);
  });

  it('counts for a receiver by whatever rule it was told', () => {
    const world = warned([
      rule('alerts', { events: ['certificate.expiry_warning'] }),
      rule('ends', { events: ['certificate.renewed'] }),
    ]);
    expect(world.scan({ now: day(80, 1), readings: [at(PLACE, later)] })).toEqual(['renewed first -> hook']);
    expect(world.scan({ now: day(80, 2), readings: [at(PLACE, old)] })).toEqual(['expiry_warning@30 first -> hook']);
  });

  it('is tried for delivery_retry_days and then given up, which is reported', () => {
    const world = warned();
    const renewed = { readings: [at(PLACE, later)], receive: () => 'failed' as const };
    world.scan({ now: day(81), ...renewed });
    expect(world.scan({ now: day(88), ...renewed })).toEqual(['renewed retry -> hook']);
    expect(listSuppressed(world.preview({ now: day(88, 1), ...renewed }))).toEqual(['renewed once']);
  });

  it('is no more tried once what ended is back', () => {
    const world = warned();
    world.scan({ now: day(81), readings: [at(PLACE, later)], receive: () => 'failed' });
    const back = world.preview({ now: day(81, 1), readings: [at(PLACE, old)] });
    expect(back.events.map(({ event }) => event)).not.toContain('certificate.renewed');
  });
});

describe('--only', () => {
  it('touches nothing of other entries', () => {
    const world = createScenario([entry('shop'), entry('mail')]);
    const both = [at(PLACE, old), endpoint('mail', 'mail.example.com:25', old)];
    world.scan({ now: day(80), readings: both });
    world.entries = [entry('mail')];
    const only = (name: string) => name === 'mail';
    const before = world.log;
    expect(world.scan({ now: day(80, 1), readings: both.slice(1), only })).toEqual([]);
    expect({ ...world.log, scans: {} }).toEqual({ ...before, scans: {} });
    expect(world.scan({ now: day(80, 2), readings: both.slice(1) })).toEqual(['removed first -> hook']);
  });
});

describe('two scans at once', () => {
  it('lose nothing that either has told, in whatever order they save', () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const world = createScenario([entry('shop'), entry('mail')]);
      const shop = world.begin({ now: day(80), readings: [at(PLACE, old)], only: (name) => name === 'shop' });
      const mail = world.begin({
        now: day(80),
        readings: [endpoint('mail', 'mail:25', old)],
        only: (name) => name === 'mail',
      });
      for (const nth of order) [shop, mail][nth]?.save();
      const readings = [at(PLACE, old), endpoint('mail', 'mail:25', old)];
      expect(listSuppressed(world.preview({ now: day(80, 1), readings }))).toEqual([
        'expiry_warning@30 cooldown',
        'expiry_warning@30 cooldown',
      ]);
    }
  });

  it('keep a good reading beside a failure of the other', () => {
    const world = createScenario([entry('shop')]);
    world.scan({ now: day(0), readings: [at(PLACE, sooner)] });
    const good = world.begin({ now: day(1), readings: [at(PLACE, old)] });
    const bad = world.begin({ now: day(1, 1), readings: [at(PLACE, REFUSED)] });
    good.save();
    bad.save();
    expect(world.log.places.shop?.[PLACE]).toMatchObject({
      fingerprint: old.fingerprint,
      previous: sooner.fingerprint,
      failures: 1,
    });
  });
});
