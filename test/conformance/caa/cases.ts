/** Draws zones whose names have CAA records, or are aliases of each other, and a name of a certificate to look up in them. */

import fc from 'fast-check';

interface CaaRecord {
  flags: number;
  tag: string;
  value: string;
}

/** The records of a name, or its alias. A text is what the resolver does instead. */
export type CaaNode = { records: CaaRecord[] } | { alias: string } | 'absent' | 'fails';

export interface CaaCase {
  zone: Record<string, CaaNode>;
  /** As it is in a certificate: it may be a wildcard. */
  name: string;
}

/** An alias leads to a later name, so that there is no loop. */
const NAMES = [
  'deep.a-b.shop.example',
  'a-b.shop.example',
  'www.shop.example',
  '_x.shop.example',
  'shop.example',
  'a.other.example',
  'other.example',
  'example',
];

const ISSUERS = ['a.example', 'b.example', 'letsencrypt.org', 'CA-1.Example', 'a-.example', 'com', 'a--b.example'];
const MALFORMED = ['%%', 'a..example', '-a.example', 'a.example.', 'a b.example', 'ä.example', 'x;y;z', 'a_b.example'];
const NOBODY = ['', ';', ' ; ', '\t;', ';;'];
const PARAMETERS = [
  ...['x=1', 'X = 2', ' policy=ev ', 'x=1; x=2', 'x=1;X=1', 'a=1;b=2;a=1', 'x=', 'a-b=~', 'x==;y='],
  ...['x', 'x=a b', '=1', '', ';', 'x=1;', 'a-=1', 'x=ä', 'a--b=1', '-a=1'],
  ...['accounturi=https://ca.example/1', 'AccountURI=x:1', 'accounturi=', 'accounturi=x:1;accounturi=x:1'],
  ...['validationmethods=dns-01', 'validationmethods=dns-01,ca-x', 'validationmethods=', 'validationmethods=a,'],
  ...['validationmethods=a;ValidationMethods=b', 'ValidationMethods = dns-01 ; accounturi = x:1', 'accounturi=a;x=1'],
];

const space = fc.constantFrom('', '', '', '', '', '', '', ' ', '\t', '  ', '\n', '\u00a0');
const issuer = fc.constantFrom(...ISSUERS);
const value = fc.oneof(
  { weight: 4, arbitrary: issuer },
  { weight: 2, arbitrary: fc.constantFrom(...NOBODY) },
  { weight: 1, arbitrary: fc.constantFrom(...MALFORMED) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(space, issuer, space, space, fc.constantFrom(...PARAMETERS), space)
      .map(([a, ca, b, c, parameters, d]) => `${a}${ca}${b};${c}${parameters}${d}`),
  },
);

const record: fc.Arbitrary<CaaRecord> = fc.record({
  flags: fc.constantFrom(0, 0, 0, 0, 0, 1, 128, 129),
  tag: fc.constantFrom(
    ...['issue', 'issue', 'issue', 'issue', 'issuewild', 'issuewild', 'ISSUE', 'IssueWild'],
    ...['iodef', 'issuemail', 'issuevmc', 'contactemail', 'tbs', 'issue2'],
  ),
  value,
});

function drawNode(at: number): fc.Arbitrary<CaaNode> {
  const records = fc.array(record, { minLength: 1, maxLength: 4 }).map((records): CaaNode => ({ records }));
  const later = [...NAMES.slice(at + 1), 'gone.example'];
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom<CaaNode>('absent') },
    { weight: 5, arbitrary: records },
    { weight: 3, arbitrary: fc.constantFrom(...later).map((alias): CaaNode => ({ alias })) },
    { weight: 1, arbitrary: fc.constant<CaaNode>({ records: [] }) },
    { weight: 1, arbitrary: fc.constant<CaaNode>('fails') },
  );
}

const zone = fc
  .tuple(...NAMES.map((_, at) => drawNode(at)))
  .map((nodes): CaaCase['zone'] => Object.fromEntries(nodes.map((node, at) => [NAMES[at] ?? '', node])));

const name = fc
  .tuple(fc.constantFrom('', '', 'new.', '*.', '*.', '*.new.'), fc.constantFrom(...NAMES), fc.boolean())
  .map(([below, name, isUpper]) => (isUpper ? `${below}${name}`.toUpperCase() : `${below}${name}`));

export const cases: fc.Arbitrary<CaaCase> = fc.record({ zone, name });
