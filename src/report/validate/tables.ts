/** The tables of a validation summary: the manifest, and what a change does to it. */

import { formatDestination } from '../../domain/destinations.ts';
import type { Entry, Manifest } from '../../domain/index.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { formatCount } from '../format/labels.ts';
import { EMPTY_CELL, formatCode } from '../format/markdown.ts';
import { createFoldedTable, createSection, createTable, type Section } from '../format/markdown-document.ts';
import {
  type FieldChange,
  listSourceFields,
  MATCHED_BY,
  type ManifestChanges,
  type PartChange,
} from './diff-manifests.ts';
import type { RuleCoverage } from './rule-coverage.ts';

const NO_ROOM = 'omitted because the summary is full';

const MARKS = { removed: '➖ removed', changed: '✏️ changed', added: '➕ added' } as const;

/** `coverage`: null if the manifest has errors. */
export function buildCertificateSection({ certificates }: ManifestChanges, coverage: RuleCoverage | null): Section {
  const rows = certificates.map(({ kind, entry, fields }) => [
    MARKS[kind],
    formatCode(entry.name),
    formatSource(entry),
    fields.map(formatFieldChange).join('<br>') || EMPTY_CELL,
    kind === 'removed' ? EMPTY_CELL : formatMatchingRules(entry, coverage),
  ]);
  return createTable('Changes', ['', 'Certificate', 'Source', 'Changed fields', 'Matching rules'], rows, NO_ROOM);
}

export function buildSettingsSection({ settings }: ManifestChanges): Section {
  const lines = settings.map((change) => `- ${formatFieldChange(change)}`);
  return createSection('Changed settings', lines, NO_ROOM);
}

function formatFieldChange({ field, before, after }: FieldChange): string {
  const name = field === MATCHED_BY ? field : formatCode(field);
  if (HIDDEN_FIELD.test(field)) return `${name}: ${before === null ? 'added' : after === null ? 'removed' : 'changed'}`;
  return `${name}: ${formatCode(before)} → ${formatCode(after)}`;
}

/** Fields whose values are long, or may be a secret written into the manifest. */
const HIDDEN_FIELD = /passw|secret|token|headers|heartbeat|^pem$/i;

function formatSource({ source }: Entry): string {
  const [[field, text] = ['', '']] = listSourceFields(source);
  return formatCode(HIDDEN_FIELD.test(field) ? field : text);
}

/** Nobody would read a table row with hundreds of rules. */
const MAX_RULES = 8;

function formatMatchingRules({ name, enabled }: Entry, coverage: RuleCoverage | null): string {
  if (!enabled) return 'disabled';
  return formatNames(coverage?.rulesByEntry.get(name) ?? [], MAX_RULES) || '⚠️ none';
}

function formatNames(names: readonly string[], max: number): string {
  return truncateList(names.map(formatCode), max, ' ');
}

const MAX_NAMES = 20;

/** Empty if there is nothing to warn about. */
export function buildCoverageSection({ unmatchedEntries, unusedWebhooks, entryCounts }: RuleCoverage): Section {
  const idleRules = [...entryCounts].filter(([, count]) => count === 0).map(([name]) => name);
  const warnings: [readonly string[], string][] = [
    [unmatchedEntries, 'Certificates that no rule matches, so nobody is notified'],
    [idleRules, 'Rules that match no certificate'],
    [unusedWebhooks, 'Webhooks that receive nothing'],
  ];
  const lines = warnings
    .filter(([names]) => names.length > 0)
    .map(([names, what]) => `- ⚠️ ${what}: ${formatNames(names, MAX_NAMES)}`);
  return createSection('Coverage warnings', lines, NO_ROOM);
}

function formatPartChange(changes: readonly PartChange[] | undefined, name: string): string {
  const change = changes?.find((one) => one.name === name);
  if (change === undefined) return '';
  const fields = change.fields.length === 0 ? '' : `: ${change.fields.map(formatCode).join(', ')}`;
  return `${MARKS[change.kind]}${fields}`;
}

/** A row for each removed rule or webhook, with as many empty cells as its table needs. */
function listRemoved(changes: readonly PartChange[] = [], emptyCells: number): string[][] {
  return changes
    .filter(({ kind }) => kind === 'removed')
    .map(({ name }) => [formatCode(name), ...Array(emptyCells).fill(EMPTY_CELL), MARKS.removed]);
}

function formatEntryCount(count: number | null | undefined): string {
  return count === null ? 'scan events only' : formatCount(count ?? 0, 'certificate');
}

/** `changes`: null if there is nothing to compare with. */
export function buildRuleSection(
  { rules }: Manifest,
  { entryCounts }: RuleCoverage,
  changes: ManifestChanges | null,
): Section {
  const rows = rules.map(({ name, enabled, actions }) => [
    formatCode(name),
    formatNames([...new Set(actions.map(formatDestination))], MAX_RULES) || EMPTY_CELL,
    enabled ? formatEntryCount(entryCounts.get(name)) : 'disabled',
    formatPartChange(changes?.rules, name),
  ]);
  const all = [...rows, ...listRemoved(changes?.rules, 2)];
  return {
    ...createTable('Rules', ['Rule', 'Sends to', 'Matches', 'Change'], all, NO_ROOM),
    after:
      '\nThis table matches rules by name and labels only. Whether a rule fires also depends on status, thresholds and conditions, which only a scan knows.\n',
  };
}

/** `changes`: null if there is nothing to compare with. */
export function buildWebhookSection(
  { webhooks, rules }: Manifest,
  { unusedWebhooks }: RuleCoverage,
  changes: ManifestChanges | null,
): Section {
  const rows = webhooks.map(({ name }) => {
    const users = rules.filter(({ actions }) =>
      actions.some((action) => formatDestination(action) === `webhook:${name}`),
    );
    const names = users.map((rule) => rule.name);
    const unused = unusedWebhooks.includes(name) ? ' ⚠️ unused' : '';
    return [
      formatCode(name),
      `${formatNames(names, MAX_RULES) || EMPTY_CELL}${unused}`,
      formatPartChange(changes?.webhooks, name),
    ];
  });
  const all = [...rows, ...listRemoved(changes?.webhooks, 1)];
  return createTable('Webhooks', ['Webhook', 'Used by rules', 'Change'], all, NO_ROOM);
}

/** Folded, because a manifest may have thousands of entries. */
export function buildEntrySection({ entries }: Manifest, coverage: RuleCoverage): Section {
  const rows = entries.map((entry) => [
    formatCode(entry.name),
    formatSource(entry),
    formatMatchingRules(entry, coverage),
  ]);
  const title = `All ${formatCount(entries.length, 'certificate')}`;
  return createFoldedTable(title, ['Certificate', 'Source', 'Matching rules'], rows, NO_ROOM);
}
