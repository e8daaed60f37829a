// A run of dist/cli.js without anything installed, on whichever Node starts this file: it needs no dependencies.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const directory = mkdtempSync(path.join(os.tmpdir(), 'certvigil-smoke-'));
const log = path.join(directory, 'log.json');
const scan = ['scan', '-m', 'test/fixtures/smoke/certvigil.yaml', '--now', '2031-03-21T12:00:00Z', '--event-log'];
const examples = ['conditions.yaml', 'teams/certvigil.yaml', 'tutorial/certvigil.yaml'];

let failed = 0;

/** Runs one command, and says whether it ended and spoke as it should. */
function check(args, status, output) {
  const run = spawnSync(process.execPath, ['dist/cli.js', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, NO_COLOR: '1' },
    encoding: 'utf8',
    timeout: 60_000,
  });
  const good = run.status === status && output.test(run.stdout + run.stderr);
  console.log(`${good ? 'ok    ' : 'FAILED'} certvigil ${args.join(' ')} -> ${run.status}`);
  if (good) return;
  failed += 1;
  console.log(`it should end with ${status} and say ${output}, and said:\n${run.stdout}${run.stderr}`);
}

console.log(`Node ${process.version}, dist/cli.js ${version}`);
try {
  check(['--version'], 0, new RegExp(`^${version.replaceAll('.', '\\.')}\n$`));
  check(['--help'], 0, /^Usage: certvigil COMMAND/m);
  check(['validate', ...examples.map((name) => `examples/${name}`)], 0, / is valid: \d+ certificate/);
  check([...scan, log], 0, /critical +12 +smoke +smoke\.example\.com +2031-04-03 +certificate\.pem/);
  check([...scan, log, '--format', 'json'], 0, /"days_remaining": 12,/);
  check([...scan, log, '--fail-on', 'critical'], 1, /1 critical/);
  check(['log', 'list', '--event-log', log], 0, /Last scan 2031-03-21 12:00 UTC/);
  check(['scan', '-m', 'no-such-file.yaml'], 2, /error\[manifest-not-found\]/);
  check(['scan', '--frobnicate'], 2, /error\[usage\]/);
  check([...scan, 'package.json/log.json'], 3, /error\[event-log-un(?:readable|writable)\]/);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
console.log(failed === 0 ? 'Smoke run: all is well.' : `Smoke run: ${failed} FAILED.`);
process.exitCode = failed === 0 ? 0 : 1;
