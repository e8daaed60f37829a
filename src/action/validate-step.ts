import * as core from '@actions/core';
import { checkManifest } from '../app/check-manifest.ts';
import { checkWithPolicies } from '../app/check-policies.ts';
import { type ProposedChange, readBase } from '../app/read-base-manifest.ts';
import { counted, printDiagnostics } from '../cli/commands/load-manifest.ts';
import { validText } from '../cli/commands/validate.ts';
import type { Options } from '../cli/parse-options.ts';
import type { Base } from '../domain/index.ts';
import { AppError, errorText } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import type { LoadedManifest } from '../manifest/load.ts';
import { diagnosticAnnotations } from '../report/annotations.ts';
import {
  countValidation,
  renderValidation,
  type Validation,
  type ValidationCounts,
} from '../report/validate/markdown.ts';
import { annotate, setOutputs, summarize } from './runner-io.ts';
import type { RunnerEvent } from './trigger-event.ts';

/**
 * Checks the manifest, and shows what a pull request does to it. Offline and without secrets: all that it knows of the
 * base branch it has from the checkout.
 */
export async function validateStep(options: Options, event: RunnerEvent, io: Io): Promise<number> {
  const checked = await check(options, io);
  const found = checked.loaded?.files[0] ?? null;
  const base = await baseOf(event, { given: options.manifest, found }, io);
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
  if (failure === null) tellProblems(validation, counts, io);
  else core.setFailed(io.mask(errorText(failure).trimEnd()));
  if (loaded?.manifest != null && counts.valid) io.stdout(validText(loaded.manifest));
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
  await summarize(() => renderValidation(validation), io);
  return valid ? 0 : (failure?.exit ?? 2);
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
  tellProblems(validation, countValidation(validation), io);
  if (manifest !== null) return loaded;
  await summarize(() => renderValidation(validation), io);
  return null;
}

/** A manifest that is not there, or cannot be read, is a result as well: a pull request may have taken it away. */
async function check(
  options: Options,
  io: Io,
): Promise<{ loaded: LoadedManifest; failure: null } | { loaded: null; failure: AppError }> {
  try {
    return { loaded: await checkWithPolicies(options.manifest, io), failure: null };
  } catch (error) {
    if (error instanceof AppError) return { loaded: null, failure: error };
    throw error;
  }
}

/** All in the log, as many as GitHub shows as annotations, and how it ends. */
function tellProblems({ diagnostics }: Validation, { valid, errors }: ValidationCounts, io: Io): void {
  printDiagnostics(diagnostics, io.stdout, false);
  if (errors > 0) {
    core.setFailed(`The manifest has ${counted(diagnostics, 'error')}; see the annotations.`);
  } else if (!valid) {
    core.setFailed(
      `The manifest has ${counted(diagnostics, 'warning')}, which strict does not let pass; see the annotations.`,
    );
  }
  annotate(diagnosticAnnotations(diagnostics), io);
}

async function baseOf(event: RunnerEvent, names: Parameters<typeof readBase>[1], io: Io): Promise<Base> {
  const change = proposedChange(event, io);
  return change === null ? { kind: 'none' } : readBase(change, names, io);
}

/** What the event is for; null where it proposes no change. */
function proposedChange({ name, payload }: RunnerEvent, { env }: Io): ProposedChange | null {
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
