import type { EventLog } from '../../generated/event-log.ts';
import { logProblem } from './messages.ts';

/** Throws AppError where the log belongs to a manifest of another name than these; `file` is how messages name the log. */
export function checkOwner({ scans: { manifest } }: EventLog, names: readonly string[], file: string): void {
  if (manifest !== undefined && !names.includes(manifest))
    throw logProblem('event-log-of-another-manifest', file, JSON.stringify(manifest));
}
