import type { Diagnostic } from '../../domain/index.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import { type Parts, presetOf } from '../sections.ts';
import { childOf, fieldOf, isText, itemsOf, type Node, type TextNode, textOf } from '../yaml/node.ts';
import { unknownAttribute } from './conditions.ts';
import { checkQuietHours } from './quiet-hours.ts';
import { checkBody } from './webhooks.ts';

/** Where the actions of a rule send, and how. */
export function checkActions(rule: Node, parts: Parts): Diagnostic[] {
  const actions = itemsOf(childOf(rule, 'actions'));
  return [
    ...actions.flatMap((action) => [
      ...checkReceiver(action, 'webhook', parts),
      ...checkReceiver(action, 'email', parts),
      ...checkGroup(action, parts),
      ...checkQuietHours(fieldOf(action, 'quiet_hours')),
    ]),
    ...checkTwice(actions),
  ];
}

/** Where the digest is sent. */
export function checkDigest(parts: Parts): Diagnostic[] {
  return itemsOf(childOf(childOf(parts.root, 'digest'), 'actions')).flatMap((action) => {
    const to = childOf(action, 'webhook');
    const webhook = parts.webhook.get(textOf(to) ?? '');
    return [
      ...checkReceiver(action, 'webhook', parts),
      ...checkReceiver(action, 'email', parts),
      ...['body_template', 'subject', 'text_template', 'html_template'].flatMap((key) => checkBody(action, key)),
      ...(to !== undefined && presetOf(webhook)?.keeps_state
        ? [diagnostic('digest-holds-open', whereIs(to), textOf(childOf(webhook, 'preset')) ?? '')]
        : []),
    ];
  });
}

function checkReceiver(action: Node, kind: 'webhook' | 'email', parts: Parts): Diagnostic[] {
  const node = childOf(action, kind);
  if (!isText(node) || node.value === '' || parts[kind].has(node.value)) return [];
  const names = [...parts[kind].keys()];
  return [diagnostic(`unknown-${kind}`, whereIs(node), node.value, parts.near(node.value, names), names)];
}

/** Of two that send alike only the first counts: a receiver is told of an event by a rule once. */
function checkTwice(actions: readonly Node[]): Diagnostic[] {
  const first = new Map<string, TextNode>();
  return actions.flatMap((action) =>
    (['webhook', 'email'] as const).flatMap((kind) => {
      const name = childOf(action, kind);
      if (!isText(name) || name.value === '') return [];
      const key = `${kind}:${name.value}`;
      const before = first.get(key);
      if (before === undefined) {
        first.set(key, name);
        return [];
      }
      const { file, line } = whereIs(before);
      return [diagnostic('duplicate-action', whereIs(name), kind, name.value, `${file}:${line}`)];
    }),
  );
}

function checkGroup(action: Node, { webhook, near }: Parts): Diagnostic[] {
  const group = fieldOf(action, 'group_by');
  if (group === undefined) return [];
  const receiver = webhook.get(textOf(childOf(action, 'webhook')) ?? '');
  const attributes = itemsOf(group.node).filter(isText);
  return [
    ...attributes.flatMap((node) => unknownAttribute(node, near, ['rule', 'event'])),
    ...(presetOf(receiver)?.keeps_state
      ? [diagnostic('group-of-one', whereIs(group.key), textOf(childOf(receiver, 'preset')) ?? '')]
      : []),
  ];
}
