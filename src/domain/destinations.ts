/** Formats the destinations of rules, and decides which of them are stateful. */

import type { Action, Destination, Manifest, PlannedDelivery, Receipt, Rule } from './index.ts';

/** Formats a destination as in the event log: `webhook:NAME`, or the kind alone for issues. */
export function formatDestination(action: Action): Destination {
  return 'name' in action ? `${action.kind}:${action.name}` : action.kind;
}

/** Returns the name of the receiver; `issue` for issues. */
export function getReceiverName(to: string): string {
  return to.slice(to.indexOf(':') + 1);
}

/** Lists the actions of enabled rules. */
export function listEnabledActions(rules: readonly Rule[]): Action[] {
  return rules.flatMap(({ enabled, actions }) => (enabled ? actions : []));
}

/** Identifies a delivery: one event, by one rule, to one destination. */
export function formatDeliveryKey({ event_id, rule, destination }: PlannedDelivery | Receipt): string {
  return JSON.stringify([event_id, rule, destination]);
}

export interface DestinationIndex {
  /** The action by which a rule sends to a destination, even if the rule is disabled; undefined if the rule no longer does. */
  findAction: (rule: string, to: Destination) => Action | undefined;
  /** Whether the destination keeps an alert open until it gets the resolution. */
  requiresResolve: (to: Destination) => boolean;
  /**
   * Whether the destination gets the resolution of every alert that it received, regardless of the delay and of the events that its rule
   * matches now.
   */
  isStateful: (rule: string, to: Destination) => boolean;
}

/**
 * Indexes destinations. Issues, webhooks with a stateful preset, and actions with `send_resolved` are stateful. If a rule was removed or
 * renamed, or no longer has the action, the actions of other rules to the same destination decide.
 */
export function indexDestinations({ rules, webhooks }: Pick<Manifest, 'rules' | 'webhooks'>): DestinationIndex {
  const actions = new Map<string, Map<Destination, Action>>();
  const requiringResolve = new Set<Destination>([
    'issue',
    ...webhooks.filter(({ stateful }) => stateful).map(({ name }) => `webhook:${name}`),
  ]);
  const stateful = new Set(requiringResolve);
  for (const rule of rules) {
    const byDestination = actions.get(rule.name) ?? new Map<Destination, Action>();
    actions.set(rule.name, byDestination);
    for (const action of rule.actions) {
      const to = formatDestination(action);
      if (!byDestination.has(to)) byDestination.set(to, action);
      if (action.send_resolved) stateful.add(to);
    }
  }
  const findAction: DestinationIndex['findAction'] = (rule, to) => actions.get(rule)?.get(to);
  const requiresResolve = (to: Destination) => requiringResolve.has(to);
  const isStateful: DestinationIndex['isStateful'] = (rule, to) => {
    if (requiresResolve(to)) return true;
    const action = findAction(rule, to);
    return action === undefined ? stateful.has(to) : action.send_resolved === true;
  };
  return { findAction, requiresResolve, isStateful };
}
