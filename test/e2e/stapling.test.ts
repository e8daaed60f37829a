import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Made } from '../../src/demo/make-certificate.ts';
import type { Report } from '../../src/generated/report.ts';
import { leaf, link, NOW } from '../helpers/paths.ts';
import { makeResponse } from '../helpers/revocation.ts';
import { startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';
import { certvigil, type Workspace, workspace } from './certvigil.ts';

// A certificate that demands a stapled answer (RFC 7633), behind a real server with and without one.

const AT = new Date(NOW).toISOString();
const MUST_STAPLE = new x509.Extension('1.3.6.1.5.5.7.1.24', false, Buffer.from('3003020105', 'hex'));

let root: Made;
let shop: Made;
let stapled: Uint8Array | null = null;
let server: TestTlsServer;
let files: Workspace;
beforeAll(async () => {
  root = await link({ subject: 'root' });
  shop = await leaf({ issuer: root, more: [MUST_STAPLE] });
  server = await startTlsServer(shop, { staple: () => stapled });
  files = await workspace({
    'root.pem': root.certificate,
    'certvigil.yaml': `version: 1
certificates: [{ name: shop, endpoint: "${server.place}", server_name: www.example.com, trust: none }]
webhooks: { chat: { url: "http://127.0.0.1:9/" } }
rules: [{ name: all, events: [certificate.policy_violation], actions: [{ webhook: chat }] }]
policies: [{ name: stapling, must_staple: true }]
`,
  });
});
afterAll(async () => {
  await server.close();
  await files[Symbol.asyncDispose]();
});

describe('the policy must_staple', () => {
  const check = async () => {
    const args = ['scan', '--dry-run', '--format', 'json', '--now', AT];
    const { stdout } = await certvigil(args, { cwd: files.root });
    const report: Report = JSON.parse(stdout);
    return report.certificates[0]?.policies?.results[0]?.checks[0];
  };

  it('passes where the server staples an answer', async () => {
    stapled = makeResponse({ issuer: root, about: shop });
    expect(await check()).toMatchObject({ check: 'must_staple', result: 'pass', checked: 'there' });
  });

  it('fails where it does not', async () => {
    stapled = null;
    expect(await check()).toMatchObject({
      result: 'fail',
      checked: 'not met by a server',
      detail: expect.stringContaining('Switch OCSP stapling on'),
    });
  });
});
