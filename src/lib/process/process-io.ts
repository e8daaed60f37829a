/** Creates the Io of this process, and exits it. */

import { setTimeout as delay } from 'node:timers/promises';
import { AppError, formatError } from '../app-error.ts';
import { ERASE_LINE, type GitHubAccess, type Io } from '../io.ts';
import { listEnvironmentCredentials } from '../secrets/proxy-credentials.ts';
import { createRedactingIo } from '../secrets/redacting-io.ts';
import { endProcess, handleSignals } from './interruption.ts';

/** Variables with the token for GitHub's API; the first one that is set is used. */
const TOKEN_VARIABLES = ['INPUT_TOKEN', 'GITHUB_TOKEN', 'GH_TOKEN'];

/** Tokens of the runner, for its own services. */
const RUNNER_TOKENS = ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'];

/** The parts of a process that its Io needs. Tests run commands with a simulated process. */
export type HostProcess = Pick<NodeJS.Process, 'cwd' | 'env' | 'stdin' | 'stdout' | 'stderr' | 'on'>;

export function createProcessIo(host: HostProcess = process): Io {
  const { env, stdout, stderr } = host;
  ignoreWriteErrors(stdout);
  ignoreWriteErrors(stderr);
  const write = createPrinter(stderr);
  const exit = (code: number) => {
    write(stderr, '');
    endProcess(code);
  };
  const io = createRedactingIo({
    cwd: host.cwd(),
    env,
    now: Date.now,
    // Opening standard input takes time, and few commands read it.
    stdin: () => host.stdin,
    stdout: (text) => write(stdout, text),
    drainStdout: async () => (stdout.writableNeedDrain ? flush(stdout) : undefined),
    stderr: (text) => write(stderr, text),
    isTTY: {
      get stdin() {
        return host.stdin.isTTY === true;
      },
      stdout: stdout.isTTY === true,
      stderr: stderr.isTTY === true,
    },
    // A terminal of unknown width reports 0.
    columns: stdout.columns || 80,
    github: readGitHubAccess(env),
    sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
    ...handleSignals({ on: host.on.bind(host), exit }, (text) => write(stderr, text)),
  });
  io.registerSecrets([...TOKEN_VARIABLES, ...RUNNER_TOKENS]);
  io.addSecrets(listEnvironmentCredentials(env));
  redactDiagnostics(stderr, io.mask);
  return io;
}

/**
 * Prints to standard output and standard error. A progress line is erased before other output, so that it does not remain in front of the
 * message of a command that ends early.
 */
function createPrinter(stderr: NodeJS.WriteStream): typeof print {
  let hasProgress = false;
  return (stream, text) => {
    const isProgress = text.startsWith(ERASE_LINE);
    if (hasProgress && !isProgress) print(stderr, ERASE_LINE);
    hasProgress = isProgress && text !== ERASE_LINE;
    print(stream, text);
  };
}

/**
 * Node and libraries write diagnostics directly to standard error if a variable such as NODE_DEBUG requests them: undici writes the URLs of
 * all requests. Standard output is not redacted here: it only has redacted text, and commands to the runner such as `add-mask`.
 */
function redactDiagnostics(stream: NodeJS.WriteStream, redact: (text: string) => string): void {
  const write = stream.write.bind(stream) as (...all: unknown[]) => boolean;
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) =>
    write(redact(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()), ...rest);
}

/** Reads the access from the variables of a workflow run, or of a user's shell. */
function readGitHubAccess(env: Io['env']): GitHubAccess | null {
  const token = TOKEN_VARIABLES.map((name) => env[name]?.trim()).find(Boolean);
  const repository = env.GITHUB_REPOSITORY ?? '';
  // A value that is invalid in a header is not a token.
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) return null;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) return null;
  return { token, repository, api_url: (env.GITHUB_API_URL || 'https://api.github.com').replace(/(?<!\/)\/+$/, '') };
}

/**
 * Exits when all output has been read, even by a slow reader. Calling exit is faster than letting Node free its memory first. The exit code
 * is 3 if standard output could not be written.
 */
export async function exitProcess(exitCode: number): Promise<never> {
  await flush(process.stdout);
  const failed = writeErrors.get(process.stdout);
  if (failed !== undefined) print(process.stderr, formatError(createOutputError(failed)));
  await flush(process.stderr);
  endProcess(failed === undefined ? exitCode : 3);
}

/** Waits until all earlier output is written. A failed stream, such as a closed pipe, is treated as flushed. */
function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (writeErrors.has(stream)) resolve();
    else stream.write('', () => resolve());
  });
}

/** The first error of each stream. Later output is dropped, but the command continues. */
const writeErrors = new Map<NodeJS.WriteStream, NodeJS.ErrnoException>();

function print(stream: NodeJS.WriteStream, text: string): void {
  if (writeErrors.has(stream)) return;
  try {
    stream.write(text);
  } catch (error) {
    // Writing to a file is synchronous, and throws in older versions of Node.
    recordWriteError(stream, error as NodeJS.ErrnoException);
  }
}

function ignoreWriteErrors(stream: NodeJS.WriteStream): void {
  stream.on('error', (error) => recordWriteError(stream, error));
}

/** A reader that stops early (`certvigil scan | head`) is not an error. */
function recordWriteError(stream: NodeJS.WriteStream, error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && !writeErrors.has(stream)) writeErrors.set(stream, error);
}

function createOutputError(cause: NodeJS.ErrnoException): AppError {
  const reason = cause.code === 'ENOSPC' ? 'the disk is full' : (cause.code ?? 'unknown system error');
  return new AppError('output-unwritable', `standard output could not be written: ${reason}`, {
    hint: 'Only the output is missing; everything else is done. Check where the output goes, and run the command again if you need it.',
    exitCode: 3,
    cause,
  });
}
