/** Summarizes a scan in one line, for the history of the event log. */

import { isResolution, type Plan, RESOLUTION_NAMES, type Receipt } from '../../domain/index.ts';

/** Formats what a scan did: `2 fired, 1 renewed`. */
export function formatCommitMessage({ events }: Pick<Plan, 'events'>, receipts: readonly Receipt[]): string {
  const sent = events.filter(({ suppressed }) => !suppressed);
  const counts = [
    ['fired', sent.filter(({ event }) => !isResolution(event)).length],
    ...RESOLUTION_NAMES.map((name) => [
      name.replace('certificate.', ''),
      sent.filter(({ event }) => event === name).length,
    ]),
    ['failed to be delivered', receipts.filter(({ status }) => status === 'failed').length],
  ] as const;
  const parts = counts.filter(([, count]) => count !== 0).map(([label, count]) => `${count} ${label}`);
  return parts.join(', ') || 'nothing fired';
}
