import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';

// The arrows of the layout are held by rules of biome.json. A rule that refuses nothing looks like one that holds.

/** Whether the linter has something against this line in a file of that name; nothing is written. */
function isRefused(file: string, line: string): Promise<boolean> {
  const biome = spawn('node_modules/.bin/biome', ['lint', `--stdin-file-path=${file}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  biome.stdin.end(`${line}\n`);
  return new Promise((resolve, reject) => {
    biome.on('error', reject);
    biome.on('close', (status) => resolve(status !== 0));
  });
}

const importOf = (module: string) => `export { x } from '${module}';`;

describe('the linter', () => {
  it.concurrent.each([
    ['src/manifest/new.ts', importOf('../events/plan.ts')],
    ['src/scan/new.ts', importOf('../main.ts')],
    ['src/deliver/new.ts', "export const later = () => import('../report/index.ts');"],
    ['src/deliver/jinja/new.ts', importOf('../../events/plan.ts')],
    ['src/store/new.ts', importOf('../run.ts')],
    ['src/certificate/new.ts', importOf('../report/json.ts')],
    ['src/assess/new.ts', importOf('../events/plan.ts')],
    ['src/events/new.ts', importOf('../io.ts')],
    ['src/events/new.ts', importOf('../assess/index.ts')],
    ['src/events/new.ts', importOf('node:fs/promises')],
    ['src/report/new.ts', importOf('undici')],
    ['src/report/new.ts', importOf('@actions/core')],
    ['src/events/new.ts', 'export const now = Date.now();'],
    ['src/assess/new.ts', 'export const now = new Date();'],
    ['src/report/new.ts', 'export const width = process.stdout.columns;'],
  ])('refuses, in %s, %s', async (file, line) => {
    expect(await isRefused(file, line)).toBe(true);
  });

  it.concurrent.each([
    ['src/events/new.ts', importOf('../types.ts')],
    ['src/events/new.ts', importOf('node:crypto')],
    ['src/events/new.ts', 'export const then = new Date(0).getTime();'],
    ['src/deliver/jinja/new.ts', importOf('./values.ts')],
    ['src/deliver/new.ts', importOf('../http.ts')],
    ['src/run.ts', importOf('./events/plan.ts')],
  ])('allows, in %s, %s', async (file, line) => {
    expect(await isRefused(file, line)).toBe(false);
  });
});
