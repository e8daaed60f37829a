import type { Diagnostic } from '../../domain/index.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import { findPreset, type ManifestSections } from '../sections.ts';
import { getChild, getField, getText, isText, listItems, type Node, type TextNode } from '../yaml/node.ts';
import { checkAttributeName } from './conditions.ts';
import { checkQuietHours } from './quiet-hours.ts';
import { checkUnreplacedVariables } from './webhooks.ts';

/** Where the actions of a rule send, and how. */
export function checkActions(rule: Node, parts: ManifestSections): Diagnostic[] {
  const actions = listItems(getChild(rule, 'actions'));
  return [
    ...actions.flatMap((action) => [
      ...checkReceiver(action, 'webhook', parts),
      ...checkReceiver(action, 'email', parts),
      ...checkGroup(action, parts),
      ...checkQuietHours(getField(action, 'quiet_hours')),
    ]),
    ...checkDuplicateActions(actions),
  ];
}

/** Where the digest is sent. */
export function checkDigest(parts: ManifestSections): Diagnostic[] {
  return listItems(getChild(getChild(parts.root, 'digest'), 'actions')).flatMap((action) => {
    const to = getChild(action, 'webhook');
    const webhook = parts.webhook.get(getText(to) ?? '');
    return [
      ...checkReceiver(action, 'webhook', parts),
      ...checkReceiver(action, 'email', parts),
      ...['body_template', 'subject', 'text_template', 'html_template'].flatMap((key) =>
        checkUnreplacedVariables(action, key),
      ),
      ...(to !== undefined && findPreset(webhook)?.stateful
        ? [createDiagnostic('stateful-preset-in-digest', toLocation(to), getText(getChild(webhook, 'preset')) ?? '')]
        : []),
    ];
  });
}

function checkReceiver(action: Node, kind: 'webhook' | 'email', parts: ManifestSections): Diagnostic[] {
  const node = getChild(action, kind);
  if (!isText(node) || node.value === '' || parts[kind].has(node.value)) return [];
  const names = [...parts[kind].keys()];
  return [createDiagnostic(`unknown-${kind}`, toLocation(node), node.value, parts.near(node.value, names), names)];
}

/** Of two that send alike only the first counts: a receiver is told of an event by a rule once. */
function checkDuplicateActions(actions: readonly Node[]): Diagnostic[] {
  const first = new Map<string, TextNode>();
  return actions.flatMap((action) =>
    (['webhook', 'email'] as const).flatMap((kind) => {
      const name = getChild(action, kind);
      if (!isText(name) || name.value === '') return [];
      const key = `${kind}:${name.value}`;
      const before = first.get(key);
      if (before === undefined) {
        first.set(key, name);
        return [];
      }
      const { file, line } = toLocation(before);
      return [createDiagnostic('duplicate-action', toLocation(name), kind, name.value, `${file}:${line}`)];
    }),
  );
}

function checkGroup(action: Node, { webhook, near }: ManifestSections): Diagnostic[] {
  const group = getField(action, 'group_by');
  if (group === undefined) return [];
  const receiver = webhook.get(getText(getChild(action, 'webhook')) ?? '');
  const attributes = listItems(group.node).filter(isText);
  return [
    ...attributes.flatMap((node) => checkAttributeName(node, near, ['rule', 'event'])),
    ...(findPreset(receiver)?.stateful
      ? [
          createDiagnostic(
            'stateful-preset-grouped',
            toLocation(group.key),
            getText(getChild(receiver, 'preset')) ?? '',
          ),
        ]
      : []),
  ];
}
