import { type Plan, RESOLUTION_NAMES, type Receipt } from '../../domain/index.ts';

/** What a scan did in one line, for the history of the event log: `2 fired, 1 renewed`. */
export function formatCommitMessage({ events }: Pick<Plan, 'events'>, receipts: readonly Receipt[]): string {
  const told = events.filter(({ suppressed }) => !suppressed).map(({ event }) => event);
  const ended = RESOLUTION_NAMES.map((ending) => [
    ending.replace('certificate.', ''),
    told.filter((name) => name === ending),
  ]);
  const fired = told.filter((name) => !RESOLUTION_NAMES.some((ending) => ending === name));
  const failed = receipts.filter(({ status }) => status === 'failed');
  const counts = [['fired', fired], ...ended, ['failed to be delivered', failed]] as const;
  const parts = counts.filter(([, list]) => list.length > 0).map(([word, list]) => `${list.length} ${word}`);
  return parts.join(', ') || 'nothing fired';
}
