import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { describeWith } from '../helpers/programs.ts';
import { lintWorkflow } from '../helpers/workflow-lint.ts';
import { CLEAN_ENV } from './certvigil.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

let directory: string;
let archive: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'certvigil-package-'));
  const args = ['scripts/package.ts', directory, '--repository', 'acme/certvigil', '--commit', COMMIT];
  archive = execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs a program in a new directory. npm gets an empty cache and no registry, so everything must be in the package. */
async function run(program: string, args: string[], cwd: string): Promise<string> {
  const npm = { npm_config_cache: path.join(directory, 'cache'), npm_config_offline: 'true' };
  const env = { ...CLEAN_ENV, ...npm, HOME: directory };
  const { stdout } = await promisify(execFile)(program, args, { cwd, env });
  return stdout;
}

describe('the npm package', () => {
  it('has no dependencies and no scripts', () => {
    const manifest = JSON.parse(readFileSync(path.join(directory, 'package/package.json'), 'utf8'));
    expect(Object.keys(manifest).filter((key) => /dependencies|scripts/i.test(key))).toEqual([]);
    expect(manifest).toMatchObject({ name: 'certvigil', version, bin: { certvigil: 'dist/cli.js' }, gitHead: COMMIT });
    expect(manifest.repository).toEqual({ type: 'git', url: 'git+https://github.com/acme/certvigil.git' });
  });

  it('contains neither tests nor sources', async () => {
    const names = (await run('tar', ['-tzf', archive], directory)).trim().split('\n');
    const parts = new Set(names.map((name) => name.split('/')[1]));
    expect([...parts].sort()).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'action.yml',
        'deploy',
        'dist',
        'docs',
        'examples',
        'package.json',
        'schema',
      ].sort(),
    );
  });

  it('installs offline, and runs with npx', async () => {
    const project = path.join(directory, 'project');
    mkdirSync(project);
    // Otherwise npm installs into the first parent directory that has one.
    writeFileSync(path.join(project, 'package.json'), '{}');
    await run('npm', ['install', '--no-audit', '--no-fund', archive], project);
    expect(await run('npx', ['certvigil', '--version'], project)).toBe(`${version}\n`);
    expect(await run(path.join(project, 'node_modules/.bin/certvigil'), ['--version'], project)).toBe(`${version}\n`);
    await run('npx', ['certvigil', 'init'], project);
    const workflow = readFileSync(path.join(project, '.github/workflows/certvigil-scan.yml'), 'utf8');
    expect(workflow).toContain(`      - uses: acme/certvigil@${COMMIT} # v${version}\n`);
    expect(await lintWorkflow(workflow, 'scan.yml')).toEqual([]);
  });
});

it('dist/cli.js is executable and has a shebang', () => {
  expect(statSync('dist/cli.js').mode & 0o111).toBe(0o111);
  expect(readFileSync('dist/cli.js', 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

describe('the container image', () => {
  const steps = readFileSync('Dockerfile', 'utf8')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const);
  const argument = (name: string) => steps.find(([step]) => step === name)?.[1] ?? '';

  it('is based on an image with a digest, and runs nothing while it is built', () => {
    expect(argument('FROM')).toMatch(/^gcr\.io\/distroless\/nodejs24-debian13:nonroot@sha256:[0-9a-f]{64}$/);
    expect(steps.map(([step]) => step)).toEqual(['FROM', 'COPY', 'COPY', 'WORKDIR', 'USER', 'ENTRYPOINT']);
  });

  it('runs as a user without rights, by number, as Kubernetes requires for runAsNonRoot', () => {
    expect(argument('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it('contains what its entry point needs', async () => {
    const root = path.join(directory, 'root');
    for (const [step, text] of steps) {
      if (step !== 'COPY') continue;
      const names = text.split(' ');
      const target = path.join(root, names.pop() ?? '');
      for (const name of names) {
        const source = path.join(directory, 'package', name);
        // Like COPY: the content of a directory, but a file by its name.
        cpSync(source, statSync(source).isDirectory() ? target : path.join(target, name), { recursive: true });
      }
    }
    const [node, script = ''] = JSON.parse(argument('ENTRYPOINT'));
    expect(node).toBe('/nodejs/bin/node');
    expect(await run(process.execPath, [path.join(root, script), '--version'], root)).toBe(`${version}\n`);
    expect(await run(process.execPath, [path.join(root, script), 'demo'], root)).toContain('shop');
  });
});

describeWith('bash', '.ci/image', () => {
  it('builds the image from the package, and runs it without rights', async () => {
    // A stand-in for Docker that records its arguments.
    const bin = path.join(directory, 'bin');
    const calls = path.join(directory, 'calls');
    mkdirSync(bin);
    const docker = `#!/bin/sh
echo "$@" >> ${calls}
case "$*" in *--version*) echo ${version} ;; *inspect*) echo 65532:65532 ;; esac
`;
    writeFileSync(path.join(bin, 'docker'), docker, { mode: 0o755 });
    const env = { ...CLEAN_ENV, PATH: `${bin}:${path.dirname(process.execPath)}:${CLEAN_ENV.PATH}` };
    await promisify(execFile)('bash', ['.ci/image', directory], { env });
    const [build = '', ...others] = readFileSync(calls, 'utf8').trim().split('\n');
    expect(build).toBe(`build --file Dockerfile --tag certvigil:check ${directory}/package`);
    const runs = others.filter((call) => call.startsWith('run '));
    expect(runs).toHaveLength(3);
    for (const call of runs) expect(call).toContain('--read-only --tmpfs /tmp --cap-drop ALL');
  });
});

it('the workflows use only files of this repository', () => {
  for (const file of ['ci', 'release', 'action']) {
    const text = readFileSync(`.github/workflows/${file}.yml`, 'utf8');
    expect(parse(text)).toBeTypeOf('object');
    for (const [name] of text.matchAll(/(?:\.ci|scripts)\/[\w.-]+/g)) expect(existsSync(name), name).toBe(true);
  }
});
