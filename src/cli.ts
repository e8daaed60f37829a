/** The entry point of the command line. */

import { main } from './cli/main.ts';
import { enableCompileCache } from './lib/process/compile-cache.ts';
import { reportCrashes } from './lib/process/crashes.ts';
import { createProcessIo, exitProcess } from './lib/process/process-io.ts';

const io = createProcessIo();
reportCrashes(io, process, (code) => process.exit(code));
enableCompileCache(io);
await exitProcess(await main(process.argv.slice(2), io));
