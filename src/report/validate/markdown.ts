/** What a pull request does to the manifest, in GitHub's Markdown, for the summary of its check. */

import type { BaseManifest, Diagnostic, Manifest } from '../../domain/index.ts';
import type { AppError } from '../../lib/app-error.ts';
import { formatCount } from '../format/labels.ts';
import { EMPTY_CELL, formatCode, formatMessage, formatRow, formatTableHead } from '../format/markdown.ts';
import { renderDocument, type Section } from '../format/markdown-document.ts';
import { diffManifests, type EntryChange, type ManifestChanges } from './diff-manifests.ts';
import { computeRuleCoverage, type RuleCoverage } from './rule-coverage.ts';
import {
  buildCertificateSection,
  buildEntrySection,
  buildRuleSection,
  buildSettingsSection,
  buildWarningSection,
  buildWebhookSection,
} from './tables.ts';

export interface Validation {
  /** As named to the user; null where there is none. */
  file: string | null;
  /** Null where it has an error, or is not there. */
  manifest: Manifest | null;
  diagnostics: readonly Diagnostic[];
  /** Why the manifest could not be read at all. */
  failure: AppError | null;
  base: BaseManifest;
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

export function countValidation(validation: Validation, changes = computeChanges(validation)): ValidationCounts {
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
function computeChanges({ manifest, failure, base }: Validation): ManifestChanges | null {
  const gone = failure?.code === 'manifest-not-found';
  if (manifest === null && !gone) return null;
  if (base.kind === 'new') return diffManifests(null, manifest);
  return base.kind === 'read' ? diffManifests(base.manifest, manifest) : null;
}

/** Markdown that ends in a newline and takes at most `limit` bytes in UTF-8. */
export function renderValidation(validation: Validation, { limit }: { limit?: number } = {}): string {
  const { manifest } = validation;
  const changes = computeChanges(validation);
  const reach = manifest === null ? null : computeRuleCoverage(manifest);
  const sections = [
    problemSection(validation),
    ...(changes === null ? [] : [buildCertificateSection(changes, reach), buildSettingsSection(changes)]),
    ...(manifest === null || reach === null ? [] : manifestSections(manifest, reach, changes)),
  ];
  return renderDocument(renderHead(validation, countValidation(validation, changes)), sections, '', limit);
}

function manifestSections(manifest: Manifest, reach: RuleCoverage, changes: ManifestChanges | null): Section[] {
  return [
    buildWarningSection(reach),
    buildRuleSection(manifest, reach, changes),
    buildWebhookSection(manifest, reach, changes),
    buildEntrySection(manifest, reach),
  ];
}

function renderHead(validation: Validation, counts: ValidationCounts): string {
  const { manifest } = validation;
  const lines = [`## ${verdict(validation, counts)}`, comparison(validation, counts)];
  if (manifest !== null) {
    const { entries, rules, webhooks } = manifest;
    const parts = [
      formatCount(entries.length, 'certificate'),
      formatCount(rules.length, 'rule'),
      formatCount(webhooks.length, 'webhook'),
    ];
    lines.splice(1, 0, `It has ${parts.join(', ')}.`);
  }
  return `${lines.filter((line) => line !== '').join('\n\n')}\n`;
}

function verdict({ file, failure }: Validation, { valid, errors, warnings }: ValidationCounts): string {
  const name = file === null ? 'The manifest' : formatCode(file);
  if (failure?.code === 'manifest-not-found') return '❌ There is no manifest';
  if (errors > 0) return `❌ ${name} has ${formatCount(errors, 'error')}`;
  if (!valid) return `❌ ${name} has ${formatCount(warnings, 'warning')}, which \`strict\` does not let pass`;
  return warnings > 0 ? `⚠️ ${name} is valid, with ${formatCount(warnings, 'warning')}` : `✅ ${name} is valid`;
}

/** What the change was compared with, and what came of it; or why it could not be. */
function comparison({ base, manifest }: Validation, { added, removed, changed }: ValidationCounts): string {
  if (base.kind === 'none') return '';
  if (base.kind === 'absent') {
    return 'What changes is not shown, since the base branch is not in this checkout: give `actions/checkout` `fetch-depth: 2`, or `0` where its `ref` is written, on a machine that has git.';
  }
  const branch = `${formatCode(base.branch)} (${formatCode(base.commit.slice(0, 7))})`;
  if (base.kind === 'broken') return `What changes is not shown, since the manifest on ${branch} has errors.`;
  if (added === null) return `What changes against ${branch} is shown once the errors are mended.`;
  if (base.kind === 'new') return manifest === null ? '' : `The manifest is new: there is none on ${branch}.`;
  if (added + (removed ?? 0) + (changed ?? 0) === 0) return `Against ${branch} no certificate changes.`;
  return `Against ${branch}: ${formatCount(added, 'certificate')} added, ${formatCount(removed ?? 0, 'certificate')} removed, ${formatCount(changed ?? 0, 'certificate')} changed.`;
}

function problemSection({ diagnostics, failure }: Validation): Section {
  const lines = diagnostics
    .toSorted(errorsFirst)
    .map(({ severity, code: name, message, hint, file, line, column }) =>
      formatRow([
        MARKS[severity],
        formatCode(`${file}:${line}:${column}`),
        formatCode(name),
        formatMessage(message),
        formatMessage(hint ?? ''),
      ]),
    );
  if (failure !== null)
    lines.unshift(
      formatRow([
        '❌',
        EMPTY_CELL,
        formatCode(failure.code),
        formatMessage(failure.message),
        formatMessage(failure.hint ?? ''),
      ]),
    );
  const head = formatTableHead(['', 'Where', 'Code', 'What is wrong', 'What to do']);
  return { before: `\n### What is wrong\n\n${head}\n`, lines, after: '', rest: 'which the log of this step has' };
}

const MARKS = { error: '❌', warning: '⚠️', notice: 'ℹ️' } as const satisfies Record<Diagnostic['severity'], string>;
const ORDER = Object.keys(MARKS);

function errorsFirst(a: Diagnostic, b: Diagnostic): number {
  return ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity);
}
