/** The entry point of the command line. */

import { main } from './cli/main.ts';
import { createProcessIo, exitProcess } from './lib/process/process-io.ts';

await exitProcess(await main(process.argv.slice(2), createProcessIo()));
