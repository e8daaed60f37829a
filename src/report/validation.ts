/** What a pull request does to the manifest, in GitHub's Markdown, for the summary of its check. */

import type { AppError } from '../errors.ts';
import type { Base, Diagnostic, Entry, Manifest } from '../types.ts';
import {
  type Changes,
  compareManifests,
  type EntryChange,
  type FieldChange,
  type PartChange,
  REACHED_BY,
  sourceFields,
} from './changes.ts';
import { code, row, tableHead } from './markdown.ts';
import { page, type Section } from './page.ts';
import { destination, type Reach, reachOf } from './reach.ts';
import { count } from './wording.ts';

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
    ...(manifest === null || reach === null
      ? []
      : [warningSection(reach), ruleSection(manifest, reach, changes), webhookSection(manifest, reach, changes)]),
    ...(manifest === null || reach === null ? [] : [allSection(manifest, reach)]),
  ];
  return page(headOf(validation, countValidation(validation, changes)), sections, '', limit);
}

// ---------------------------------------------------------------------------------------------- the head

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

// ---------------------------------------------------------------------------------------------- the sections

const IN_LOG = 'which the log of this step has';
const NOT_SHOWN = 'for which there is no room here';

function problemSection({ diagnostics, failure }: Validation): Section {
  const lines = diagnostics
    .toSorted(errorsFirst)
    .map(({ severity, code: name, message, hint, file, line, column }) =>
      row([
        severity === 'error' ? '❌' : '⚠️',
        code(`${file}:${line}:${column}`),
        code(name),
        code(message),
        code(hint ?? ''),
      ]),
    );
  if (failure !== null)
    lines.unshift(row(['❌', '–', code(failure.code), code(failure.message), code(failure.hint ?? '')]));
  const head = tableHead(['', 'Where', 'Code', 'What is wrong', 'What to do']);
  return { before: `\n### What is wrong\n\n${head}\n`, lines, after: '', rest: IN_LOG };
}

function errorsFirst(a: Diagnostic, b: Diagnostic): number {
  return Number(a.severity === 'warning') - Number(b.severity === 'warning');
}

const MARKS = { removed: '➖ removed', changed: '✏️ changed', added: '➕ added' } as const;

function certificateSection({ certificates }: Changes, reach: Reach | null): Section {
  const lines = certificates.map(({ kind, entry, fields }) =>
    row([
      MARKS[kind],
      code(entry.name),
      sourceOf(entry),
      fields.map(fieldText).join('<br>') || '–',
      kind === 'removed' ? '–' : rulesThatReach(entry, reach),
    ]),
  );
  const head = tableHead(['', 'Certificate', 'Source', 'What changes', 'Rules that can reach it']);
  return { before: `\n### What changes\n\n${head}\n`, lines, after: '', rest: NOT_SHOWN };
}

function settingsSection({ settings }: Changes): Section {
  const lines = settings.map((change) => `- ${fieldText(change)}`);
  return { before: '\n### Settings that change\n\n', lines, after: '', rest: NOT_SHOWN };
}

function fieldText({ field, before, after }: FieldChange): string {
  const name = field === REACHED_BY ? field : code(field);
  return `${name}: ${code(before ?? '')} → ${code(after ?? '')}`;
}

function sourceOf({ source }: Entry): string {
  const [first] = sourceFields(source).values();
  return code(first ?? '');
}

/** A table of hundreds of rules a row would be read by nobody. */
const RULES_SHOWN = 8;

function rulesThatReach({ name, enabled }: Entry, reach: Reach | null): string {
  if (!enabled) return 'disabled';
  return names(reach?.rulesOf.get(name) ?? [], RULES_SHOWN) || '⚠️ none';
}

function names(all: readonly string[], most: number): string {
  const shown = all.slice(0, most).map(code).join(' ');
  return all.length > most ? `${shown} and ${all.length - most} more` : shown;
}

const NAMES_SHOWN = 20;

function warningSection({ unreached, idleWebhooks, reached }: Reach): Section {
  const idleRules = [...reached].filter(([, number]) => number === 0).map(([name]) => name);
  const told: [readonly string[], string, string][] = [
    [unreached, 'Certificates that no rule can reach, of which nobody is told', 'certificate'],
    [idleRules, 'Rules that can reach no certificate', 'rule'],
    [idleWebhooks, 'Webhooks that nothing is sent to', 'webhook'],
  ];
  const lines = told
    .filter(([found]) => found.length > 0)
    .map(([found, what]) => `- ⚠️ ${what}: ${names(found, NAMES_SHOWN)}`);
  return { before: '\n### Worth a look\n\n', lines, after: '', rest: NOT_SHOWN };
}

/** What became of a rule or a webhook by the change. */
function partMark(changes: readonly PartChange[] | undefined, name: string): string {
  const change = changes?.find((one) => one.name === name);
  if (change === undefined) return '';
  return change.fields.length === 0
    ? MARKS[change.kind]
    : `${MARKS[change.kind]}: ${change.fields.map(code).join(', ')}`;
}

function removedRows(changes: readonly PartChange[] | undefined): string[] {
  const removed = (changes ?? []).filter(({ kind }) => kind === 'removed');
  return removed.map(({ name }) => row([code(name), '–', '–', MARKS.removed]));
}

function ruleSection({ rules }: Manifest, { reached }: Reach, changes: Changes | null): Section {
  const lines = rules.map(({ name, enabled, actions }) =>
    row([
      code(name),
      names([...new Set(actions.map(destination))], RULES_SHOWN) || '–',
      enabled ? count(reached.get(name) ?? 0, 'certificate') : 'disabled',
      partMark(changes?.rules, name),
    ]),
  );
  const head = tableHead(['Rule', 'Sends to', 'Can reach', 'Change']);
  return {
    before: `\n### Rules\n\n${head}\n`,
    lines: [...lines, ...removedRows(changes?.rules)],
    after:
      '\nA rule can reach a certificate by its name and labels. Whether it fires is known only by a scan, from status, thresholds and conditions.\n',
    rest: NOT_SHOWN,
  };
}

function webhookSection({ webhooks, rules }: Manifest, { reached }: Reach, changes: Changes | null): Section {
  const lines = webhooks.map(({ name }) => {
    const senders = rules.filter(({ actions }) => actions.some((action) => destination(action) === `webhook:${name}`));
    const certificates = senders.some((rule) => reached.get(rule.name)) ? '' : ' ⚠️ nothing is sent';
    return row([
      code(name),
      `${
        names(
          senders.map((rule) => rule.name),
          RULES_SHOWN,
        ) || '–'
      }${certificates}`,
      partMark(changes?.webhooks, name),
    ]);
  });
  const removed = (changes?.webhooks ?? []).filter(({ kind }) => kind === 'removed');
  return {
    before: `\n### Webhooks\n\n${tableHead(['Webhook', 'Rules that send to it', 'Change'])}\n`,
    lines: [...lines, ...removed.map(({ name }) => row([code(name), '–', MARKS.removed]))],
    after: '',
    rest: NOT_SHOWN,
  };
}

function allSection({ entries }: Manifest, reach: Reach): Section {
  const lines = entries.map((entry) => row([code(entry.name), sourceOf(entry), rulesThatReach(entry, reach)]));
  const title = `All ${count(entries.length, 'certificate')}`;
  const head = tableHead(['Certificate', 'Source', 'Rules that can reach it']);
  return {
    before: `\n<details><summary>${title}</summary>\n\n${head}\n`,
    lines,
    after: '\n</details>\n',
    rest: NOT_SHOWN,
  };
}
