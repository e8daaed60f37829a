/** What a step that reads certificates begins with: the manifest, and what is to be said before anything is done. */

import * as core from '@actions/core';
import type { Options } from '../cli/parse-options.ts';
import type { Manifest } from '../domain/index.ts';
import type { Io } from '../lib/io.ts';
import { MIN_MASKED_LENGTH } from '../lib/secret-references.ts';
import { type Annotation, buildDiagnosticAnnotations } from '../report/annotations.ts';
import { resolveStoreKind } from '../store/index.ts';
import { annotate } from './runner-io.ts';
import { findDryRunReason, refuseUntrusted, type TriggerEvent } from './trigger-event.ts';
import { loadForScan } from './validate-step.ts';

interface LoadedRun {
  manifest: Manifest;
  /** What was annotated so far: GitHub shows ten of a kind. */
  annotations: Annotation[];
}

/** null where the manifest has errors, which are told. */
export async function loadForRun(options: Options, event: TriggerEvent, io: Io): Promise<LoadedRun | null> {
  refuseUntrusted(event);
  const loaded = await loadForScan(options, io);
  if (loaded?.manifest == null) return null;
  const { manifest } = loaded;
  maskSecrets(['INPUT_TOKEN', ...loaded.variables], io);
  const circumstantial = describeCircumstances(manifest, options, event, io);
  annotate(circumstantial, io);
  return { manifest, annotations: [...buildDiagnosticAnnotations(loaded.diagnostics), ...circumstantial] };
}

/** The runner masks what it is told, also where others print it. A short value, such as a port, would garble its log. */
function maskSecrets(variables: readonly string[], { env }: Io): void {
  for (const value of variables.map((name) => env[name] ?? '')) {
    if (value.length >= MIN_MASKED_LENGTH) core.setSecret(value);
  }
}

/** What makes this run other than the reader may expect. */
function describeCircumstances(manifest: Manifest, options: Options, event: TriggerEvent, io: Io): Annotation[] {
  const reason = findDryRunReason(event);
  if (options.dry_run && reason !== null) {
    const message = `This is a dry run, since ${reason}: nothing is sent or recorded. Write dry-run: false to scan in earnest.`;
    return [{ level: 'notice', title: 'dry run', message }];
  }
  const kind = resolveStoreKind(manifest, { file: options.event_log, store: options.store }, io);
  if (options.dry_run || kind !== 'file' || io.env.RUNNER_ENVIRONMENT !== 'github-hosted') return [];
  const message =
    'The event log is a file on a hosted runner, which is thrown away after the job: unless a later step keeps it, every run tells everything again.';
  return [{ level: 'warning', title: 'file-store-on-hosted-runner', message }];
}
