import { expect, it } from 'vitest';
import { buildCertificate, CN, name, pem } from '../helpers/certificates.ts';
import { summary } from './helpers.ts';

const PEM = pem(buildCertificate({ subject: name([[CN, 12, 'a']]) }));
const DATA = Buffer.from(PEM).toString('base64');

const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, data: { 'a.crt': DATA } };
const decode = (document: object) => summary(JSON.stringify({ apiVersion: 'v1', ...document }));

const nest = (depth: number): object =>
  depth === 0 ? secret : { apiVersion: 'v1', kind: 'List', items: [nest(depth - 1)] };

it('lists are decoded up to four levels', async () => {
  expect(await decode(nest(1))).toEqual(['a#secret/x/a.crt: a']);
  expect(await decode(nest(4))).toEqual(['a#secret/x/a.crt: a']);
  expect(await decode(nest(5))).toEqual(['a: no-certificate']);
});

it('arrays in arrays are decoded up to four levels', async () => {
  const text = JSON.stringify(secret);
  const wrap = (depth: number) => summary('['.repeat(depth) + text + ']'.repeat(depth));
  expect(await wrap(4)).toEqual(['a#secret/x/a.crt: a']);
  expect(await wrap(5)).toEqual(['a: no-certificate']);
});

it.each([
  ['items: none', undefined],
  ['items: no list', 'x'],
  ['items: an empty list', []],
])('a list without items is decoded as a resource, %s', async (_, items) => {
  expect(await decode({ kind: 'SecretList', metadata: { name: 'x', annotations: { a: PEM } }, items })).toEqual([
    'a#secretlist/x/metadata/annotations/a: a',
  ]);
});

it.each(['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'])(
  'the webhooks of a %s must have a certificate',
  async (kind) => {
    const webhook = (webhookName: string, caBundle: unknown) => ({ name: webhookName, clientConfig: { caBundle } });
    const webhooks = [webhook('good', DATA), webhook('empty', ''), webhook('bad', 'AAAA'), { name: 'none' }];
    const slot = `a#${kind.toLowerCase()}/x`;
    expect(await decode({ kind, metadata: { name: 'x' }, webhooks })).toEqual([
      `${slot}/good: a`,
      `${slot}/bad: slot-without-certificate`,
    ]);
    expect(await decode({ kind, metadata: { name: 'x' } })).toEqual(['a: no-certificate']);
  },
);

it.each([
  ['clusters', 'cluster', 'certificate-authority-data'],
  ['users', 'user', 'client-certificate-data'],
])('a kubeconfig may only have %s', async (field, kind, data) => {
  const entry = { name: 'x', [kind]: { [data]: DATA } };
  expect(await decode({ kind: 'Config', [field]: [entry] })).toEqual([`a#${kind}/x: a`]);
});

// A field for base64 says what is wrong with the bytes. One for text ignores what is not PEM.
const MALFORMED = buildCertificate({}).fill(0xff, 60).toString('base64');
const SHORT = Buffer.from('3003020101', 'hex').toString('base64');
const webhook = { webhooks: [{ name: 'y', clientConfig: { caBundle: MALFORMED } }] };

it.each<[what: string, resource: object, slots: string[]]>([
  ['data of a Secret', { kind: 'Secret', data: { a: MALFORMED } }, ['secret/x/a: certificate-malformed']],
  ['stringData of a Secret', { kind: 'Secret', stringData: { a: MALFORMED } }, []],
  [
    'a certificate in stringData',
    { kind: 'Secret', stringData: { 'a.pem': SHORT } },
    ['secret/x/a.pem: slot-without-certificate'],
  ],
  ['data of a ConfigMap', { kind: 'ConfigMap', data: { a: MALFORMED } }, []],
  ['binaryData', { kind: 'ConfigMap', binaryData: { a: MALFORMED } }, ['configmap/x/a: certificate-malformed']],
  [
    'a validating webhook',
    { kind: 'ValidatingWebhookConfiguration', ...webhook },
    ['validatingwebhookconfiguration/x/y: certificate-malformed'],
  ],
  [
    'a mutating webhook',
    { kind: 'MutatingWebhookConfiguration', ...webhook },
    ['mutatingwebhookconfiguration/x/y: certificate-malformed'],
  ],
  [
    'an APIService',
    { kind: 'APIService', spec: { caBundle: MALFORMED } },
    ['apiservice/x/caBundle: certificate-malformed'],
  ],
  [
    'a CustomResourceDefinition',
    { kind: 'CustomResourceDefinition', spec: { conversion: { webhook: { clientConfig: { caBundle: MALFORMED } } } } },
    ['customresourcedefinition/x/caBundle: certificate-malformed'],
  ],
  [
    'a ClusterTrustBundle',
    { kind: 'ClusterTrustBundle', spec: { trustBundle: MALFORMED } },
    ['clustertrustbundle/x/trustBundle: slot-without-certificate'],
  ],
  [
    'a ClusterTrustBundle with PEM',
    { kind: 'ClusterTrustBundle', spec: { trustBundle: PEM } },
    ['clustertrustbundle/x/trustBundle: a'],
  ],
  [
    'a ClusterTrustBundle without a bundle',
    { kind: 'ClusterTrustBundle', spec: {} },
    ['clustertrustbundle/x/trustBundle: slot-without-certificate'],
  ],
  ['another field', { kind: 'Gate', spec: { ca: MALFORMED } }, []],
])('the encoding of a field: %s', async (_, resource, slots) => {
  const expected = slots.length === 0 ? ['a: no-certificate'] : slots.map((one) => `a#${one}`);
  expect(await decode({ metadata: { name: 'x' }, ...resource })).toEqual(expected);
});

it.each<[entry: string, value: unknown, code: string | null]>([
  ['a.crt', 'YWJj', 'slot-without-certificate'],
  ['a.cer', 'YWJj', 'slot-without-certificate'],
  ['a.pem', 'YWJj', 'slot-without-certificate'],
  ['a.crt', 1, 'slot-without-certificate'],
  ['a.crt', {}, 'slot-without-certificate'],
  ['a.crt', null, null],
  ['a.crt', '', null],
  ['a.crt', ' \n', null],
  ['a.crt', 'Cg==', null],
  ['a.crt', 'DQo=\n', null],
  ['a.crt.old', 'YWJj', null],
  ['acrt', 'YWJj', null],
  ['a-key.pem', DATA, null],
  ['a.key', DATA, null],
])('the entry %s of a Secret with %j is a failure only if it should have a certificate', async (entry, value, code) => {
  const expected = code === null ? 'a: no-certificate' : `a#secret/x/${entry}: ${code}`;
  expect(await decode({ kind: 'Secret', metadata: { name: 'x' }, data: { [entry]: value } })).toEqual([expected]);
});

it.each<[what: string, resource: object, slot: string]>([
  ['a namespace', { kind: 'Secret', metadata: { name: 'x', namespace: 'y' } }, 'y/secret/x/a.crt'],
  ['a generated name', { kind: 'Secret', metadata: { generateName: 'x-' } }, 'secret/x-/a.crt'],
  ['both names', { kind: 'Secret', metadata: { name: 'x', generateName: 'y-' } }, 'secret/x/a.crt'],
  ['an empty name', { kind: 'Secret', metadata: { name: '', generateName: 'y-' } }, 'secret/y-/a.crt'],
  ['no name', { kind: 'Secret', metadata: {} }, 'secret/a.crt'],
  ['no metadata', { kind: 'Secret' }, 'secret/a.crt'],
  ['a number as its name', { kind: 'Secret', metadata: { name: 1 } }, 'secret/a.crt'],
  ['no kind, but items', { metadata: { name: 'x' }, items: [{ ca: 'x' }] }, 'x/data/a.crt'],
  ['the kind Config, which other tools use too', { kind: 'Config', metadata: { name: 'x' } }, 'config/x/data/a.crt'],
  ['an empty kind', { kind: '', metadata: { name: 'x' } }, 'x/data/a.crt'],
  ['a kind that every object has', { kind: 'constructor', metadata: { name: 'x' } }, 'constructor/x/data/a.crt'],
])('a resource is named by %s', async (_, resource, slot) => {
  expect(await decode({ ...resource, data: { 'a.crt': DATA } })).toEqual([`a#${slot}: a`]);
});

it.each<[kind: string, resource: object, slot: string]>([
  ['items', { items: [secret] }, 'gate/items/x/data/a.crt'],
  [
    'clusters',
    { clusters: [{ name: 'x', cluster: { 'certificate-authority-data': DATA } }] },
    'gate/clusters/x/cluster/certificate-authority-data',
  ],
])('another kind of resource can have %s', async (_, resource, slot) => {
  expect(await decode({ kind: 'Gate', ...resource })).toEqual([`a#${slot}: a`]);
});

it('a kubeconfig can have certificates in other fields', async () => {
  const cluster = { name: 'x', cluster: { 'certificate-authority-data': DATA } };
  expect(await decode({ kind: 'Config', clusters: [cluster], preferences: { ca: PEM } })).toEqual([
    'a#cluster/x: a',
    'a#preferences/ca: a',
  ]);
});

it.each<[what: string, resource: object | null]>([
  ['a resource', null],
  ['data', { kind: 'Secret', data: null, stringData: null }],
  ['metadata', { kind: 'Gate', metadata: null }],
  ['a specification', { kind: 'APIService', spec: null }],
  ['a bundle', { kind: 'ClusterTrustBundle', spec: { trustBundle: null } }],
  ['a webhook', { kind: 'ValidatingWebhookConfiguration', webhooks: [null] }],
  ['a client', { kind: 'ValidatingWebhookConfiguration', webhooks: [{ clientConfig: null }] }],
  ['a cluster', { kind: 'Config', clusters: [null], users: [{ name: 'x', user: null }] }],
])('null is ignored as %s', async (_, resource) => {
  expect(await decode({ kind: 'List', items: [resource, secret] })).toEqual(['a#secret/x/a.crt: a']);
});
