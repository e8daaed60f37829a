/** The wordings of this folder's codes. */

import type { Failure, IsoTime } from '../../domain/index.ts';
import { AppError } from '../../lib/app-error.ts';

const UNCHANGED = 'It is left untouched, and nothing was sent.';
const START_OVER =
  'Restore an earlier version of it, or move it away: the next scan then begins a new log, and tells again of what still holds.';

const LOG_ERRORS = {
  'event-log-not-json': (file: string) => ({
    message: `${file}: the event log is not whole: it is cut short or is not JSON. ${UNCHANGED}`,
    hint: START_OVER,
  }),
  'event-log-newer-version': (file: string, version: string) => ({
    message: `${file}: the event log was written by a newer certvigil (its format is version ${version}, this one reads version 1). ${UNCHANGED}`,
    hint: 'Use the newer certvigil everywhere, or name another log with --event-log.',
  }),
  'event-log-invalid': (file: string, where: string) => ({
    message: `${file}: this is not an event log of certvigil: ${where}. ${UNCHANGED}`,
    hint: `If it is another file, name the right one with --event-log or under event_log.path. ${START_OVER}`,
  }),
  'event-log-duplicate-key': (file: string, path: string) => ({
    message: `${file}: the event log has the key ${path} twice, as after a merge by hand, and what one of the two holds would be lost. ${UNCHANGED}`,
    hint: `Put what both hold under one key; records of "events" that stand there twice are merged. Or: ${START_OVER}`,
  }),
  'event-log-manifest-mismatch': (file: string, manifest: string) => ({
    message: `${file}: the event log belongs to the manifest ${manifest}, and one manifest's scan would tell that the other's certificates were removed. ${UNCHANGED}`,
    hint: 'Write another event_log.path in one of the two. If this manifest has taken the place of the other, delete the other.',
  }),
} satisfies Record<string, (file: string, detail: string) => { message: string; hint: string }>;

/** Why an event log cannot be used: exit status 3. `detail` is the version found, or the place that is wrong. */
export function createLogError(code: keyof typeof LOG_ERRORS, file: string, detail = ''): AppError {
  const { message, hint } = LOG_ERRORS[code](file, detail);
  return new AppError(code, message, { hint, exitCode: 3 });
}

const SCAN_PROBLEMS = {
  'scan-stale': (from: IsoTime, to: IsoTime, hours: number) =>
    `Nothing was scanned between ${from} and ${to}, for ${hours} hours. Look at the runs of the schedule, and at what expired meanwhile.`,
} satisfies Record<string, (from: IsoTime, to: IsoTime, hours: number) => string>;

/** What is wrong with the scans themselves, as an event tells it; `hours` is rounded down. */
export function createStaleFailure(from: IsoTime, to: IsoTime, hours: number): Failure {
  return { code: 'scan-stale', detail: SCAN_PROBLEMS['scan-stale'](from, to, Math.floor(hours)) };
}
