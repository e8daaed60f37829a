import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/domain/index.ts';
import { certificate, createScenario, day, endpoint, entry, REFUSED, rule } from './scenario.ts';

// Daily scans of the nodes behind one name, with certificates of 90 days.
const LIFETIME = 90;
const DAYS = 200;
const rules = [rule('all', { events: ['certificate.lagging', 'certificate.recovered'] })];

let issued = 0;
function issue(from: number): Certificate {
  issued += 1;
  return certificate(`certificate ${issued}`, { from: day(from), to: day(from + LIFETIME) });
}

interface Node {
  /** The day on which it joins. */
  joins: number;
  /** The age of its first certificate on that day, in days. */
  age: number;
  /** After how many days it renews. */
  renewsAfter: number;
  /** Days on which it is down. */
  down: [from: number, days: number];
}

const nodes = fc.array(
  fc.record({
    joins: fc.constantFrom(0, 0, 0, 30, 95),
    age: fc.integer({ min: 0, max: 55 }),
    // 30 days before the expiry, with some jitter.
    renewsAfter: fc.integer({ min: 58, max: 60 }),
    // Longer, and a node that missed its own renewal would lag behind indeed.
    down: fc.tuple(fc.integer({ min: 0, max: DAYS }), fc.integer({ min: 0, max: 3 })),
  }),
  { minLength: 2, maxLength: 4 },
);

function simulate(
  all: readonly Node[],
  renew: (node: number, today: number) => Certificate | null,
  days = DAYS,
): string[][] {
  const scenario = createScenario([entry('shop')], rules);
  const held = all.map(({ joins, age }) => issue(joins - age));
  const sent: string[][] = [];
  for (let today = 0; today < days; today += 1) {
    const readings = all.flatMap(({ joins, down: [from, length] }, node) => {
      if (today < joins) return [];
      const isDown = today >= from && today < from + length;
      if (!isDown) held[node] = renew(node, today) ?? (held[node] as Certificate);
      return endpoint(
        'shop',
        `shop.example.com:443@127.0.0.${node + 1}`,
        isDown ? REFUSED : (held[node] as Certificate),
      );
    });
    if (readings.length > 0) sent.push(scenario.scan({ now: day(today), readings }));
  }
  return sent;
}

describe('locations that disagree (property)', () => {
  it('are never lagging if each node has its own ACME client', () => {
    fc.assert(
      fc.property(nodes, (all) => {
        const next = all.map(({ joins, age, renewsAfter }) => joins - age + renewsAfter);
        const sent = simulate(all, (node, today) => {
          if (today < (next[node] as number)) return null;
          next[node] = today + (all[node] as Node).renewsAfter;
          return issue(today);
        });
        expect(sent.flat().filter((one) => one.startsWith('lagging'))).toEqual([]);
      }),
    );
  });

  it('are lagging if a node misses the renewal that the others share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 60 }), (count, due) => {
        const all = Array.from({ length: count }, (): Node => ({ joins: 0, age: 0, renewsAfter: 0, down: [0, 0] }));
        const [first, second] = [issue(due - 60), issue(due)];
        const sent = simulate(all, (node, today) => (today < due || node === 0 ? first : second), due + 2);
        expect(sent[due + 1]).toEqual(['lagging first -> hook']);
        expect(sent.slice(0, due + 1).flat()).toEqual([]);
      }),
    );
  });
});
