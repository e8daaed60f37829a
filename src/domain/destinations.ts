/** How the manifest wants something sent, by rule and destination. */

import type { Action, Destination, Manifest } from './index.ts';

/** As in the event log: `webhook:NAME`, or the kind alone where there is but one. */
export function formatDestination(action: Action): Destination {
  return 'name' in action ? `${action.kind}:${action.name}` : action.kind;
}

export interface DestinationIndex {
  /** The action by which a rule sends there, also of a rule that is disabled; undefined where it sends there no more. */
  findAction: (rule: string, to: Destination) => Action | undefined;
  /** Whether an alert stays open there until it is told of the end. */
  requiresResolve: (to: Destination) => boolean;
  /** Whether it is told of the end of what it was told of, however late and whatever its rule hears of now. */
  isStateful: (rule: string, to: Destination) => boolean;
}

/**
 * What keeps state are issues, webhooks of a preset that does, and actions with `send_resolved`. Where a rule is gone or was
 * renamed, or has dropped the action, another's to the same destination speaks for it.
 */
export function indexDestinations({ rules, webhooks }: Pick<Manifest, 'rules' | 'webhooks'>): DestinationIndex {
  const actions = new Map<string, Map<Destination, Action>>();
  const resolved = new Set<Destination>([
    'issue',
    ...webhooks.filter(({ stateful }) => stateful).map(({ name }) => `webhook:${name}`),
  ]);
  const always = new Set(resolved);
  for (const { name, actions: own } of rules) {
    const byDestination = actions.get(name) ?? new Map<Destination, Action>();
    actions.set(name, byDestination);
    for (const action of own) {
      const to = formatDestination(action);
      if (!byDestination.has(to)) byDestination.set(to, action);
      if (action.send_resolved) resolved.add(to);
    }
  }
  const actionOf: DestinationIndex['findAction'] = (rule, to) => actions.get(rule)?.get(to);
  const keepsState: DestinationIndex['isStateful'] = (rule, to) => {
    if (always.has(to)) return true;
    const action = actionOf(rule, to);
    return action === undefined ? resolved.has(to) : action.send_resolved === true;
  };
  return { findAction: actionOf, requiresResolve: (to) => always.has(to), isStateful: keepsState };
}
