import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { der, pem } from '../helpers/certificates.ts';
import { certificateBag, jks, pkcs7, pkcs12, plainContent } from '../helpers/keystores.ts';
import {
  createCritical,
  createIsolatedWorkspace,
  ENTRIES,
  INJECTED,
  type IsolatedWorkspace,
  VICTIM,
} from './harness.ts';
import { loadBoth } from './inject.ts';

vi.mock('../../src/certificate/detect-format.ts', { spy: true });
vi.mock('../../src/certificate/encoding/xml.ts', { spy: true });
vi.mock('../../src/certificate/encoding/yaml-json.ts', { spy: true });
vi.mock('../../src/certificate/formats/apple-profile.ts', { spy: true });
vi.mock('../../src/certificate/formats/der.ts', { spy: true });
vi.mock('../../src/certificate/formats/embedded.ts', { spy: true });
vi.mock('../../src/certificate/formats/jks.ts', { spy: true });
vi.mock('../../src/certificate/formats/jwks.ts', { spy: true });
vi.mock('../../src/certificate/formats/kubernetes.ts', { spy: true });
vi.mock('../../src/certificate/formats/pem-blocks.ts', { spy: true });
vi.mock('../../src/certificate/formats/pem.ts', { spy: true });
vi.mock('../../src/certificate/formats/pkcs12/bags.ts', { spy: true });
vi.mock('../../src/certificate/formats/pkcs12/decode.ts', { spy: true });
vi.mock('../../src/certificate/formats/pkcs7.ts', { spy: true });
vi.mock('../../src/certificate/formats/saml.ts', { spy: true });
vi.mock('../../src/certificate/group-slots.ts', { spy: true });
vi.mock('../../src/certificate/order-chain.ts', { spy: true });
vi.mock('../../src/certificate/revocation/crl-summary.ts', { spy: true });
vi.mock('../../src/certificate/x509/parse.ts', { spy: true });

const victim = createCritical(VICTIM);
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes as string).toString('base64');
const fixture = (name: string) => readFileSync(new URL(`../fixtures/certificates/${name}`, import.meta.url));

const SECRET = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'x' },
  data: { 'tls.crt': base64(pem(victim)) },
});
const SAML = `<EntityDescriptor entityID="x"><IDPSSODescriptor><KeyDescriptor use="signing">
<X509Certificate>${base64(victim)}</X509Certificate></KeyDescriptor></IDPSSODescriptor></EntityDescriptor>`;
const PROFILE = `<?xml version="1.0"?><plist version="1.0"><dict><key>DeveloperCertificates</key>
<array><data>${base64(victim)}</data></array><key>ExpirationDate</key><date>2027-01-01T00:00:00Z</date></dict></plist>`;
const KEYSTORE = pkcs12(plainContent(der(0x30, certificateBag(victim, 'x'))));
const JKS = jks([{ alias: 'x', certificates: [victim, createCritical('ca.example')], key: Buffer.from('key') }], 'x');

/** Each module of `src/certificate/`, one of its functions, and a file that it decodes. */
const DECODERS: [module: string, name: string, content: Uint8Array | string][] = [
  ['detect-format', 'detectBinaryFormat', victim],
  ['detect-format', 'detectTextFormat', pem(victim)],
  ['detect-format', 'decodeUnicodeText', SECRET],
  ['x509/parse', 'parseCertificate', pem(victim)],
  ['x509/parse', 'toCertificate', pem(victim)],
  ['formats/der', 'readDerCertificates', victim],
  ['formats/pem', 'readPemText', pem(victim)],
  ['formats/pem-blocks', 'findPemBlocks', pem(victim)],
  ['formats/pem-blocks', 'decodePemBlock', pem(victim)],
  ['formats/embedded', 'findEncodedPem', `ca = "${base64(pem(victim))}"\n`],
  ['formats/embedded', 'readBase64Field', SECRET],
  ['formats/kubernetes', 'decodeKubernetes', SECRET],
  ['encoding/yaml-json', 'readDocuments', SECRET],
  ['formats/jwks', 'decodeJwks', JSON.stringify({ keys: [{ x5c: [base64(victim)] }] })],
  ['formats/saml', 'decodeSaml', SAML],
  ['encoding/xml', 'readXml', SAML],
  ['formats/pkcs7', 'readPkcs7', pkcs7([victim])],
  ['formats/apple-profile', 'decodeProfile', pkcs7([victim], Buffer.from(PROFILE))],
  ['formats/jks', 'decodeJavaKeystore', JKS],
  ['formats/pkcs12/decode', 'decodePkcs12', KEYSTORE],
  ['formats/pkcs12/decode', 'decodePemKeystores', pem(KEYSTORE, 'PKCS12')],
  ['formats/pkcs12/bags', 'readBags', KEYSTORE],
  ['formats/pkcs12/bags', 'groupBags', KEYSTORE],
  ['revocation/crl-summary', 'parseCrl', fixture('list.crl')],
  ['group-slots', 'groupSlots', pem(victim)],
  ['order-chain', 'orderChain', pem(victim) + pem(createCritical('ca.example'))],
];

let workspace: IsolatedWorkspace;
beforeEach(async () => {
  workspace = await createIsolatedWorkspace();
});
afterEach(async () => {
  vi.resetAllMocks();
  await workspace.close();
});

/** Makes a decoder throw, but not for the certificates of the neighbor and of the other entry. */
async function injectDecoderBug(module: string, name: string): Promise<void> {
  const others = ['neighbor', 'healthy'].map((one) => createCritical(`${one}.example`));
  const { mocked, actual } = await loadBoth(`certificate/${module}`, name);
  mocked.mockImplementation((...args) => {
    if (isAbout(args, others)) return actual(...args);
    throw new Error(INJECTED);
  });
}

/** Whether a value is, or contains, one of these certificates, or their base64. */
function isAbout(value: unknown, certificates: readonly Buffer[]): boolean {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
  const known = certificates.flatMap((one) => [text(one), pem(one).split('\n')[3] ?? '']);
  const visit = (one: unknown, depth: number): boolean => {
    if (typeof one === 'string') return known.some((part) => one.includes(part));
    if (one instanceof Uint8Array) return visit(text(one), depth);
    if (typeof one !== 'object' || one === null || depth === 6) return false;
    return Object.values(one).some((inner) => visit(inner, depth + 1));
  };
  return visit(value, 0);
}

describe('a bug in a decoder', () => {
  it.each(DECODERS)('fails the file alone: %s, %s', async (module, name, content) => {
    workspace.write('certs/target', content);
    await injectDecoderBug(module, name);
    const { status, victims, bystanders, notified, stderr } = await workspace.scan(ENTRIES);
    expect(stderr).toContain(INJECTED);
    expect(stderr).toContain('Please report it');
    expect(status).toBe(3);
    expect(victims).toMatchObject([{ status: 'unknown', error: { code: 'internal-error' } }]);
    expect(bystanders).toEqual({ 'neighbor.example': 'critical', 'healthy.example': 'critical' });
    expect(notified).toEqual([
      'healthy.example certificate.expiry_warning',
      'neighbor.example certificate.expiry_warning',
    ]);
  });
});
