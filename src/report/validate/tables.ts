/** The tables that show a manifest, and what becomes of it by a change. */

import { formatDestination } from '../../domain/destinations.ts';
import type { Entry, Manifest } from '../../domain/index.ts';
import { formatCount } from '../format/labels.ts';
import { EMPTY_CELL, formatCode, formatRow, formatTableHead } from '../format/markdown.ts';
import type { Section } from '../format/markdown-document.ts';
import {
  type FieldChange,
  listSourceFields,
  MATCHED_BY,
  type ManifestChanges,
  type PartChange,
} from './diff-manifests.ts';
import type { RuleCoverage } from './rule-coverage.ts';

const NOT_SHOWN = 'for which there is no room here';

const MARKS = { removed: '➖ removed', changed: '✏️ changed', added: '➕ added' } as const;

export function buildCertificateSection({ certificates }: ManifestChanges, reach: RuleCoverage | null): Section {
  const lines = certificates.map(({ kind, entry, fields }) =>
    formatRow([
      MARKS[kind],
      formatCode(entry.name),
      formatSource(entry),
      fields.map(fieldText).join('<br>') || EMPTY_CELL,
      kind === 'removed' ? EMPTY_CELL : rulesThatReach(entry, reach),
    ]),
  );
  const head = formatTableHead(['', 'Certificate', 'Source', 'What changes', 'Rules that can reach it']);
  return { before: `\n### What changes\n\n${head}\n`, lines, after: '', rest: NOT_SHOWN };
}

export function buildSettingsSection({ settings }: ManifestChanges): Section {
  const lines = settings.map((change) => `- ${fieldText(change)}`);
  return { before: '\n### Settings that change\n\n', lines, after: '', rest: NOT_SHOWN };
}

function fieldText({ field, before, after }: FieldChange): string {
  const name = field === MATCHED_BY ? field : formatCode(field);
  if (HIDDEN.test(field)) return `${name}: ${before === null ? 'added' : after === null ? 'removed' : 'changed'}`;
  return `${name}: ${formatCode(before ?? '')} → ${formatCode(after ?? '')}`;
}

/** Fields whose values are long, or may be a secret that somebody has written into the manifest. */
const HIDDEN = /passw|secret|token|headers|heartbeat|^pem$/i;

function formatSource({ source }: Entry): string {
  const [[field, text] = ['', '']] = listSourceFields(source);
  return formatCode(HIDDEN.test(field) ? field : text);
}

/** A table of hundreds of rules a row would be read by nobody. */
const MAX_RULES = 8;

function rulesThatReach({ name, enabled }: Entry, reach: RuleCoverage | null): string {
  if (!enabled) return 'disabled';
  return names(reach?.rulesOf.get(name) ?? [], MAX_RULES) || '⚠️ none';
}

function names(all: readonly string[], most: number): string {
  const shown = all.slice(0, most).map(formatCode).join(' ');
  return all.length > most ? `${shown} and ${all.length - most} more` : shown;
}

const MAX_NAMES = 20;

export function buildWarningSection({ unreached, idleWebhooks, reached }: RuleCoverage): Section {
  const idleRules = [...reached].filter(([, number]) => number === 0).map(([name]) => name);
  const told: [readonly string[], string, string][] = [
    [unreached, 'Certificates that no rule can reach, of which nobody is told', 'certificate'],
    [idleRules, 'Rules that can reach no certificate', 'rule'],
    [idleWebhooks, 'Webhooks that nothing is sent to', 'webhook'],
  ];
  const lines = told
    .filter(([found]) => found.length > 0)
    .map(([found, what]) => `- ⚠️ ${what}: ${names(found, MAX_NAMES)}`);
  return { before: '\n### Worth a look\n\n', lines, after: '', rest: NOT_SHOWN };
}

/** What became of a rule or a webhook by the change. */
function partMark(changes: readonly PartChange[] | undefined, name: string): string {
  const change = changes?.find((one) => one.name === name);
  if (change === undefined) return '';
  return change.fields.length === 0
    ? MARKS[change.kind]
    : `${MARKS[change.kind]}: ${change.fields.map(formatCode).join(', ')}`;
}

function removedNames(changes: readonly PartChange[] = []): string[] {
  return changes.filter(({ kind }) => kind === 'removed').map(({ name }) => name);
}

function reachText(certificates: number | null | undefined): string {
  return certificates === null ? 'no certificate: it hears of scans' : formatCount(certificates ?? 0, 'certificate');
}

export function buildRuleSection(
  { rules }: Manifest,
  { reached }: RuleCoverage,
  changes: ManifestChanges | null,
): Section {
  const lines = rules.map(({ name, enabled, actions }) =>
    formatRow([
      formatCode(name),
      names([...new Set(actions.map(formatDestination))], MAX_RULES) || EMPTY_CELL,
      enabled ? reachText(reached.get(name)) : 'disabled',
      partMark(changes?.rules, name),
    ]),
  );
  const removed = removedNames(changes?.rules).map((name) =>
    formatRow([formatCode(name), EMPTY_CELL, EMPTY_CELL, MARKS.removed]),
  );
  const head = formatTableHead(['Rule', 'Sends to', 'Can reach', 'Change']);
  return {
    before: `\n### Rules\n\n${head}\n`,
    lines: [...lines, ...removed],
    after:
      '\nA rule can reach a certificate by its name and labels. Whether it fires is known only by a scan, from status, thresholds and conditions.\n',
    rest: NOT_SHOWN,
  };
}

export function buildWebhookSection(
  { webhooks, rules }: Manifest,
  reach: RuleCoverage,
  changes: ManifestChanges | null,
): Section {
  const lines = webhooks.map(({ name }) => {
    const senders = rules.filter(({ actions }) =>
      actions.some((action) => formatDestination(action) === `webhook:${name}`),
    );
    const listed =
      names(
        senders.map((rule) => rule.name),
        MAX_RULES,
      ) || EMPTY_CELL;
    const idle = reach.idleWebhooks.includes(name) ? ' ⚠️ nothing is sent' : '';
    return formatRow([formatCode(name), `${listed}${idle}`, partMark(changes?.webhooks, name)]);
  });
  const removed = removedNames(changes?.webhooks).map((name) =>
    formatRow([formatCode(name), EMPTY_CELL, MARKS.removed]),
  );
  const head = formatTableHead(['Webhook', 'Rules that send to it', 'Change']);
  return { before: `\n### Webhooks\n\n${head}\n`, lines: [...lines, ...removed], after: '', rest: NOT_SHOWN };
}

export function buildEntrySection({ entries }: Manifest, reach: RuleCoverage): Section {
  const lines = entries.map((entry) =>
    formatRow([formatCode(entry.name), formatSource(entry), rulesThatReach(entry, reach)]),
  );
  const title = `All ${formatCount(entries.length, 'certificate')}`;
  const head = formatTableHead(['Certificate', 'Source', 'Rules that can reach it']);
  return {
    before: `\n<details><summary>${title}</summary>\n\n${head}\n`,
    lines,
    after: '\n</details>\n',
    rest: NOT_SHOWN,
  };
}
