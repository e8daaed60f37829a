/** Sends planned notifications and the heartbeat, and records the deliveries. */

import type { CertificateBug, OnBug } from '../domain/certificate-bug.ts';
import type {
  Failure,
  Heartbeat,
  IncludedEntries,
  IssueSyncInput,
  MessageName,
  NetworkPolicy,
  Plan,
  Receipt,
  ScanContext,
} from '../domain/index.ts';
import { recordIncludes } from '../events/state/lost-includes.ts';
import { formatCommitMessage, record } from '../events/state/record.ts';
import { recordChannels } from '../events/state/record-channels.ts';
import { recordDay } from '../events/state/record-day.ts';
import type { EventLog } from '../generated/event-log.ts';
import type { ReportCoverage } from '../generated/report.ts';
import { AppError } from '../lib/app-error.ts';
import { createBugReporter } from '../lib/bugs/catch-bugs.ts';
import { isPassingFailure } from '../lib/github/errors.ts';
import type { Io } from '../lib/io.ts';
import { NEVER_INTERRUPTED } from '../lib/process/interruption.ts';
import { listReferencedVariables } from '../lib/secrets/references.ts';
import { findHeartbeatFailure, sendHeartbeat } from '../notify/heartbeat.ts';
import { type DeliveryResult, deliverAll, type OnSent } from '../notify/index.ts';
import type { Receivers } from '../notify/receiver-settings.ts';
import { hasIssueRule } from '../notify/template-variables.ts';
import { isCovered } from '../report/coverage/index.ts';
import type { CoverageReason } from '../report/coverage/input.ts';
import { createInternalFailure } from '../scan/failures.ts';
import { type ChannelTests, omitTested } from './channel-tests.ts';
import type { Decision } from './decision/decide.ts';
import { type OpenedLog, saveEventLog, type Turn, trySaveEventLog } from './event-log.ts';

interface DeliveryOptions {
  /** The input for updating open issues; default: only the deliveries are made. */
  issueSync?: IssueSyncInput | null;
  /** Called with the result of each webhook delivery. */
  onSent?: OnSent | null;
  /** Aborted if the process should end. */
  interrupted?: AbortSignal;
}

/** Sends the deliveries that are due. */
export async function deliverPlan(
  planned: Plan<MessageName>,
  receivers: Receivers,
  io: Io,
  { issueSync = null, onSent = null, interrupted = NEVER_INTERRUPTED }: DeliveryOptions = {},
): Promise<DeliveryResult> {
  const hasIssues = hasIssueRule(receivers);
  const isNeeded = planned.deliveries.some(({ due }) => due) || (issueSync !== null && hasIssues);
  if (!isNeeded) return { receipts: [], problems: [] };
  return deliverAll(planned, receivers, io, { issueSync, onSent, interrupted });
}

interface DeliveryInput {
  receivers: Receivers;
  retention_days: number;
  decision: Pick<Decision, 'comparison' | 'planned' | 'certificates'>;
  scan: ScanContext;
  covers: (entry: string) => boolean;
  /** Whether the scan covers all certificates, and none was left out because of a bug. */
  isComplete: boolean;
  recorded: boolean;
  included: readonly IncludedEntries[];
  /** The tests of receivers that are due; null: none. */
  tests: ChannelTests | null;
  /** The attempt to be the scan that sends, in a store without a lock. */
  turn?: Turn | undefined;
}

/** The outcome of a decision. */
export interface Delivered {
  receipts: readonly Receipt[];
  /** The results of tests of receivers. */
  tested: readonly Receipt[];
  /** Problems such as an issue that could not be updated. */
  problems: Failure[];
  /** The event log with the receipts, saved or not; null if nothing was done. */
  log: EventLog | null;
  /** Whether this scan was meant to be recorded. */
  recorded: boolean;
  /** The error of saving the event log, or null. */
  unsaved: AppError | null;
  /** Aborted if the process should end. */
  interrupted: AbortSignal;
}

export const NOTHING_DELIVERED: Delivered = {
  receipts: [],
  tested: [],
  problems: [],
  log: null,
  recorded: false,
  unsaved: null,
  interrupted: NEVER_INTERRUPTED,
};

/**
 * Sends the due deliveries, records them, and saves the event log. A new log is saved before the first delivery. Throws TurnLostError if
 * another scan sends.
 */
export async function deliverAndRecord(
  { receivers, retention_days, decision, scan, covers, isComplete, recorded, included, tests, turn }: DeliveryInput,
  opened: OpenedLog,
  io: Io,
  interrupted: AbortSignal,
): Promise<Delivered> {
  const { comparison, planned, certificates } = decision;
  const saving = { scan, retention_days, interrupted };
  const due = [planned, tests?.plan].reduce((sum, plan) => sum + countDue(plan), 0);
  if (recorded)
    await saveBeforeSending(comparison.log, due, opened, { ...saving, turn: due > 0 ? turn : undefined }, io);
  const issueSync = recorded ? { comparison, isComplete, scan } : null;
  const { receipts, problems } = await deliverPlan(planned, receivers, io, { issueSync, interrupted });
  const tested = tests === null ? [] : await sendTests(omitTested(tests, receipts), io, interrupted);
  const bugs: CertificateBug[] = [];
  const onBug: OnBug = (bug) => void bugs.push(bug);
  const decided = record({ log: comparison.log, plan: planned, receipts, scan, covers, onBug });
  const updated = recordChannels(decided, [...receipts, ...tested], scan.now);
  const reportBug = createBugReporter(io);
  for (const { error } of bugs) reportBug(error);
  const unrecorded = [...new Set(bugs.map(({ entry }) => entry))].map(createInternalFailure);
  const log = isComplete ? recordIncludes(recordDay(updated, certificates, scan.now), included) : updated;
  const message = formatCommitMessage(planned, receipts);
  const unsaved = recorded ? await trySaveEventLog(log, opened, { message, ...saving }, io) : null;
  return { receipts, tested, problems: [...problems, ...unrecorded], log, recorded, unsaved, interrupted };
}

async function sendTests(
  { plan, receivers }: ChannelTests,
  io: Io,
  interrupted: AbortSignal,
): Promise<readonly Receipt[]> {
  return (await deliverPlan(plan, receivers, io, { interrupted })).receipts;
}

function countDue(plan: Plan | undefined): number {
  return plan === undefined ? 0 : plan.deliveries.filter((one) => one.due).length;
}

/**
 * Saves a new log before sending; also another log if deliveries are due and only saving proves that it is writable. With `turn`, the saved
 * log says that this scan sends. After a permanent error, nothing is sent: otherwise every scan would send the same. After a temporary
 * error, the log can probably be saved after sending.
 */
export async function saveBeforeSending(
  log: EventLog,
  due: number,
  opened: OpenedLog,
  saving: Omit<Parameters<typeof saveEventLog>[2], 'message'>,
  io: Pick<Io, 'sleep'>,
): Promise<void> {
  const isFirst = opened.saved === null;
  if (!isFirst && (due === 0 || !opened.store.provesBySaving)) return;
  const message = isFirst ? 'the first scan starts' : `${due} due`;
  try {
    await saveEventLog(log, opened, { ...saving, message, always: true }, io);
  } catch (error) {
    if (isFirst || !(error instanceof AppError) || !isPassingFailure(error.code)) rethrowBeforeSend(error);
  }
}

function rethrowBeforeSend(error: unknown): never {
  if (!(error instanceof AppError)) throw error;
  const { code, message, hint = '', exitCode, cause } = error;
  throw new AppError(code, message, { hint: `Nothing was sent. ${hint}`.trimEnd(), exitCode, cause });
}

/** Returns the reason for a red run if no heartbeat can be sent: then nobody notices if scans stop. */
export function listHeartbeatReasons(heartbeat: Heartbeat | null, env: Io['env']): CoverageReason[] {
  const failure = heartbeat && findHeartbeatFailure(heartbeat, env);
  if (heartbeat === null || failure === null) return [];
  const names = listReferencedVariables(heartbeat.url).join(', ');
  const why = failure.code === 'variable-unset' ? `${names} is not set` : `${names || 'heartbeat_url'} is not a URL`;
  return [{ code: 'heartbeat-unset', entries: [], clause: `no heartbeat was sent (${why})` }];
}

/** Reports to the monitor at `heartbeat_url`, if there is one, whether the coverage line is true. Returns the failures. */
export async function pingHeartbeat(
  heartbeat: Heartbeat | null,
  network: NetworkPolicy,
  coverage: ReportCoverage,
  io: Io,
): Promise<Failure[]> {
  if (heartbeat === null) return [];
  const result = { isUp: isCovered(coverage), text: coverage.text };
  const failure = await sendHeartbeat(heartbeat, result, network, io);
  return failure === null ? [] : [failure];
}
