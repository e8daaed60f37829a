/** Resolves the events that each receiver can get. */

import { DIGEST, EVENT_NAMES, type EventName, type MessageName, RESOLUTION_NAMES } from '../../../domain/index.ts';
import { createEventMatcher } from '../../../domain/matcher.ts';
import { groupBy } from '../../../lib/collections.ts';
import { isEnabled, type ManifestSections } from '../../sections.ts';
import { getChild, getText, isBoolean, listItems, listTextNodes, type Node } from '../../yaml/node.ts';

/** The messages that the template in a field of a receiver can be rendered for. */
export type Subscriptions = (kind: 'webhook' | 'email', receiver: string, field: string) => MessageName[];

/**
 * Includes the messages of enabled rules and of the digest; all events if no rule sends to the receiver yet. The digest uses a field of a
 * webhook unless its action overrides it, but no fields of an email receiver.
 */
export function resolveSubscriptions({ root, rules }: Pick<ManifestSections, 'root' | 'rules'>): Subscriptions {
  const subscribed = new Map<string, Set<EventName>>();
  const digests = groupActionsByReceiver(getChild(root, 'digest'));
  for (const { node } of rules.filter(isEnabled)) {
    const events = listEvents(node);
    for (const [receiver, actions] of groupActionsByReceiver(node)) {
      const sendsResolved = actions.some((action) => isBoolean(getChild(action, 'send_resolved'), true));
      const known = subscribed.get(receiver) ?? [];
      subscribed.set(receiver, new Set([...known, ...events, ...(sendsResolved ? RESOLUTION_NAMES : [])]));
    }
  }
  return (kind, name, field) => {
    const receiver = `${kind}:${name}`;
    const messages: MessageName[] = [...(subscribed.get(receiver) ?? [])];
    const digestActions = kind === 'webhook' ? (digests.get(receiver) ?? []) : [];
    if (digestActions.some((action) => getChild(action, field) === undefined)) messages.push(DIGEST);
    return messages.length === 0 ? [...EVENT_NAMES] : messages;
  };
}

/** Lists the events that a rule selects. Unknown names are ignored. */
export function listEvents(rule: Node): EventName[] {
  return EVENT_NAMES.filter(createEventMatcher(listTextNodes(getChild(rule, 'events')).map(({ value }) => value)));
}

function groupActionsByReceiver(owner: Node | undefined): Map<string, Node[]> {
  const sending = listItems(getChild(owner, 'actions')).flatMap((action) =>
    (['webhook', 'email'] as const).flatMap((kind) => {
      const name = getText(getChild(action, kind));
      return name === undefined ? [] : [{ receiver: `${kind}:${name}`, action }];
    }),
  );
  const groups = groupBy(sending, ({ receiver }) => receiver);
  return new Map(Array.from(groups, ([receiver, group]) => [receiver, group.map(({ action }) => action)]));
}
