import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/domain/index.ts';
import {
  certificate,
  createScenario,
  day,
  entry,
  files,
  listSuppressed,
  REFUSED,
  rule,
  settings,
  trust,
} from './scenario.ts';

const GLOB = 'testdata/*.pem';

function createFixtures(expired: 'intended' | 'unwanted' = 'unwanted') {
  const fixtures = entry('fixtures', {
    settings: { ...settings({ repeat: false, thresholds: [30, 60] }), fixture: { expired } },
  });
  const rules = [
    rule('everything'),
    rule('tests', {
      events: ['certificate.fixture_expiring', 'certificate.recovered'],
      actions: [{ kind: 'webhook', name: 'tests' }],
    }),
  ];
  return createScenario([fixtures], rules);
}

type Found = Record<string, Certificate>;

const read = (found: Found) => [files('fixtures', GLOB, found)];

/** Two test certificates, of which the second expires 100 days later. */
const a = certificate('a', { to: day(100) });
const b = certificate('b', { to: day(200) });
const renewed = certificate('renewed', { to: day(900) });
const both: Found = { 'testdata/a.pem': a, 'testdata/b.pem': b };

describe('test certificates', () => {
  it('are one alert at 60 and 30 days and when they expire, for rules that name it', () => {
    const scenario = createFixtures();
    const found = { 'testdata/a.pem': a, 'testdata/b.pem': certificate('twin', { to: day(100) }) };
    const sent = Array.from({ length: 130 }, (_, number) =>
      scenario.scan({ now: day(number), readings: read(found) }).map((one) => `${number}: ${one}`),
    ).flat();
    expect(sent).toEqual([
      '40: fixture_expiring first -> tests',
      '70: fixture_expiring first -> tests',
      '101: fixture_expiring first -> tests',
    ]);
  });

  it('are reported again when another one crosses a threshold, but not for each of them', () => {
    const scenario = createFixtures();
    const sent = Array.from({ length: 230 }, (_, number) =>
      scenario.scan({ now: day(number), readings: read(both) }).map(() => number),
    ).flat();
    expect(sent).toEqual([40, 70, 101, 140, 170, 201]);
  });

  it('resolve when none of them expires soon, for the rule that was notified', () => {
    const scenario = createFixtures();
    const scan = (number: number, found: Found) => scenario.scan({ now: day(number), readings: read(found) });
    expect(scan(50, both)).toEqual(['fixture_expiring first -> tests']);
    expect(scan(52, { ...both, 'testdata/a.pem': renewed })).toEqual(['recovered first -> tests']);
    expect(scan(53, { ...both, 'testdata/a.pem': renewed })).toEqual([]);
    expect(scan(150, { ...both, 'testdata/a.pem': renewed })).toEqual(['fixture_expiring first -> tests']);
  });

  it('are reported again if an old one comes back after the alert was resolved', () => {
    const scenario = createFixtures();
    const scan = (number: number, found: Found) => scenario.scan({ now: day(number), readings: read(found) });
    scan(50, both);
    scan(52, { ...both, 'testdata/a.pem': renewed });
    expect(scan(54, both)).toEqual(['fixture_expiring first -> tests']);
    expect(scan(55, both)).toEqual([]);
  });

  it('are reported when an expiring one is added', () => {
    const scenario = createFixtures();
    const scan = (number: number, found: Found) => scenario.scan({ now: day(number), readings: read(found) });
    scan(50, { 'testdata/a.pem': a });
    expect(scan(60, { 'testdata/a.pem': a, 'testdata/c.pem': certificate('c', { to: day(115) }) })).toEqual([
      'fixture_expiring first -> tests',
    ]);
  });

  it('resolve as removed when the entry is removed', () => {
    const scenario = createFixtures();
    scenario.rules[1]?.events.push('certificate.removed');
    scenario.scan({ now: day(50), readings: read(both) });
    scenario.entries = [];
    expect(scenario.scan({ now: day(51), readings: [] })).toEqual(['removed first -> tests']);
  });

  it('that have expired are fine if that is intended, and others are still reported', () => {
    const scenario = createFixtures('intended');
    const scan = (number: number, found: Found) => scenario.scan({ now: day(number), readings: read(found) });
    expect(scan(105, { 'testdata/a.pem': a })).toEqual([]);
    expect(scan(150, both)).toEqual(['fixture_expiring first -> tests']);
    expect(scan(205, both)).toEqual(['recovered first -> tests']);
  });

  it('have no other alerts: not when they cannot be read, are replaced by older ones or are not trusted', () => {
    const scenario = createFixtures();
    const distrusted = trust({ reason: 'self-signed' });
    const readings = [
      {
        ...files('fixtures', GLOB, both),
        locations: files('fixtures', GLOB, both).locations.map((one) => ({ ...one, ...distrusted })),
      },
    ];
    const listEvents = (number: number, found: Parameters<typeof files>[2]) =>
      listSuppressed(scenario.preview({ now: day(number), readings: [files('fixtures', GLOB, found)] }));
    expect(scenario.scan({ now: day(0), readings })).toEqual([]);
    expect(listSuppressed(scenario.preview({ now: day(0, 1), readings }))).toEqual([]);
    for (const hour of [2, 3, 4]) scenario.scan({ now: day(0, hour), readings: [files('fixtures', GLOB, REFUSED)] });
    expect(listEvents(1, REFUSED)).toEqual([]);
    expect(listEvents(1, { 'testdata/a.pem': certificate('older', { to: day(90) }), 'testdata/b.pem': b })).toEqual([]);
  });

  it('keep their alert while they cannot be read', () => {
    const scenario = createFixtures();
    scenario.scan({ now: day(50), readings: read(both) });
    for (const number of [51, 52, 53])
      expect(scenario.scan({ now: day(number), readings: [files('fixtures', GLOB, REFUSED)] })).toEqual([]);
    expect(scenario.scan({ now: day(54), readings: read({ ...both, 'testdata/a.pem': renewed }) })).toEqual([
      'recovered first -> tests',
    ]);
  });

  it('are described by the first to expire, with all of them in the detail', () => {
    const scenario = createFixtures();
    const [event] = scenario.preview({ now: day(150), readings: read(both) }).events;
    expect(event).toMatchObject({ event: 'certificate.fixture_expiring', certificate: 'fixtures' });
    expect(event?.context.data).toMatchObject({
      alert_key: 'certvigil/fixtures//fixture_expiring',
      display_name: 'fixtures',
      status: 'warning',
      level: 'warning',
      valid_to: a.facts.valid_to,
      location: null,
      threshold: null,
      assigned_objects: [{ name: 'testdata/a.pem' }, { name: 'testdata/b.pem' }],
      error: {
        code: 'fixture-expired',
        detail:
          '1 test certificate has expired: testdata/a.pem (2027-04-11). 1 test certificate expires soon: testdata/b.pem (2027-07-20). Tests that use ' +
          'them fail. Create them again, or generate certificates in the tests. Move certificates that are meant to be expired to an entry with ' +
          '`expired: intended`.',
      },
    });
  });
});

it('an entry that becomes one of test certificates resolves its earlier alerts', () => {
  const scenario = createScenario([entry('fixtures')]);
  expect(scenario.scan({ now: day(90), readings: read({ 'testdata/a.pem': a }) })).toEqual([
    'expiry_warning@14 first -> hook',
  ]);
  const before = scenario.entries[0];
  if (before === undefined) throw new Error('the scenario has an entry');
  scenario.entries = [{ ...before, settings: { ...before.settings, fixture: { expired: 'unwanted' } } }];
  expect(scenario.scan({ now: day(91), readings: read({ 'testdata/a.pem': a }) })).toEqual(['recovered first -> hook']);
});
