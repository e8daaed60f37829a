import { describe, expect, it } from 'vitest';
import { createComparison, indexEntries } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { entry } from '../events/scenario.ts';

const location = (entry: string, location: string, fingerprint: string | null, more = {}) =>
  ({ entry, location, fingerprint, ...more }) as never;
const locations = [location('a', '1', 'x'), location('a', '2', null), location('b', '1', null)];
const subject = (entry: string, fingerprint: string) => ({ entry, fingerprint }) as never;
const subjects = [subject('a', 'x'), subject('a', 'y'), subject('c', 'x')];
const facts = { common_name: 'a' } as never;
const log = { ...createEmptyLog(), certificates: { x: facts } };
const entries = indexEntries([entry('a'), entry('b')]);
const comparison = createComparison({ log, entries, locations, subjects });

describe('a comparison', () => {
  it('finds locations by entry and name', () => {
    const { listLocations, findLocation } = comparison;
    expect(listLocations('a')).toEqual(locations.slice(0, 2));
    expect(listLocations('c')).toEqual([]);
    expect([findLocation('b', '1'), findLocation('b', '2'), findLocation('c', '1')]).toEqual([
      locations[2],
      undefined,
      undefined,
    ]);
  });

  it('finds locations with the certificate that is asked for, and leaves out those that do not exist', () => {
    const other = location('a', '1', 'y');
    const several = [location('a', '1', 'x', { others: [other] })];
    const { findLocations } = createComparison({ log, entries, locations: several, subjects });
    expect(findLocations('a', ['1', '2'], 'y')).toEqual([other]);
    expect(findLocations('a', ['1'], 'x')).toEqual(several);
    expect(findLocations('b', ['1'], 'x')).toEqual([]);
  });

  it('finds certificates by entry and fingerprint', () => {
    const { listSubjects, findSubject } = comparison;
    expect([listSubjects('a'), listSubjects('b')]).toEqual([subjects.slice(0, 2), []]);
    expect([findSubject('c', 'x'), findSubject('c', 'y'), findSubject('c', null)]).toEqual([
      subjects[2],
      undefined,
      undefined,
    ]);
  });

  it('counts certificates, and beside them locations that were never read', () => {
    expect(['a', 'b', 'c', 'd'].map(comparison.countCertificates)).toEqual([3, 1, 1, 0]);
  });

  it('finds the facts of certificates in the log', () => {
    expect(['x', 'z', null].map(comparison.findFacts)).toEqual([facts, null, null]);
  });

  it('indexes the lists of a changed copy anew', () => {
    expect(comparison.listLocations('a')).toHaveLength(2);
    const changed = createComparison({ ...comparison, locations: locations.slice(1), subjects: [] });
    expect(changed.listLocations('a')).toEqual([locations[1]]);
    expect(changed.countCertificates('a')).toBe(1);
  });
});
