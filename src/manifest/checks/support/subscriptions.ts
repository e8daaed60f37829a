/** Which events reach each receiver, as far as the rules tell. */

import { DIGEST, ENDINGS, EVENTS, type EventName, type MessageName } from '../../../domain/index.ts';
import { isEnabled, type Parts } from '../../sections.ts';
import { childOf, isText, itemsOf, type Node, textOf } from '../../yaml/node.ts';
import type { Globs } from './name-matcher.ts';

type Kind = 'webhook' | 'email';

/** What a template, which stands in a field of the receiver, may be rendered of. */
export type Hearing = (kind: Kind, receiver: string, field: string) => MessageName[];

/**
 * What the enabled rules and the digest send to a receiver; every event where nothing is sent there yet. Of the digest no
 * template hears that its action replaces, nor one of a mail, which are of events.
 */
export function hearing({ root, rules }: Pick<Parts, 'root' | 'rules'>, globs: Globs): Hearing {
  const heard = new Map<string, Set<EventName>>();
  const digests = actionsByReceiver(childOf(root, 'digest'));
  for (const { node } of rules.filter(isEnabled)) {
    const events = eventsOf(node, globs);
    for (const [to, actions] of actionsByReceiver(node)) {
      const ends = actions.some((action) => isTrue(childOf(action, 'send_resolved'))) ? ENDINGS : [];
      const known = heard.get(to) ?? new Set();
      for (const event of [...events, ...ends]) known.add(event);
      heard.set(to, known);
    }
  }
  return (kind, receiver, field) => {
    const to = `${kind}:${receiver}`;
    const ofDigest = kind === 'webhook' ? (digests.get(to) ?? []) : [];
    const all: MessageName[] = [...(heard.get(to) ?? [])];
    if (ofDigest.some((action) => childOf(action, field) === undefined)) all.push(DIGEST);
    return all.length === 0 ? [...EVENTS] : all;
  };
}

/** The events that a rule or a silence names; what there is not is left out. */
export function eventsOf(rule: Node, globs: Globs): EventName[] {
  const written = itemsOf(childOf(rule, 'events')).filter(isText);
  return EVENTS.filter(globs.matcher(written.map(({ value }) => value).filter((value) => value !== '')));
}

function actionsByReceiver(owner: Node | undefined): Map<string, Node[]> {
  const found = new Map<string, Node[]>();
  for (const action of itemsOf(childOf(owner, 'actions'))) {
    for (const kind of ['webhook', 'email'] as const) {
      const name = textOf(childOf(action, kind));
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
