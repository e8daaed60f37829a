import type { Diagnostic } from '../types.ts';
import { unknownAttribute } from './check-conditions.ts';
import { checkQuietHours } from './check-hours.ts';
import { diagnostic, whereIs } from './diagnostics.ts';
import { presetOf, type RulePart, type WebhookPart } from './parts.ts';
import { suggest } from './suggest.ts';
import { childOf, fieldOf, isText, itemsOf, type Node, textOf } from './tree.ts';

/** Where the actions of a rule send, and how. */
export function checkActions(rule: RulePart['node'], webhooks: readonly WebhookPart[]): Diagnostic[] {
  const names = webhooks.map(({ name }) => name);
  return itemsOf(childOf(rule, 'actions')).flatMap((action) => [
    ...checkWebhook(childOf(action, 'webhook'), names),
    ...checkGroup(action, webhooks),
    ...checkQuietHours(fieldOf(action, 'quiet_hours')),
  ]);
}

function checkWebhook(node: Node | undefined, names: readonly string[]): Diagnostic[] {
  if (!isText(node) || node.value === '' || names.includes(node.value)) return [];
  return [diagnostic('unknown-webhook', whereIs(node), node.value, suggest(node.value, names), names)];
}

function checkGroup(action: Node, webhooks: readonly WebhookPart[]): Diagnostic[] {
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
