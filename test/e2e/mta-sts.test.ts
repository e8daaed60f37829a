/** MTA-STS and the transfer lock of a domain over several scans: the commands, a registry, a resolver and a web server on loopback. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PolicyServer, startPolicyServer } from '../helpers/policy-server.ts';
import { type RdapServer, startRdapServer } from '../helpers/rdap-server.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { type Resolver, startResolver } from '../helpers/resolver.ts';
import { runCli } from './certvigil.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-30T02:00:00Z');

let root: string;
let registry: RdapServer;
let resolver: Resolver;
let server: PolicyServer;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'certvigil-mta-sts-'));
  [registry, resolver, server, receiver] = await Promise.all([
    startRdapServer(['org']),
    startResolver(),
    startPolicyServer(),
    startReceiver(),
  ]);
  await writeFile(path.join(root, 'ca.pem'), server.ca.certificate);
  register(['client transfer prohibited']);
  publish('1', 'mx.example.org');
});
afterEach(async () => {
  await Promise.all([registry.close(), resolver.close(), server.close(), receiver.close()]);
  await rm(root, { recursive: true, force: true });
});

const writeManifest = (domain: string, more = ', ca_file: ca.pem') =>
  writeFile(
    path.join(root, 'certvigil.yaml'),
    `version: 1
webhooks: { hook: { url: "${receiver.origin}", content_type: text/plain, body_template: '{{ data.event_type }} {{ data.error.code }}' } }
rules: [{ name: all, events: ["certificate.*"], actions: [{ webhook: hook }] }]
network: { rdap_bootstrap: "${registry.bootstrap}", dns_servers: ["${resolver.address}"], proxy: { apis: "${server.proxy}" } }
settings: { scan_timeout_seconds: 2 }
certificates:
  - { name: mail, domain: ${domain}${more} }
`,
  );

const register = (status: string[]) =>
  registry.domains.set('example.org', { events: { expiration: '2028-12-25T04:00:00Z' }, status });

function publish(id: string, mx: string, mode = 'enforce'): void {
  resolver.zone = {
    '_mta-sts.example.org': { TXT: [[`v=STSv1; id=${id}`]] },
    'example.org': { MX: ['mx.example.org'] },
    '.': {},
  };
  server.response = { body: `version: STSv1\nmode: ${mode}\nmx: ${mx}\nmax_age: 604800\n` };
}

async function scan(days: number) {
  const before = receiver.requests.length;
  const { stdout, stderr } = await runCli(
    ['scan'],
    { cwd: root, env: { NO_PROXY: '127.0.0.1' } },
    { now: () => START + days * DAY },
  );
  const sent = receiver.requests.slice(before).map(({ body }) => String(body).trim());
  return { output: stdout + stderr, sent: sent.sort() };
}

const readLog = async () => JSON.parse(await readFile(path.join(root, '.certvigil/event-log.json'), 'utf8'));

describe('MTA-STS', () => {
  beforeEach(() => writeManifest('{ name: example.org, mta_sts: true }'));

  it('alerts while the policy does not permit the MX records, and resolves', async () => {
    expect((await scan(0)).sent).toEqual([]);
    publish('2', 'other.example.org');
    expect((await scan(1)).sent).toEqual(['certificate.mta_sts mta-sts-mx-mismatch']);
    publish('3', '*.example.org');
    expect((await scan(2)).sent).toEqual(['certificate.recovered']);
  });

  it('alerts if the policy changes but the id does not, until it does', async () => {
    expect((await scan(0)).sent).toEqual([]);
    publish('1', '*.example.org');
    expect((await scan(1)).sent).toEqual(['certificate.mta_sts mta-sts-id-unchanged']);
    expect((await scan(1.5)).sent).toEqual([]);
    publish('2', '*.example.org');
    expect((await scan(2)).sent).toEqual(['certificate.recovered']);
    expect((await scan(3)).sent).toEqual([]);
  });

  it('neither alerts nor resolves while it cannot be read, and says so after three scans', async () => {
    publish('1', 'other.example.org');
    expect((await scan(0)).sent).toEqual(['certificate.mta_sts mta-sts-mx-mismatch']);
    const { zone } = resolver;
    resolver.zone = { '.': {}, '_mta-sts.example.org': 'SERVFAIL', 'example.org': 'SERVFAIL' };
    server.response = { status: 500 };
    expect((await scan(0.1)).sent).toEqual([]);
    expect((await scan(0.2)).sent).toEqual([]);
    expect((await scan(0.3)).sent).toEqual(['certificate.mta_sts mta-sts-lookup-failed']);
    resolver.zone = zone;
    publish('2', 'mx.example.org');
    expect((await scan(0.4)).sent).toEqual(['certificate.recovered', 'certificate.recovered']);
  });

  it('can be removed by `mode: none`, but not without', async () => {
    const remove = () => {
      resolver.zone = { 'example.org': { MX: ['mx.example.org'] }, '.': {} };
      server.response = { status: 404 };
    };
    await scan(0);
    remove();
    expect((await scan(1)).sent).toEqual([
      'certificate.mta_sts mta-sts-no-policy',
      'certificate.mta_sts mta-sts-no-record',
    ]);
    publish('2', 'mx.example.org', 'none');
    expect((await scan(2)).sent).toEqual(['certificate.recovered', 'certificate.recovered']);
    remove();
    expect((await scan(3)).sent).toEqual([]);
  });

  it('is read for the name as it is written, and only if the entry asks for it', async () => {
    await writeManifest('example.org', '');
    await scan(0);
    expect([resolver.asked, server.requests]).toEqual([[], []]);
    expect(JSON.stringify(await readLog())).not.toMatch(/mta_sts|transfer_lock/);
    await writeManifest('{ name: [mail.example.org], mta_sts: true }');
    await scan(1);
    expect(resolver.asked.sort()).toEqual(['MX mail.example.org', 'TXT _mta-sts.mail.example.org']);
  });

  it('is in the JSON of scan, with the transfer lock', async () => {
    await writeManifest('{ name: example.org, mta_sts: true, lock: true }');
    const run = { cwd: root, env: { NO_PROXY: '127.0.0.1' } };
    const { stdout } = await runCli(['scan', '--format', 'json'], run, { now: () => START });
    expect(JSON.parse(stdout).certificates[0].locations[0].observed).toMatchObject({
      transfer_lock: 'locked',
      mta_sts: { records: ['v=STSv1; id=1'], policy: { mode: 'enforce', max_age: 604_800 }, hosts: ['mx.example.org'] },
    });
  });

  it('is unknown if the ca_file does not exist', async () => {
    await writeManifest('{ name: example.org, mta_sts: true }', ', ca_file: missing.pem');
    expect((await scan(0)).sent).toEqual([]);
    expect(server.requests).toEqual([]);
  });
});

describe('the transfer lock', () => {
  it('alerts once it is gone, and not while the registry reports no status', async () => {
    await writeManifest('{ name: example.org, lock: true }');
    expect((await scan(0)).sent).toEqual([]);
    register([]);
    expect((await scan(1)).sent).toEqual([]);
    register(['active']);
    expect((await scan(2)).sent).toEqual(['certificate.transfer_lock domain-unlocked']);
    register([]);
    expect((await scan(3)).sent).toEqual([]);
    register(['pending transfer']);
    expect((await scan(4)).sent).toEqual(['certificate.transfer_lock domain-pending-transfer']);
    register(['server transfer prohibited']);
    expect((await scan(5)).sent).toEqual(['certificate.recovered']);
  });

  it('is not checked unless the entry asks for it', async () => {
    await writeManifest('example.org', '');
    register(['pending transfer']);
    expect((await scan(0)).sent).toEqual([]);
  });
});
