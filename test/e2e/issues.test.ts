import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Board, getBoard, type Issue } from '../helpers/github/board.ts';
import { type FakeGitHub, getRepository, REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { createWorkspace, runCli, WITHOUT_WAITS, type Workspace } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft } from './environment.ts';
import { runStep, type Step } from './step.ts';

// The built action and command line against a fake GitHub on loopback: issues that open, escalate and close.

let github: FakeGitHub;
let board: Board;
beforeEach(async () => {
  github = await startGitHub();
  board = getBoard(getRepository(github));
});
afterEach(() => github.close());

const MANIFEST =
  'version: 1\nsettings: { expiry_scan_repeat: true }\ncertificates:\n  - { name: shop, file: shop.pem, owner: "@octocat" }\nissues: {}\n';

const runner = () => ({
  GITHUB_REPOSITORY: REPOSITORY,
  GITHUB_API_URL: github.api_url,
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_RUN_ID: '7',
});

const step = (files: Workspace, more: Record<string, string> = {}): Promise<Step> =>
  runStep(files, { token: TOKEN }, { ...runner(), ...more });

const pem = async (days: number) =>
  (await createCertificateWithDaysLeft(days, 'shop.example.com', Date.now())).certificate;

describe('the action', () => {
  it('opens an issue for a critical certificate, and closes it after the renewal', async () => {
    board.members.add('octocat');
    await using files = await createWorkspace({ 'certvigil.yaml': MANIFEST, 'shop.pem': await pem(10) });
    const first = await step(files);
    expect(first).toMatchObject({ status: 0, stderr: '', outputs: { 'events-fired': '1', 'deliveries-failed': '0' } });
    const issue = board.issues.get(1) as Issue;
    expect(issue).toMatchObject({ state: 'open', assignees: ['octocat'] });
    expect(issue.labels).toEqual(['certificate', 'certificate-critical']);
    expect(issue.body).toContain('This certificate expires on 20');
    expect(issue.body).toContain(`[the scan](https://github.com/${REPOSITORY}/actions/runs/7)`);

    await files.write('shop.pem', await pem(300));
    expect(await step(files)).toMatchObject({ status: 0, outputs: { ok: '1', 'events-fired': '1' } });
    expect(issue).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(issue.comments[0]?.body).toContain('**Renewed:** at 1 of 1 location.');
    expect(board.issues.size).toBe(1);
  });

  it('fails the delivery with the missing permission', async () => {
    for (const token of github.state.tokens.values()) token.permissions = { contents: 'write' };
    await using files = await createWorkspace({ 'certvigil.yaml': MANIFEST, 'shop.pem': await pem(10) });
    const { status, stdout, outputs } = await step(files);
    expect(status).toBe(3);
    expect(outputs['deliveries-failed']).toBe('1');
    expect(stdout).toContain('issues: write');
    expect(stdout.replace(`::add-mask::${TOKEN}`, '')).not.toContain(TOKEN);
  });

  it('opens nothing in a dry run', async () => {
    await using files = await createWorkspace({ 'certvigil.yaml': MANIFEST, 'shop.pem': await pem(10) });
    expect(await step(files, { GITHUB_EVENT_NAME: 'pull_request' })).toMatchObject({ status: 0 });
    expect(github.requests.filter(({ path }) => path.includes('/issues'))).toEqual([]);
  });
});

describe('the command line', () => {
  const env = () => ({ ...runner(), GITHUB_TOKEN: TOKEN });

  it('opens issues with a token', async () => {
    await using files = await createWorkspace({
      'certvigil.yaml': MANIFEST,
      'shop.pem': (await createCertificateWithDaysLeft(10, 'shop.example.com')).certificate,
    });
    const scan = (days: number, more = {}) =>
      runCli(['scan', ...buildTimeOptions(days)], { cwd: files.root, env: { ...env(), ...more } }, WITHOUT_WAITS);
    expect(await scan(0)).toMatchObject({ status: 0 });
    expect(board.issues.size).toBe(1);
    // A failed update of the body is a warning, not a failed delivery.
    github.fail({ method: 'PATCH', answer: { status: 422 } });
    await files.write('certvigil.yaml', MANIFEST.replace('@octocat', '@hubot'));
    expect(await scan(0.6)).toMatchObject({ status: 0, stderr: expect.stringContaining('warning[github-rejected]') });
    expect(await scan(2, { GITHUB_TOKEN: '' })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('warning[issue-outside-github]'),
    });
  });

  it.each(['render', 'test'])('%s prints the issue without opening it', async (command) => {
    await using files = await createWorkspace({
      'certvigil.yaml': MANIFEST,
      'shop.pem': (await createCertificateWithDaysLeft(100, 'shop.example.com')).certificate,
    });
    const text = await runCli([command, 'shop'], { cwd: files.root, env: env() });
    expect(text).toMatchObject({ status: 0, stderr: '' });
    expect(text.stdout).toContain('# issue (rule issues)\nCertificate shop (shop.example.com) expires on ');
    expect(text.stdout).toContain('Labels: certificate, certificate-critical\n');
    const json = await runCli([command, 'shop', '--format', 'json'], { cwd: files.root, env: env() });
    const result = JSON.parse(json.stdout);
    expect((result.printed ?? result.deliveries)[0]).toMatchObject({
      rule: 'issues',
      destination: 'issue',
      error: null,
    });
    expect(github.requests).toEqual([]);
  });
});
