import { setTimeout as delay } from 'node:timers/promises';
import { AppError, formatError } from '../lib/app-error.ts';
import type { GitHubAccess, Io } from '../lib/io.ts';
import { createRedactingIo } from '../lib/redact-output.ts';

/** The variables that may hold the token for GitHub's API, the first that is set counts: of the action, and of a shell. */
const TOKEN_VARIABLES = ['INPUT_TOKEN', 'GITHUB_TOKEN', 'GH_TOKEN'];

/** The Io of this process. */
export function createProcessIo(): Io {
  ignoreWriteErrors(process.stdout);
  ignoreWriteErrors(process.stderr);
  const io = createRedactingIo({
    cwd: process.cwd(),
    env: process.env,
    now: Date.now,
    stdin: () => process.stdin,
    stdout: (text) => print(process.stdout, text),
    stderr: (text) => print(process.stderr, text),
    isTTY: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
    // A terminal that does not know its width says 0.
    columns: process.stdout.columns || 80,
    github: readGitHubAccess(process.env),
    sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
  });
  io.conceal(TOKEN_VARIABLES);
  return io;
}

/** GitHub's API as a workflow, or who works from a shell, names it in the environment. */
function readGitHubAccess(env: Io['env']): GitHubAccess | null {
  const token = TOKEN_VARIABLES.map((name) => env[name]?.trim()).find(Boolean);
  const repository = env.GITHUB_REPOSITORY ?? '';
  // What a header cannot carry is no token, but something that was pasted beside it.
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) return null;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) return null;
  return { token, repository, api_url: (env.GITHUB_API_URL || 'https://api.github.com').replace(/(?<!\/)\/+$/, '') };
}

/**
 * Ends this process once all that was printed is with its reader, however slowly that reads. Left to itself, Node would
 * first free what the process holds, one object after the other. With status 3 where the result could not be written.
 */
export async function exitProcess(status: number): Promise<never> {
  await flush(process.stdout);
  const failed = writeErrors.get(process.stdout);
  if (failed !== undefined) print(process.stderr, formatError(createOutputError(failed)));
  await flush(process.stderr);
  process.exit(failed === undefined ? status : 3);
}

/** A stream takes what it is given in order; what it cannot pass on, as nobody reads any more, counts as done too. */
function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (writeErrors.has(stream)) resolve();
    else stream.write('', () => resolve());
  });
}

/** Why a stream takes nothing more, by its first error; what the command does goes on all the same. */
const writeErrors = new Map<NodeJS.WriteStream, NodeJS.ErrnoException>();

function print(stream: NodeJS.WriteStream, text: string): void {
  if (writeErrors.has(stream)) return;
  try {
    stream.write(text);
  } catch (error) {
    // A file is written at once, and on older versions of Node it throws.
    recordWriteError(stream, error as NodeJS.ErrnoException);
  }
}

function ignoreWriteErrors(stream: NodeJS.WriteStream): void {
  stream.on('error', (error) => recordWriteError(stream, error));
}

/** A reader that has seen enough (`certvigil scan | head`) is no error. */
function recordWriteError(stream: NodeJS.WriteStream, error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && !writeErrors.has(stream)) writeErrors.set(stream, error);
}

function createOutputError(cause: NodeJS.ErrnoException): AppError {
  const why = cause.code === 'ENOSPC' ? 'there is no space left' : (cause.code ?? 'the system refused it');
  return new AppError('output-unwritable', `standard output could not be written: ${why}`, {
    hint: 'What is missing is the output alone: what was sent and recorded stays. Look at where the output goes, and run the command again if you need it.',
    exitCode: 3,
    cause,
  });
}
