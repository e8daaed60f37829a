import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { createWorkspace } from '../e2e/certvigil.ts';
import { runStep } from '../e2e/step.ts';
import { describeReal } from './harness.ts';

interface WorkflowStep {
  id?: string;
  name?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}

const { jobs } = parse(readFileSync('.github/workflows/action.yml', 'utf8'));

/** The steps of the job, except the checkout. */
const steps: WorkflowStep[] = jobs.scan.steps.filter(({ uses = '' }: WorkflowStep) => !uses.startsWith('actions/'));

const PROGRAMS = ['bash', 'mkdir', 'cat', 'date', 'openssl'];

describeReal('the job that runs the action end to end', { programs: PROGRAMS }, () => {
  it('passes the checks of its last step', async () => {
    await using files = await createWorkspace({ 'runner/none': '' });
    const [prepare, first, second, check] = steps;
    const shell = (script: string, env: Record<string, string>) =>
      execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
        cwd: files.root,
        env: { PATH: process.env.PATH, RUNNER_TEMP: files.at('runner'), ...env },
        encoding: 'utf8',
      });
    const script = (prepare?.run ?? '').replace('.ci/watched', path.resolve('.ci/watched'));
    const receiver = Number(/process (\d+)/.exec(shell(script, prepare?.env ?? {}))?.[1]);
    try {
      const outputs: Record<string, Record<string, string>> = {};
      for (const step of [first, second]) {
        expect(step?.uses).toBe('./');
        const inputs = Object.entries(step?.with ?? {}).map(([name, value]) => [name, String(value)]);
        const ran = await runStep(files, Object.fromEntries(inputs), {
          GITHUB_EVENT_NAME: 'pull_request',
          ...step?.env,
        });
        expect(ran.status).toBe(0);
        outputs[step?.id ?? ''] = ran.outputs;
      }
      const filled = Object.entries(check?.env ?? {}).map(([name, expression]) => {
        const [, id = '', output = ''] = /^\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}$/.exec(expression) ?? [];
        return [name, outputs[id]?.[output] ?? ''];
      });
      shell(check?.run ?? 'false', Object.fromEntries(filled));
      expect(outputs.first?.['events-fired']).toBe('1');
    } finally {
      process.kill(receiver);
    }
  });
});
