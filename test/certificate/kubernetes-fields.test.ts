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
