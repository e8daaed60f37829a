import { expect, it } from 'vitest';
import { EMPTY_FACTS } from '../../src/domain/event-data.ts';
import type { CertificateFacts, PlaceReading } from '../../src/domain/index.ts';
import { shareKnownFacts } from '../../src/events/state/known-facts.ts';

const createFacts = (facts: Partial<CertificateFacts> = {}): CertificateFacts => ({
  ...EMPTY_FACTS,
  sans: ['shop.example.com'],
  valid_to: '2027-03-01T00:00:00Z',
  ...facts,
});

const createReading = (facts: CertificateFacts): PlaceReading => ({
  place: 'shop.pem',
  address: null,
  certificate: { fingerprint: 'aa', facts, chain: [] },
  failure: null,
});

it('a reading has the facts of the log if they are equal', () => {
  const known = createFacts();
  const reading = createReading(createFacts());
  const shared = shareKnownFacts(reading, { aa: known });
  expect(shared).toEqual(reading);
  expect(shared.certificate?.facts).toBe(known);
});

it.each<[string, Record<string, CertificateFacts>]>([
  ['another certificate', { bb: createFacts() }],
  ['another value', { aa: createFacts({ issuer: 'CN=Example CA' }) }],
  ['another name', { aa: createFacts({ sans: ['www.example.com'] }) }],
  ['one more name', { aa: createFacts({ sans: ['shop.example.com', 'www.example.com'] }) }],
  ['one more field', { aa: Object.assign(createFacts(), { later: 1 }) }],
  ['one field less', { aa: Object.fromEntries(Object.entries(createFacts()).slice(1)) as unknown as CertificateFacts }],
])('a reading keeps its own facts if the log has %s', (_, known) => {
  const reading = createReading(createFacts());
  expect(shareKnownFacts(reading, known)).toBe(reading);
});

it('a reading without a certificate stays as it is', () => {
  const reading = { ...createReading(createFacts()), certificate: null };
  expect(shareKnownFacts(reading, { aa: createFacts() })).toBe(reading);
});
