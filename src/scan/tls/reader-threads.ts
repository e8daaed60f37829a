/** Reads servers in several threads, because one can use only one core for the handshakes. */

import { Worker } from 'node:worker_threads';
import type { RawLocation } from '../../domain/index.ts';
import type { ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { isTracing, publishTrace } from '../../lib/trace/trace.ts';
import type { EventLoop } from '../network/work-in-progress.ts';
import type { ConnectionAttempt } from './read-server.ts';
import type { ThreadData, ThreadRequest, ThreadResponse, ThreadTrace } from './reader-thread.ts';

/** Reads a server. Throws for a bug. */
type ReadServer = (attempt: ConnectionAttempt) => Promise<RawLocation>;

export interface ReaderThreads {
  readServer: ReadServer;
  /** Lists the event loops of the threads. */
  listLoops: () => EventLoop[];
  close: () => void;
}

/** The file of the thread. In the bundle, this module is in a chunk, and the thread is beside `cli.js`. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? './reader-thread.ts' : '../reader-thread.js', import.meta.url);

/** The memory limit: a young generation of the default size would take 50 MiB in each thread, without being faster. */
const LIMITS = { maxYoungGenerationSizeMb: 16 };

interface Thread {
  worker: Worker;
  /** The attempts that it has not finished, by ID. */
  pending: Map<number, PendingAttempt>;
}

interface PendingAttempt {
  attempt: ConnectionAttempt;
  resolve: (read: RawLocation | Promise<RawLocation>) => void;
  reject: (bug: unknown) => void;
}

/** Starts `count` threads. If one ends unexpectedly, `readHere` repeats the attempts that it did not finish, and the others go on. */
export function startReaderThreads(count: number, readHere: ReadServer, reportBug: ReportBug): ReaderThreads {
  const threads = new Set<Thread>();
  let lastId = 0;
  for (let started = 0; started < count; started += 1) {
    const thread = startThread(reportBug);
    threads.add(thread);
    thread.worker.on('exit', () => {
      threads.delete(thread);
      for (const { attempt, resolve } of thread.pending.values()) resolve(readHere(attempt));
    });
  }
  return {
    readServer: (attempt) => {
      const thread = findLeastBusy(threads);
      if (thread === undefined) return readHere(attempt);
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        thread.pending.set(id, { attempt, resolve, reject });
        thread.worker.postMessage({ id, attempt } satisfies ThreadRequest);
      });
    },
    listLoops: () => Array.from(threads, ({ worker }) => worker.performance),
    close: () => {
      for (const { worker } of threads) void worker.terminate();
    },
  };
}

function findLeastBusy(threads: Iterable<Thread>): Thread | undefined {
  let found: Thread | undefined;
  for (const thread of threads) if (found === undefined || thread.pending.size < found.pending.size) found = thread;
  return found;
}

function startThread(reportBug: ReportBug): Thread {
  // Threads do not inherit flags of this process, such as that of a debugger.
  const workerData = { isTraced: isTracing() } satisfies ThreadData;
  const worker = new Worker(THREAD, { resourceLimits: LIMITS, execArgv: [], stdin: false, workerData });
  const pending: Thread['pending'] = new Map();
  worker.on('error', reportBug);
  worker.on('message', (response: ThreadResponse | ThreadTrace) => {
    if ('trace' in response) return publishTrace(response.trace);
    const { resolve, reject } = pending.get(response.id) ?? {};
    pending.delete(response.id);
    if ('read' in response) resolve?.(response.read);
    else reject?.(response.bug);
  });
  return { worker, pending };
}
