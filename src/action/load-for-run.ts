/** Loads the manifest for a step that reads certificates, and reports the special conditions of this run. */

import * as core from '@actions/core';
import { checkManifest, checkOverviewManifest } from '../app/check-manifest.ts';
import { resolveLogRequest } from '../app/log-request.ts';
import { checkReportPaths } from '../app/reports/check-paths.ts';
import { type ReportFile, selectReports } from '../app/reports/select.ts';
import type { Manifest } from '../domain/index.ts';
import type { Io } from '../lib/io.ts';
import { isMaskable } from '../lib/secrets/redactor.ts';
import { type Annotation, buildDiagnosticAnnotations } from '../report/annotations.ts';
import { resolveStoreKind, type StoreRequest } from '../store/index.ts';
import type { RunInputs } from './inputs.ts';
import { annotate } from './runner-io.ts';
import { findDryRunReason, refuseUntrusted, type TriggerEvent } from './trigger-event.ts';
import { loadForScan } from './validate-step.ts';

interface LoadedRun {
  manifest: Manifest;
  log: StoreRequest;
  reports: ReportFile[];
  /** The annotations to show; GitHub shows at most ten of each level. */
  annotations: Annotation[];
}

/** Returns null if the manifest has errors, which are then already reported. */
export async function loadForRun(inputs: RunInputs, event: TriggerEvent, io: Io): Promise<LoadedRun | null> {
  const reports = selectReports(inputs.report, io);
  const log = resolveLogRequest(inputs, io);
  refuseUntrusted(event, inputs.command);
  const loaded = await loadForScan(
    inputs.manifest,
    io,
    inputs.command === 'overview' ? checkOverviewManifest : checkManifest,
  );
  if (loaded?.manifest == null) return null;
  const { manifest } = loaded;
  maskSecrets(['INPUT_TOKEN', ...loaded.variables], io);
  const notices = describeRun(manifest, inputs.dry_run, log, event, io);
  annotate(notices, io);
  checkReportPaths(reports, manifest, log, io);
  const annotations = [...buildDiagnosticAnnotations(loaded.diagnostics), ...notices];
  return { manifest, log, reports, annotations };
}

/** The runner masks these values in the whole job. Short values and common words are skipped: masking them would garble the log. */
export function maskSecrets(variables: readonly string[], { env }: Io): void {
  for (const value of variables.map((name) => env[name] ?? '')) {
    if (isMaskable(value.trim())) core.setSecret(value);
  }
}

/** Creates annotations for a dry run, and for an event log that is lost after the job. */
function describeRun(
  manifest: Manifest,
  dryRun: boolean,
  log: StoreRequest,
  event: TriggerEvent,
  io: Io,
): Annotation[] {
  const reason = findDryRunReason(event);
  if (dryRun && reason !== null) {
    const message = `This is a dry run, because ${reason}: nothing is sent or recorded. Set dry-run: false to send notifications.`;
    return [{ level: 'notice', title: 'dry run', message }];
  }
  const isFile = resolveStoreKind(manifest, log, io) === 'file';
  if (dryRun || !isFile || io.env.RUNNER_ENVIRONMENT !== 'github-hosted') return [];
  const message =
    'The event log is a file on a hosted runner, which is deleted after the job. Unless a later step saves it, every run sends all notifications again.';
  return [{ level: 'warning', title: 'file-store-on-hosted-runner', message }];
}
