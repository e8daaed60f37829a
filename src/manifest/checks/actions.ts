/** Checks the actions of rules and of the digest. */
import type { Diagnostic } from '../../domain/index.ts';
import { findRepeated } from '../../lib/collections.ts';
import { createDiagnostic, formatLine } from '../diagnostics/diagnostic.ts';
import { findPreset, type ManifestSections } from '../sections.ts';
import {
  getChild,
  getField,
  getText,
  isNonEmptyText,
  isText,
  listItems,
  listTextNodes,
  type Node,
} from '../yaml/node.ts';
import { checkAttributeName } from './conditions.ts';
import { checkQuietHours } from './quiet-hours.ts';
import { checkUnreplacedVariables } from './receivers/webhooks.ts';

const RECEIVER_KINDS = ['webhook', 'email'] as const;

export function checkActions(rule: Node, sections: ManifestSections): Diagnostic[] {
  const actions = listItems(getChild(rule, 'actions'));
  return [
    ...actions.flatMap((action) => [
      ...checkReceivers(action, sections),
      ...checkGroup(action, sections),
      ...checkQuietHours(getField(action, 'quiet_hours')),
    ]),
    ...checkDuplicateActions(actions, 'rule'),
  ];
}

export function checkDigest(sections: ManifestSections): Diagnostic[] {
  const actions = listItems(getChild(sections.root, 'digest', 'actions'));
  const diagnostics = actions.flatMap((action) => {
    const webhook = getChild(action, 'webhook');
    const preset = findStatefulPreset(webhook, sections);
    return [
      ...checkReceivers(action, sections),
      ...['body_template', 'subject', 'text_template', 'html_template'].flatMap((key) =>
        checkUnreplacedVariables(action, key),
      ),
      ...(webhook === undefined || preset === null
        ? []
        : [createDiagnostic('stateful-preset-in-digest', webhook, preset)]),
    ];
  });
  return [...diagnostics, ...checkDuplicateActions(actions, 'digest')];
}

function checkReceivers(action: Node, sections: ManifestSections): Diagnostic[] {
  return RECEIVER_KINDS.flatMap((kind) => {
    const node = getChild(action, kind);
    const known = sections[kind];
    if (!isNonEmptyText(node) || known.has(node.value)) return [];
    const names = [...known.keys()];
    return [createDiagnostic(`unknown-${kind}`, node, node.value, sections.near(node.value, names), names)];
  });
}

/** A rule sends an event to a receiver only once, as the first of its actions says, and so does the digest. */
function checkDuplicateActions(actions: readonly Node[], owner: 'rule' | 'digest'): Diagnostic[] {
  const receivers = actions.flatMap((action) =>
    RECEIVER_KINDS.flatMap((kind) => listTextNodes(getChild(action, kind)).map((name) => ({ kind, name }))),
  );
  return findRepeated(receivers, ({ kind, name }) => `${kind}:${name.value}`).map(([{ kind, name }, first]) =>
    createDiagnostic('duplicate-action', name, owner, kind, name.value, formatLine(first.name)),
  );
}

function checkGroup(action: Node, sections: ManifestSections): Diagnostic[] {
  const group = getField(action, 'group_by');
  if (group === undefined) return [];
  const attributes = listItems(group.node).filter(isText);
  const preset = findStatefulPreset(getChild(action, 'webhook'), sections);
  return [
    ...attributes.flatMap((node) => checkAttributeName(node, sections.near, ['rule', 'event'])),
    ...(preset === null ? [] : [createDiagnostic('stateful-preset-grouped', group.key, preset)]),
  ];
}

/** The name of the preset of a webhook, if the preset is stateful. */
function findStatefulPreset(webhookName: Node | undefined, { webhook }: ManifestSections): string | null {
  const receiver = webhook.get(getText(webhookName) ?? '');
  return findPreset(receiver)?.stateful ? (getText(getChild(receiver, 'preset')) ?? '') : null;
}
