/** The entry point of a thread that reads servers. It ends with the process that started it. */

import { parentPort } from 'node:worker_threads';
import type { RawPlace } from '../../domain/index.ts';
import { createBatcher } from '../../lib/process/batcher.ts';
import { createContextCache } from './client-profiles.ts';
import { type ConnectionAttempt, readServer } from './read-server.ts';

export interface ThreadRequest {
  id: number;
  attempt: ConnectionAttempt;
}

/** `bug` is anything that was thrown. */
export type ThreadResponse = { id: number; read: RawPlace } | { id: number; bug: unknown };

const getTlsContext = createContextCache(null);

const sendResponse = createBatcher((responses: ThreadResponse[]) => parentPort?.postMessage(responses));

parentPort?.on('message', (requests: ThreadRequest[]) => {
  for (const { id, attempt } of requests) void respond(id, attempt).then(sendResponse);
});

async function respond(id: number, attempt: ConnectionAttempt): Promise<ThreadResponse> {
  try {
    return { id, read: await readServer(attempt, getTlsContext) };
  } catch (bug) {
    return { id, bug };
  }
}
