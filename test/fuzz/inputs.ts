/** The inputs to mutate: a small one of each format and variant, so that mutations are effective. */

import { readdirSync, readFileSync } from 'node:fs';
import { buildCertificate, CN, der, name, pem } from '../helpers/certificates.ts';
import { certificateBag, encryptedContent, jks, pkcs7, pkcs12, plainContent } from '../helpers/keystores.ts';

export interface Input {
  name: string;
  bytes: Buffer;
  password: string | null;
}

const PASSWORD = 'changeit';
const DIRECTORY = new URL('../fixtures/certificates/', import.meta.url);
const OWN = new Set(['make.sh', 'README.md']);

const leaf = buildCertificate({
  subject: name([[CN, 12, 'shop.example']]),
  extensions: { '2.5.29.17': der(0x30, der(0x82, 'shop.example')) },
});
const root = buildCertificate({ subject: name([[CN, 30, '\0R\0o\0o\0t']]), serial: Buffer.from('80ff', 'hex') });
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes as string).toString('base64');
const both = pem(leaf) + pem(root);

const PROFILE = `<?xml version="1.0"?><plist version="1.0"><dict><key>Name</key><string>Shop</string>
<key>DeveloperCertificates</key><array><data>${base64(leaf)}</data></array>
<key>CreationDate</key><date>2026-01-01T00:00:00Z</date><key>ExpirationDate</key><date>2027-01-01T00:00:00Z</date></dict></plist>`;

const TEXTS: Readonly<Record<string, string>> = {
  pem: `text\n${both}`,
  kubernetes: `apiVersion: v1
kind: List
items:
- &one {apiVersion: v1, kind: Secret, metadata: {name: x, namespace: y}, data: {tls.crt: ${base64(both)}}}
- *one
---
apiVersion: v1
kind: ConfigMap
metadata: {name: x}
data:
  ca.crt: |
    ${pem(root).trimEnd().replaceAll('\n', '\n    ')}
`,
  kubeconfig: `apiVersion: v1
kind: Config
clusters: [{name: x, cluster: {certificate-authority-data: ${base64(pem(root))}}}]
users: [{name: y, user: {client-certificate-data: ${base64(pem(leaf))}}}]
`,
  'kubernetes in JSON': JSON.stringify({
    apiVersion: 'v1',
    kind: 'SecretList',
    items: [{ metadata: { name: 'x' }, data: { 'tls.crt': base64(both) } }],
  }),
  saml: `<md:EntityDescriptor xmlns:md="m" xmlns:ds="d" entityID="https://idp.example"><md:IDPSSODescriptor>
<md:KeyDescriptor use="signing"><ds:X509Certificate>${base64(leaf)}</ds:X509Certificate></md:KeyDescriptor>
<md:KeyDescriptor><ds:X509Certificate><![CDATA[${base64(root)}]]></ds:X509Certificate></md:KeyDescriptor>
</md:IDPSSODescriptor></md:EntityDescriptor>`,
  jwks: JSON.stringify({ keys: [{ kid: 'x', x5c: [base64(leaf), base64(root)] }, { x5c: [base64(root)] }] }),
  'a set of keys in JSON': JSON.stringify({ a: [{ keys: [{ x5c: [leaf.toString('base64url')] }] }] }),
  'any resource': `apiVersion: example.com/v1
kind: Gate
metadata: {name: x, annotations: {a/ca: ${JSON.stringify(pem(root))}}}
spec: {ca: ${base64(both)}, der: ${base64(leaf)}, env: [{name: y, value: ${JSON.stringify(pem(leaf))}}]}
...
${pem(root)}`,
  'lines of JSON': `${['x', 'y'].map((name) => JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: { a: base64(both) } })).join('\n')}`,
  'pem in base64': `ca = "${base64(pem(root))}"\nshop: ${base64(pem(leaf))}\n`,
  'pem of several': pem(Buffer.concat([leaf, root])),
  'pem in comments': both.replace(/^/gm, '// '),
  'pem in literals': both.replace(/.+/g, '"$&\\n" +'),
  'pem in strings': JSON.stringify(both).replace(/[+=]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`),
  base64: base64(pkcs7([leaf, root])),
};

const BINARIES: Readonly<Record<string, Buffer>> = {
  der: Buffer.concat([leaf, root]),
  pkcs7: pkcs7([leaf, root]),
  profile: pkcs7([root], Buffer.from(PROFILE)),
  jks: jks(
    [
      { alias: 'x', certificates: [leaf, root], key: Buffer.from('key') },
      { alias: 'y', certificates: [root] },
    ],
    PASSWORD,
  ),
  jceks: jks([{ alias: 'y', certificates: [root] }], PASSWORD, { magic: 0xcececece }),
  // Few rounds, so that the time is spent on decoding and not on hashing.
  pkcs12: pkcs12(
    plainContent(der(0x30, certificateBag(leaf, 'x'))),
    encryptedContent(der(0x30, certificateBag(root, null)), PASSWORD, 2),
  ),
};

/** Lists all inputs, including the fixtures. */
export function listFuzzInputs(): Input[] {
  const made = Object.entries(BINARIES).map(([name, bytes]) => ({ name, bytes, password: PASSWORD }));
  const written = Object.entries(TEXTS).map(([name, text]) => ({ name, bytes: Buffer.from(text), password: null }));
  const fixtures = readdirSync(DIRECTORY, { withFileTypes: true })
    .filter((one) => one.isFile() && !OWN.has(one.name))
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name, bytes: readFileSync(new URL(name, DIRECTORY)), password: PASSWORD }));
  return [...made, ...written, ...fixtures];
}
