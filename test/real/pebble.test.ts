import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { runProcess } from '../e2e/certvigil.ts';
import { type AcmeClient, createAcmeClient, type Issued } from '../helpers/acme-client.ts';
import { startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory, startDaemon } from './harness.ts';
import { VALIDITY, writeKeyPair } from './reading.ts';

const DAY = 86_400_000;

describeReal('the ACME server pebble', { programs: ['pebble'] }, (pebble) => {
  let root: string;
  let acme: Daemon;
  let client: AcmeClient;
  let issued: Issued;
  let server: TestTlsServer;

  beforeAll(async () => {
    root = makeDirectory();
    const [port, management] = [await findFreePort(), await findFreePort()];
    const authority = await createCertificate({ ...VALIDITY, commonName: 'Authority of the ACME server', ca: true });
    const own = await createCertificate({ ...VALIDITY, commonName: 'acme', sans: ['127.0.0.1'], issuer: authority });
    const { cert, key } = writeKeyPair(root, 'acme', own);
    writeFileSync(join(root, 'ca.pem'), authority.certificate);
    const config = {
      listenAddress: `127.0.0.1:${port}`,
      managementListenAddress: `127.0.0.1:${management}`,
      certificate: cert,
      privateKey: key,
      certificateValidityPeriod: (90 * DAY) / 1000,
    };
    writeFileSync(join(root, 'pebble.json'), JSON.stringify({ pebble: config }));
    // It neither delays nor validates challenges, and does not reject valid nonces at random.
    const env = { PEBBLE_VA_NOSLEEP: '1', PEBBLE_VA_ALWAYS_VALID: '1', PEBBLE_WFE_NONCEREJECT: '0' };
    acme = await startDaemon(pebble, ['-config', join(root, 'pebble.json')], { ports: [port], env, cwd: root });
    const directory = `https://127.0.0.1:${port}/dir`;
    client = await createAcmeClient(directory, authority.certificate);
    issued = await client.issue('shop.example');
    server = await startTlsServer({ certificate: issued.chain, privateKeyPem: issued.privateKeyPem } as never);
    writeFileSync(
      join(root, 'certvigil.yaml'),
      `version: 1
network: { allow: [127.0.0.0/8] }
certificates:
  - name: shop
    endpoint: ${server.location}
    server_name: shop.example
    trust: none
    acme: { directory: "${directory}", ca_file: ca.pem, account_free: true }
`,
    );
  });

  afterAll(async () => {
    await server?.close();
    await acme?.stop();
    await removeDirectory(root);
  });

  /** Scans with the CLI, as if the current time were this many hours later. */
  async function scan(hours: number) {
    const now = new Date(Date.now() + hours * 3_600_000).toISOString();
    const args = ['scan', '--format', 'json', '--now', now, '--event-log', 'log.json'];
    const { stdout, stderr } = await runProcess(args, { cwd: root });
    expect(stderr).not.toContain('acme-');
    const report = JSON.parse(stdout);
    const events = report.events.map(({ event, data }: { event: string; data: { finding: { severity: string } } }) => {
      return `${event} ${data.finding?.severity}`;
    });
    return { renewal: report.certificates[0].renewal, events: events.sort() };
  }

  const log = () => readFileSync(join(root, 'log.json'), 'utf8');
  const renewalLine = () => log().match(/.*"next_check".*/)?.[0];

  it('returns the renewal window of its certificate, and is not queried again before Retry-After', async () => {
    const { renewal, events } = await scan(0);
    expect(renewal).toMatchObject({ source: 'ari', error: null });
    expect(Date.parse(renewal.window.start) - Date.now()).toBeGreaterThan(30 * DAY);
    expect(events).toEqual([]);
    const before = renewalLine();
    expect((await scan(1)).renewal).toEqual(renewal);
    expect(renewalLine()).toBe(before);
  });

  it('moves the window of a revoked certificate, which is reported', async () => {
    await client.revoke(issued);
    const { renewal, events } = await scan(25);
    expect(Date.parse(renewal.window.end)).toBeLessThan(Date.now() + 25 * 3_600_000);
    expect(events).toEqual(['certificate.ari_window_open warning', 'certificate.ari_window_shift critical']);
  });
});
