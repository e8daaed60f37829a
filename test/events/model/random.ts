/** A stream of random choices, which is the same for the same seed. */
export interface Random {
  chance(probability: number): boolean;
  /** An integer between `min` and `max`, both included. */
  int(min: number, max: number): number;
  pick<T>(items: readonly T[]): T;
  some<T>(items: readonly T[], probability: number): T[];
}

/** mulberry32: small, fast and good enough for a simulation. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    chance: (probability) => next() < probability,
    int,
    pick: <T>(items: readonly T[]): T => items[int(0, items.length - 1)] as T,
    some: (items, probability) => items.filter(() => next() < probability),
  };
}
