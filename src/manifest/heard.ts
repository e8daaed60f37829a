/** Which events reach a receiver, as far as the rules tell. */

import { DIGEST, ENDINGS, EVENTS, type EventName, type MessageName } from '../types.ts';
import type { Globs } from './globs.ts';
import { isEnabled, type Parts } from './parts.ts';
import { childOf, isText, itemsOf, type Node, textOf } from './tree.ts';

/**
 * What the enabled rules and the digest send to a receiver; every event where nothing is sent there yet. Of the digest no
 * template hears that its action replaces, nor one of a mail, which are of events.
 */
export function heardBy(
  kind: 'webhook' | 'email',
  receiver: string,
  { root, rules }: Pick<Parts, 'root' | 'rules'>,
  globs: Globs,
  field: string,
): MessageName[] {
  const actionsOf = (owner: Node | undefined) =>
    itemsOf(childOf(owner, 'actions')).filter((action) => textOf(childOf(action, kind)) === receiver);
  const telling = rules.filter((rule) => isEnabled(rule) && actionsOf(rule.node).length > 0);
  const heard = telling
    .flatMap(({ node }) => itemsOf(childOf(node, 'events')))
    .flatMap((event): EventName[] =>
      isText(event) && event.value !== '' ? EVENTS.filter(globs.matcher([event.value])) : [],
    );
  const hearsEnds = telling.some(({ node }) =>
    actionsOf(node).some((action) => isTrue(childOf(action, 'send_resolved'))),
  );
  const isOfDigest =
    kind === 'webhook' && actionsOf(childOf(root, 'digest')).some((action) => childOf(action, field) === undefined);
  const all: MessageName[] = [...heard, ...(hearsEnds ? ENDINGS : [])];
  if (isOfDigest) all.push(DIGEST);
  return all.length === 0 ? [...EVENTS] : [...new Set(all)];
}

function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}
