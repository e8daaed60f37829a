import { describe, expect, it } from 'vitest';
import type { Failure, SourceReading } from '../../src/domain/index.ts';
import { createEndpointSource } from '../../src/domain/sources/endpoint.ts';
import { certificate, createScenario, day, endpoint, entry, REFUSED, rule, settings, trust } from './scenario.ts';

const MISSING: Failure = { code: 'not-observed', detail: 'No file covers this entry.' };
const soon = certificate('soon', { to: day(40) });
const later = certificate('later', { to: day(400) });

const rules = [
  rule('all', { events: ['*'] }),
  rule('pager', {
    events: ['certificate.unreachable', 'certificate.untrusted'],
    actions: [{ kind: 'webhook', name: 'pager', send_resolved: true }],
  }),
];

const location = (name: string) => `${name}.example.com:443`;
const source = (name: string) =>
  createEndpointSource([{ host: `${name}.example.com`, port: 443, location: location(name) }]);
const NAMES = ['mail', 'shop', 'web'];

function createOffice() {
  const entries = [...NAMES.map((name) => entry(name, { probe: 'office', source: source(name) })), entry('public')];
  const scenario = createScenario(entries, rules);
  const home = endpoint('public', 'public.example.com:443', later);
  const read = (name: string, shown = later as Parameters<typeof endpoint>[2]) => endpoint(name, location(name), shown);
  return {
    scenario,
    read,
    scan: (number: number, readings: SourceReading[], missing: string[] = []) =>
      scenario.scan({
        now: day(number),
        readings: [home, ...readings],
        unobserved: new Map(missing.map((name) => [name, MISSING])),
      }),
  };
}

describe('an entry that no probe observes', () => {
  it('is one alert for each probe from the second time on, which resolves once all entries are observed', () => {
    const { scan, read } = createOffice();
    const all = NAMES.map((name) => read(name));
    expect(scan(0, all)).toEqual([]);
    expect(scan(1, [], NAMES)).toEqual([]);
    expect(scan(2, [], NAMES)).toEqual(['unreachable first -> hook', 'unreachable first -> pager']);
    expect(scan(2.5, [], NAMES)).toEqual([]);
    expect(scan(3, [], NAMES)).toEqual(['unreachable repeat -> hook', 'unreachable repeat -> pager']);
    expect(scan(4, [read('mail'), read('shop')], ['web'])).toEqual([
      'unreachable repeat -> hook',
      'unreachable repeat -> pager',
    ]);
    expect(scan(5, all)).toEqual(['recovered first -> hook', 'recovered first -> pager']);
    expect(scan(6, all)).toEqual([]);
    expect(scan(7, [], NAMES)).toEqual([]);
    expect(scan(8, [], NAMES)).toEqual(['unreachable first -> hook', 'unreachable first -> pager']);
  });

  it('does not count scans in which others were missing', () => {
    const { scan, read } = createOffice();
    scan(
      0,
      NAMES.map((name) => read(name)),
    );
    expect(scan(1, [read('mail'), read('shop')], ['web'])).toEqual([]);
    expect(scan(2, [read('mail'), read('web')], ['shop'])).toEqual([]);
    expect(scan(3, [read('web'), read('shop')], ['mail'])).toEqual([]);
  });

  it('changes the log at most twice, however long the probe is missing', () => {
    const { scan, read, scenario } = createOffice();
    scan(
      0,
      NAMES.map((name) => read(name)),
    );
    const before = scenario.log.locations;
    scan(1, [], NAMES);
    scan(2, [], NAMES);
    const { locations } = scenario.log;
    scan(3, [], NAMES);
    expect(scenario.log.locations).toEqual(locations);
    const { unobserved: _, ...state } = locations.shop?.[location('shop')] ?? {};
    expect(state).toEqual(before.shop?.[location('shop')]);
  });

  it('still has expiry alerts, and neither repeats nor resolves what was found there', () => {
    const { scan, read } = createOffice();
    const untrusted = endpoint('shop', location('shop'), soon, trust({ trusted: false, reason: 'unknown-issuer' }));
    scan(0, [read('mail'), read('web'), untrusted]);
    expect(scan(0.1, [read('mail'), read('web', REFUSED), untrusted])).toEqual([]);
    expect(scan(0.2, [read('mail'), read('web', REFUSED), untrusted])).toEqual([
      'unreachable first -> hook',
      'unreachable first -> pager',
    ]);
    expect(scan(3, [], NAMES)).toEqual(['expiry_warning@60 repeat -> hook']);
    expect(scan(11, [], NAMES).filter((one) => !one.startsWith('unreachable'))).toEqual([
      'expiry_warning@30 escalated -> hook',
    ]);
    const back = scan(
      12,
      NAMES.map((name) => read(name)),
    );
    expect(back.sort()).toEqual([
      'recovered first -> hook',
      'recovered first -> hook',
      'recovered first -> pager',
      'recovered first -> pager',
      'renewed first -> hook',
      'renewed first -> pager',
    ]);
  });

  it('resolves nothing from the first time on, but a resolution of an earlier scan is sent again', () => {
    const { scan, read, scenario } = createOffice();
    const expectRecovery = (missing: string[], receive: 'sent' | 'failed', now: number) => {
      const unobserved = new Map(missing.map((name) => [name, MISSING]));
      const readings = missing.length > 0 ? [] : [read('shop', soon)];
      return expect(scenario.scan({ now: day(now), readings, unobserved, receive: () => receive }));
    };
    expect(scan(0, [read('shop', soon)])).toEqual(['expiry_warning@60 first -> hook']);
    scenario.entries = scenario.entries.map((one) => ({ ...one, settings: settings({ thresholds: [14] }) }));
    expectRecovery(['shop'], 'sent', 1).toEqual([]);
    expectRecovery([], 'failed', 2).toEqual(['recovered first -> hook']);
    expectRecovery(['shop'], 'sent', 3).toEqual(['recovered retry -> hook']);
  });

  it('is shown although it was never observed, and is not removed when its source changes', () => {
    const { scan, read, scenario } = createOffice();
    scan(0, [read('mail'), read('web')], ['shop']);
    expect(scan(1, [read('mail'), read('web')], ['shop'])).toEqual([
      'unreachable first -> hook',
      'unreachable first -> pager',
    ]);
    expect(
      scan(
        2,
        NAMES.map((name) => read(name)),
      ),
    ).toEqual(['recovered first -> hook', 'recovered first -> pager']);
    scenario.entries = scenario.entries.map((one) => (one.name === 'shop' ? { ...one, source: source('other') } : one));
    expect(scan(3, [read('mail'), read('web')], ['shop'])).toEqual([]);
    expect(scenario.log.locations.shop?.[location('shop')]).toMatchObject({
      fingerprint: later.fingerprint,
      removed: false,
    });
  });

  it('resolves as removed when the manifest has no entry of the probe any more', () => {
    const { scan, scenario } = createOffice();
    scan(0, [], NAMES);
    scan(1, [], NAMES);
    scenario.entries = scenario.entries.map((one) => ({ ...one, probe: null }));
    const readings = NAMES.map((name) => endpoint(name, location(name), later));
    expect(scan(2, readings)).toEqual(['removed first -> hook', 'removed first -> pager']);
  });

  it.each([
    ['office', 'probe:office', 'Probe office'],
    [null, 'observations', 'Every entry'],
  ])('names the probe %s in the resolution, and no location', (probe, record, title) => {
    const scenario = createScenario([entry('web', { probe, source: source('web') })], rules);
    const missing = { readings: [], unobserved: new Map([['web', MISSING]]) };
    for (const number of [0, 1]) scenario.scan({ now: day(number), ...missing });
    const { events } = scenario.preview({ now: day(2), readings: [endpoint('web', location('web'), later)] });
    expect(events.map(({ context }) => context)).toMatchObject([
      {
        event: 'certificate.recovered',
        object_type: 'certvigil.scan',
        data: {
          ...{ certificate: '(scan)', display_name: title, alert_key: `certvigil/(scan)/${record}` },
          ...{ location: null, assigned_objects: [], status: 'unknown', error: null },
        },
      },
    ]);
  });

  it('names the probe and the entries in the alert, and opens no issue', () => {
    const { scenario } = createOffice();
    scenario.rules = [
      rule('all', { events: ['*'] }),
      rule('issues', { actions: [{ kind: 'issue', options: { labels: [], assignees: [], milestone: null } }] }),
    ];
    const missing = { readings: [], unobserved: new Map(NAMES.map((name) => [name, MISSING])) };
    scenario.scan({ now: day(0), ...missing });
    const { events, deliveries } = scenario.preview({ now: day(1), ...missing });
    expect(deliveries.map(({ destination }) => destination)).toEqual(['webhook:hook']);
    const [event] = events;
    expect(event?.context.object_type).toBe('certvigil.scan');
    expect(event?.context.data).toMatchObject({
      certificate: '(scan)',
      display_name: '3 entries of probe office',
      alert_key: 'certvigil/(scan)/probe:office',
      error: { code: 'not-observed' },
    });
    expect(event?.context.data.error?.detail).toContain('mail, shop, web from the probe office');
  });
});
