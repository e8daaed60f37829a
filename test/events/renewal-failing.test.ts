import { describe, expect, it } from 'vitest';
import type { Failure, LocationReading, RenewalState, SourceReading } from '../../src/domain/index.ts';
import { certificate, createScenario, day, entry, rule, settings } from './scenario.ts';

const LOCATION = 'aws_acm:arn:aws:acm:eu-west-1:123456789012:certificate/1';
const DENIED: Failure = { code: 'inventory-forbidden', detail: 'The inventory denies access.' };
const RULES = [rule('all', { events: ['*'] })];

/** Issued on day 0. */
const shop = certificate('shop', { from: day(0), to: day(100) });
const renewed = certificate('shop-2', { from: day(60), to: day(300) });

const state = (name: RenewalState['state'], reason: string | null = null): RenewalState => ({
  managed: true,
  state: name,
  reason,
  since: null,
});
const OK = state('ok');
const PENDING = state('pending');
const FAILING = state('failing', 'CAA_ERROR');
const UNMANAGED: RenewalState = { ...OK, managed: false };

function listing(renewal_state: RenewalState | null, seen = shop): SourceReading {
  const observed = renewal_state === null ? {} : { renewal_state };
  const location: LocationReading = { location: LOCATION, observed, certificate: seen, failure: null };
  return { entry: 'acm', source: 'aws_acm:eu-west-1', failure: null, locations: [location], inventory: 'remote' };
}

const failed: SourceReading = { ...listing(null), failure: DENIED, locations: [] };

/** With the default thresholds: `explicit` says that the user set them. */
function createScan(explicit = false) {
  const base = settings();
  const own = { ...base, explicit: { warning: explicit, critical: explicit, thresholds: explicit } };
  const scenario = createScenario([{ ...entry('acm'), settings: own }], RULES);
  return {
    scenario,
    scan: (number: number, reading: SourceReading) => scenario.scan({ now: day(number), readings: [reading] }),
  };
}

describe('a renewal that fails', () => {
  it('is reported long before the certificate expires, repeated, and resolved when it works again', () => {
    const { scan } = createScan();
    expect(scan(1, listing(OK))).toEqual([]);
    expect(scan(2, listing(FAILING))).toEqual(['renewal_failing first -> hook']);
    expect(scan(2.5, listing(FAILING))).toEqual([]);
    expect(scan(3, listing(FAILING))).toEqual(['renewal_failing repeat -> hook']);
    expect(scan(4, listing(PENDING))).toEqual(['recovered first -> hook']);
    expect(scan(5, listing(OK))).toEqual([]);
  });

  it('resolves with the renewal of the certificate', () => {
    const { scan } = createScan();
    expect(scan(2, listing(FAILING))).toEqual(['renewal_failing first -> hook']);
    expect(scan(60, listing(OK, renewed))).toEqual(['renewed first -> hook']);
  });

  it('stays open while the inventory cannot be listed', () => {
    const { scan } = createScan();
    scan(2, listing(FAILING));
    expect(scan(3, failed)).toEqual([]);
    expect(scan(3.2, listing(FAILING))).toEqual(['renewal_failing repeat -> hook']);
  });

  it('names the location, the reason and what to do', () => {
    const { scenario } = createScan();
    const [event] = scenario.preview({ now: day(2), readings: [listing(FAILING)] }).events;
    expect(event?.context.data).toMatchObject({
      status: 'warning',
      finding: {
        event: 'certificate.renewal_failing',
        code: 'renewal-failing',
        severity: 'warning',
        detail: expect.stringContaining('fails (CAA_ERROR), and the certificate expires at'),
      },
    });
  });

  it.each([
    ['not managed', UNMANAGED],
    ['without a state', null],
  ])('is not reported for a certificate that is %s', (_, renewal_state) => {
    const { scan } = createScan();
    expect(scan(2, listing(renewal_state))).toEqual([]);
  });
});

describe('the default thresholds of a certificate that is renewed automatically', () => {
  const DAYS = Array.from({ length: 99 }, (_, index) => index + 1);

  /** The first day with a warning before expiry. */
  function findFirstWarning(choose: (number: number) => SourceReading, explicit = false): number | undefined {
    const { scan } = createScan(explicit);
    return DAYS.find((number) => scan(number, choose(number)).some((line) => line.startsWith('expiry_warning')));
  }

  it.each([
    ['managed and ok: 10% of the lifetime', listing(OK), 90],
    ['being renewed: the same', listing(PENDING), 90],
    ['not managed: 25% of the lifetime', listing(UNMANAGED), 75],
    ['failing: 25% of the lifetime', listing(FAILING), 75],
  ])('warn late: %s', (_, reading, expected) => {
    expect(findFirstWarning(() => reading)).toBe(expected);
  });

  it('stay quiet if it is renewed in time', () => {
    const { scan } = createScan();
    const all = DAYS.flatMap((number) => scan(number, number < 85 ? listing(OK) : listing(OK, renewed)));
    expect(all).toEqual([]);
  });

  it('do not change while the inventory cannot be listed', () => {
    const { scan } = createScan();
    scan(1, listing(OK));
    expect([74, 80, 85].flatMap((number) => scan(number, failed)).filter((line) => line.startsWith('expiry'))).toEqual(
      [],
    );
    expect(scan(88, listing(OK)).filter((line) => line.startsWith('expiry'))).toEqual([]);
  });

  it('apply again as soon as the renewal fails', () => {
    const { scan } = createScan();
    expect(scan(80, listing(OK))).toEqual([]);
    expect(scan(81, listing(FAILING))).toContain('expiry_warning@25% first -> hook');
  });

  it('do not replace thresholds that the user set', () => {
    expect(findFirstWarning(() => listing(OK), true)).toBeLessThan(50);
  });
});
