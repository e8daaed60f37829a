/** Converts the times at which another tool alerts to the thresholds of an entry. */

import type { ImportedEntry } from './types.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The defaults of the manifest in seconds, which a single threshold must not contradict. */
const DEFAULT_WARNING = 30 * DAY;
const DEFAULT_CRITICAL = 14 * DAY;

/** Seconds before the expiry; null: the tool has no such alert. */
export interface AlertTimes {
  warning: number | null;
  critical: number | null;
}

/** Converts seconds before the expiry. Times below an hour are no threshold. */
export function toThresholds({
  warning,
  critical,
}: AlertTimes): Pick<ImportedEntry, 'expiry_warning_days' | 'expiry_critical_days'> {
  const early = warning === null ? raise(critical, DEFAULT_WARNING) : Math.max(warning, critical ?? 0);
  const late = critical === null ? lower(warning, DEFAULT_CRITICAL) : critical;
  return {
    ...(isTime(early) && { expiry_warning_days: formatThreshold(early) }),
    ...(isTime(late) && { expiry_critical_days: formatThreshold(late) }),
  };
}

/** A critical threshold above the default warning is also the warning. */
const raise = (critical: number | null, fallback: number) =>
  critical !== null && critical > fallback ? critical : null;

/** A warning below the default critical threshold is also the critical one. */
const lower = (warning: number | null, fallback: number) => (warning !== null && warning < fallback ? warning : null);

const isTime = (seconds: number | null): seconds is number => seconds !== null && seconds >= HOUR;

/** Formats whole days as a number, anything else in hours, rounded up so that no alert is later. */
function formatThreshold(seconds: number): number | string {
  return seconds % DAY === 0 ? seconds / DAY : `${Math.ceil(seconds / HOUR)}h`;
}

/** Parses a duration of Go, such as `240h` or `1h30m`, in seconds; null if it is none. `d` and `w` are those of Prometheus. */
export function parseDuration(text: string): number | null {
  const parts = text.split(/(?<=[a-z])(?=\d)/).map((part) => {
    const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|[smhdwy])$/.exec(part) ?? [];
    return amount === undefined ? null : Number(amount) * (UNITS[unit] ?? 0);
  });
  return parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: HOUR, d: DAY, w: 7 * DAY, y: 365 * DAY };
