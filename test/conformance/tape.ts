/**
 * Random choices that are data: a case is the list of numbers that were rolled. A shorter list, or a smaller number, is a simpler case, so
 * that whatever is made with dice can be minimized.
 */

import fc from 'fast-check';
import type { Dice } from '../helpers/dice.ts';

export type Tape = number[];

const RANGE = 2 ** 32;

/** Draws tapes of up to `maxLength` rolls. What needs more gets zeros. */
export function drawTapes(maxLength: number): fc.Arbitrary<Tape> {
  return fc.array(fc.nat({ max: RANGE - 1 }), { minLength: maxLength, maxLength, size: 'max' });
}

/** Reads the rolls of a tape, then zeros: the first of several values, and no chance. */
export function createTapeDice(tape: Tape): Dice {
  let next = 0;
  const roll = () => {
    const value = tape[next] ?? 0;
    next += 1;
    return value / RANGE;
  };
  return {
    chance: (odds) => roll() >= 1 - odds,
    pick: <T>(values: readonly T[]) => values[Math.floor(roll() * values.length)] as T,
    upTo: (max) => Math.floor(roll() * (max + 1)),
  };
}
