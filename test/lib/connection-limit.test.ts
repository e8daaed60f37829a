import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConnectionLimit } from '../../src/lib/connection-limit.ts';

const PATIENCE = 250;

const SPARE = { patience: PATIENCE, isSaturated: () => false };

/** Starts connections that stay open until they are closed by name. */
function start(limits: { active: number; waiting: number; isSaturated?: () => boolean }) {
  const acquire = createConnectionLimit({ ...SPARE, ...limits });
  const open = new Map<string, () => void>();
  const connect = (name: string, server = name) =>
    void acquire(server, () => new Promise<void>((resolve) => open.set(name, resolve)));
  const close = async (name: string) => {
    open.get(name)?.();
    open.delete(name);
    await vi.advanceTimersByTimeAsync(0);
  };
  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
  return { connect, close, pass, listOpen: () => [...open.keys()] };
}

describe('the limit of connections', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('starts as many connections as may be active, and the others in order as these end', async () => {
    const { connect, close, pass, listOpen } = start({ active: 2, waiting: 10 });
    for (const name of ['a', 'b', 'c', 'd']) connect(name);
    await pass(PATIENCE - 1);
    expect(listOpen()).toEqual(['a', 'b']);
    await close('a');
    expect(listOpen()).toEqual(['b', 'c']);
    await close('c');
    expect(listOpen()).toEqual(['b', 'd']);
  });

  it('starts others once a connection has waited for too long', async () => {
    const { connect, pass, listOpen } = start({ active: 2, waiting: 3 });
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) connect(name);
    await pass(PATIENCE);
    expect(listOpen()).toEqual(['a', 'b', 'c', 'd']);
    await pass(PATIENCE);
    expect(listOpen()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('starts no others while this machine has no time to spare', async () => {
    let isSaturated = true;
    const { connect, pass, listOpen } = start({ active: 1, waiting: 3, isSaturated: () => isSaturated });
    for (const name of ['a', 'b', 'c']) connect(name);
    await pass(5 * PATIENCE);
    expect(listOpen()).toEqual(['a']);
    isSaturated = false;
    await pass(PATIENCE);
    expect(listOpen()).toEqual(['a', 'b']);
  });

  it('waits for a server with as many connections as may be active, apart from others', async () => {
    const waited: string[] = [];
    const acquire = createConnectionLimit({
      ...SPARE,
      active: 2,
      waiting: 0,
      waitForServer: async (wait) => {
        waited.push('start');
        await wait();
        waited.push('end');
      },
    });
    const finish: (() => void)[] = [];
    const connect = (server: string) => acquire(server, () => new Promise<void>((resolve) => finish.push(resolve)));
    const [first, ...others] = ['a', 'a', 'b'].map(connect);
    await vi.advanceTimersByTimeAsync(0);
    expect([waited, finish.length]).toEqual([[], 2]);
    others.push(connect('a'));
    await vi.advanceTimersByTimeAsync(0);
    expect([waited, finish.length]).toEqual([['start'], 2]);
    finish[0]?.();
    await first;
    await vi.advanceTimersByTimeAsync(0);
    expect([waited, finish.length]).toEqual([['start', 'end'], 3]);
    for (const end of finish.slice(1)) end();
    await vi.advanceTimersByTimeAsync(0);
    finish[3]?.();
    await Promise.all(others);
  });

  it('never has more connections open than may be active and waiting', async () => {
    const { connect, close, pass, listOpen } = start({ active: 2, waiting: 3 });
    for (let index = 0; index < 20; index += 1) connect(`server-${index}`);
    await pass(10 * PATIENCE);
    expect(listOpen()).toHaveLength(5);
    await close('server-0');
    expect(listOpen()).toHaveLength(5);
    await close('server-4');
    expect(listOpen()).toHaveLength(5);
  });

  it('lets a connection that is active for too long make way once another stops waiting', async () => {
    const { connect, close, pass, listOpen } = start({ active: 1, waiting: 1 });
    for (const name of ['a', 'b', 'c']) connect(name);
    await pass(2 * PATIENCE);
    expect(listOpen()).toEqual(['a', 'b']);
    await close('a');
    expect(listOpen()).toEqual(['b', 'c']);
  });

  it('opens no more connections to one server than may be active', async () => {
    const { connect, close, pass, listOpen } = start({ active: 2, waiting: 10 });
    for (const name of ['a', 'b', 'c']) connect(name, 'same');
    connect('other');
    await pass(PATIENCE);
    expect(listOpen()).toEqual(['a', 'b', 'other']);
    await close('b');
    expect(listOpen()).toEqual(['a', 'other', 'c']);
  });

  it('passes on the result and the error of the work, and frees the slot for both', async () => {
    const acquire = createConnectionLimit({ active: 1, waiting: 0, ...SPARE });
    const failed = acquire('a', () => Promise.reject(new Error('refused')));
    const done = acquire('a', async () => 'certificates');
    await expect(failed).rejects.toThrow('refused');
    await expect(done).resolves.toBe('certificates');
  });

  it('allows one connection if the limit is lower', async () => {
    const acquire = createConnectionLimit({ active: 0, waiting: 0, ...SPARE });
    await expect(acquire('a', async () => 'certificates')).resolves.toBe('certificates');
  });
});
