/** The entry point of the action. */

import { runAction } from './action/main.ts';
import { exitProcess } from './lib/process/process-io.ts';

// Exits even if abandoned work, such as a hanging cache request, is still pending.
await exitProcess(await runAction());
