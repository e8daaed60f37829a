/** The tables that show a manifest, and what becomes of it by a change. */

import { destinationOf } from '../../domain/destinations.ts';
import type { Entry, Manifest } from '../../domain/index.ts';
import { count } from '../format/labels.ts';
import { code, NOTHING, row, tableHead } from '../format/markdown.ts';
import type { Section } from '../format/markdown-page.ts';
import { type Changes, type FieldChange, type PartChange, REACHED_BY, sourceFields } from './diff-manifests.ts';
import type { Reach } from './rule-coverage.ts';

const NOT_SHOWN = 'for which there is no room here';

const MARKS = { removed: '➖ removed', changed: '✏️ changed', added: '➕ added' } as const;

export function certificateSection({ certificates }: Changes, reach: Reach | null): Section {
  const lines = certificates.map(({ kind, entry, fields }) =>
    row([
      MARKS[kind],
      code(entry.name),
      sourceOf(entry),
      fields.map(fieldText).join('<br>') || NOTHING,
      kind === 'removed' ? NOTHING : rulesThatReach(entry, reach),
    ]),
  );
  const head = tableHead(['', 'Certificate', 'Source', 'What changes', 'Rules that can reach it']);
  return { before: `\n### What changes\n\n${head}\n`, lines, after: '', rest: NOT_SHOWN };
}

export function settingsSection({ settings }: Changes): Section {
  const lines = settings.map((change) => `- ${fieldText(change)}`);
  return { before: '\n### Settings that change\n\n', lines, after: '', rest: NOT_SHOWN };
}

function fieldText({ field, before, after }: FieldChange): string {
  const name = field === REACHED_BY ? field : code(field);
  if (HIDDEN.test(field)) return `${name}: ${before === null ? 'added' : after === null ? 'removed' : 'changed'}`;
  return `${name}: ${code(before ?? '')} → ${code(after ?? '')}`;
}

/** Fields whose values are long, or may be a secret that somebody has written into the manifest. */
const HIDDEN = /passw|secret|token|headers|heartbeat|^pem$/i;

function sourceOf({ source }: Entry): string {
  const [[field, text] = ['', '']] = sourceFields(source);
  return code(HIDDEN.test(field) ? field : text);
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

export function warningSection({ unreached, idleWebhooks, reached }: Reach): Section {
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

function removedNames(changes: readonly PartChange[] = []): string[] {
  return changes.filter(({ kind }) => kind === 'removed').map(({ name }) => name);
}

function reachText(certificates: number | null | undefined): string {
  return certificates === null ? 'no certificate: it hears of scans' : count(certificates ?? 0, 'certificate');
}

export function ruleSection({ rules }: Manifest, { reached }: Reach, changes: Changes | null): Section {
  const lines = rules.map(({ name, enabled, actions }) =>
    row([
      code(name),
      names([...new Set(actions.map(destinationOf))], RULES_SHOWN) || NOTHING,
      enabled ? reachText(reached.get(name)) : 'disabled',
      partMark(changes?.rules, name),
    ]),
  );
  const removed = removedNames(changes?.rules).map((name) => row([code(name), NOTHING, NOTHING, MARKS.removed]));
  const head = tableHead(['Rule', 'Sends to', 'Can reach', 'Change']);
  return {
    before: `\n### Rules\n\n${head}\n`,
    lines: [...lines, ...removed],
    after:
      '\nA rule can reach a certificate by its name and labels. Whether it fires is known only by a scan, from status, thresholds and conditions.\n',
    rest: NOT_SHOWN,
  };
}

export function webhookSection({ webhooks, rules }: Manifest, reach: Reach, changes: Changes | null): Section {
  const lines = webhooks.map(({ name }) => {
    const senders = rules.filter(({ actions }) =>
      actions.some((action) => destinationOf(action) === `webhook:${name}`),
    );
    const listed =
      names(
        senders.map((rule) => rule.name),
        RULES_SHOWN,
      ) || NOTHING;
    const idle = reach.idleWebhooks.includes(name) ? ' ⚠️ nothing is sent' : '';
    return row([code(name), `${listed}${idle}`, partMark(changes?.webhooks, name)]);
  });
  const removed = removedNames(changes?.webhooks).map((name) => row([code(name), NOTHING, MARKS.removed]));
  const head = tableHead(['Webhook', 'Rules that send to it', 'Change']);
  return { before: `\n### Webhooks\n\n${head}\n`, lines: [...lines, ...removed], after: '', rest: NOT_SHOWN };
}

export function allSection({ entries }: Manifest, reach: Reach): Section {
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
