/** Random choices, the same for the same seed (a linear congruential generator). */

export interface Dice {
  /** Whether something happens that does with these odds, from 0 to 1. */
  chance: (odds: number) => boolean;
  pick: <T>(values: readonly T[]) => T;
  /** An integer from 0 to `max`. */
  upTo: (max: number) => number;
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const roll = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  roll();
  return {
    chance: (odds) => roll() < odds,
    pick: <T>(values: readonly T[]) => values[Math.floor(roll() * values.length)] as T,
    upTo: (max) => Math.floor(roll() * (max + 1)),
  };
}
