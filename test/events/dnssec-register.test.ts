/** The register of signatures, and a model of signers: healthy ones never alert after their first cycle, and stopped ones do before the end. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectDnssec } from '../../src/assess/findings/dnssec.ts';
import type { Dnssec, LiveLocation, ZoneSignature } from '../../src/domain/index.ts';
import { updateDnssec } from '../../src/events/state/dnssec-register.ts';
import type { LoggedLocation } from '../../src/generated/event-log.ts';

type Input = Parameters<typeof detectDnssec>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2027-01-01T00:00:00Z');
const format = (ms: number) => new Date(ms).toISOString().replace(/\.\d+/, '');
const sign = (from: number, to: number): ZoneSignature => ({ signed: format(from), expires: format(to), ttl: 3600 });

function update(location: LoggedLocation, dnssec: Dnssec, now: number): LoggedLocation {
  return updateDnssec(location, { observed: { dnssec } } as Parameters<typeof updateDnssec>[1], () => format(now));
}

const EMPTY = {} as LoggedLocation;
const only = (soa: ZoneSignature | null): Dnssec => ({ soa, failures: [] });

describe('the register of signatures', () => {
  const first = sign(START, START + 14 * DAY);
  const known = update(EMPTY, only(first), START);

  it('has the signature with the time at which it was first seen', () => {
    expect(known.dnssec).toEqual({ soa: { signed: first.signed, expires: first.expires, since: format(START) } });
  });

  it('stays the same for the same, an earlier or no signature', () => {
    const earlier = sign(START - DAY, START + 13 * DAY);
    for (const one of [first, earlier, null]) expect(update(known, only(one), START + DAY)).toBe(known);
    expect(update(known, { failures: [] }, START + DAY)).toBe(known);
  });

  it('has the least time that was left when a signature was replaced', () => {
    const early = update(known, only(sign(START + 9 * DAY, START + 23 * DAY)), START + 10 * DAY);
    expect(early.dnssec?.soa?.resigned_with).toBe((5 * DAY) / 1000);
    const later = update(early, only(sign(START + 20 * DAY, START + 34 * DAY)), START + 21 * DAY);
    expect(later.dnssec?.soa?.resigned_with).toBe((3 * DAY) / 1000);
    const changed = update(later, only(sign(START + 22 * DAY, START + 36 * DAY)), START + 22 * DAY);
    expect(changed.dnssec?.soa?.resigned_with).toBe((3 * DAY) / 1000);
  });

  it('does not count a signature that had expired when it was replaced', () => {
    const after = update(known, only(sign(START + 15 * DAY, START + 29 * DAY)), START + 15 * DAY);
    expect(after.dnssec?.soa).not.toHaveProperty('resigned_with');
  });
});

/** A signer renews a signature once less than `refresh` is left, and looks each hour. */
interface Signer {
  name: string;
  lifetime: number;
  refresh: number;
}

const SIGNERS: Signer[] = [
  { name: 'BIND', lifetime: 14 * DAY, refresh: 5 * DAY },
  { name: 'OpenDNSSEC', lifetime: 14 * DAY, refresh: 3 * DAY },
  { name: 'Knot DNS', lifetime: 14 * DAY, refresh: 1.4 * DAY + 2 * HOUR },
  { name: 'PowerDNS', lifetime: 21 * DAY, refresh: 7 * DAY },
  { name: 'a server that signs each response', lifetime: 2 * DAY, refresh: 2 * DAY - HOUR },
];

/** Returns the hours in which the finding fires. `stops`: the hour from which on nothing is signed. */
function simulate({ lifetime, refresh }: Signer, every: number, hours: number, stops = Number.POSITIVE_INFINITY) {
  let logged = EMPTY;
  let from = START;
  const fired: { hour: number; codes: (string | null)[] }[] = [];
  for (let hour = 0; hour < hours; hour += 1) {
    const now = START + hour * HOUR;
    if (hour < stops && from + lifetime - now < refresh) from = now;
    if (hour % every !== 0) continue;
    const dnssec = only(sign(from, from + lifetime));
    logged = update(logged, { ...dnssec, ns: dnssec.soa ?? null, dnskey: dnssec.soa ?? null }, now);
    const live = { location: 'domain:example.org', evidence: {}, observed: { dnssec }, signatures: logged.dnssec };
    const { findings } = detectDnssec(
      {} as Input[0],
      {
        locations: [live as unknown as LiveLocation],
        now,
      } as unknown as Input[1],
    );
    const codes = findings.map(({ code }) => code).filter((code) => code !== 'dnssec-unsigned');
    if (codes.length > 0) fired.push({ hour, codes });
  }
  return { fired, end: (from + lifetime - START) / HOUR };
}

describe.each(SIGNERS)('a zone signed by $name', (signer) => {
  const cycle = signer.lifetime / HOUR;
  const every = fc.integer({ min: 1, max: Math.min(24, Math.floor(signer.lifetime / HOUR / 24)) });

  it('does not alert after its first cycle', () => {
    fc.assert(
      fc.property(every, (hours) => {
        const late = simulate(signer, hours, cycle * 8).fired.filter(({ hour }) => hour > cycle);
        expect(late).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('alerts before the signatures expire if the signer stops', () => {
    fc.assert(
      fc.property(every, fc.integer({ min: 1, max: cycle * 6 }), (hours, stops) => {
        const { fired, end } = simulate(signer, hours, cycle * 8, stops);
        const warned = fired.find(({ hour, codes }) => hour > end - cycle / 2 && codes.includes('dnssec-not-resigned'));
        expect(warned?.hour).toBeLessThan(end);
      }),
      { numRuns: 50 },
    );
  });
});
