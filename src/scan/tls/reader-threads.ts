/** Reads servers in several threads, because one can use only one core for the handshakes. */

import { Worker } from 'node:worker_threads';
import type { RawPlace } from '../../domain/index.ts';
import type { ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { createBatcher } from '../../lib/process/batcher.ts';
import { createGrowingPool, type PoolMember } from '../../lib/process/growing-pool.ts';
import type { ConnectionAttempt } from './read-server.ts';
import type { ThreadRequest, ThreadResponse } from './reader-thread.ts';

export interface ReaderThreads {
  /** Throws for a bug. */
  readServer: (attempt: ConnectionAttempt) => Promise<RawPlace>;
  /** Whether no thread has had time to spare lately. */
  isSaturated: () => boolean;
  close: () => void;
}

/** In the bundle, this module is in a chunk, and the thread is beside `cli.js`. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? './reader-thread.ts' : '../reader-thread.js', import.meta.url);

/** A young generation of the default size would take 50 MiB in each thread, and makes it no faster. */
const LIMITS = { maxYoungGenerationSizeMb: 16 };

/**
 * Starts one thread, and more while they are busy, up to `count`: each takes 25 MiB, and servers far away keep only one busy. If a
 * thread ends unexpectedly, the attempts that it did not finish are repeated by `readHere`.
 */
export function startReaderThreads(
  count: number,
  readHere: (attempt: ConnectionAttempt) => Promise<RawPlace>,
  reportBug: ReportBug,
): ReaderThreads {
  const pool = createGrowingPool(() => startThread(readHere, reportBug), count);
  return {
    readServer: (attempt) => pool.choose().readServer(attempt),
    isSaturated: pool.isSaturated,
    close: () => {
      for (const { close } of pool.list()) close();
    },
  };
}

interface Pending {
  attempt: ConnectionAttempt;
  resolve: (read: RawPlace | Promise<RawPlace>) => void;
  reject: (bug: unknown) => void;
}

interface Thread extends PoolMember, Pick<ReaderThreads, 'readServer' | 'close'> {}

function startThread(readHere: (attempt: ConnectionAttempt) => Promise<RawPlace>, reportBug: ReportBug): Thread {
  // Flags of this process, such as that of a debugger, are not for the threads.
  const worker = new Worker(THREAD, { resourceLimits: LIMITS, execArgv: [], stdin: false });
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let hasEnded = false;
  const finish = () => {
    hasEnded = true;
    for (const { attempt, resolve } of pending.values()) resolve(readHere(attempt));
    pending.clear();
  };
  const settle = (response: ThreadResponse) => {
    const { resolve, reject } = pending.get(response.id) ?? {};
    pending.delete(response.id);
    if ('read' in response) resolve?.(response.read);
    else reject?.(response.bug);
  };
  const sendRequest = createBatcher((requests: ThreadRequest[]) => worker.postMessage(requests));
  worker.on('message', (responses: ThreadResponse[]) => responses.forEach(settle));
  worker.on('error', reportBug);
  worker.on('exit', finish);
  return {
    pending,
    loop: worker,
    readServer: (attempt) => {
      if (hasEnded) return readHere(attempt);
      return new Promise((resolve, reject) => {
        lastId += 1;
        pending.set(lastId, { attempt, resolve, reject });
        sendRequest({ id: lastId, attempt });
      });
    },
    close: () => void worker.terminate(),
  };
}
