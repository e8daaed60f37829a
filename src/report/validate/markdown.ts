/** Renders a validation as GitHub Markdown for a job summary: problems, what a pull request changes, rule coverage. */

import type { BaseManifest, Diagnostic, Manifest } from '../../domain/index.ts';
import type { AppError } from '../../lib/app-error.ts';
import { formatCount, formatNumber } from '../format/labels.ts';
import { EMPTY_CELL, formatCode, formatMessage } from '../format/markdown.ts';
import { createTable, renderDocument, type Section } from '../format/markdown-document.ts';
import { diffManifests, type EntryChange, type ManifestChanges } from './diff-manifests.ts';
import { computeRuleCoverage } from './rule-coverage.ts';
import {
  buildCertificateSection,
  buildCoverageSection,
  buildEntrySection,
  buildRuleSection,
  buildSettingsSection,
  buildWebhookSection,
} from './tables.ts';

export interface Validation {
  /** As shown to the user; null if there is none. */
  file: string | null;
  /** Null if it has errors or is missing. */
  manifest: Manifest | null;
  diagnostics: readonly Diagnostic[];
  /** Why the manifest could not be read at all. */
  failure: AppError | null;
  base: BaseManifest;
  /** Whether warnings fail the validation too. */
  strict: boolean;
}

/** The result in numbers. The last three are null if the base is unknown. */
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

/** Null if one side is unknown. A missing manifest has no entries. */
function computeChanges({ manifest, failure, base }: Validation): ManifestChanges | null {
  if (manifest === null && failure?.code !== 'manifest-not-found') return null;
  if (base.kind === 'new') return diffManifests(null, manifest);
  return base.kind === 'read' ? diffManifests(base.manifest, manifest) : null;
}

/** Markdown that ends in a newline, bounded in size for any number of changes. */
export function renderValidation(validation: Validation): string {
  const { manifest } = validation;
  const changes = computeChanges(validation);
  const coverage = manifest === null ? null : computeRuleCoverage(manifest);
  const sections = [
    renderProblems(validation),
    ...(changes === null ? [] : [buildCertificateSection(changes, coverage), buildSettingsSection(changes)]),
    ...(manifest === null || coverage === null
      ? []
      : [
          buildCoverageSection(coverage),
          buildRuleSection(manifest, coverage, changes),
          buildWebhookSection(manifest, coverage, changes),
          buildEntrySection(manifest, coverage),
        ]),
  ];
  return renderDocument(renderHead(validation, countValidation(validation, changes)), sections, '');
}

function renderHead(validation: Validation, counts: ValidationCounts): string {
  const paragraphs = [
    `## ${formatVerdict(validation, counts)}`,
    formatContents(validation),
    formatComparison(validation, counts),
  ];
  return `${paragraphs.filter((text) => text !== '').join('\n\n')}\n`;
}

function formatContents({ manifest }: Validation): string {
  if (manifest === null) return '';
  const { entries, rules, webhooks } = manifest;
  const parts = [
    formatCount(entries.length, 'certificate'),
    formatCount(rules.length, 'rule'),
    formatCount(webhooks.length, 'webhook'),
  ];
  return `${parts.join(', ')}.`;
}

function formatVerdict({ file, failure }: Validation, { valid, errors, warnings }: ValidationCounts): string {
  const name = file === null ? 'The manifest' : formatCode(file);
  if (failure?.code === 'manifest-not-found') return '❌ No manifest found';
  if (errors > 0) return `❌ ${name} has ${formatCount(errors, 'error')}`;
  if (!valid) return `❌ ${name} has ${formatCount(warnings, 'warning')}, and \`strict\` is set`;
  return warnings > 0 ? `⚠️ ${name} is valid, with ${formatCount(warnings, 'warning')}` : `✅ ${name} is valid`;
}

/** What changes compared with the base branch, or why that is unknown. */
function formatComparison({ base, manifest }: Validation, { added, removed, changed }: ValidationCounts): string {
  if (base.kind === 'none') return '';
  if (base.kind === 'absent') {
    return 'Changes are not shown because the base branch is not in this checkout. Set `fetch-depth: 2` on `actions/checkout`, or `fetch-depth: 0` if you set `ref`. Also make sure that the runner has git.';
  }
  const branch = `${formatCode(base.branch)} (${formatCode(base.commit.slice(0, 7))})`;
  if (base.kind === 'broken') return `Changes are not shown because the manifest on ${branch} has errors.`;
  if (added === null || removed === null || changed === null)
    return `To see the changes against ${branch}, fix the errors.`;
  if (base.kind === 'new') return manifest === null ? '' : `The manifest is new: ${branch} has none.`;
  if (added + removed + changed === 0) return `No certificate changes against ${branch}.`;
  return `Changes against ${branch}: ${formatCount(added, 'certificate')} added, ${formatNumber(removed)} removed, ${formatNumber(changed)} changed.`;
}

function renderProblems({ diagnostics, failure }: Validation): Section {
  const rows = diagnostics
    .toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
    .map(({ severity, code, message, hint, file, line, column }) => [
      MARKS[severity],
      formatCode(`${file}:${line}:${column}`),
      formatCode(code),
      formatMessage(message),
      formatMessage(hint ?? ''),
    ]);
  if (failure !== null) {
    const { code, message, hint } = failure;
    rows.unshift([MARKS.error, EMPTY_CELL, formatCode(code), formatMessage(message), formatMessage(hint ?? '')]);
  }
  return createTable('Problems', ['', 'Where', 'Code', 'Problem', 'Fix'], rows, 'see the log of this step');
}

const MARKS = { error: '❌', warning: '⚠️', notice: 'ℹ️' } as const satisfies Record<Diagnostic['severity'], string>;
const ORDER = Object.keys(MARKS);
