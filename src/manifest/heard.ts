/** Which events reach a receiver, as far as the rules tell. */

import { DIGEST, ENDINGS, EVENTS, type EventName, type MessageName } from '../types.ts';
import type { Globs } from './globs.ts';
import { isEnabled, type Parts } from './parts.ts';
import { childOf, isText, itemsOf, type Node, textOf } from './tree.ts';

/** What the enabled rules and the digest send to a receiver; every event where nothing is sent there yet. */
export function heardBy(
  kind: 'webhook' | 'email',
  receiver: string,
  { root, rules }: Pick<Parts, 'root' | 'rules'>,
  globs: Globs,
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
  const isOfDigest = actionsOf(childOf(root, 'digest')).length > 0;
  const all: MessageName[] = [...heard, ...(hearsEnds ? ENDINGS : [])];
  if (isOfDigest) all.push(DIGEST);
  return all.length === 0 ? [...EVENTS] : [...new Set(all)];
}

function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}
