import { readFile } from 'node:fs/promises';
import { type Outcome, runAction, type Workspace } from './certvigil.ts';

export interface Step extends Outcome {
  /** The workflow commands in the output. */
  commands: string[];
  outputs: Record<string, string>;
  summary: string;
}

/** The workflow commands: lines outside a stop-commands section. */
function commandsIn(stdout: string): string[] {
  let stopped: string | null = null;
  return stdout.split(/\r?\n/).filter((line) => {
    if (stopped !== null) {
      if (line === `::${stopped}::`) stopped = null;
      return false;
    }
    stopped = /^::stop-commands::(.+)$/.exec(line)?.[1] ?? null;
    // Runners also accept leading white space, and an older syntax.
    return /^\s*::|##\[/.test(line) && stopped === null;
  });
}

/** The environment of a step, whose files of the runner are in `files`. */
export async function createStepEnvironment(
  files: Workspace,
  inputs: Record<string, string>,
  runner: Record<string, string> = {},
): Promise<Record<string, string>> {
  await files.write('runner/output', '');
  await files.write('runner/summary.md', '');
  return {
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    GITHUB_ACTIONS: 'true',
    GITHUB_OUTPUT: files.at('runner/output'),
    GITHUB_STEP_SUMMARY: files.at('runner/summary.md'),
    RUNNER_TEMP: files.at('runner'),
    ...runner,
  };
}

/** Runs the action as a step of a workflow. The files of the runner are in `files`. */
export async function runStep(
  files: Workspace,
  inputs: Record<string, string>,
  runner: Record<string, string> = {},
  { cwd = files.root, node }: { cwd?: string; node?: string | undefined } = {},
): Promise<Step> {
  const env = await createStepEnvironment(files, inputs, runner);
  const outcome = await runAction({ cwd, env, ...(node !== undefined && { node }) });
  // Line ends are those of the system.
  const written = (await readFile(files.at('runner/output'), 'utf8')).replaceAll('\r\n', '\n');
  const outputs = Object.fromEntries(
    Array.from(written.matchAll(/^([\w-]+)<<(\S+)\n(.*?)\n\2$/gms), ([, name, , value]) => [name, value]),
  );
  return {
    ...outcome,
    outputs,
    commands: commandsIn(outcome.stdout),
    summary: ((await files.read('runner/summary.md')) ?? '').replaceAll('\r\n', '\n'),
  };
}
