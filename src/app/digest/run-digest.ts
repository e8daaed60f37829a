/** A digest: reads and judges as a scan does, tells how all certificates stand, and records that it has. */

import type { Failure, Manifest, MessageName, Plan, Receipt, Rule, ScanContext } from '../../domain/index.ts';
import { readLog } from '../../events/log/parse.ts';
import { createEmptyLog } from '../../events/log/serialize.ts';
import { plan } from '../../events/plan/index.ts';
import { observe } from '../../events/state/observe.ts';
import type { Digest } from '../../generated/digest.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { Report } from '../../generated/report.ts';
import type { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { buildDigest, buildDigestRecord } from '../../report/digest/build.ts';
import { buildReport } from '../../report/scan/build.ts';
import { openStore } from '../../store/index.ts';
import { evaluateSubjects } from '../evaluate.ts';
import { resolveLogOwner } from '../log-ownership.ts';
import { createPolicyEvaluator } from '../policy-evaluator.ts';
import { createScanContext, deliverPlan, type RunOptions, saveLog, toAppError } from '../scan.ts';
import { readAndVerify } from '../verify/index.ts';
import { buildDigestPlan, buildDigestReceivers } from './digest-plan.ts';

export type DigestOptions = Pick<RunOptions, 'event_log' | 'store' | 'now' | 'dry_run' | 'onProgress'>;

export interface DigestResult {
  digest: Digest;
  /** Its messages, sent or not. */
  planned: Plan<MessageName>;
  /** Of the certificates, as a scan's; it has no events. */
  report: Report;
  /** Why it could not be recorded that the digest was sent, or null. */
  unsaved: AppError | null;
  /** What went wrong beside the deliveries. */
  problems: Failure[];
}

/**
 * Fires no event and takes nothing of what it sees into the log but the time of the digest, once it has reached someone.
 * Throws AppError where it cannot begin.
 */
export async function runDigest(manifest: Manifest, options: DigestOptions, io: Io): Promise<DigestResult> {
  const store = await openStore(manifest, { file: options.event_log, store: options.store }, io);
  const text = await store.load();
  const base = text === null ? null : readLog(text, store.description);
  const log = base?.log ?? createEmptyLog();
  const owner = resolveLogOwner(log, manifest, io, store.description);
  const scan = createScanContext(options.now ?? io.now(), io);
  const { report, input } = await evaluateCertificates(manifest, log, scan, options, io);
  const digest = buildDigest(input);

  const { actions, always } = manifest.digest;
  const planned = buildDigestPlan(digest, actions, scan);
  const isSent = !options.dry_run && (digest.is_due || always);
  const none = { receipts: [], problems: [] };
  const { receipts, problems } = isSent ? await deliverPlan(planned, buildDigestReceivers(manifest), io) : none;
  const unsent = isSent ? 'failed' : digest.is_due || always ? 'due' : 'unneeded';
  const deliveries = planned.deliveries.map(({ destination }) => findDelivery(destination, receipts, unsent));

  const isTold = actions.length === 0 || receipts.some(({ status }) => status === 'sent');
  const isRecorded = !options.dry_run && isTold && (options.now === null || options.event_log !== null);
  const after = { ...log, scans: { ...log.scans, manifest: owner.manifest, digest: buildDigestRecord(digest, input) } };
  const saving = { store, owner, scan, retention_days: manifest.event_log.retention_days };
  const unsaved = isRecorded ? await saveLog(after, base, 'digest', saving).then(() => null, toAppError) : null;
  return { digest: { ...digest, deliveries }, planned, report, unsaved, problems };
}

/** Reads and judges everything. Of the rules only the silences count: a plan that would tell of all says what they hold back. */
async function evaluateCertificates(
  manifest: Manifest,
  log: EventLog,
  scan: ScanContext,
  options: DigestOptions,
  io: Io,
) {
  const entries = manifest.entries.filter(({ enabled }) => enabled);
  const reading = { root: manifest.root, ...manifest.scan, onProgress: options.onProgress };
  const policies = await createPolicyEvaluator(manifest);
  const readings = await readAndVerify(entries, io, reading, scan.now, { policies });
  const covers = () => true;
  const observation = observe({ log, entries: manifest.entries, readings, covers, now: scan.now });
  const verdictOf = evaluateSubjects(manifest, observation, scan.now, policies);
  const telling = { ...manifest, rules: [MATCH_ALL_RULE] };
  const asked = { ignoreCooldown: true, compileRegex: null, covers };
  const planned = plan({ manifest: telling, observation, getVerdict: verdictOf, scan, ...asked });
  const about = { scan, dry_run: options.dry_run, observation, verdictOf, entries, receipts: [] };
  const report = buildReport({ ...about, plan: { events: [], deliveries: [] } });
  return { report, input: { report: buildReport({ ...about, plan: planned }), observation, log } };
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

function findDelivery(
  destination: string,
  receipts: readonly Receipt[],
  unsent: Digest['deliveries'][number]['status'],
): Digest['deliveries'][number] {
  const receipt = receipts.find((one) => one.destination === destination);
  if (receipt === undefined) return { destination, status: unsent, attempts: 0, error: null };
  const { status, attempts, error } = receipt;
  return { destination, status, attempts, error };
}
