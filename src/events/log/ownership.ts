import type { EventLog } from '../../generated/event-log.ts';
import { createLogError } from './messages.ts';

/** Throws AppError where the log belongs to a manifest of another name than these; `file` is how messages name the log. */
export function checkOwnership({ scans: { manifest } }: EventLog, names: readonly string[], file: string): void {
  if (manifest !== undefined && !names.includes(manifest))
    throw createLogError('event-log-manifest-mismatch', file, JSON.stringify(manifest));
}
