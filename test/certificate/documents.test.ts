import { describe, expect, it } from 'vitest';
import { buildCertificate, CN, der, name, oid, pem } from '../helpers/certificates.ts';
import { certificateBag, jks, pkcs12, plainContent } from '../helpers/keystores.ts';
import { readings, summary } from './helpers.ts';

const named = (commonName: string) => buildCertificate({ subject: name([[CN, 12, commonName]]) });
const shop = named('shop.example');
const root = named('Root');
const other = named('other.example');
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes as string).toString('base64');
const encoded = (...certificates: Buffer[]) => base64(certificates.map((one) => pem(one)).join(''));
const block = (text: string, indent: number) => text.trimEnd().replaceAll('\n', `\n${' '.repeat(indent)}`);

const line = (name: string) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: { 'a.crt': encoded(shop) } });

const SECRET = `apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: prod }
type: kubernetes.io/tls
data:
  tls.crt: ${encoded(shop)}
  tls.key: ${base64('-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n')}
  ca.crt: ""
  old.crt:
`;

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

describe('a Kubernetes manifest', () => {
  it.each<[string, string, string[]]>([
    ['a Secret', SECRET, ['a#prod/secret/shop-tls/tls.crt: shop.example']],
    [
      'stringData',
      `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData:\n  tls.crt: |\n    ${block(pem(shop), 4)}\n  note: hello\n`,
      ['a#secret/x/tls.crt: shop.example'],
    ],
    [
      'a ConfigMap, of which only entries with certificates are read',
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  any: |\n    ${block(pem(root), 4)}\n  conf: a=b\nbinaryData:\n  der.cer: ${base64(shop)}\n`,
      ['a#configmap/x/any: Root', 'a#configmap/x/der.cer: shop.example'],
    ],
    [
      'a webhook configuration',
      `apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: x}\nwebhooks:\n- name: pods.example\n  clientConfig: {caBundle: ${encoded(root)}}\n- clientConfig: {caBundle: ${encoded(shop)}}\n- name: later.example\n  clientConfig: {caBundle: ""}\n- name: soon.example\n  clientConfig: {caBundle: Cg==}\n- name: null.example\n  clientConfig: {caBundle: }\n`,
      [
        'a#validatingwebhookconfiguration/x/pods.example: Root',
        'a#validatingwebhookconfiguration/x/webhooks: shop.example',
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
      'several documents, one of which is broken',
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
      'a SecretList whose items have no kind',
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
      'a Secret with a certificate, and keystores and keys that are ignored',
      `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata:\n  tls.crt: ${encoded(shop)}\n  keystore.p12: ${base64(pkcs12(plainContent(der(0x30, certificateBag(shop, 'x')))))}\n  keystore.jks: ${base64(jks([{ alias: 'x', certificates: [shop] }], 'x'))}\n  key.der: ${base64(der(0x30, der(2, '\0'), der(0x30, oid('1.2.3')), der(4, Buffer.alloc(200))))}\n`,
      ['a#secret/x/tls.crt: shop.example'],
    ],
    [
      'a value that should be a certificate but is not',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata:\n  tls.crt: ENC[AES256_GCM]\n  user: YWJj\n',
      ['a#secret/x/tls.crt: slot-without-certificate'],
    ],
    [
      'PEM elsewhere: in a custom resource, in an annotation, in a list by its names, and base64 of it',
      `apiVersion: example.com/v1\nkind: Gate\nmetadata:\n  name: x\n  namespace: y\n  annotations:\n    example.com/ca: |\n      ${block(pem(root), 6)}\nspec:\n  caBundle: ${encoded(root)}\n  der: ${base64(shop)}\n  env:\n  - name: CA\n    value: |\n      ${block(pem(shop), 6)}\n  - |\n    ${block(pem(root), 4)}\n`,
      [
        'a#y/gate/x/metadata/annotations/example.com/ca: Root',
        'a#y/gate/x/spec/caBundle: Root',
        'a#y/gate/x/spec/der: shop.example',
        'a#y/gate/x/spec/env/CA/value: shop.example',
        'a#y/gate/x/spec/env: Root',
      ],
    ],
    [
      'base64 of DER elsewhere, and other data with the same prefix',
      `apiVersion: v1\nkind: Gate\nmetadata: {name: x}\nspec: {ca: ${base64(shop)}, other: ${'MIIB'.repeat(60)}, key: ${base64(der(0x30, der(2, '\0'), der(0x30, oid('1.2.3')), der(4, Buffer.alloc(300))))}}\n`,
      ['a#gate/x/spec/ca: shop.example'],
    ],
    [
      'PEM elsewhere, except for prose, scripts and the annotation of kubectl',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: 'x',
          annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ a: pem(shop) }) },
        },
        data: {
          'a.sh': "awk '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/' a.pem",
          'b.sh': 'grep -- "-----BEGIN CERTIFICATE-----" b.pem',
        },
        spec: { description: pem(shop), example: pem(shop), 'a-key.pem': pem(shop) },
      }),
      ['a: no-certificate'],
    ],
    [
      'PEM elsewhere that is damaged',
      JSON.stringify({ apiVersion: 'v1', kind: 'Gate', metadata: { name: 'x' }, ca: pem(shop).slice(0, 200) }),
      ['a#gate/x/ca: certificate-truncated'],
    ],
    [
      'base64 of PEM in a text, and PEM where base64 should be',
      `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData:\n  ca: ${encoded(root)}\ndata:\n  tls.crt: |\n    ${block(pem(shop), 4)}\n`,
      ['a#secret/x/tls.crt: shop.example', 'a#secret/x/ca: Root'],
    ],
    [
      'an entry in both data and stringData, of which a cluster uses the second',
      `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData:\n  tls.crt: |\n    ${block(pem(shop), 4)}\ndata:\n  tls.crt: ${encoded(root)}\n  ca.crt: ${encoded(root)}\n`,
      ['a#secret/x/ca.crt: Root', 'a#secret/x/tls.crt: shop.example'],
    ],
    [
      'an entry in data whose value in stringData is still empty',
      `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData: {tls.crt: "", ca.crt: }\ndata:\n  tls.crt: ${encoded(shop)}\n  ca.crt: ${encoded(root)}\n`,
      ['a#secret/x/tls.crt: shop.example', 'a#secret/x/ca.crt: Root'],
    ],
    [
      'a kubeconfig in a Secret and in a ConfigMap',
      `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata:\n  value: ${base64(KUBECONFIG)}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: cluster-info, namespace: kube-public}\ndata:\n  kubeconfig: |\n    ${block(KUBECONFIG.replace(/users[\s\S]*/, ''), 4)}\n`,
      [
        expect.stringMatching(/^a#secret\/x\/value#[0-9a-f]{12}: Root$/),
        expect.stringMatching(/^a#secret\/x\/value#[0-9a-f]{12}: shop\.example$/),
        'a#kube-public/configmap/cluster-info/kubeconfig: Root',
      ],
    ],
    [
      'items of a list without names, which are a set, whatever precedes them',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Bundle',
        metadata: { name: 'x' },
        spec: { sources: [{ useDefaultCAs: true }, { inLine: pem(shop) }, [[{ inLine: pem(root) }]]] },
      }),
      [
        expect.stringMatching(/^a#bundle\/x\/spec\/sources\/inLine#[0-9a-f]{12}: shop\.example$/),
        expect.stringMatching(/^a#bundle\/x\/spec\/sources\/inLine#[0-9a-f]{12}: Root$/),
      ],
    ],
    [
      'Secrets in a template of objects',
      `apiVersion: v1\nkind: Template\nmetadata: {name: x}\nobjects:\n- kind: Secret\n  metadata: {name: y}\n  data: {tls.crt: ${encoded(shop)}}\n`,
      ['a#template/x/objects/y/data/tls.crt: shop.example'],
    ],
    [
      'a document without a kind and a name, such as chart values',
      `apiVersion: v1\ntls:\n  ca: |\n    ${block(pem(root), 4)}\n`,
      ['a#tls/ca: Root'],
    ],
    [
      'documents that end with dots',
      `${SECRET}...\n${SECRET.replace('prod', 'test')}... # the last\n`,
      ['a#prod/secret/shop-tls/tls.crt: shop.example', 'a#test/secret/shop-tls/tls.crt: shop.example'],
    ],
    [
      'a sequence of resources',
      `- ${SECRET.replaceAll('\n', '\n  ').trimEnd()}\n- {kind: Gate, metadata: {name: x}, ca: ${encoded(root)}}\n`,
      ['a#prod/secret/shop-tls/tls.crt: shop.example', 'a#gate/x/ca: Root'],
    ],
    ['YAML after PEM', `${pem(root)}---\n${SECRET}`, ['a: Root', 'a#prod/secret/shop-tls/tls.crt: shop.example']],
    [
      'JSON Lines',
      `${line('x')}\n${line('y')}\n`,
      ['a#secret/x/a.crt: shop.example', 'a#secret/y/a.crt: shop.example'],
    ],
    [
      'JSON Lines, one of which is broken',
      `${line('x')}\n${line('y').slice(0, -9)}\n${line('z')}\n`,
      ['a#secret/x/a.crt: shop.example', 'a: document-malformed', 'a#secret/z/a.crt: shop.example'],
    ],
    [
      'several JSON documents of several lines',
      ['x', 'y'].map((name) => `${JSON.stringify(JSON.parse(line(name)), null, 2)}\n`).join(''),
      ['a#secret/x/a.crt: shop.example', 'a#secret/y/a.crt: shop.example'],
    ],
    [
      'JSON documents separated by hyphens',
      `${line('x')}\n---\n${line('y')}\n`,
      ['a#secret/x/a.crt: shop.example', 'a#secret/y/a.crt: shop.example'],
    ],
    [
      'YAML in flow style',
      `{apiVersion: v1, kind: Secret, metadata: {name: x},\n  data: {a.crt: ${encoded(shop)}}}\n`,
      ['a#secret/x/a.crt: shop.example'],
    ],
    [
      'YAML whose keys are in quotes',
      `"apiVersion": "v1"\n"kind": "Secret"\n"metadata": {"name": "x"}\n"data": {"a.crt": "${encoded(shop)}"}\n`,
      ['a#secret/x/a.crt: shop.example'],
    ],
    [
      'an array in JSON',
      `[${line('x')}, ${line('y')}]`,
      ['a#secret/x/a.crt: shop.example', 'a#secret/y/a.crt: shop.example'],
    ],
    ['nothing to read', 'apiVersion: v1\nkind: Deployment\nmetadata: {name: x}\n', ['a: no-certificate']],
  ])('is decoded: %s', async (_, text, expected) => {
    expect(await summary(text)).toEqual(expected);
  });

  it.each([
    'MII\n-----BEGIN ',
    '  MII-----BEGIN x-----BEGIN ',
    'MII-----BEGIN CERTIFICATE',
    'MII-----BEGIN lower case-----',
    'MII -----BEGIN CERTIFICATE-----',
    '-----BEGIN MII',
    'LS0tLS1CRUdJTi',
    'LS0tLS1CRUdJTiBN MII-----BEGIN ',
  ])('ends for a field that looks like base64 and like PEM and is neither: %j', async (text) => {
    const data = { plain: text, encoded: base64(text), twice: base64(base64(text)), 'tls.crt': encoded(shop) };
    for (const fields of [
      { kind: 'Secret', data },
      { kind: 'ConfigMap', data },
      { kind: 'Gate', spec: data },
    ]) {
      const resource = JSON.stringify({ apiVersion: 'v1', metadata: { name: 'x' }, ...fields });
      expect((await summary(resource)).filter((line) => line.endsWith(': shop.example'))).toHaveLength(1);
      expect((await summary(base64(resource))).filter((line) => line.endsWith(': shop.example'))).toHaveLength(1);
    }
    expect((await readings(text))[0]?.certificate).toBeNull();
  });

  it('returns each certificate of a bundle in an entry', async () => {
    const found = await summary(SECRET.replace(encoded(shop), encoded(shop, root)));
    expect(found.map((line) => line.replace(/#[0-9a-f]{12}/, '#'))).toEqual([
      'a#prod/secret/shop-tls/tls.crt#: shop.example',
      'a#prod/secret/shop-tls/tls.crt#: Root',
    ]);
  });

  it('returns the certificates in a template that is not rendered', async () => {
    const text = `apiVersion: v1\nkind: ConfigMap\ndata:\n  {{- if .x }}\n  ca.crt: |\n    ${block(pem(root), 4)}\n  tls.crt: ${encoded(shop)}\n`;
    expect((await summary(text)).map((line) => line.replace(/#.{12}/, '#'))).toEqual([
      'a#: Root',
      'a#: shop.example',
      'a: document-malformed',
    ]);
  });

  it('never shows a key in a failure', async () => {
    expect(JSON.stringify(await readings(SECRET.replace(/tls\.crt: .*/, 'tls.crt: x')))).not.toContain('c2VjcmV0');
  });
});

it('decodes the certificates of the clusters and users of a kubeconfig', async () => {
  expect(await summary(KUBECONFIG)).toEqual(['a#cluster/prod: Root', 'a#user/admin: shop.example']);
});

describe('a JWKS', () => {
  const jwks = (...keys: object[]) => JSON.stringify({ keys });

  it('returns the chains of its keys', async () => {
    const keys = jwks(
      { kty: 'EC', kid: 'one', x5c: [base64(shop), base64(root)] },
      { kty: 'EC', x5c: [base64(root)] },
      {},
    );
    expect(await summary(keys)).toEqual(['a#one: shop.example < Root', 'a#keys: Root']);
    expect(await summary(JSON.stringify({ kty: 'EC', x5c: [base64(shop)] }))).toEqual(['a: shop.example']);
  });

  it('is a location for each key with its chain, also if a kid is repeated or missing', async () => {
    const [first, second] = [{ x5c: [base64(other), base64(root)] }, { x5c: [base64(shop), base64(root)] }];
    const createKeySet = (...keys: object[]) => jwks(...keys.map((key) => ({ kid: 'x', ...key })));
    const is = (slot: string, name: string) =>
      expect.stringMatching(new RegExp(`^a#${slot}#[0-9a-f]{12}: ${name} < Root$`));
    expect(await summary(jwks(first, second))).toEqual([is('keys', 'other.example'), is('keys', 'shop.example')]);
    expect(await summary(jwks(second, first)).then((lines) => lines.sort())).toEqual(
      await summary(jwks({}, first, second)).then((lines) => lines.sort()),
    );
    expect(await summary(createKeySet(first, second))).toEqual([is('x', 'other.example'), is('x', 'shop.example')]);
    expect(await summary(createKeySet(second, second))).toEqual(['a#x: shop.example < Root']);
  });

  it('is found anywhere in a document', async () => {
    const set = { keys: [{ kty: 'EC', x5c: [base64(shop)] }] };
    expect(await summary(JSON.stringify({ providers: [{ jwks: set }] }))).toEqual([
      'a#providers/jwks/keys: shop.example',
    ]);
    expect(await summary(JSON.stringify(set.keys))).toEqual(['a: shop.example']);
    const nest = (depth: number) => summary('['.repeat(depth) + JSON.stringify(set.keys[0]) + ']'.repeat(depth));
    expect([await nest(16), await nest(17)]).toEqual([['a: shop.example'], ['a: no-certificate']]);
    expect(await summary(JSON.stringify({ ...set, tls: { ca: pem(root) } }))).toEqual([
      'a#keys: shop.example',
      'a#tls/ca: Root',
    ]);
    expect(await summary(JSON.stringify({ ...set, ca: pem(root) }))).toEqual(['a#keys: shop.example', 'a#ca: Root']);
  });

  it('accepts base64url too, but no mixture of both', async () => {
    const url = shop.toString('base64url');
    expect(await summary(jwks({ kid: 'x', x5c: [url] }))).toEqual(['a#x: shop.example']);
    expect(await summary(jwks({ kid: 'x', x5c: [base64(shop).replace(/(?<=^.{9})./, '-')] }))).toEqual([
      'a#x: certificate-malformed',
    ]);
  });

  it.each<[string, string, string]>([
    ['no certificate', jwks({ kid: 'x', x5c: [] }), 'a#x: slot-without-certificate'],
    ['something other than a certificate', jwks({ kid: 'x', x5c: 7 }), 'a#x: slot-without-certificate'],
    ['malformed content', jwks({ kid: 'x', x5c: ['AAAA'] }), 'a#x: certificate-malformed'],
    ['a truncated document', jwks({ kid: 'x', x5c: ['AAAA'] }).slice(0, -3), 'a: document-malformed'],
  ])('fails with %s', async (_, text, expected) => {
    expect(await summary(text)).toEqual([expected]);
  });
});
