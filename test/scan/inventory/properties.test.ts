import { describe, expect, it } from 'vitest';
import { FIXTURES, type Incident } from '../../conformance/listing/cases.ts';
import { LISTING } from '../../conformance/listing/suite.ts';

// Each inventory in two cases. `npm run conformance -- --room listing` draws others.

const NOTHING = { fault: null, added: null, removed: null, moved: null };

/** Both readings of the scan miss g, because items that were removed come back at the end. */
const REORDERED: Incident[] = [
  { ...NOTHING, at: 2, fault: 'unauthorized', added: 'e', removed: 'a' },
  { ...NOTHING, at: 4, added: 'a', removed: 'f' },
  { ...NOTHING, at: 6, added: 'f', removed: 'b' },
];

describe.each(FIXTURES.map(({ name }) => name))('the inventory %s', (inventory) => {
  it('reports no listed certificate as removed if others disappear and come back while it is read', async () => {
    const one = { inventory, initial: ['a', 'b', 'c', 'f', 'g'], hidden: 0, scans: [REORDERED] };
    expect(await LISTING.answer(one)).toBe('removed abcfg, cg+, acefg, acefg');
  });

  it('reports what is not listed any more as removed', async () => {
    const one = {
      inventory,
      initial: ['a', 'b', 'c', 'd'],
      hidden: 0,
      scans: [[{ ...NOTHING, at: 99, removed: 'c' }], []],
    };
    expect(await LISTING.answer(one)).toBe('removed abcd, abd+, abd, abd, abd');
  });
});
