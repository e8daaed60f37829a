/** The commands that are loaded together: all except `validate`, which pull requests and editors run. */

import { runDemo } from '../../app/demo/demo.ts';
import type { Io } from '../../lib/io.ts';
import type { Options } from '../command-specs.ts';
import { runAffectedCommand } from './affected.ts';
import { runCompletionCommand } from './completion.ts';
import { runDigestCommand } from './digest.ts';
import { runDiscoverCommand } from './discover.ts';
import { runExplainCommand } from './explain.ts';
import { runExportCommand } from './export.ts';
import { runForecastCommand } from './forecast.ts';
import { runImportCommand } from './import.ts';
import { runInitCommand } from './init.ts';
import { runInspectCommand } from './inspect.ts';
import { runLogClearCommand, runLogListCommand } from './log.ts';
import { runObserveCommand } from './observe.ts';
import { runOverviewCommand } from './overview.ts';
import { runRenderCommand } from './render.ts';
import { runReportCommand } from './report.ts';
import { runScanCommand } from './scan.ts';
import { runSilenceCommand } from './silence.ts';
import { runTestCommand } from './test.ts';

export { printCandidates } from '../completion/candidates.ts';

type OtherOptions = Exclude<Options, { command: 'validate' }>;

/** Returns the exit code. `main` is the command line itself, with which the demo runs commands. */
export async function runOtherCommand(
  options: OtherOptions,
  io: Io,
  main: (argv: readonly string[], io: Io) => Promise<number>,
): Promise<number> {
  switch (options.command) {
    case 'scan':
      return runScanCommand(options, io);
    case 'observe':
      return runObserveCommand(options, io);
    case 'test':
      return runTestCommand(options, io);
    case 'render':
      return runRenderCommand(options, io);
    case 'log list':
      return runLogListCommand(options, io);
    case 'log clear':
      return runLogClearCommand(options, io);
    case 'inspect':
      return runInspectCommand(options, io);
    case 'digest':
      return runDigestCommand(options, io);
    case 'forecast':
      return runForecastCommand(options, io);
    case 'affected':
      return runAffectedCommand(options, io);
    case 'report':
      return runReportCommand(options, io);
    case 'export':
      return runExportCommand(options, io);
    case 'explain':
      return runExplainCommand(options, io);
    case 'discover':
      return runDiscoverCommand(options, io);
    case 'import':
      return runImportCommand(options, io);
    case 'silence':
      return runSilenceCommand(options, io);
    case 'overview':
      return runOverviewCommand(options, io);
    case 'init':
      return runInitCommand(options, io);
    case 'completion':
      return runCompletionCommand(options, io);
    case 'demo':
      return runDemo(options, io, main);
  }
}
