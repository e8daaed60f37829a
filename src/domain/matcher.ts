/** The matchers of rules, silences and policies. */

import { createGlobMatcher } from '../lib/files/glob.ts';
import type { EventData, Match } from './index.ts';
import { toThresholdKey } from './thresholds.ts';

/** Everything that is written must hold. `threshold` is that of an event, as a key; null where there is none. */
export function matcher(
  match: Match,
): (data: Pick<EventData, 'certificate' | 'labels' | 'status'>, threshold: number | string | null) => boolean {
  const isNamed = match.names.length === 0 ? () => true : createGlobMatcher(match.names);
  const keys = new Set(match.thresholds.map(toThresholdKey));
  const statuses = new Set(match.status);
  const labels = Object.entries(match.labels);
  return (data, threshold) =>
    isNamed(data.certificate) &&
    labels.every(([label, values]) => values.includes(data.labels[label] as string)) &&
    (statuses.size === 0 || statuses.has(data.status)) &&
    (keys.size === 0 || (threshold !== null && keys.has(threshold)));
}
