import { hostname } from 'node:os';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { startTlsServer } from '../helpers/tls-server.ts';
import { createWorkspace, runProcess } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, expectSchema } from './environment.ts';

const manifest = (api: string) => `version: 1
certificates:
  - { name: api, endpoint: "${api}", server_name: api.example.com }
  - { name: one, expires: 2031-04-01 }
  - { name: two, expires: 2031-04-01 }
  - { name: lost, file: lost.pem }
`;

function listEntries(log: string | null): string[] {
  const parsed = JSON.parse(log ?? '');
  expectSchema('event-log', parsed);
  return Object.keys(parsed.locations);
}

describe('concurrent scans with one event log', () => {
  it.each([
    ['that is not there yet', false],
    ['that is', true],
  ])('%s lose no entries if one finishes while another reads', async (_, exists) => {
    await using files = await createWorkspace({});
    const scan = (only: string) =>
      runProcess(['scan', '--quiet', '--only', only, ...buildTimeOptions()], { cwd: files.root });
    const api = await createCertificateWithDaysLeft(200, 'api.example.com');
    // The certificate is shown only once a second scan has come and gone.
    let within: Promise<{ status: number | null }> | undefined;
    const server = await startTlsServer(api, {
      SNICallback: async (_name, done) => {
        within ??= scan('one');
        await within;
        done(null, createSecureContext({ cert: api.certificate, key: api.privateKeyPem }));
      },
    });
    try {
      await files.write('certvigil.yaml', manifest(server.location));
      if (exists) await scan('two');
      expect((await scan('api')).status).toBe(0);
      expect((await within)?.status).toBe(0);
      expect(listEntries(await files.read('log.json'))).toEqual(exists ? ['api', 'one', 'two'] : ['api', 'one']);
    } finally {
      await server.close();
    }
  });

  it('lose no entries if they start together', async () => {
    await using files = await createWorkspace({ 'certvigil.yaml': manifest('127.0.0.1:1') });
    const names = ['lost', 'one', 'two'];
    const scans = names.map((name) => runProcess(['scan', '--only', name, ...buildTimeOptions()], { cwd: files.root }));
    // `lost` was never read.
    expect((await Promise.all(scans)).map(({ status }) => status)).toEqual([1, 0, 0]);
    expect(listEntries(await files.read('log.json'))).toEqual(names);
  });

  it('send each alert once if eight start together', async () => {
    await using receiver = await openReceiver();
    await using files = await createWorkspace({ 'certvigil.yaml': alerting(receiver.origin) });
    const scan = () => runProcess(['scan', '--quiet', ...buildTimeOptions()], { cwd: files.root });
    // The log is there: a first scan does not send before it has written one.
    await runProcess(['scan', '--quiet', '--only', 'entry-0', ...buildTimeOptions()], { cwd: files.root });
    const results = await Promise.all(Array.from({ length: 8 }, scan));
    expect(results.map(({ status }) => status)).toEqual(Array(8).fill(0));
    expect(receiver.requests).toHaveLength(30);
  });

  it('send what another one could not, if that one died while it held the log', async () => {
    await using receiver = await openReceiver();
    await using files = await createWorkspace({ 'certvigil.yaml': alerting(receiver.origin) });
    const dead = { token: '00000000-0000-4000-8000-000000000000', host: hostname(), pid: 2 ** 22, started: null };
    await files.write('log.json.lock', JSON.stringify(dead));
    const { status, stderr } = await runProcess(['scan', '--quiet', ...buildTimeOptions()], { cwd: files.root });
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^certvigil: waiting for .*log\.json, which another run is using \(process 4194304 on .*\)\n$/,
    );
    expect(receiver.requests).toHaveLength(30);
  });
});

const alerting = (origin: string) => `version: 1
certificates:
${Array.from({ length: 30 }, (_, at) => `  - { name: entry-${at}, expires: 2031-03-20 }`).join('\n')}
webhooks: { chat: { url: "${origin}", max_messages: 50 } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
`;

async function openReceiver(): Promise<Receiver & AsyncDisposable> {
  const receiver = await startReceiver();
  return { ...receiver, [Symbol.asyncDispose]: receiver.close };
}
