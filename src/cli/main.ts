/** Runs a command line. */

import { AppError, formatError } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import { VERSION } from '../lib/version.ts';
import type { Options } from './command-specs.ts';
import { wrapHelp } from './help.ts';
import { parseArguments } from './parse-options.ts';

/** Returns the exit code. User errors are printed, never thrown. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    if (argv[0] === COMPLETE_COMMAND) return await complete(argv.slice(1), io);
    const request = parseArguments(argv);
    if ('options' in request) return await runCommand(request.options, io);
    if (request.print === 'version') io.stdout(`${VERSION}\n`);
    else io.stdout(io.isTTY.stdout ? wrapHelp(request.text, io.columns) : request.text);
    return 0;
  } catch (error) {
    io.stderr(formatError(error));
    return error instanceof AppError ? error.exitCode : 3;
  }
}

/** Called by the completion scripts. */
const COMPLETE_COMMAND = '__complete';

async function complete(words: readonly string[], io: Io): Promise<number> {
  return (await import('./completion/candidates.ts')).printCandidates(words, io);
}

/** Each command is loaded when it is used, so that `--version` does not wait for the template engine. */
async function runCommand(options: Options, io: Io): Promise<number> {
  switch (options.command) {
    case 'scan':
      return (await import('./commands/scan.ts')).runScanCommand(options, io);
    case 'observe':
      return (await import('./commands/observe.ts')).runObserveCommand(options, io);
    case 'validate':
      return (await import('./commands/validate.ts')).runValidateCommand(options, io);
    case 'test':
      return (await import('./commands/test.ts')).runTestCommand(options, io);
    case 'render':
      return (await import('./commands/render.ts')).runRenderCommand(options, io);
    case 'log list':
      return (await import('./commands/log.ts')).runLogListCommand(options, io);
    case 'log clear':
      return (await import('./commands/log.ts')).runLogClearCommand(options, io);
    case 'inspect':
      return (await import('./commands/inspect.ts')).runInspectCommand(options, io);
    case 'digest':
      return (await import('./commands/digest.ts')).runDigestCommand(options, io);
    case 'forecast':
      return (await import('./commands/forecast.ts')).runForecastCommand(options, io);
    case 'report':
      return (await import('./commands/report.ts')).runReportCommand(options, io);
    case 'export':
      return (await import('./commands/export.ts')).runExportCommand(options, io);
    case 'init':
      return (await import('./commands/init.ts')).runInitCommand(options, io);
    case 'explain':
      return (await import('./commands/explain.ts')).runExplainCommand(options, io);
    case 'completion':
      return (await import('./commands/completion.ts')).runCompletionCommand(options, io);
    case 'demo':
      return (await import('../app/demo/demo.ts')).runDemo(options, io, main);
  }
}
