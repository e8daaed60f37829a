/** What is measured, against what, and what is aimed at. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Children, startProcess } from './children.ts';
import {
  ANCHORS,
  writeCertificates,
  writeDates,
  writeEndpoints,
  writeEntries,
  writeKeystores,
  writeNames,
} from './environment.ts';
import { type Command, type Figures, measure } from './measure.ts';
import { NOW } from './now.ts';
import type { Result } from './table.ts';

/** Where and how much is measured. */
interface Bench {
  /** The Node that is measured. */
  node: string;
  /** Absolute path of `dist/cli.js`. */
  cli: string;
  /** An empty folder for each row. */
  folder: string;
  children: Children;
  /** A hundredth of everything, and once: to see that it works, not how fast. */
  small: boolean;
}

/**
 * One row; `measure` gives the figures of what is measured, then those of what it is measured against, if anything. With `also` it
 * is measured against a second thing too, in the same runs, which is a row of its own.
 */
interface Row extends Omit<Result, 'subject' | 'baseline'> {
  also?: Pick<Result, 'name' | 'against'>;
  measure: (bench: Bench) => Promise<Figures[]>;
}

const CONCURRENCY = 100;
const TIMEOUT_SECONDS = 2;

/** Where nothing is dead: a busy machine must not make it so. */
const PATIENCE_SECONDS = 30;

const EMPTY = '`node -e 0`';

const BARE_HANDSHAKES = { against: `as many bare handshakes with one secure context, ${CONCURRENCY} at once as well` };
const PLAIN_HANDSHAKES = { against: `as many plain calls of tls.connect, ${CONCURRENCY} at once as well` };

export const ROWS: readonly Row[] = [
  {
    name: 'start',
    measured: '`cli.js --version`',
    against: EMPTY,
    aim: '< 2 x',
    compare: 'ratio',
    measure: (bench) => measured(bench, [cli(bench, '--version'), empty(bench)], 25),
  },
  {
    name: 'validate-10',
    measured: '`validate` of 10 entries',
    against: EMPTY,
    aim: '< 4 x',
    compare: 'ratio',
    measure: async (bench) => {
      await writeEntries(path.join(bench.folder, 'entries.yaml'), 10);
      return measured(bench, [cli(bench, 'validate', '-m', 'entries.yaml'), empty(bench)], 25);
    },
  },
  {
    name: 'validate-5000',
    measured: '`validate` of 5,000 entries',
    against: 'nothing',
    aim: '< 1,000 ms',
    compare: 'ratio',
    measure: async (bench) => {
      await writeEntries(path.join(bench.folder, 'entries.yaml'), sized(bench, 5000));
      return measured(bench, [cli(bench, 'validate', '-m', 'entries.yaml')], 7);
    },
  },
  {
    name: 'files',
    measured: '`scan` of 10,000 PEM files with a certificate each',
    against: 'finding, reading and hashing them with node:fs, one after the other',
    also: { name: 'files-async', against: `the same with node:fs/promises, ${CONCURRENCY} at once` },
    aim: '< 3 x, < 1,500 ms',
    compare: 'ratio',
    measure: async (bench) => {
      await writeCertificates(bench.folder, sized(bench, 10_000));
      const hashed = child(bench, 'hash-files', 'certs');
      const hashedAsync = child(bench, 'hash-files-async', 'certs', String(CONCURRENCY));
      return measured(bench, [scan(bench, 'files.yaml'), hashed, hashedAsync], 7);
    },
  },
  {
    name: 'keystores',
    measured: '`scan` of a PKCS#12 and a JKS keystore with 1,000 certificates each',
    against: '`scan` of the same certificates in two PEM files',
    aim: '< 1.5 x',
    compare: 'ratio',
    measure: async (bench) => {
      await writeKeystores(bench.folder, sized(bench, 1000));
      return measured(bench, [scan(bench, 'keystores.yaml'), scan(bench, 'pem.yaml')], 7);
    },
  },
  {
    name: 'endpoints',
    measured: '`scan` of 1,000 TLS servers on loopback',
    ...BARE_HANDSHAKES,
    also: { name: 'endpoints-plain', ...PLAIN_HANDSHAKES },
    aim: '< 1.2 x',
    compare: 'ratio',
    measure: measureEndpoints,
  },
  {
    name: 'dead-endpoints',
    measured: `\`scan\` of 1,000 servers, 50 of which accept and never answer`,
    against: '`scan` of 1,000 that all answer',
    aim: `< +${TIMEOUT_SECONDS},000 ms (the timeout)`,
    compare: 'difference',
    measure: measureDeadEndpoints,
  },
  {
    name: 'far-endpoints',
    measured: '`scan` of 2,000 TLS servers that are 50 ms away and back',
    ...BARE_HANDSHAKES,
    also: { name: 'far-endpoints-plain', ...PLAIN_HANDSHAKES },
    aim: '< 1.2 x',
    compare: 'ratio',
    measure: measureFarEndpoints,
  },
  {
    name: 'dead-names',
    measured: '`scan` of 1,000 servers by name, 200 of which no DNS server answers for',
    against: '`scan` of 1,000 whose names are answered for',
    aim: `< +${TIMEOUT_SECONDS},000 ms (the timeout)`,
    compare: 'difference',
    measure: measureDeadNames,
  },
  {
    name: 'deliveries',
    measured: '`scan` of 10,000 dates, all told to one webhook',
    against: 'as many bodies posted, over kept connections as well',
    aim: '< 5,000 ms',
    compare: 'ratio',
    measure: measureDeliveries,
  },
  {
    name: 'dead-deliveries',
    measured: 'the same, to a receiver that accepts connections and never answers',
    against: 'the same, to one that answers',
    aim: `< +${10 * TIMEOUT_SECONDS},000 ms`,
    compare: 'difference',
    measure: measureDeadDeliveries,
  },
  {
    name: 'log',
    measured: 'a log of 50,000 events planned over, recorded in, pruned and saved',
    against: 'the same JSON printed and written',
    aim: '< 500 ms',
    compare: 'ratio',
    measure: (bench) => measureLog(bench, 'plan', 'print'),
  },
  {
    name: 'log-from-disk',
    measured: 'the same, with the log read, parsed and checked first',
    against: 'the same JSON read, parsed, printed and written',
    aim: '-',
    compare: 'ratio',
    measure: (bench) => measureLog(bench, 'scan', 'copy'),
  },
];

async function measureEndpoints(bench: Bench): Promise<Figures[]> {
  const count = sized(bench, 1000);
  await using server = await startProcess(bench.children['serve-tls'], [String(count), '0']);
  const { live } = server.said;
  await writeFile(path.join(bench.folder, 'ports.json'), JSON.stringify(live));
  await writeEndpoints(path.join(bench.folder, 'endpoints.yaml'), {
    ports: live,
    ca: server.said.ca,
    timeoutSeconds: PATIENCE_SECONDS,
  });
  return await measured(bench, [scan(bench, 'endpoints.yaml', ...ALL_READ), ...handshakes(bench)], 7);
}

function handshakes(bench: Bench): Command[] {
  return ['shared', 'plain'].map((mode) => child(bench, 'handshakes', 'ports.json', String(CONCURRENCY), mode));
}

/** The dead stand evenly among the living, as they would in a manifest. */
async function measureDeadEndpoints(bench: Bench): Promise<Figures[]> {
  const count = sized(bench, 1000);
  const deadCount = sized(bench, 50);
  await using server = await startProcess(bench.children['serve-tls'], [String(count), String(deadCount)]);
  const { live, dead } = server.said;
  const every = Math.floor(count / deadCount);
  const mixed = live.map((port, index) => (index % every === 0 ? (dead[index / every] ?? port) : port));
  await writeEndpoints(path.join(bench.folder, 'mixed.yaml'), {
    ports: mixed,
    ca: server.said.ca,
    timeoutSeconds: timeoutOf(bench),
  });
  await writeEndpoints(path.join(bench.folder, 'live.yaml'), {
    ports: live,
    ca: server.said.ca,
    timeoutSeconds: PATIENCE_SECONDS,
  });
  return await measured(bench, [scan(bench, 'mixed.yaml'), scan(bench, 'live.yaml', ...ALL_READ)], 5);
}

/** One way takes half of the round trip; what is measured is mostly the wait, and whether it is shared. */
async function measureFarEndpoints(bench: Bench): Promise<Figures[]> {
  const count = sized(bench, 2000);
  await using server = await startProcess(bench.children['serve-tls'], [String(count), '0', '25']);
  const { live } = server.said;
  await writeFile(path.join(bench.folder, 'ports.json'), JSON.stringify(live));
  await writeEndpoints(path.join(bench.folder, 'far.yaml'), {
    ports: live,
    ca: server.said.ca,
    timeoutSeconds: PATIENCE_SECONDS,
  });
  return await measured(bench, [scan(bench, 'far.yaml', ...ALL_READ), ...handshakes(bench)], 5);
}

async function measureDeadNames(bench: Bench): Promise<Figures[]> {
  const count = sized(bench, 1000);
  await using server = await startProcess(bench.children['serve-tls'], [String(count), '0']);
  await using names = await startProcess(bench.children['serve-names'], [String(count)]);
  const world = {
    ports: server.said.live,
    dns: names.said.dns ?? '',
    ca: server.said.ca,
    timeoutSeconds: timeoutOf(bench),
  };
  await writeNames(path.join(bench.folder, 'dead.yaml'), { ...world, every: 5 });
  await writeNames(path.join(bench.folder, 'live.yaml'), { ...world, every: Number.POSITIVE_INFINITY });
  return await measured(bench, [scan(bench, 'dead.yaml'), scan(bench, 'live.yaml', ...ALL_READ)], 5);
}

async function measureDeliveries(bench: Bench): Promise<Figures[]> {
  const count = sized(bench, 10_000);
  await using server = await startProcess(bench.children['serve-http'], []);
  const [live = 0] = server.said.live;
  await writeDates(path.join(bench.folder, 'dates.yaml'), { count, port: live, timeoutSeconds: timeoutOf(bench) });
  return await measured(bench, [tell(bench, 'dates.yaml'), child(bench, 'post', String(live), String(count))], 5);
}

/** Five deliveries wait for an answer, four at once, three times each; then the receiver is left alone. */
async function measureDeadDeliveries(bench: Bench): Promise<Figures[]> {
  const count = sized(bench, 10_000);
  await using server = await startProcess(bench.children['serve-http'], []);
  const { live, dead } = server.said;
  const world = { count, timeoutSeconds: timeoutOf(bench) };
  await writeDates(path.join(bench.folder, 'dead.yaml'), { ...world, port: dead[0] ?? 0 });
  await writeDates(path.join(bench.folder, 'live.yaml'), { ...world, port: live[0] ?? 0 });
  return await measured(bench, [{ ...tell(bench, 'dead.yaml'), status: 3 }, tell(bench, 'live.yaml')], 1);
}

/** `mode` and `least` are those of `children/plan-log.ts`, which times itself: it makes readings of 12,000 places first. */
async function measureLog(bench: Bench, mode: string, least: string): Promise<Figures[]> {
  const size = String(sized(bench, 50_000));
  const file = path.join(bench.folder, 'event-log.json');
  const log = (mode: string): Command => ({ ...child(bench, 'plan-log', mode, file, size), timesItself: true });
  await measure(bench.node, [child(bench, 'plan-log', 'make', file, size)], 1, bench.folder);
  return measured(bench, [log(mode), log(least)], 7);
}

function measured(bench: Bench, commands: readonly Command[], runs: number): Promise<Figures[]> {
  return measure(bench.node, commands, bench.small ? 1 : runs, bench.folder);
}

/** A hundredth where the bench is small, but two at least. */
function sized({ small }: Bench, count: number): number {
  return small ? Math.max(2, count / 100) : count;
}

function timeoutOf({ small }: Bench): number {
  return small ? TIMEOUT_SECONDS / 10 : TIMEOUT_SECONDS;
}

function empty({ folder }: Bench): Command {
  return { args: ['-e', '0'], cwd: folder };
}

function cli({ cli: file, folder }: Bench, ...args: string[]): Command {
  return { args: [file, ...args], cwd: folder };
}

/** A scan fails where an endpoint could not be read: else it would be fast by not doing its work. */
const ALL_READ = ['--fail-on', 'critical'];

function scan(bench: Bench, manifest: string, ...options: string[]): Command {
  const command = cli(bench, 'scan', '--dry-run', '--quiet', '--now', NOW, '-m', manifest, ...options);
  return { ...command, env: { SSL_CERT_FILE: path.join(bench.folder, ANCHORS) } };
}

/** A scan that sends and records: everything is told again each time. */
function tell(bench: Bench, manifest: string): Command {
  const log = `${manifest}.log.json`;
  return cli(bench, 'scan', '--quiet', '--ignore-cooldown', '--now', NOW, '--event-log', log, '-m', manifest);
}

function child({ children, folder }: Bench, name: keyof Children, ...args: string[]): Command {
  return { args: [children[name], ...args], cwd: folder };
}
