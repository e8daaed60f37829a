/** A scan: read and verify the certificates, decide, act, report. Each phase is one call, and has one result. */

import type {
  DomainReading,
  Entry,
  Failure,
  IsoTime,
  Manifest,
  Plan,
  Reachability,
  ScanContext,
  SourceReading,
  Unobserved,
} from '../domain/index.ts';
import { resolveEnabled } from '../domain/manifest.ts';
import { hasKnownDistance } from '../domain/scan-distance.ts';
import { DAY, HOUR } from '../domain/thresholds.ts';
import { createLogError } from '../events/log/messages.ts';
import { markAsTest } from '../events/plan/index.ts';
import { addRenewalCommits, type FileCommit, listRenewedFiles } from '../events/plan/renewal-evidence.ts';
import {
  createCertificateLister,
  createLocationLister,
  createRegistrationFinder,
} from '../events/state/location-names.ts';
import { findLostIncludes, type LostIncludes, listAbsentEntries } from '../events/state/lost-includes.ts';
import { createReadingOrder } from '../events/state/reading-order.ts';
import { rebaseLog } from '../events/state/rebase.ts';
import type { EventLog } from '../generated/event-log.ts';
import { AppError } from '../lib/app-error.ts';
import { catchBugs, catchBugsSync, createBugReporter } from '../lib/bugs/catch-bugs.ts';
import { resolveWorkspace } from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import type { RegexCompiler } from '../lib/python-regex.ts';
import { countUndelivered } from '../report/coverage/delivery.ts';
import { computeCoverage, hasRules, listOmissions } from '../report/coverage/index.ts';
import { listLostIncludeReasons } from '../report/coverage/lost-includes.ts';
import { buildReport } from '../report/scan/build.ts';
import { buildUnmonitored } from '../report/scan/unmonitored.ts';
import { createInternalFailure } from '../scan/failures.ts';
import type { OnProgress } from '../scan/progress.ts';
import { openResponseCache, type StoreRequest } from '../store/index.ts';
import type { ResponseCache } from '../store/response-cache/file.ts';
import { type ChannelTests, describeFailedTests, listFailedTests, planChannelTests } from './channel-tests.ts';
import { type CheckedReceivers, checkReceivers, READY } from './check-receivers.ts';
import { actInTurn } from './claims.ts';
import { type Decision, decide } from './decision/decide.ts';
import type { FindAnnounced } from './decision/evaluate.ts';
import { type Delivered, deliverAndRecord, listHeartbeatReasons, NOTHING_DELIVERED, pingHeartbeat } from './deliver.ts';
import { checkLogSize, type OpenedLog, openEventLog, reopenEventLog, type Turn } from './event-log.ts';
import { hasInternalProblem, type Outcome } from './exit-code.ts';
import { findFileCommits } from './file-commits.ts';
import { throwIfInterrupted } from './interruption.ts';
import { listCaaProblems } from './issuance-caa.ts';
import { limitReading, NOTHING_SENT } from './limit-reading.ts';
import { createMailOwnerFinder } from './mail-owners.ts';
import { recordObserved } from './observations/observed-times.ts';
import { readObservations } from './observations/read-observations.ts';
import { listPlannedScans } from './planned-scans.ts';
import { loadPolicyEvaluator, type PolicyEvaluator } from './policy-evaluator.ts';
import { type EntryReadings, type LimitedReading, readEntries } from './read-entries.ts';
import { createScanContext, createSelection, loadRuleRegexes, resolveScanTime } from './scan-context.ts';
import { type ScanSettings, selectScanSettings } from './select-settings.ts';
import { tracePlan } from './trace-plan.ts';
import { isTransparencyEntry, readTransparency } from './transparency.ts';
import { listLookupProblems, lookUpDns } from './verify/look-up-dns.ts';
import { listFileNotices, listReadingNotes } from './verify/reading-notes.ts';

export interface RunOptions {
  /** The event log to use. */
  log: StoreRequest;
  /** Milliseconds; null: use the clock. */
  now: number | null;
  /** The time at which a scheduled run was due, in milliseconds. Unlike `now`, it does not prevent recording. */
  due?: number | null;
  dry_run: boolean;
  ignore_cooldown: boolean;
  /** Sends the notifications of a scan of an invented time, marked as tests. */
  send?: boolean;
  /** Whether locations that could not be read leave the run green. */
  allow_unread?: boolean;
  /** The names, or globs for names, of the certificates to scan; empty: all. */
  only: readonly string[];
  /** Files of probes, directories with them or globs, to read instead of the sources; null: read the sources. */
  observations?: readonly string[] | null;
  /** Finds announced revocations. Absent: none was announced. */
  findAnnounced?: FindAnnounced;
  onProgress?: OnProgress;
}

/** The result of a scan. If the log could not be saved, the next scan sends the same notifications again. */
export interface RunResult extends Outcome {
  /** The event log after the scan, saved or not. */
  log: EventLog;
  /** Whether this scan was meant to be recorded. */
  recorded: boolean;
  /** Problems such as an issue that could not be updated, or the heartbeat. Only an internal error fails the scan. */
  problems: Failure[];
}

/**
 * Runs a scan. Throws AppError if it cannot start: the log belongs to another manifest, `only` matches nothing, or a new log
 * cannot be written; or if it is interrupted by a signal. Every other failure is part of the result.
 */
export async function runScan(manifest: Manifest, options: RunOptions, io: Io): Promise<RunResult> {
  const entries = options.now === null ? manifest.entries : resolveEnabled(manifest.entries, options.now);
  const setup = await prepareScan({ ...manifest, entries }, options, io);
  const found = await readCertificates(setup, io);
  const planned = decideOn(found.log, found, setup, io);
  const read = { ...found, ...(await findRenewalCommits(planned, found, setup, io)) };
  const acted = await act(addCommits(planned, read), read, setup, io);
  const receivers = acted.recorded && setup.isWhole ? await checkAllReceivers(acted, setup, io) : READY;
  const result = await reportScan(acted, { ...read, receivers }, setup, io);
  // The cache comes last, because it only saves requests in the next scan.
  await setup.cache.close();
  return result;
}

// ---------------------------------------------------------------------------------------------- prepare

/** The input of each phase. */
interface Setup {
  manifest: Manifest;
  settings: ScanSettings;
  options: RunOptions;
  scan: ScanContext;
  /** The enabled entries that the scan covers. */
  entries: readonly Entry[];
  covers: (entry: string) => boolean;
  /** Whether the scan covers all of them. */
  isWhole: boolean;
  /** The includes that lost their entries, which the scan does not cover; null: none. */
  lost: LostIncludes | null;
  isDryRun: boolean;
  /** Whether the time is invented. Such a scan is only shown, unless it has a log of its own, or is sent as a test. */
  isInvented: boolean;
  opened: OpenedLog;
  cache: ResponseCache;
  policies: PolicyEvaluator | null;
  compileRegex: RegexCompiler | null;
  /** The last times at which workflows were due to scan. */
  plannedScans: readonly IsoTime[];
}

async function prepareScan(manifest: Manifest, options: RunOptions, io: Io): Promise<Setup> {
  const settings = selectScanSettings(manifest);
  const isSelected = createSelection(settings.entries, options.only, settings.log.file);
  const compileRegex = await loadRuleRegexes(settings.alerting.rules);
  const opened = await openEventLog(settings.log, options.log, io);
  const lost = findLostIncludes(opened.log, settings);
  const missing = new Set(lost?.entries);
  const covers = (entry: string) => isSelected(entry) && !missing.has(entry);
  const now = options.now ?? resolveScanTime(options.due ?? null, opened.log, io.now());
  const isInvented = options.now !== null && options.log.file === null;
  const isDryRun = options.dry_run || (isInvented && options.send !== true);
  if (!isDryRun && !isInvented) checkClock(opened, now);
  return {
    ...{ manifest, settings, options, covers, lost, opened, isDryRun, isInvented },
    scan: createScanContext(now, io),
    entries: settings.entries.filter(({ enabled, name }) => enabled && covers(name)),
    isWhole: options.only.length === 0,
    cache: openResponseCache(settings.log, { ...options.log, readonly: isDryRun }, io),
    policies: await loadPolicyEvaluator(manifest, resolveWorkspace(manifest.root, io.env)),
    compileRegex,
    plannedScans: hasKnownDistance(opened.log.scans) ? [] : listPlannedScans(settings.log, now, io),
  };
}

const MAX_CLOCK_DIFFERENCE = DAY;

/** Checks the clock. Throws AppError `clock-went-back` if the time is long before the last recorded scan. */
function checkClock({ log, store }: OpenedLog, now: number): void {
  const last = log.scans.last?.scanned_at;
  if (last === undefined || now >= Date.parse(last) - MAX_CLOCK_DIFFERENCE) return;
  throw createLogError('clock-went-back', store.description, `now ${formatIsoTime(now)}, last scan ${last}`);
}

// ---------------------------------------------------------------------------------------------- read and verify

interface Readings extends Pick<EntryReadings, 'reasons'> {
  readings: readonly SourceReading[];
  reachability: Reachability;
  unobserved: Unobserved;
  /** The readings of the domains of `ct` entries. */
  transparency: readonly DomainReading[];
  /** Failures other than those of certificates, and notes about the readings. */
  problems: Failure[];
  /** The event log with the records about reading itself: renewal windows, and the times at which probes observed their entries. */
  log: EventLog;
  /** The commits of renewed files, by path. Absent: not looked up yet. */
  commits?: ReadonlyMap<string, FileCommit>;
}

function readCertificates(setup: Setup, io: Io): Promise<Readings> {
  const entries = setup.entries.filter((entry) => !isTransparencyEntry(entry)).length;
  return limitReading(setup.settings.reading, { entries, consequence: NOTHING_SENT }, io, (reading) =>
    readInTime(setup, reading, io),
  );
}

async function readInTime(setup: Setup, reading: LimitedReading, io: Io): Promise<Readings> {
  const { entries, scan, opened } = setup;
  const { log } = opened;
  const [{ observed, refreshRenewals, ...found }, transparency] = await Promise.all([
    readSources(setup, reading, io),
    readTransparency(entries.filter(isTransparencyEntry), log, reading, io),
  ]);
  const readings = await lookUpDns(found.readings, entries, io, { now: scan.now, ...reading });
  const read = { ...found, readings };
  const { reachability } = read;
  const renewals = await catchBugs(
    () => refreshRenewals(log),
    () => ({ log, problems: [createInternalFailure('the renewal information of ACME servers')] }),
    createBugReporter(io),
  );
  const problems = [
    ...read.problems,
    ...listReadingNotes(readings),
    ...listFileNotices(readings),
    ...listLookupProblems(readings),
    ...listCaaProblems(transparency),
    ...(reachability.endpoints === 'none' ? [reachability.failure] : []),
    ...renewals.problems,
  ];
  return { ...read, transparency, problems, log: recordObservedTimes(renewals.log, observed, setup) };
}

/** Reads the sources, or the files of probes. The code for these is loaded only if there are any. */
async function readSources(setup: Setup, network: LimitedReading, io: Io): Promise<EntryReadings> {
  const { settings, options, opened, isWhole, policies, cache } = setup;
  const entries = setup.entries.filter((entry) => !isTransparencyEntry(entry));
  const { now, onProgress, observations: paths = null } = options;
  const { log } = opened;
  const lists = {
    listKnownLocations: createLocationLister(log),
    listKnownCertificates: createCertificateLister(log),
    findRegistration: createRegistrationFinder(log),
    order: createReadingOrder(log),
  };
  const hasDigests = settings.entries.some((entry) => entry.enabled && isTransparencyEntry(entry));
  const common = { now: setup.scan.now, isComplete: isWhole, policies, hasDigests, cache, onProgress };
  const reading = { ...common, ...lists };
  if (paths === null) return readEntries(entries, network, reading, io);
  return readObservations(entries, settings.probes, { paths, log, clock: now ?? io.now() }, reading, io);
}

/** Records the times. A scan of the sources records when it read them only if files of probes are compared with it. */
function recordObservedTimes(
  log: EventLog,
  observed: EntryReadings['observed'],
  { settings, options, scan }: Setup,
): EventLog {
  if ((options.observations ?? null) === null && log.scans.observed === undefined) return log;
  return recordObserved(log, observed, scan.now - settings.probes.observations.max_age_hours * HOUR);
}

// ---------------------------------------------------------------------------------------------- decide

/** Decides about a log. Notifications of a scan of an invented time are marked as tests. */
function decideOn(log: EventLog, read: Readings, setup: Setup, io: Io): Decision {
  const { settings, covers, scan, policies, compileRegex, plannedScans, isInvented, options } = setup;
  const { readings, transparency, reachability, unobserved } = read;
  const input = {
    entries: settings.entries,
    alerting: settings.alerting,
    log,
    readings,
    transparency,
    covers,
    scan,
    plannedScans,
    policies,
    compileRegex,
    reachability,
    unobserved,
  };
  const decision = decide({
    ...input,
    ignoreCooldown: options.ignore_cooldown,
    findAnnounced: options.findAnnounced,
  });
  const reportBug = createBugReporter(io);
  for (const { error } of decision.bugs) reportBug(error);
  const planned = isInvented && options.send ? markAsTest(decision.planned) : decision.planned;
  return addCommits({ ...decision, planned }, read);
}

function addCommits(decision: Decision, { commits = new Map() }: Pick<Readings, 'commits'>): Decision {
  return { ...decision, planned: addRenewalCommits(decision.planned, decision.comparison, commits) };
}

/** Finds the commits before anything is locked or claimed. The files of probes are in the checkouts of other machines. */
function findRenewalCommits(
  { planned, comparison }: Decision,
  { problems }: Readings,
  { manifest, options }: Setup,
  io: Io,
): Promise<Pick<Readings, 'commits' | 'problems'>> {
  const files = (options.observations ?? null) === null ? listRenewedFiles(planned, comparison) : [];
  return catchBugs(
    async () => ({ commits: await findFileCommits(manifest.root, files, io), problems }),
    () => ({ problems: [...problems, createInternalFailure('the commits of renewed files')] }),
    createBugReporter(io),
  );
}

// ---------------------------------------------------------------------------------------------- act

interface Acted extends Delivered {
  decision: Decision;
  /** The log of the decision. */
  opened: OpenedLog;
}

/**
 * Sends and records. The log is read again before anything is sent, under a lock or with a claim if the store can, so that notifications
 * that an overlapping scan has sent in the meantime are not sent again.
 */
async function act(first: Decision, read: Readings, setup: Setup, io: Io): Promise<Acted> {
  const { opened, isDryRun, isInvented, covers, settings, scan } = setup;
  if (isDryRun || isInvented) return actOn(opened, first, read, setup, io);
  const isDue = first.planned.deliveries.some(({ due }) => due) || planTests(opened, setup, io) !== null;
  if (!isDue) return actOn(opened, first, read, setup, io);
  const actOnLatest = (latest: OpenedLog, turn?: Turn) => {
    const decision = latest === opened ? first : decideOn(rebaseLog(read.log, latest.log, covers), read, setup, io);
    return actOn(latest, decision, read, setup, io, turn);
  };
  const { store } = opened;
  if (store.exclusively !== undefined) return store.exclusively(async () => actOnLatest(await reopenEventLog(opened)));
  if (!store.provesBySaving) return actOnLatest(await reopenEventLog(opened));
  const timeout_seconds = settings.receivers.delivery_timeout_seconds;
  return actInTurn(opened, { scan, timeout_seconds }, io, actOnLatest);
}

async function actOn(
  opened: OpenedLog,
  decision: Decision,
  { readings }: Readings,
  setup: Setup,
  io: Io,
  turn?: Turn,
): Promise<Acted> {
  const { settings, scan, covers, isWhole, options } = setup;
  tracePlan(decision.planned);
  if (setup.isDryRun) return { ...NOTHING_DELIVERED, opened, decision };
  // An invented time must not get into the event log of real scans.
  const recorded = options.now === null || options.log.file !== null;
  const isComplete = isWhole && setup.lost === null && decision.bugs.length === 0;
  const { log, included } = settings;
  const receivers = { ...settings.receivers, findOwner: createMailOwnerFinder(settings.entries, readings) };
  const sending = { receivers, retention_days: log.event_log.retention_days, turn };
  const tests = planTests(opened, setup, io);
  const input = { ...sending, decision, scan, covers, isComplete, recorded, tests, included };
  const delivered = await io.deferExit((interrupted) =>
    deliverAndRecord(input, opened, io, interrupted).catch((error: unknown) => {
      throwIfInterrupted(interrupted, {
        ...{ receipts: [], recorded: false },
        unsaved: error instanceof AppError ? error : null,
      });
      throw error;
    }),
  );
  return { ...delivered, opened, decision };
}

/** Plans the tests of receivers, which only a recorded scan of all entries sends. A bug must not delay the alerts: the check reports it. */
function planTests({ log }: OpenedLog, setup: Setup, io: Io): ChannelTests | null {
  const { manifest, scan, compileRegex, isWhole, options } = setup;
  const isRecorded = options.now === null || options.log.file !== null;
  if (!isWhole || !isRecorded) return null;
  const plan = () => planChannelTests(manifest, { log, scan, compileRegex });
  return catchBugsSync(plan, () => null, createBugReporter(io));
}

/** Checks the receivers, also those that get nothing now. */
function checkAllReceivers(acted: Acted, { manifest, ...setup }: Setup, io: Io): Promise<CheckedReceivers> {
  const { receipts, tested, decision } = acted;
  const undelivered = countUndelivered({ plan: decision.planned, receipts });
  const failed = new Set([...undelivered, ...listFailedTests(tested)].map(({ destination }) => destination));
  return catchBugs(
    () => checkReceivers(manifest, { ...setup, failed }, io),
    () => ({ ...READY, problems: [createInternalFailure('the check of the receivers')] }),
    createBugReporter(io),
  );
}

// ---------------------------------------------------------------------------------------------- report

interface ReportedReadings extends Readings {
  receivers: CheckedReceivers;
}

/** Reports the scan. Throws AppError `interrupted` if the process should end. */
async function reportScan(acted: Acted, read: ReportedReadings, setup: Setup, io: Io): Promise<RunResult> {
  const { settings, scan, entries, options, isDryRun, isWhole, opened } = setup;
  const { decision, receipts, unsaved, recorded } = acted;
  const { unobserved, reachability, readings, reasons, receivers } = read;
  const { comparison, planned } = decision;
  const tests = describeFailedTests(listFailedTests(acted.tested));
  const found = [...read.problems, ...decision.problems, ...acted.problems];
  const problems = [...found, ...receivers.problems, ...tests.problems];
  // A scan of some of the certificates does not check the others, so it has no heartbeat.
  const heartbeat = recorded && isWhole ? settings.heartbeat : null;
  const coverage = computeCoverage({
    entries: settings.entries.filter(({ enabled }) => enabled),
    covers: setup.covers,
    reads: () => true,
    listLocations: comparison.listLocations,
    unobserved,
    reachability,
    sent: { plan: planned, receipts },
    log: acted.opened.log,
    now: scan.now,
    hasRules: hasRules(settings.alerting.rules),
    isDryRun,
    hasObservations: (options.observations ?? null) !== null,
    allowUnread: options.allow_unread ?? false,
    silences: settings.alerting.silences,
    isLogSaved: unsaved === null,
    omitted: listOmissions(readings),
    hasInternalError: hasInternalProblem(problems),
    reasons: [
      ...reasons,
      ...receivers.reasons,
      ...tests.reasons,
      ...listHeartbeatReasons(heartbeat, io.env),
      ...listLostIncludeReasons(isWhole ? setup.lost : null),
    ],
  });
  throwIfInterrupted(acted.interrupted, { receipts, recorded, unsaved, coverage: coverage.text });
  const disappeared = listAbsentEntries(acted.opened.log, settings.entries).filter(setup.covers);
  const known = settings.entries.filter(({ name }) => setup.covers(name));
  const unmonitored = buildUnmonitored(known, disappeared, comparison.shrunk);
  const run = { scan, dry_run: isDryRun, entries, policies: settings.policies, unobserved, coverage, unmonitored };
  const input = { ...decision, ...run, plan: planned, receipts };
  const report = buildReport(input);
  return {
    report,
    log: acted.log ?? comparison.log,
    unsaved,
    recorded,
    failedDeliveries: report.summary.deliveries_failed,
    problems: [
      ...problems,
      ...listGaps(planned, opened.log),
      ...checkLogSize(acted.opened),
      ...(opened.store.warnings ?? []),
      ...(await pingHeartbeat(heartbeat, settings.reading.network, coverage, io)),
    ],
  };
}

/** Lists the gap before this scan, which is also shown if no rule sends it. */
function listGaps({ events }: Plan, { scans }: EventLog): Failure[] {
  const gaps = events.filter(
    ({ event, record }) => event === 'scan.stale' && record.location === scans.last?.scanned_at,
  );
  return gaps.flatMap(({ context }) => context.data.error ?? []);
}
