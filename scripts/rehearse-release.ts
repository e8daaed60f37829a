/**
 * Rehearses the first release in a temporary directory: the account, a remote, tags, a registry, the action from the archive of its tag, the
 * pre-commit hook, an upgrade and back, and the image. It releases nothing, and needs npm's registry for verdaccio.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startRegistry } from './rehearse-release/registry.ts';
import { createSandbox, isInstalled, run } from './rehearse-release/sandbox.ts';
import { upgradeAndBack } from './rehearse-release/upgrade.ts';

const ACCOUNT = 'example';
const root = path.resolve(import.meta.dirname, '..');
const sandbox = createSandbox();
const { env } = sandbox;
const source = path.join(sandbox.root, 'source');
const remote = path.join(sandbox.root, 'remote.git');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const next = version.replace(/\d+$/, (patch: string) => String(Number(patch) + 1));
const MANIFEST = 'version: 1\ncertificates:\n  - { name: shop, expires: 2999-01-01 }\n';

/** Runs one step, and prints how long it took, or why it was left out. */
async function rehearse<T>(
  title: string,
  step: () => T | Promise<T>,
  missing: string | null = null,
): Promise<T | null> {
  if (missing !== null) {
    console.log(`left out  ${title}: ${missing} is not installed`);
    return null;
  }
  const start = performance.now();
  const result = await step();
  console.log(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${title}`);
  return result;
}

function expect(isTrue: boolean, problem: string): void {
  if (!isTrue) throw new Error(problem);
}

/** Replaces the placeholder in a clone, as CONTRIBUTING says, and commits it. */
function prepareSource(): void {
  run(['git', 'clone', '--quiet', root, source], sandbox.root, env);
  run(['npm', 'ci', '--no-audit', '--no-fund'], source, env);
  run(['npm', 'run', 'set-account', '--', ACCOUNT], source, env);
  run(['git', 'commit', '--quiet', '--all', '-m', 'Set the account'], source, env);
  run(['npm', 'run', 'check:generated'], source, env);
}

/** Tags a release and moves the major tag, as `release.yml` does. */
function pushTags(): void {
  run(['git', 'init', '--quiet', '--bare', remote], sandbox.root, env);
  run(['git', 'remote', 'set-url', 'origin', remote], source, env);
  const major = `v${version.split('.')[0]}`;
  run(['git', 'tag', '-a', `v${version}`, '-m', `v${version}`], source, env);
  run(['git', 'push', '--quiet', 'origin', 'HEAD:refs/heads/main', `v${version}`], source, env);
  run(['git', 'push', '--quiet', '--force', 'origin', `v${version}^{commit}:refs/tags/${major}`], source, env);
  const tags = run(['git', 'ls-remote', '--tags', remote], source, env);
  expect(tags.includes(`refs/tags/${major}\n`), `the remote has no tag ${major}`);
}

/** Packs the release, and what would be the next one. */
function packReleases(): string[] {
  const commit = run(['git', 'rev-parse', 'HEAD'], source, env).trim();
  return [version, next].map((one) => {
    const directory = sandbox.create(`package-${one}`);
    run(['npm', 'pkg', 'set', `version=${one}`], source, env);
    run(
      [process.execPath, 'scripts/package.ts', directory, '--repository', `${ACCOUNT}/certvigil`, '--commit', commit],
      source,
      env,
    );
    run(['git', 'checkout', '--quiet', 'package.json'], source, env);
    const [packed = ''] = readdirSync(directory).filter((name) => name.endsWith('.tgz'));
    return path.join(directory, packed);
  });
}

/** Runs the action from the archive of its tag, which has no node_modules. */
function runAction(): void {
  const action = sandbox.create('action');
  run(['sh', '-c', `git -C ${remote} archive v${version} | tar -x -C ${action}`], sandbox.root, env);
  const workspace = sandbox.create('workspace');
  writeFileSync(path.join(workspace, 'certvigil.yaml'), MANIFEST);
  const output = path.join(sandbox.root, 'outputs');
  writeFileSync(output, '');
  const runner = {
    ...{ INPUT_COMMAND: 'validate', GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: output, GITHUB_WORKSPACE: workspace },
    ...{ GITHUB_STEP_SUMMARY: path.join(sandbox.root, 'summary'), RUNNER_TEMP: sandbox.create('temp') },
  };
  writeFileSync(runner.GITHUB_STEP_SUMMARY, '');
  run([process.execPath, path.join(action, 'dist/action.js')], workspace, { PATH: process.env.PATH, ...runner });
  expect(/^valid<<.*\ntrue$/m.test(readFileSync(output, 'utf8')), 'the action did not report a valid manifest');
}

function runHook(): void {
  const repository = sandbox.create('hooked');
  run(['git', 'init', '--quiet'], repository, env);
  writeFileSync(path.join(repository, 'certvigil.yaml'), MANIFEST);
  const config = `repos: [{ repo: "file://${remote}", rev: v${version}, hooks: [{ id: certvigil-validate }] }]\n`;
  writeFileSync(path.join(repository, '.pre-commit-config.yaml'), config);
  run(['git', 'add', '.'], repository, env);
  expect(run(['pre-commit', 'run', '--all-files'], repository, env).includes('Passed'), 'the hook did not run');
}

await rehearse(`clone, replace the account by ${ACCOUNT}, and check generated files`, prepareSource);
await rehearse(`push v${version}, and move the major tag`, pushTags);
const packages = (await rehearse(`pack ${version}, and ${next} as the next release`, packReleases)) ?? [];
const registry = await startRegistry(sandbox);
try {
  await rehearse('publish both to a registry', () => {
    for (const file of packages)
      run(['npm', 'publish', file, '--ignore-scripts', '--access', 'public'], sandbox.root, registry.env);
  });
  const commands = [version, next, version].map((one) => ['npx', '--yes', `certvigil@${one}`]);
  await rehearse('run the package by its name', () => {
    const [command = []] = commands;
    const printed = run([...command, '--version'], sandbox.create('empty'), registry.env);
    expect(printed.includes(version), `npx ran ${printed.trim()} instead of ${version}`);
  });
  await rehearse('upgrade, and go back, with one event log', async () => {
    const counts = await upgradeAndBack(commands, sandbox.create('upgrade'), registry.env);
    expect(counts.join() === '1,0,0', `the three scans sent ${counts.join(', ')} alerts instead of 1, 0, 0`);
  });
  await rehearse('run the action from the archive of its tag', runAction);
  await rehearse('run the pre-commit hook', runHook, isInstalled('pre-commit') ? null : 'pre-commit');
  await rehearse(
    'build the image',
    () => run(['.ci/image', path.dirname(packages[0] ?? '')], source, env),
    isInstalled('buildah') ? null : 'buildah',
  );
} finally {
  await registry.stop();
  rmSync(sandbox.root, { recursive: true, force: true });
}
