import { readFile } from 'node:fs/promises';
import { type Outcome, runAction, type Workspace } from './certvigil.ts';

export interface Step extends Outcome {
  /** The lines that the runner acts on. */
  commands: string[];
  outputs: Record<string, string>;
  summary: string;
}

/** The lines that a runner acts on: those outside of what is between a stop-commands and its token. */
function commandsIn(stdout: string): string[] {
  let stopped: string | null = null;
  return stdout.split('\n').filter((line) => {
    if (stopped !== null) {
      if (line === `::${stopped}::`) stopped = null;
      return false;
    }
    stopped = /^::stop-commands::(.+)$/.exec(line)?.[1] ?? null;
    // A runner looks for commands after white space too, and knows an older spelling.
    return /^\s*::|##\[/.test(line) && stopped === null;
  });
}

/**
 * Runs the action as a step of a workflow, with these inputs and variables of the runner. The files of the runner lie
 * in `files`, and the working folder is `cwd`.
 */
export async function runStep(
  files: Workspace,
  inputs: Record<string, string>,
  runner: Record<string, string> = {},
  { cwd = files.root, node }: { cwd?: string; node?: string | undefined } = {},
): Promise<Step> {
  await files.write('runner/output', '');
  await files.write('runner/summary.md', '');
  const env = {
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    GITHUB_ACTIONS: 'true',
    GITHUB_OUTPUT: files.at('runner/output'),
    GITHUB_STEP_SUMMARY: files.at('runner/summary.md'),
    RUNNER_TEMP: files.at('runner'),
    ...runner,
  };
  const outcome = await runAction({ cwd, env, ...(node !== undefined && { node }) });
  const written = await readFile(files.at('runner/output'), 'utf8');
  const outputs = Object.fromEntries(
    Array.from(written.matchAll(/^([\w-]+)<<(\S+)\n(.*?)\n\2$/gms), ([, name, , value]) => [name, value]),
  );
  return {
    ...outcome,
    outputs,
    commands: commandsIn(outcome.stdout),
    summary: (await files.read('runner/summary.md')) ?? '',
  };
}
