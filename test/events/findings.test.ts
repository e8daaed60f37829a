import { describe, expect, it } from 'vitest';
import {
  certificate,
  createScenario,
  day,
  endpoint,
  entry,
  REFUSED,
  rule,
  settings,
  silence,
  trust,
} from './scenario.ts';

const LOCATION = 'shop.example.com:443';
const OTHER = 'shop.example.com:8443';
const shop = certificate('old', { to: day(300) });
const later = certificate('later', { to: day(600) });

const at = (location: string, ...seen: [Parameters<typeof endpoint>[2], Parameters<typeof endpoint>[3]?]) =>
  endpoint('shop', location, ...seen);
const BAD = trust({ reason: 'missing-intermediate' });
const GOOD = trust();
const ISSUING = { subject: 'Issuing CA', fingerprint_sha256: 'c'.repeat(64) };
const createExpiring = (number: number) =>
  trust({ effective_valid_to: certificate('x', { to: day(number) }).facts.valid_to, limited_by: ISSUING });

describe('an untrusted certificate', () => {
  it('is reported once per cooldown, and when it is trusted again', () => {
    const scenario = createScenario([entry('shop')]);
    const scan = (number: number, seen: typeof BAD) =>
      scenario.scan({ now: day(number), readings: [at(LOCATION, shop, seen)] });
    expect(scan(0, BAD)).toEqual(['untrusted first -> hook']);
    expect(scan(0.5, BAD)).toEqual([]);
    expect(scan(1, BAD)).toEqual(['untrusted repeat -> hook']);
    expect(scan(2, GOOD)).toEqual(['recovered first -> hook']);
    expect(scan(3, GOOD)).toEqual([]);
    expect(scan(9, BAD)).toEqual(['untrusted first -> hook']);
  });

  it('is reported with the status critical and its own alert key', () => {
    const scenario = createScenario([entry('shop')]);
    const [event] = scenario.preview({ now: day(0), readings: [at(LOCATION, shop, BAD)] }).events;
    expect(event?.context.data).toMatchObject({
      event_type: 'certificate.untrusted',
      alert_key: `certvigil/shop/${shop.fingerprint}/untrusted`,
      status: 'critical',
      level: 'error',
      days_remaining: 300,
      location: LOCATION,
      finding: { event: 'certificate.untrusted', qualifier: '', severity: 'critical', code: 'missing-intermediate' },
      error: { code: 'missing-intermediate' },
    });
  });

  it('still has expiry warnings with the status of its dates', () => {
    const scenario = createScenario([entry('shop')], [rule('all', { match: { status: ['warning'] } })]);
    expect(scenario.scan({ now: day(275), readings: [at(LOCATION, shop, BAD)] })).toEqual([
      'expiry_warning@30 first -> hook',
    ]);
  });

  it('resolves each time it was reported, although another of its alerts resolved before', () => {
    const scenario = createScenario([entry('shop')]);
    const old = certificate('expiring', { to: day(100) });
    const scan = (hour: number, ...seen: Parameters<typeof endpoint>[2][]) =>
      scenario.scan({ now: day(80, hour), readings: seen.map((one) => at(LOCATION, one, one === old ? BAD : GOOD)) });
    expect(scan(0, old)).toEqual(['expiry_warning@30 first -> hook', 'untrusted first -> hook']);
    expect(scan(1, later)).toEqual(['renewed first -> hook']);
    scenario.silences = [silence(day(90), { events: ['certificate.expiry_warning', 'certificate.changed'] })];
    expect(scan(30, old)).toEqual(['untrusted first -> hook']);
    expect(scan(31, later)).toEqual(['renewed first -> hook']);
    expect(scan(32, later)).toEqual([]);
    expect(scan(33, old)).toEqual(['untrusted first -> hook']);
  });

  it('is reported at once when it is back, if another of its alerts sent the resolution', () => {
    const scenario = createScenario([entry('shop')]);
    const old = certificate('expiring', { to: day(100) });
    const scan = (hour: number, one: typeof old) =>
      scenario.scan({ now: day(80, hour), readings: [at(LOCATION, one, one === old ? BAD : GOOD)] });
    scan(0, old);
    expect(scan(1, later)).toEqual(['renewed first -> hook']);
    const back = ['expiry_warning@30 first -> hook', 'changed first -> hook', 'untrusted first -> hook'];
    expect(scan(2, old)).toEqual(back);
    expect(scan(3, later)).toEqual(['renewed first -> hook']);
  });

  it('neither recovers nor is reported again while it cannot be read', () => {
    const scenario = createScenario(
      [entry('shop')],
      [rule('all', { events: ['certificate.untrusted', 'certificate.recovered'] })],
    );
    scenario.scan({ now: day(0), readings: [at(LOCATION, shop, BAD)] });
    expect(scenario.scan({ now: day(2), readings: [at(LOCATION, REFUSED)] })).toEqual([]);
    expect(scenario.scan({ now: day(4), readings: [at(LOCATION, REFUSED)] })).toEqual([]);
    expect(scenario.scan({ now: day(5), readings: [at(LOCATION, shop, GOOD)] })).toEqual(['recovered first -> hook']);
  });

  it('is untrusted if it is at one of its locations, and trusted again once it is at all', () => {
    const scenario = createScenario(
      [entry('shop')],
      [rule('all', { events: ['certificate.untrusted', 'certificate.recovered'] })],
    );
    const scan = (number: number, one: typeof BAD, two: typeof BAD | null) =>
      scenario.scan({
        now: day(number),
        readings: [at(LOCATION, shop, one), two === null ? at(OTHER, REFUSED) : at(OTHER, shop, two)],
      });
    expect(scan(0, GOOD, BAD)).toEqual(['untrusted first -> hook']);
    expect(scan(0.5, GOOD, null)).toEqual([]);
    expect(scan(2, GOOD, GOOD)).toEqual(['recovered first -> hook']);
  });

  it('is reported as expired once it has expired', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(299), readings: [at(LOCATION, shop, BAD)] });
    const ended = scenario.scan({ now: day(301), readings: [at(LOCATION, shop, trust({ reason: 'path-expired' }))] });
    expect(ended).toEqual(['expired escalated -> hook']);
  });

  it('resolves in one message for ordinary destinations, and once per alert for stateful ones', () => {
    const toBoth = rule('all', {
      actions: [
        { kind: 'webhook', name: 'hook' },
        { kind: 'issue', options: NONE },
      ],
    });
    const scenario = createScenario([entry('shop')], [toBoth]);
    const notifications = scenario.scan({ now: day(290), readings: [at(LOCATION, shop, BAD)] });
    expect(notifications).toEqual([
      'expiry_warning@14 first -> hook',
      'expiry_warning@14 first -> issue',
      'untrusted first -> hook',
      'untrusted first -> issue',
    ]);
    expect(scenario.scan({ now: day(291), readings: [at(LOCATION, later, GOOD)] })).toEqual([
      'renewed first -> hook',
      'renewed first -> issue',
      'renewed first -> issue',
    ]);
    expect(scenario.scan({ now: day(292), readings: [at(LOCATION, later, GOOD)] })).toEqual([]);
  });
});

const NONE = { labels: [], assignees: [], milestone: null };

describe('a certificate whose path expires first', () => {
  it('is assessed by that expiry, and recovers with another path', () => {
    const scenario = createScenario([entry('shop')]);
    const scan = (number: number, seen: typeof GOOD) =>
      scenario.scan({ now: day(number), readings: [at(LOCATION, shop, seen)] });
    expect(scan(0, createExpiring(20))).toEqual(['expiry_warning@30 first -> hook']);
    expect(scan(1, createExpiring(320))).toEqual(['recovered first -> hook']);
    expect(scan(10, createExpiring(20))).toEqual(['expiry_warning@14 first -> hook']);
  });

  it('has no warning before it is valid, although its path has crossed a threshold', () => {
    const scenario = createScenario([entry('shop')]);
    const future = certificate('future', { from: day(50), to: day(448) });
    const readings = [at(LOCATION, future, createExpiring(60))];
    expect(scenario.scan({ now: day(50) - 1, readings })).toEqual([]);
    expect(scenario.scan({ now: day(50), readings })).toEqual(['expiry_warning@14 first -> hook']);
  });

  it('expires with its path, and names the certificate that limits it', () => {
    const scenario = createScenario([entry('shop')]);
    const [event] = scenario.preview({ now: day(21), readings: [at(LOCATION, shop, createExpiring(20))] }).events;
    expect(event?.context.data).toMatchObject({
      event_type: 'certificate.expired',
      status: 'expired',
      days_remaining: -1,
      valid_to: shop.facts.valid_to,
      effective_valid_to: createExpiring(20).trust.effective_valid_to,
      limited_by: ISSUING,
    });
  });

  it('keeps that expiry while it cannot be read, without becoming short-lived', () => {
    const scenario = createScenario([entry('shop', { settings: settings() })]);
    scenario.scan({ now: day(0), readings: [at(LOCATION, shop, createExpiring(100))] });
    expect(scenario.scan({ now: day(11), readings: [at(LOCATION, REFUSED)] })).toEqual([
      'expiry_warning@90 first -> hook',
    ]);
  });

  it('keeps that expiry while the trust store cannot be read', () => {
    const scenario = createScenario([entry('shop')]);
    const scan = (number: number, seen: typeof GOOD) =>
      scenario.scan({ now: day(number), readings: [at(LOCATION, shop, seen)] });
    expect(scan(0, createExpiring(20))).toEqual(['expiry_warning@30 first -> hook']);
    const without = { effective_valid_to: null, limited_by: null };
    expect(scan(0.5, trust({ reason: 'ca-file-unusable', ...without }))).toEqual([]);
    expect(scan(0.6, trust({ reason: 'system-anchors-unusable', ...without }))).toEqual([]);
  });

  it('is assessed by its own expiry again if its trust is not evaluated any more', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(0), readings: [at(LOCATION, shop, createExpiring(20))] });
    expect(scenario.scan({ now: day(1), readings: [at(LOCATION, shop)] })).toEqual(['recovered first -> hook']);
  });
});

describe('locations that disagree', () => {
  const rules = [rule('all', { events: ['certificate.lagging', 'certificate.renewed', 'certificate.recovered'] })];
  const [one, two] = ['shop.example.com:443@127.0.0.1', 'shop.example.com:443@127.0.0.2'] as const;
  const runScans =
    (scenario: ReturnType<typeof createScenario>) => (number: number, at1: typeof shop, at2: typeof shop) =>
      scenario.scan({ now: day(number), readings: [at(one, at1), at(two, at2)] });

  it('are reported after settle_hours, until the lagging one is renewed', () => {
    const scan = runScans(createScenario([entry('shop')], rules));
    expect(scan(0, shop, shop)).toEqual([]);
    expect(scan(1, later, shop)).toEqual([]);
    expect(scan(1.2, later, shop)).toEqual([]);
    expect(scan(1.25, later, shop)).toEqual(['lagging first -> hook']);
    expect(scan(3, later, later)).toEqual(['renewed first -> hook']);
  });

  it('are reported even if they never agreed, and recover if the new certificate is rolled back', () => {
    const scan = runScans(createScenario([entry('shop')], rules));
    expect(scan(0, later, shop)).toEqual([]);
    expect(scan(1, later, shop)).toEqual(['lagging first -> hook']);
    expect(scan(2, shop, shop)).toEqual(['recovered first -> hook']);
  });

  it.each([
    ['another name', certificate('b', { to: day(600), names: ['api.example.com'] })],
    ['another kind of key', { ...later, facts: { ...later.facts, key_algorithm: 'RSA' } }],
    ['the same expiry', certificate('b', { to: day(300) })],
  ])('are not reported with %s', (_, other) => {
    const scan = runScans(createScenario([entry('shop')], rules));
    scan(0, shop, shop);
    scan(1, other, shop);
    expect(scan(2, other, shop)).toEqual([]);
  });

  const issued = (digit: string, end: number, from = end - 398) =>
    certificate(digit, { from: day(from), to: day(end) });

  it('are not reported if each renews its own certificate, as the nodes of a cluster do', () => {
    const scan = runScans(createScenario([entry('shop')], rules));
    const [a, b] = [issued('1', 400), issued('2', 420)];
    expect(scan(0, a, b)).toEqual([]);
    expect(scan(1, a, b)).toEqual([]);
    expect(scan(50, a, b)).toEqual([]);
    const [a2, b2] = [issued('3', 700), issued('4', 720)];
    expect(scan(302, a2, b)).toEqual([]);
    expect(scan(304, a2, b)).toEqual([]);
    expect(scan(306, a2, b2)).toEqual([]);
    expect(scan(308, a2, b2)).toEqual([]);
  });

  it('are not reported if each got its own certificate at another time, and nothing was ever renewed', () => {
    const scan = runScans(createScenario([entry('shop')], rules));
    const [a, b] = [issued('1', 90, 0), issued('2', 140, 50)];
    for (const number of [51, 52, 59]) expect(scan(number, a, b)).toEqual([]);
  });

  it('are reported at the first scans if one has what looks like the renewal of the other', () => {
    const scan = runScans(createScenario([entry('shop')], rules));
    const [a, b] = [issued('1', 90, 0), issued('2', 148, 58)];
    expect(scan(70, a, b)).toEqual([]);
    expect(scan(71, a, b)).toEqual(['lagging first -> hook']);
  });

  it('are not reported if one joins later with its own certificate', () => {
    const scenario = createScenario([entry('shop')], rules);
    const [a, b] = [issued('1', 90, 0), issued('2', 160, 70)];
    scenario.scan({ now: day(60), readings: [at(one, a)] });
    const scan = runScans(scenario);
    for (const number of [70, 71, 74]) expect(scan(number, a, b)).toEqual([]);
  });

  it('are reported if one joins with the certificate that the others have replaced', () => {
    const scenario = createScenario([entry('shop')], rules);
    scenario.scan({ now: day(0), readings: [at(one, shop)] });
    scenario.scan({ now: day(1), readings: [at(one, later)] });
    const scan = runScans(scenario);
    expect(scan(2, later, shop)).toEqual(['lagging first -> hook']);
  });

  it('are not reported while the lagging one is down, which is neither repeated nor resolved', () => {
    const scenario = createScenario([entry('shop')], rules);
    const scan = (number: number, at1: Parameters<typeof at>[1], at2: Parameters<typeof at>[1]) =>
      scenario.scan({ now: day(number), readings: [at(one, at1), at(two, at2)] });
    scan(0, shop, shop);
    expect(scan(1, later, REFUSED)).toEqual([]);
    expect(scan(2, later, REFUSED)).toEqual([]);
    expect(scan(3, later, shop)).toEqual(['lagging first -> hook']);
    expect(scan(5, later, REFUSED)).toEqual([]);
    expect(scan(6, later, later)).toEqual(['renewed first -> hook']);
  });

  it('are named without those that are down', () => {
    const three = 'shop.example.com:443@127.0.0.3';
    const scenario = createScenario([entry('shop')], rules);
    const read = (number: number, ...seen: Parameters<typeof at>[1][]) => ({
      now: day(number),
      readings: seen.map((what, index) => at([one, two, three][index] as string, what)),
    });
    scenario.scan(read(0, shop, shop, shop));
    scenario.scan(read(1, later, shop, REFUSED));
    const { events } = scenario.preview(read(2, later, shop, REFUSED));
    const lagging = events.find(({ event }) => event === 'certificate.lagging');
    expect(lagging?.context.data.finding?.detail).toContain(`${two} still has`);
    expect(lagging?.record.locations).toEqual([two]);
  });

  it('are reported again if the lagging one misses a second renewal', () => {
    const scan = runScans(createScenario([entry('shop')], rules));
    const latest = certificate('f', { to: day(900) });
    scan(0, shop, shop);
    scan(1, later, shop);
    expect(scan(2, later, shop)).toEqual(['lagging first -> hook']);
    expect(scan(3, latest, shop)).toEqual([]);
    expect(scan(4, latest, shop)).toEqual(['lagging repeat -> hook']);
  });

  it('are named', () => {
    const scenario = createScenario([entry('shop')], rules);
    const scan = runScans(scenario);
    scan(0, shop, shop);
    scan(1, later, shop);
    const { events } = scenario.preview({ now: day(2), readings: [at(one, later), at(two, shop)] });
    expect(events.find(({ event }) => event === 'certificate.lagging')?.context.data).toMatchObject({
      location: two,
      status: 'warning',
      error: { code: 'locations-disagree', detail: expect.stringContaining(`${two} still has`) },
    });
  });
});
