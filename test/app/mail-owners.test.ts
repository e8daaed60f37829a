import { describe, expect, it } from 'vitest';
import { createMailOwnerFinder } from '../../src/app/mail-owners.ts';
import type { LocationReading } from '../../src/domain/index.ts';

const entries = [
  { name: 'shop', owner: 'shop@example.com' },
  { name: 'inventory', owner: null },
];
const read = (owner: string | null): LocationReading => ({
  location: `rest:${owner}`,
  observed: { ownership: { labels: {}, owner, assignments: [] } },
  certificate: null,
  failure: null,
});
const unread: LocationReading = { location: 'rest', observed: {}, certificate: null, failure: null };

describe('the owner who gets mail', () => {
  const find = createMailOwnerFinder(entries, [{ locations: [read('jane@example.com'), read(null), unread] }]);
  it.each([
    ['written in the manifest', 'shop', 'shop@example.com', 'shop@example.com'],
    ['of another entry of the manifest', 'inventory', 'shop@example.com', 'shop@example.com'],
    ['read by this scan', 'inventory', 'jane@example.com', 'jane@example.com'],
    ['known only from the event log, with an owner in the manifest', 'shop', 'eve@example.org', 'shop@example.com'],
    ['known only from the event log', 'inventory', 'eve@example.org', null],
    ['of an entry that was removed from the manifest', 'removed', 'eve@example.org', null],
    ['that is absent', 'shop', null, null],
  ])('for an owner %s', (_, certificate, owner, expected) => {
    expect(find({ certificate, owner })).toBe(expected);
  });
});
