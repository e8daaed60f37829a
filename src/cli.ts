import { main } from './cli/main.ts';
import { endProcess, processIo } from './cli/process-io.ts';

await endProcess(await main(process.argv.slice(2), processIo()));
