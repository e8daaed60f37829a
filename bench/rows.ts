/** The rows of the benchmark: what is measured, the baseline and the aim. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startProcess } from './children.ts';
import {
  ALL_READ,
  type Bench,
  child,
  cli,
  empty,
  getTimeout,
  LONG_TIMEOUT_SECONDS,
  measured,
  type Row,
  scan,
  send,
  sized,
  TIMEOUT_SECONDS,
} from './commands.ts';
import {
  writeCertificates,
  writeDates,
  writeEndpoints,
  writeEntries,
  writeKeystores,
  writeNames,
} from './environment.ts';
import { INVENTORY_ROWS } from './inventory-rows.ts';
import { type Command, type Figures, measure } from './measure.ts';
import { REPORT_ROWS } from './report-rows.ts';
import { SCALE_ROWS } from './scale-rows.ts';

const CONCURRENCY = 100;

const EMPTY = '`node -e 0`';

const BARE_HANDSHAKES = {
  against: `the same number of bare handshakes with one secure context, also ${CONCURRENCY} at once`,
};
const PLAIN_HANDSHAKES = { against: `the same number of plain calls of tls.connect, also ${CONCURRENCY} at once` };

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
      await writeEntries(path.join(bench.directory, 'entries.yaml'), 10);
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
      await writeEntries(path.join(bench.directory, 'entries.yaml'), sized(bench, 5000));
      return measured(bench, [cli(bench, 'validate', '-m', 'entries.yaml')], 7);
    },
  },
  {
    name: 'scan-10',
    measured: '`scan` of 10 TLS servers on loopback',
    against: 'the same number of bare handshakes with one secure context, also at once',
    also: { name: 'scan-10-start', against: EMPTY, aim: '-' },
    aim: '< 3 x',
    compare: 'ratio',
    measure: measureFewEndpoints,
  },
  {
    name: 'files',
    measured: '`scan` of 10,000 PEM files with a certificate each',
    against: 'finding, reading and hashing them with node:fs, one after another',
    also: { name: 'files-async', against: `the same with node:fs/promises, ${CONCURRENCY} at once` },
    aim: '< 3 x, < 1,500 ms',
    compare: 'ratio',
    measure: async (bench) => {
      await writeCertificates(bench.directory, sized(bench, 10_000));
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
      await writeKeystores(bench.directory, sized(bench, 1000));
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
    measured: `\`scan\` of 1,000 servers, 50 of which accept and never respond`,
    against: '`scan` of 1,000 that all respond',
    aim: `< +${TIMEOUT_SECONDS},000 ms (the timeout)`,
    compare: 'difference',
    measure: measureDeadEndpoints,
  },
  {
    name: 'far-endpoints',
    measured: '`scan` of 2,000 TLS servers with a round-trip time of 50 ms',
    ...BARE_HANDSHAKES,
    also: { name: 'far-endpoints-plain', ...PLAIN_HANDSHAKES },
    aim: '< 1.2 x',
    compare: 'ratio',
    measure: measureFarEndpoints,
  },
  {
    name: 'far-dead-endpoints',
    measured: '`scan` of 10,000 TLS servers with a round-trip time of 50 ms, 500 of which accept and never respond',
    against: `bare handshakes with the others, ${CONCURRENCY} at once`,
    aim: '< +10,000 ms (the timeout) and half of the baseline, < 200 MiB',
    compare: 'difference',
    measure: measureFarDeadEndpoints,
  },
  {
    name: 'dead-names',
    measured: '`scan` of 1,000 servers by name, 200 of which do not resolve in time',
    against: '`scan` of 1,000 whose names all resolve',
    aim: `< +${TIMEOUT_SECONDS},000 ms (the timeout)`,
    compare: 'difference',
    measure: measureDeadNames,
  },
  {
    name: 'deliveries',
    measured: '`scan` of 10,000 dates with a notification each to one webhook',
    against: 'the same number of bodies posted, also over keep-alive connections',
    aim: '< 5,000 ms',
    compare: 'ratio',
    measure: measureDeliveries,
  },
  {
    name: 'dead-deliveries',
    measured: 'the same, to a receiver that accepts connections and never responds',
    against: 'the same, to one that responds',
    aim: `< +${10 * TIMEOUT_SECONDS},000 ms`,
    compare: 'difference',
    measure: measureDeadDeliveries,
  },
  {
    name: 'log',
    measured: 'planning with, recording in, pruning and saving a log of 50,000 events',
    against: 'serializing and writing the same JSON',
    aim: '< 500 ms',
    compare: 'ratio',
    measure: (bench) => measureLog(bench, 'plan', 'print'),
  },
  {
    name: 'log-from-disk',
    measured: 'the same, after reading, parsing and checking the log',
    against: 'reading, parsing, serializing and writing the same JSON',
    aim: '-',
    compare: 'ratio',
    measure: (bench) => measureLog(bench, 'scan', 'copy'),
  },
  ...REPORT_ROWS,
  ...SCALE_ROWS,
  ...INVENTORY_ROWS,
];

function measureEndpoints(bench: Bench): Promise<Figures[]> {
  return measureServers(bench, { count: sized(bench, 1000), baselines: bareAndPlain(bench), runs: 7 });
}

/** Mostly startup: how long a small manifest takes. */
function measureFewEndpoints(bench: Bench): Promise<Figures[]> {
  return measureServers(bench, { count: 10, baselines: [handshakes(bench, 'shared'), empty(bench)], runs: 25 });
}

interface Servers {
  count: number;
  /** Delay in each direction in milliseconds. */
  delay?: number;
  /** They find the ports in `ports.json`. */
  baselines: readonly Command[];
  runs: number;
}

/** Compares a scan of servers that all respond. */
async function measureServers(bench: Bench, { count, delay = 0, baselines, runs }: Servers): Promise<Figures[]> {
  await using server = await startProcess(bench.children['serve-tls'], [String(count), '0', String(delay)]);
  const { live } = server.output;
  await writeFile(path.join(bench.directory, 'ports.json'), JSON.stringify(live));
  await writeEndpoints(path.join(bench.directory, 'endpoints.yaml'), {
    ports: live,
    ca: server.output.ca,
    timeoutSeconds: LONG_TIMEOUT_SECONDS,
  });
  return await measured(bench, [scan(bench, 'endpoints.yaml', ...ALL_READ), ...baselines], runs);
}

/** With one secure context for all, or as Node makes them by default. */
function handshakes(bench: Bench, mode: 'shared' | 'plain'): Command {
  return child(bench, 'handshakes', 'ports.json', String(CONCURRENCY), mode);
}

function bareAndPlain(bench: Bench): Command[] {
  return [handshakes(bench, 'shared'), handshakes(bench, 'plain')];
}

/** The unresponsive servers are distributed evenly, as in a manifest. */
function distribute(live: readonly number[], dead: readonly number[]): number[] {
  const every = Math.floor(live.length / dead.length);
  return live.map((port, index) => (index % every === 0 ? (dead[index / every] ?? port) : port));
}

async function measureDeadEndpoints(bench: Bench): Promise<Figures[]> {
  const [count, deadCount] = [sized(bench, 1000), sized(bench, 50)];
  await using server = await startProcess(bench.children['serve-tls'], [String(count), String(deadCount)]);
  const { live, dead } = server.output;
  await writeEndpoints(path.join(bench.directory, 'mixed.yaml'), {
    ports: distribute(live, dead),
    ca: server.output.ca,
    timeoutSeconds: getTimeout(bench),
  });
  await writeEndpoints(path.join(bench.directory, 'live.yaml'), {
    ports: live,
    ca: server.output.ca,
    timeoutSeconds: LONG_TIMEOUT_SECONDS,
  });
  return await measured(bench, [scan(bench, 'mixed.yaml'), scan(bench, 'live.yaml', ...ALL_READ)], 5);
}

/** Most of the time is waiting; the row shows whether connections wait at the same time. */
function measureFarEndpoints(bench: Bench): Promise<Figures[]> {
  return measureServers(bench, { count: sized(bench, 2000), delay: 25, baselines: bareAndPlain(bench), runs: 5 });
}

async function measureFarDeadEndpoints(bench: Bench): Promise<Figures[]> {
  const [count, deadCount] = [sized(bench, 10_000), sized(bench, 500)];
  await using server = await startProcess(bench.children['serve-tls'], [String(count), String(deadCount), '25']);
  const { live, dead } = server.output;
  const ports = distribute(live, dead);
  const responding = ports.filter((port) => !dead.includes(port));
  await writeFile(path.join(bench.directory, 'ports.json'), JSON.stringify(responding));
  const timeoutSeconds = bench.small ? getTimeout(bench) : 10;
  await writeEndpoints(path.join(bench.directory, 'far.yaml'), { ports, ca: server.output.ca, timeoutSeconds });
  const bare = handshakes(bench, 'shared');
  return await measured(bench, [scan(bench, 'far.yaml'), bare], 3);
}

async function measureDeadNames(bench: Bench): Promise<Figures[]> {
  const count = sized(bench, 1000);
  await using server = await startProcess(bench.children['serve-tls'], [String(count), '0']);
  await using names = await startProcess(bench.children['serve-names'], [String(count)]);
  const options = {
    ports: server.output.live,
    dns: names.output.dns ?? '',
    ca: server.output.ca,
    timeoutSeconds: getTimeout(bench),
  };
  await writeNames(path.join(bench.directory, 'dead.yaml'), { ...options, every: 5 });
  await writeNames(path.join(bench.directory, 'live.yaml'), { ...options, every: Number.POSITIVE_INFINITY });
  return await measured(bench, [scan(bench, 'dead.yaml'), scan(bench, 'live.yaml', ...ALL_READ)], 5);
}

async function measureDeliveries(bench: Bench): Promise<Figures[]> {
  const count = sized(bench, 10_000);
  await using server = await startProcess(bench.children['serve-http'], []);
  const [live = 0] = server.output.live;
  await writeDates(path.join(bench.directory, 'dates.yaml'), { count, port: live, timeoutSeconds: getTimeout(bench) });
  return await measured(bench, [send(bench, 'dates.yaml'), child(bench, 'post', String(live), String(count))], 5);
}

/** Five deliveries wait for a response, four at once, three attempts each. Then the circuit opens. */
async function measureDeadDeliveries(bench: Bench): Promise<Figures[]> {
  const count = sized(bench, 10_000);
  await using server = await startProcess(bench.children['serve-http'], []);
  const { live, dead } = server.output;
  const options = { count, timeoutSeconds: getTimeout(bench) };
  await writeDates(path.join(bench.directory, 'dead.yaml'), { ...options, port: dead[0] ?? 0 });
  await writeDates(path.join(bench.directory, 'live.yaml'), { ...options, port: live[0] ?? 0 });
  return await measured(bench, [{ ...send(bench, 'dead.yaml'), status: 3 }, send(bench, 'live.yaml')], 1);
}

/** `mode` and `baseline` are modes of `children/plan-log.ts`, which measures its own time without preparation. */
async function measureLog(bench: Bench, mode: string, baseline: string): Promise<Figures[]> {
  const size = String(sized(bench, 50_000));
  const file = path.join(bench.directory, 'event-log.json');
  const log = (mode: string): Command => ({ ...child(bench, 'plan-log', mode, file, size), timesItself: true });
  await measure(bench.node, [child(bench, 'plan-log', 'make', file, size)], 1, bench.directory);
  return measured(bench, [log(mode), log(baseline)], 7);
}
