import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import type { EventLog } from '../../src/generated/event-log.ts';
import { startCacheService } from '../helpers/cache-service.ts';
import { getHead } from '../helpers/github/git.ts';
import { getRepository, REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { describeWith } from '../helpers/programs.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { startTcpServer } from '../helpers/tls-server.ts';
import { createWorkspace, type RunningProcess, runCli, startProcess, type Workspace } from './certvigil.ts';
import { buildTimeOptions, expectSchema } from './environment.ts';
import { createStepEnvironment } from './step.ts';

// SIGINT and SIGTERM while the built command line and action run. What was sent must be recorded, and nothing be sent twice.

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function openReceiver(respond: () => ReceiverResponse = () => 200): Promise<Receiver> {
  const receiver = await startReceiver(respond);
  open.push(receiver);
  return receiver;
}

/** A value that is set later. */
function createDeferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const COUNT = 10;
/** As many as are sent at once to one host. */
const IN_FLIGHT = 4;

const manifest = (origin: string, more = '') => `version: 1
certificates:
${Array.from({ length: COUNT }, (_, index) => `  - { name: c${index}, expires: 2031-03-12 }\n`).join('')}webhooks:
  chat: { url: "${origin}/hook" }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }
${more}`;

/** The certificates whose alerts a receiver got. */
function listNotified({ requests }: Receiver): string[] {
  return requests.map(({ body }) => JSON.parse(body).data.certificate).sort();
}

const ALL = Array.from({ length: COUNT }, (_, index) => `c${index}`);

/** How many deliveries of a log were sent, and the errors of the others. */
function summarizeLog(text: string | null): { sent: number; errors: (string | null)[] } {
  const log: unknown = JSON.parse(text ?? '');
  expectSchema('event-log', log);
  const { events } = log as EventLog;
  const deliveries = events.flatMap((event) => Object.values(event.deliveries).flatMap((to) => Object.values(to)));
  const unsent = deliveries.filter(({ sent_at }) => sent_at === null);
  return { sent: deliveries.length - unsent.length, errors: [...new Set(unsent.map(({ error }) => error))] };
}

interface Interrupted {
  receiver: Receiver;
  /** Makes the receiver respond. */
  release: () => void;
  /** Resolves when as many requests as possible are waiting for a response. */
  waiting: Promise<void>;
}

/** A receiver whose first responses wait for `release`. */
async function openSlowReceiver(): Promise<Interrupted> {
  const [waiting, released] = [createDeferred(), createDeferred()];
  let count = 0;
  const receiver = await openReceiver(() => {
    count += 1;
    if (count === IN_FLIGHT) waiting.resolve();
    return { after: released.promise };
  });
  return { receiver, release: released.resolve, waiting: waiting.promise };
}

/** Interrupts a process while deliveries are in flight, and lets them finish. */
async function interruptDeliveries(running: RunningProcess, signal: 'SIGINT' | 'SIGTERM', slow: Interrupted) {
  await slow.waiting;
  running.kill(signal);
  await running.waitForStderr(signal);
  slow.release();
  return running.outcome;
}

const startScan = (files: Workspace) => startProcess(['scan', ...buildTimeOptions()], { cwd: files.root });

describe('a scan that is interrupted', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s records what it sent, exits with %i, and the next scan sends the rest', async (signal, status) => {
    const slow = await openSlowReceiver();
    await using files = await createWorkspace({ 'certvigil.yaml': manifest(slow.receiver.origin) });
    const outcome = await interruptDeliveries(startScan(files), signal, slow);
    expect(outcome).toMatchObject({ status, stdout: '' });
    expect(outcome.stderr).toBe(
      `certvigil: ${signal}: finishing what is in progress. Send the signal again to exit at once.\n` +
        `certvigil: error[interrupted]: ${signal} interrupted the run: ${IN_FLIGHT} of ${COUNT} due notifications were sent\n` +
        '  = help: This is recorded in the event log, and the next run sends the rest. 10 entries, 10 locations: all read, 6 alerts were not delivered (chat).\n',
    );
    expect(summarizeLog(await files.read('log.json'))).toEqual({ sent: IN_FLIGHT, errors: ['delivery-interrupted'] });
    const next = await runCli(['scan', ...buildTimeOptions()], { cwd: files.root });
    expect(next.status).toBe(0);
    expect(listNotified(slow.receiver)).toEqual(ALL);
  });

  it('while it reads certificates sends and records nothing, and exits at once', async () => {
    const receiver = await openReceiver();
    const connected = createDeferred();
    const server = await startTcpServer(() => connected.resolve());
    open.push(server);
    await using files = await createWorkspace({
      'certvigil.yaml': manifest(receiver.origin).replace(
        'certificates:\n',
        `$&  - { name: slow, endpoint: "${server.location}" }\n`,
      ),
    });
    const running = startScan(files);
    await connected.promise;
    running.kill('SIGTERM');
    const said =
      /^certvigil: SIGTERM: interrupted while reading: \d+ of 11 entries were read, and nothing was decided, sent or recorded\.\n$/;
    expect(await running.outcome).toEqual({ status: 143, stdout: '', stderr: expect.stringMatching(said) });
    expect(receiver.requests).toHaveLength(0);
    expect(await files.read('log.json')).toBeNull();
  });

  it('exits at once even if a thread hangs, as when a host name cannot be resolved', async () => {
    const receiver = await openReceiver();
    const connected = createDeferred();
    const server = await startTcpServer(() => connected.resolve());
    open.push(server);
    await using files = await createWorkspace({
      'certvigil.yaml': manifest(receiver.origin).replace(
        'certificates:\n',
        `$&  - { name: slow, endpoint: "${server.location}" }\n`,
      ),
      'hang.mjs': "import { open } from 'node:fs';\nopen('pipe', 'r', () => {});\n",
    });
    execFileSync('mkfifo', [files.at('pipe')]);
    const running = startProcess(['scan'], { cwd: files.root, env: { NODE_OPTIONS: '--import=./hang.mjs' } });
    await connected.promise;
    running.kill('SIGTERM');
    // The signal itself has ended the process, which shells report as 143.
    expect((await running.outcome).status).toBeNull();
  });

  it('twice exits at once, and keeps what was saved before', async () => {
    const receiver = await openReceiver();
    await using files = await createWorkspace({ 'certvigil.yaml': manifest(receiver.origin) });
    await runCli(['scan', '--only', 'c0', ...buildTimeOptions()], { cwd: files.root });
    const saved = await files.read('log.json');
    const slow = await openSlowReceiver();
    await files.write('certvigil.yaml', manifest(slow.receiver.origin));
    const running = startScan(files);
    await slow.waiting;
    running.kill('SIGTERM');
    await running.waitForStderr('SIGTERM');
    running.kill('SIGINT');
    expect((await running.outcome).status).toBe(130);
    expect(await files.read('log.json')).toBe(saved);
  });

  it('while it pings the monitor has recorded everything, and exits at once', async () => {
    const pinged = createDeferred();
    const monitor = await openReceiver(() => {
      pinged.resolve();
      return 'hang';
    });
    const receiver = await openReceiver();
    const settings = `settings: { heartbeat_url: "${monitor.origin}" }\n`;
    await using files = await createWorkspace({ 'certvigil.yaml': manifest(receiver.origin, settings) });
    const running = startScan(files);
    await pinged.promise;
    running.kill('SIGINT');
    expect((await running.outcome).status).toBe(130);
    expect(summarizeLog(await files.read('log.json'))).toEqual({ sent: COUNT, errors: [] });
  });
});

it('a digest that is interrupted records that it was sent', async () => {
  const [waiting, released] = [createDeferred(), createDeferred()];
  const receiver = await openReceiver(() => {
    waiting.resolve();
    return { after: released.promise };
  });
  const digest = 'digest: { actions: [{ webhook: chat }] }\n';
  await using files = await createWorkspace({ 'certvigil.yaml': manifest(receiver.origin, digest) });
  const running = startProcess(['digest', ...buildTimeOptions()], { cwd: files.root });
  await waiting.promise;
  running.kill('SIGTERM');
  await running.waitForStderr('SIGTERM');
  released.resolve();
  const { status, stderr } = await running.outcome;
  expect(status).toBe(143);
  expect(stderr).toContain('error[interrupted]: SIGTERM interrupted the run: 1 of 1 due notifications were sent');
  expect(JSON.parse((await files.read('log.json')) ?? '').scans.digest).toMatchObject({
    scanned_at: '2031-03-10T12:00:00Z',
  });
});

/** Dates that are soon over at the real time, which the action uses. */
const currentManifest = (origin: string) =>
  manifest(origin).replaceAll('2031-03-12', new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));

/** Starts the action as a scheduled run. */
async function startAction(files: Workspace, inputs: Record<string, string>, runner: Record<string, string>) {
  await files.write('event.json', JSON.stringify({ repository: { default_branch: 'main' } }));
  const env = await createStepEnvironment(files, inputs, {
    GITHUB_EVENT_NAME: 'schedule',
    GITHUB_EVENT_PATH: files.at('event.json'),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_RUN_ID: '7',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKSPACE: files.root,
    RUNNER_ENVIRONMENT: 'github-hosted',
    ...runner,
  });
  return startProcess('action', { cwd: files.root, env });
}

async function checkAction(inputs: Record<string, string>, runner: Record<string, string>): Promise<Interrupted> {
  const slow = await openSlowReceiver();
  await using files = await createWorkspace({ 'certvigil.yaml': currentManifest(slow.receiver.origin) });
  // A canceled run gets SIGINT first.
  const outcome = await interruptDeliveries(await startAction(files, inputs, runner), 'SIGINT', slow);
  expect(outcome.status).toBe(130);
  expect(outcome.stdout).toContain(
    `::error::certvigil: error[interrupted]: SIGINT interrupted the run: ${IN_FLIGHT} of ${COUNT}`,
  );
  expect(await files.read('runner/summary.md')).toContain('SIGINT interrupted the run');
  const next = await (await startAction(files, inputs, runner)).outcome;
  expect(next).toMatchObject({ status: 0, stderr: '' });
  expect(listNotified(slow.receiver)).toEqual(ALL);
  return slow;
}

describe('the action in a run that is canceled', () => {
  it('records what it sent on a branch', async () => {
    const github = await startGitHub();
    open.push(github);
    await checkAction({ token: TOKEN }, { GITHUB_REPOSITORY: REPOSITORY, GITHUB_API_URL: github.api_url });
    const files = getHead(getRepository(github), 'certvigil-state')?.files ?? {};
    const text =
      getRepository(github)
        .blobs.get(files['.certvigil/event-log.json'] ?? '')
        ?.toString() ?? null;
    expect(summarizeLog(text)).toEqual({ sent: COUNT, errors: [] });
  });
});

describeWith('tar', 'the action in a run that is canceled', () => {
  it('records what it sent in the cache', async () => {
    const cache = await startCacheService();
    open.push(cache);
    await checkAction({ store: 'cache' }, cache.env);
  });
});
