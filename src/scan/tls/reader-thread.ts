/** The entry point of a thread that reads servers. It ends with the process that started it. */

import { parentPort, workerData } from 'node:worker_threads';
import type { RawLocation } from '../../domain/index.ts';
import { subscribeTrace, type TraceEvent } from '../../lib/trace/trace.ts';
import { createContextCache } from './client-profiles.ts';
import { type ConnectionAttempt, readServer } from './read-server.ts';

export interface ThreadRequest {
  id: number;
  attempt: ConnectionAttempt;
}

/** The response of a thread. `bug` is the thrown value. */
export type ThreadResponse = { id: number; read: RawLocation } | { id: number; bug: unknown };

/** A trace event for the thread that writes it: each thread has its own channel of events. */
export type ThreadTrace = { trace: TraceEvent };

export interface ThreadData {
  isTraced: boolean;
}

const getTlsContext = createContextCache(null);

if ((workerData as ThreadData | null)?.isTraced)
  subscribeTrace((event) => parentPort?.postMessage({ trace: event } satisfies ThreadTrace));

parentPort?.on('message', async (request: ThreadRequest) => parentPort?.postMessage(await respond(request)));

async function respond({ id, attempt }: ThreadRequest): Promise<ThreadResponse> {
  try {
    return { id, read: await readServer(attempt, getTlsContext) };
  } catch (bug) {
    return { id, bug };
  }
}
