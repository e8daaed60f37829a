import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import { main } from '../../src/cli/main.ts';
import type { Report } from '../../src/generated/report.ts';
import { der } from '../helpers/certificates.ts';
import { certificateBag, encryptedContent, jks, pkcs7, pkcs12WithPbmac1 } from '../helpers/keystores.ts';
import { type PagerDuty, ROUTING_KEY, startPagerDuty } from '../helpers/pagerduty.ts';
import { CLIENT_AUTH, leaf, link, NOW, nextKeys } from '../helpers/paths.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createTestIo } from '../manifest/io.ts';

// Daily scans of files whose certificate is fine, while something that it depends on ends. A chat gets every notification once and an
// incident tool keeps alerts open until they are resolved.

let receiver: Receiver;
let pagerduty: PagerDuty;
let directory: string;
beforeAll(async () => {
  receiver = await startReceiver();
  pagerduty = await startPagerDuty();
});
afterAll(() => Promise.all([receiver.close(), pagerduty.close()]));
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'certvigil-chains-'));
  receiver.requests.length = 0;
  pagerduty.incidents.length = 0;
  return () => rmSync(directory, { recursive: true });
});

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(directory, name), content);
}

function writeManifest(entry: string): void {
  write(
    'certvigil.yaml',
    `version: 1
certificates: [${entry}]
webhooks:
  chat:
    url: "${receiver.origin}/chat"
    content_type: text/plain
    body_template: '{{ event }}@{{ data.days_remaining }}{% if data.limited_by %} {{ data.limited_by.subject }}{% endif %}'
  incidents: { preset: pagerduty, url: "${pagerduty.url}", secrets: { routing_key: "\${ROUTING_KEY}" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }, { webhook: incidents }] }]
settings: { expiry_scan_repeat: false }
event_log: { store: file }
`,
  );
}

/** Runs a scan at noon of a day. */
async function scan(day: number, env: Record<string, string> = {}): Promise<Report> {
  let output = '';
  const io = {
    ...createTestIo(directory),
    now: () => NOW + (day + 0.5) * 86_400_000,
    env: { ROUTING_KEY, ...env },
    stdout: (text: string) => {
      output += text;
    },
  };
  await main(['scan', '--format', 'json', '--fail-on', 'never'], io);
  return JSON.parse(output);
}

/** What the chat got on these days, as `day: notification`, sorted. */
async function scanOn(days: readonly number[], env: Record<string, string> = {}): Promise<string[]> {
  const received: string[] = [];
  for (const day of days) {
    const before = receiver.requests.length;
    await scan(day, env);
    const sent = receiver.requests.slice(before);
    received.push(...sent.map(({ body }) => `${day}: ${body.trim()}`).sort());
  }
  return received;
}

const countOpenIncidents = () => pagerduty.incidents.filter(({ isOpen }) => isOpen).length;

const pem = (...certificates: CreatedCertificate[]) => certificates.map(({ certificate }) => certificate).join('');

it('the chain counts wherever it came along with the certificate, and only there', async () => {
  const root = await link({ subject: 'Root' });
  const middle = await link({ subject: 'Middle', issuer: root, to: 9 });
  const end = await leaf({ issuer: middle, to: 300 });
  const ders = [end, middle].map(({ der }) => der);
  const bags = encryptedContent(der(0x30, ...ders.map((one) => certificateBag(one, null))), 'changeit');
  write('full.pem', pem(middle, end));
  write('leaf.pem', pem(end));
  write('bundle.p7b', pkcs7(ders));
  write('store.jks', jks([{ alias: 'shop', certificates: ders, key: Buffer.alloc(9) }], 'changeit'));
  writeManifest(`
    { name: file, file: full.pem }, { name: alone, file: leaf.pem }, { name: bundle, file: bundle.p7b },
    { name: keystore, file: store.jks }, { name: variable, env: STORE, password: changeit },
    { name: inline, pem: ${JSON.stringify(pem(end, middle))} }`);
  const { certificates } = await scan(0, { STORE: pkcs12WithPbmac1([bags]).toString('base64') });
  expect(Object.fromEntries(certificates.map((one) => [one.certificate, one.days_remaining]))).toEqual({
    ...{ file: 8, bundle: 8, keystore: 8, variable: 8, inline: 8 },
    alone: 299,
  });
});

it('the overview of an inspection has the expiry of the chain', async () => {
  const middle = await link({ subject: 'Middle', issuer: await link({ subject: 'Root' }), to: 9 });
  write('full.pem', pem(await leaf({ subject: 'shop', issuer: middle, to: 300 }), middle));
  write('other.pem', pem(await leaf({ subject: 'other', to: 200 })));
  let output = '';
  const stdout = (text: string) => {
    output += text;
  };
  await main(['inspect', 'full.pem', 'other.pem'], { ...createTestIo(directory), now: () => NOW, stdout });
  expect(output).toMatch(/^critical +9 +shop +2026-06-10 +full\.pem$/m);
  expect(output).toMatch(/^ok +200 +other /m);
});

it('certificates are checked for what they are used for', async () => {
  const root = await link({ subject: 'Root' });
  const middle = await link({ subject: 'Middle', issuer: root, purposes: ['1.3.6.1.5.5.7.3.3'] });
  const signer = await leaf({ subject: 'signer', issuer: middle, purposes: ['1.3.6.1.5.5.7.3.3'] });
  const client = await leaf({ subject: 'client', issuer: root, purposes: [CLIENT_AUTH] });
  const misissued = await leaf({ subject: 'client', issuer: middle, purposes: [CLIENT_AUTH] });
  write('root.pem', pem(root));
  write('signer.pem', pem(signer, middle));
  write('client.pem', pem(client));
  write('misissued.pem', pem(misissued, middle));
  writeManifest(`
    { name: signer, file: signer.pem, ca_file: root.pem }, { name: client, file: client.pem, ca_file: root.pem },
    { name: misissued, file: misissued.pem, ca_file: root.pem }, { name: root, file: root.pem, ca_file: root.pem },
    { name: server, file: client.pem, ca_file: root.pem, purpose: server },
    { name: unchecked, file: client.pem, purpose: client }, { name: stated, env: SIGNER, purpose: ca }`);
  const { certificates } = await scan(0, { SIGNER: pem(signer) });
  const describe = (one: Report['certificates'][number]) =>
    one.findings.map(({ event, code }) => `${event} ${code}`).join() || (one.trust?.trusted ?? null);
  expect(Object.fromEntries(certificates.map((one) => [one.certificate, describe(one)]))).toEqual({
    ...{ signer: true, client: true, root: true, unchecked: null },
    misissued: 'certificate.untrusted wrong-usage',
    server: 'certificate.untrusted wrong-usage',
    stated: 'certificate.policy_violation expected-purpose',
  });
});

it('the intermediate of a signing chain ends, while the certificate itself is valid for a year', async () => {
  const keys = await nextKeys();
  const root = await link({ subject: 'Signing Root', to: 3000 });
  const old = await link({ subject: 'Signing CA', keys, issuer: root, to: 40 });
  const renewed = await link({ subject: 'Signing CA', keys, issuer: root, to: 2000 });
  const signer = await leaf({ subject: 'Add-ons', sans: [], issuer: old, to: 359, purposes: ['1.3.6.1.5.5.7.3.3'] });
  writeManifest('{ name: signing, file: signing.pem }');
  write('signing.pem', pem(signer, old, root));
  expect(await scanOn([0, 1, 8, 9, 24, 25, 39, 40, 41])).toEqual([
    '9: certificate.expiry_warning@30 Signing CA',
    '25: certificate.expiry_warning@14 Signing CA',
    '40: certificate.expired@-1 Signing CA',
  ]);
  expect(countOpenIncidents()).toBe(1);
  write('signing.pem', pem(signer, renewed, root));
  expect(await scanOn([42, 43])).toEqual(['42: certificate.recovered@316']);
  expect(countOpenIncidents()).toBe(0);
});

describe('the cross-sign of a new root ends', () => {
  it('without any alert if the chain also leads to the new root itself, and with a notice until then', async () => {
    const keys = await nextKeys();
    const root = await link({ subject: 'New Root', keys, to: 3000 });
    const cross = await link({ subject: 'New Root', keys, issuer: await link({ subject: 'Old Root' }), to: 40 });
    writeManifest('{ name: shop, file: fullchain.pem }');
    write('fullchain.pem', pem(await leaf({ issuer: root, to: 300 }), cross, root));
    const { certificates } = await scan(0);
    expect(certificates).toMatchObject([{ status: 'ok', trust: null, days_remaining: 299, limited_by: null }]);
    expect(certificates[0]?.notices).toMatchObject([
      { code: 'cross-sign-expiring', detail: expect.stringContaining('know only CN=Old Root will fail') },
    ]);
    expect(await scanOn([10, 39, 40, 41])).toEqual([]);
    expect((await scan(42)).certificates[0]?.notices).toBeUndefined();
  });

  it('with alerts if it is the only path, until the chain has another one', async () => {
    const keys = await nextKeys();
    const root = await link({ subject: 'New Root', keys, to: 3000 });
    const cross = await link({ subject: 'New Root', keys, issuer: await link({ subject: 'Old Root' }), to: 20 });
    const end = await leaf({ issuer: root, to: 300 });
    writeManifest('{ name: shop, file: fullchain.pem }');
    write('fullchain.pem', pem(end, cross));
    expect(await scanOn([0, 5, 20])).toEqual([
      '0: certificate.expiry_warning@19 New Root',
      '5: certificate.expiry_warning@14 New Root',
      '20: certificate.expired@-1 New Root',
    ]);
    expect(countOpenIncidents()).toBe(1);
    write('fullchain.pem', pem(end, root));
    expect(await scanOn([21, 22])).toEqual(['21: certificate.recovered@278']);
    expect(countOpenIncidents()).toBe(0);
  });
});

describe('the root in a Secret ends', () => {
  const formatSecret = (fields: Record<string, string>) =>
    `apiVersion: v1\nkind: Secret\ntype: istio.io/key-and-cert\nmetadata: { name: mesh, namespace: system }\ndata:\n${Object.entries(
      fields,
    )
      .map(([key, text]) => `  ${key}: ${Buffer.from(text).toString('base64')}\n`)
      .join('')}`;

  it('and so does every certificate that chains to it, each with one alert', async () => {
    const keys = await nextKeys();
    const root = await link({ subject: 'Mesh Root', keys, to: 10 });
    const renewed = await link({ subject: 'Mesh Root', keys, to: 3000 });
    const workload = await leaf({ subject: 'workload', issuer: root, to: 200 });
    writeManifest('{ name: mesh, file: mesh.yaml }');
    write('mesh.yaml', formatSecret({ 'cert-chain.pem': pem(workload, root), 'root-cert.pem': pem(root) }));
    expect(await scanOn([0, 5, 10])).toEqual([
      '0: certificate.expiry_warning@9',
      '0: certificate.expiry_warning@9 Mesh Root',
      '10: certificate.expired@-1',
      '10: certificate.expired@-1 Mesh Root',
    ]);
    expect(countOpenIncidents()).toBe(2);
    write('mesh.yaml', formatSecret({ 'cert-chain.pem': pem(workload, renewed), 'root-cert.pem': pem(renewed) }));
    expect(await scanOn([11, 12])).toEqual(['11: certificate.recovered@188', '11: certificate.renewed@2988']);
    expect(countOpenIncidents()).toBe(0);
  });
});

it('the validity of SAML metadata ends, while the certificates in it are valid for years', async () => {
  const idp = await leaf({ subject: 'idp', to: 3000 });
  const writeMetadata = (validUntil: string) =>
    write(
      'metadata.xml',
      `<EntityDescriptor entityID="https://idp.example" validUntil="${validUntil}"><IDPSSODescriptor><KeyDescriptor>
        <X509Certificate>${Buffer.from(idp.der).toString('base64')}</X509Certificate></KeyDescriptor></IDPSSODescriptor></EntityDescriptor>`,
    );
  writeManifest('{ name: login, file: metadata.xml }');
  writeMetadata('2026-06-21T00:00:00Z');
  const { certificates } = await scan(0);
  expect(certificates.map((one) => [one.locations[0]?.location, one.common_name, one.days_remaining])).toEqual([
    ['metadata.xml#validUntil', 'SAML metadata validity of https://idp.example', 19],
    ['metadata.xml#https://idp.example/idp/any', 'idp', 2999],
  ]);
  expect(await scanOn([1, 5, 19, 20, 21])).toEqual(['5: certificate.expiry_warning@14', '20: certificate.expired@-1']);
  expect(countOpenIncidents()).toBe(1);
  writeMetadata('2027-06-21T00:00:00Z');
  expect(await scanOn([22, 23])).toEqual(['22: certificate.renewed@362']);
  expect(countOpenIncidents()).toBe(0);
});
