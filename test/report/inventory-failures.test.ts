import { expect, it } from 'vitest';
import type { Report } from '../../src/generated/report.ts';
import { listUnreadableLocations } from '../../src/report/scan/select.ts';

const error = { code: 'inventory-forbidden', detail: 'The inventory denies access.' };

it('an inventory that cannot be listed is one failure, and other locations are one each', () => {
  const names = ['rest:1', 'rest', 'rest:2', 'a.pem', 'b.pem'];
  const locations = names.map((location) => ({ location, observed: {}, error }));
  const report = { certificates: [{ certificate: 'shop', locations }] } as unknown as Report;
  expect(listUnreadableLocations(report).map(({ location }) => location)).toEqual([
    'rest and 2 more',
    'a.pem',
    'b.pem',
  ]);
});
