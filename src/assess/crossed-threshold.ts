/** Finds out which thresholds are crossed. */

import type { Threshold, ThresholdSpec } from '../domain/index.ts';
import { computeCrossing, computeLeadTimeDays, toThresholdKey, type ValidityPeriod } from '../domain/thresholds.ts';

/** Returns null for a threshold that is not crossed yet, and for a percentage without a lifetime. */
export function resolveCrossed(spec: ThresholdSpec, period: ValidityPeriod, now: number): Threshold | null {
  const crosses_at = computeCrossing(spec, period);
  if (crosses_at === null || crosses_at > now) return null;
  const days = computeLeadTimeDays(spec, period);
  if (days === null) return null;
  return { key: toThresholdKey(spec), raw: spec.raw, days, crosses_at };
}

/** Whether `a` was crossed before `b`. If both were crossed at the same time, the one whose key sorts last is later. */
export function isBefore(a: Threshold, b: Threshold): boolean {
  return a.crosses_at < b.crosses_at || (a.crosses_at === b.crosses_at && String(a.key) < String(b.key));
}
