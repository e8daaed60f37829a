import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { main } from '../../src/cli/main.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createTestIo } from '../manifest/io.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-17T02:00:00Z');
const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-notify-'));
let receiver: Receiver;

async function run(hours: number, ...argv: string[]) {
  let [stdout, stderr] = ['', ''];
  const before = receiver.requests.length;
  const status = await main([...argv, '--quiet'], {
    ...createTestIo(directory),
    now: () => NOW + hours * 3_600_000,
    sleep: async () => {},
    stdout: (text: string) => {
      stdout += text;
    },
    stderr: (text: string) => {
      stderr += text;
    },
  });
  const messages = receiver.requests.slice(before).map(({ body }) => JSON.parse(body) as Message);
  return { status, stdout, stderr, sent: messages.map(describeMessage).sort() };
}

interface Message {
  events: { event: string; certificate: string }[];
}

/** `event: certificates`. */
function describeMessage({ events }: Message): string {
  const names = events.map(({ certificate }) => certificate).sort();
  return `${events[0]?.event}: ${names.join(' ')}`;
}

const notify = (hours: number, ...argv: string[]) =>
  run(hours, 'affected', '--names', '*.example.com', '--deadline', '2026-11-18T02:00:00Z', '--notify', ...argv);

async function issue(file: string, days = 80) {
  const made = await createCertificate({
    ...{ commonName: 'shop.example.com', sans: ['shop.example.com'] },
    ...{ notBefore: new Date(NOW - 10 * DAY), notAfter: new Date(NOW + days * DAY) },
  });
  writeFileSync(path.join(directory, file), made.certificate);
}

function writeManifest(name: string, rules: object[]) {
  const manifest = {
    version: 1,
    certificates: [
      { name: 'a', file: 'a.pem', owner: 'web' },
      { name: 'b', file: 'b.pem', owner: 'web' },
      { name: 'c', file: 'c.pem', owner: 'ops' },
    ],
    webhooks: { chat: { preset: 'generic', url: receiver.origin } },
    rules,
    event_log: { store: 'file', path: `${name}.json` },
  };
  writeFileSync(path.join(directory, name), JSON.stringify(manifest));
}

beforeAll(async () => {
  receiver = await startReceiver([200]);
  for (const file of ['a.pem', 'b.pem', 'c.pem', 'next.pem']) await issue(file);
  writeManifest('certvigil.yaml', [{ name: 'all', events: ['certificate.*'], actions: [{ webhook: 'chat' }] }]);
  writeManifest('narrow.yaml', [{ name: 'few', events: ['certificate.expired'], actions: [{ webhook: 'chat' }] }]);
});

afterAll(async () => {
  await receiver.close();
  rmSync(directory, { recursive: true });
});

describe('certvigil affected --notify', { shuffle: false }, () => {
  it('sends one message for each owner', async () => {
    const { status, sent } = await notify(0);
    expect(status).toBe(1);
    expect(sent).toEqual(['certificate.revocation_announced: a b', 'certificate.revocation_announced: c']);
    expect(receiver.requests.at(-1)?.body).toContain('Its CA will revoke this certificate by 2026-11-18 02:00 UTC.');
  });

  it('sends nothing again within the cooldown', async () => {
    expect(await notify(1)).toMatchObject({ status: 1, sent: [] });
  });

  it('leaves the alert open in scans that do not know the announcement', async () => {
    expect((await run(2, 'scan')).sent).toEqual([]);
    const { events } = JSON.parse(readFileSync(path.join(directory, 'certvigil.yaml.json'), 'utf8')) as {
      events: { event: string; certificate: string }[];
    };
    expect(events.map(({ event, certificate }) => `${event} ${certificate}`).sort()).toEqual(
      ['a', 'b', 'c'].map((name) => `certificate.revocation_announced ${name}`),
    );
  });

  it('ends the alert once the certificate was replaced', async () => {
    await issue('next.pem', 90);
    for (const file of ['a.pem', 'b.pem', 'c.pem'])
      copyFileSync(path.join(directory, 'next.pem'), path.join(directory, file));
    expect((await run(3, 'scan')).sent).toEqual([
      'certificate.renewed: a',
      'certificate.renewed: b',
      'certificate.renewed: c',
    ]);
  });

  it('says which affected certificates no rule takes', async () => {
    const { sent, stderr } = await notify(0, '-m', 'narrow.yaml');
    expect(sent).toEqual([]);
    expect(stderr).toBe(
      '3 affected certificates matched by no rule. Add certificate.revocation_announced to its events.\n',
    );
  });

  it('ends with 3 if a message was not delivered', async () => {
    writeManifest('down.yaml', [{ name: 'all', events: ['certificate.*'], actions: [{ webhook: 'chat' }] }]);
    const file = path.join(directory, 'down.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(receiver.origin, 'http://127.0.0.1:9/'));
    const { status, stderr } = await notify(0, '-m', 'down.yaml');
    expect(status).toBe(3);
    expect(stderr).toContain('delivery to webhook:chat failed');
  });

  it('cannot be combined with --scan', async () => {
    expect(await notify(0, '--scan')).toMatchObject({ status: 2, sent: [] });
  });
});
