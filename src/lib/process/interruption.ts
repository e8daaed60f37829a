/**
 * Ends the process on SIGINT (Ctrl+C, a canceled workflow run), SIGTERM, and SIGBREAK (Ctrl+Break on Windows, which has no SIGTERM): at
 * once, unless work is in progress that must not be interrupted, such as recording sent messages.
 */

/** The exit codes that shells report: 128 + the number of the signal. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGBREAK: 149 } as const;

const INTERRUPT_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const satisfies readonly (keyof typeof EXIT_CODES)[];

type InterruptSignal = (typeof INTERRUPT_SIGNALS)[number];
export type InterruptExitCode = (typeof EXIT_CODES)[InterruptSignal];

/** `npx` and some shells forward a signal to a process that has already received it. The copy arrives within this time. */
const MAX_COPY_DELAY_MS = 100;

/** The reason of an aborted signal that `DeferExit` passes to its work. */
export interface Interruption {
  signal: InterruptSignal;
  exitCode: InterruptExitCode;
  /** When the signal arrived, on the clock of `performance.now`. Default: unknown. */
  at?: number;
}

/**
 * Runs work to its end even if the process gets SIGINT, SIGTERM or SIGBREAK in the meantime. The first one aborts `interrupted`, so that
 * the work can finish early, and the caller then exits with the exit code of `getInterruption`. A second one ends the process at once,
 * except for the first SIGTERM or SIGBREAK after SIGINT.
 */
export type DeferExit = <Result>(work: (interrupted: AbortSignal) => Promise<Result>) => Promise<Result>;

/** Runs work that the signals end at once. The text of `explain` is then written to standard error. */
export type ExplainExit = <Result>(explain: () => string, work: () => Promise<Result>) => Promise<Result>;

/** Returns the reason why a signal was aborted; null if it was not. */
export function getInterruption({ aborted, reason }: AbortSignal): Interruption | null {
  return aborted ? (reason as Interruption) : null;
}

/** A signal for work that is never interrupted. */
export const NEVER_INTERRUPTED: AbortSignal = new AbortController().signal;

/** The parts of the process that are used here. */
interface SignaledProcess {
  on: (signal: InterruptSignal, listener: (signal: InterruptSignal) => void) => unknown;
  exit: (code: number) => unknown;
}

/**
 * Ends this process at once. `process.exit` waits for threads, which may hang in a call of the system, for example to resolve a host name.
 * In that case, the default action of the signal ends the process; shells report that as the same exit code (on Windows: as 1).
 */
export function endProcess(exitCode: number): never {
  const signal = INTERRUPT_SIGNALS.find((name) => EXIT_CODES[name] === exitCode);
  if (signal !== undefined && process.getActiveResourcesInfo().some((name) => /^(?:FSReq|GetAddrInfo)/.test(name))) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
  // This is reached in the first process of a container, which has no default action.
  process.exit(exitCode);
}

/** Starts to handle the signals of a process. `clock` is monotonic, in milliseconds. */
export function handleSignals(
  target: SignaledProcess,
  stderr: (text: string) => void,
  clock: () => number = () => performance.now(),
): { deferExit: DeferExit; explainExit: ExplainExit } {
  let work: AbortController | null = null;
  let explain: (() => string) | null = null;
  let last: { signal: InterruptSignal; at: number } | null = null;
  const interrupt = (signal: InterruptSignal) => {
    const isCopy = last?.signal === signal && clock() - last.at < MAX_COPY_DELAY_MS;
    if (isCopy) return;
    const isPartOfSequence = last?.signal === 'SIGINT' && signal !== 'SIGINT';
    last = { signal, at: clock() };
    const exitCode = EXIT_CODES[signal];
    // A canceled job of GitHub Actions gets SIGTERM, or SIGBREAK on Windows, 7.5 s after SIGINT, and 2.5 s more to finish.
    if (isPartOfSequence && work !== null) return;
    if (work === null || work.signal.aborted) {
      if (work === null && explain !== null) stderr(`certvigil: ${signal}: ${explain()}\n`);
      target.exit(exitCode);
      return;
    }
    stderr(`certvigil: ${signal}: finishing what is in progress. Send the signal again to exit at once.\n`);
    work.abort({ signal, exitCode, at: last.at } satisfies Interruption);
  };
  for (const signal of INTERRUPT_SIGNALS) target.on(signal, interrupt);
  const deferExit: DeferExit = async (run) => {
    const controller = new AbortController();
    work = controller;
    try {
      return await run(controller.signal);
    } finally {
      work = null;
    }
  };
  const explainExit: ExplainExit = async (describe, run) => {
    explain = describe;
    try {
      return await run();
    } finally {
      explain = null;
    }
  };
  return { deferExit, explainExit };
}
