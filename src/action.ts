import { runAction } from './action/main.ts';
import { exitProcess } from './cli/process-io.ts';

// Ends the process even if abandoned work, such as a hanging cache request, is still pending.
await exitProcess(await runAction());
