/** Registrations of domains over several days: the commands, a registry on loopback, and a receiver. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RdapServer, startRdapServer } from '../helpers/rdap-server.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { runCli } from './certvigil.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-30T02:00:00Z');

let root: string;
let registry: RdapServer;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'certvigil-domains-'));
  registry = await startRdapServer(['org']);
  receiver = await startReceiver();
});
afterEach(async () => {
  await Promise.all([registry.close(), receiver.close(), rm(root, { recursive: true, force: true })]);
});

async function writeManifest(entries: string[]): Promise<void> {
  const text = `version: 1
webhooks: { hook: { url: "${receiver.origin}", content_type: text/plain, body_template: '{{ data.event_type }} {{ data.kind }}: {{ data.display_name }}' } }
rules:
  - name: domains
    events: ["certificate.*"]
    conditions: { and: [{ attr: kind, value: domain }] }
    actions: [{ webhook: hook }]
network: { rdap_bootstrap: "${registry.bootstrap}" }
certificates:
${entries.map((one) => `  - ${one}\n`).join('')}`;
  await writeFile(path.join(root, 'certvigil.yaml'), text);
}

/** Runs a scan after that many days, and returns what was asked and sent, and the coverage. */
async function scan(days: number) {
  const before = [registry.requests.length, receiver.requests.length] as const;
  const { status, stdout, stderr } = await runCli(['scan'], { cwd: root }, { now: () => START + days * DAY });
  return {
    status,
    output: stdout + stderr,
    asked: registry.requests.slice(before[0]).filter((one) => one.includes('/domain/')),
    sent: receiver.requests.slice(before[1]).map(({ body }) => String(body)),
  };
}

const register = (expiration: string, more: object = {}) =>
  registry.domains.set('example.org', { events: { expiration }, registrar: 'Example Registrar, Inc.', ...more });

const REGISTRATION = 'Domain registration of example.org';

describe('the registration of a domain', () => {
  beforeEach(() => writeManifest(['{ name: registration, domain: www.example.org }']));

  it('is asked for once a day, alerts like a certificate, and resolves when it is renewed', async () => {
    register('2026-12-25T04:00:00Z');
    expect(await scan(0)).toMatchObject({
      ...{ status: 0, asked: ['200 /rdap/domain/example.org'] },
      sent: [`certificate.expiry_warning domain: ${REGISTRATION}`],
    });
    expect(await scan(0.5)).toMatchObject({ asked: [], sent: [] });
    expect(await scan(0.95)).toMatchObject({ asked: ['200 /rdap/domain/example.org'], sent: [] });
    register('2027-12-25T04:00:00Z');
    expect(await scan(2)).toMatchObject({ sent: [`certificate.renewed domain: ${REGISTRATION}`] });
    const { output } = await scan(3);
    expect(output).toContain('1 domain registration: 1 ok.');
    expect(output.replace('CERTIFICATE ', '')).not.toMatch(/certificate/i);
  });

  it('is asked for on each day of `--now`, and so is the list of servers', async () => {
    register('2026-12-25T04:00:00Z');
    const scanAt = async (days: number) => {
      const before = registry.requests.length;
      const time = new Date(START + days * DAY).toISOString();
      // The clock of the machine stands still.
      await runCli(['scan', '--now', time, '--event-log', 'log.json'], { cwd: root }, { now: () => START });
      return registry.requests.slice(before);
    };
    const [list, answer] = ['200 /dns.json', '200 /rdap/domain/example.org'];
    expect(await scanAt(0)).toEqual([list, answer]);
    expect(await scanAt(0.5)).toEqual([]);
    for (const days of [2, 365]) expect(await scanAt(days)).toEqual([expect.stringContaining('/dns.json'), answer]);
  });

  it('alerts if its expiration moves back by a day or more', async () => {
    register('2027-12-25T04:00:00Z');
    await scan(0);
    register('2027-12-25T02:00:00Z');
    expect(await scan(1)).toMatchObject({ sent: [] });
    register('2027-10-25T04:00:00Z');
    expect(await scan(2)).toMatchObject({ sent: [`certificate.changed domain: ${REGISTRATION}`] });
  });

  it('is critical while it is on hold or deleted, and says so', async () => {
    register('2027-12-25T04:00:00Z', { status: ['client hold'] });
    const held = await scan(0);
    expect(held.sent).toEqual([`certificate.registration_status domain: ${REGISTRATION}`]);
    expect(held.output).toContain(`${REGISTRATION} is on hold at the registrar`);
    expect(held.output).toMatch(/^critical +390 /m);
    register('2027-12-25T04:00:00Z', { status: ['pending delete', 'redemption period'] });
    const deleted = await scan(1);
    expect(deleted.sent.toSorted()).toEqual([
      `certificate.recovered domain: ${REGISTRATION}`,
      `certificate.registration_status domain: ${REGISTRATION}`,
    ]);
    expect(deleted.output).toContain('was deleted, and only the registrar can restore it');
    register('2027-12-25T04:00:00Z', {
      events: { expiration: '2027-12-25T04:00:00Z', 'registrar expiration': '2026-12-25T04:00:00Z' },
    });
    const restored = await scan(2);
    expect(restored.sent).toEqual([`certificate.recovered domain: ${REGISTRATION}`]);
    expect(restored.output).toContain('has another expiration at its registrar');
  });

  it('is critical without name servers if it had some before, and while it is restored', async () => {
    register('2027-12-25T04:00:00Z', { status: ['inactive'] });
    expect(await scan(0)).toMatchObject({ sent: [] });
    register('2027-12-25T04:00:00Z');
    expect(await scan(1)).toMatchObject({ sent: [] });
    register('2027-12-25T04:00:00Z', { status: ['inactive'] });
    const lost = await scan(2);
    expect(lost.sent).toEqual([`certificate.registration_status domain: ${REGISTRATION}`]);
    expect(lost.output).toContain(`${REGISTRATION} has no name servers any more`);
    // The answer of today is used again, and that of tomorrow is still one without name servers.
    for (const days of [2.3, 3]) expect((await scan(days)).sent.filter((one) => one.includes('recovered'))).toEqual([]);
    register('2027-12-25T04:00:00Z', { status: ['pending restore'] });
    expect((await scan(4)).output).toContain('asked the registry to restore it');
    register('2027-12-25T04:00:00Z');
    expect((await scan(5)).sent).toEqual([`certificate.recovered domain: ${REGISTRATION}`]);
  });

  it('has a notice after its registry has renewed it by itself', async () => {
    register('2027-11-25T04:00:00Z', { status: ['auto renew period'] });
    const { output, sent } = await scan(0);
    expect(sent).toEqual([]);
    expect(output.replace(/\s+/g, ' ')).toContain('by itself on 2026-11-25');
    expect(output.replace(/\s+/g, ' ')).toContain('until 2027-01-09');
  });

  it('keeps its last answer for three days without one, then is unreachable', async () => {
    register('2027-12-25T04:00:00Z');
    await scan(0);
    registry.disturbances.set('*', { status: 503 });
    for (const days of [1, 2]) {
      const kept = await scan(days);
      expect(kept).toMatchObject({ status: 0, sent: [] });
      expect(kept.output).toContain('Its response from 2026-11-30 is used');
      expect(kept.output).toContain('all read');
    }
    const third = await scan(3);
    expect(third.output).toContain('rdap-unreachable');
    expect(third.sent).toEqual([]);
    const fourth = await scan(4);
    expect(fourth).toMatchObject({ status: 1, sent: [`certificate.unreachable domain: ${REGISTRATION}`] });
    registry.disturbances.clear();
    expect(await scan(5)).toMatchObject({ status: 0, sent: [`certificate.recovered domain: ${REGISTRATION}`] });
  });

  it('is not green if it was never read, or if the registry does not know it any more', async () => {
    const unread = 'certificate.unreachable domain: Domain registration of www.example.org';
    expect(await scan(0)).toMatchObject({ status: 1, sent: [unread] });
    register('2027-12-25T04:00:00Z');
    await scan(1);
    registry.domains.clear();
    const { output } = await scan(2);
    expect(output).toContain('rdap-domain-unknown');
  });
});

it('validate asks nothing, and says once which domains have no RDAP server', async () => {
  await writeManifest([
    '{ name: a, domain: [example.org, a.de, b.de] }',
    '{ name: b, domain: c.de }',
    '{ name: c, domain: d.de, rdap_url: "http://127.0.0.1:1/" }',
  ]);
  const { status, stdout, stderr } = await runCli(['validate'], { cwd: root });
  expect(status).toBe(0);
  const lines = (stdout + stderr).split('\n').filter((line) => line.includes('domain-without-rdap'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('a.de, b.de, c.de');
  expect(registry.requests).toEqual([]);
});

it('validate says which names of an entry have one registration, and which are public suffixes', async () => {
  await writeManifest([
    '{ name: a, domain: [example.org, www.example.org, co.uk] }',
    '{ name: b, domain: a.example.org }',
  ]);
  const { stdout, stderr } = await runCli(['validate'], { cwd: root });
  expect(stdout + stderr).toContain('[domain-repeated]: The registration of www.example.org is shared');
  expect(stdout + stderr).toContain('Others register domains under co.uk: it is a public suffix.');
});

it('forbidden addresses are not asked', async () => {
  register('2027-12-25T04:00:00Z');
  const file = path.join(root, 'certvigil.yaml');
  const text = `network: { deny: [127.0.0.1] }\nversion: 1\ncertificates:\n  - { name: registration, domain: example.org, rdap_url: "${registry.url}" }\n`;
  await writeFile(file, text);
  const { output, asked } = await scan(0);
  expect(output).toContain('rdap-unreachable');
  expect(asked).toEqual([]);
});

it('a probe observes registrations, and the scan decides about them', async () => {
  register('2027-12-25T04:00:00Z', { status: ['server hold'] });
  await writeManifest(['{ name: registration, domain: example.org, probe: office }']);
  const now = { now: () => START };
  const observed = await runCli(['observe', '--probe', 'office', '--output', 'office.jsonl'], { cwd: root }, now);
  expect(observed.status).toBe(0);
  const { stdout, stderr } = await runCli(['scan', '--observations', 'office.jsonl'], { cwd: root }, now);
  expect(stdout + stderr).toContain(`${REGISTRATION} is on hold at the registry`);
});
