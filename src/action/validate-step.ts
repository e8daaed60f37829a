/** The step `command: validate`, and the manifest checks of the other steps. */

import * as core from '@actions/core';
import { checkManifest } from '../app/check-manifest.ts';
import { checkManifestAndPolicies } from '../app/check-policies.ts';
import { checkProposedFiles } from '../app/discover/pull-request.ts';
import { countSeverity, formatValidManifest, printDiagnostics } from '../app/print-diagnostics.ts';
import { type ProposedChange, readBaseManifest } from '../app/read-base-manifest.ts';
import type { BaseManifest } from '../domain/index.ts';
import { AppError, formatError } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import { limitDiagnostics } from '../manifest/diagnostics/limit-diagnostics.ts';
import type { LoadedManifest } from '../manifest/load.ts';
import { buildDiagnosticAnnotations } from '../report/annotations.ts';
import { renderMarkdown } from '../report/document/markdown.ts';
import {
  buildValidationDocument,
  countValidation,
  type Validation,
  type ValidationCounts,
} from '../report/validate/document.ts';
import type { ValidateInputs } from './inputs.ts';
import { annotate, setOutputs, writeSummary } from './runner-io.ts';
import type { TriggerEvent } from './trigger-event.ts';

/**
 * Checks the manifest, and shows what a pull request changes in it. Works offline and without secrets: the base branch is
 * read from the checkout.
 */
export async function runValidateStep(inputs: ValidateInputs, event: TriggerEvent, io: Io): Promise<number> {
  const { loaded, failure } = await check(inputs.manifest, io);
  const found = loaded?.files[0] ?? null;
  const change = readProposedChange(event, io);
  const base = await loadBase(change, { given: inputs.manifest, found }, io);
  const proposed = loaded?.manifest && change ? await checkProposedFiles(loaded.manifest, change, io) : [];
  const validation: Validation = {
    file: found,
    manifest: loaded?.manifest ?? null,
    diagnostics: limitDiagnostics([...(loaded?.diagnostics ?? []), ...proposed]),
    failure,
    base,
    strict: inputs.strict,
  };
  const counts = countValidation(validation);
  if (failure === null) reportDiagnostics(validation, counts, io);
  else core.setFailed(io.mask(formatError(failure).trimEnd()));
  if (loaded?.manifest != null && counts.valid) io.stdout(formatValidManifest(loaded.manifest));
  const { valid, errors, warnings, added, removed, changed } = counts;
  await setOutputs({ valid, errors, warnings, added, removed, changed });
  await writeSummary(() => renderMarkdown(buildValidationDocument(validation)), io);
  return valid ? 0 : (failure?.exitCode ?? 2);
}

/** Loads the manifest of a scan or digest. Returns null if it has an error, which is then reported as for `validate`. */
export async function loadForScan(file: string | null, io: Io, check = checkManifest): Promise<LoadedManifest | null> {
  const loaded = await check(file, io);
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
  await writeSummary(() => renderMarkdown(buildValidationDocument(validation)), io);
  return null;
}

/** A missing or unreadable manifest is a result, too: a pull request may have deleted it. */
async function check(
  file: string | null,
  io: Io,
): Promise<{ loaded: LoadedManifest; failure: null } | { loaded: null; failure: AppError }> {
  try {
    return { loaded: await checkManifestAndPolicies(file, io), failure: null };
  } catch (error) {
    if (error instanceof AppError) return { loaded: null, failure: error };
    throw error;
  }
}

/** Prints every diagnostic in the log, and annotates as many as GitHub shows. */
function reportDiagnostics({ diagnostics }: Validation, { valid, errors }: ValidationCounts, io: Io): void {
  printDiagnostics(diagnostics, io.stdout, false);
  if (errors > 0) {
    core.setFailed(`The manifest has ${countSeverity(diagnostics, 'error')}. See the annotations.`);
  } else if (!valid) {
    core.setFailed(
      `The manifest has ${countSeverity(diagnostics, 'warning')}, which strict treats as errors. See the annotations.`,
    );
  }
  annotate(buildDiagnosticAnnotations(diagnostics), io);
}

async function loadBase(
  change: ProposedChange | null,
  names: Parameters<typeof readBaseManifest>[1],
  io: Io,
): Promise<BaseManifest> {
  return change === null ? { kind: 'none' } : readBaseManifest(change, names, io);
}

/** Reads the change that the event proposes; returns null for events without one. */
function readProposedChange({ name, payload }: TriggerEvent, { env }: Io): ProposedChange | null {
  const base = payload.pull_request?.base;
  if (typeof base?.sha === 'string' && typeof base.ref === 'string') {
    // Under pull_request_target, GITHUB_SHA is a commit of the base branch.
    const merge = name === 'pull_request' ? (env.GITHUB_SHA ?? null) : null;
    return { branch: base.ref, sha: base.sha, merge };
  }
  const { base_sha: sha, base_ref: ref } = payload.merge_group ?? {};
  if (typeof sha !== 'string' || typeof ref !== 'string') return null;
  return { branch: ref.replace(/^refs\/heads\//, ''), sha, merge: null };
}
