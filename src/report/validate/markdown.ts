/** What a pull request does to the manifest, in GitHub's Markdown, for the summary of its check. */

import type { Base, Diagnostic, Manifest } from '../../domain/index.ts';
import type { AppError } from '../../lib/app-error.ts';
import { count } from '../format/labels.ts';
import { code, NOTHING, prose, row, tableHead } from '../format/markdown.ts';
import { page, type Section } from '../format/markdown-page.ts';
import { type Changes, compareManifests, type EntryChange } from './diff-manifests.ts';
import { type Reach, reachOf } from './rule-coverage.ts';
import {
  allSection,
  certificateSection,
  ruleSection,
  settingsSection,
  warningSection,
  webhookSection,
} from './tables.ts';

export interface Validation {
  /** As named to the user; null where there is none. */
  file: string | null;
  /** Null where it has an error, or is not there. */
  manifest: Manifest | null;
  diagnostics: readonly Diagnostic[];
  /** Why the manifest could not be read at all. */
  failure: AppError | null;
  base: Base;
  /** Whether warnings fail the check too. */
  strict: boolean;
}

/** What the check comes to, in numbers. The last three are null where the base is not known. */
export interface ValidationCounts {
  valid: boolean;
  errors: number;
  warnings: number;
  added: number | null;
  removed: number | null;
  changed: number | null;
}

export function countValidation(validation: Validation, changes = changesOf(validation)): ValidationCounts {
  const { diagnostics, failure, strict } = validation;
  const counted = (severity: Diagnostic['severity']) => diagnostics.filter((one) => one.severity === severity).length;
  const errors = counted('error') + (failure === null ? 0 : 1);
  const warnings = counted('warning');
  const changed = (kind: EntryChange['kind']) =>
    changes === null ? null : changes.certificates.filter((change) => change.kind === kind).length;
  return {
    valid: errors === 0 && (!strict || warnings === 0),
    errors,
    warnings,
    added: changed('added'),
    removed: changed('removed'),
    changed: changed('changed'),
  };
}

/** Null where either side is not known. A manifest that is not there has lost all that it had. */
function changesOf({ manifest, failure, base }: Validation): Changes | null {
  const gone = failure?.code === 'manifest-not-found';
  if (manifest === null && !gone) return null;
  if (base.kind === 'new') return compareManifests(null, manifest);
  return base.kind === 'read' ? compareManifests(base.manifest, manifest) : null;
}

/** Markdown that ends in a newline and takes at most `limit` bytes in UTF-8. */
export function renderValidation(validation: Validation, { limit }: { limit?: number } = {}): string {
  const { manifest } = validation;
  const changes = changesOf(validation);
  const reach = manifest === null ? null : reachOf(manifest);
  const sections = [
    problemSection(validation),
    ...(changes === null ? [] : [certificateSection(changes, reach), settingsSection(changes)]),
    ...(manifest === null || reach === null ? [] : manifestSections(manifest, reach, changes)),
  ];
  return page(headOf(validation, countValidation(validation, changes)), sections, '', limit);
}

function manifestSections(manifest: Manifest, reach: Reach, changes: Changes | null): Section[] {
  return [
    warningSection(reach),
    ruleSection(manifest, reach, changes),
    webhookSection(manifest, reach, changes),
    allSection(manifest, reach),
  ];
}

function headOf(validation: Validation, counts: ValidationCounts): string {
  const { manifest } = validation;
  const lines = [`## ${verdict(validation, counts)}`, comparison(validation, counts)];
  if (manifest !== null) {
    const { entries, rules, webhooks } = manifest;
    const parts = [
      count(entries.length, 'certificate'),
      count(rules.length, 'rule'),
      count(webhooks.length, 'webhook'),
    ];
    lines.splice(1, 0, `It has ${parts.join(', ')}.`);
  }
  return `${lines.filter((line) => line !== '').join('\n\n')}\n`;
}

function verdict({ file, failure }: Validation, { valid, errors, warnings }: ValidationCounts): string {
  const name = file === null ? 'The manifest' : code(file);
  if (failure?.code === 'manifest-not-found') return '❌ There is no manifest';
  if (errors > 0) return `❌ ${name} has ${count(errors, 'error')}`;
  if (!valid) return `❌ ${name} has ${count(warnings, 'warning')}, which \`strict\` does not let pass`;
  return warnings > 0 ? `⚠️ ${name} is valid, with ${count(warnings, 'warning')}` : `✅ ${name} is valid`;
}

/** What the change was compared with, and what came of it; or why it could not be. */
function comparison({ base, manifest }: Validation, { added, removed, changed }: ValidationCounts): string {
  if (base.kind === 'none') return '';
  if (base.kind === 'absent') {
    return 'What changes is not shown, since the base branch is not in this checkout: give `actions/checkout` `fetch-depth: 2`, or `0` where its `ref` is written, on a machine that has git.';
  }
  const branch = `${code(base.branch)} (${code(base.commit.slice(0, 7))})`;
  if (base.kind === 'broken') return `What changes is not shown, since the manifest on ${branch} has errors.`;
  if (added === null) return `What changes against ${branch} is shown once the errors are mended.`;
  if (base.kind === 'new') return manifest === null ? '' : `The manifest is new: there is none on ${branch}.`;
  if (added + (removed ?? 0) + (changed ?? 0) === 0) return `Against ${branch} no certificate changes.`;
  return `Against ${branch}: ${count(added, 'certificate')} added, ${count(removed ?? 0, 'certificate')} removed, ${count(changed ?? 0, 'certificate')} changed.`;
}

function problemSection({ diagnostics, failure }: Validation): Section {
  const lines = diagnostics
    .toSorted(errorsFirst)
    .map(({ severity, code: name, message, hint, file, line, column }) =>
      row([MARKS[severity], code(`${file}:${line}:${column}`), code(name), prose(message), prose(hint ?? '')]),
    );
  if (failure !== null)
    lines.unshift(row(['❌', NOTHING, code(failure.code), prose(failure.message), prose(failure.hint ?? '')]));
  const head = tableHead(['', 'Where', 'Code', 'What is wrong', 'What to do']);
  return { before: `\n### What is wrong\n\n${head}\n`, lines, after: '', rest: 'which the log of this step has' };
}

const MARKS = { error: '❌', warning: '⚠️', notice: 'ℹ️' } as const satisfies Record<Diagnostic['severity'], string>;
const ORDER = Object.keys(MARKS);

function errorsFirst(a: Diagnostic, b: Diagnostic): number {
  return ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity);
}
