import { expect, it } from 'vitest';
import { getRealClock, type Io, moveClock } from '../../src/lib/io.ts';

const HOUR = 3_600_000;

it('moves the time of the run, which goes on, and keeps the clock of the machine', () => {
  let time = 1000;
  const io = { now: () => time } as Partial<Io> as Io;
  const moved = moveClock(50 * HOUR, io);
  expect([moved.now(), getRealClock(moved)()]).toEqual([50 * HOUR, 1000]);
  time += 7;
  expect([moved.now(), getRealClock(moved)()]).toEqual([50 * HOUR + 7, 1007]);
  // A command that runs another one.
  const again = moveClock(2 * HOUR, moved);
  expect([again.now(), getRealClock(again)()]).toEqual([2 * HOUR, 1007]);
});

it('keeps both clocks without --now', () => {
  const io = { now: () => 5 } as Partial<Io> as Io;
  expect(moveClock(null, io)).toBe(io);
  expect(getRealClock(io)()).toBe(5);
});
