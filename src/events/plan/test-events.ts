/** Marks the events of a plan as tests. */

import type { Plan } from '../../domain/index.ts';

/** Gives each its own alert key, so that a test never opens or resolves a real alert. */
export function markAsTest({ events, deliveries }: Plan): Plan {
  const marked = events.map((event) => {
    const { context } = event;
    const data = { ...context.data, test: true, alert_key: `${context.data.alert_key}/test` };
    return { ...event, context: { ...context, data } };
  });
  return { events: marked, deliveries };
}
