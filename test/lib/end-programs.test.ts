import { exec, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { endTree, limitTime, TOO_LATE } from '../../src/lib/process/end-programs.ts';

/** Prints a line once it has started another program, which keeps standard output open. */
const PARENT = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'inherit' });
console.log('started'); setInterval(() => {}, 1e6);`;

const start = () => spawn(process.execPath, ['-e', PARENT], { stdio: ['ignore', 'pipe', 'ignore'] });

describe('a program that is ended', () => {
  it('takes those with it that it started', async () => {
    const parent = start();
    await once(parent.stdout, 'data');
    endTree(parent.pid ?? 0);
    // Only once nobody has its standard output any more.
    await once(parent, 'close');
    expect(parent.exitCode).not.toBe(0);
  });

  it('may have ended before', async () => {
    const program = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(program, 'close');
    expect(() => endTree(program.pid ?? 0)).not.toThrow();
  });
});

describe('a limit of time', () => {
  it('ends the programs that a library started in it, and no others', async () => {
    const other = start();
    await once(other.stdout, 'data');
    const node = JSON.stringify(process.execPath);
    let started = other;
    const use = async () => {
      await null;
      started = exec(`${node} -e "setInterval(() => {}, 1e6)"`) as typeof other;
      await once(started, 'close');
    };
    await expect(limitTime(use, 20)).rejects.toBe(TOO_LATE);
    if (started.exitCode === null && started.signalCode === null) await once(started, 'close');
    expect([other.exitCode, other.signalCode]).toEqual([null, null]);
    endTree(other.pid ?? 0);
    await once(other, 'close');
  });

  it.skipIf(process.platform === 'win32')('ends what a program is just starting (needs a POSIX shell)', async () => {
    for (let milliseconds = 0; milliseconds < 30; milliseconds += 1) {
      let closed: Promise<unknown> = Promise.resolve();
      const use = () => {
        // Longer than this test may take.
        closed = once(exec("sh -c 'sleep 120; true' & sleep 120; true"), 'close');
        return closed;
      };
      await expect(limitTime(use, milliseconds)).rejects.toBe(TOO_LATE);
      await closed;
    }
  });

  it('passes results and errors on', async () => {
    expect(await limitTime(async () => 'result', 10_000)).toBe('result');
    await expect(limitTime(() => Promise.reject(new Error('its own')), 10_000)).rejects.toThrow('its own');
  });
});
