import { expect, it } from 'vitest';
import { createTurns } from '../../src/lib/turns.ts';

const keepBusy = (milliseconds: number) => {
  const ends = performance.now() + milliseconds;
  while (performance.now() < ends);
};

/** Whether a timer that is due has its turn while the work yields. */
async function hasOtherWorkItsTurn(milliseconds: number): Promise<boolean> {
  const turns = createTurns();
  let isDone = false;
  const timer = setTimeout(() => {
    isDone = true;
  });
  turns.run(() => keepBusy(milliseconds));
  await turns.yield();
  clearTimeout(timer);
  return isDone;
}

it('lets other work have its turn after work that was long', async () => {
  expect(await hasOtherWorkItsTurn(60)).toBe(true);
});

it('goes on at once after work that was short', async () => {
  expect(await hasOtherWorkItsTurn(1)).toBe(false);
});

it('counts work that throws', async () => {
  const turns = createTurns();
  const fail = () => {
    keepBusy(60);
    throw new Error('broken');
  };
  expect(() => turns.run(fail)).toThrow('broken');
  let isDone = false;
  setImmediate(() => {
    isDone = true;
  });
  await turns.yield();
  expect(isDone).toBe(true);
});
