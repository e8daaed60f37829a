import { suggest } from '../suggest.ts';
import type { Diagnostic } from '../types.ts';
import { unknownAttribute } from './check-conditions.ts';
import { checkQuietHours } from './check-hours.ts';
import { checkBody } from './check-webhooks.ts';
import { diagnostic, whereIs } from './diagnostics.ts';
import { type Parts, presetOf, type ReceiverPart } from './parts.ts';
import { childOf, fieldOf, isText, itemsOf, type Node, textOf } from './tree.ts';

/** Where the actions of a rule send, and how. */
export function checkActions(rule: Node, { webhooks, emails }: Pick<Parts, 'webhooks' | 'emails'>): Diagnostic[] {
  const actions = itemsOf(childOf(rule, 'actions'));
  return actions.flatMap((action, index) => [
    ...checkReceiver(action, 'webhook', webhooks),
    ...checkReceiver(action, 'email', emails),
    ...checkTwice(action, actions.slice(0, index)),
    ...checkGroup(action, webhooks),
    ...checkQuietHours(fieldOf(action, 'quiet_hours')),
  ]);
}

/** Where the digest is sent. */
export function checkDigest({ root, webhooks, emails }: Pick<Parts, 'root' | 'webhooks' | 'emails'>): Diagnostic[] {
  return itemsOf(childOf(childOf(root, 'digest'), 'actions')).flatMap((action) => {
    const to = childOf(action, 'webhook');
    const webhook = webhooks.find(({ name }) => name === textOf(to))?.node;
    return [
      ...checkReceiver(action, 'webhook', webhooks),
      ...checkReceiver(action, 'email', emails),
      ...['body_template', 'subject', 'text_template', 'html_template'].flatMap((key) => checkBody(action, key)),
      ...(to !== undefined && presetOf(webhook)?.keeps_state
        ? [diagnostic('digest-holds-open', whereIs(to), textOf(childOf(webhook, 'preset')) ?? '')]
        : []),
    ];
  });
}

function checkReceiver(action: Node, kind: 'webhook' | 'email', receivers: readonly ReceiverPart[]): Diagnostic[] {
  const node = childOf(action, kind);
  const names = receivers.map(({ name }) => name);
  if (!isText(node) || node.value === '' || names.includes(node.value)) return [];
  return [diagnostic(`unknown-${kind}`, whereIs(node), node.value, suggest(node.value, names), names)];
}

/** Of two that send alike only the first counts: a receiver is told of an event by a rule once. */
function checkTwice(action: Node, before: readonly Node[]): Diagnostic[] {
  return (['webhook', 'email'] as const).flatMap((kind) => {
    const name = childOf(action, kind);
    if (!isText(name) || name.value === '') return [];
    const first = before.find((other) => textOf(childOf(other, kind)) === name.value);
    if (first === undefined) return [];
    const { file, line } = whereIs(first);
    return [diagnostic('duplicate-action', whereIs(name), kind, name.value, `${file}:${line}`)];
  });
}

function checkGroup(action: Node, webhooks: readonly ReceiverPart[]): Diagnostic[] {
  const group = fieldOf(action, 'group_by');
  if (group === undefined) return [];
  const to = textOf(childOf(action, 'webhook'));
  const webhook = webhooks.find(({ name }) => name === to)?.node;
  const attributes = itemsOf(group.node).filter(isText);
  return [
    ...attributes.flatMap((node) => unknownAttribute(node, ['rule', 'event'])),
    ...(presetOf(webhook)?.keeps_state
      ? [diagnostic('group-of-one', whereIs(group.key), textOf(childOf(webhook, 'preset')) ?? '')]
      : []),
  ];
}
