/** The entry point of a thread that reads servers. It ends with the process that started it. */

import { parentPort } from 'node:worker_threads';
import type { RawLocation } from '../../domain/index.ts';
import { createContextCache } from './client-profiles.ts';
import { type ConnectionAttempt, readServer } from './read-server.ts';

export interface ThreadRequest {
  id: number;
  attempt: ConnectionAttempt;
}

/** `bug` is anything that was thrown. */
export type ThreadResponse = { id: number; read: RawLocation } | { id: number; bug: unknown };

const getTlsContext = createContextCache(null);

parentPort?.on('message', async (request: ThreadRequest) => parentPort?.postMessage(await respond(request)));

async function respond({ id, attempt }: ThreadRequest): Promise<ThreadResponse> {
  try {
    return { id, read: await readServer(attempt, getTlsContext) };
  } catch (bug) {
    return { id, bug };
  }
}
