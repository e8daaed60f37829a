/** Runs a digest: reads and evaluates all certificates as a scan does, sends their status, and records the time. */

import type {
  Manifest,
  MessageName,
  Plan,
  Policy,
  Receipt,
  Rule,
  ScanContext,
  Unobserved,
} from '../../domain/index.ts';
import {
  createCertificateLister,
  createLocationLister,
  createRegistrationFinder,
} from '../../events/state/location-names.ts';
import { findLostIncludes } from '../../events/state/lost-includes.ts';
import { detectReachability } from '../../events/state/reachability.ts';
import { recordChannels } from '../../events/state/record-channels.ts';
import type { Digest } from '../../generated/digest.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import { resolveWorkspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { COMPLETE_RUN, computeCoverage, hasRules } from '../../report/coverage/index.ts';
import type { CoverageInput } from '../../report/coverage/input.ts';
import { listLostIncludeReasons } from '../../report/coverage/lost-includes.ts';
import { buildDigest, buildDigestRecord } from '../../report/digest/build.ts';
import { buildReport } from '../../report/scan/build.ts';
import { type Decision, type DecisionInput, decide } from '../decision/decide.ts';
import { deliverPlan } from '../deliver.ts';
import { openEventLog, trySaveEventLog } from '../event-log.ts';
import type { Outcome } from '../exit-code.ts';
import { throwIfInterrupted } from '../interruption.ts';
import { limitReading, NOTHING_SENT } from '../limit-reading.ts';
import { loadPolicyEvaluator } from '../policy-evaluator.ts';
import type { RunOptions } from '../scan.ts';
import { createScanContext } from '../scan-context.ts';
import { selectAlerting, selectLogSettings, selectReading, selectReceivers } from '../select-settings.ts';
import { readAndVerify } from '../verify/index.ts';
import { listFileNotices, listReadingNotes } from '../verify/reading-notes.ts';
import { buildDigestPlan, buildDigestReceivers } from './digest-plan.ts';

export type DigestOptions = Pick<RunOptions, 'log' | 'now' | 'dry_run' | 'allow_unread' | 'onProgress'>;

/** The result of a digest. `report` is that of a scan without events. */
export interface DigestResult extends Outcome {
  /** The event log with the readings of the digest. */
  log: EventLog;
  digest: Digest;
  /** The messages, sent or not. */
  planned: Plan<MessageName>;
}

const NOTHING_DONE = { receipts: [], problems: [], unsaved: null };

/**
 * Runs a digest, which does not fire events. The event log records only the digest itself, once at least one receiver accepted it. Throws
 * AppError if it cannot start, or if it is interrupted by a signal.
 */
export async function runDigest(manifest: Manifest, options: DigestOptions, io: Io): Promise<DigestResult> {
  const opened = await openEventLog(selectLogSettings(manifest), options.log, io);
  const { log } = opened;
  const scan = createScanContext(options.now ?? io.now(), io);
  const { report, digest, input, unshown, notes } = await evaluateCertificates(manifest, log, scan, options, io);

  const { actions, always } = manifest.digest;
  const planned = buildDigestPlan(digest, actions, scan);
  const isSent = !options.dry_run && (digest.is_due || always);
  const updated = { ...log, scans: { ...log.scans, digest: buildDigestRecord(digest, input) } };
  const { receipts, unsaved, ...done } = options.dry_run
    ? NOTHING_DONE
    : await io.deferExit(async (interrupted) => {
        const receivers = buildDigestReceivers(selectReceivers(manifest), actions);
        const sent = isSent ? await deliverPlan(planned, receivers, io, { interrupted }) : NOTHING_DONE;
        const isNotified = actions.length === 0 || sent.receipts.some(({ status }) => status === 'sent');
        const recorded = isNotified && (options.now === null || options.log.file !== null);
        const { retention_days } = manifest.event_log;
        const saving = { message: 'digest', scan, retention_days, interrupted };
        const delivered = recordChannels(updated, sent.receipts, scan.now);
        const unsaved = recorded ? await trySaveEventLog(delivered, opened, saving, io) : null;
        throwIfInterrupted(interrupted, { receipts: sent.receipts, recorded, unsaved });
        return { ...sent, unsaved };
      });
  const problems = [...notes, ...unshown, ...done.problems, ...(opened.store.warnings ?? [])];
  const unsent = isSent ? 'failed' : digest.is_due || always ? 'due' : 'unneeded';
  const deliveries = planned.deliveries.map(({ destination }) => findDelivery(destination, receipts, unsent));
  const failedDeliveries = deliveries.filter(({ status }) => status === 'failed').length;
  return {
    digest: { ...digest, deliveries },
    planned,
    report,
    log: input.comparison.log,
    unsaved,
    failedDeliveries,
    problems,
  };
}

/** No entries are unobserved: the certificates that probes read are shown as last observed. */
const NONE: Unobserved = new Map();

/** Reads and evaluates all certificates. A rule that matches all events replaces those of the manifest, to find silenced certificates. */
async function evaluateCertificates(
  manifest: Manifest,
  log: EventLog,
  scan: ScanContext,
  options: DigestOptions,
  io: Io,
) {
  const entries = manifest.entries.filter(({ enabled, probe }) => enabled && probe === null);
  const { onProgress } = options;
  const listKnownLocations = createLocationLister(log);
  const listKnownCertificates = createCertificateLister(log);
  const reading = {
    ...selectReading(manifest),
    onProgress,
    listKnownLocations,
    listKnownCertificates,
    findRegistration: createRegistrationFinder(log),
  };
  const policies = await loadPolicyEvaluator(manifest, resolveWorkspace(manifest.root, io.env));
  const task = { entries: entries.length, consequence: NOTHING_SENT };
  const read = await limitReading(reading, task, io, (limited) =>
    readAndVerify(entries, io, limited, scan.now, { policies }),
  );
  const { readings, reachability } = detectReachability(read, entries, true);
  const covers = () => true;
  const decided = { scan, policies, ignoreCooldown: true, compileRegex: null, reachability, unobserved: NONE };
  const alerting = { ...selectAlerting(manifest), rules: [MATCH_ALL_RULE] };
  const input = { entries: manifest.entries, alerting, log, readings, covers, ...decided };
  const own = new Set(entries.map(({ name }) => name));
  const { silences, included = [] } = manifest;
  const reasons = listLostIncludeReasons(findLostIncludes(log, { entries: manifest.entries, included }));
  const facts = { reads: (name: string) => own.has(name), hasRules: hasRules(manifest.rules), silences, reasons };
  const decision = decide(input);
  const reportBug = createBugReporter(io);
  for (const { error } of decision.bugs) reportBug(error);
  return {
    ...buildDecidedDigest(decision, { ...input, policies: manifest.policies }, options, facts),
    unshown: decision.problems,
    notes: [
      ...listReadingNotes(readings),
      ...listFileNotices(readings),
      ...(reachability.endpoints === 'none' ? [reachability.failure] : []),
    ],
  };
}

function buildDecidedDigest(
  { planned, ...decision }: Decision,
  { scan, entries, policies, log, reachability }: Omit<DecisionInput, 'policies'> & { policies: readonly Policy[] },
  { dry_run, allow_unread = false }: DigestOptions,
  facts: Pick<CoverageInput, 'reads' | 'hasRules' | 'silences' | 'reasons'>,
) {
  const coverage = computeCoverage({
    ...COMPLETE_RUN,
    ...facts,
    entries: entries.filter(({ enabled }) => enabled),
    listLocations: decision.comparison.listLocations,
    reachability,
    log,
    now: scan.now,
    isDryRun: dry_run,
    allowUnread: allow_unread,
  });
  const result = { ...decision, scan, dry_run, entries, policies, coverage, receipts: [] };
  const input = { report: buildReport({ ...result, plan: planned }), comparison: decision.comparison, log };
  return {
    report: buildReport({ ...result, plan: { events: [], deliveries: [] } }),
    digest: buildDigest(input),
    input,
  };
}

const MATCH_ALL_RULE: Rule = {
  name: 'digest',
  enabled: true,
  events: ['certificate.*'],
  match: { labels: {}, names: [], status: [], thresholds: [] },
  conditions: null,
  actions: [{ kind: 'email', name: 'digest' }],
  position: { file: '', line: 1, column: 1 },
};

/** Finds the outcome of the message to one receiver; `unsent` is used if there is no receipt. */
export function findDelivery(
  destination: string,
  receipts: readonly Receipt[],
  unsent: Digest['deliveries'][number]['status'],
): Digest['deliveries'][number] {
  const receipt = receipts.find((one) => one.destination === destination);
  if (receipt === undefined) return { destination, status: unsent, attempts: 0, error: null };
  const { status, attempts, error } = receipt;
  return { destination, status, attempts, error };
}
