/** The action with `command: discover`. */
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeGitHub, REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { createWorkspace, type Workspace } from './certvigil.ts';
import { createCertificateWithDaysLeft } from './environment.ts';
import { runStep } from './step.ts';

let github: FakeGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

const ingress = (host: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ingress }
spec: { tls: [{ hosts: [${host}] }] }
`;

const MANIFEST = `version: 1
certificates:
  # The shop.
  - { name: shop, file: shop.pem }
discovery:
  domains: [example.com]
  ignore:
    - { host: old.example.com, reason: gone }
`;

/** A repository whose manifest watches the certificate of the shop, but no host. */
async function createRepository(): Promise<Workspace> {
  return createWorkspace({
    'certvigil.yaml': MANIFEST,
    'shop.pem': (await createCertificateWithDaysLeft(300, 'shop.example.com', Date.now())).certificate,
    'deploy/shop.yaml': ingress('shop.example.com'),
    'deploy/api.yaml': ingress('api.example.com'),
    'event.json': JSON.stringify({ schedule: '23 6 * * 1', repository: { default_branch: 'main' } }),
  });
}

const run = (files: Workspace, inputs: Record<string, string> = {}, runner: Record<string, string> = {}) =>
  runStep(
    files,
    { command: 'discover', token: TOKEN, ...inputs },
    {
      GITHUB_EVENT_NAME: 'schedule',
      GITHUB_EVENT_PATH: files.at('event.json'),
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_API_URL: github.api_url,
      GITHUB_WORKSPACE: files.root,
      ...runner,
    },
  );

describe('the action with command: discover', () => {
  it('shows what is not watched in the log, in the summary and in a file, and changes nothing', async () => {
    await using files = await createRepository();
    const { status, outputs, summary, stdout, commands } = await run(files);
    expect({ status, unwatched: outputs.unwatched }).toEqual({ status: 0, unwatched: '2' });
    expect(stdout).toContain('- { name: api.example.com, endpoint: api.example.com }');
    expect(summary).toContain('| `api.example.com` | host | `deploy/api.yaml:4` | `kubernetes` |');
    expect(await readFile(outputs.markdown ?? '', 'utf8')).toBe(summary);
    expect(commands.filter((line) => line.startsWith('::warning'))).toEqual([
      expect.stringMatching(/title=ignore-matches-nothing,file=certvigil\.yaml,line=8/),
    ]);
    expect(await files.read('certvigil.yaml')).toBe(MANIFEST);
  });

  it('adds the missing entries to the manifest with write: true, once', async () => {
    await using files = await createRepository();
    const first = await run(files, { write: 'true' });
    expect(first).toMatchObject({ status: 0, outputs: { unwatched: '2' } });
    expect(first.stdout).toContain('Added 2 entries to certvigil.yaml.\n');
    const written = await files.read('certvigil.yaml');
    expect(written).toMatch(/# The shop\.\n.*\n(?:.*\n)*.*api\.example\.com/);
    const second = await run(files, { write: 'true' });
    expect(second).toMatchObject({ status: 0, outputs: { unwatched: '0' } });
    expect(second.stdout).toContain('Nothing to add to certvigil.yaml.\n');
    expect(await files.read('certvigil.yaml')).toBe(written);
    expect(second.outputs.markdown).not.toBe(first.outputs.markdown);
  });

  it('reads the event log from its branch: a name on a certificate that was scanned is watched', async () => {
    await using files = await createRepository();
    expect(await run(files, { command: 'scan' })).toMatchObject({ status: 0 });
    const { status, outputs, summary } = await run(files);
    expect({ status, unwatched: outputs.unwatched }).toEqual({ status: 0, unwatched: '1' });
    expect(summary).not.toContain('`shop.example.com`');
  });

  it('fails if the event log cannot be read, because it would suggest entries for what is watched', async () => {
    await using files = await createRepository();
    github.fail({ path: /certvigil-state/, times: 9, answer: { status: 403 } });
    const { status, commands } = await run(files, { write: 'true' });
    expect(status).toBe(3);
    expect(commands.at(-1)).toMatch(/^::error::certvigil: error\[github-forbidden\]: the event log .* contents: read/);
    expect(await files.read('certvigil.yaml')).toBe(MANIFEST);
  });

  it('reads a log in another store, as the inputs say', async () => {
    await using files = await createRepository();
    expect(await run(files, { command: 'scan', store: 'file' })).toMatchObject({ status: 0 });
    expect((await run(files, { store: 'file' })).outputs.unwatched).toBe('1');
    expect((await run(files)).outputs.unwatched).toBe('2');
  });

  it('fails if the manifest has an error, and does not run under pull_request_target', async () => {
    await using files = await createRepository();
    const untrusted = await run(files, {}, { GITHUB_EVENT_NAME: 'pull_request_target' });
    expect(untrusted.status).toBe(2);
    expect(untrusted.stdout).toContain('error[untrusted-event]: discover does not run under pull_request_target');
    await files.write('certvigil.yaml', 'version: 1\ncertificates: 7\n');
    expect((await run(files, { write: 'true' })).status).toBe(2);
    expect(await files.read('certvigil.yaml')).toBe('version: 1\ncertificates: 7\n');
  });
});
