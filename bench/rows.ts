/** The rows of `npm run bench`. */

import path from 'node:path';
import {
  type Bench,
  measureAll,
  type Row,
  runBareNode,
  runChild,
  runCli,
  runNodeChild,
  scan,
  startChild,
} from './commands.ts';
import { writeDates, writeEndpoints, writeEntries, writeHostList, writeRepository } from './data.ts';
import { type Command, type Figures, measure } from './measure.ts';

export const ROWS: readonly Row[] = [
  {
    name: 'start',
    measured: '`cli.js --version`',
    against: '`node -e 0`',
    aim: '< 1.5 x',
    measure: (bench) => measureAll(bench, [runCli(bench, '--version'), runBareNode(bench)], 25),
  },
  {
    name: 'validate-10',
    measured: '`validate` of 10 entries',
    against: '`node -e 0`',
    aim: '< 2.5 x',
    measure: (bench) => measureValidate(bench, 10, 25),
  },
  {
    name: 'scan-10',
    measured: '`scan` of 10 TLS servers on loopback',
    against: '-',
    aim: '< 250 ms',
    measure: (bench) => measureServers(bench, { count: 10, runs: 25 }),
  },
  {
    name: 'validate-5000',
    measured: '`validate` of 5,000 entries in YAML',
    against: '`node -e 0`',
    aim: '< 2,000 ms',
    measure: (bench) => measureValidate(bench, 5000, 7),
  },
  {
    name: 'csv-list',
    measured: '`validate` of 100,000 hosts in a CSV list',
    against: '-',
    aim: '< 4,000 ms',
    measure: async (bench) => {
      await writeHostList(bench.directory, 100_000);
      return measureAll(bench, [runCli(bench, 'validate', '-m', 'list.yaml')], 5);
    },
  },
  {
    name: 'far-dead-endpoints',
    measured: '`scan` of 10,000 TLS servers with a round-trip time of 50 ms, 500 of which accept and never respond',
    against: '-',
    aim: '< 16,000 ms (the timeout and 6 s)',
    measure: (bench) => measureServers(bench, { count: 10_000, dead: 500, delay: 25, runs: 3 }),
  },
  {
    name: 'expires-60000',
    measured: '`scan` of 60,000 `expires` entries in YAML',
    against: '-',
    aim: '< 6,000 ms',
    measure: async (bench) => {
      await writeDates(bench.directory, 60_000, 'yaml');
      return measureAll(bench, [scan(bench, 'dates.yaml')], 3);
    },
  },
  {
    name: 'expires-250000',
    measured: '`scan` of 249,990 `expires` entries in CSV lists',
    against: '-',
    aim: '< 25,000 ms',
    measure: async (bench) => {
      await writeDates(bench.directory, 249_990, 'csv');
      return measureAll(bench, [scan(bench, 'dates.yaml')], 3);
    },
  },
  {
    name: 'log',
    measured: 'reading a log of 50,000 events, planning with it, recording in it, and saving it',
    against: '-',
    aim: '< 1,600 ms',
    measure: (bench) => measureLog(bench, 50_000, (file) => runNodeChild(bench, 'plan-log', 'scan', file, '50000')),
  },
  {
    name: 'log-83-mb',
    measured: 'reading a log of 83 MB, and saving it',
    against: '-',
    aim: '< 717 MiB (0.7 GiB)',
    measure: (bench) => measureLog(bench, 88_000, (file) => runNodeChild(bench, 'save-log', file)),
  },
  {
    name: 'discover',
    measured: '`discover` of 300,000 hosts in 105 MB of Kubernetes manifests',
    against: '-',
    aim: '< 60,000 ms, 1,024 MiB',
    measure: async (bench) => {
      await writeRepository(bench.directory, 300_000);
      return measureAll(bench, [runCli(bench, 'discover')], 1);
    },
  },
  {
    name: 'templates',
    measured: 'the most expensive template of the tests',
    against: 'a template that spends its steps on cheap operations',
    aim: '< 15 x',
    measure: (bench) =>
      measureAll(
        bench,
        ['costliest', 'cheap'].map(
          (mode): Command => ({ ...runChild(bench, 'render-templates', mode), timesItself: true }),
        ),
        3,
      ),
  },
];

async function measureValidate(bench: Bench, count: number, runs: number): Promise<Figures[]> {
  await writeEntries(path.join(bench.directory, 'entries.yaml'), count);
  return measureAll(bench, [runCli(bench, 'validate', '-m', 'entries.yaml'), runBareNode(bench)], runs);
}

interface Servers {
  count: number;
  /** The number of ports that accept connections and never respond. They replace as many of the others. */
  dead?: number;
  /** The delay of data in each direction, in milliseconds. */
  delay?: number;
  runs: number;
}

async function measureServers(bench: Bench, { count, dead = 0, delay = 0, runs }: Servers): Promise<Figures[]> {
  await using server = await startChild('serve-tls', String(count), String(dead), String(delay));
  const { live, dead: silent, ca } = server.output;
  // The silent ports are evenly distributed, as in a manifest.
  const every = Math.floor(live.length / silent.length);
  const ports = live.map((port, index) => (index % every === 0 ? (silent[index / every] ?? port) : port));
  await writeEndpoints(path.join(bench.directory, 'servers.yaml'), { ports, ca, timeoutSeconds: 10 });
  return await measureAll(bench, [scan(bench, 'servers.yaml', ...(dead > 0 ? ['--allow-unread'] : []))], runs);
}

/** Measures a command with a log of that many events. */
async function measureLog(bench: Bench, events: number, create: (file: string) => Command): Promise<Figures[]> {
  const file = path.join(bench.directory, 'event-log.json');
  await measure(bench.node, [runNodeChild(bench, 'plan-log', 'make', file, String(events))], 1, bench.directory);
  return measureAll(bench, [{ ...create(file), timesItself: true }], 7);
}
