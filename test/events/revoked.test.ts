import { describe, expect, it } from 'vitest';
import { evaluateSubjects } from '../../src/app/decision/evaluate.ts';
import type { Evidence, SourceReading } from '../../src/domain/index.ts';
import { compareWithLog } from '../../src/events/state/compare-with-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { certificate, createScenario, day, endpoint, entry, REFUSED, revocation, rule, trust } from './scenario.ts';

const LOCATION = 'shop.example.com:443';
const shop = certificate('shop', { to: day(300) });
const later = certificate('later', { from: day(0), to: day(600) });
const ISSUER = 'c'.repeat(64);

const REVOKED = revocation({ revoked: shop.fingerprint, reason: 'keyCompromise' });
const GOOD = revocation({ good: [shop.fingerprint, ISSUER] });
const UNKNOWN = revocation({});
const ON_PATH = trust({ path: [shop.fingerprint, ISSUER] });

const rules = [rule('all', { events: ['certificate.revoked', 'certificate.recovered', 'certificate.renewed'] })];

function createRevokedScenario() {
  const scenario = createScenario([entry('shop')], rules);
  const at = (evidence: Evidence | null, location = LOCATION, one = shop): SourceReading =>
    evidence === null ? endpoint('shop', location, REFUSED) : endpoint('shop', location, one, evidence);
  return {
    scenario,
    scan: (number: number, ...readings: (Evidence | null | SourceReading)[]) =>
      scenario.scan({
        now: day(number),
        readings: readings.map((one) => (one !== null && 'source' in one ? one : at(one as Evidence | null))),
      }),
    at,
    /** The verdict of a scan that is not recorded. */
    assess: (number: number, ...readings: SourceReading[]) => {
      const now = day(number);
      const { entries, log } = scenario;
      const comparison = compareWithLog({ log, entries, readings, covers: () => true, now });
      const [subject] = comparison.subjects;
      if (subject === undefined) throw new Error('no subject');
      return evaluateSubjects(comparison, now, null)(subject);
    },
  };
}

describe('a revocation that was found', () => {
  it('stays in effect while its source is unavailable', () => {
    const { scan, assess, at } = createRevokedScenario();
    expect(scan(0, REVOKED)).toEqual(['revoked first -> hook']);
    const { status, level, findings } = assess(0.5, at(UNKNOWN));
    expect({ status, level }).toEqual({ status: 'critical', level: 'error' });
    expect(findings).toMatchObject([
      {
        event: 'certificate.revoked',
        code: 'revoked',
        locations: [LOCATION],
        detail: expect.stringContaining('keyCompromise'),
      },
    ]);
    expect(findings[0]?.detail).toContain('This scan could not check it again.');
    expect(scan(2, UNKNOWN)).toEqual(['revoked repeat -> hook']);
  });

  it('stays in effect while its location cannot be read, and while the path is not known', () => {
    const { scan, assess, at } = createRevokedScenario();
    scan(0, REVOKED);
    expect(assess(1, at(null)).status).toBe('critical');
    expect(assess(1, at(trust({ reason: 'missing-intermediate' }))).findings).toHaveLength(2);
    expect(assess(1, at(trust({ reason: 'ca-file-unusable' }))).findings).toHaveLength(1);
  });

  it('stays in effect at another address of the server', () => {
    const { scan, assess, at } = createRevokedScenario();
    const [one, two] = [`${LOCATION}@127.0.0.1`, `${LOCATION}@127.0.0.2`] as const;
    scan(0, at(REVOKED, one));
    expect(scan(1.5, at(UNKNOWN, two))).toEqual(['revoked repeat -> hook']);
    expect(assess(2, at(UNKNOWN, two)).findings).toMatchObject([{ locations: [two] }]);
  });

  it('resolves once the CA says that the certificate is not revoked', () => {
    const { scan } = createRevokedScenario();
    expect(scan(0, REVOKED)).toEqual(['revoked first -> hook']);
    expect(scan(0.2, UNKNOWN)).toEqual([]);
    expect(scan(0.4, GOOD)).toEqual(['recovered first -> hook']);
    expect(scan(2, UNKNOWN)).toEqual([]);
  });

  it('is over once its own source says so, even if that of another certificate is unavailable', () => {
    const { scan, assess, at } = createRevokedScenario();
    scan(0, REVOKED);
    const withGood = (fingerprint: string) => {
      const { good } = revocation({ good: [fingerprint] }).revocation;
      return { revocation: { ...UNKNOWN.revocation, good } };
    };
    expect(assess(1, at(withGood(shop.fingerprint))).status).toBe('ok');
    expect(assess(1, at(withGood(ISSUER))).status).toBe('critical');
    expect(assess(1, at(revocation({ good: [ISSUER] }))).status).toBe('critical');
  });

  it('is not over if a server staples a response from before the revocation', () => {
    const { scan, assess, at } = createRevokedScenario();
    scan(0, REVOKED);
    expect(assess(1, at(revocation({ good: [shop.fingerprint], at: -2 }))).status).toBe('critical');
  });

  it('is not over if a response is older than the one that says so, although the CA dated the revocation back', () => {
    const { scan } = createRevokedScenario();
    const { revocation: found } = REVOKED;
    const stated = { ...found, revoked: found.revoked && { ...found.revoked, stated_at: formatIsoTime(day(0)) } };
    const goodAt = (at: number) => revocation({ good: [shop.fingerprint], at });
    scan(0, { revocation: stated });
    expect(scan(1, goodAt(-0.5))).toEqual(['revoked repeat -> hook']);
    expect(scan(2, goodAt(0.5))).toEqual(['recovered first -> hook']);
  });

  it('of an issuer is over once the server sends another chain', () => {
    const { scan, assess, at } = createRevokedScenario();
    scan(0, { ...revocation({ revoked: ISSUER }), ...ON_PATH });
    expect(assess(1, at({ ...UNKNOWN, ...ON_PATH })).status).toBe('critical');
    expect(assess(1, at({ ...UNKNOWN, ...trust({ path: [shop.fingerprint, 'd'.repeat(64)] }) })).status).toBe('ok');
  });

  it('does not affect the status any more once revocation is not checked', () => {
    const { scan, assess, at } = createRevokedScenario();
    scan(0, REVOKED);
    expect(assess(1, at(trust())).status).toBe('ok');
    expect(assess(1, at({})).status).toBe('ok');
  });

  it('does not affect another certificate at the same location, and is remembered if the old one comes back', () => {
    const { scan, assess, at } = createRevokedScenario();
    scan(0, REVOKED);
    expect(scan(1, at(UNKNOWN, LOCATION, later))).toEqual(['renewed first -> hook']);
    expect(assess(2, at(UNKNOWN, LOCATION, later)).status).toBe('ok');
    expect(assess(2, at(UNKNOWN)).status).toBe('critical');
  });

  it('leaves its record as it is while nothing changes', () => {
    const { scenario, scan } = createRevokedScenario();
    scan(0, REVOKED);
    const { locations } = scenario.log;
    scan(1, UNKNOWN);
    scan(2, REVOKED);
    expect(scenario.log.locations.shop?.[LOCATION]?.revocation).toEqual(locations.shop?.[LOCATION]?.revocation);
    expect(locations.shop?.[LOCATION]?.revocation).toMatchObject({
      fingerprint: shop.fingerprint,
      revoked: { reason: 'keyCompromise' },
    });
  });

  it('is not assumed where none was found', () => {
    const { scenario, scan } = createRevokedScenario();
    expect(scan(0, UNKNOWN)).toEqual([]);
    expect(scan(1, GOOD)).toEqual([]);
    expect(scenario.log.locations.shop?.[LOCATION]?.revocation).toBeUndefined();
  });
});
