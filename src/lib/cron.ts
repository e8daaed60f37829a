/** Evaluates the cron expressions of scheduled workflows. */

import { Cron } from 'croner';

/** GitHub schedules use POSIX cron with five fields, in UTC. `sloppyRanges` accepts `5/20`, as GitHub does. */
const GITHUB = { timezone: 'UTC', mode: '5-part', sloppyRanges: true, paused: true } as const;

/**
 * Finds the last time, at or before `time`, at which the expression was due, in milliseconds. Returns null if it is invalid or was never
 * due.
 */
export function findLastTick(expression: string, time: number): number | null {
  const cron = parseExpression(expression);
  // The library returns times strictly before its reference, in whole seconds.
  const [tick] = cron?.previousRuns(1, new Date((Math.floor(time / 1000) + 1) * 1000)) ?? [];
  return tick?.getTime() ?? null;
}

/** Lists the last times before `time` at which the expression was due, in milliseconds, at most `count`, sorted. Empty if it is invalid. */
export function listLastTicks(expression: string, time: number, count: number): number[] {
  const ticks = parseExpression(expression)?.previousRuns(count, new Date(time)) ?? [];
  return ticks.map((tick) => tick.getTime()).sort((a, b) => a - b);
}

/** Whether GitHub accepts the expression. */
export function isCronExpression(expression: string): boolean {
  return parseExpression(expression) !== null;
}

/** Returns null for an invalid expression. */
function parseExpression(expression: string): Cron | null {
  try {
    return new Cron(expression.trim(), GITHUB);
  } catch {
    return null;
  }
}
