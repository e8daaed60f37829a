import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The arrows of the layout are held by rules of biome.json. A rule that refuses nothing looks like one that holds.

const importOf = (module: string) => `export { x } from '${module}';`;

const REFUSED = [
  ['src/manifest', importOf('../events/plan.ts')],
  ['src/scan', importOf('../main.ts')],
  ['src/scan', importOf('../describe.ts')],
  ['src/deliver', "export const later = () => import('../report/index.ts');"],
  ['src/deliver/jinja', importOf('../../events/plan.ts')],
  ['src/store', importOf('../run.ts')],
  ['src/certificate', importOf('../report/json.ts')],
  ['src/assess', importOf('../events/plan.ts')],
  ['src/trust', importOf('../certificate/x509.ts')],
  ['src/trust', importOf('node:tls')],
  ['src/events', importOf('../io.ts')],
  ['src/events', importOf('../assess/index.ts')],
  ['src/events', importOf('node:fs/promises')],
  ['src/report', importOf('undici')],
  ['src/report', importOf('@actions/core')],
  ['src/events', 'export const now = Date.now();'],
  ['src/assess', 'export const now = new Date();'],
  ['src/report', 'export const width = process.stdout.columns;'],
] as const;

const ALLOWED = [
  ['src/events', importOf('../types.ts')],
  ['src/events', importOf('../generated/event-log.ts')],
  ['src/report', importOf('../describe.ts')],
  ['src/events', importOf('node:crypto')],
  ['src/trust', importOf('node:crypto')],
  ['src/events', 'export const day = new Date(0).getTime();'],
  ['src/deliver/jinja', importOf('./values.ts')],
  ['src/deliver', importOf('../http.ts')],
  ['src/demo', importOf('../events/plan.ts')],
] as const;

/** Files with one line each, linted by the project's own rules in a folder of their own. */
let folder: string;
let told: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'certvigil-lint-'));
  await cp('biome.json', path.join(folder, 'biome.json'));
  await cp('scripts/no-clock.grit', path.join(folder, 'scripts/no-clock.grit'));
  for (const [index, [where, line]] of [...REFUSED, ...ALLOWED].entries()) {
    await mkdir(path.join(folder, where), { recursive: true });
    await writeFile(path.join(folder, where, `n${index}.ts`), `${line}\n`);
  }
  const args = ['lint', '--vcs-enabled=false', '--reporter=github', '--max-diagnostics=none', 'src'];
  const run = promisify(execFile)(path.resolve('node_modules/.bin/biome'), args, { cwd: folder });
  told = await run.then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe('the linter', () => {
  it.each(REFUSED.map(([where, line], index) => [where, line, index] as const))('refuses, in %s, %s', (where, _, n) => {
    expect(told).toContain(`${where}/n${n}.ts`);
  });

  it.each(ALLOWED.map(([where, line], index) => [where, line, index + REFUSED.length] as const))(
    'allows, in %s, %s',
    (where, _, n) => {
      expect(told).not.toContain(`${where}/n${n}.ts`);
    },
  );
});
