import { describe, expect, it } from 'vitest';
import { detectMtaSts } from '../../src/assess/findings/mta-sts.ts';
import type { LiveLocation, MtaSts } from '../../src/domain/index.ts';
import { parsePolicy } from '../../src/domain/mta-sts.ts';

type Input = Parameters<typeof detectMtaSts>;

const createPolicy = (mode: string, max_age: number, ...mx: string[]) =>
  parsePolicy([`version: STSv1`, `mode: ${mode}`, `max_age: ${max_age}`, ...mx.map((one) => `mx: ${one}`)].join('\n'));

const POLICY = createPolicy('enforce', 604_800, 'mx1.example.org', '*.example.net');
const GOOD: MtaSts = {
  records: ['v=STSv1; id=1'],
  policy: POLICY,
  hosts: ['mx1.example.org', 'a.example.net'],
  failures: [],
};

interface Case extends Partial<MtaSts> {
  failed?: number;
  published?: LiveLocation['published_policy'];
}

function createLocation({ failed = 0, published, ...over }: Case, name = 'example.org'): LiveLocation {
  const registers = {
    failed_lookups: { caa: 0, dane: 0, mta_sts: failed },
    ...(published && { published_policy: published }),
  };
  const location = {
    location: `domain:${name}`,
    registration: {},
    evidence: {},
    observed: { mta_sts: { ...GOOD, ...over } },
    ...registers,
  };
  return location as unknown as LiveLocation;
}

const detectAt = (...locations: LiveLocation[]) => detectMtaSts({} as Input[0], { locations } as unknown as Input[1]);
const detect = (over: Case) => detectAt(createLocation(over));

const published = { id: '1', sha256: POLICY.sha256, mode: 'enforce' } as const;
const fail = (cause: 'resolver' | 'name' | 'bogus') => [{ code: 'dns-x', detail: 'It failed.', cause }];
const NO_POLICY = {
  code: 'mta-sts-no-policy',
  detail: 'Senders get no policy from https://mta-sts.example.org/: the server returns 404.',
};
const UNDECIDED = [{ event: 'certificate.mta_sts', qualifier: null }];

const CASES: [string, Case, string[]][] = [
  ['is valid', {}, []],
  ['is valid, and was published before', { published }, []],
  ['has no record', { records: [] }, ['warning record mta-sts-no-record']],
  ['has two records', { records: ['v=STSv1; id=1', 'v=STSv1; id=2'] }, ['warning record mta-sts-several-records']],
  ['has a malformed record', { records: ['v=STSv1; id=a-\u0007`'] }, ['warning record mta-sts-bad-record']],
  ['has no policy', { policy: NO_POLICY }, ['warning policy mta-sts-no-policy']],
  [
    'has neither a record nor a policy',
    { records: [], policy: NO_POLICY },
    ['warning record mta-sts-no-record', 'warning policy mta-sts-no-policy'],
  ],
  ['has a malformed policy', { policy: createPolicy('x', -1) }, ['warning policy mta-sts-bad-policy']],
  [
    'has a policy with another media type',
    { policy: { ...POLICY, media_type: 'text/html' } },
    ['warning policy mta-sts-media-type'],
  ],
  [
    'is kept for less than a day',
    { policy: createPolicy('enforce', 86_399, '*.example.org', '*.example.net') },
    ['warning max-age mta-sts-short-max-age'],
  ],
  ['is kept for a day', { policy: createPolicy('enforce', 86_400, '*.example.org', '*.example.net') }, []],
  ['is tested for less than a day', { policy: createPolicy('testing', 60, '*.example.org', '*.example.net') }, []],
  [
    'permits none of the hosts',
    { hosts: ['a.example', 'b.example', 'mx1.example.org'] },
    ['critical mx mta-sts-mx-mismatch'],
  ],
  [
    'would permit none of the hosts',
    { policy: createPolicy('testing', 60, 'x.example') },
    ['warning mx mta-sts-mx-mismatch'],
  ],
  ['is none, with other hosts', { policy: createPolicy('none', 60, 'x.example') }, []],
  ['receives no mail', { hosts: [] }, []],
  [
    'has a new policy with the old id',
    { published: { ...published, sha256: 'ab'.repeat(32) } },
    ['warning id mta-sts-id-unchanged'],
  ],
  ['has a new policy with a new id', { published: { ...published, id: '0', sha256: 'ab'.repeat(32) } }, []],
  ['was removed after mode none', { records: [], policy: NO_POLICY, published: { ...published, mode: 'none' } }, []],
  [
    'was removed without mode none',
    { records: [], policy: NO_POLICY, published },
    ['warning record mta-sts-no-record', 'warning policy mta-sts-no-policy'],
  ],
  [
    'has lost its record after mode none',
    { records: [], published: { ...published, mode: 'none' } },
    ['warning record mta-sts-no-record'],
  ],
];

const list = ({ findings }: ReturnType<typeof detect>) =>
  findings.map(({ severity, qualifier, code }) => `${severity} ${qualifier} ${code}`);

describe('MTA-STS of a domain', () => {
  it.each(CASES)('that %s', (_, over, expected) => {
    const result = detect(over);
    expect(list(result)).toEqual(expected);
    expect(result.undecided).toEqual([]);
  });

  it('has details that say what to do, without control characters', async () => {
    const all = [...CASES, ['bogus', { records: null, failures: fail('bogus') }, []] as const];
    const details = all.flatMap(([, over]) => detect(over).findings.map(({ code, detail }) => `${code}: ${detail}\n`));
    expect(details.join('').replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    await expect([...new Set(details)].join('')).toMatchFileSnapshot('../golden/assess/mta-sts.txt');
  });

  it.each([
    ['the resolver did not answer', fail('resolver'), 3, []],
    ['the zone did not answer once', fail('name'), 1, []],
    ['the zone did not answer twice', fail('name'), 2, []],
    ['the zone did not answer three times', fail('name'), 3, ['warning lookup mta-sts-lookup-failed']],
    ['the signatures are not valid', fail('bogus'), 1, ['warning lookup mta-sts-lookup-failed']],
  ] as const)('is undecided if %s', (_, failures, failed, expected) => {
    const result = detect({ records: null, policy: null, hosts: null, failures: [...failures], failed });
    expect(list(result)).toEqual(expected);
    expect(result.undecided).toEqual(UNDECIDED);
  });

  it('reports what is known while something else could not be looked up', () => {
    const result = detect({ records: null, hosts: ['x.example'], failures: fail('name'), failed: 1 });
    expect(list(result)).toEqual(['critical mx mta-sts-mx-mismatch']);
    expect(result.undecided).toEqual(UNDECIDED);
  });

  it('is undecided if the location was not read, and not checked unless it was requested', () => {
    const unread = { ...createLocation({}), observed: {}, evidence: null };
    expect(detectAt(unread)).toEqual({ findings: [], undecided: UNDECIDED });
    expect(detectAt({ ...unread, evidence: {} })).toEqual({ findings: [], undecided: [] });
  });

  it('is one finding for several domains with the same problem', () => {
    const { findings } = detectAt(
      createLocation({ records: [] }, 'a.example.org'),
      createLocation({ hosts: ['x.example'], policy: createPolicy('testing', 60, 'y.example') }, 'b.example.org'),
      createLocation({ hosts: ['x.example'] }, 'c.example.org'),
    );
    expect(findings.map(({ qualifier, severity, locations }) => [qualifier, severity, locations])).toEqual([
      ['record', 'warning', ['domain:a.example.org']],
      ['mx', 'critical', ['domain:b.example.org', 'domain:c.example.org']],
    ]);
  });
});
