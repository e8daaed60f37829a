/** A request for an additional report file: `--report KIND=FILE`, or a line of the input `report`. */

import { createUsageError } from '../lib/app-error.ts';

export interface ReportRequest {
  /** As given; may be unknown. */
  kind: string;
  file: string;
}

/** Throws AppError `usage` unless the text is `KIND=FILE`. */
export function parseReportRequest(text: string): ReportRequest {
  const [, kind, file] = /^([a-z_-]+)=(.+)$/s.exec(text) ?? [];
  if (kind !== undefined && file !== undefined) return { kind, file };
  throw createUsageError(`invalid report "${text}"`, 'Use KIND=FILE, such as json=report.json.');
}
