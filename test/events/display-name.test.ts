import { describe, expect, it } from 'vitest';
import { certificate, createScenario, day, endpoint, entry, files, REFUSED } from './scenario.ts';

const a = certificate('a', { to: day(100), names: ['a.example.com'] });
const b = certificate('b', { to: day(100), names: ['b.example.com'] });
const renewed = certificate('new', { to: day(400), names: ['a.example.com'] });

const listNames = (scenario: ReturnType<typeof createScenario>, now: number, readings: ReturnType<typeof files>[]) =>
  scenario.preview({ now, readings }).events.map(({ event, context }) => `${event}: ${context.data.display_name}`);

describe('the name of a certificate in events', () => {
  it('is that of an entry with one certificate', () => {
    expect(listNames(createScenario([entry('pem')]), day(80), [files('pem', '*.pem', { 'a.pem': a })])).toEqual([
      'certificate.expiry_warning: pem',
    ]);
  });

  it('is common name and location if the entry has several', () => {
    const readings = [files('pem', '*.pem', { 'a.pem': a, 'b.pem': b, 'copy.pem': b })];
    expect(listNames(createScenario([entry('pem')]), day(80), readings)).toEqual([
      'certificate.expiry_warning: a.example.com (a.pem)',
      'certificate.expiry_warning: b.example.com (b.pem and 1 more)',
    ]);
  });

  it('distinguishes a certificate from a file that was never read', () => {
    const readings = [files('pem', '*.pem', { 'a.pem': a, 'b.pem': REFUSED })];
    expect(listNames(createScenario([entry('pem')]), day(80), readings)).toEqual([
      'certificate.expiry_warning: a.example.com (a.pem)',
    ]);
  });

  it('stays the same when the certificate is renewed or removed', () => {
    const scenario = createScenario([entry('pem')]);
    scenario.scan({ now: day(80), readings: [files('pem', '*.pem', { 'a.pem': a, 'b.pem': b })] });
    expect(listNames(scenario, day(81), [files('pem', '*.pem', { 'a.pem': renewed, 'b.pem': b })])).toContain(
      'certificate.renewed: a.example.com (a.pem)',
    );
    expect(listNames(scenario, day(81), [files('pem', '*.pem', { 'a.pem': a })])).toContain(
      'certificate.removed: b.example.com (b.pem)',
    );
  });

  it('is that of an entry with one server that cannot be read, whether it was ever read or not', () => {
    for (const seen of [a, REFUSED]) {
      const scenario = createScenario([entry('web')]);
      const scan = (now: number, showing: typeof a | typeof REFUSED) => ({
        now,
        readings: [endpoint('web', 'one.example.com:443', showing)],
      });
      scenario.scan(scan(day(0), seen));
      scenario.scan(scan(day(1), REFUSED));
      const { now, readings } = scan(day(2), REFUSED);
      const { events } = scenario.preview({ now, readings });
      expect(events.map(({ event, context: { data } }) => [event, data.display_name, data.assigned_objects])).toEqual([
        ['certificate.unreachable', 'web', [{ type: 'endpoint', name: 'one.example.com:443' }]],
      ]);
    }
  });

  it('has the location of one of several servers that cannot be read, although they share a certificate', () => {
    const scenario = createScenario([entry('web')]);
    const scan = (now: number, showing: typeof a | typeof REFUSED) => ({
      now,
      readings: [endpoint('web', 'one.example.com:443', a), endpoint('web', 'two.example.com:443', showing)],
    });
    scenario.scan(scan(day(0), a));
    scenario.scan(scan(day(1), REFUSED));
    const { now, readings } = scan(day(2), REFUSED);
    expect(listNames(scenario, now, readings)).toContain(
      'certificate.unreachable: a.example.com (two.example.com:443)',
    );
  });
});
