/** Runs a command line. */

import { AppError, formatError } from '../lib/app-error.ts';
import { type Io, moveClock } from '../lib/io.ts';
import { isTraceRequested, startTrace } from '../lib/trace/start-trace.ts';
import { VERSION } from '../lib/version.ts';
import type { Options } from './command-specs.ts';
import { wrapHelp } from './help.ts';
import { parseArguments } from './parse-options.ts';

/** Returns the exit code. User errors are printed, never thrown. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    if (argv[0] === COMPLETE_COMMAND) return await complete(argv.slice(1), io);
    const request = parseArguments(argv);
    if ('options' in request) return await traceCommand(request.isTraced, io, () => runCommand(request.options, io));
    if (request.print === 'version') io.stdout(`${VERSION}\n`);
    else io.stdout(wrapHelp(request.text, io.columns));
    return 0;
  } catch (error) {
    io.stderr(formatError(error));
    return error instanceof AppError ? error.exitCode : 3;
  }
}

/** The completion scripts run this command. */
const COMPLETE_COMMAND = '__complete';

async function complete(words: readonly string[], io: Io): Promise<number> {
  return (await import('./commands/index.ts')).printCandidates(words, io);
}

/** Runs `run`, and prints its trace to standard error with `--trace`, or if the environment asks for it. */
async function traceCommand(isTraced: boolean, io: Io, run: () => Promise<number>): Promise<number> {
  if (!isTraced && !isTraceRequested(io.env)) return run();
  const stop = startTrace(io, (line) => io.stderr(`${line}\n`));
  try {
    return await run();
  } finally {
    stop();
  }
}

/** Runs a command. The modules of a command are loaded on demand, so that `--version` and `validate` start fast. */
async function runCommand(options: Options, given: Io): Promise<number> {
  const io = moveClock('now' in options ? options.now : null, given);
  if (options.command === 'validate') return (await import('./commands/validate.ts')).runValidateCommand(options, io);
  return (await import('./commands/index.ts')).runOtherCommand(options, io, main);
}
