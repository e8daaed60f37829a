import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateSubjects } from '../../src/app/decision/evaluate.ts';
import { compareWithLog } from '../../src/events/state/compare-with-log.ts';
import { certificate, createScenario, day, endpoint, entry, REFUSED, revocation, trust } from './scenario.ts';

// Random scans of a server with two addresses: what the CA says, and which addresses can be read.
const LOCATIONS = ['shop.example.com:443@127.0.0.1', 'shop.example.com:443@127.0.0.2'] as const;
const shop = certificate('shop', { to: day(400) });

type Seen = 'revoked' | 'good' | 'unknown' | 'untrusted' | 'unreadable' | 'absent';

const seen = fc.constantFrom<Seen[]>('revoked', 'good', 'unknown', 'untrusted', 'unreadable', 'absent');
const steps = fc.array(
  fc.record({
    seen: fc.tuple(seen, seen).filter((both) => both.some((what) => what !== 'absent')),
    hours: fc.constantFrom(1, 12, 25),
  }),
  {
    minLength: 1,
    maxLength: 20,
  },
);

function createReadings([one, two]: readonly [Seen, Seen], now: number) {
  return ([one, two] as const).flatMap((what, index) => {
    const location = LOCATIONS[index] as string;
    if (what === 'absent') return [];
    if (what === 'unreadable') return endpoint('shop', location, REFUSED);
    if (what === 'untrusted') return endpoint('shop', location, shop, trust({ reason: 'missing-intermediate' }));
    const spec =
      what === 'revoked' ? { revoked: shop.fingerprint } : what === 'good' ? { good: [shop.fingerprint] } : {};
    const at = (now - day(0)) / 86_400_000;
    return endpoint('shop', location, shop, { ...trust({ path: [shop.fingerprint] }), ...revocation({ ...spec, at }) });
  });
}

/**
 * What an operator would say: the last word of the CA at each address, and at an address without any, the last one elsewhere. Of
 * two words in one scan, the revocation counts.
 */
function createOracle() {
  const words = new Map<string, boolean>();
  const present = new Set<string>();
  let last = false;
  return (locations: readonly [Seen, Seen]): boolean => {
    const elsewhere = last;
    const news: boolean[] = [];
    for (const [index, what] of locations.entries()) {
      const location = LOCATIONS[index] as string;
      if (what === 'absent') present.delete(location);
      // An address that comes back counts once it was read.
      else if (what !== 'unreadable') present.add(location);
      if (what === 'absent' || what === 'unreadable') continue;
      const own = words.get(location);
      const word = what === 'revoked' || (what !== 'good' && (own ?? elsewhere));
      if (word === own || (own === undefined && !word && !elsewhere)) continue;
      words.set(location, word);
      news.push(word);
    }
    if (news.length > 0) last = news.some(Boolean);
    return [...present].some((location) => words.get(location));
  };
}

describe('a revocation (property)', () => {
  it('is in effect from the scan that found it until a source says otherwise', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const scenario = createScenario([entry('shop')]);
        const isRevoked = createOracle();
        let now = day(0);
        for (const { seen: locations, hours } of all) {
          now += hours * 3_600_000;
          const readings = createReadings(locations, now);
          const comparison = compareWithLog({
            log: scenario.log,
            entries: scenario.entries,
            readings,
            covers: () => true,
            now,
          });
          const getVerdict = evaluateSubjects(comparison, now, null);
          const [subject] = comparison.subjects;
          const found = subject && getVerdict(subject).findings.some(({ event }) => event === 'certificate.revoked');
          expect(found ?? false).toBe(isRevoked(locations));
          scenario.scan({ now, readings });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('never recovers while it is in effect', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const scenario = createScenario([entry('shop')]);
        const isRevoked = createOracle();
        let now = day(0);
        for (const { seen: locations, hours } of all) {
          now += hours * 3_600_000;
          const readings = createReadings(locations, now);
          const inEffect = isRevoked(locations);
          const { events } = scenario.preview({ now, readings });
          const active = events.filter(({ record }) => record.topic === 'revoked').map(({ event }) => event);
          if (inEffect) expect(active).toEqual(['certificate.revoked']);
          else expect(active).not.toContain('certificate.revoked');
          scenario.scan({ now, readings });
        }
      }),
      { numRuns: 100 },
    );
  });
});
