import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { startTlsServer } from '../helpers/tls-server.ts';
import { createWorkspace, runCli } from './certvigil.ts';
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
  return Object.keys(parsed.places);
}

describe('concurrent scans with one event log', () => {
  it.each([
    ['that is not there yet', false],
    ['that is', true],
  ])('%s lose no entries if one finishes while another reads', async (_, exists) => {
    await using files = await createWorkspace({});
    const scan = (only: string) =>
      runCli(['scan', '--quiet', '--only', only, ...buildTimeOptions()], { cwd: files.root });
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
      await files.write('certvigil.yaml', manifest(server.place));
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
    const scans = names.map((name) => runCli(['scan', '--only', name, ...buildTimeOptions()], { cwd: files.root }));
    // `lost` was never read.
    expect((await Promise.all(scans)).map(({ status }) => status)).toEqual([1, 0, 0]);
    expect(listEntries(await files.read('log.json'))).toEqual(names);
  });
});
