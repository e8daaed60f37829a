import * as core from '@actions/core';
import { checkManifest } from '../app/check-manifest.ts';
import { checkManifestAndPolicies } from '../app/check-policies.ts';
import { type ProposedChange, readBaseManifest } from '../app/read-base-manifest.ts';
import { formatCount, printDiagnostics } from '../cli/commands/load-manifest.ts';
import { formatValid } from '../cli/commands/validate.ts';
import type { Options } from '../cli/parse-options.ts';
import type { BaseManifest } from '../domain/index.ts';
import { AppError, formatError } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import type { LoadedManifest } from '../manifest/load.ts';
import { buildDiagnosticAnnotations } from '../report/annotations.ts';
import {
  countValidation,
  renderValidation,
  type Validation,
  type ValidationCounts,
} from '../report/validate/markdown.ts';
import { annotate, setOutputs, writeSummary } from './runner-io.ts';
import type { TriggerEvent } from './trigger-event.ts';

/**
 * Checks the manifest, and shows what a pull request does to it. Offline and without secrets: all that it knows of the
 * base branch it has from the checkout.
 */
export async function runValidateStep(options: Options, event: TriggerEvent, io: Io): Promise<number> {
  const checked = await check(options, io);
  const found = checked.loaded?.files[0] ?? null;
  const base = await loadBase(event, { given: options.manifest, found }, io);
  const { loaded, failure } = checked;
  const validation: Validation = {
    file: found,
    manifest: loaded?.manifest ?? null,
    diagnostics: loaded?.diagnostics ?? [],
    failure,
    base,
    strict: options.strict,
  };
  const counts = countValidation(validation);
  if (failure === null) reportDiagnostics(validation, counts, io);
  else core.setFailed(io.mask(formatError(failure).trimEnd()));
  if (loaded?.manifest != null && counts.valid) io.stdout(formatValid(loaded.manifest));
  const { valid, errors, warnings, added, removed, changed } = counts;
  const outputs = {
    valid,
    errors,
    warnings,
    added,
    removed,
    changed,
  };
  await setOutputs(outputs);
  await writeSummary(() => renderValidation(validation), io);
  return valid ? 0 : (failure?.exitCode ?? 2);
}

/** Checks the manifest of a scan. Null where it has an error, which is then told as `validate` tells it. */
export async function loadForScan(options: Options, io: Io): Promise<LoadedManifest | null> {
  const loaded = await checkManifest(options.manifest, io);
  const { manifest, diagnostics, files } = loaded;
  const validation: Validation = {
    file: files[0] ?? null,
    manifest,
    diagnostics,
    failure: null,
    base: { kind: 'none' },
    strict: false,
  };
  reportDiagnostics(validation, countValidation(validation), io);
  if (manifest !== null) return loaded;
  await writeSummary(() => renderValidation(validation), io);
  return null;
}

/** A manifest that is not there, or cannot be read, is a result as well: a pull request may have taken it away. */
async function check(
  options: Options,
  io: Io,
): Promise<{ loaded: LoadedManifest; failure: null } | { loaded: null; failure: AppError }> {
  try {
    return { loaded: await checkManifestAndPolicies(options.manifest, io), failure: null };
  } catch (error) {
    if (error instanceof AppError) return { loaded: null, failure: error };
    throw error;
  }
}

/** All in the log, as many as GitHub shows as annotations, and how it ends. */
function reportDiagnostics({ diagnostics }: Validation, { valid, errors }: ValidationCounts, io: Io): void {
  printDiagnostics(diagnostics, io.stdout, false);
  if (errors > 0) {
    core.setFailed(`The manifest has ${formatCount(diagnostics, 'error')}; see the annotations.`);
  } else if (!valid) {
    core.setFailed(
      `The manifest has ${formatCount(diagnostics, 'warning')}, which strict does not let pass; see the annotations.`,
    );
  }
  annotate(buildDiagnosticAnnotations(diagnostics), io);
}

async function loadBase(
  event: TriggerEvent,
  names: Parameters<typeof readBaseManifest>[1],
  io: Io,
): Promise<BaseManifest> {
  const change = readProposedChange(event, io);
  return change === null ? { kind: 'none' } : readBaseManifest(change, names, io);
}

/** What the event is for; null where it proposes no change. */
function readProposedChange({ name, payload }: TriggerEvent, { env }: Io): ProposedChange | null {
  const base = payload.pull_request?.base;
  if (typeof base?.sha === 'string' && typeof base.ref === 'string') {
    // Under pull_request_target the commit of the event is the branch's own.
    const merge = name === 'pull_request' ? (env.GITHUB_SHA ?? null) : null;
    return { branch: base.ref, sha: base.sha, merge };
  }
  const { base_sha: sha, base_ref: ref } = payload.merge_group ?? {};
  if (typeof sha !== 'string' || typeof ref !== 'string') return null;
  return { branch: ref.replace(/^refs\/heads\//, ''), sha, merge: null };
}
