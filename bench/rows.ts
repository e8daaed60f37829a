/** The rows of the benchmark: what is measured, the baseline and the aim. */

import path from 'node:path';
import { startProcess } from './children.ts';
import {
  type Bench,
  CONCURRENCY,
  child,
  cli,
  EMPTY,
  empty,
  getTimeout,
  measured,
  type Row,
  scan,
  send,
  sized,
  TIMEOUT_SECONDS,
} from './commands.ts';
import { ENDPOINT_ROWS, FEW_ENDPOINTS_ROW } from './endpoint-rows.ts';
import { writeCertificates, writeDates, writeEntries, writeKeystores } from './environment.ts';
import { INVENTORY_ROWS } from './inventory-rows.ts';
import { type Command, type Figures, measure } from './measure.ts';
import { REPORT_ROWS } from './report-rows.ts';
import { SCALE_ROWS } from './scale-rows.ts';

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
  FEW_ENDPOINTS_ROW,
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
  ...ENDPOINT_ROWS,
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
