/** Which events reach each receiver, as far as the rules tell. */

import { DIGEST, EVENT_NAMES, type EventName, type MessageName, RESOLUTION_NAMES } from '../../../domain/index.ts';
import { isEnabled, type ManifestSections } from '../../sections.ts';
import { getChild, getText, isText, listItems, type Node } from '../../yaml/node.ts';
import type { NameMatchers } from './name-matcher.ts';

type Kind = 'webhook' | 'email';

/** What a template, which stands in a field of the receiver, may be rendered of. */
export type Subscriptions = (kind: Kind, receiver: string, field: string) => MessageName[];

/**
 * What the enabled rules and the digest send to a receiver; every event where nothing is sent there yet. Of the digest no
 * template hears that its action replaces, nor one of a mail, which are of events.
 */
export function resolveSubscriptions(
  { root, rules }: Pick<ManifestSections, 'root' | 'rules'>,
  globs: NameMatchers,
): Subscriptions {
  const heard = new Map<string, Set<EventName>>();
  const digests = groupActionsByReceiver(getChild(root, 'digest'));
  for (const { node } of rules.filter(isEnabled)) {
    const events = listEvents(node, globs);
    for (const [to, actions] of groupActionsByReceiver(node)) {
      const ends = actions.some((action) => isTrue(getChild(action, 'send_resolved'))) ? RESOLUTION_NAMES : [];
      const known = heard.get(to) ?? new Set();
      for (const event of [...events, ...ends]) known.add(event);
      heard.set(to, known);
    }
  }
  return (kind, receiver, field) => {
    const to = `${kind}:${receiver}`;
    const ofDigest = kind === 'webhook' ? (digests.get(to) ?? []) : [];
    const all: MessageName[] = [...(heard.get(to) ?? [])];
    if (ofDigest.some((action) => getChild(action, field) === undefined)) all.push(DIGEST);
    return all.length === 0 ? [...EVENT_NAMES] : all;
  };
}

/** The events that a rule or a silence names; what there is not is left out. */
export function listEvents(rule: Node, globs: NameMatchers): EventName[] {
  const written = listItems(getChild(rule, 'events')).filter(isText);
  return EVENT_NAMES.filter(globs.matcher(written.map(({ value }) => value).filter((value) => value !== '')));
}

function groupActionsByReceiver(owner: Node | undefined): Map<string, Node[]> {
  const found = new Map<string, Node[]>();
  for (const action of listItems(getChild(owner, 'actions'))) {
    for (const kind of ['webhook', 'email'] as const) {
      const name = getText(getChild(action, kind));
      if (name === undefined) continue;
      const to = `${kind}:${name}`;
      const known = found.get(to);
      if (known === undefined) found.set(to, [action]);
      else known.push(action);
    }
  }
  return found;
}

function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}
