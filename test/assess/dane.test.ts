import { describe, expect, it } from 'vitest';
import { detectDane } from '../../src/assess/findings/dane.ts';
import { listNotices } from '../../src/assess/notices.ts';
import { type DaneEvidence, type DaneMatch, hashAssociation, type LookupFailure } from '../../src/domain/dns.ts';
import type { Certificate, LiveLocation, Settings, Status } from '../../src/domain/index.ts';

const NAME = '_25._tcp.mx.example.com';
const VALID_FROM = '2026-01-01T00:00:00Z';

/** `3 1 1 match` */
function records(...texts: string[]): DaneMatch[] {
  return texts.map((text) => {
    const [usage, selector, matching_type, result] = text.split(' ');
    return {
      ...{ usage: Number(usage), selector: Number(selector), matching_type: Number(matching_type), data: 'ab' },
      ...{ result: result as DaneMatch['result'], reason: result === 'match' ? null : 'a reason' },
    };
  });
}

interface Situation {
  expected?: DaneEvidence['expected'];
  secure?: boolean;
  status?: Status;
  failed?: number;
  keeps_key?: boolean;
  /** Days after the certificate was issued. */
  day?: number;
  lifetime?: number;
  /** Records that the server matched before. */
  served?: readonly DaneMatch[];
}

function detect(found: DaneMatch[] | LookupFailure | null, situation: Situation = {}) {
  const {
    expected = 'check',
    secure = true,
    status = 'ok',
    failed = 1,
    keeps_key = false,
    day = 1,
    lifetime = 90,
    served = [],
  } = situation;
  const state = Array.isArray(found) ? { name: NAME, secure, records: found } : { failure: found };
  const location = {
    location: 'mx.example.com:25',
    failed_lookups: { caa: 0, dane: failed },
    served_records: served.map(hashAssociation),
    evidence: found === null ? null : { dane: { expected, keeps_key, state } },
  };
  const start = Date.parse(VALID_FROM);
  const facts = {
    valid_from: VALID_FROM,
    valid_to: new Date(start + lifetime * 86_400_000).toISOString(),
    lifetime_days: lifetime,
  };
  const input = { locations: [location as unknown as LiveLocation], date_status: status, renewal: null };
  return detectDane(
    { facts } as Certificate,
    { ...input, now: start + day * 86_400_000 } as unknown as Parameters<typeof detectDane>[1],
  );
}

const FAILED: LookupFailure = { code: 'dns-server-failure', detail: 'SERVFAIL.', cause: 'name' };

describe('a finding about DANE', () => {
  it.each<[string, DaneMatch[] | LookupFailure, Situation, string, string]>([
    ['no record', [], { expected: 'required' }, 'dane-no-records', 'critical'],
    [
      'no record in a zone that is not signed',
      [],
      { expected: 'required', secure: false },
      'dane-no-records',
      'critical',
    ],
    ['records that are not secure', records('3 1 1 match'), { secure: false }, 'dane-not-secure', 'warning'],
    [
      'required records that are not secure',
      records('3 1 1 match'),
      { secure: false, expected: 'required' },
      'dane-not-secure',
      'critical',
    ],
    ['only unusable records', records('0 0 1 unusable'), {}, 'dane-unusable', 'warning'],
    ['only a malformed record that Postfix needs', records('3 1 1 unusable'), {}, 'dane-unusable', 'critical'],
    ['no matching record', records('3 1 1 differs', '9 1 1 unusable'), {}, 'dane-no-match', 'critical'],
    [
      'only a record of this certificate',
      records('3 0 1 match', '0 0 1 unusable'),
      {},
      'dane-breaks-at-renewal',
      'warning',
    ],
    [
      'only a record of this key, a week before ACME clients renew',
      records('3 1 1 match'),
      { day: 54 },
      'dane-no-rollover',
      'warning',
    ],
    [
      'only a record of this key, and a certificate that is in warning',
      records('3 1 1 match'),
      { status: 'warning' },
      'dane-no-rollover',
      'warning',
    ],
    ['a third failed lookup', FAILED, { failed: 3 }, 'dane-lookup-failed', 'critical'],
    ['signatures that are not valid', { ...FAILED, cause: 'bogus' }, {}, 'dane-lookup-failed', 'critical'],
  ])('reports %s', (_, found, situation, code, severity) => {
    const { findings, undecided } = detect(found, situation);
    expect(findings).toMatchObject([{ qualifier: 'expect.dane', code, severity, locations: ['mx.example.com:25'] }]);
    expect(undecided).toEqual([]);
  });

  it.each<[string, DaneMatch[], Situation]>([
    ['a record matches', records('3 1 1 match'), {}],
    ['one of several records matches', records('3 1 1 differs', '3 1 1 match'), { day: 80 }],
    ['there are no records, and none are required', [], {}],
    ['a record of the CA matches', records('2 1 1 match'), { day: 80, status: 'critical' }],
    ['the next certificate is published', records('3 0 1 match', '3 0 1 differs'), { day: 80 }],
    ['the next key is published', records('3 1 1 match', '3 1 1 differs'), { status: 'warning' }],
    ['the key stays the same', records('3 1 1 match'), { status: 'warning', keeps_key: true }],
    ['a certificate that people renew is far from its warning', records('3 1 1 match'), { lifetime: 365, day: 300 }],
  ])('does not exist if %s', (_, found, situation) => {
    expect(detect(found, situation)).toEqual({ findings: [], undecided: [] });
  });

  it.each<[string, DaneMatch[] | LookupFailure | null, Situation]>([
    ['a lookup failed twice', FAILED, { failed: 2 }],
    ['the resolver does not respond', { ...FAILED, cause: 'resolver' }, { failed: 3 }],
    ['the server could not be read', null, {}],
    ['the root certificate is needed', records('0 1 1 unknown', '3 1 1 differs'), {}],
  ])('is undecided if %s', (_, found, situation) => {
    expect(detect(found, situation)).toMatchObject({ findings: [], undecided: [{ qualifier: 'expect.dane' }] });
  });

  it('says what is wrong, and what to do', async () => {
    const required = { expected: 'required' } as const;
    const all: [DaneMatch[] | LookupFailure, Situation?][] = [
      [[], required],
      [[], { ...required, secure: false }],
      [records('3 1 1 match'), { secure: false }],
      [records('0 0 1 unusable', '1 0 1 unusable')],
      [records('3 1 1 unusable')],
      [records('3 1 1 differs', '2 0 1 differs')],
      [records('3 0 1 match', '3 0 2 match')],
      [records('3 1 1 match'), { status: 'warning' }],
      [FAILED, { failed: 3 }],
    ];
    const details = all.flatMap(([found, situation]) =>
      detect(found, situation).findings.map(({ code, detail }) => `${code}: ${detail}\n`),
    );
    await expect(details.join('')).toMatchFileSnapshot('../golden/assess/dane.txt');
  });

  it.each([
    ['the certificate', '3 0 1', 'dane-breaks-at-renewal', 'ok' as const],
    ['the key', '3 1 1', 'dane-no-rollover', 'warning' as const],
  ])('names records of an earlier certificate or key, which are not for the next one: %s', (_, kind, code, status) => {
    const [match, old] = records(`${kind} match`, `${kind} differs`) as [DaneMatch, DaneMatch];
    const earlier = { ...old, data: '0123456789abcdef0123' };
    const [finding] = detect([match, earlier], { status, served: [earlier] }).findings;
    expect(finding?.code).toBe(code);
    expect(finding?.detail).toContain(
      ` Records of an earlier certificate or key are still published: remove \`${kind} 0123456789abcdef…\`.`,
    );
    expect(detect([match], { status }).findings[0]?.detail).not.toContain('earlier');
  });

  it('says why no record matches', () => {
    const [finding] = detect(records('3 1 1 differs', '2 0 1 differs')).findings;
    expect(finding?.detail).toContain(`none of the TLSA records at ${NAME}: 3 1 1: a reason; 2 0 1: a reason.`);
  });
});

describe('a record with the key of a CA that the server does not send', () => {
  const list = (found: DaneMatch[]) => {
    const state = { name: NAME, secure: true, records: found };
    const location = {
      location: 'mx.example.com:25',
      evidence: { dane: { expected: 'check', keeps_key: false, state } },
    };
    return listNotices([location as unknown as LiveLocation], { thresholds: [] } as unknown as Settings, 0);
  };

  it('has a notice that names the location', () => {
    const [match] = records('2 1 0 match') as [DaneMatch];
    const found = list([{ ...match, reason: 'the server does not send the certificate of this CA' }]);
    expect(found).toEqual([{ code: 'dane-anchor-not-sent', detail: expect.stringContaining('mx.example.com:25') }]);
  });

  it('has no notice if the server sends it, or if the record does not match', () => {
    expect(list(records('2 1 0 match', '3 1 1 differs', '3 1 1 unusable'))).toEqual([]);
  });
});

it('a failed lookup is explained with its consequence, and then its cause', () => {
  const [finding] = detect(FAILED, { failed: 3 }).findings;
  expect(finding?.detail).toMatch(
    /^TLSA records cannot be looked up, and mail servers that use DANE do not deliver .+ either\. ./,
  );
});
