/**
 * Brings back each defect of test/conformance/defects.ts, one at a time, in a copy of the sources, and fails if its suite does not find it
 * within ten minutes: `npm run conformance:defects`. `-- --room trust` tries those of one suite.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DEFECTS, type Defect } from '../test/conformance/defects.ts';

const COPIED = ['src', 'schema', 'test', 'dist', 'docs', 'examples', 'package.json'];
const MINUTES = '10';

const { values } = parseArgs({ options: { room: { type: 'string' }, seed: { type: 'string', default: '1' } } });
const defects = DEFECTS.filter(({ room }) => values.room === undefined || room === values.room);
const copy = mkdtempSync(path.join(tmpdir(), 'certvigil-defects-'));
try {
  for (const name of COPIED) cpSync(name, path.join(copy, name), { recursive: true });
  symlinkSync(path.resolve('node_modules'), path.join(copy, 'node_modules'));
  for (const defect of defects) {
    const found = reintroduce(defect);
    process.stdout.write(`${found ? `found after ${found} cases` : 'NOT FOUND'}: ${defect.what} (${defect.room})\n`);
    if (found === null) process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Returns the number of cases that the suite needs; null: it does not find the defect. Throws an error if it fails in another way. */
function reintroduce({ room, file, right, wrong }: Defect): string | null {
  const text = readFileSync(file, 'utf8');
  if (text.split(right).length !== 2) throw new Error(`${file} does not contain ${JSON.stringify(right)} once.`);
  writeFileSync(
    path.join(copy, file),
    text.replace(right, () => wrong),
  );
  const args = ['test/conformance/run.ts', '--room', room, '--seed', values.seed, '--minutes', MINUTES];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  writeFileSync(path.join(copy, file), text);
  if (status === 0) return null;
  const [, cases] = /: (\d+) cases [\s\S]*NOT EXPLAINED/.exec(stdout) ?? [];
  if (cases === undefined) throw new Error(`${room} failed: ${stdout}${stderr}`);
  return cases;
}
