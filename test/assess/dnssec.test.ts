import { describe, expect, it } from 'vitest';
import { detectDnssec } from '../../src/assess/findings/dnssec.ts';
import type { Dnssec, LiveLocation, ZoneSignature } from '../../src/domain/index.ts';

type Input = Parameters<typeof detectDnssec>;

const DAY = 86_400;
const NOW = Date.parse('2027-03-01T00:00:00Z');
const createTime = (days: number) => new Date(NOW + days * DAY * 1000).toISOString().replace('.000', '');

/** A signature of `lifetime` days of which some are left. */
const sign = (left: number, lifetime = 20, ttl = 0): ZoneSignature => ({
  ...{ signed: createTime(left - lifetime), expires: createTime(left), ttl },
});

interface Case extends Partial<Dnssec> {
  failed?: number;
  /** Days since the signatures are known. null: since this scan. Default: 1. */
  known?: number | null;
  /** Days that were left when earlier signatures were replaced. */
  resigned?: number;
  unread?: true;
}

const FRESH: Dnssec = { soa: sign(15), ns: sign(15), dnskey: sign(15), failures: [] };

function createLocation(
  { failed = 0, known = 1, resigned, unread, ...over }: Case,
  name = 'example.org',
): LiveLocation {
  const dnssec = { ...FRESH, ...over };
  const resigned_with = resigned && resigned * DAY;
  const create = (one: ZoneSignature | null | undefined) =>
    one ? { ...one, since: createTime(-(known ?? 0)), ...(resigned_with && { resigned_with }) } : undefined;
  return {
    location: `domain:${name}`,
    registration: {},
    evidence: unread ? null : {},
    observed: unread ? {} : { dnssec },
    failed_lookups: { caa: 0, dane: 0, dnssec: failed },
    signatures: { soa: create(dnssec.soa), ns: create(dnssec.ns), dnskey: create(dnssec.dnskey) },
  } as unknown as LiveLocation;
}

const detectAt = (...locations: LiveLocation[]) =>
  detectDnssec({} as Input[0], { locations, now: NOW } as unknown as Input[1]);
const detect = (over: Case) => detectAt(createLocation(over));
const list = ({ findings }: ReturnType<typeof detect>) =>
  findings.map(({ severity, qualifier, code }) => `${severity} ${qualifier} ${code}`);
const fail = (cause: 'resolver' | 'name' | 'bogus') => [{ code: 'dns-x', detail: 'It failed.', cause }];

const STALE = ['warning resign dnssec-not-resigned'];
const EXPIRED = ['critical rejected dnssec-expired'];
const UNSIGNED = ['warning unsigned dnssec-unsigned'];
const UNDECIDED = [{ event: 'certificate.dnssec', qualifier: null }];

const CASES: [string, Case, string[]][] = [
  ['were renewed', {}, []],
  ['have a quarter left', { soa: sign(5) }, []],
  ['have less than a quarter left', { soa: sign(4.9) }, STALE],
  ['have less than a quarter left in two types', { ns: sign(4.9), dnskey: sign(3) }, STALE],
  ['have less than a quarter left, but are new', { soa: sign(4.9), known: null }, []],
  ['have less than a quarter left beside another time to live', { soa: sign(4.5, 20, DAY) }, []],
  ['have a long time to live, which counts for at most half of the quarter', { soa: sign(2.4, 20, 9 * DAY) }, STALE],
  ['are usually renewed with three days left', { soa: sign(2.1), resigned: 3 }, []],
  ['are usually renewed earlier than this', { soa: sign(1.9), resigned: 3 }, STALE],
  ['are usually renewed with a tenth left', { soa: sign(2), resigned: 2 }, []],
  ['are usually renewed in the last moment', { soa: sign(1.9), resigned: 0.1 }, STALE],
  ['are usually renewed early', { soa: sign(5), resigned: 15 }, []],
  ['have expired', { soa: sign(-0.1) }, EXPIRED],
  ['have expired before they were known', { dnskey: sign(-3), known: null }, EXPIRED],
  ['expire now', { ns: sign(0) }, EXPIRED],
  ['do not exist', { soa: null, ns: null, dnskey: null }, UNSIGNED],
  ['do not exist for keys', { dnskey: null }, UNSIGNED],
  ['do not exist for keys, and have little time left', { soa: sign(1), dnskey: null }, [...UNSIGNED, ...STALE]],
];

describe('signatures of a zone', () => {
  it.each(CASES)('that %s', (_, over, expected) => {
    const result = detect(over);
    expect(list(result)).toEqual(expected);
    const isExpired = expected === EXPIRED;
    expect(result.undecided).toEqual(isExpired ? [{ event: 'certificate.dnssec', qualifier: 'resign' }] : []);
  });

  it('have details that say what to do', async () => {
    const all = [...CASES, ['bogus', { soa: undefined, failures: fail('bogus') }, []] as const];
    const details = all.flatMap(([, over]) => detect(over).findings.map(({ code, detail }) => `${code}: ${detail}\n`));
    await expect([...new Set(details)].join('')).toMatchFileSnapshot('../golden/assess/dnssec.txt');
  });

  it.each([
    ['the resolver did not answer', fail('resolver'), 3, []],
    ['the zone did not answer twice', fail('name'), 2, []],
    ['the zone did not answer three times', fail('name'), 3, ['warning lookup dnssec-lookup-failed']],
    ['they are rejected', fail('bogus'), 1, ['critical rejected dnssec-bogus']],
  ] as const)('are undecided if %s', (_, failures, failed, expected) => {
    const result = detect({ soa: undefined, ns: undefined, dnskey: undefined, failures: [...failures], failed });
    expect(list(result)).toEqual(expected);
    expect(result.undecided).toEqual(UNDECIDED);
  });

  it('are undecided if the domain was not read, and not checked unless the entry asks for it', () => {
    expect(detect({ unread: true })).toEqual({ findings: [], undecided: UNDECIDED });
    const unasked = { ...createLocation({}), observed: {} };
    expect(detectAt(unasked)).toEqual({ findings: [], undecided: [] });
  });

  it('are one finding for several zones with the same problem', () => {
    const { findings } = detectAt(
      createLocation({ soa: sign(1) }, 'a.example'),
      createLocation({ ns: sign(1) }, 'b.example'),
    );
    expect(findings.map(({ code, locations }) => [code, locations])).toEqual([
      ['dnssec-not-resigned', ['domain:a.example', 'domain:b.example']],
    ]);
  });
});
