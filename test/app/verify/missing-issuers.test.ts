import 'reflect-metadata';
import { beforeAll, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../../src/app/demo/create-certificate.ts';
import { verifyLocation } from '../../../src/app/verify/index.ts';
import { findMissingIssuers } from '../../../src/app/verify/missing-issuers.ts';
import { createTrustEvaluator } from '../../../src/app/verify/trust-evaluator.ts';
import { decodeLocation } from '../../../src/certificate/decode.ts';
import { parsePathFields } from '../../../src/certificate/x509/path-fields.ts';
import type { PathFields, TrustAnchorFile, TrustRequest } from '../../../src/domain/index.ts';
import { indexAnchors } from '../../../src/trust/validate-path.ts';
import { leaf, link, NOW } from '../../helpers/paths.ts';

type Name = 'root' | 'issuing' | 'deep' | 'other' | 'earlier' | 'public' | 'publicIssuing' | keyof typeof LEAVES;
const LEAVES = { end: 'issuing', below: 'deep', direct: 'root', linked: 'issuing', shop: 'publicIssuing' } as const;
const made = {} as Record<Name, CreatedCertificate>;

beforeAll(async () => {
  const ca = async (name: Name, subject: string, issuer?: CreatedCertificate) => {
    made[name] = await link({ subject, ...(issuer && { issuer }) });
  };
  await ca('root', 'Acme Root CA');
  await ca('issuing', 'Acme Issuing CA', made.root);
  await ca('deep', 'Acme Web CA', made.issuing);
  await ca('other', 'Other Root CA');
  await ca('earlier', 'Acme Root CA');
  await ca('public', 'Public Root CA');
  await ca('publicIssuing', 'Public Issuing CA', made.public);
  for (const [name, issuer] of Object.entries(LEAVES)) {
    const url = name === 'linked' ? { issuerUrl: 'http://ca.example/issuing.der' } : {};
    made[name as Name] = await leaf({ subject: name, issuer: made[issuer], ...url });
  }
});

type Store = Name[] | 'mozilla' | 'system';
interface Server {
  sends: Name[];
  /** The contents of its `ca_file`. */
  trusts?: Store;
}

function createAnchors(store: Store): TrustAnchorFile | null {
  if (store === 'mozilla') return null;
  const pem = (store === 'system' ? (['other'] as const) : store).map((name) => made[name].certificate).join('');
  return { kind: store === 'system' ? 'system' : 'ca_file', path: `${store}.pem`.replaceAll(',', '-'), pem };
}

/** The message about each server, `ok` if it is trusted. The first is `a.example:443`, the second `b.example:443`. */
async function scan(servers: readonly Server[]): Promise<string[]> {
  const evaluator = createTrustEvaluator(NOW);
  evaluator.anchors.set('', Promise.resolve(indexAnchors([parsePathFields(made.public.der) as PathFields])));
  const readings = servers.map(async ({ sends, trusts = 'mozilla' }, index) => {
    const anchors = createAnchors(trusts);
    const trust: TrustRequest = { host: null, anchors, aia: false, revocation: false, purpose: 'server' };
    const location = `${'abc'[index]}.example:443`;
    const raw = { location, observed: {}, served: sends.map((name) => made[name].der), trust };
    const verification = { evaluator, policies: null, reportBug: () => {} };
    const locations = await verifyLocation({ readings: decodeLocation(raw, null), trust, expect: null }, verification);
    return { entry: location, source: location, failure: null, locations };
  });
  const found = findMissingIssuers(await Promise.all(readings)).flatMap(({ locations }) => locations);
  expect(found.filter(({ trust }) => trust === undefined || 'missing_issuer' in trust)).toEqual([]);
  return found.map(({ trust }) => (trust?.trusted ? 'ok' : `${trust?.reason}: ${trust?.detail}`));
}

const SCANS: [what: string, ...servers: Server[]][] = [
  ['the root of a complete chain is not trusted', { sends: ['end', 'issuing', 'root'] }],
  ['the root is neither sent nor trusted', { sends: ['end', 'issuing'] }],
  ['a ca_file has another CA', { sends: ['end', 'issuing'], trusts: ['other'] }],
  ['a ca_file has another CA than the root that was sent', { sends: ['end', 'issuing', 'root'], trusts: ['other'] }],
  ['a ca_file has an earlier CA of this name', { sends: ['end', 'issuing', 'root'], trusts: ['earlier'] }],
  ['the machine does not trust the CA', { sends: ['end', 'issuing'], trusts: 'system' }],
  ['a ca_file replaces the trust store that has the CA', { sends: ['shop', 'publicIssuing'], trusts: ['root'] }],
  ['a public CA is missing in the trust store of the machine', { sends: ['shop', 'publicIssuing'], trusts: 'system' }],
  ['only the leaf came', { sends: ['end'] }],
  ['only the leaf came, and the root is in the ca_file', { sends: ['end'], trusts: ['root'] }],
  ['only the leaf came, with the URL of its issuer', { sends: ['linked'] }],
  ['only the leaf came with a URL, and a ca_file is set', { sends: ['linked'], trusts: ['root'] }],
  ['an upper intermediate is missing', { sends: ['below', 'deep'], trusts: ['root'] }],
  [
    'another server sends the intermediate, and is trusted',
    { sends: ['end'], trusts: ['root'] },
    { sends: ['end', 'issuing'], trusts: ['root'] },
  ],
  [
    'another server sends the intermediate of a URL',
    { sends: ['linked'], trusts: ['root'] },
    { sends: ['end', 'issuing'], trusts: ['root'] },
  ],
  ['another server sends the intermediate, and is not trusted', { sends: ['end'] }, { sends: ['end', 'issuing'] }],
  [
    'another server sends the intermediate, with another trust store',
    { sends: ['end'], trusts: ['root'] },
    { sends: ['end', 'issuing'] },
  ],
  ['another server sends the upper intermediate', { sends: ['below', 'deep'] }, { sends: ['end', 'issuing', 'root'] }],
  ['another server sends the root', { sends: ['direct'] }, { sends: ['end', 'issuing', 'root'] }],
  ['two servers send the same', { sends: ['end'] }, { sends: ['end'] }],
];

it('a message about a chain names the missing CA, the locations with it, and the fix', async () => {
  const texts = [];
  for (const [what, ...servers] of SCANS)
    texts.push(`${what}:\n${(await scan(servers)).map((text) => `  ${text}\n`).join('')}`);
  await expect(texts.join('\n')).toMatchFileSnapshot('../../golden/trust/missing-issuers.txt');
});

it('servers with the same problem have the same message', async () => {
  const [first, second] = await scan([{ sends: ['end', 'issuing'] }, { sends: ['linked', 'issuing'] }]);
  expect(first).toContain('CN=Acme Root CA');
  expect(second).toBe(first);
});

it('keeps what follows the message, and the messages of other reasons', async () => {
  const [only] = await scan([{ sends: ['root'] }]);
  expect(only).toMatch(/^self-signed: /);
});
