/** Runs one test file after the other in a process that stays, and replaces the process if it makes no progress. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import path from 'node:path';
import type { TestReply, TestRequest } from './worker.ts';

interface Outcome {
  state: 'passed' | 'failed' | 'timeout' | 'crashed';
  /** Why it failed. */
  error: string | null;
}

export interface TestRunner {
  /** Its state is `timeout` if `timeoutMs` pass, and the file in which the task writes its progress has not grown. */
  run: (request: TestRequest, timeoutMs: number) => Promise<Outcome>;
  close: () => void;
}

/** Requests after which the process is replaced, since the test runner keeps something of each. */
const MAX_REQUESTS = 100;

/** Opens a runner for the workspace in `root`. It runs one request at a time. */
export function openTestRunner(root: string): TestRunner {
  let child: ChildProcess | undefined;
  let requests = 0;
  const close = () => {
    // A group of its own, so that an endless loop in a worker of the test runner is ended with it.
    if (child?.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    child = undefined;
  };
  // Before others that listen remove the workspace.
  process.prependOnceListener('exit', close);
  const start = async () => {
    close();
    requests = 0;
    child = fork(path.join(root, 'scripts/mutants/worker.ts'), { cwd: root, detached: true, silent: true });
    child.stdout?.resume();
    child.stderr?.resume();
    await once(child, 'message');
    return child;
  };
  return {
    close,
    async run(request, timeoutMs) {
      requests += 1;
      const current = child === undefined || requests > MAX_REQUESTS ? await start() : child;
      current.send(request);
      const outcome = await waitForReply(current, request, timeoutMs);
      if (outcome.state === 'timeout' || outcome.state === 'crashed') close();
      return outcome;
    },
  };
}

function waitForReply(child: ChildProcess, { task }: TestRequest, timeoutMs: number): Promise<Outcome> {
  const readProgress = () => (task.kind === 'sweep' ? (statSync(task.out, { throwIfNoEntry: false })?.size ?? 0) : 0);
  return new Promise((resolve) => {
    let progress = readProgress();
    const finish = (state: Outcome['state'], error: string | null = null) => {
      clearInterval(timer);
      child.removeAllListeners('message').removeAllListeners('exit');
      resolve({ state, error });
    };
    const timer = setInterval(() => {
      const before = progress;
      progress = readProgress();
      if (progress === before) finish('timeout');
    }, timeoutMs);
    child.once('message', ({ error }: TestReply) => finish(error === null ? 'passed' : 'failed', error));
    child.once('exit', () => finish('crashed'));
  });
}
