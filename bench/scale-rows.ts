/** The rows about 100,000 certificates. */

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Bench, child, cli, measured, type Row, sized } from './commands.ts';
import { writeEntries, writeHostList } from './environment.ts';
import { type Command, type Figures, measure } from './measure.ts';

export const SCALE_ROWS: readonly Row[] = [
  {
    name: 'csv-list',
    measured: '`validate` of 100,000 hosts in a CSV list',
    against: '`validate` of 5,000 entries in YAML',
    aim: '< 2,000 ms, < 300 MiB',
    compare: 'ratio',
    measure: async (bench) => {
      await writeHostList(bench.directory, sized(bench, 100_000));
      await writeEntries(path.join(bench.directory, 'entries.yaml'), sized(bench, 5000));
      const validate = (manifest: string) => cli(bench, 'validate', '-m', manifest);
      return measured(bench, [validate('list.yaml'), validate('entries.yaml')], 7);
    },
  },
  {
    name: 'partitioned',
    measured:
      'reading a log of 100,000 certificates in 16 partitions, planning, and saving it after 1 % of them changed',
    against: 'the same with one file',
    aim: '< 3,000 ms, < 500 MiB',
    compare: 'ratio',
    measure: measurePartitions,
  },
];

async function measurePartitions(bench: Bench): Promise<Figures[]> {
  const size = String(sized(bench, 100_000));
  const commands: Command[] = [];
  for (const partitions of ['16', '1']) {
    const file = path.join(bench.directory, partitions, 'event-log.json');
    await mkdir(path.dirname(file));
    const run = (mode: string) => child(bench, 'plan-partitions', mode, file, size, partitions);
    await measure(bench.node, [run('make')], 1, bench.directory);
    commands.push({ ...run('scan'), timesItself: true });
  }
  return measured(bench, commands, 5);
}
