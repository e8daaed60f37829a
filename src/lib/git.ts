/** Runs git offline in a checkout that may not be trusted. */

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import path from 'node:path';

/** Runs git with these arguments and this standard input. Returns its output; null if git fails or is not installed. */
export type Git = (args: readonly string[], input?: string) => Promise<Buffer | null>;

/** The file list of a large repository takes tens of megabytes. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

/**
 * Replaces all git configuration except the repository's own. On a runner, the checkout often belongs to another user, which git rejects by
 * default. A pull request may contain a directory that looks like a repository. Fetches are disabled, even if a partial clone is missing an
 * object.
 */
const CONFIG = `[safe]
  directory = *
  bareRepository = explicit
[protocol]
  allow = never
`;

/** Replaces settings of the repository that run programs. */
const OPTIONS = ['--no-pager', '-c', 'core.fsmonitor=false', '-c', `core.hooksPath=${devNull}`];

/**
 * Creates a git for the checkout that contains `checkout`. It reads local files only. `scratch` is an empty private directory. When `signal`
 * aborts, running commands are ended, and fail.
 */
export async function createOfflineGit(
  checkout: string,
  scratch: string,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<Git> {
  const config = path.join(scratch, 'gitconfig');
  await writeFile(config, CONFIG);
  const options = {
    // The checkout must not be the working directory: some systems search it for executables first.
    cwd: scratch,
    env: {
      PATH: env.PATH,
      SystemRoot: env.SystemRoot,
      GIT_CONFIG_GLOBAL: config,
      GIT_CONFIG_NOSYSTEM: '1',
      // Unlike `protocol.allow`, the repository's own configuration cannot replace it.
      GIT_ALLOW_PROTOCOL: '',
      GIT_NO_LAZY_FETCH: '1',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_TERMINAL_PROMPT: '0',
    },
    encoding: 'buffer' as const,
    maxBuffer: MAX_OUTPUT_BYTES,
    timeout: TIMEOUT_MS,
    ...(signal && { signal }),
  };
  return (args, input = '') =>
    new Promise((resolve) => {
      const child = execFile('git', [...OPTIONS, '-C', checkout, ...args], options, (error, stdout) =>
        resolve(error === null ? stdout : null),
      );
      // If git exits before it has read its input, the callback above reports the failure.
      child.stdin?.on('error', () => {}).end(input);
    });
}
