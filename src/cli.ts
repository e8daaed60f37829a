import { main } from './main.ts';
import { processIo } from './process.ts';

process.exitCode = await main(process.argv.slice(2), processIo());
