/** The sections of a validation: the manifest, and its changes. */

import { formatDestination } from '../../domain/destinations.ts';
import type { Entry, Manifest, Rule, Webhook } from '../../domain/index.ts';
import {
  type Column,
  createList,
  createParagraph,
  createTable,
  type Inline,
  joinTexts,
  quoteName,
  type Section,
  type Text,
} from '../document/model.ts';
import { formatCount } from '../format/labels.ts';
import {
  type EntryChange,
  type FieldChange,
  listSourceFields,
  MATCHED_BY,
  type ManifestChanges,
  type PartChange,
} from './diff-manifests.ts';
import type { RuleCoverage } from './rule-coverage.ts';

/** Builds the section of certificates. `coverage`: null if the manifest has errors. */
export function buildCertificateSection({ certificates }: ManifestChanges, coverage: RuleCoverage | null): Section {
  const columns: Column<EntryChange>[] = [
    { title: '', cell: ({ kind }) => ({ mark: kind, text: kind }) },
    { title: 'Certificate', cell: ({ entry }) => quoteName(entry.name) },
    { title: 'Source', cell: ({ entry }) => formatSource(entry) },
    {
      title: 'Changed fields',
      cell: ({ fields }) => joinTexts(fields.map(describeFieldChange), undefined, { isBreak: true }),
    },
    {
      title: 'Matching rules',
      cell: ({ kind, entry }) => (kind === 'removed' ? null : listMatchingRules(entry, coverage)),
    },
  ];
  return { title: 'Changes', blocks: [createTable(columns, certificates)] };
}

export function buildSettingsSection({ settings }: ManifestChanges): Section {
  return { title: 'Changed settings', blocks: [createList(settings.map(describeFieldChange))] };
}

function describeFieldChange({ field, before, after }: FieldChange): Text {
  const name = field === MATCHED_BY ? field : { code: field };
  if (HIDDEN_FIELD.test(field))
    return [name, `: ${before === null ? 'added' : after === null ? 'removed' : 'changed'}`];
  return joinTexts([name, ': ', quoteValue(before), ' → ', quoteValue(after)], undefined, '');
}

function quoteValue(value: string | null): Inline {
  return { code: value ?? '' };
}

/** Fields whose values are long, or may be a secret written into the manifest. */
const HIDDEN_FIELD = /passw|secret|token|headers|heartbeat|^pem$/i;

function formatSource({ source }: Entry): Text {
  const [[field, text] = ['', '']] = listSourceFields(source);
  return quoteName(HIDDEN_FIELD.test(field) ? field : text);
}

/** The limit of rules in one row of a table. */
const MAX_RULES = 8;

function listMatchingRules({ name, enabled }: Entry, coverage: RuleCoverage | null): Text {
  if (!enabled) return 'disabled';
  const rules = coverage?.rulesByEntry.get(name) ?? [];
  return rules.length === 0 ? { mark: 'caution', text: 'none' } : listNames(rules, MAX_RULES);
}

function listNames(names: readonly string[], max: number): Inline[] {
  return joinTexts(names.map(quoteName), max, ' ');
}

const MAX_NAMES = 20;

/** Builds the section of warnings, which is left out without any. */
export function buildCoverageSection({ unmatchedEntries, unusedWebhooks, entryCounts }: RuleCoverage): Section {
  const idleRules = [...entryCounts].filter(([, count]) => count === 0).map(([name]) => name);
  const warnings: [readonly string[], string][] = [
    [unmatchedEntries, 'Certificates that no rule matches, so nobody is notified'],
    [idleRules, 'Rules that match no certificate'],
    [unusedWebhooks, 'Webhooks that receive nothing'],
  ];
  const items = warnings
    .filter(([names]) => names.length > 0)
    .map(([names, what]): Text => [{ mark: 'caution', text: `${what}: ` }, ...listNames(names, MAX_NAMES)]);
  return { title: 'Coverage warnings', blocks: [createList(items)] };
}

/** A rule or webhook of the manifest, or one that was removed from it. */
interface PartRow<Part> {
  name: string;
  part: Part | null;
  change: PartChange | undefined;
}

/** Lists the parts of the manifest, then the removed ones. */
function listParts<Part extends { name: string }>(
  parts: readonly Part[],
  changes: readonly PartChange[] = [],
): PartRow<Part>[] {
  const removed = changes.filter(({ kind }) => kind === 'removed');
  return [
    ...parts.map((part) => ({ name: part.name, part, change: changes.find(({ name }) => name === part.name) })),
    ...removed.map((change) => ({ name: change.name, part: null, change })),
  ];
}

function describePartChange({ change }: PartRow<unknown>): Text {
  if (change === undefined) return '';
  const fields = joinTexts(change.fields.map(quoteName));
  return [{ mark: change.kind, text: change.kind }, ...(fields.length === 0 ? [] : [': ', ...fields])];
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
  const listDestinations = ({ actions }: Rule) => listNames([...new Set(actions.map(formatDestination))], MAX_RULES);
  const countEntries = ({ name, enabled }: Rule) => (enabled ? formatEntryCount(entryCounts.get(name)) : 'disabled');
  const columns: Column<PartRow<Rule>>[] = [
    { title: 'Rule', cell: ({ name }) => quoteName(name) },
    { title: 'Sends to', cell: ({ part }) => part && listDestinations(part) },
    { title: 'Matches', cell: ({ part }) => part && countEntries(part) },
    { title: 'Change', optional: true, cell: describePartChange },
  ];
  const note =
    'This table matches rules by name and labels only. Whether a rule fires also depends on status, thresholds and conditions, which only a scan knows.';
  return { title: 'Rules', blocks: [createTable(columns, listParts(rules, changes?.rules)), createParagraph(note)] };
}

/** `changes`: null if there is nothing to compare with. */
export function buildWebhookSection(
  { webhooks, rules }: Manifest,
  { unusedWebhooks }: RuleCoverage,
  changes: ManifestChanges | null,
): Section {
  const listUsers = ({ name }: Webhook): Text => {
    const isUsedBy = ({ actions }: Rule) => actions.some((action) => formatDestination(action) === `webhook:${name}`);
    const names = rules.filter(isUsedBy).map((rule) => rule.name);
    const unused = unusedWebhooks.includes(name) ? [{ mark: 'caution', text: 'unused' } as const] : [];
    return joinTexts([...(names.length === 0 ? [] : [listNames(names, MAX_RULES)]), ...unused], undefined, ' ');
  };
  const columns: Column<PartRow<Webhook>>[] = [
    { title: 'Webhook', cell: ({ name }) => quoteName(name) },
    { title: 'Used by rules', cell: ({ part }) => part && listUsers(part) },
    { title: 'Change', optional: true, cell: describePartChange },
  ];
  return { title: 'Webhooks', blocks: [createTable(columns, listParts(webhooks, changes?.webhooks))] };
}

/** Builds the section of entries, folded, because a manifest may have thousands. */
export function buildEntrySection({ entries }: Manifest, coverage: RuleCoverage): Section {
  const columns: Column<Entry>[] = [
    { title: 'Certificate', cell: ({ name }) => quoteName(name) },
    { title: 'Source', cell: formatSource },
    { title: 'Matching rules', cell: (entry) => listMatchingRules(entry, coverage) },
  ];
  const title = `All ${formatCount(entries.length, 'certificate')}`;
  return { title, isFolded: true, blocks: [createTable(columns, entries)] };
}
