import type { ThresholdSpec } from '../domain/index.ts';

const days = (value: number): ThresholdSpec => ({ raw: value, unit: 'days', value });

/** What holds where nothing is written. */
export const DEFAULT_WARNING = days(30);
export const DEFAULT_CRITICAL = days(14);
export const DEFAULT_THRESHOLDS = [14, 30, 60, 90].map(days);
