/**
 * A scan, stage by stage: read the certificates, verify them, compare them with the event log, evaluate them, plan
 * notifications, deliver them, record them, report.
 */

import type { CertificateBug } from '../domain/bugs.ts';
import type { Entry, Failure, Manifest, Observation, Plan, Receipt, ScanContext } from '../domain/index.ts';
import { DAY, HOUR } from '../domain/thresholds.ts';
import { createLogError } from '../events/log/messages.ts';
import { markAsTest } from '../events/plan/test-events.ts';
import { formatCommitMessage } from '../events/state/commit-message.ts';
import { createCertificateLister, createPlaceLister } from '../events/state/place-names.ts';
import { rebaseLog } from '../events/state/rebase.ts';
import { record } from '../events/state/record.ts';
import { recordDay } from '../events/state/record-day.ts';
import type { EventLog } from '../generated/event-log.ts';
import type { ReportCertificate, ReportCoverage } from '../generated/report.ts';
import { AppError } from '../lib/app-error.ts';
import { catchBugs, createBugReporter } from '../lib/bugs/catch-bugs.ts';
import { isPassingFailure } from '../lib/github/errors.ts';
import type { Io } from '../lib/io.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import { computeCoverage, hasRules, listOmissions } from '../report/coverage.ts';
import { buildReport } from '../report/scan/build.ts';
import { createInternalFailure } from '../scan/failures.ts';
import { openResponseCache, type StoreRequest } from '../store/index.ts';
import { type Decision, decide, listUnshownFailures } from './decision/decide.ts';
import { deliverPlan, pingHeartbeat } from './deliver.ts';
import {
  checkLogSize,
  type OpenedLog,
  openEventLog,
  reopenEventLog,
  saveEventLog,
  trySaveEventLog,
} from './event-log.ts';
import { hasInternalProblem, type Outcome } from './exit-code.ts';
import { throwIfInterrupted } from './interruption.ts';
import { recordObserved } from './observations/observed-times.ts';
import { createPolicyEvaluator } from './policy-evaluator.ts';
import { type EntryReadings, type ReadOptions, readEntries } from './read-entries.ts';
import { createScanContext, createSelection, loadRuleRegexes, resolveScanTime } from './scan-context.ts';
import { listFileNotices, listReadingNotes } from './verify/reading-notes.ts';

export interface RunOptions {
  /** Where the event log is. */
  log: StoreRequest;
  /** Milliseconds; null: use the clock. */
  now: number | null;
  /** When a scheduled run was due, in milliseconds. Unlike `now`, it does not prevent recording. */
  due?: number | null;
  dry_run: boolean;
  ignore_cooldown: boolean;
  /** Sends the notifications of a scan of an invented time, marked as tests. */
  send?: boolean;
  /** Whether locations that could not be read leave the run green. */
  allow_unread?: boolean;
  /** Names, or globs for names, of the certificates to scan; empty: all. */
  only: readonly string[];
  /** Files of probes, directories with them or globs, to read instead of the sources; null: read the sources. */
  observations?: readonly string[] | null;
  onProgress?: (done: number, total: number) => void;
}

/** If the log could not be saved, the next scan sends the same notifications again. */
export interface RunResult extends Outcome {
  /** The event log after the scan, saved or not. */
  log: EventLog;
  /** Whether this scan was meant to be recorded. */
  recorded: boolean;
  /** Such as an issue that could not be updated, or the heartbeat. Only an internal error fails the scan. */
  problems: Failure[];
}

/**
 * Runs a scan. Throws AppError if it cannot start: the log belongs to another manifest, `only` matches nothing, or a new log
 * cannot be written; or if it is interrupted by a signal. Every other failure is part of the result.
 */
export async function runScan(manifest: Manifest, options: RunOptions, io: Io): Promise<RunResult> {
  const covers = createSelection(manifest, options.only);
  const opened = await openEventLog(manifest, options.log, io);
  const now = options.now ?? resolveScanTime(options.due ?? null, opened.log, io.now());
  // A scan of an invented time is only shown, unless it has a log of its own or is sent as a test.
  const isInvented = options.now !== null && options.log.file === null;
  const dry_run = options.dry_run || (isInvented && options.send !== true);
  if (!dry_run && !isInvented) checkClock(opened, now);
  const scan = createScanContext(now, io);
  const entries = manifest.entries.filter(({ enabled, name }) => enabled && covers(name));
  const cache = openResponseCache(manifest, { ...options.log, readonly: dry_run }, io);

  // Read and verify the certificates, and compare them with the last scan.
  const policies = await createPolicyEvaluator(manifest);
  const isUnfiltered = options.only.length === 0;
  const { onProgress } = options;
  const listKnownPlaces = createPlaceLister(opened.log);
  const known = opened.log.certificates;
  const lists = { listKnownPlaces, listKnownCertificates: createCertificateLister(opened.log), known };
  const reading = { now, isComplete: isUnfiltered, policies, cache, onProgress, ...lists };
  const read = await readAll(entries, manifest, options, { ...reading, log: opened.log }, io);
  const { readings, reachability, unobserved } = read;
  const reportBug = createBugReporter(io);
  const renewals = await catchBugs(
    () => read.refreshRenewals(opened.log),
    () => ({ log: opened.log, problems: [createInternalFailure('the renewal information of ACME servers')] }),
    reportBug,
  );

  // Decide.
  const { ignore_cooldown: ignoreCooldown } = options;
  const compileRegex = await loadRuleRegexes(manifest);
  const conditions = { scan, policies, ignoreCooldown, compileRegex, reachability, unobserved };
  const log = recordObservedTimes(renewals.log, read, manifest, options, now);
  const input = { manifest, log, readings, covers, ...conditions };
  const decideOn = (base: EventLog): Decision => {
    const decision = decide({ ...input, log: base });
    for (const { error } of decision.bugs) reportBug(error);
    return decision;
  };
  const first = decideOn(log);

  // Act.
  const act = async (opened: OpenedLog, result: Decision) => {
    const { observation, certificates, bugs } = result;
    const planned = isInvented && options.send ? markAsTest(result.planned) : result.planned;
    const unshown = listUnshownFailures(bugs, certificates);
    const describeCoverage = ({ receipts, unsaved, problems }: Pick<Done, 'receipts' | 'unsaved' | 'problems'>) =>
      computeCoverage({
        entries: manifest.entries.filter(({ enabled }) => enabled),
        covers,
        reads: () => true,
        places: observation.places,
        unobserved,
        reachability,
        sent: { plan: planned, receipts },
        log: opened.log,
        now,
        hasRules: hasRules(manifest),
        isDryRun: dry_run,
        allowUnread: options.allow_unread ?? false,
        isLogSaved: unsaved === null,
        omitted: listOmissions(readings),
        hasInternalError: hasInternalProblem([...read.problems, ...renewals.problems, ...unshown, ...problems]),
      });
    const isComplete = isUnfiltered && bugs.length === 0;
    const decided = {
      ...{ manifest, observation, planned, certificates, scan, covers, isComplete },
      describeCoverage,
    };
    const done = dry_run
      ? NOTHING_DONE
      : await io.deferExit((interrupted) => deliverAndRecord(decided, opened, options, io, interrupted));
    return { opened, result, planned, unshown, done, describeCoverage };
  };
  const isDue = first.planned.deliveries.some(({ due }) => due);
  const isRecorded = !dry_run && !isInvented;
  const acted =
    isRecorded && isDue
      ? await actOnLatestLog(opened, (latest) =>
          act(latest, latest === opened ? first : decideOn(rebaseLog(log, latest.log, covers))),
        )
      : await act(opened, first);
  const { result, planned, unshown, done, describeCoverage } = acted;
  const { observation } = result;
  const { receipts, unsaved, recorded } = done;
  const coverage = describeCoverage(done);
  // A scan of some of the certificates says nothing about the others.
  const heartbeatProblems = recorded && isUnfiltered ? await pingHeartbeat(manifest, coverage, io) : [];
  // Last, because it only saves requests in the next scan.
  await cache.close();

  const report = buildReport({ scan, dry_run, ...result, entries, unobserved, coverage, plan: planned, receipts });
  const problems = [
    ...read.problems,
    ...listReadingNotes(readings),
    ...listFileNotices(readings),
    ...(reachability.endpoints === 'none' ? [reachability.failure] : []),
    ...listGaps(planned, opened.log),
    ...renewals.problems,
    ...checkLogSize(acted.opened),
    ...(opened.store.warnings ?? []),
    ...unshown,
    ...done.problems,
    ...heartbeatProblems,
  ];
  return {
    report,
    log: done.log ?? observation.log,
    unsaved,
    recorded,
    failedDeliveries: report.summary.deliveries_failed,
    problems,
    isIncomplete: read.isIncomplete,
  };
}

/** The code for files of probes is loaded only if there are any. */
async function readAll(
  entries: readonly Entry[],
  manifest: Manifest,
  { now, observations: paths = null }: RunOptions,
  { log, ...reading }: ReadOptions & { log: EventLog },
  io: Io,
): Promise<EntryReadings> {
  if (paths === null) return readEntries(entries, manifest, reading, io);
  const { readObservations } = await import('./observations/read-observations.ts');
  return readObservations(entries, manifest, { paths, log, clock: now ?? io.now() }, reading, io);
}

/** A scan of the sources records when it read them only if files of probes are compared with it. */
function recordObservedTimes(
  log: EventLog,
  { observed }: EntryReadings,
  { observations: { max_age_hours } }: Manifest,
  { observations: paths = null }: RunOptions,
  now: number,
): EventLog {
  if (paths === null && log.scans.observed === undefined) return log;
  return recordObserved(log, observed, now - max_age_hours * HOUR);
}

interface Decided {
  manifest: Manifest;
  observation: Observation;
  planned: Plan;
  certificates: readonly ReportCertificate[];
  scan: ScanContext;
  covers: (entry: string) => boolean;
  /** Whether all certificates are covered, and none was left out because of a bug. */
  isComplete: boolean;
  describeCoverage: (done: Pick<Done, 'receipts' | 'unsaved' | 'problems'>) => ReportCoverage;
}

interface Done extends Pick<RunResult, 'unsaved' | 'recorded' | 'problems'> {
  receipts: readonly Receipt[];
  /** Null if nothing was done. */
  log: EventLog | null;
}

const NOTHING_DONE: Done = { receipts: [], log: null, unsaved: null, recorded: false, problems: [] };

/**
 * Reads the log again, and runs `act` before another scan can save, if the store has a lock: what an overlapping scan has sent is not
 * sent again.
 */
async function actOnLatestLog<Result>(opened: OpenedLog, act: (latest: OpenedLog) => Promise<Result>): Promise<Result> {
  const work = async () => act(await reopenEventLog(opened));
  const { store } = opened;
  return store.exclusively === undefined ? work() : store.exclusively(work);
}

/** Throws AppError `interrupted` after recording, if the process should end. */
async function deliverAndRecord(
  { manifest, observation, planned, certificates, scan, covers, isComplete, describeCoverage }: Decided,
  opened: OpenedLog,
  { now, log }: RunOptions,
  io: Io,
  interrupted: AbortSignal,
): Promise<Done> {
  // An invented time must not get into the event log of real scans.
  const recorded = now === null || log.file !== null;
  const saving = { scan, retention_days: manifest.event_log.retention_days };
  if (recorded) await saveBeforeSending(observation.log, planned, opened, saving);
  const issueSync = recorded ? { observation, isComplete, scan } : null;
  const { receipts, problems } = await deliverPlan(planned, manifest, io, { issueSync, interrupted });
  const results = { log: observation.log, plan: planned, receipts, scan, covers };
  const bugs: CertificateBug[] = [];
  const updated = record({ ...results, onBug: (bug) => void bugs.push(bug) });
  const reportBug = createBugReporter(io);
  for (const { error } of bugs) reportBug(error);
  const unrecorded = [...new Set(bugs.map(({ entry }) => entry))].map(createInternalFailure);
  const changed = isComplete ? recordDay(updated, certificates, scan.now) : updated;
  const message = formatCommitMessage(planned, receipts);
  const unsaved = recorded ? await trySaveEventLog(changed, opened, { message, ...saving }) : null;
  const done = { receipts, unsaved, problems: [...problems, ...unrecorded] };
  throwIfInterrupted(interrupted, { receipts, recorded, unsaved, coverage: describeCoverage(done).text });
  return { ...done, log: changed, recorded };
}

/**
 * Saves a new log, and one that only saving proves to be writable if something is due. If that fails for a reason that lasts, nothing is
 * sent: otherwise every scan would send the same. After an error that passes, the log is probably saved after sending.
 */
async function saveBeforeSending(
  log: EventLog,
  { deliveries }: Plan,
  opened: OpenedLog,
  saving: Omit<Parameters<typeof saveEventLog>[2], 'message'>,
): Promise<void> {
  const due = deliveries.filter((one) => one.due).length;
  const isFirst = opened.saved === null;
  if (!isFirst && (due === 0 || !opened.store.provesBySaving)) return;
  const message = isFirst ? 'the first scan starts' : `${due} due`;
  try {
    await saveEventLog(log, opened, { ...saving, message, always: true });
  } catch (error) {
    if (isFirst || !(error instanceof AppError) || !isPassingFailure(error.code)) rethrowBeforeSend(error);
  }
}

const MAX_CLOCK_DIFFERENCE = DAY;

/** Throws AppError `clock-went-back` if the time is long before the last recorded scan. */
function checkClock({ log, store }: OpenedLog, now: number): void {
  const last = log.scans.last?.scanned_at;
  if (last === undefined || now >= Date.parse(last) - MAX_CLOCK_DIFFERENCE) return;
  throw createLogError('clock-went-back', store.description, `now ${formatIsoTime(now)}, last scan ${last}`);
}

/** The gap before this scan, which is shown also if no rule sends it. */
function listGaps({ events }: Plan, { scans }: EventLog): Failure[] {
  const gaps = events.filter(({ event, record }) => event === 'scan.stale' && record.place === scans.last?.scanned_at);
  return gaps.flatMap(({ context }) => context.data.error ?? []);
}

function rethrowBeforeSend(error: unknown): never {
  if (!(error instanceof AppError)) throw error;
  const { code, message, hint = '', exitCode, cause } = error;
  throw new AppError(code, message, { hint: `Nothing was sent. ${hint}`.trimEnd(), exitCode, cause });
}
