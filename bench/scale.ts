/**
 * Measures how time, memory and the event log grow with the number of certificates: `npm run bench:scale [SIZE...]`. Prints the
 * first table of docs/reference/performance.md, and charts. Needs nginx; `npm run bench:peers` installs it.
 */

import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { NOW, writeEndpointList } from './data.ts';
import { type Figures, measureOnce } from './measure.ts';
import { startNginx } from './peers/servers.ts';

const SIZES = [1000, 3000, 10_000, 30_000, 100_000];
const PARTITIONS = 16;
const LOG = 'log/event-log.json';
/** A day after `NOW`. */
const NEXT_DAY = '2027-01-02T00:00:00Z';

interface Measured {
  size: number;
  validate: Figures;
  first: Figures;
  quiet: Figures;
  /** The megabytes of all files of the event log. */
  log: number;
  /** The kilobytes of the files that the quiet scan wrote. */
  written: number;
}

async function measureSize(size: number, port: number, root: string): Promise<Measured> {
  const directory = path.join(root, String(size));
  const logs = path.join(directory, path.dirname(LOG));
  await mkdir(logs, { recursive: true });
  await writeEndpointList(directory, { count: size, port, partitions: PARTITIONS });
  const run = (...args: string[]) => {
    const cli = path.join(import.meta.dirname, '../dist/cli.js');
    return measureOnce(process.execPath, { args: [cli, ...args, '-m', 'scale.yaml'], cwd: directory }, root);
  };
  const scan = (now: string) => run('scan', '--quiet', '--fail-on', 'critical', '--now', now, '--event-log', LOG);
  const validate = await run('validate');
  const first = await scan(NOW);
  const before = await readSizes(logs);
  const quiet = await scan(NEXT_DAY);
  const after = await readSizes(logs);
  const written = after.filter(({ name, time }) => before.some((one) => one.name === name && one.time !== time));
  return { size, validate, first, quiet, log: sum(after) / 1e6, written: sum(written) / 1e3 };
}

interface FileSize {
  name: string;
  bytes: number;
  /** The time of the last write, in milliseconds. */
  time: number;
}

async function readSizes(directory: string): Promise<FileSize[]> {
  const names = await readdir(directory);
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(path.join(directory, name));
      return { name, bytes: size, time: mtimeMs };
    }),
  );
}

function sum(files: readonly FileSize[]): number {
  return files.reduce((total, { bytes }) => total + bytes, 0);
}

const seconds = ({ median }: Figures) => (median / 1000).toFixed(1);
const mebibytes = ({ memory }: Figures) => (memory ?? 0).toFixed(0);

function renderTable(results: readonly Measured[]): string {
  const rows = results.map(({ size, validate, first, quiet, log, written }) => [
    size.toLocaleString('en'),
    `${seconds(validate)} s, ${mebibytes(validate)} MiB`,
    `${seconds(first)} s, ${mebibytes(first)} MiB`,
    `${seconds(quiet)} s, ${mebibytes(quiet)} MiB`,
    `${log.toFixed(1)} MB`,
    `${written.toFixed(1)} kB`,
  ]);
  const headings = ['certificates', '`validate`', 'first scan', 'next scan', 'event log', 'written by the next scan'];
  return [headings, headings.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

function renderChart(
  title: string,
  unit: string,
  results: readonly Measured[],
  format: (one: Measured) => string,
): string {
  const sizes = results.map(({ size }) => `"${size.toLocaleString('en')}"`).join(', ');
  const lines = [
    'xychart-beta',
    `  title "${title}"`,
    `  x-axis "certificates" [${sizes}]`,
    `  y-axis "${unit}"`,
    `  line [${results.map(format).join(', ')}]`,
  ];
  return `\`\`\`mermaid\n${lines.join('\n')}\n\`\`\`\n`;
}

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : SIZES;
const root = await mkdtemp(path.join(os.tmpdir(), 'certvigil-scale-'));
try {
  await using nginx = await startNginx(root);
  const results: Measured[] = [];
  for (const size of sizes) {
    process.stderr.write(`${size} ...\n`);
    results.push(await measureSize(size, nginx.port, root));
  }
  const charts = [
    renderChart('Time of a scan', 'seconds', results, ({ quiet }) => seconds(quiet)),
    renderChart('Peak memory of a scan', 'MiB', results, ({ quiet }) => mebibytes(quiet)),
    renderChart('Size of the event log', 'MB', results, ({ log }) => log.toFixed(1)),
  ];
  process.stdout.write(`${renderTable(results)}\n${charts.join('\n')}`);
} finally {
  await rm(root, { recursive: true, force: true });
}
