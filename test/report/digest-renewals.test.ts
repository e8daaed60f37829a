import { describe, expect, it } from 'vitest';
import type { SourceReading } from '../../src/domain/index.ts';
import { compareWithLog } from '../../src/events/state/compare-with-log.ts';
import { buildDigest, buildDigestRecord } from '../../src/report/digest/build.ts';
import { certificate, createScenario, day, endpoint, entry } from '../events/scenario.ts';
import { renderDigestTable } from './render.ts';
import { report } from './samples.ts';

const [ONE, TWO, THREE] = ['a.example.com:443', 'b.example.com:443', 'c.example.com:443'] as const;
const old = certificate('old', { to: day(100) });
const older = certificate('older', { to: day(90) });
const renewed = certificate('renewed', { to: day(400) });

function createDigests() {
  const scenario = createScenario([entry('shop')]);
  const at = (locations: Record<string, typeof old>): SourceReading[] =>
    Object.entries(locations).map(([location, one]) => endpoint('shop', location, one));
  return {
    scan: (number: number, locations: Record<string, typeof old>) =>
      scenario.scan({ now: day(number), readings: at(locations) }),
    /** The locations of each renewal that a digest lists; the digest is recorded. */
    digest: (number: number, locations: Record<string, typeof old>) => {
      const { log, entries } = scenario;
      const readings = at(locations);
      const comparison = compareWithLog({ log, entries, readings, covers: () => true, now: day(number) });
      const scanned_at = new Date(day(number)).toISOString();
      const input = { report: { ...report([]), scanned_at }, comparison, log };
      const digest = buildDigest(input);
      scenario.log = { ...log, scans: { ...log.scans, digest: buildDigestRecord(digest, input) } };
      return { digest, renewed: digest.renewed.map((one) => one.locations) };
    },
  };
}

describe('a digest', () => {
  it('lists a renewal once, when all locations have the new certificate', () => {
    const { scan, digest } = createDigests();
    scan(0, { [ONE]: old, [TWO]: old });
    scan(1, { [ONE]: renewed, [TWO]: old });
    expect(digest(2, { [ONE]: renewed, [TWO]: old }).renewed).toEqual([]);
    scan(3, { [ONE]: renewed, [TWO]: renewed });
    expect(digest(4, { [ONE]: renewed, [TWO]: renewed }).renewed).toEqual([[ONE, TWO]]);
    expect(digest(5, { [ONE]: renewed, [TWO]: renewed }).renewed).toEqual([]);
  });

  it('lists a renewal with the time at which its last location was renewed', () => {
    const { scan, digest } = createDigests();
    scan(0, { [ONE]: old, [TWO]: old, [THREE]: old });
    scan(1, { [ONE]: old, [TWO]: old, [THREE]: renewed });
    scan(2, { [ONE]: old, [TWO]: renewed, [THREE]: renewed });
    const locations = { [ONE]: renewed, [TWO]: renewed, [THREE]: renewed };
    scan(3, locations);
    const [listed] = digest(4, locations).digest.renewed;
    expect(Date.parse(listed?.renewed_at ?? '')).toBe(day(3));
  });

  it('lists no renewal while a location has one of several certificates that it replaces', () => {
    const { scan, digest } = createDigests();
    scan(0, { [ONE]: old, [TWO]: older, [THREE]: older });
    const locations = { [ONE]: renewed, [TWO]: renewed, [THREE]: older };
    scan(1, locations);
    expect(digest(2, locations).renewed).toEqual([]);
  });

  it('lists a renewal once that the digest itself completes', () => {
    const { scan, digest } = createDigests();
    scan(0, { [ONE]: old, [TWO]: old });
    scan(1, { [ONE]: renewed, [TWO]: old });
    expect(digest(2, { [ONE]: renewed, [TWO]: renewed }).renewed).toEqual([[ONE, TWO]]);
    scan(3, { [ONE]: renewed, [TWO]: renewed });
    expect(digest(4, { [ONE]: renewed, [TWO]: renewed }).renewed).toEqual([]);
  });

  it('does not list a renewal again because another location gets its certificate later', () => {
    const { scan, digest } = createDigests();
    scan(0, { [ONE]: old, [TWO]: old, [THREE]: older });
    scan(1, { [ONE]: renewed, [TWO]: renewed, [THREE]: older });
    expect(digest(2, { [ONE]: renewed, [TWO]: renewed, [THREE]: older }).renewed).toEqual([[ONE, TWO]]);
    scan(3, { [ONE]: renewed, [TWO]: renewed, [THREE]: renewed });
    expect(digest(4, { [ONE]: renewed, [TWO]: renewed, [THREE]: renewed }).renewed).toEqual([]);
  });

  it('lists the renewals of each entry and certificate, with the time of the last location', () => {
    const scenario = createScenario([entry('shop'), entry('mail')]);
    const read = (shop: Record<string, typeof old>, mail: typeof old) => [
      ...Object.entries(shop).map(([location, one]) => endpoint('shop', location, one)),
      endpoint('mail', 'mail.example.com:25', mail),
    ];
    const other = certificate('other', { to: day(95) });
    const next = certificate('next', { to: day(390) });
    scenario.scan({ now: day(0), readings: read({ [ONE]: old, [TWO]: old, [THREE]: older }, other) });
    scenario.scan({ now: day(1), readings: read({ [ONE]: renewed, [TWO]: old, [THREE]: older }, other) });
    const { log, entries } = scenario;
    const readings = read({ [ONE]: renewed, [TWO]: renewed, [THREE]: older }, next);
    const comparison = compareWithLog({ log, entries, readings, covers: () => true, now: day(2) });
    const scanned_at = new Date(day(2)).toISOString();
    const input = { report: { ...report([]), scanned_at }, comparison, log };
    const built = buildDigest(input);
    const NOUN = { kind: 'certificate', what: 'certificate' };
    expect(built.renewed).toEqual([
      {
        ...{ certificate: 'mail', display_name: 'mail', common_name: 'shop.example.com', ...NOUN },
        ...{ locations: ['mail.example.com:25'], renewed_at: '2027-01-03T06:00:00Z' },
        ...{ valid_to: next.facts.valid_to, previous_valid_to: other.facts.valid_to },
      },
      {
        ...{ certificate: 'shop', display_name: 'shop.example.com (a.example.com:443 and 1 more)' },
        ...{ common_name: 'shop.example.com', ...NOUN, locations: [ONE, TWO], renewed_at: '2027-01-03T06:00:00Z' },
        ...{ valid_to: renewed.facts.valid_to, previous_valid_to: old.facts.valid_to },
      },
    ]);
    expect(buildDigestRecord(built, input)).toMatchObject({
      last_scan: '2027-01-02T06:00:00Z',
      renewed: [next.fingerprint, renewed.fingerprint].sort(),
    });
    const first = { ...input, log: { ...log, scans: {} } };
    expect(buildDigestRecord(built, first).last_scan).toBeNull();
  });

  it('records the renewed certificates in the order of their fingerprints, whichever entry has which', () => {
    const next = certificate('next', { to: day(390) });
    const sorted = [next.fingerprint, renewed.fingerprint].sort();
    for (const [shop, mail] of [
      [next, renewed],
      [renewed, next],
    ] as const) {
      const scenario = createScenario([entry('shop'), entry('mail')]);
      const read = (one: typeof old, other: typeof old) => [endpoint('shop', ONE, one), endpoint('mail', TWO, other)];
      scenario.scan({ now: day(0), readings: read(old, older) });
      const { log, entries } = scenario;
      const comparison = compareWithLog({ log, entries, readings: read(shop, mail), covers: () => true, now: day(1) });
      const input = { report: { ...report([]), scanned_at: new Date(day(1)).toISOString() }, comparison, log };
      expect(buildDigestRecord(buildDigest(input), input).renewed).toEqual(sorted);
    }
  });

  it('does not list a certificate that was replaced by one that expires sooner', () => {
    const { scan, digest } = createDigests();
    scan(0, { [ONE]: old });
    expect(digest(1, { [ONE]: older }).renewed).toEqual([]);
  });

  it('lists a renewal of some locations although others only join it', () => {
    const { scan, digest } = createDigests();
    scan(0, { [ONE]: old, [TWO]: old, [THREE]: older });
    scan(1, { [ONE]: renewed, [TWO]: old, [THREE]: older });
    digest(2, { [ONE]: renewed, [TWO]: old, [THREE]: older });
    expect(digest(3, { [ONE]: renewed, [TWO]: renewed, [THREE]: renewed }).renewed).toEqual([[ONE, TWO, THREE]]);
  });

  it('names whose end each date is', () => {
    const { scan, digest } = createDigests();
    scan(0, { [ONE]: old });
    const { digest: built } = digest(1, { [ONE]: renewed });
    const text = renderDigestTable(built, { color: false, columns: 200 });
    expect(text).toMatch(/NOW VALID TO +PREVIOUS ONE VALID TO\nshop .* 2028-02-\d\d +2027-04-\d\d\n/);
  });
});
