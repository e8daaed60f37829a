import { Cron } from 'croner';

/** GitHub's schedules: POSIX crontab of five fields, in UTC. `sloppyRanges` takes `5/20`, as its runners do. */
const GITHUB = { timezone: 'UTC', mode: '5-part', sloppyRanges: true, paused: true } as const;

/**
 * The last moment, at or before `time`, at which the expression was due; both in milliseconds. Null where the
 * expression cannot be read or was never due.
 */
export function findLastTick(expression: string, time: number): number | null {
  const cron = parseExpression(expression);
  // What is asked for is strictly before its reference, by the second.
  const [tick] = cron?.previousRuns(1, new Date((Math.floor(time / 1000) + 1) * 1000)) ?? [];
  return tick?.getTime() ?? null;
}

/** GitHub refuses what is no expression before it starts anything; the library says so by throwing. */
function parseExpression(expression: string): Cron | null {
  try {
    return new Cron(expression.trim(), GITHUB);
  } catch {
    return null;
  }
}
