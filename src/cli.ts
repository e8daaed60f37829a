import { main } from './cli/main.ts';
import { createProcessIo, exitProcess } from './cli/process-io.ts';

await exitProcess(await main(process.argv.slice(2), createProcessIo()));
