/** The shared values of a sample fleet: its time, and random choices that are the same in each run. */

export const FLEET_TIME = Date.parse('2026-11-17T05:17:00Z');

export const DAY = 86_400_000;

export type Random = () => number;

/** Creates a generator with the algorithm Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const toIso = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');
export const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
export const toHex = (random: Random, digits: number) =>
  Array.from({ length: digits / 8 }, () =>
    Math.floor(random() * 0xffffffff)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
