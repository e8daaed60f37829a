import { describe, expect, it } from 'vitest';
import { certificate, createScenario, day, endpoint, entry, listSuppressed, REFUSED } from './scenario.ts';

const LOCATION = 'shop.example.com:443';
const old = certificate('old', { to: day(100) });
const sooner = certificate('sooner', { to: day(99) });

const at = (location: string, showing: Parameters<typeof endpoint>[2]) => endpoint('shop', location, showing);

describe('concurrent scans', () => {
  it('lose no notification, in whatever order they save', () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const scenario = createScenario([entry('shop'), entry('mail')]);
      const shop = scenario.start({ now: day(80), readings: [at(LOCATION, old)], only: (name) => name === 'shop' });
      const mail = scenario.start({
        now: day(80),
        readings: [endpoint('mail', 'mail:25', old)],
        only: (name) => name === 'mail',
      });
      for (const nth of order) [shop, mail][nth]?.save();
      const readings = [at(LOCATION, old), endpoint('mail', 'mail:25', old)];
      expect(listSuppressed(scenario.preview({ now: day(80, 1), readings }))).toEqual([
        'expiry_warning@30 cooldown',
        'expiry_warning@30 cooldown',
      ]);
    }
  });

  it('keep a successful reading despite a failure of the other', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(0), readings: [at(LOCATION, sooner)] });
    const good = scenario.start({ now: day(1), readings: [at(LOCATION, old)] });
    const bad = scenario.start({ now: day(1, 1), readings: [at(LOCATION, REFUSED)] });
    good.save();
    bad.save();
    expect(scenario.log.locations.shop?.[LOCATION]).toMatchObject({
      fingerprint: old.fingerprint,
      previous: sooner.fingerprint,
      failures: 1,
    });
  });
});

describe('--only', () => {
  it('does not change other entries', () => {
    const scenario = createScenario([entry('shop'), entry('mail')]);
    const both = [at(LOCATION, old), endpoint('mail', 'mail.example.com:25', old)];
    scenario.scan({ now: day(80), readings: both });
    scenario.entries = [entry('mail')];
    const only = (name: string) => name === 'mail';
    const before = scenario.log;
    expect(scenario.scan({ now: day(80, 1), readings: both.slice(1), only })).toEqual([]);
    expect({ ...scenario.log, scans: {} }).toEqual({ ...before, scans: {} });
    expect(scenario.scan({ now: day(80, 2), readings: both.slice(1) })).toEqual(['removed first -> hook']);
  });
});
