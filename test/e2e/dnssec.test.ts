/** DNSSEC signatures of a zone over several scans: the commands, a registry and a resolver on loopback. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RdapServer, startRdapServer } from '../helpers/rdap-server.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { type Resolver, startResolver } from '../helpers/resolver.ts';
import { runCli } from './certvigil.ts';

const DAY = 86_400;
const START = Date.parse('2026-11-30T02:00:00Z') / 1000;

let root: string;
let registry: RdapServer;
let resolver: Resolver;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'certvigil-dnssec-'));
  [registry, resolver, receiver] = await Promise.all([startRdapServer(['org']), startResolver(), startReceiver()]);
  registry.domains.set('example.org', { events: { expiration: '2028-12-25T04:00:00Z' }, status: [] });
  await writeManifest('{ name: example.org, dnssec: true }');
});
afterEach(async () => {
  await Promise.all([registry.close(), resolver.close(), receiver.close()]);
  await rm(root, { recursive: true, force: true });
});

const writeManifest = (domain: string) =>
  writeFile(
    path.join(root, 'certvigil.yaml'),
    `version: 1
webhooks: { hook: { url: "${receiver.origin}", content_type: text/plain, body_template: '{{ data.event_type }} {{ data.error.code }}' } }
rules: [{ name: all, events: ["certificate.*"], actions: [{ webhook: hook }] }]
network: { rdap_bootstrap: "${registry.bootstrap}", dns_servers: ["${resolver.address}"] }
settings: { scan_timeout_seconds: 5 }
certificates:
  - { name: zone, domain: ${domain} }
`,
  );

/** Signs the zone for 14 days. */
function sign(day: number): void {
  const times: [number, number][] = [[START + day * DAY, START + (day + 14) * DAY]];
  resolver.zone = { 'example.org': { SOA: times, NS: times, DNSKEY: times }, '.': { SOA: times } };
}

async function scan(day: number, args: string[] = []) {
  const before = receiver.requests.length;
  const { stdout, stderr } = await runCli(
    ['scan', ...args],
    { cwd: root, env: {} },
    { now: () => (START + day * DAY) * 1000 },
  );
  const sent = receiver.requests.slice(before).map(({ body }) => String(body).trim());
  return { stdout, output: stdout + stderr, sent: sent.sort() };
}

describe('DNSSEC signatures', () => {
  it('alert before they expire if the zone is not signed again, and resolve once it is', async () => {
    sign(0);
    expect((await scan(0)).sent).toEqual([]);
    expect((await scan(10)).sent).toEqual([]);
    expect((await scan(11)).sent).toEqual(['certificate.dnssec dnssec-not-resigned']);
    expect((await scan(13.99)).sent).toEqual([]);
    expect((await scan(14.2)).sent).toEqual(['certificate.dnssec dnssec-expired']);
    sign(15);
    expect((await scan(15)).sent).toEqual(['certificate.recovered', 'certificate.recovered']);
  });

  it('do not alert if they are new with little time left', async () => {
    sign(-13);
    expect((await scan(0)).sent).toEqual([]);
  });

  it('neither alert nor resolve while they cannot be read, and say so after three scans', async () => {
    sign(-13);
    await scan(0);
    expect((await scan(0.1)).sent).toEqual(['certificate.dnssec dnssec-not-resigned']);
    resolver.zone = { '.': {}, 'example.org': 'SERVFAIL' };
    expect((await scan(0.2)).sent).toEqual([]);
    expect((await scan(0.3)).sent).toEqual([]);
    expect((await scan(0.4)).sent).toEqual(['certificate.dnssec dnssec-lookup-failed']);
    sign(0.5);
    expect((await scan(0.5)).sent).toEqual(['certificate.recovered', 'certificate.recovered']);
  });

  it('alert at once if the zone is no longer signed, or resolvers reject it', async () => {
    sign(0);
    await scan(0);
    const root = resolver.zone['.'] ?? {};
    resolver.zone = { 'example.org': { SOA: [], NS: [], DNSKEY: [] }, '.': root };
    expect((await scan(1)).sent).toEqual(['certificate.dnssec dnssec-unsigned']);
    sign(1);
    expect((await scan(2)).sent).toEqual(['certificate.recovered']);
    resolver.zone = { 'example.org': { bogus: true }, '.': root };
    expect((await scan(3)).sent).toEqual(['certificate.dnssec dnssec-bogus']);
  });

  it('are unknown if the resolver removes those of the root zone, or the name is not a zone', async () => {
    resolver.zone = { 'example.org': { SOA: [], NS: [], DNSKEY: [] }, '.': { SOA: [] } };
    for (const day of [0, 1]) expect((await scan(day)).sent).toEqual([]);
    const removed = await scan(2);
    expect(removed.sent).toEqual([]);
    expect(removed.output).toContain('DNSSEC');
    resolver.zone = { 'example.org': { A: ['127.0.0.1'] }, '.': { SOA: [] } };
    expect((await scan(3)).sent).toEqual(['certificate.dnssec dnssec-lookup-failed']);
  });

  it('are read for the name as it is written, and only if the entry asks for it', async () => {
    await writeManifest('example.org');
    await scan(0);
    expect(resolver.asked).toEqual([]);
    await writeManifest('{ name: [sub.example.org], dnssec: true }');
    await scan(1);
    expect(resolver.asked).toContain('SOA sub.example.org');
  });

  it('are in the JSON of scan', async () => {
    sign(0);
    const { stdout } = await scan(0, ['--format', 'json']);
    const signature = { signed: '2026-11-30T02:00:00Z', expires: '2026-12-14T02:00:00Z', ttl: 60 };
    expect(JSON.parse(stdout).certificates[0].locations[0].observed.dnssec).toEqual({
      ...{ soa: signature, ns: signature, dnskey: signature, failures: [] },
    });
  });
});
