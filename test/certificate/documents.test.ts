import { describe, expect, it } from 'vitest';
import { CN, der, name, oddCertificate, oid, pem } from '../helpers/certificates.ts';
import { certificateBag, jks, pkcs12, plainContent } from '../helpers/keystores.ts';
import { readings, summary } from './read.ts';

const named = (commonName: string) => oddCertificate({ subject: name([[CN, 12, commonName]]) });
const shop = named('shop.example');
const root = named('Root');
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes as string).toString('base64');
const encoded = (...certificates: Buffer[]) => base64(certificates.map((one) => pem(one)).join(''));
const block = (text: string, indent: number) => text.trimEnd().replaceAll('\n', `\n${' '.repeat(indent)}`);

const SECRET = `apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: prod }
type: kubernetes.io/tls
data:
  tls.crt: ${encoded(shop)}
  tls.key: ${base64('-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n')}
  ca.crt: ""
`;

describe('a Kubernetes manifest', () => {
  it.each<[string, string, string[]]>([
    ['a Secret', SECRET, ['a#prod/secret/shop-tls/tls.crt: shop.example']],
    [
      'stringData',
      `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData:\n  tls.crt: |\n    ${block(pem(shop), 4)}\n  note: hello\n`,
      ['a#secret/x/tls.crt: shop.example'],
    ],
    [
      'a ConfigMap, of whose entries only those with certificates count',
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  any: |\n    ${block(pem(root), 4)}\n  conf: a=b\nbinaryData:\n  der.cer: ${base64(shop)}\n`,
      ['a#configmap/x/any: Root', 'a#configmap/x/der.cer: shop.example'],
    ],
    [
      'a webhook configuration',
      `apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: x}\nwebhooks:\n- name: pods.example\n  clientConfig: {caBundle: ${encoded(root)}}\n- clientConfig: {caBundle: ${encoded(shop)}}\n- name: later.example\n  clientConfig: {caBundle: ""}\n`,
      [
        'a#validatingwebhookconfiguration/x/pods.example: Root',
        'a#validatingwebhookconfiguration/x/webhooks/1: shop.example',
      ],
    ],
    [
      'an APIService',
      `apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: v1.x}\nspec: {caBundle: ${encoded(root)}}\n`,
      ['a#apiservice/v1.x/caBundle: Root'],
    ],
    [
      'the conversion webhook of a CRD',
      `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x}\nspec: {conversion: {webhook: {clientConfig: {caBundle: ${encoded(root)}}}}}\n`,
      ['a#customresourcedefinition/x/caBundle: Root'],
    ],
    [
      'several documents, of which one is broken',
      `${SECRET}---\napiVersion: v1\nkind: ConfigMap\ndata: [\n---\n${SECRET.replace('prod', 'test')}`,
      [
        'a#prod/secret/shop-tls/tls.crt: shop.example',
        'a: document-malformed',
        'a#test/secret/shop-tls/tls.crt: shop.example',
      ],
    ],
    [
      'a List in JSON',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, data: { 'tls.crt': encoded(shop) } }],
      }),
      ['a#secret/x/tls.crt: shop.example'],
    ],
    [
      'a SecretList whose items leave out their kind',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'SecretList',
        items: [{ metadata: { name: 'x' }, data: { 'tls.crt': encoded(shop) } }],
      }),
      ['a#secret/x/tls.crt: shop.example'],
    ],
    [
      'an anchor',
      `apiVersion: v1\nkind: List\nitems:\n- &one\n  kind: Secret\n  metadata: {name: x}\n  data: {tls.crt: ${encoded(shop)}}\n- *one\n`,
      ['a#secret/x/tls.crt: shop.example'],
    ],
    [
      'a Secret with keystores and keys beside its certificate, which are left alone',
      `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata:\n  tls.crt: ${encoded(shop)}\n  keystore.p12: ${base64(pkcs12(plainContent(der(0x30, certificateBag(shop, 'x')))))}\n  keystore.jks: ${base64(jks([{ alias: 'x', certificates: [shop] }], 'x'))}\n  key.der: ${base64(der(0x30, der(2, '\0'), der(0x30, oid('1.2.3')), der(4, Buffer.alloc(200))))}\n`,
      ['a#secret/x/tls.crt: shop.example'],
    ],
    [
      'what is no certificate where one should be',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata:\n  tls.crt: ENC[AES256_GCM]\n  user: YWJj\n',
      ['a#secret/x/tls.crt: slot-without-certificate'],
    ],
    ['nothing to read', 'apiVersion: v1\nkind: Deployment\nmetadata: {name: x}\n', ['a: no-certificate']],
  ])('is read: %s', async (_, text, expected) => {
    expect(await summary(text)).toEqual(expected);
  });

  it('with a bundle in an entry has each of its certificates there', async () => {
    const found = await summary(SECRET.replace(encoded(shop), encoded(shop, root)));
    expect(found.map((line) => line.replace(/#[0-9a-f]{12}/, '#'))).toEqual([
      'a#prod/secret/shop-tls/tls.crt#: shop.example',
      'a#prod/secret/shop-tls/tls.crt#: Root',
    ]);
  });

  it('that is a template still gives the certificates that stand in it', async () => {
    const text = `apiVersion: v1\nkind: ConfigMap\ndata:\n  {{- if .x }}\n  ca.crt: |\n    ${block(pem(root), 4)}\n`;
    expect((await summary(text)).map((line) => line.replace(/#.{12}/, '#'))).toEqual([
      'a#: Root',
      'a: document-malformed',
    ]);
  });

  it('never has a key in what is said of it', async () => {
    expect(JSON.stringify(await readings(SECRET.replace(/tls\.crt: .*/, 'tls.crt: x')))).not.toContain('c2VjcmV0');
  });
});

const KUBECONFIG = `apiVersion: v1
kind: Config
clusters:
- name: prod
  cluster: { server: "https://127.0.0.1", certificate-authority-data: ${encoded(root)} }
users:
- name: admin
  user: { client-certificate-data: ${encoded(shop)}, client-key-data: ${base64('key')} }
- name: token
  user: { token: x }
`;

it('a kubeconfig has the certificates of its clusters and users', async () => {
  expect(await summary(KUBECONFIG)).toEqual(['a#cluster/prod: Root', 'a#user/admin: shop.example']);
});

const metadata = (...roles: string[]) => `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
  entityID="https://idp.example/metadata">${roles.join('')}</md:EntityDescriptor>`;
const key = (certificate: string, use = 'signing') =>
  `<md:KeyDescriptor use="${use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>
  ${certificate}
  </ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
const idp = (...keys: string[]) => `<md:IDPSSODescriptor>${keys.join('')}</md:IDPSSODescriptor>`;

describe('SAML metadata', () => {
  const slot = 'a#https://idp.example/metadata';

  it('has the certificates of its roles, by their use', async () => {
    const sp = `<md:SPSSODescriptor>${key(base64(root)).replace(' use="signing"', '')}</md:SPSSODescriptor>`;
    const signature = key(base64(root)).replaceAll('md:KeyDescriptor', 'ds:Signature');
    const roles = metadata(signature, idp(key(base64(shop)), key(base64(root), 'encryption')), sp);
    expect(await summary(roles)).toEqual([
      `${slot}/signature: Root`,
      `${slot}/idp/signing: shop.example`,
      `${slot}/idp/encryption: Root`,
      `${slot}/sp/any: Root`,
    ]);
  });

  it('with two certificates of one use, as while one is replaced, has both', async () => {
    const found = await summary(metadata(idp(key(base64(shop)), key(base64(root)))));
    expect(found.map((line) => line.replace(/#[0-9a-f]{12}/, '#'))).toEqual([
      `${slot}/idp/signing#: shop.example`,
      `${slot}/idp/signing#: Root`,
    ]);
  });

  it('is read with comments, CDATA and line breaks in a certificate', async () => {
    const broken = base64(shop).replace(/^.{60}/, '$&\n<!-- here -->\n  ');
    expect(await summary(metadata(idp(key(broken))))).toEqual([`${slot}/idp/signing: shop.example`]);
    expect(await summary(metadata(idp(key(`<![CDATA[${base64(shop)}]]>`))))).toEqual([
      `${slot}/idp/signing: shop.example`,
    ]);
  });

  it('that breaks off gives what stands before', async () => {
    const text = metadata(idp(key(base64(shop))));
    expect(await summary(text.slice(0, -30))).toEqual([`${slot}/idp/signing: shop.example`, 'a: document-malformed']);
  });

  it('expands no entities of its own', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]>`;
    expect(await summary(metadata(key('&b;')).replace('?>', `?>${bomb}`))).toEqual(['a: document-malformed']);
  });
});

describe('a JWKS', () => {
  const jwks = (...keys: object[]) => JSON.stringify({ keys });

  it('has the chains of its keys', async () => {
    const keys = jwks(
      { kty: 'EC', kid: 'one', x5c: [base64(shop), base64(root)] },
      { kty: 'EC', x5c: [base64(root)] },
      {},
    );
    expect(await summary(keys)).toEqual(['a#one: shop.example < Root', 'a#keys/1: Root']);
    expect(await summary(JSON.stringify({ kty: 'EC', x5c: [base64(shop)] }))).toEqual(['a: shop.example']);
  });

  it.each<[string, string, string]>([
    ['no certificate in it', jwks({ kid: 'x', x5c: [] }), 'a#x: slot-without-certificate'],
    ['something else in it', jwks({ kid: 'x', x5c: 7 }), 'a#x: slot-without-certificate'],
    ['rubbish in it', jwks({ kid: 'x', x5c: ['AAAA'] }), 'a#x: certificate-malformed'],
    ['an end too early', jwks({ kid: 'x', x5c: ['AAAA'] }).slice(0, -3), 'a: document-malformed'],
  ])('with %s says so', async (_, text, expected) => {
    expect(await summary(text)).toEqual([expected]);
  });
});

it('a list of 150,000 Secrets without their certificates is told of at each', async () => {
  const items = Array.from({ length: 150_000 }, (_, name) => ({
    kind: 'Secret',
    metadata: { name: `x${name}` },
    data: { 'a.crt': 'x' },
  }));
  const found = await readings(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  expect(found).toHaveLength(150_000);
  expect(found.at(-1)).toMatchObject({
    place: 'a#secret/x149999/a.crt',
    failure: { code: 'slot-without-certificate' },
  });
});

describe('a bomb', () => {
  const swelling = (depth: number) =>
    Array.from(
      { length: depth },
      (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(at === 0 ? 'x' : `*a${at}`)}]\n`,
    );
  const head = 'apiVersion: v1\nkind: Secret\ndata: {}\n';

  it.each<[string, string, RegExp]>([
    ['of aliases', `${head}${swelling(12).join('')}`, /document-too-large/],
    // Whether the parser's grammar or its stack ends first depends on the machine.
    ['of brackets', `${head}x: ${'['.repeat(100_000)}`, /document-(malformed|too-large)/],
    [
      'of indentation',
      `${head}${Array.from({ length: 3000 }, (_, at) => `${' '.repeat(at)}- \n`).join('')}`,
      /document-(malformed|too-large)/,
    ],
    [
      'of lists in lists',
      `${head.replace('Secret', 'List')}items: ${'[{kind: List, items: '.repeat(500)}${'}]'.repeat(500)}`,
      /document-(malformed|too-large)|no-certificate/,
    ],
    ['of an alias in itself', `${head.replace('Secret', 'List')}items: &a [*a]\n`, /no-certificate/],
    ['of very many items', `${head}${'x: 1\n'.repeat(300_000)}`, /document-too-large/],
    ['of brackets in JSON', `{"apiVersion": 1, "x": ${'['.repeat(1_000_000)}`, /document-malformed/],
    ['of tags', `<EntityDescriptor ${'<x>'.repeat(500_000)}`, /document-malformed/],
    ['of nested tags', `<EntityDescriptor>${'<x>'.repeat(500_000)}`, /document-malformed/],
  ])('%s is told of', async (_, text, code) => {
    const found = await summary(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(code);
  });
});
