import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getHead } from '../helpers/github/git.ts';
import {
  type FakeGitHub,
  type Fault,
  getRepository,
  REPOSITORY,
  startGitHub,
  TOKEN,
} from '../helpers/github/server.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { runCli, WITHOUT_WAITS, type Workspace } from './certvigil.ts';
import { createCertificateWithDaysLeft, expectSchema } from './environment.ts';
import { collectVisibleOutput, createSmallRepository, runScheduled } from './scheduled.ts';

// The event log on a branch: of the action on a schedule, and of the command line.

const BRANCH = 'certvigil-state';
const PATH = '.certvigil/event-log.json';

let receiver: Receiver;
let github: FakeGitHub;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

async function repository(): Promise<Workspace> {
  const files = await createSmallRepository(receiver);
  await files.write('certvigil.yaml', `${await files.read('certvigil.yaml')}event_log: { store: commit }\n`);
  return files;
}

const runner = () => ({ GITHUB_REPOSITORY: REPOSITORY, GITHUB_API_URL: github.api_url });

/** A scan of the command line, which keeps its log like the action. */
async function scan(files: Workspace, args: string[] = [], token = TOKEN) {
  const before = receiver.requests.length;
  const env = { ...runner(), GITHUB_TOKEN: token, GITHUB_WORKSPACE: files.root };
  const outcome = await runCli(['scan', ...args], { cwd: files.root, env }, WITHOUT_WAITS);
  expect(outcome.stdout + outcome.stderr).not.toContain(token || TOKEN);
  return { ...outcome, requests: receiver.requests.length - before };
}

async function scheduled(files: Workspace) {
  const step = await runScheduled(files, receiver, { token: TOKEN }, runner());
  expect(step.stderr).toBe('');
  expect(collectVisibleOutput(step)).not.toContain(TOKEN);
  return step;
}

function messages(branch = BRANCH): string[] {
  const { commits } = getRepository(github);
  const found: string[] = [];
  let at = getHead(getRepository(github), branch) ?? undefined;
  for (; at !== undefined; at = commits.get(at.parents[0] ?? ''))
    found.push(at.message.replace(/\n\n\[skip ci\]$/, ''));
  return found;
}

interface Log {
  scans: { manifest?: string };
  events: { certificate: string }[];
  locations: Record<string, unknown>;
}

function logOn(branch = BRANCH): Log {
  const sha = getHead(getRepository(github), branch)?.files[PATH] ?? '';
  const log: unknown = JSON.parse(getRepository(github).blobs.get(sha)?.toString() ?? '');
  expectSchema('event-log', log);
  return log as Log;
}

describe('a log on a branch', () => {
  it('persists between runs, so that the cooldown applies to the second', async () => {
    await using files = await repository();
    const first = await scheduled(files);
    expect(first).toMatchObject({ status: 0, requests: 1, outputs: { 'events-fired': '1' } });
    expect(first.commands).toContain(`::add-mask::${TOKEN}`);
    expect(first.commands.filter((line) => /^::(warning|error)/.test(line))).toHaveLength(1);
    expect(messages()).toEqual(['certvigil: 1 fired', 'certvigil: the first scan starts']);
    expect(logOn().events).toMatchObject([{ certificate: 'shop' }]);

    const second = await scheduled(files);
    expect(second).toMatchObject({ status: 0, requests: 0, outputs: { 'events-fired': '0' } });
    expect(messages()[0]).toBe('certvigil: nothing fired');
    expect(await files.read(PATH)).toBeNull();
    expect(getRepository(github).refs.get('refs/heads/main')).toBe('1'.repeat(40));

    await files.write(
      'shop.pem',
      (await createCertificateWithDaysLeft(390, 'shop.example.com', Date.now())).certificate,
    );
    expect(await scheduled(files)).toMatchObject({ status: 0, requests: 1 });
    expect(messages().slice(0, 2)).toEqual(['certvigil: 1 renewed', 'certvigil: 1 due']);
  });

  it('can use another branch and path, even the default branch', async () => {
    await using files = await repository();
    await files.write(
      'certvigil.yaml',
      ((await files.read('certvigil.yaml')) ?? '').replace('store: commit', '$&, branch: main, path: state/log.json'),
    );
    expect(await scan(files)).toMatchObject({ status: 0, requests: 1 });
    expect(messages('main')).toEqual(['certvigil: 1 fired', 'certvigil: the first scan starts', 'Initial commit']);
    expect(Object.keys(getHead(getRepository(github), 'main')?.files ?? {})).toEqual(['state/log.json']);
  });

  it('is in the directory of its manifest, so that two manifests have two logs', async () => {
    await using files = await repository();
    await files.write(
      'ops/certvigil.yaml',
      'version: 1\ncertificates: [{ name: a, expires: 2099-01-01 }]\nevent_log: { store: commit }\n',
    );
    await scan(files);
    await scan(files, ['-m', 'ops/certvigil.yaml']);
    expect(Object.keys(getHead(getRepository(github), BRANCH)?.files ?? {}).sort()).toEqual([
      PATH,
      'README.md',
      `ops/${PATH}`,
    ]);
  });

  it('belongs to one manifest: another in the same directory is rejected, a renamed one continues', async () => {
    await using files = await repository();
    const manifest = (await files.read('certvigil.yaml')) ?? '';
    await scan(files);
    await files.write('other.yaml', manifest.replace('shop', 'store'));
    const refused = await scan(files, ['-m', 'other.yaml']);
    expect(refused).toMatchObject({ status: 3, requests: 0 });
    expect(refused.stderr).toContain('event-log-manifest-mismatch');
    expect(refused.stderr).toContain('belongs to the manifest "certvigil.yaml"');
    expect(messages()).toHaveLength(2);

    await rm(files.at('certvigil.yaml'));
    await files.write('other.yaml', manifest);
    expect(await scan(files, ['-m', 'other.yaml'])).toMatchObject({ status: 0, requests: 0 });
    expect(logOn().scans.manifest).toBe('../other.yaml');
  });

  it('can be listed and cleared from a shell', async () => {
    await using files = await repository();
    await scan(files);
    const env = { ...runner(), GITHUB_TOKEN: TOKEN };
    await files.write('.git/HEAD', 'ref: refs/heads/main\n');
    const run = (...args: string[]) => runCli(args, { cwd: files.root, env }, WITHOUT_WAITS);
    expect(JSON.parse((await run('log', 'list', '--format', 'json')).stdout).events).toMatchObject([
      { certificate: 'shop' },
    ]);
    expect((await run('log', 'clear')).stdout).toContain(
      `Cleared 1 event in ${PATH} on the branch ${BRANCH} of ${REPOSITORY}`,
    );
    expect(messages()[0]).toBe('certvigil: 1 cleared');
    expect((await run('log', 'clear', '--event', 'certificate.expired')).stdout).toContain('Nothing to clear in');
    expect(messages()).toHaveLength(3);
    expect(await scan(files)).toMatchObject({ status: 0, requests: 1 });
  });

  it('is read but not written by a dry run', async () => {
    await using files = await repository();
    expect(await scan(files, ['--dry-run'])).toMatchObject({ status: 0, requests: 0 });
    expect(messages()).toEqual([]);
    expect(github.requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});

describe('two concurrent scans', () => {
  /** Two runners with the same checkout. */
  async function twice(files: Workspace): Promise<Workspace> {
    const other = await repository();
    for (const name of ['shop.pem', 'wiki.pem']) await other.write(name, (await files.read(name)) ?? '');
    return other;
  }

  it('create one branch and lose no entries', async () => {
    await using one = await repository();
    await using two = await twice(one);
    const steps = await Promise.all([scan(one, ['--only', 'shop']), scan(two, ['--only', 'wiki'])]);
    expect(steps.map(({ status }) => status)).toEqual([0, 0]);
    expect(Object.keys(logOn().locations).sort()).toEqual(['shop', 'wiki']);
    expect(logOn().events).toMatchObject([
      { certificate: 'shop', deliveries: { all: { 'webhook:chat': { sent_at: expect.any(String) } } } },
    ]);
    expect(messages()).toContain('certvigil: 1 fired');
    expect(messages().at(-1)).toBe('certvigil: the first scan starts');
  });

  it('lose no entries of an existing log', async () => {
    await using one = await repository();
    await scan(one, ['--only', 'shop']);
    await using two = await twice(one);
    const steps = await Promise.all([
      scan(one, ['--only', 'shop', '--ignore-cooldown']),
      scan(two, ['--only', 'wiki']),
    ]);
    expect(steps.map(({ status }) => status)).toEqual([0, 0]);
    expect(Object.keys(logOn().locations).sort()).toEqual(['shop', 'wiki']);
    expect(messages().sort()).toEqual(
      ['1 due', '1 fired', '1 fired', 'nothing fired', 'the first scan starts'].map((said) => `certvigil: ${said}`),
    );
  });
});

describe('a lost response', () => {
  it.each<[string, Partial<Fault>]>([
    ['after the branch was created', { path: /git\/refs$/ }],
    ['after the scan was recorded', { path: /graphql/ }],
  ])('%s duplicates nothing', async (_, fault) => {
    await using files = await repository();
    github.fail({ ...fault, answer: 'reset', isApplied: true });
    expect(await scan(files)).toMatchObject({ status: 0, requests: 1 });
    expect(messages()).toEqual(['certvigil: 1 fired', 'certvigil: the first scan starts']);
  });
});

describe('a log that cannot be saved or read', () => {
  const token = (permissions: Record<string, 'read' | 'write'>) =>
    github.state.tokens.set(TOKEN, { login: 'x', permissions, repositories: [REPOSITORY] });
  // Every reason, for the first and a later run: test/store/git-branch-faults.test.ts.
  it.each([true, false])('sends nothing if it may not be written, in the first run: %s', async (isFirst) => {
    await using files = await repository();
    if (!isFirst) await scan(files);
    token({ contents: 'read' });
    const { status, requests, stderr } = await scan(files, ['--ignore-cooldown']);
    expect({ status, requests, commits: messages().length }).toEqual({
      status: 3,
      requests: 0,
      commits: isFirst ? 0 : 2,
    });
    expect(stderr).toMatch(/error\[github-forbidden\]: the event log .+ cannot be written/);
    expect(stderr).toContain('contents: write');
    if (!isFirst) expect(stderr).toContain('Nothing was sent.');
  });

  it('because of a rate limit: a later run reports what it sent, and that it will be resent', async () => {
    await using files = await repository();
    await scan(files);
    github.fail({ method: 'POST', times: 2, answer: { status: 429, headers: { 'retry-after': '900' } } });
    const { status, requests, stderr } = await scan(files, ['--ignore-cooldown']);
    expect({ status, requests }).toEqual({ status: 3, requests: 1 });
    expect(messages()).toHaveLength(2);
    expect(stderr).toContain('error[github-rate-limited]: the event log was NOT saved');
    expect(stderr).toContain('The next scan will resend the notification that this scan sent.');
  });

  it('sends nothing if reading it fails', async () => {
    await using files = await repository();
    github.fail({ times: 99, answer: { status: 403 } });
    const { status, requests, stdout, stderr } = await scan(files);
    expect({ status, requests, messages: messages() }).toEqual({ status: 3, requests: 0, messages: [] });
    expect(stderr).toContain('error[github-forbidden]');
    expect(stdout).not.toMatch(/^ +at |internal error|a fault of the test/m);
  });

  it('sends nothing without a token, or with a token of another repository', async () => {
    await using files = await repository();
    const none = await scan(files, [], '');
    expect(none).toMatchObject({ status: 2, requests: 0 });
    expect(none.stderr).toContain('error[github-access-missing]');
    github.state.tokens.set('ghs_of-another', { login: 'x', permissions: { contents: 'write' }, repositories: [] });
    const other = await scan(files, [], 'ghs_of-another');
    expect(other).toMatchObject({ status: 3, requests: 0 });
    expect(other.stderr).toContain('error[github-not-found]');
  });

  it('leaves an invalid log unchanged', async () => {
    await using files = await repository();
    await scan(files);
    const { blobs } = getRepository(github);
    blobs.set(getHead(getRepository(github), BRANCH)?.files[PATH] ?? '', Buffer.from('{"cut": '));
    const { status, requests, stderr } = await scan(files);
    expect({ status, requests, commits: messages().length }).toEqual({ status: 3, requests: 0, commits: 2 });
    expect(stderr).toContain('error[event-log-unreadable]');
  });
});
