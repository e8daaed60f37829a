import { describe, expect, it } from 'vitest';
import { linkTargets } from '../../src/app/inspect-links.ts';
import type { InspectedCertificate, InspectedTarget } from '../../src/generated/inspect.ts';

interface Options {
  fingerprint?: string;
  to?: string;
  sans?: string[];
  subject?: string;
  more?: Partial<InspectedCertificate>;
}

/** A target with one location of its name. */
function target(
  name: string,
  { fingerprint = name, to = '2027-01-01T00:00:00Z', sans = ['a.example'], subject = 'CN=a', more = {} }: Options,
) {
  const facts = {
    kind: 'certificate',
    subject,
    sans,
    valid_to: to,
    fingerprint_sha256: fingerprint,
    is_ca: false,
    ...more,
  };
  const certificates = [facts as InspectedCertificate];
  const location = { location: name, observed: {}, format: null, slot: null, error: null, certificates };
  return { target: name, kind: 'file', locations: [location] } satisfies InspectedTarget as InspectedTarget;
}

const LATER = '2028-01-01T00:00:00Z';
const link = (...targets: InspectedTarget[]) =>
  linkTargets(targets).map(({ locations: [location] }) => ({
    also: location?.other_locations,
    newer: location?.successors,
  }));
const NOTHING = { also: undefined, newer: undefined };

describe('the targets of one inspection', () => {
  it('are linked if they have the same certificate', () => {
    const same = { fingerprint: 'f' };
    expect(link(target('a', same), target('b', same), target('c', { sans: ['c.example'] }))).toEqual([
      { also: ['b'], newer: undefined },
      { also: ['a'], newer: undefined },
      NOTHING,
    ]);
  });

  it('are linked if one has a newer certificate for the same names, in any order and from any issuer', () => {
    const old = target('server', { sans: ['a.example', 'b.example'], more: { issuer: 'CN=Old CA' } });
    const renewed = target('file', { sans: ['b.example', 'a.example'], to: LATER, more: { issuer: 'CN=New CA' } });
    expect(link(old, renewed)).toEqual([
      { also: undefined, newer: [{ location: 'file', fingerprint_sha256: 'file', valid_to: LATER }] },
      NOTHING,
    ]);
  });

  it('are compared by subject if there are no alternative names', () => {
    const [old, renewed] = [target('server', { sans: [] }), target('file', { sans: [], to: LATER })];
    expect(link(old, renewed)[0]?.newer).toHaveLength(1);
    expect(link(old, target('other', { sans: [], subject: 'CN=b', to: LATER }))).toEqual([NOTHING, NOTHING]);
  });

  it.each([
    ['different names', { sans: ['b.example'], to: LATER }],
    ['the same expiry', {}],
    ['an earlier expiry', { to: '2026-01-01T00:00:00Z' }],
    ['a CA', { to: LATER, more: { is_ca: true } }],
    ['a revocation list', { to: LATER, more: { kind: 'crl' as const } }],
  ])('have no newer certificate with %s', (_, options) => {
    expect(link(target('a', {}), target('b', options))[0]).toEqual(NOTHING);
  });

  it('are not linked within a target, and not to the same location', () => {
    const one = target('keystore', { fingerprint: 'f' });
    const other = target('keystore#2', { fingerprint: 'f' });
    expect(
      linkTargets([{ ...one, locations: [...one.locations, ...other.locations] }])[0]?.locations[0]?.other_locations,
    ).toBeUndefined();
    expect(link(one, target('keystore', { fingerprint: 'f' }))).toEqual([NOTHING, NOTHING]);
  });

  it('are linked to at most 50 others', () => {
    const targets = Array.from({ length: 200 }, (_, index) => target(`t${index}`, { fingerprint: 'f' }));
    expect(link(...targets).map(({ also }) => also?.length)).toEqual(Array(200).fill(50));
  });
});
