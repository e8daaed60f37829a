/** Runs the command of this process. */

import { reportCrashes } from '../lib/process/crashes.ts';
import { createProcessIo, exitProcess } from '../lib/process/process-io.ts';
import { main } from './main.ts';

/** Runs the command that the arguments of the process name, and exits. */
export async function runProcess(): Promise<never> {
  const io = createProcessIo();
  reportCrashes(io, process, (code) => process.exit(code));
  return exitProcess(await main(process.argv.slice(2), io));
}
