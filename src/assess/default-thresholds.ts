/** Lowers default thresholds for certificates that live short, or that a system renews. Values that a person set are never lowered. */

import type { ThresholdSpec } from '../domain/index.ts';
import { computeLeadTime, type ValidityPeriod } from '../domain/thresholds.ts';

/** Caps of default thresholds in percent of the lifetime, so that short-lived certificates are not critical from the start. */
export const CAPS: Caps = {
  critical: [{ raw: '12.5%', unit: 'percent', value: 12.5 }],
  other: [{ raw: '25%', unit: 'percent', value: 25 }],
};

/** While a system renews a certificate on time, default thresholds are not crossed before it is late. */
export const RENEWED_CAPS: Caps = {
  critical: [
    { raw: 7, unit: 'days', value: 7 },
    { raw: '5%', unit: 'percent', value: 5 },
  ],
  other: [
    { raw: 14, unit: 'days', value: 14 },
    { raw: '10%', unit: 'percent', value: 10 },
  ],
};

/** For `critical`, and for warnings and events. */
export type Caps = Readonly<Record<'critical' | 'other', readonly ThresholdSpec[]>>;

/** Returns the cap that is crossed last, if the threshold is crossed before it. A hard-coded date has no percentages. */
export function applyCap(spec: ThresholdSpec, caps: Caps[keyof Caps], period: ValidityPeriod): ThresholdSpec {
  let least = spec;
  for (const cap of caps) {
    const leadTime = computeLeadTime(least, period);
    const max = computeLeadTime(cap, period);
    if ((leadTime ?? 0) > (max ?? Number.POSITIVE_INFINITY)) least = cap;
  }
  return least;
}

/** Whether a default threshold is capped for such a validity period. */
export function isCapped(spec: ThresholdSpec, kind: keyof Caps, period: ValidityPeriod): boolean {
  return applyCap(spec, CAPS[kind], period) !== spec;
}
