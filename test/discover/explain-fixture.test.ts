import { describe, expect, it } from 'vitest';
import { type CertificateEvidence, createNameClassifier, explainFixture } from '../../src/discover/explain-fixture.ts';
import { isPublicName } from '../../src/lib/network/registrable-domain.ts';

const classifyName = createNameClassifier(['corp.example'], isPublicName);

it.each([
  ['shop.example.dev', 'public'],
  ['SHOP.EXAMPLE.DEV', 'public'],
  ['*.example.dev', 'public'],
  ['admin@example.dev', 'public'],
  ['shop.azurewebsites.net', 'public'],
  ['192.31.196.1', 'public'],
  ['2620:4f:8000::1', 'public'],
  ['shop.corp.internal', 'private'],
  ['mail.default', 'private'],
  ['shop.corp.example', 'private'],
  ['10.0.0.7', 'private'],
  ['fd00::7', 'private'],
  ['spiffe://cluster.local/ns/a', 'private'],
  ['localhost', 'reserved'],
  ['LOCALHOST', 'reserved'],
  ['*.example.com', 'reserved'],
  ['admin@shop.test', 'reserved'],
  ['127.0.0.1', 'reserved'],
  ['::1', 'reserved'],
  ['0:0:0:0:0:0:0:1', 'reserved'],
  ['192.0.2.7', 'reserved'],
  ['2001:db8::7', 'reserved'],
  ['db', 'label'],
])('%s is a name of kind %s', (name, kind) => {
  expect(classifyName(name)).toBe(kind);
});

const OWN: CertificateEvidence = {
  names: ['shop.corp.internal'],
  subject: 'shop.corp.internal',
  issuer: 'CN=CA',
  origin: 'self-signed',
  isAbandoned: false,
};
const REAL: CertificateEvidence = { ...OWN, names: ['shop.example.dev'], origin: 'elsewhere' };
const LOCAL: CertificateEvidence = { ...OWN, names: ['localhost'], subject: 'localhost' };
const TESTS = { isTestFile: true, hasKeyBesideTests: false };
const BESIDE = { isTestFile: false, hasKeyBesideTests: true };
const ANYWHERE = { isTestFile: false, hasKeyBesideTests: false };

describe('a file with several certificates', () => {
  it.each([
    ['all are for localhost', ANYWHERE, [LOCAL, LOCAL], 'the subject is one of tests or examples'],
    ['one is not for localhost', ANYWHERE, [LOCAL, OWN], null],
    ['all are private, among tests', TESTS, [OWN, OWN], 'the path is one of tests or examples'],
    ['one is in use, among tests', TESTS, [OWN, REAL], null],
    ['all are private, beside tests', BESIDE, [OWN, OWN], 'its private key is in the repository, beside tests'],
    ['one can be in use, beside tests', BESIDE, [OWN, { ...OWN, origin: 'elsewhere' as const }], null],
  ])('belongs to tests if all certificates do: %s', (_, path, certificates, reason) => {
    expect(explainFixture(path, certificates, classifyName)).toBe(reason);
  });
});

it('looks only at the path of a file whose certificates cannot be read', () => {
  expect(explainFixture(ANYWHERE, [], classifyName)).toBeNull();
  expect(explainFixture(TESTS, [], classifyName)).toBe('the path is one of tests or examples');
});
