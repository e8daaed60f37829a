/** Scales of numbers and of time. */

const MAX_MARKS = 5;

/** Lists round numbers from `base` to at least `most`: 0, 10, 20, 30 for 21. Counts have no fractions. */
export function listMarks(most: number, base = 0): number[] {
  const span = Math.max(1, most - base);
  const power = 10 ** Math.floor(Math.log10(span / MAX_MARKS));
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= 1 && span / one <= MAX_MARKS) ?? 10 * power;
  return Array.from({ length: Math.ceil(span / step) + 1 }, (_, index) => base + index * step);
}

export interface TimeSpan {
  /** The times in seconds. */
  start: number;
  end: number;
}

export function toPercent(time: number, { start, end }: TimeSpan): number {
  return Math.min(100, Math.max(0, ((time - start) / (end - start)) * 100));
}
