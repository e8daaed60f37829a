import { AppError, formatError } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import { VERSION } from '../lib/version.ts';
import type { Command } from './option-specs.ts';
import { type Options, parseArguments } from './parse-options.ts';

type Run = (options: Options, io: Io) => Promise<number>;

/** Each command is loaded when it is asked for: nobody waits for a template engine to read the version. */
const COMMAND: Record<Command, () => Promise<Run>> = {
  scan: async () => (await import('./commands/scan.ts')).runScanCommand,
  validate: async () => (await import('./commands/validate.ts')).runValidateCommand,
  test: async () => (await import('./commands/test.ts')).runTestCommand,
  render: async () => (await import('./commands/test.ts')).runRenderCommand,
  'log list': async () => (await import('./commands/log.ts')).runLogListCommand,
  'log clear': async () => (await import('./commands/log.ts')).runLogClearCommand,
  init: async () => (await import('./commands/init.ts')).runInitCommand,
  inspect: async () => (await import('./commands/inspect.ts')).runInspectCommand,
  digest: async () => (await import('./commands/digest.ts')).runDigestCommand,
  forecast: async () => (await import('./commands/forecast.ts')).runForecastCommand,
  demo: async () => {
    const { runDemo: demoCommand } = await import('../app/demo/demo.ts');
    return (options, io) => demoCommand(options, io, main);
  },
};

/** Runs one command line and answers with its exit status; what the user did wrong is told, never thrown. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const request = parseArguments(argv);
    if ('options' in request) return await (await COMMAND[request.options.command]())(request.options, io);
    io.stdout(request.print === 'version' ? `${VERSION}\n` : request.text);
    return 0;
  } catch (error) {
    io.stderr(formatError(error));
    return error instanceof AppError ? error.exitCode : 3;
  }
}
