import { randomUUID } from 'node:crypto';
import type {
  Failure,
  IssueSyncInput,
  Manifest,
  MessageName,
  Plan,
  Receipt,
  ScanContext,
  StoreKind,
} from '../domain/index.ts';
import type { HistoryCache } from '../events/log/history.ts';
import type { LoadedLog } from '../events/log/incremental-lines.ts';
import { mergeLogs } from '../events/log/merge.ts';
import { checkOwnership } from '../events/log/ownership.ts';
import { readLog } from '../events/log/parse.ts';
import { createEmptyLog, serializeLogChunks } from '../events/log/serialize.ts';
import { hasRegex } from '../events/plan/conditions.ts';
import { plan } from '../events/plan/index.ts';
import { formatCommitMessage } from '../events/state/commit-message.ts';
import { observe } from '../events/state/observe.ts';
import { pruneLog } from '../events/state/prune.ts';
import { record } from '../events/state/record.ts';
import type { EventLog } from '../generated/event-log.ts';
import type { Report } from '../generated/report.ts';
import { AppError } from '../lib/app-error.ts';
import { createGlobMatcher } from '../lib/files/glob.ts';
import type { Io } from '../lib/io.ts';
import { loadRegexCompiler, type RegexCompiler } from '../lib/python-regex.ts';
import type { DeliveryResult, OnSent } from '../notify/index.ts';
import { buildReport } from '../report/scan/build.ts';
import { openResponseCache, openStore, type Store } from '../store/index.ts';
import { evaluateSubjects } from './evaluate.ts';
import { type LogOwner, resolveLogOwner } from './log-ownership.ts';
import { createPolicyEvaluator } from './policy-evaluator.ts';
import { refreshRenewalInfo } from './verify/fetch-renewal-info.ts';
import { readAndVerify } from './verify/index.ts';

/** What a scan is asked for, beside its manifest. */
export interface RunOptions {
  /** Absolute path of the event log; null: the manifest's. */
  event_log: string | null;
  /** Goes before the manifest's; null: the manifest's. */
  store: StoreKind | null;
  /** Milliseconds; null: the clock. */
  now: number | null;
  /** For a run on a schedule: when it was due, in milliseconds. It is recorded as any other. */
  due?: number | null;
  dry_run: boolean;
  ignore_cooldown: boolean;
  only: string | null;
  onProgress?: (done: number, total: number) => void;
}

export interface RunResult {
  report: Report;
  /** Why the log could not be saved, or null. What was delivered is then told again by the next scan. */
  unsaved: AppError | null;
  /** Whether this scan was meant to be recorded at all. */
  recorded: boolean;
  /** What went wrong beside the deliveries, such as the text of an issue or the heartbeat: no scan fails for it. */
  problems: Failure[];
}

/**
 * A whole scan: read, decode, judge, plan, deliver, record, report. Throws AppError where it cannot begin (a log
 * that is not ours, `--only` that matches nothing, a first log that cannot be written); all else is in the result.
 */
export async function runScan(manifest: Manifest, options: RunOptions, io: Io): Promise<RunResult> {
  const covers = createCoverage(manifest, options.only);
  const store = await openStore(manifest, { file: options.event_log, store: options.store }, io);
  const text = await store.load();
  const base = text === null ? null : readLog(text, store.description);
  const found = base?.log ?? createEmptyLog();
  const owner = resolveLogOwner(found, manifest, io, store.description);
  const log = { ...found, scans: { ...found.scans, manifest: owner.manifest } };
  const scan = createScanContext(options.now ?? resolveScanTime(options.due ?? null, log, io.now()), io);

  const entries = manifest.entries.filter(({ enabled, name }) => enabled && covers(name));
  const reading = { root: manifest.root, ...manifest.scan, onProgress: options.onProgress };
  const kept = openResponseCache(
    manifest,
    { file: options.event_log, store: options.store, readonly: options.dry_run },
    io,
  );
  const policies = await createPolicyEvaluator(manifest);
  const readings = await readAndVerify(entries, io, reading, scan.now, { policies, kept });
  const renewals = await refreshRenewalInfo({ log, entries, readings, now: scan.now }, io, reading);
  const observation = observe({ log: renewals.log, entries: manifest.entries, readings, covers, now: scan.now });
  const getVerdict = evaluateSubjects(manifest, observation, scan.now, policies);
  const { dry_run, ignore_cooldown: ignoreCooldown } = options;
  const compileRegex = await loadRuleRegexes(manifest);
  const cache: HistoryCache = new WeakMap();
  const planned = plan({
    manifest,
    observation,
    getVerdict,
    scan,
    ignoreCooldown,
    compileRegex,
    covers,
    cache,
  });

  const report = (receipts: readonly Receipt[]) =>
    buildReport({ scan, dry_run, observation, getVerdict, entries, plan: planned, receipts });
  if (dry_run) {
    await kept.close();
    return { report: report([]), unsaved: null, recorded: false, problems: renewals.problems };
  }

  // A time that was made up must not get into the log that real scans go by.
  const recorded = options.now === null || options.event_log !== null;
  const saving = { store, owner, scan, retention_days: manifest.event_log.retention_days, cache };
  if (recorded && base === null) {
    await saveLog(observation.log, base, 'the first scan begins', saving).catch(rethrowBeforeSend);
  }
  const upkeep = recorded ? { observation, isComplete: options.only === null, scan } : null;
  const { receipts, problems } = await deliverPlan(planned, manifest, io, upkeep);
  const after = record({ log: observation.log, plan: planned, receipts, scan, covers, cache });
  const message = formatCommitMessage(planned, receipts);
  const unsaved = recorded ? await saveLog(after, base, message, saving).then(() => null, toAppError) : null;
  // A scan of some certificates says nothing of whether the whole is watched.
  const alive = recorded && unsaved === null && options.only === null;
  const silent = alive ? await pingHeartbeat(manifest, io) : [];
  // After all that matters: it is only there to save asking again.
  await kept.close();
  return { report: report(receipts), unsaved, recorded, problems: [...renewals.problems, ...problems, ...silent] };
}

/**
 * The time that a scan goes by: its start, or, on a schedule, when it was due; but not before a scan that is recorded
 * already, such as one by hand that overtook a late run: what that one told would lie in the future, and be told again.
 */
function resolveScanTime(due: number | null, { scans }: EventLog, start: number): number {
  if (due === null) return start;
  const last = scans.last === undefined ? due : Date.parse(scans.last.scanned_at);
  return Math.min(Math.max(due, last), start);
}

/** The entries that `--only` names; every one where it is not given. */
function createCoverage(manifest: Manifest, only: string | null): (entry: string) => boolean {
  if (only === null) return () => true;
  const covers = createGlobMatcher([only]);
  if (manifest.entries.some(({ name }) => covers(name))) return covers;
  throw new AppError('only-matches-nothing', `no certificate in ${manifest.file} has a name that matches ${only}`, {
    hint: 'Write a name from the manifest, or a glob such as shop-*, in quotes so that the shell leaves it alone.',
  });
}

/** Who scans, and when: from the workflow run where there is one. */
export function createScanContext(now: number, io: Io): ScanContext {
  const { GITHUB_ACTOR, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_SERVER_URL, USER } = io.env;
  const inRun = GITHUB_REPOSITORY && GITHUB_RUN_ID;
  return {
    scan_id: randomUUID(),
    now,
    username: GITHUB_ACTOR || USER || null,
    repository: GITHUB_REPOSITORY || null,
    run_url: inRun
      ? `${GITHUB_SERVER_URL || 'https://github.com'}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`
      : null,
  };
}

/** The engine of expressions, where a rule has one. */
export async function loadRuleRegexes({ rules }: Manifest): Promise<RegexCompiler | null> {
  const isNeeded = rules.some(({ conditions }) => conditions !== null && hasRegex(conditions));
  return isNeeded ? await loadRegexCompiler() : null;
}

/**
 * Sends what is due, and with `upkeep` keeps current what holds state; `onSent` is told what came of each delivery. The
 * template engine and the clients are loaded only where there is something to do.
 */
export async function deliverPlan(
  planned: Plan<MessageName>,
  manifest: Manifest,
  io: Io,
  upkeep: IssueSyncInput | null = null,
  onSent: OnSent | null = null,
): Promise<DeliveryResult> {
  const keepsState = manifest.rules.some(({ actions }) => actions.some(({ kind }) => kind === 'issue'));
  if (!planned.deliveries.some(({ due }) => due) && !(upkeep && keepsState)) return { receipts: [], problems: [] };
  const { deliverAll } = await import('../notify/index.ts');
  return deliverAll({ plan: planned, manifest, io, issueSync: upkeep, onSent });
}

/** Calls `heartbeat_url`, where there is one. */
async function pingHeartbeat({ heartbeat }: Manifest, io: Io): Promise<Failure[]> {
  if (heartbeat === null) return [];
  const { sendHeartbeat } = await import('../notify/heartbeat.ts');
  const problem = await sendHeartbeat(heartbeat, io);
  return problem === null ? [] : [problem];
}

interface SaveOptions {
  store: Store;
  owner: LogOwner;
  scan: ScanContext;
  retention_days: number;
  cache?: HistoryCache;
}

/**
 * Reads the log again, merges, and writes: what another scan has written meanwhile stays. `log` was made from `base`: where
 * the text of that is still there, nothing is left to merge.
 */
export async function saveLog(
  log: EventLog,
  base: LoadedLog | null,
  message: string,
  saving: SaveOptions,
): Promise<void> {
  const { store, owner, scan, retention_days, cache } = saving;
  const written = (whole: EventLog, there: LoadedLog | null) =>
    serializeLogChunks(pruneLog(whole, { now: scan.now, retention_days, saved: there?.log ?? null, cache }), there);
  const update = (current: string | null) => {
    if (current === null) return written(log, null);
    if (current === base?.text) return written(log, base);
    const there = readLog(current, store.description);
    checkOwnership(there.log, owner.names, store.description);
    return written(mergeLogs(there.log, log), there);
  };
  await store.save(update, () => `certvigil: ${message}`);
}

/** Before anything was sent: that is what somebody wants to know first. */
function rethrowBeforeSend(error: unknown): never {
  const { code, message, hint = '', exitCode: exit, cause } = toAppError(error);
  throw new AppError(code, message, { hint: `Nothing was sent. ${hint}`.trimEnd(), exitCode: exit, cause });
}

/** For a promise that may be rejected: the error, if it is one that the user can mend. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  throw error;
}
