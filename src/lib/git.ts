import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Runs git with these arguments and this input. What it prints; null where it fails, or is not on this machine. */
export type Git = (args: readonly string[], input?: string) => Promise<Buffer | null>;

/** Bytes; the list of files of a large repository is some tens of megabytes. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

/**
 * All of git's configuration but the repository's own. On a runner the checkout often belongs to another user, which git
 * would refuse; a pull request may hold a folder that looks like a repository; and nothing may be fetched, not even by
 * a partial clone that lacks an object.
 */
const CONFIG = `[safe]
  directory = *
  bareRepository = explicit
[protocol]
  allow = never
`;

/**
 * The git of the checkout that `checkout` lies in, which reads what is on this disk and touches no network. `scratch`
 * is an empty folder of our own.
 */
export async function createOfflineGit(checkout: string, scratch: string, env: NodeJS.ProcessEnv): Promise<Git> {
  const config = path.join(scratch, 'gitconfig');
  await writeFile(config, CONFIG);
  const options = {
    // Not in the checkout: some systems look for a program there first.
    cwd: scratch,
    env: {
      PATH: env.PATH,
      SystemRoot: env.SystemRoot,
      GIT_CONFIG_GLOBAL: config,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_NO_LAZY_FETCH: '1',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_TERMINAL_PROMPT: '0',
    },
    encoding: 'buffer' as const,
    maxBuffer: MAX_OUTPUT_BYTES,
    timeout: TIMEOUT_MS,
  };
  return (args, input = '') =>
    new Promise((resolve) => {
      const child = execFile('git', ['-C', checkout, ...args], options, (error, stdout) =>
        resolve(error === null ? stdout : null),
      );
      // Where git is gone before it has read its input, its exit tells.
      child.stdin?.on('error', () => {}).end(input);
    });
}
