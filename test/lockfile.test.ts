import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface LockedPackage {
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  optional?: boolean;
  dev?: boolean;
  bin?: unknown;
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const manifest = read('package.json');
const development = read('scripts/node/package.json');
const packages: Record<string, LockedPackage> = read('package-lock.json').packages;
const installed = Object.entries(packages).filter(([name]) => name !== '');

it('every package that npm downloads has a hash in the lockfile', () => {
  const downloaded = installed.filter(([, { resolved }]) => resolved !== 'file:scripts/node');
  expect(downloaded).toHaveLength(installed.length - 1);
  for (const [name, { integrity }] of downloaded) expect(integrity, name).toMatch(/^sha512-[\w+/]{86}==$/);
});

it('no install script runs, so nothing is downloaded outside the lockfile', () => {
  const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([name]) => name);
  expect(scripted).toEqual(['node_modules/esbuild', 'node_modules/protobufjs']);
  expect(manifest.allowScripts).toEqual({ esbuild: false, protobufjs: false });
  expect(readFileSync('.ci/check', 'utf8')).toContain('npm ci --ignore-scripts');
});

it('the lockfile holds the Node binary that runs the tests, for development only', () => {
  expect(packages['node_modules/node-for-development']).toMatchObject({ resolved: 'file:scripts/node', dev: true });
  expect(manifest.devDependencies['node-for-development']).toBe('file:scripts/node');
  // npm 10 links no binary if a second platform's package is skipped.
  expect(Object.keys(development.optionalDependencies)).toHaveLength(1);
  for (const [name, version] of Object.entries(development.optionalDependencies)) {
    expect(version).toBe(development.version);
    expect(packages[`node_modules/${name}`]).toMatchObject({ version, dev: true, optional: true });
  }
});
