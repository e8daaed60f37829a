/**
 * The benchmark: `npm run bench`. Measures each subject next to its baseline and prints the table for
 * docs/reference/performance.md. Nothing is asserted.
 * docs/reference/performance.md explains the rows.
 *
 *   --only ROW           one row, by its name
 *   --peers              the rows that compare with other tools, which it installs from Debian's packages as root
 *   --node PATH          measures this node program instead of the running one
 *   --compare REVISION   compares with the build of another revision, instead of with the usual baseline
 */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildRevision } from './build-revision.ts';
import { PEER_ROWS } from './peers/rows.ts';
import { ROWS } from './rows.ts';
import { type Result, renderTable } from './table.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    peers: { type: 'boolean', default: false },
    node: { type: 'string', default: process.execPath },
    compare: { type: 'string' },
  },
});

const root = path.join(import.meta.dirname, '..');
const all = values.peers ? PEER_ROWS : ROWS;
const rows = all.filter(({ name }) => values.only === undefined || values.only === name);
if (rows.length === 0) fail(`Unknown row ${values.only}. Rows: ${all.map(({ name }) => name).join(', ')}.`);
if (!existsSync(path.join(root, 'dist/cli.js'))) fail('dist/cli.js is missing. Run `npm run build` first.');

if (values.peers)
  execFileSync('bash', [path.join(import.meta.dirname, '../scripts/install-real.sh'), 'peers'], { stdio: 'inherit' });
const directory = await mkdtemp(path.join(os.tmpdir(), 'certvigil-bench-'));
await using revision = values.compare === undefined ? null : await buildRevision(values.compare, root);
try {
  const results: Result[] = [];
  for (const { measure, ...row } of rows) {
    process.stderr.write(`${row.name} ...\n`);
    const own = path.join(directory, row.name);
    await mkdir(own);
    const [subject, baseline = null] = await measure({
      node: values.node,
      root,
      compared: revision?.root ?? null,
      directory: own,
    });
    if (subject === undefined) continue;
    const against = revision === null ? row.against : `the same at ${values.compare}`;
    results.push({ ...row, against, subject, baseline });
  }
  process.stdout.write(`${machine()}

${renderTable(results)}`);
} finally {
  await rm(directory, { recursive: true, force: true });
}

/** Describes the machine of the measurement. */
function machine(): string {
  const [cpu] = os.cpus();
  const version = execFileSync(values.node, ['--version'], { encoding: 'utf8' }).trim();
  const memory = (os.totalmem() / 1024 ** 3).toFixed(0);
  const date = new Date().toISOString().slice(0, 10);
  const processor = `${os.availableParallelism()} cores of ${cpu?.model ?? 'an unknown processor'}`;
  return `Node ${version}, ${processor}, ${memory} GiB, ${os.platform()}, ${date}.`;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
