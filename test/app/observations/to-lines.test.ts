import { describe, expect, it } from 'vitest';
import { isValidLine } from '../../../src/app/observations/format.ts';
import { listLines } from '../../../src/app/observe/to-lines.ts';
import type { LocationReading, SourceReading } from '../../../src/domain/index.ts';
import { certificate, day, endpoint, REFUSED } from '../../events/scenario.ts';

const LONG = 'x'.repeat(20_000);
const shop = certificate('shop', { to: day(90) });

function send(...readings: SourceReading[]) {
  const sources = readings.map((source) => ({
    ...source,
    locations: source.locations.map((reading) => ({ reading, verified: reading, host: undefined, isExpected: true })),
  }));
  return [...listLines({ sources, evidence: [], anchors: [], renewals: new Map() })];
}

const change = (over: Partial<LocationReading>): SourceReading => {
  const reading = endpoint('shop', 'shop.example.com:443', shop);
  return { ...reading, locations: reading.locations.map((location) => ({ ...location, ...over })) };
};

describe('the lines of a probe', () => {
  it.each<[string, SourceReading]>([
    ['a location', change({ location: LONG })],
    ['an address', change({ observed: { address: LONG } })],
    ['a failure', change({ certificate: null, failure: { ...REFUSED, detail: LONG } })],
    ['a name in a certificate', change({ certificate: { ...shop, facts: { ...shop.facts, subject: LONG } } })],
    ['a notice', change({ notice: { ...REFUSED, detail: LONG } })],
    ['a source', { ...endpoint('shop', 'shop.example.com:443', shop), source: LONG }],
    ['the failure of a source', { entry: 'shop', source: LONG, failure: { ...REFUSED, detail: LONG }, locations: [] }],
  ])('are accepted by the scan, however long %s is', (_, reading) => {
    const lines = send(reading, endpoint('mail', 'mail.example.com:443', shop));
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(isValidLine(line)).toBe(true);
    expect(lines.at(-1)).toMatchObject({ entry: 'mail', certificate: { fingerprint: shop.fingerprint } });
  });
});
