/** The interface to the outside world. */

import type { DeferExit, ExplainExit } from './process/interruption.ts';

/** Erases a line of the terminal. A text for standard error that begins with it is a progress line. */
export const ERASE_LINE = '\r\x1b[2K';

/** Access data for GitHub's API; `github/client.ts` creates a client from it. */
export interface GitHubAccess {
  token: string;
  /** `owner/name` */
  repository: string;
  /** The URL without a trailing slash: `https://api.github.com`, or that of a GitHub Enterprise Server. */
  api_url: string;
}

/**
 * The outside world as a plain object. `process-io.ts` creates it from the process, and tests create their own. Functions with
 * effects receive it instead of using `process`.
 */
export interface Io {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** The time of the run in milliseconds since the epoch: the clock, which `--now` moves. */
  now: () => number;
  /** The clock of the machine, if `now` is moved; see `getRealClock`. */
  realNow?: () => number;
  /** Standard input; only read if a command needs it. */
  stdin: () => AsyncIterable<Uint8Array>;
  /** Writes results: a table or JSON. */
  stdout: (text: string) => void;
  /** Waits while standard output is read more slowly than it is written. */
  drainStdout: () => Promise<void>;
  /** Writes progress and messages. */
  stderr: (text: string) => void;
  isTTY: { stdin: boolean; stdout: boolean; stderr: boolean };
  /** Width of the terminal; 80 without a terminal. */
  columns: number;
  /** Registers variables, whose values are replaced by `***` in all output from then on. */
  registerSecrets: (variables: Iterable<string>) => void;
  /** Like `registerSecrets`, for values that are not in a variable, such as a token that was just requested. */
  addSecrets: (values: Iterable<string>) => void;
  /** Lists the values of the registered variables that are set, and the values that were added. */
  listSecrets: () => string[];
  /** Replaces registered secrets in a text that is written elsewhere, such as to a report file. */
  mask: (text: string) => string;
  /** The access to GitHub; null without a token, or if the repository is unknown. */
  github: GitHubAccess | null;
  /** Waits, or rejects when aborted. Tests use a version that does not wait. */
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Defers the exit for work that SIGINT, SIGTERM and SIGBREAK must not interrupt. Otherwise they end the process at once. */
  deferExit: DeferExit;
  /** Explains the exit if one of these signals ends the process during the work. */
  explainExit: ExplainExit;
}

/** The two clocks; both go on while a run lasts. */
export type Clocks = Pick<Io, 'now' | 'realNow'>;

/** Moves the time of the run to `now` (milliseconds); null: it stays. */
export function moveClock(now: number | null, io: Io): Io {
  if (now === null) return io;
  const realNow = getRealClock(io);
  const start = realNow();
  return { ...io, realNow, now: () => now + realNow() - start };
}

/** Returns the clock of the machine, for dates that other systems compare with theirs. */
export function getRealClock({ now, realNow = now }: Clocks): () => number {
  return realNow;
}
