/** The trend of statuses and of the policy score, from the event log. */

import { STATUS_ORDER, type Trend } from '../../dashboard/data.ts';
import type { EventLog } from '../../generated/event-log.ts';

/** `hasScores`: whether the policy score is published. */
export function buildTrend({ history = {} }: EventLog, hasScores: boolean): Trend {
  const days = Object.entries(history).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    days: days.map(([day]) => day),
    counts: STATUS_ORDER.map((status) => days.map(([, { statuses }]) => statuses[status] ?? 0)),
    scores: days.map(([, { policy_score }]) => (hasScores ? policy_score : null)),
  };
}
