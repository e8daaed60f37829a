import { expect, it } from 'vitest';
import { createBlindFailure, createStaleFailure } from '../../src/events/log/messages.ts';
import { indexRevocations } from '../../src/events/state/revocation-register.ts';

type Locations = Parameters<typeof indexRevocations>[0];

const REVOKED = { subject: 'CN=a', fingerprint_sha256: 'aa', reason: null, revoked_at: '2027-01-01T00:00:00Z' };

function register(day: number, revoked: typeof REVOKED | null, fingerprint = 'aa') {
  return { revocation: { fingerprint, revoked, since: `2027-01-0${day}T00:00:00Z` } };
}

/** Whether the certificate `aa` is revoked by the register that counts. */
function isRevoked(...locations: (ReturnType<typeof register> | object)[]): boolean | null {
  const byName = Object.fromEntries(
    locations.map((location, index) => [`p${index}`, location]),
  ) as unknown as Locations;
  const known = indexRevocations(byName).get('aa');
  return known === undefined ? null : known.revoked !== null;
}

it.each([
  ['the only one', [register(1, REVOKED)], true],
  ['the later one, which is first', [register(2, REVOKED), register(1, null)], true],
  ['the later one, which is last', [register(1, null), register(2, REVOKED)], true],
  ['the later one, which is not a revocation', [register(1, REVOKED), register(2, null)], false],
  ['the later one, which is first and not a revocation', [register(2, null), register(1, REVOKED)], false],
  ['the revocation of the same time, which is first', [register(1, REVOKED), register(1, null)], true],
  ['the revocation of the same time, which is last', [register(1, null), register(1, REVOKED)], true],
  ['none of another certificate', [register(1, REVOKED, 'bb'), {}], null],
])('of several registers of a certificate, %s counts', (_, locations, expected) => {
  expect(isRevoked(...locations)).toBe(expected);
});

it('failures of scans say what happened and what to check', () => {
  expect(createStaleFailure('2027-01-01T00:00:00Z', '2027-01-03T00:59:00Z', 48.98)).toEqual({
    code: 'scan-stale',
    detail:
      'No certificate was checked for 2 days: no scan ran between 2027-01-01T00:00:00Z and 2027-01-03T00:59:00Z. Check the runs of the schedule, and what ' +
      'expired in the meantime.',
  });
  expect(createBlindFailure(5, 'There is no route to a.example.com:443.')).toEqual({
    code: 'scan-blind',
    detail:
      'None of the 5 endpoints could be reached, so the network of the scan is probably down. Check its connection, DNS, proxy ' +
      'and firewall. Until then, only expiry is monitored, with what earlier scans found. The first failure: There is no route ' +
      'to a.example.com:443.',
  });
});
