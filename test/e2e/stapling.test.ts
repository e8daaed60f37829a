import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import type { InspectedStapled, Inspection } from '../../src/generated/inspect.ts';
import type { Report } from '../../src/generated/report.ts';
import { leaf, link, NOW, readCertificate } from '../helpers/paths.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createRevocationExtensions, makeList, makeResponse } from '../helpers/revocation.ts';
import { startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { expectSchema } from './environment.ts';

// A certificate that requires stapling (RFC 7633), on a real server with and without a stapled response. Revocation
// information is valid by the clock, so it is created with the current time.

const AT = new Date(NOW).toISOString();
const MUST_STAPLE = new x509.Extension('1.3.6.1.5.5.7.1.24', false, Buffer.from('3003020105', 'hex'));

let root: CreatedCertificate;
let shop: CreatedCertificate;
let stapled: Uint8Array | null = null;
let list: Uint8Array;
let publisher: Receiver;
let server: TestTlsServer;
let files: Workspace;
beforeAll(async () => {
  publisher = await startReceiver(() => ({ status: 200, body: list }));
  root = await link({ subject: 'root', to: 36_500 });
  const more = [MUST_STAPLE, ...createRevocationExtensions({ lists: [`${publisher.origin}/ca.crl`] })];
  shop = await leaf({ issuer: root, to: 36_400, more });
  server = await startTlsServer(shop, { staple: () => stapled });
  files = await createWorkspace({
    'root.pem': root.certificate,
    'shop.pem': shop.certificate,
    'certvigil.yaml': `version: 1
certificates: [{ name: shop, endpoint: "${server.location}", server_name: www.example.com, trust: none }]
webhooks: { chat: { url: "http://127.0.0.1:9/" } }
rules: [{ name: all, events: [certificate.policy_violation], actions: [{ webhook: chat }] }]
policies: [{ name: stapling, must_staple: true }]
`,
  });
});
afterAll(async () => {
  await server.close();
  await publisher.close();
  await files[Symbol.asyncDispose]();
});

describe('inspect', () => {
  const now = () => Date.now();
  const inspected = async (...more: string[]) => {
    const args = ['inspect', server.location, '--server-name', 'www.example.com', '--ca-file', 'root.pem', ...more];
    const { stdout } = await runCli(args, { cwd: files.root });
    return stdout;
  };
  const location = async (...more: string[]) => {
    const inspection = JSON.parse(await inspected('--format', 'json', ...more));
    expectSchema('inspect', inspection);
    return (inspection as Inspection).targets[0]?.locations[0];
  };

  it.each<[string, () => Uint8Array | null, Partial<InspectedStapled>, string]>([
    ['nothing', () => null, { status: 'absent', problem: null }, 'Stapled     no OCSP response'],
    [
      'that it is good',
      () => makeResponse({ issuer: root, about: shop, now: now() }),
      { status: 'good' },
      'Stapled     good',
    ],
    [
      'that it was revoked',
      () => makeResponse({ issuer: root, about: shop, now: now(), status: { reason: 1 } }),
      { status: 'revoked', revoked: { reason: 'keyCompromise', revoked_at: expect.any(String) } },
      'Stapled     REVOKED 20',
    ],
    [
      'what is old',
      () => makeResponse({ issuer: root, about: shop, now: now(), from: -99, to: -90 }),
      { status: 'unknown', problem: { code: 'revocation-stale', detail: expect.any(String) } },
      'Stapled     rejected: The stapled OCSP response expired at',
    ],
  ])('shows the stapled response: %s', async (_, staple, expected, text) => {
    stapled = staple();
    expect(await location()).toMatchObject({ stapled: expected, revocation: null });
    expect(await inspected()).toContain(text);
  });

  it('notes that GnuTLS rejects a server whose stapled response has expired', async () => {
    stapled = makeResponse({ issuer: root, about: shop, now: now(), from: -99, to: -90 });
    expect(await location()).toMatchObject({ notices: [{ code: 'staple-expired' }] });
    expect((await inspected()).replace(/\s+/g, ' ')).toContain('GnuTLS rejects the connection');
    stapled = makeResponse({ issuer: root, about: shop, now: now() });
    expect((await location())?.notices).toBeUndefined();
  });

  it('rejects a response whose issuer is unknown', async () => {
    stapled = makeResponse({ issuer: root, about: shop, now: now() });
    const { stdout } = await runCli(['inspect', server.location, '--format', 'json'], { cwd: files.root });
    const [target] = (JSON.parse(stdout) as Inspection).targets;
    expect(target?.locations[0]?.stapled).toMatchObject({
      status: 'unknown',
      problem: { code: 'revocation-issuer-unknown' },
    });
  });

  it('checks revocation with --revocation, at private addresses only with --allow', async () => {
    stapled = null;
    list = makeList({
      issuer: root,
      now: now(),
      revoked: [{ serial: readCertificate(shop).serial_bytes, reason: 4 }],
    });
    const denied = { status: 'unknown', problems: [{ code: 'revocation-unreachable' }] };
    expect(await location('--revocation')).toMatchObject({ revocation: denied });
    const more = ['--revocation', '--allow', '127.0.0.0/8'];
    const revoked = { status: 'revoked', source: 'crl', revoked: { subject: 'leaf', reason: 'superseded' } };
    expect(await location(...more)).toMatchObject({ stapled: { status: 'absent' }, revocation: revoked });
    expect(await inspected(...more)).toMatch(/Revocation {2}REVOKED \S+ \(superseded\), according to the CRL: leaf/);
    list = makeList({ issuer: root, now: now() });
    expect(await inspected(...more)).toContain('Revocation  not revoked, according to the CRL');
  });

  it('checks the revocation of files too if a trust store is given', async () => {
    list = makeList({ issuer: root, now: now() });
    const args = ['inspect', 'shop.pem', '--ca-file', 'root.pem', '--revocation', '--allow', '127.0.0.1'];
    const { stdout } = await runCli(args, { cwd: files.root });
    expect(stdout).toContain('Revocation  not revoked, according to the CRL');
    expect(stdout).not.toContain('Stapled');
  });

  it('rejects an invalid network in --allow', async () => {
    const outcome = await runCli(['inspect', 'shop.pem', '--allow', 'localhost'], { cwd: files.root });
    expect(outcome).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('invalid network "localhost" for --allow'),
    });
  });
});

describe('the policy must_staple', () => {
  const check = async () => {
    const args = ['scan', '--dry-run', '--format', 'json', '--now', AT];
    const { stdout } = await runCli(args, { cwd: files.root });
    const report: Report = JSON.parse(stdout);
    return report.certificates[0]?.policies?.results[0]?.checks[0];
  };

  it('passes if the server staples a response', async () => {
    stapled = makeResponse({ issuer: root, about: shop, now: Date.now() });
    expect(await check()).toMatchObject({ check: 'must_staple', result: 'pass', checked: 'present' });
  });

  it('fails if it does not', async () => {
    stapled = null;
    expect(await check()).toMatchObject({
      result: 'fail',
      checked: 'not honored by a server',
      detail: expect.stringContaining('Enable OCSP stapling'),
    });
  });
});

it('a scan notes a stapled response that has expired', async () => {
  stapled = makeResponse({ issuer: root, about: shop, now: Date.now(), from: -99, to: -90 });
  const scan = (...more: string[]) => runCli(['scan', '--dry-run', '--now', AT, ...more], { cwd: files.root });
  const report: Report = JSON.parse((await scan('--format', 'json')).stdout);
  expectSchema('report', report);
  expect(report.certificates[0]?.notices).toEqual([
    {
      code: 'staple-expired',
      detail: expect.stringContaining(`The OCSP response that ${server.location} staples expired at`),
    },
  ]);
  expect((await scan()).stdout).toContain('has a stapled OCSP response that has expired');
});
