/** Checks that an event log belongs to the manifest that is scanned. */

import type { EventLog } from '../../generated/event-log.ts';
import { createLogError } from './messages.ts';

/** Throws AppError if the log belongs to a manifest with none of these names; messages call the log `file`. */
export function checkOwnership(
  { scans: { manifest } }: Pick<EventLog, 'scans'>,
  names: readonly string[],
  file: string,
): void {
  if (manifest !== undefined && !names.includes(manifest))
    throw createLogError('event-log-manifest-mismatch', file, JSON.stringify(manifest));
}
