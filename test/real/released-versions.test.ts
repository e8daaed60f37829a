/**
 * Lets earlier builds of certvigil use an event log together with this version. A build is taken from `dist/` of its commit: each release, and
 * the first build with the present names of fields, which is before the releases that keep unknown fields.
 */

import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CLEAN_ENV, runCli, WITHOUT_WAITS } from '../e2e/certvigil.ts';
import { createScenario, type Runner, recordLog } from '../helpers/released-scenario.ts';

const FIRST_BUILD = 'f2662701';
const directories: string[] = [];
afterAll(() => Promise.all(directories.map((directory) => rm(directory, { recursive: true }))));

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', maxBuffer: 2 ** 27, stdio: ['ignore', 'pipe', 'ignore'] });
}

function hasCommit(name: string): boolean {
  try {
    git('cat-file', '-e', `${name}:dist/cli.js`);
    return true;
  } catch {
    return false;
  }
}

/** Extracts a build, and returns a function that runs it. */
async function extractBuild(commit: string): Promise<Runner> {
  const directory = await mkdtemp(path.join(tmpdir(), 'certvigil-build-'));
  directories.push(directory);
  const archive = execFileSync('git', ['archive', commit, 'dist', 'package.json'], { maxBuffer: 2 ** 27 });
  execFileSync('tar', ['x', '-C', directory], { input: archive });
  const cli = path.join(directory, 'dist/cli.js');
  return (args, cwd) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [cli, ...args], { cwd, env: CLEAN_ENV, timeout: 30_000 });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      child.on('error', reject).on('close', (status) => resolve({ status, stderr }));
    });
}

const runPresent: Runner = (args, cwd) => runCli([...args], { cwd }, WITHOUT_WAITS);

const releases = git('tag', '--list', 'v*.*.*', '--merged', 'HEAD').split('\n').filter(Boolean);
const listAccepted = (messages: readonly string[]) => messages.filter((message) => !message.startsWith('/broken'));

describe.skipIf(!hasCommit(FIRST_BUILD))('the first build (skipped in a shallow clone)', () => {
  it('has written its file, which this version reads in test/e2e/released-logs.test.ts', async () => {
    const log = await recordLog(await extractBuild(FIRST_BUILD));
    await expect(log).toMatchFileSnapshot(path.resolve(`test/golden/event-logs/first-build.json`));
  });

  it('refuses a log of this version that has fields it does not know, and changes and sends nothing', async () => {
    await using scenario = await createScenario();
    const log = await recordLog(runPresent);
    await scenario.writeLog(log);
    const scan = await scenario.scan(await extractBuild(FIRST_BUILD), 25);
    expect(scan).toMatchObject({ status: 3, messages: [], log, stderr: expect.stringContaining('event-log-invalid') });
  });
});

describe.skipIf(releases.length === 0).each(releases)('the release %s', (release) => {
  it('and this version take turns with one log, and send nothing twice', async () => {
    await using scenario = await createScenario();
    const runRelease = await extractBuild(release);
    await scenario.writeLog(await recordLog(runPresent));
    expect(listAccepted((await scenario.scan(runRelease, 1)).messages)).toEqual([]);
    expect(listAccepted((await scenario.scan(runPresent, 2)).messages)).toEqual([]);
    const repeated = await scenario.scan(runRelease, 25);
    expect(listAccepted(repeated.messages)).not.toEqual([]);
    expect(listAccepted((await scenario.scan(runPresent, 26)).messages)).toEqual([]);
  });
});
