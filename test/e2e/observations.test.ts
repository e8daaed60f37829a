import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeShardIndex } from '../../src/app/observations/shard-index.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';
import { createWorkspace, runCli, startProcess, type Workspace } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, expectSchema, parseReport } from './environment.ts';
import { runStep } from './step.ts';

const SHARDS = 16;
const NAMES = Array.from({ length: 40 }, (_, nth) => `entry-${nth}`);
/** The shard whose process is killed while it reads this entry. */
const STUCK = 'entry-0';
const KILLED = computeShardIndex(STUCK, SHARDS);
const isKilled = (name: string) => computeShardIndex(name, SHARDS) === KILLED;

const time = (day: number) => buildTimeOptions(day).slice(0, 2);

// Each test goes on with the log of the one before.
describe('16 shards in 16 processes', { shuffle: false }, () => {
  let receiver: Receiver;
  let files: Workspace;
  let server: TestTlsServer;
  let stuck: TestTlsServer;
  /** Called with each handshake of the entry that gets stuck; it goes on if the promise resolves. */
  let onHandshake: () => Promise<void> = async () => {};

  beforeAll(async () => {
    receiver = await startReceiver();
    const certificate = await createCertificateWithDaysLeft(20, 'shop.example.com');
    server = await startTlsServer(certificate);
    stuck = await startTlsServer(certificate, {
      SNICallback: (_name, done) => {
        const context = createSecureContext({ cert: certificate.certificate, key: certificate.privateKeyPem });
        void onHandshake().then(() => done(null, context));
      },
    });
    const entries = NAMES.map((name) => {
      const { location } = name === STUCK ? stuck : server;
      return `  - { name: ${name}, endpoint: "${location}", server_name: ${name}.example.com, trust: none }\n`;
    });
    files = await createWorkspace({
      'certvigil.yaml': `version: 1
settings: { expiry_scan_repeat: critical }
certificates:
${entries.join('')}webhooks: { chat: { url: "${receiver.origin}" } }
rules: [{ name: all, events: ["*"], actions: [{ webhook: chat }] }]
`,
    });
  });
  afterAll(async () => {
    await Promise.all([receiver.close(), server.close(), stuck.close()]);
    await files[Symbol.asyncDispose]();
  });

  const getArguments = (day: number, shard: number) => [
    ...['observe', '--quiet', '--shard', `${shard}/${SHARDS}`, ...time(day)],
    ...['--output', `day-${day}/${shard}.jsonl`],
  ];

  async function observe(day: number, without?: number): Promise<void> {
    const shards = Array.from({ length: SHARDS }, (_, at) => at + 1).filter((shard) => shard !== without);
    const outcomes = await Promise.all(shards.map((shard) => runCli(getArguments(day, shard), { cwd: files.root })));
    expect(outcomes.filter(({ status }) => status !== 0)).toEqual([]);
  }

  /** Decides; returns the exit code, the report, and the events that were sent, by entry. */
  async function decide(day: number) {
    const before = receiver.requests.length;
    const paths = Array.from({ length: SHARDS }, (_, at) => `day-${day}/${at + 1}.jsonl`);
    const outcome = await runCli(['scan', '--format', 'json', ...buildTimeOptions(day), '--observations', ...paths], {
      cwd: files.root,
    });
    const sent = receiver.requests.slice(before).map(({ body }) => {
      const { event, data } = JSON.parse(body);
      return `${event} ${data.certificate}`;
    });
    return { status: outcome.status, stderr: outcome.stderr, report: parseReport(outcome), sent: sent.sort() };
  }

  /** Runs all shards, and kills one in the middle of a handshake. */
  async function observeAndKill(day: number): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      onHandshake = () => {
        resolve();
        return new Promise(() => {});
      };
    });
    const killed = startProcess(getArguments(day, KILLED), { cwd: files.root });
    await reached;
    killed.kill('SIGKILL');
    await killed.outcome;
    await observe(day, KILLED);
    onHandshake = async () => {};
  }

  it('lose only what a killed process was to read', async () => {
    await observeAndKill(0);
    const { status, stderr, report, sent } = await decide(0);
    expect(status).toBe(3);
    expect(stderr).toContain(`observations-not-found]: day-0/${KILLED}.jsonl`);
    expect(report.not_observed?.map(({ certificate }) => certificate)).toEqual(NAMES.filter(isKilled));
    expect(report.not_observed?.[0]?.error.detail).toContain(`(shard ${KILLED}/${SHARDS})`);
    expect(sent).toEqual(
      NAMES.filter((name) => !isKilled(name))
        .map((name) => `certificate.expiry_warning ${name}`)
        .sort(),
    );
    expectSchema('event-log', JSON.parse((await files.read('log.json')) ?? ''));
  });

  it('send only what is missing on the next day', async () => {
    await observe(1);
    const { status, report, sent } = await decide(1);
    expect([status, report.not_observed]).toEqual([0, undefined]);
    expect(sent).toEqual(
      NAMES.filter(isKilled)
        .map((name) => `certificate.expiry_warning ${name}`)
        .sort(),
    );
  });

  it('resolve nothing, and send nothing again, if a process is killed later', async () => {
    await observeAndKill(2);
    const { status, report, sent } = await decide(2);
    expect([status, sent]).toEqual([3, []]);
    expect(report.not_observed?.map(({ certificate }) => certificate)).toEqual(NAMES.filter(isKilled));
    // Their state is kept: expiry goes on with what was last seen.
    const active = report.events.filter(({ event }) => event === 'certificate.expiry_warning');
    expect(active.map(({ certificate }) => certificate).sort()).toEqual([...NAMES].sort());
  });
});

describe('two probes in two networks', () => {
  it('read their own entries, in the action too, and know no secret of a receiver', async () => {
    const receiver = await startReceiver();
    const certificate = await createCertificateWithDaysLeft(20, 'www.example.com');
    const [office, lab] = [
      await startTlsServer(certificate, { host: '127.0.0.2' }),
      await startTlsServer(certificate, { host: '127.0.0.3' }),
    ];
    await using files = await createWorkspace({
      'certvigil.yaml': `version: 1
defaults: { trust: none, server_name: www.example.com }
certificates:
  - { name: printer, endpoint: "${office.location}", probe: office }
  - { name: rack, endpoint: "${lab.location}", probe: lab }
  - { name: domain, expires: 2031-03-20 }
webhooks: { chat: { url: "${receiver.origin}/$\{CHAT_TOKEN}" } }
rules: [{ name: all, events: ["*"], actions: [{ webhook: chat }] }]
observations:
  secret: "$\{OBSERVATIONS_SECRET}"
  secrets: { office: "$\{OBSERVATIONS_SECRET_OFFICE}", lab: "$\{OBSERVATIONS_SECRET_LAB}" }
`,
    });
    // Each probe has only its own secret.
    const [others, officeOnly, labOnly] = [
      { OBSERVATIONS_SECRET: 'secret-of-the-others' },
      { OBSERVATIONS_SECRET_OFFICE: 'secret-of-the-office' },
      { OBSERVATIONS_SECRET_LAB: 'secret-of-the-lab' },
    ];
    const observe = (probe: string[], output: string, env: Record<string, string>, day = 0) =>
      runCli(['observe', ...probe, ...time(day), '--output', output], { cwd: files.root, env });
    expect((await observe(['--probe', 'office'], 'certvigil.yaml/office.jsonl', officeOnly)).status).toBe(3);
    expect((await observe(['--probe', 'lab'], 'files/lab.jsonl', officeOnly)).stderr).toContain(
      'error[observations-secret-unset]',
    );
    const unmatched = await observe(['printer'], 'none.jsonl', others);
    expect(unmatched.stderr).toContain('0 locations. No enabled entry without a probe has a name that matches.');
    await files.write('files/README', 'Files of probes.');
    const written = await observe(['--probe', 'office'], 'files/office.jsonl', officeOnly);
    expect([written.status, written.stdout]).toEqual([0, '']);
    expect(written.stderr).toContain('Observed 1 entry: 1 location.\nWrote files/office.jsonl (2 KiB, signed).');
    await observe(['--probe', 'lab'], 'files/lab.jsonl', labOnly);
    await observe([], 'files/own.jsonl', others);
    const all = { ...others, ...officeOnly, ...labOnly, CHAT_TOKEN: 'token-of-the-chat' };
    const scan = await runCli(['scan', ...buildTimeOptions(), '--observations', 'files/'], {
      cwd: files.root,
      env: all,
    });
    expect(scan.stderr).toContain('warning[observations-unknown-format]: files/README');
    expect(receiver.requests.map(({ body }) => JSON.parse(body).data.certificate).sort()).toEqual([
      'domain',
      'printer',
      'rack',
    ]);
    // On the next day, the office also writes a file in the name of the lab.
    await observe(['--probe', 'office'], 'next/office.jsonl', officeOnly, 1);
    await observe(
      ['--probe', 'lab'],
      'next/lab.jsonl',
      { OBSERVATIONS_SECRET_LAB: officeOnly.OBSERVATIONS_SECRET_OFFICE },
      1,
    );
    await observe([], 'next/own.jsonl', others, 1);
    const next = await runCli(['scan', '--format', 'json', ...buildTimeOptions(1), '--observations', 'next/'], {
      cwd: files.root,
      env: all,
    });
    expect(next.stderr).toContain('warning[observations-signature]: next/lab.jsonl');
    expect(parseReport(next).not_observed?.map(({ certificate }) => certificate)).toEqual(['rack']);
    expect(receiver.requests.filter(({ body }) => JSON.parse(body).event !== 'certificate.expiry_warning')).toEqual([]);
    // The action writes the same file, and its scan reads it.
    const inputs = { command: 'observe', probe: 'office', output: 'step.jsonl' };
    const step = await runStep(files, inputs, { ...officeOnly, GITHUB_EVENT_NAME: 'schedule' });
    expect([step.status, step.outputs.observations]).toEqual([0, files.at('step.jsonl')]);
    const deciding = await runStep(
      files,
      { observations: 'step.jsonl\n', 'event-log': 'action.json', 'dry-run': 'true' },
      all,
    );
    expect(deciding.status).toBe(3);
    expect(deciding.summary).toContain('Not observed');
    expect(deciding.commands.join('\n')).toContain('not observed');
    await Promise.all([receiver.close(), office.close(), lab.close()]);
  });
});
