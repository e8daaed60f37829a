import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { main } from '../../src/cli/main.ts';
import { evaluateResponse } from '../../src/notify/webhook/read-response.ts';
import { createTestIo } from '../manifest/io.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory, startDaemon } from './harness.ts';

const DAY = 86_400_000;

interface Alert {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  endsAt: string;
  status: { state: string };
}

describeReal('Alertmanager', { programs: ['prometheus-alertmanager'] }, (alertmanager) => {
  let directory: string;
  let origin: string;
  let server: Daemon;

  beforeAll(async () => {
    directory = makeDirectory();
    const port = await findFreePort();
    origin = `http://127.0.0.1:${port}`;
    writeFileSync(join(directory, 'alertmanager.yml'), 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
    const flags = {
      'config.file': join(directory, 'alertmanager.yml'),
      'storage.path': join(directory, 'data'),
      'web.listen-address': `127.0.0.1:${port}`,
      // A single instance without a cluster.
      'cluster.listen-address': '',
    };
    const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
    server = await startDaemon(alertmanager, args, { ports: [port] });
  });

  afterAll(async () => {
    await server?.stop();
    await removeDirectory(directory);
  });

  const manifest = (critical: number) => `version: 1
settings: { expiry_critical_days: ${critical}, expiry_warning_days: 40, expiry_scan_thresholds: [40] }
certificates:
  - name: shop
    file: shop.pem
    owner: "@example/payments"
    renewal_instructions: https://wiki.example/renew-shop
webhooks: { alerts: { preset: alertmanager, url: "${origin}/api/v2/alerts" } }
rules: [{ name: all, events: [certificate.expiry_warning], actions: [{ webhook: alerts }] }]
event_log: { store: file, path: log.json }
`;

  async function issueCertificate(days: number): Promise<void> {
    const made = await createCertificate({
      commonName: 'shop.example.com',
      sans: ['shop.example.com'],
      notBefore: new Date(Date.now() - 100 * DAY),
      notAfter: new Date(Date.now() + (days + 0.5) * DAY),
    });
    writeFileSync(join(directory, 'shop.pem'), made.certificate);
  }

  async function scan(critical: number): Promise<void> {
    writeFileSync(join(directory, 'certvigil.yaml'), manifest(critical));
    const printed: string[] = [];
    const io = { ...createTestIo(directory), now: Date.now, stdout: (text: string) => void printed.push(text) };
    expect(await main(['scan'], { ...io, stderr: io.stdout }), printed.join('')).toBe(0);
  }

  /** Alertmanager returns active alerts only. */
  async function listActive(): Promise<Alert[]> {
    return (await (await fetch(`${origin}/api/v2/alerts`)).json()) as Alert[];
  }

  it.each([
    ['/api/v2/alerts', '{', true],
    ['/api/v2/alerts', '{}', true],
    ['/api/v2/alerts', '[{}]', true],
    ['/api/v2/alerts', '[{"labels":{"a":"b"},"startsAt":"x"}]', true],
    ['/api/v2/alert', '[]', true],
    ['/api/v1/alerts', '[]', true],
    ['/api/v2/alerts', '[]', false],
  ])(
    'has a body that is known as an error, also if a proxy changes its status: %s %s, %s',
    async (path, body, isError) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${origin}${path}`, { method: 'POST', headers, body });
      expect(response.ok).toBe(!isError);
      const verdict = evaluateResponse('alertmanager', { body: await response.text() });
      expect(verdict).toBe(isError ? 'rejected' : 'accepted');
    },
  );

  it('shows the alert with its renewal instructions', async () => {
    await issueCertificate(20);
    await scan(10);
    const alerts = await listActive();
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({
      labels: { alertname: 'CertificateExpiry', certificate: 'shop', severity: 'warning' },
      annotations: {
        summary: 'shop expires in 20 days',
        owner: '@example/payments',
        runbook_url: 'https://wiki.example/renew-shop',
      },
      status: { state: 'active' },
    });
    // The alert does not expire before the next scan.
    expect(Date.parse(alerts[0]?.endsAt ?? '')).toBeGreaterThan(Date.now() + 300 * DAY);
  });

  it('shows the alert with the new severity only', async () => {
    await scan(30);
    expect((await listActive()).map(({ labels }) => labels.severity)).toEqual(['critical']);
  });

  it('resolves the alert after the renewal', async () => {
    await issueCertificate(300);
    await scan(30);
    expect(await listActive()).toEqual([]);
  });
});
