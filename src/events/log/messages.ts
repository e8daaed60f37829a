/** The messages of event log errors. */

import { type Failure, INVENTORY_SHRUNK, type IsoTime, NOT_OBSERVED } from '../../domain/index.ts';
import { AppError } from '../../lib/app-error.ts';
import { formatUtcMinute } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { VERSION } from '../../lib/version.ts';

const UNCHANGED = 'The file was not changed, and nothing was sent.';
const START_OVER =
  'Restore an earlier version of the file, or move it away: the next scan then starts a new log and sends notifications for active alerts again.';

const SET_UNCHANGED = 'No file was changed, and nothing was sent.';
const SET_START_OVER =
  'Or move all of them away: the next scan then starts a new log and sends notifications for active alerts again.';

/** Advises to use a version; empty: it is not known which one. */
function advise(needed: string): string {
  return needed === '' ? 'Use a newer certvigil.' : `Use certvigil ${needed} or newer.`;
}

const LOG_ERRORS = {
  'event-log-not-json': (file: string) => ({
    message: `${file}: the event log is truncated or not valid JSON. ${UNCHANGED}`,
    hint: START_OVER,
  }),
  'event-log-newer-version': (file: string, needed: string) => ({
    message: `${file}: the event log was written by a newer certvigil, and certvigil ${VERSION} cannot use it. ${UNCHANGED}`,
    hint: `${advise(needed)} Do not move the log away: everything would be sent again.`,
  }),
  'event-log-invalid': (file: string, where: string) => ({
    message: `${file}: not a valid certvigil event log: ${where}. ${UNCHANGED}`,
    hint: `If this is the wrong file, set the right one with --event-log or event_log.path. ${START_OVER}`,
  }),
  'event-log-duplicate-key': (file: string, path: string) => ({
    message: `${file}: the event log contains the key ${path} twice, for example after a manual merge, so one of the two values would be lost. ${UNCHANGED}`,
    hint: `Combine both values under one key; duplicate records in "events" are merged automatically. Or: ${START_OVER}`,
  }),
  'event-log-manifest-mismatch': (file: string, manifest: string) => ({
    message: `${file}: the event log belongs to the manifest ${manifest}. With a shared log, each manifest would report the certificates of the other as removed. ${UNCHANGED}`,
    hint: 'Set a different event_log.path or --event-log for one of the two manifests. If this manifest replaces the other, delete or rename the other: the log then continues.',
  }),
  'event-log-main-missing': (file: string, name: string) => ({
    message: `${file}: the main file of the event log is missing, but its partition ${name} exists. ${SET_UNCHANGED}`,
    hint: `Restore it from the same commit or backup as the partitions. ${SET_START_OVER}`,
  }),
  'event-log-partition-missing': (file: string, name: string) => ({
    message: `${file}: the partition ${name} of the event log is missing. ${SET_UNCHANGED}`,
    hint: `Restore it from the same commit or backup as the other files. ${SET_START_OVER}`,
  }),
  'event-log-partition-mismatch': (file: string, name: string) => ({
    message: `${file}: the file of the partition ${name} contains something else. ${SET_UNCHANGED}`,
    hint: `Restore it from the same commit or backup as the other files. ${SET_START_OVER}`,
  }),
  'event-log-partition-outdated': (file: string, name: string) => ({
    message: `${file}: the partition ${name} of the event log is older than its main file, so what was sent since then would be sent again. ${SET_UNCHANGED}`,
    hint: `Restore all files of the log from the same commit or backup. ${SET_START_OVER}`,
  }),
  'clock-went-back': (file: string, times: string) => ({
    message: `The clock is more than a day behind the last scan in ${file} (${times}). Certificates would be evaluated for the wrong day. Nothing was sent or saved.`,
    hint: `Set the clock of this machine. If it is right, the last scan ran with a wrong clock: restore an earlier version of ${file}.`,
  }),
} satisfies Record<string, (file: string, detail: string) => { message: string; hint: string }>;

/** Creates the error for an unusable event log (exit code 3). `detail` is the version found, or the invalid location. */
export function createLogError(code: keyof typeof LOG_ERRORS, file: string, detail = ''): AppError {
  const { message, hint } = LOG_ERRORS[code](file, detail);
  return new AppError(code, message, { hint, exitCode: 3 });
}

const MAX_LISTED = 10;

/** The largest `event_log.partitions`. */
const MAX_PARTITIONS = 256;

function formatGap(hours: number): string {
  return hours < 48 ? `${hours} ${hours === 1 ? 'hour' : 'hours'}` : `${Math.floor(hours / 24)} days`;
}

const SCAN_FAILURES = {
  'event-log-large': (file: string, megabytes: number, partitions: number) =>
    `${file}: ${partitions < 2 ? 'the event log' : 'a partition of the event log'} has ${megabytes} MB, and GitHub rejects files over 100 MB. ` +
    (partitions < MAX_PARTITIONS
      ? `Set event_log.partitions to ${Math.min(MAX_PARTITIONS, Math.max(16, partitions * 4))} in the manifest: a scan then writes only what changed.`
      : 'event_log.partitions is at its maximum: keep events for a shorter time with event_log.retention_days, or divide the manifest.'),
  'scan-stale': (from: IsoTime, to: IsoTime, hours: number) =>
    `No certificate was checked for ${formatGap(hours)}: no scan ran between ${from} and ${to}. Check the runs of the schedule, and what expired in the meantime.`,
  'scan-blind': (endpoints: number, first: string) =>
    `None of the ${endpoints} endpoints could be reached, so the network of the scan is probably down. Check its connection, DNS, proxy ` +
    `and firewall. Until then, only expiry is monitored, with what earlier scans found. The first failure: ${first}`,
  'inventory-shrunk': (source: string, listed: number, known: number, until: IsoTime) =>
    `The listing ${source} has ${listed} of ${known} known items. Usually the account has lost permissions, and sees only some of them: check its ` +
    `permissions, and any filter. The missing items keep their state. If they are really gone, set \`allow_shrink: true\` for one scan. ` +
    `A scan from ${formatUtcMinute(until)} on accepts it if they are still missing.`,
  'not-observed': (probe: string | null, entries: readonly string[]) =>
    `The last two scans got no observation of ${truncateList(entries, MAX_LISTED)}${probe === null ? '' : ` from the probe ${probe}`}. ` +
    `Check the jobs that run \`certvigil observe\`, and that their files reach the scan. Until then, only expiry is monitored, with what earlier scans found.`,
};

/** Creates the warning about a log with a file of so many bytes. `partitions`: the number of files, apart from the main one. */
export function createSizeFailure(file: string, bytes: number, partitions: number): Failure {
  const detail = SCAN_FAILURES['event-log-large'](file, Math.floor(bytes / 1_000_000), partitions);
  return { code: 'event-log-large', detail };
}

/** Creates the `error` of `scan.stale`; `hours` is rounded down. */
export function createStaleFailure(from: IsoTime, to: IsoTime, hours: number): Failure {
  return { code: 'scan-stale', detail: SCAN_FAILURES['scan-stale'](from, to, Math.floor(hours)) };
}

/** Creates the `error` of the alert about certificates that a probe did not observe. `probe` null: the certificates without a probe. */
export function createNotObservedFailure(probe: string | null, entries: readonly string[]): Failure {
  return { code: NOT_OBSERVED, detail: SCAN_FAILURES['not-observed'](probe, entries) };
}

/** Creates the failure of a listing that lost most of its items. `until`: the time from which on a scan accepts the loss. */
export function createShrunkFailure(source: string, listed: number, known: number, until: IsoTime): Failure {
  return { code: INVENTORY_SHRUNK, detail: SCAN_FAILURES[INVENTORY_SHRUNK](source, listed, known, until) };
}

/** Creates the `error` of `scan.blind`; `first` is the detail of the first failure. */
export function createBlindFailure(endpoints: number, first: string): Failure {
  return { code: 'scan-blind', detail: SCAN_FAILURES['scan-blind'](endpoints, first) };
}
