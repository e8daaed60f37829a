import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Board, getBoard } from '../helpers/github/board.ts';
import { type FakeGitHub, getRepository, REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft } from './environment.ts';

const NAME = 'shop.example.com';

/** What PagerDuty keeps of an alert: it opens with `trigger`, and `resolve` closes it. */
interface Incident {
  isOpen: boolean;
  severity: string;
  found_at: string;
  resolves: number;
}

interface PagerDutyEvent {
  dedup_key: string;
  event_action: 'trigger' | 'resolve';
  payload: { severity: string; custom_details: { found_at: string } };
}

// One name, one address, four backends behind it, and the certificate of one of them is not renewed. One scan a day.
describe('a stale backend behind a load balancer', () => {
  const incidents = new Map<string, Incident>();
  const events: string[] = [];
  let backends: { cert: string; key: string }[];
  let balancer: TestTlsServer;
  let receiver: Receiver;
  let github: FakeGitHub;
  let board: Board;
  let files: Workspace;

  beforeAll(async () => {
    const [stale, current] = await Promise.all([3, 120].map((days) => createCertificateWithDaysLeft(days, NAME)));
    if (stale === undefined || current === undefined) throw new Error('no certificates');
    const [old, renewed] = [stale, current].map((one) => ({ cert: one.certificate, key: one.privateKeyPem }));
    backends = [old, renewed, renewed, renewed] as typeof backends;
    let connections = 0;
    balancer = await startTlsServer(current, {
      SNICallback: (_, done) => {
        done(null, createSecureContext(backends[connections % 4]));
        connections += 1;
      },
    });
    receiver = await startReceiver(({ path, body }) => {
      if (path === '/pager') record(JSON.parse(body));
      else events.push(JSON.parse(body).event);
      return 202;
    });
    github = await startGitHub();
    board = getBoard(getRepository(github));
    files = await createWorkspace({
      'certvigil.yaml': `version: 1
settings: { expiry_scan_repeat: false }
certificates:
  - { name: shop, endpoint: "127.0.0.1:${balancer.port}", server_name: ${NAME}, trust: none }
webhooks:
  pager: { preset: pagerduty, url: "${receiver.origin}/pager", secrets: { routing_key: "\${PD_KEY}" } }
  chat: { url: "${receiver.origin}/chat" }
rules:
  - name: all
    events: [certificate.*]
    actions: [{ webhook: pager }, { webhook: chat }, { issue: {} }]
`,
    });
  });
  afterAll(async () => {
    await Promise.all([balancer.close(), receiver.close(), github.close()]);
    await files[Symbol.asyncDispose]();
  });

  function record({ dedup_key, event_action, payload }: PagerDutyEvent): void {
    const before = incidents.get(dedup_key);
    if (event_action === 'trigger') {
      const { severity, custom_details } = payload;
      const resolves = before?.resolves ?? 0;
      incidents.set(dedup_key, { isOpen: true, severity, found_at: custom_details.found_at, resolves });
    } else if (before) incidents.set(dedup_key, { ...before, isOpen: false, resolves: before.resolves + 1 });
  }

  async function scanOn(day: number): Promise<void> {
    const env = {
      PD_KEY: 'r'.repeat(32),
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_TOKEN: TOKEN,
      GITHUB_API_URL: github.api_url,
    };
    const { status, stderr, stdout } = await runCli(['scan', ...buildTimeOptions(day)], { cwd: files.root, env });
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' });
  }

  it('stays one open alert until its certificate has expired', async () => {
    for (const day of [0, 1, 2]) await scanOn(day);
    expect([...incidents.values()]).toMatchObject([{ isOpen: true, resolves: 0 }]);
    expect(events).toEqual(['certificate.expiry_warning']);
    await scanOn(4);
    const found_at = expect.stringMatching(/^127\.0\.0\.1:\d+ \([23] of 11 handshakes\)$/);
    expect([...incidents.values()]).toEqual([{ isOpen: true, severity: 'critical', found_at, resolves: 0 }]);
    expect(events).toEqual(['certificate.expiry_warning', 'certificate.expired']);
    expect([...board.issues.values()]).toMatchObject([{ state: 'open' }]);
  });

  it('is resolved once after all backends have the new certificate', async () => {
    backends = [...backends.slice(1), ...backends.slice(1, 2)];
    for (const day of [5, 6, 7]) await scanOn(day);
    expect([...incidents.values()]).toMatchObject([{ isOpen: false, resolves: 1 }]);
    expect(events).toEqual(['certificate.expiry_warning', 'certificate.expired', 'certificate.renewed']);
    expect([...board.issues.values()]).toMatchObject([{ state: 'closed', state_reason: 'completed' }]);
  });
});
