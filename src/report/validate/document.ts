/** A validation for people: problems, the changes of a pull request, and the matching rules of certificates. */

import type { BaseManifest, Diagnostic, Manifest } from '../../domain/index.ts';
import type { AppError } from '../../lib/app-error.ts';
import {
  type Column,
  createDocument,
  createParagraph,
  createTable,
  type Document,
  type Mark,
  quoteMessage,
  quoteName,
  type Section,
  type Text,
} from '../document/model.ts';
import { formatCount, formatNumber } from '../format/labels.ts';
import { diffManifests, type EntryChange, type ManifestChanges } from './diff-manifests.ts';
import { computeRuleCoverage } from './rule-coverage.ts';
import {
  buildCertificateSection,
  buildCoverageSection,
  buildEntrySection,
  buildRuleSection,
  buildSettingsSection,
  buildWebhookSection,
} from './sections.ts';

export interface Validation {
  /** The manifest file as shown to the user; null if there is none. */
  file: string | null;
  /** The manifest; null if it has errors or is missing. */
  manifest: Manifest | null;
  diagnostics: readonly Diagnostic[];
  /** The reason why the manifest could not be read at all. */
  failure: AppError | null;
  base: BaseManifest;
  /** Whether warnings fail the validation, too. */
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

/** Computes the changes; null if one side is unknown. A missing manifest has no entries. */
function computeChanges({ manifest, failure, base }: Validation): ManifestChanges | null {
  if (manifest === null && failure?.code !== 'manifest-not-found') return null;
  if (base.kind === 'new') return diffManifests(null, manifest);
  return base.kind === 'read' ? diffManifests(base.manifest, manifest) : null;
}

export function buildValidationDocument(validation: Validation): Document {
  const { manifest } = validation;
  const changes = computeChanges(validation);
  const counts = countValidation(validation, changes);
  const coverage = manifest === null ? null : computeRuleCoverage(manifest);
  const { mark, title } = describeVerdict(validation, counts);
  return createDocument(title, {
    mark,
    lead: [createParagraph(formatContents(validation))],
    summary: [createParagraph(describeComparison(validation, counts))],
    sections: [
      buildProblemSection(validation),
      ...(changes === null ? [] : [buildCertificateSection(changes, coverage), buildSettingsSection(changes)]),
      ...(manifest === null || coverage === null
        ? []
        : [
            buildCoverageSection(coverage),
            buildRuleSection(manifest, coverage, changes),
            buildWebhookSection(manifest, coverage, changes),
            buildEntrySection(manifest, coverage),
          ]),
    ],
    rest: { markdown: 'the summary is full; the log of this step has all problems' },
  });
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

function describeVerdict(
  { file, failure }: Validation,
  { valid, errors, warnings }: ValidationCounts,
): { mark: Mark; title: Text } {
  const name = file === null ? 'The manifest' : { code: file };
  if (failure?.code === 'manifest-not-found') return { mark: 'bad', title: 'No manifest found' };
  if (errors > 0) return { mark: 'bad', title: [name, ` has ${formatCount(errors, 'error')}`] };
  if (!valid)
    return {
      mark: 'bad',
      title: [name, ` has ${formatCount(warnings, 'warning')}, and `, { code: 'strict' }, ' is set'],
    };
  return warnings > 0
    ? { mark: 'caution', title: [name, ` is valid, with ${formatCount(warnings, 'warning')}`] }
    : { mark: 'good', title: [name, ' is valid'] };
}

/** Describes the changes compared with the base branch, or the reason why they are unknown. */
function describeComparison({ base, manifest }: Validation, { added, removed, changed }: ValidationCounts): Text {
  if (base.kind === 'none') return null;
  if (base.kind === 'absent') {
    return [
      'Changes are not shown because the base branch is not in this checkout. Set ',
      ...[{ code: 'fetch-depth: 2' }, ' on ', { code: 'actions/checkout' }, ', or ', { code: 'fetch-depth: 0' }],
      ...[' if you set ', { code: 'ref' }, '. Also make sure that the runner has git.'],
    ];
  }
  const branch = [{ code: base.branch }, ' (', { code: base.commit.slice(0, 7) }, ')'];
  if (base.kind === 'broken') return ['Changes are not shown because the manifest on ', ...branch, ' has errors.'];
  if (added === null || removed === null || changed === null)
    return ['To see the changes against ', ...branch, ', fix the errors.'];
  if (base.kind === 'new') return manifest === null ? null : ['The manifest is new: ', ...branch, ' has none.'];
  if (added + removed + changed === 0) return ['No certificate changes against ', ...branch, '.'];
  const counts = `${formatCount(added, 'certificate')} added, ${formatNumber(removed)} removed, ${formatNumber(changed)} changed`;
  return ['Changes against ', ...branch, `: ${counts}.`];
}

const MARKS = { error: 'bad', warning: 'caution', notice: 'note' } as const satisfies Record<
  Diagnostic['severity'],
  Mark
>;
const ORDER = Object.keys(MARKS);

type Problem = Pick<Diagnostic, 'severity' | 'code' | 'message'> & {
  location: string | null;
  hint?: string | undefined;
};

const PROBLEM_COLUMNS: readonly Column<Problem>[] = [
  { title: '', cell: ({ severity }) => ({ mark: MARKS[severity] }) },
  { title: 'Location', cell: ({ location }) => quoteName(location) },
  { title: 'Code', cell: ({ code }) => quoteName(code) },
  { title: 'Problem', cell: ({ message }) => quoteMessage(message) },
  { title: 'Fix', cell: ({ hint }) => quoteMessage(hint ?? null) },
];

function buildProblemSection({ diagnostics, failure }: Validation): Section {
  const problems = diagnostics
    .toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
    .map((one): Problem => ({ ...one, location: `${one.file}:${one.line}:${one.column}` }));
  const all = failure === null ? problems : [toProblem(failure), ...problems];
  return { title: 'Problems', blocks: [createTable(PROBLEM_COLUMNS, all)] };
}

function toProblem({ code, message, hint }: AppError): Problem {
  return { severity: 'error', code, message, hint, location: null };
}
