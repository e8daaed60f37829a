/** Renders the event log as JSON. */

import type { EventLog } from '../../generated/event-log.ts';
import { renderJson } from '../json.ts';
import { sortNewestFirst } from './sort.ts';
import type { TimelineStep } from './timeline.ts';

/** Renders the last scan and the `events` in the form of schema/event-log.schema.json, newest first; with the timeline, if there is one. */
export function renderLogJson(log: EventLog, timeline: readonly TimelineStep[] | null = null): string {
  return renderJson({
    version: log.version,
    last_scan: log.scans.last ?? null,
    events: sortNewestFirst(log.events),
    ...(timeline !== null && { timeline }),
  });
}
