import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findFileCommits } from '../../src/app/file-commits.ts';
import { main } from '../../src/cli/main.ts';
import type { Report } from '../../src/generated/report.ts';
import { buildCertificate, pem } from '../helpers/certificates.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createTestIo } from '../manifest/io.ts';
import { INJECTED } from './harness.ts';

vi.mock('../../src/app/file-commits.ts', { spy: true });

const NOW = Date.parse('2026-06-01T00:00:00Z');
const OLD = pem(buildCertificate({ to: '260606000000Z' }));
const NEW = pem(buildCertificate({ to: '270606000000Z', serial: Buffer.from([2]) }));

let root: string;
let receiver: Receiver;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'certvigil-renewal-'));
  receiver = await startReceiver();
  mkdirSync(join(root, 'certs'));
  const manifest = `version: 1
certificates: [{ name: shop, file: "certs/*.pem" }]
webhooks:
  chat: { url: "${receiver.origin}/", body_template: "{{ event }}: {{ data.renewal_evidence.text or 'none' }}", content_type: text/plain }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
event_log: { store: file }
`;
  writeFileSync(join(root, 'certvigil.yaml'), manifest);
});
afterEach(async () => {
  vi.resetAllMocks();
  await receiver.close();
  rmSync(root, { recursive: true });
});

function git(...args: string[]): string {
  const time = '2026-05-31T22:15:00Z';
  const identity = ['-c', 'user.name=Jo Example', '-c', 'user.email=jo@example.com'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1', GIT_COMMITTER_DATE: time };
  return execFileSync('git', [...identity, ...args], { cwd: root, env, encoding: 'utf8' }).trim();
}

function commit(certificate: string): string {
  writeFileSync(join(root, 'certs/shop.pem'), certificate);
  git('add', 'certs');
  git('commit', '--quiet', '--message=Rotate');
  return git('rev-parse', 'HEAD').slice(0, 12);
}

async function scan(hour: number, argv: readonly string[] = []) {
  const output = { stdout: '', stderr: '' };
  const before = receiver.requests.length;
  const io = {
    ...createTestIo(root),
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot },
    now: () => NOW + hour * 3_600_000,
    stdout: (text: string) => {
      output.stdout += text;
    },
    stderr: (text: string) => {
      output.stderr += text;
    },
  };
  const status = await main(['scan', '--format', 'json', ...argv], io);
  const report = JSON.parse(output.stdout) as Report;
  const renewal = report.events.find(({ event }) => event === 'certificate.renewed');
  const sent = receiver.requests.slice(before).map(({ body }) => body);
  return { status, sent, stderr: output.stderr, evidence: renewal?.data.renewal_evidence };
}

it('a scan sends and reports the commit that renewed a file, once', async () => {
  git('init', '--quiet');
  commit(OLD);
  expect(await scan(0)).toMatchObject({ status: 0, sent: ['certificate.expiry_warning: none'] });
  expect(findFileCommits).toHaveBeenLastCalledWith(root, [], expect.anything());
  const sha = commit(NEW);
  const text = `at 1 of 1 location; certs/shop.pem changed in commit ${sha} (2026-05-31 22:15 UTC)`;
  expect((await scan(1, ['--dry-run'])).evidence?.text).toBe(text);
  expect(await scan(1)).toEqual({
    ...{ status: 0, stderr: '', sent: [`certificate.renewed: ${text}`] },
    evidence: {
      ...{ text, renewed_locations: 1, locations: 1 },
      commits: [{ sha, time: '2026-05-31T22:15:00Z', path: 'certs/shop.pem' }],
    },
  });
  expect(await scan(2)).toMatchObject({ status: 0, sent: [] });
  expect(findFileCommits).toHaveBeenLastCalledWith(root, [], expect.anything());
});

it('a bug while it looks for the commit does not delay the notification', async () => {
  git('init', '--quiet');
  commit(OLD);
  await scan(0);
  commit(NEW);
  vi.mocked(findFileCommits).mockRejectedValue(new Error(INJECTED));
  const { status, sent, stderr } = await scan(1);
  expect({ status, sent }).toEqual({ status: 3, sent: ['certificate.renewed: at 1 of 1 location'] });
  expect(stderr).toContain(INJECTED);
});
