import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The layers are enforced by rules of biome.json. This test proves that the rules reject what they should.

const createImport = (module: string) => `export { x } from '${module}';`;

const REJECTED = [
  ['src/manifest', createImport('../events/plan/index.ts')],
  ['src/scan', createImport('../cli/main.ts')],
  ['src/scan/sources', createImport('../../certificate/decode.ts')],
  ['src/notify', "export const later = () => import('../report/index.ts');"],
  ['src/notify/issue', createImport('../../events/plan/index.ts')],
  ['src/jinja', createImport('../domain/index.ts')],
  ['src/jinja/lint', createImport('../../domain/index.ts')],
  ['src/store', createImport('../app/scan.ts')],
  ['src/certificate/formats', createImport('../../report/json.ts')],
  ['src/certificate/formats/pkcs12', createImport('../../../trust/build-path.ts')],
  ['src/assess', createImport('../events/plan/index.ts')],
  ['src/trust', createImport('../certificate/x509/parse.ts')],
  ['src/trust', createImport('node:tls')],
  ['src/events/log', createImport('../../scan/index.ts')],
  ['src/events', createImport('node:fs/promises')],
  ['src/domain', createImport('../presets/index.ts')],
  ['src/lib', createImport('../domain/index.ts')],
  ['src/lib/github', createImport('../../domain/index.ts')],
  ['src/app/verify', createImport('../../cli/main.ts')],
  ['src/report', createImport('undici')],
  ['src/report/scan', createImport('@actions/core')],
  ['src/events/plan', 'export const now = Date.now();'],
  ['src/assess', 'export const now = new Date();'],
  ['src/report', 'export const width = process.stdout.columns;'],
] as const;

const ALLOWED = [
  ['src/events', createImport('../domain/index.ts')],
  ['src/events/log', createImport('../../generated/event-log.ts')],
  ['src/events/log', createImport('../plan/index.ts')],
  ['src/report/scan', createImport('../../domain/event-data.ts')],
  ['src/events', createImport('node:crypto')],
  ['src/trust', createImport('node:crypto')],
  ['src/events', 'export const day = new Date(0).getTime();'],
  ['src/jinja/lint', createImport('../values.ts')],
  ['src/notify', createImport('../lib/http/client.ts')],
  ['src/lib', "export { version } from '../../package.json';"],
  ['src/app/demo', createImport('../../events/plan/index.ts')],
] as const;

/** Files with one line each, linted with the project's configuration in a temporary directory. */
let directory: string;
let output: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'certvigil-lint-'));
  await cp('biome.json', path.join(directory, 'biome.json'));
  await cp('biome.layers.json', path.join(directory, 'biome.layers.json'));
  await cp('scripts/no-clock.grit', path.join(directory, 'scripts/no-clock.grit'));
  for (const [index, [where, line]] of [...REJECTED, ...ALLOWED].entries()) {
    await mkdir(path.join(directory, where), { recursive: true });
    await writeFile(path.join(directory, where, `n${index}.ts`), `${line}\n`);
  }
  const args = ['lint', '--vcs-enabled=false', '--reporter=github', '--max-diagnostics=none', 'src'];
  const run = promisify(execFile)(path.resolve('node_modules/.bin/biome'), args, { cwd: directory });
  output = await run.then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
});
afterAll(() => rm(directory, { recursive: true }));

describe('the linter', () => {
  it.each(REJECTED.map(([where, line], index) => [where, line, index] as const))(
    'rejects, in %s, %s',
    (where, _, n) => {
      expect(output).toContain(`${where}/n${n}.ts`);
    },
  );

  it.each(ALLOWED.map(([where, line], index) => [where, line, index + REJECTED.length] as const))(
    'allows, in %s, %s',
    (where, _, n) => {
      expect(output).not.toContain(`${where}/n${n}.ts`);
    },
  );
});
