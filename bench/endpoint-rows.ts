/** The rows about scans of servers. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startProcess } from './children.ts';
import {
  ALL_READ,
  ALLOW_UNREAD,
  type Bench,
  CONCURRENCY,
  child,
  EMPTY,
  empty,
  getTimeout,
  LONG_TIMEOUT_SECONDS,
  measured,
  type Row,
  scan,
  sized,
  TIMEOUT_SECONDS,
} from './commands.ts';
import { writeEndpoints, writeNames } from './environment.ts';
import type { Command, Figures } from './measure.ts';

const BARE_HANDSHAKES = {
  against: `the same number of bare handshakes with one secure context, also ${CONCURRENCY} at once`,
};
const PLAIN_HANDSHAKES = { against: `the same number of plain calls of tls.connect, also ${CONCURRENCY} at once` };

export const FEW_ENDPOINTS_ROW: Row = {
  name: 'scan-10',
  measured: '`scan` of 10 TLS servers on loopback',
  against: 'the same number of bare handshakes with one secure context, also at once',
  also: { name: 'scan-10-start', against: EMPTY, aim: '-' },
  aim: '< 3 x',
  compare: 'ratio',
  measure: measureFewEndpoints,
};

export const ENDPOINT_ROWS: readonly Row[] = [
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
  return await measured(bench, [scan(bench, 'mixed.yaml', ...ALLOW_UNREAD), scan(bench, 'live.yaml', ...ALL_READ)], 5);
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
  return await measured(bench, [scan(bench, 'far.yaml', ...ALLOW_UNREAD), bare], 3);
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
  return await measured(bench, [scan(bench, 'dead.yaml', ...ALLOW_UNREAD), scan(bench, 'live.yaml', ...ALL_READ)], 5);
}
