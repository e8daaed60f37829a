import { expect, it } from 'vitest';
import { listLocationsWithPasswords } from '../../src/certificate/decode-file.ts';
import { decryptRc2 } from '../../src/certificate/formats/pkcs12/rc2.ts';
import { buildCertificate, CN, der, name, oid, pem } from '../helpers/certificates.ts';
import {
  certificateBag,
  encryptedContent,
  jks,
  pkcs7,
  pkcs12,
  pkcs12WithPbmac1,
  plainContent,
} from '../helpers/keystores.ts';

const A = buildCertificate({ subject: name([[CN, 12, 'a']]) });
const B = buildCertificate({ subject: name([[CN, 12, 'b']]) });
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes as string).toString('base64');
const json = (value: unknown) => JSON.stringify(value);
const secret = (metadata: object, data: object, kind = 'Secret') => ({ apiVersion: 'v1', kind, metadata, data });
const nest = (depth: number, inner: unknown): unknown => (depth === 0 ? inner : { a: nest(depth - 1, inner) });
const nestList = (depth: number, item: object): object =>
  depth === 0 ? item : { apiVersion: 'v1', kind: 'List', items: [nestList(depth - 1, item)] };
/** Short files are not taken for DER. */
const FILLER = ' '.repeat(150);
const CRT = { 'a.crt': base64(pem(A)) };

const attribute = (type: string, value: Buffer) => der(0x30, oid(type), der(0x31, value));
const nestedBag = (depth: number): Buffer =>
  depth === 0
    ? certificateBag(A, 'x')
    : der(0x30, oid('1.2.840.113549.1.12.10.1.6'), der(0xa0, der(0x30, nestedBag(depth - 1))));
const bag = (kind: string, form: string, value: Buffer) =>
  der(
    0x30,
    oid(`1.2.840.113549.1.12.10.1.${kind}`),
    der(0xa0, der(0x30, oid(`1.2.840.113549.1.9.${form}`), der(0xa0, der(0x04, value)))),
  );
const store = (...bags: Buffer[]) => pkcs12(plainContent(der(0x30, ...bags)));
const profile = (text: string) => pkcs7([], Buffer.from(`<plist><dict>${text}</dict></plist>${FILLER}`));

/** Each file with its password, by what it is. */
const FILES: [what: string, content: Buffer | string | object, password?: string][] = [
  [
    'a list of Kubernetes over several lines',
    `[\n${json(secret({ name: 'x' }, CRT))},\n${json(secret({ name: 'y' }, CRT))}\n]`,
  ],
  ['a malformed document after one of JSON', `${json(secret({ name: 'x' }, CRT))}\n\n---\n\napiVersion: v1\ndata: [\n`],
  ['an alias of nothing', `apiVersion: v1\nkind: Secret\ndata:\n  a.crt: ${CRT['a.crt']}\n---\ndata: {a: *b}\n`],
  ['several aliases', `apiVersion: v1\ndata: &x {a.crt: ${CRT['a.crt']}}\nb: *x\n`],
  ['too many aliases', `apiVersion: v1\ndata: &a [1,1,1,1,1]\nb: &b [${'*a,'.repeat(30)}]\nc: [${'*b,'.repeat(30)}]\n`],
  [
    'an item of a list without a kind',
    { apiVersion: 'v1', kind: 'SecretList', items: [{ metadata: { name: 'x' }, data: CRT }] },
  ],
  ['a list without a kind', { apiVersion: 'v1', items: [secret({ name: 'x' }, CRT)] }],
  ['a list of another kind', { apiVersion: 'v1', kind: 'Other', items: [secret({ name: 'x' }, CRT)] }],
  ['an empty list', { apiVersion: 'v1', kind: 'SecretList', items: [], data: CRT }],
  ['four lists inside of another', nestList(4, secret({ name: 'x' }, CRT))],
  ['five lists inside of another', nestList(5, secret({ name: 'x' }, CRT))],
  [
    'names and namespaces',
    {
      apiVersion: 'v1',
      kind: 'List',
      items: [
        secret({ generateName: 'g-' }, CRT),
        secret({ namespace: 'n', name: '' }, CRT),
        secret({}, CRT),
        { apiVersion: 'v1', data: CRT },
      ],
    },
  ],
  ['data of other types', { ...secret({ name: 'x' }, [1]), stringData: 'x', extra: { 'a.crt': pem(A) } }],
  [
    'placeholders',
    secret(
      { name: 'x' },
      { 'a.crt': 'DQo=', 'b.crt': '', 'c.crt': null, 'd.crt': 'Cg==', 'e.crt': 7, 'f.crt': 'eA==' },
    ),
  ],
  [
    'overridden data',
    {
      ...secret({ name: 'x' }, { 'a.crt': CRT['a.crt'], 'b.crt': CRT['a.crt'] }),
      stringData: { 'a.crt': pem(B), 'b.crt': '' },
    },
  ],
  ['placeholders between spaces', secret({ name: 'x' }, { 'a.crt': ' Cg==\n', 'b.crt': ' \n' })],
  [
    'a ConfigMap with binary data',
    {
      ...secret({ name: 'x' }, { 'a.crt': 'x' }, 'ConfigMap'),
      binaryData: { 'b.crt': base64('x'), 'c.crt': base64(A) },
    },
  ],
  ['a repeated key', `apiVersion: v1\nkind: Secret\ndata:\n  a.crt: ${CRT['a.crt']}\n  a.crt: ${base64(pem(B))}\n`],
  ['DER of another kind', der(0x30, der(0x05), der(0x04, FILLER))],
  ['a JWKS with PEM beside it', { keys: [{ kid: 'x', x5c: [base64(A)] }], ca: pem(B) }],
  ['an alias between spaces', jks([{ alias: ' x ', certificates: [A] }], 'p'), 'p'],
  ['merged keys', `apiVersion: v1\nkind: Secret\nx: &x {a.crt: ${CRT['a.crt']}}\ndata:\n  <<: *x\n`],
  ['PEM in base64 in a text', `ca = ${CRT['a.crt']}\n`],
  [
    'PEM with each label',
    ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']
      .map((label) => pem(buildCertificate({ subject: name([[CN, 12, label]]) }), label))
      .join(''),
  ],
  [
    'names that only contain a suffix',
    secret({ name: 'x' }, { 'a.crt.bak': base64('x'), 'b.pem2': base64('x'), 'c.cer': base64('x') }),
  ],
  [
    'a trust bundle',
    {
      apiVersion: 'v1',
      kind: 'ClusterTrustBundle',
      metadata: { name: 'x' },
      spec: { trustBundle: pem(A), other: pem(B) },
    },
  ],
  [
    'a trust bundle without certificates',
    { apiVersion: 'v1', kind: 'ClusterTrustBundle', metadata: { name: 'x' }, spec: { trustBundle: 'x' } },
  ],
  [
    'webhooks of other types',
    {
      apiVersion: 'v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'x' },
      webhooks: [null, 1, { name: 'w', clientConfig: { caBundle: 'x!' } }],
    },
  ],
  [
    'a kubeconfig with users only',
    {
      apiVersion: 'v1',
      kind: 'Config',
      users: [{ name: 'u', user: { 'client-certificate-data': base64(pem(A)) } }, null],
    },
  ],
  [
    'a kubeconfig with clusters only',
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ cluster: { 'certificate-authority-data': base64(pem(A)) } }],
      users: 'x',
    },
  ],
  ['a configuration of another kind', { apiVersion: 'v1', kind: 'Config', metadata: { name: 'x' }, a: pem(A) }],
  ['items that are not objects', { apiVersion: 'v1', kind: 'X', list: [null, 5, { metadata: null, a: pem(A) }] }],
  [
    'a JWKS with a key that is partly unreadable',
    {
      keys: [
        { kid: 'x', x5c: [base64(A), 'AAAA'] },
        { kid: 'y', x5c: ['x!'] },
        { kid: 'z', x5c: [1] },
      ],
    },
  ],
  ['a key of a JWKS at the maximum depth', nest(16, { x5c: [base64(A)] }) as object],
  ['a key of a JWKS that is too deep', nest(17, { x5c: [base64(A)] }) as object],
  ['a malformed JWKS', '{"keys": [{"x5c": ["AAAA"]}'],
  ['SAML without an entity', `<X509Certificate>${base64(A)}</X509Certificate>`],
  [
    'SAML with many elements',
    `<EntityDescriptor entityID="e">${'<a/>'.repeat(150)}<PDPDescriptor><KeyDescriptor><X509Certificate>x!</X509Certificate></KeyDescriptor></PDPDescriptor></EntityDescriptor>`,
  ],
  ['SAML that is too deep', `<EntityDescriptor>${'<a>'.repeat(100)}${'</a>'.repeat(100)}</EntityDescriptor>`],
  [
    'SAML at the maximum depth',
    `<EntityDescriptor>${'<a>'.repeat(99)}${'</a>'.repeat(99)}<X509Certificate>${base64(A)}</X509Certificate></EntityDescriptor>`,
  ],
  [
    'SAML with every role',
    `<EntitiesDescriptor>${['IDPSSO', 'SPSSO', 'Role', 'AuthnAuthority', 'AttributeAuthority', 'PDP'].map((role) => `<EntityDescriptor><${role}Descriptor><X509Certificate>${base64(A)}</X509Certificate></${role}Descriptor></EntityDescriptor>`).join('')}</EntitiesDescriptor>`,
  ],
  ['a profile without dates', profile('<key>Name</key><string>P</string>')],
  ['a profile without a beginning', profile('<key>ExpirationDate</key><date> 2027-01-01T00:00:00Z </date>')],
  [
    'a profile with everything',
    profile(
      '<key>Name</key><string>P</string><key>TeamName</key><string>T</string><key>UUID</key><string>AB-12</string><key>CreationDate</key><date>2026-01-01T00:00:00Z</date><key>ExpirationDate</key><date>2027-01-01T00:00:00Z</date><key>DeveloperCertificates</key><array><data>AAAA</data></array>',
    ),
  ],
  ['a profile that is malformed', pkcs7([], Buffer.from(`<plist><dict><key>${FILLER}`))],
  ['a bundle without certificates', pkcs7([], Buffer.from(FILLER))],
  ['a bundle with a malformed certificate', pkcs7([A, Buffer.from('3000', 'hex')])],
  ['a Java keystore', jks([{ alias: 'x', certificates: [A, B], key: Buffer.alloc(3) }], 'p'), 'p'],
  ['a Java keystore with another password', jks([{ alias: 'x', certificates: [A] }], 'p'), 'q'],
  ['a Java keystore without entries', jks([], 'p'), 'p'],
  ['a truncated Java keystore', jks([{ alias: 'x', certificates: [A] }], 'p').subarray(0, -1), 'p'],
  ['nested bags', store(nestedBag(4))],
  ['bags that are nested too deeply', store(nestedBag(5))],
  [
    'a certificate of another kind',
    store(bag('3', '22.2', Buffer.from('x')), bag('4', '23.2', A), bag('5', '22.1', A)),
  ],
  ['a certificate in a bag for revocation lists', store(bag('4', '22.1', A))],
  [
    'an unknown attribute',
    store(
      der(
        0x30,
        oid('1.2.840.113549.1.12.10.1.3'),
        der(0xa0, der(0x30, oid('1.2.840.113549.1.9.22.1'), der(0xa0, der(0x04, A)))),
        der(0x31, attribute('1.2.3', der(0x05))),
      ),
    ),
  ],
  ['a keystore without content', der(0x30, der(0x02, '\x03'), der(0x04, FILLER))],
  ['a keystore of another type', Buffer.concat([Buffer.from('3080', 'hex'), der(0x02, '\x03'), Buffer.alloc(2)])],
  ['an empty keystore', pkcs12(plainContent(der(0x30, bag('5', '22.1', Buffer.alloc(150)))))],
  ['an encrypted keystore without a password', pkcs12(encryptedContent(der(0x30, certificateBag(A, 'x')), 'p', 1))],
  [
    'an encrypted keystore with another password',
    pkcs12(encryptedContent(der(0x30, certificateBag(A, 'x')), 'p', 1)),
    'q',
  ],
  ['an encrypted keystore with its password', pkcs12(encryptedContent(der(0x30, certificateBag(A, 'x')), 'p', 1)), 'p'],
  ['a keystore with too many rounds', pkcs12(encryptedContent(der(0x30, certificateBag(A, 'x')), 'p', 6_000_001)), 'p'],
  [
    'PBMAC1 with a key that is too long',
    pkcs12WithPbmac1([plainContent(der(0x30, certificateBag(A, 'x')))], { keyLength: 1_000_000, rounds: 1 }),
    'changeit',
  ],
  [
    'PBMAC1 without rounds',
    pkcs12WithPbmac1([plainContent(der(0x30, certificateBag(A, 'x')))], { rounds: 1 }),
    'changeit',
  ],
  [
    'PBMAC1 with an unknown derivation',
    pkcs12WithPbmac1([plainContent(der(0x30, certificateBag(A, 'x')))], { rounds: 1, derivation: '1.2.3' }),
    'changeit',
  ],
];

it('each location of a file has its format, its slot, its certificates and its failure', async () => {
  const parts = await Promise.all(
    FILES.map(async ([what, content, password]) => {
      const bytes = Buffer.isBuffer(content)
        ? content
        : Buffer.from(typeof content === 'string' ? content : json(content));
      const passwords = password === undefined ? null : { values: [password], unset: null };
      const found = await listLocationsWithPasswords('a', { bytes, cache: null }, passwords);
      const lines = found.map(({ location, format, slot, items, failure, notice }) => {
        const names = items.map(
          ({ facts }) => `${facts.common_name} (${facts.issuer}, ${facts.valid_from} to ${facts.valid_to})`,
        );
        const result = failure === null ? names.join(' < ') : `${failure.code}: ${failure.detail}`;
        return `  ${location} ${format} ${slot}: ${result}${notice === undefined ? '' : ` [${notice.detail}]`}\n`;
      });
      return `${what}\n${lines.join('')}`;
    }),
  );
  await expect(parts.join('')).toMatchFileSnapshot('../golden/certificate/location-details.txt');
});

it('a keystore without its password does not hide other files of the entry', async () => {
  const unset = { code: 'variable-unset', detail: 'P is not set.' };
  const read = async (bytes: Buffer) => {
    const found = await listLocationsWithPasswords('a', { bytes, cache: null }, { values: [], unset });
    return found.map(({ failure, items }) => failure?.code ?? items.length);
  };
  expect(await read(A)).toEqual([1]);
  expect(await read(store(certificateBag(A, 'x'), certificateBag(B, 'y')))).toEqual(['variable-unset']);
  const mixed = Buffer.from(`${pem(A)}${pem(store(certificateBag(B, 'y')), 'PKCS12')}`);
  expect(await read(mixed)).toEqual(['variable-unset']);
});

it('RC2 removes padding only if all of it is padding', () => {
  const decrypt = (at: number) => {
    const block = Buffer.alloc(8);
    block.writeUInt32BE(at, 4);
    return decryptRc2(Buffer.alloc(16), 128, Buffer.alloc(8), block)?.length ?? null;
  };
  // Of 600 blocks, about 19 end in a number from 1 to 8, and one in the whole padding that it announces.
  const lengths = Array.from({ length: 600 }, (_, at) => decrypt(at));
  expect(lengths.flatMap((length, at) => (length === null ? [] : [[at, length]]))).toEqual([[387, 7]]);
});
