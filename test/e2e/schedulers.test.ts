import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CLEAN_ENV } from './certvigil.ts';
import { parseReport } from './environment.ts';

// The recipes of the guide, run as their schedulers run them: each job in a directory of its own, with the variables of the scheduler.

const GUIDE = readFileSync('docs/guides/probes-and-shards.md', 'utf8');
const BLOCKS = Array.from(GUIDE.matchAll(/^```yaml\n(.*?)^```/gms), ([, text = '']) => text);
const findBlock = (start: string) => BLOCKS.find((text) => text.startsWith(start)) ?? '';

const NAMES = Array.from({ length: 12 }, (_, nth) => `entry-${nth}`);
const MANIFEST = `version: 1
event_log: { store: file }
certificates:
${NAMES.map((name) => `  - { name: ${name}, expires: 2999-01-01 }\n`).join('')}`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'certvigil-jobs-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function runShell(script: string, cwd: string, variables: Record<string, string> = {}) {
  const env = { ...CLEAN_ENV, PATH: `${path.dirname(process.execPath)}:${CLEAN_ENV.PATH}`, ...variables };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { cwd, env, encoding: 'utf8', timeout: 50_000 });
  return { status, stdout, stderr };
}

interface GitLabJob {
  script: string[];
  artifacts: { paths: string[] };
  parallel?: { matrix: { SHARD: string[] }[] };
}

/** Runs a job in a checkout of its own with the artifacts of others, and collects its own. */
function runGitLabJob(job: GitLabJob, artifacts: string, variables: Record<string, string>) {
  const checkout = mkdtempSync(path.join(root, 'build-'));
  writeFileSync(path.join(checkout, 'certvigil.yaml'), MANIFEST);
  mkdirSync(path.join(checkout, 'certvigil'));
  symlinkSync(path.resolve('dist'), path.join(checkout, 'certvigil/dist'));
  if (existsSync(artifacts)) cpSync(artifacts, checkout, { recursive: true });
  const result = runShell(`set -e\n${job.script.join('\n')}`, checkout, { GITLAB_CI: 'true', ...variables });
  for (const one of job.artifacts.paths)
    if (existsSync(path.join(checkout, one)))
      cpSync(path.join(checkout, one), path.join(artifacts, one), { recursive: true });
  return result;
}

describe('the recipe for GitLab', () => {
  const jobs: Record<'observe' | 'scan', GitLabJob> = parse(findBlock('observe:'));
  const shards = jobs.observe.parallel?.matrix.flatMap(({ SHARD }) => SHARD) ?? [];
  const observe = (artifacts: string, selected: readonly string[]) =>
    shards.flatMap((shard, index) => {
      const node = { CI_NODE_INDEX: String(index + 1), CI_NODE_TOTAL: String(shards.length) };
      const variables = { ...node, CI_JOB_ID: String(1000 + index), SHARD: shard };
      return selected.includes(shard) ? [runGitLabJob(jobs.observe, artifacts, variables).status] : [];
    });
  const scan = (artifacts: string) => {
    const [line = ''] = jobs.scan.script;
    return runGitLabJob({ ...jobs.scan, script: [`${line} --format json`] }, artifacts, { CI_JOB_ID: '2000' });
  };

  it('observes every entry once in its parallel jobs, and decides in one', () => {
    const artifacts = path.join(root, 'artifacts');
    expect(observe(artifacts, shards)).toEqual([0, 0, 0, 0]);
    const decided = scan(artifacts);
    expect(decided.status).toBe(0);
    expect(
      parseReport(decided)
        .certificates.map(({ certificate }) => certificate)
        .sort(),
    ).toEqual([...NAMES].sort());
    expect(existsSync(path.join(artifacts, '.certvigil/event-log.json'))).toBe(true);
  });

  it('reports what a job that failed was to read', () => {
    const artifacts = path.join(root, 'artifacts');
    observe(artifacts, shards.slice(1));
    const decided = scan(artifacts);
    expect(decided.status).toBe(3);
    const missing = parseReport(decided).not_observed ?? [];
    expect(missing.length).toBeGreaterThan(0);
    expect(missing.length).toBeLessThan(NAMES.length);
    expect(missing[0]?.error.detail).toContain(`(shard ${shards[0]})`);
  });
});

describe('the recipe for Kubernetes', () => {
  const { spec } = parse(findBlock('apiVersion: batch/v1'));
  const job = spec.jobTemplate.spec;
  const [container] = job.template.spec.containers;
  /** The directories of the image and of the volumes, in the test. */
  const locate = (text: string) =>
    text
      .replaceAll('/opt/certvigil/dist', path.resolve('dist'))
      .replaceAll(/\/(?:manifest|observations|var\/lib)/g, (mount) => path.join(root, mount));
  const runNode = (args: string[], cwd: string, variables: Record<string, string>) => {
    const env = { ...CLEAN_ENV, ...variables };
    return spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8', timeout: 50_000 });
  };

  it('observes every entry once in the pods of an indexed Job, and decides in a CronJob', () => {
    const mounts = container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath);
    expect([container.workingDir, mounts]).toEqual(['/manifest', ['/manifest', '/observations']]);
    // The image has neither a shell nor a search path.
    expect(container.command[0]).toBe('/nodejs/bin/node');
    const manifest = path.join(root, 'manifest');
    for (const directory of [manifest, path.join(root, 'observations')]) mkdirSync(directory);
    writeFileSync(path.join(manifest, 'certvigil.yaml'), MANIFEST);
    const [, ...options] = [...container.command, ...container.args.map(locate)];
    const pods = Array.from({ length: job.completions }, (_, index) =>
      runNode(options, manifest, { JOB_COMPLETION_INDEX: String(index) }),
    );
    expect(pods.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    const [, decide = ''] = /CronJob[^`]*`args: ([^`]+)`/.exec(GUIDE) ?? [];
    const decided = runNode(['dist/cli.js', ...parse(locate(decide)), '--format', 'json'], process.cwd(), {});
    expect(decided.status).toBe(0);
    expect(parseReport(decided).certificates).toHaveLength(NAMES.length);
  });
});
