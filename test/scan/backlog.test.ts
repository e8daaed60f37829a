import { describe, expect, it } from 'vitest';
import { createBacklog } from '../../src/scan/backlog.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Each task waits, works, and waits again: `step` ends one of these, by name. */
function start(limit: number, names: readonly string[]) {
  const backlog = createBacklog(limit);
  const started: string[] = [];
  const steps = new Map<string, () => void>();
  const pause = (name: string) => new Promise<void>((resolve) => steps.set(name, resolve));
  const finished = names.map((name) =>
    backlog.start(async () => {
      started.push(name);
      await pause(name);
      await backlog.work(() => pause(name));
      await pause(name);
      if (name === 'broken') throw new Error(name);
      return name;
    }),
  );
  const step = async (name: string) => {
    steps.get(name)?.();
    await settle();
  };
  return { started, step, finished };
}

describe('the backlog', () => {
  it('starts as many tasks as may wait, in order', async () => {
    const { started } = start(2, ['a', 'b', 'c']);
    await settle();
    expect(started).toEqual(['a', 'b']);
  });

  it('starts the next task when one begins its work', async () => {
    const { started, step } = start(2, ['a', 'b', 'c', 'd']);
    await step('b');
    expect(started).toEqual(['a', 'b', 'c']);
    await step('a');
    expect(started).toEqual(['a', 'b', 'c', 'd']);
  });

  it('starts no task when one waits again after its work', async () => {
    const { started, step } = start(1, ['a', 'b', 'c']);
    await step('a');
    await step('a');
    expect(started).toEqual(['a', 'b']);
  });

  it('starts the next task when one fails', async () => {
    const { started, step, finished } = start(1, ['broken', 'b', 'c']);
    const failed = expect(finished[0]).rejects.toThrow('broken');
    await step('broken');
    await step('broken');
    expect(started).toEqual(['broken', 'b']);
    await step('b');
    await step('b');
    expect(started).toEqual(['broken', 'b']);
    await step('broken');
    await failed;
    await step('b');
    expect(await finished[1]).toBe('b');
    expect(started).toEqual(['broken', 'b', 'c']);
  });
});
