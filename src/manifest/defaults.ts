/** Default thresholds. */
import type { ThresholdSpec } from '../domain/index.ts';

const toDays = (value: number): ThresholdSpec => ({ raw: value, unit: 'days', value });

export const DEFAULT_WARNING = toDays(30);
export const DEFAULT_CRITICAL = toDays(14);
export const DEFAULT_THRESHOLDS = [14, 30, 60, 90].map(toDays);
