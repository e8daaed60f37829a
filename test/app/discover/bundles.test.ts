import { rootCertificates } from 'node:tls';
import { expect, it } from 'vitest';
import { runDiscovery } from '../../../src/app/discover/index.ts';
import { createWorkspace } from '../../e2e/certvigil.ts';
import { buildCertificate, CN, name, pem } from '../../helpers/certificates.ts';
import { jks } from '../../helpers/keystores.ts';
import { createTestIo } from '../../manifest/io.ts';

/** The kinds of the certificate files. */
async function classify(files: Record<string, string | Uint8Array>): Promise<Record<string, string>> {
  await using workspace = await createWorkspace(files);
  const { search } = await runDiscovery({ manifest: null, log: null, now: 0 }, createTestIo(workspace.root));
  return Object.fromEntries(search.files.map(({ path, kind }) => [path, kind]));
}

const issue = (common: string) => {
  const own = name([[CN, 12, common]]);
  return buildCertificate({ subject: own, issuer: own, serial: Buffer.from(common) });
};

/** Self-signed certificates without names, as OpenSSL creates them for a CA and for an identity provider alike. */
const [ONE, TWO] = [issue('one'), issue('two')];
const MANY = Array.from({ length: 25 }, (_, index) => issue(`party ${index}`));
const BOTH = pem(ONE) + pem(TWO);
const KEY = pem(Buffer.from('a key'), 'PRIVATE KEY');
const indent = (text: string) => text.replace(/^(?=.)/gm, '    ');
const base64 = (bytes: Buffer) => bytes.toString('base64');

const metadata = (certificates: readonly Buffer[]) =>
  `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.corp.dev"><IDPSSODescriptor>${certificates
    .map((one) => `<KeyDescriptor use="signing"><X509Certificate>${base64(one)}</X509Certificate></KeyDescriptor>`)
    .join('')}</IDPSSODescriptor></EntityDescriptor>`;
const php = (certificates: readonly Buffer[]) =>
  `<?php\n${certificates.map((one, index) => `$metadata['${index}'] = ['certData' => '${base64(one)}'];\n`).join('')}`;
const hook = `apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nwebhooks:\n  - clientConfig: { caBundle: ${Buffer.from(BOTH).toString('base64')} }\n`;
const clusters = [ONE, TWO].map(
  (one) => `  - { cluster: { certificate-authority-data: ${Buffer.from(pem(one)).toString('base64')} } }\n`,
);

it.each<[what: string, file: string, content: string | Uint8Array]>([
  ['SAML metadata during a key rollover', 'idp.xml', metadata([ONE, TWO])],
  ['SAML metadata of a federation', 'idp.xml', metadata(MANY)],
  ['a PHP file with two parties', 'saml20-idp-remote.php', php([ONE, TWO])],
  ['a PHP file with many parties', 'saml20-idp-remote.php', php(MANY)],
  ['a key set', 'jwks.json', JSON.stringify({ keys: [ONE, TWO].map((one) => ({ kty: 'RSA', x5c: [base64(one)] })) })],
  ['values of different keys in base64', 'parties.json', JSON.stringify({ a: base64(ONE), b: base64(TWO) })],
  ['values of different keys in PEM', 'parties.yaml', `a: |\n${indent(pem(ONE))}# b\nb: |\n${indent(pem(TWO))}`],
  ['values of different keys in JSON', 'parties.json', JSON.stringify({ a: pem(ONE), b: pem(TWO) })],
  ['the CA of a webhook during a rollover', 'hook.yaml', hook],
  ['clusters of a kubeconfig', 'config', `apiVersion: v1\nkind: Config\nclusters:\n${clusters.join('')}`],
  [
    'private keys of a Java keystore',
    'a.jks',
    jks(
      [
        { alias: 'a', key: Buffer.alloc(8), certificates: [ONE] },
        { alias: 'b', key: Buffer.alloc(8), certificates: [TWO] },
      ],
      'changeit',
    ),
  ],
  [
    'a private key of a Java keystore with others',
    'a.jks',
    jks(
      [
        { alias: 'a', key: Buffer.alloc(8), certificates: [ONE] },
        { alias: 'b', certificates: [TWO] },
      ],
      'changeit',
    ),
  ],
  ['a PEM file with a private key', 'a.pem', pem(ONE) + KEY + pem(TWO)],
])('certificates are not a bundle if they are %s', async (_, file, content) => {
  expect(await classify({ [file]: content })).toEqual({ [file]: 'certificate' });
});

it.each<[what: string, file: string, content: string | Uint8Array]>([
  ['roots in PEM', 'a.pem', BOTH],
  ['roots in PEM with comments', 'a.pem', `# Root: one\n${pem(ONE)}\nRoot two\n=======\n# Root: two\n${pem(TWO)}`],
  ['roots in one value', 'a.yaml', `ca: |\n${indent(BOTH)}`],
  [
    'roots of a Java truststore',
    'a.jks',
    jks(
      [
        { alias: 'a', certificates: [ONE] },
        { alias: 'b', certificates: [TWO] },
      ],
      'changeit',
    ),
  ],
  ['many', 'a.pem', MANY.map((one) => pem(one)).join('')],
  [
    'of public CAs, also as values of different keys',
    'a.json',
    JSON.stringify(rootCertificates.slice(0, 2).map((one, index) => ({ [index]: one }))),
  ],
])('certificates are a bundle if they are %s', async (_, file, content) => {
  expect(await classify({ [file]: content })).toEqual({ [file]: 'bundle' });
});

it.each<[what: string, kind: string, siblings: Record<string, string>]>([
  ['the same name', 'certificate', { 'saml/idp.key': KEY, 'saml/other.crt': pem(ONE) }],
  ['the same name and a word for the key', 'certificate', { 'saml/idp-key.pem': KEY, 'saml/other.crt': pem(ONE) }],
  ['another name, and no other certificate', 'certificate', { 'saml/private.key': KEY }],
  ['a name that does not tell that it is a key', 'certificate', { 'saml/secret.pem': KEY }],
  ['another name, and another certificate', 'bundle', { 'saml/server.key': KEY, 'saml/server.crt': pem(ONE) }],
  ['another directory', 'bundle', { 'other/idp.key': KEY }],
])('a private key beside roots with %s makes them a %s', async (_, kind, siblings) => {
  expect(await classify({ 'saml/idp.crt': BOTH, ...siblings })).toMatchObject({ 'saml/idp.crt': kind });
});

it('a private key beside public CAs, or beside many certificates, changes nothing', async () => {
  const [root = ''] = rootCertificates;
  const many = MANY.map((one) => pem(one)).join('');
  expect(await classify({ 'a/a.pem': root, 'a/a.key': KEY, 'b/b.pem': many, 'b/b.key': KEY })).toEqual({
    'a/a.pem': 'bundle',
    'b/b.pem': 'bundle',
  });
});
