/** The component templates/certvigil.yml, run by an implementation of GitLab's CI/CD, with real repositories. */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';

const PAGE = readFileSync('docs/getting-started/gitlab.md', 'utf8');

/** The block of the page that includes the component, with that of the checkout. */
function createPipeline(): string {
  const [, block = ''] = /^```yaml\n(include:[\s\S]*?)^```$/m.exec(PAGE) ?? [];
  return block
    .replace(/component: \S+/, 'local: templates/certvigil.yml')
    .replace('inputs:', `inputs:\n      certvigil: ${process.execPath} ${resolve('src/cli.ts')}`)
    .replace('--fail-on expired', '--now 2026-11-15T06:00:00Z');
}

describeReal('GitLab', { programs: ['git', 'bash'] }, (git) => {
  let directory: string;
  let receiver: Receiver;
  let project: string;

  beforeEach(async () => {
    directory = makeDirectory();
    receiver = await startReceiver();
    project = join(directory, 'project');
    mkdirSync(join(project, 'templates'), { recursive: true });
    cpSync('templates/certvigil.yml', join(project, 'templates/certvigil.yml'));
    writeFileSync(join(project, '.gitlab-ci.yml'), createPipeline());
    writeManifest('2026-11-25');
    runGit('init', '--quiet', '--bare', '--initial-branch=main', 'origin.git');
    runGit('-C', 'origin.git', 'config', 'receive.advertisePushOptions', 'true');
    runGit('init', '--quiet', '--initial-branch=main', 'project');
    runGit('-C', 'project', 'remote', 'add', 'origin', 'git@gitlab.example.com:tools/certificates.git');
    runGit('-C', 'project', 'add', '--all');
    runGit('-C', 'project', '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'Add');
  });
  afterEach(async () => {
    await receiver.close();
    await removeDirectory(directory);
  });

  const runGit = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(git, args, { cwd: directory, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };

  const writeManifest = (expires: string) =>
    writeFileSync(
      join(project, 'certvigil.yaml'),
      `version: 1
certificates:
  - { name: shop, expires: ${expires} }
webhooks:
  chat: { url: "${receiver.origin}/" }
discovery: { domains: [shop.test] }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }
`,
    );

  /** Runs the jobs of a pipeline. Throws an error with their output if one of them fails. */
  const runPipeline = (source: string, origin = 'origin.git') => {
    const variables = { CI_PIPELINE_SOURCE: source, CI_REPOSITORY_URL: `file://${join(directory, origin)}` };
    const options = Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`]);
    const ignored = ['--ignore-predefined-vars', Object.keys(variables).join(',')];
    const runner = resolve('node_modules/gitlab-ci-local/dist/index.js');
    return runProgram(process.execPath, [runner, '--force-shell-executor', ...ignored, ...options], {
      cwd: project,
    });
  };

  it('keeps the event log on its branch, so that the next pipeline does not notify again', async () => {
    await runPipeline('schedule');
    expect(receiver.requests).toHaveLength(1);
    expect(JSON.parse(runGit('-C', 'origin.git', 'show', 'certvigil-state:event-log.json'))).toMatchObject({
      version: 1,
    });
    await runPipeline('schedule');
    expect(receiver.requests).toHaveLength(1);
    expect(runGit('-C', 'origin.git', 'log', '--format=%s', 'certvigil-state')).toBe(
      'Update the event log\n'.repeat(2),
    );
    expect(readFileSync(join(project, 'certvigil-junit.xml'), 'utf8')).toContain('<testcase name="shop"');
  });

  it('fails with the error of a first scan that cannot start', async () => {
    writeManifest('someday');
    const error = await runPipeline('schedule').catch(String);
    expect(error).toContain('someday');
    expect(error).not.toContain('pathspec');
  });

  it('sends nothing if the branch cannot be read', async () => {
    await expect(runPipeline('schedule', 'missing.git')).rejects.toThrow('Cannot read the branch certvigil-state.');
    expect(receiver.requests).toEqual([]);
  });

  it('fails if the event log cannot be pushed', async () => {
    writeFileSync(join(directory, 'origin.git/hooks/pre-receive'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    await expect(runPipeline('schedule')).rejects.toThrow('The event log was not saved');
    expect(receiver.requests).toHaveLength(1);
  });

  it('reports the problems of a merge request at their lines, and fails if the manifest is invalid', async () => {
    mkdirSync(join(project, 'deploy'));
    const ingress = 'kind: Ingress\nspec:\n  tls: [{ hosts: [api.shop.test] }]\n';
    writeFileSync(join(project, 'deploy/api.yaml'), `apiVersion: networking.k8s.io/v1\n${ingress}`);
    runGit('-C', 'project', 'add', '--all');
    const list = (name: string) => JSON.parse(readFileSync(join(project, name), 'utf8'));
    await runPipeline('merge_request_event');
    expect(list('certvigil-manifest.json')).toEqual([]);
    expect(list('certvigil-discover.json')).toMatchObject([
      { location: { path: 'deploy/api.yaml', lines: { begin: 4 } } },
    ]);
    writeManifest('someday');
    await expect(runPipeline('merge_request_event')).rejects.toThrow('someday');
    expect(list('certvigil-manifest.json')).toMatchObject([
      { severity: 'blocker', location: { path: 'certvigil.yaml' } },
    ]);
    expect(receiver.requests).toEqual([]);
  });
});
