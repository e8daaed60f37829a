import { describe, expect, it } from 'vitest';
import { certificate, createScenario, day, endpoint, entry, files, listSuppressed, REFUSED, rule } from './scenario.ts';

const LOCATION = 'shop.example.com:443';
const OTHER = 'shop.example.com:8443';
const old = certificate('old', { to: day(100) });
const later = certificate('later', { to: day(400) });

const at = (location: string, showing: Parameters<typeof endpoint>[2]) => endpoint('shop', location, showing);

describe('an outage resolves', () => {
  function createOutage(rules = [rule('all')]) {
    const scenario = createScenario([entry('shop')], rules);
    scenario.scan({ now: day(0), readings: [at(LOCATION, old)] });
    scenario.scan({ now: day(1), readings: [at(LOCATION, REFUSED)] });
    scenario.scan({ now: day(2), readings: [at(LOCATION, REFUSED)] });
    return scenario;
  }

  it('as recovered when the location is read again', () => {
    const scenario = createOutage();
    const [event] = scenario.preview({ now: day(3), readings: [at(LOCATION, old)] }).events;
    expect(event?.context.data).toMatchObject({
      event_type: 'certificate.recovered',
      location: LOCATION,
      alert_key: `certvigil/shop/${LOCATION}`,
    });
    expect(scenario.scan({ now: day(3), readings: [at(LOCATION, old)] })).toEqual(['recovered first -> hook']);
    expect(scenario.scan({ now: day(4), readings: [at(LOCATION, old)] })).toEqual([]);
  });

  it('as removed when the location is taken out of the manifest', () => {
    const scenario = createOutage();
    const [event] = scenario.preview({ now: day(3), readings: [at(OTHER, later)] }).events;
    expect(event?.context.data).toMatchObject({
      location: LOCATION,
      fingerprint_sha256: old.fingerprint,
      status: 'ok',
    });
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
    expect(scenario.scan({ now: day(2, 1), readings: [at(LOCATION, old)] })).toEqual(['recovered first -> hook']);
    scenario.scan({ now: day(2, 2), readings: [at(LOCATION, REFUSED)] });
    expect(scenario.scan({ now: day(2, 3), readings: [at(LOCATION, REFUSED)] })).toEqual(['unreachable first -> hook']);
    expect(listSuppressed(scenario.preview({ now: day(2, 4), readings: [at(LOCATION, REFUSED)] }))).toEqual([
      'unreachable cooldown',
    ]);
    expect(scenario.scan({ now: day(3, 4), readings: [at(LOCATION, old)] })).toEqual(['recovered first -> hook']);
  });

  it('and a second one is suppressed by the cooldown for destinations that did not get the resolution', () => {
    const scenario = createOutage([rule('down', { events: ['certificate.unreachable'] })]);
    scenario.scan({ now: day(2, 1), readings: [at(LOCATION, old)] });
    scenario.scan({ now: day(2, 2), readings: [at(LOCATION, REFUSED)] });
    expect(listSuppressed(scenario.preview({ now: day(2, 3), readings: [at(LOCATION, REFUSED)] }))).toEqual([
      'unreachable cooldown',
    ]);
    expect(scenario.scan({ now: day(3, 3), readings: [at(LOCATION, REFUSED)] })).toEqual(['unreachable first -> hook']);
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

  it('if the location fails again before the resolution was accepted', () => {
    const scenario = createScenario([entry('shop')]);
    const scan = (number: number, showing: typeof old | typeof REFUSED, receive: 'sent' | 'failed' = 'sent') =>
      scenario.scan({ now: day(number), readings: [at(LOCATION, showing)], receive: () => receive });
    scan(0, old);
    scan(1, REFUSED);
    expect(scan(2, REFUSED)).toEqual(['unreachable first -> hook']);
    expect(scan(3, old, 'failed')).toEqual(['recovered first -> hook']);
    expect(scan(4, REFUSED)).toEqual([]);
    expect(scan(5, REFUSED)).toEqual(['unreachable first -> hook']);
    expect(scan(6, old)).toEqual(['recovered first -> hook']);
  });

  it('if the location is removed, and what takes its place in the same file or source cannot be read either', () => {
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

  it('if other locations of the entry can be read, and resolves once its own can be, although others fail', () => {
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
    scan(0, [LOCATION, REFUSED], [OTHER, old]);
    expect(scan(1, [LOCATION, REFUSED], [OTHER, old])).toEqual(['unreachable first -> hook']);
    expect(scan(2, [OTHER, REFUSED])).toEqual(['removed first -> hook']);
  });
});
