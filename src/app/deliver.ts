/** Sends planned notifications and the heartbeat. The template engine and the clients are loaded only if needed. */

import type { Failure, IssueSyncInput, Manifest, MessageName, Plan } from '../domain/index.ts';
import type { ReportCoverage } from '../generated/report.ts';
import type { Io } from '../lib/io.ts';
import { NEVER_INTERRUPTED } from '../lib/process/interruption.ts';
import type { DeliveryResult, OnSent } from '../notify/index.ts';
import { isCovered } from '../report/coverage.ts';

interface DeliveryOptions {
  /** For updating the open issues; default: only the deliveries are made. */
  issueSync?: IssueSyncInput | null;
  /** Called with the result of each webhook delivery. */
  onSent?: OnSent | null;
  /** Aborted if the process should end. */
  interrupted?: AbortSignal;
}

/** Sends the deliveries that are due. */
export async function deliverPlan(
  planned: Plan<MessageName>,
  manifest: Manifest,
  io: Io,
  { issueSync = null, onSent = null, interrupted = NEVER_INTERRUPTED }: DeliveryOptions = {},
): Promise<DeliveryResult> {
  const hasIssues = manifest.rules.some(({ actions }) => actions.some(({ kind }) => kind === 'issue'));
  const isNeeded = planned.deliveries.some(({ due }) => due) || (issueSync !== null && hasIssues);
  if (!isNeeded) return { receipts: [], problems: [] };
  const { deliverAll } = await import('../notify/index.ts');
  return deliverAll({ plan: planned, manifest, io, issueSync, onSent, interrupted });
}

/** Tells the monitor at `heartbeat_url` whether the coverage line is true, if the manifest has one. Returns what went wrong. */
export async function pingHeartbeat(
  { heartbeat, scan }: Manifest,
  coverage: ReportCoverage,
  io: Io,
): Promise<Failure[]> {
  if (heartbeat === null) return [];
  const { sendHeartbeat } = await import('../notify/heartbeat.ts');
  const result = { isUp: isCovered(coverage), text: coverage.text };
  const failure = await sendHeartbeat(heartbeat, result, scan.network, io);
  return failure === null ? [] : [failure];
}
