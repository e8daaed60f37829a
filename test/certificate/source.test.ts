import { expect, it } from 'vitest';
import { decodeSource } from '../../src/certificate/index.ts';

it('a date known by hand is its own certificate, and ends as the day begins', async () => {
  const places = [{ place: 'declared', address: null, declared: '2027-03-01' }] as const;
  expect(await decodeSource({ entry: 'legacy', source: 'declared', failure: null, places: [...places] })).toEqual({
    entry: 'legacy',
    source: 'declared',
    failure: null,
    places: [
      {
        place: 'declared',
        address: null,
        failure: null,
        certificate: {
          fingerprint: '2027-03-01',
          chain: [],
          facts: {
            common_name: null,
            subject: null,
            issuer: null,
            serial_number: null,
            fingerprint_sha256: null,
            sans: [],
            key_algorithm: null,
            key_size: null,
            signature_algorithm: null,
            valid_from: null,
            valid_to: '2027-03-01T00:00:00Z',
            lifetime_days: null,
          },
        },
      },
    ],
  });
});

it('a date that the calendar does not have is a failure', async () => {
  const places = [{ place: 'declared', address: null, declared: '2027-02-30' } as const];
  const {
    places: [reading],
  } = await decodeSource({ entry: 'legacy', source: 'declared', failure: null, places });
  expect(reading?.failure?.code).toBe('date-invalid');
});

it('failures of the source and of a place are handed on', async () => {
  const failure = { code: 'file-not-found', detail: 'x' };
  const raw = { entry: 'a', source: 'a.pem', failure, places: [{ place: 'a.pem', address: null, failure }] };
  expect(await decodeSource(raw)).toEqual({
    entry: 'a',
    source: 'a.pem',
    failure,
    places: [{ place: 'a.pem', address: null, certificate: null, failure }],
  });
});
