/** The rules and destinations that a simulation sends to. */

import { formatDestination } from '../../domain/destinations.ts';
import type { EventName, Manifest, PlannedDelivery, Rule } from '../../domain/index.ts';

export interface SimulationOptions {
  command: 'test' | 'render';
  /** The name of one certificate, or empty. */
  names: readonly string[];
  /** Milliseconds; null: use the clock. */
  now: number | null;
  /** The event; null: the alert that `days_remaining` causes. */
  event: EventName | null;
  /** The days until expiry; null: for each rule, the largest number at which it sends something. */
  days_remaining: number | null;
  rule: string | null;
  webhook: string | null;
  email: string | null;
}

export interface Target {
  rule: string;
  destination: string;
}

export interface Receiver {
  kind: 'webhook' | 'email';
  name: string;
}

/** Lists each rule with each of its destinations. */
export function listTargets({ rules }: Manifest, which: 'all' | 'enabled' = 'enabled'): Target[] {
  return rules
    .filter(({ enabled }) => enabled || which === 'all')
    .flatMap(({ name, actions }) => {
      return [...new Set(actions.map(formatDestination))].map((destination) => ({ rule: name, destination }));
    });
}

/** Whether the options select a target. */
export function isRequested({ rule, destination }: Target | PlannedDelivery, options: SimulationOptions): boolean {
  const isRule = options.rule === null || options.rule === rule;
  const receivers = listRequestedReceivers(options);
  return isRule && (receivers.length === 0 || receivers.some((one) => formatDestination(one) === destination));
}

/** Lists the requested receivers; empty: all receivers of the rules. */
export function listRequestedReceivers({ webhook, email }: SimulationOptions): Receiver[] {
  return [
    ...(webhook === null ? [] : [{ kind: 'webhook' as const, name: webhook }]),
    ...(email === null ? [] : [{ kind: 'email' as const, name: email }]),
  ];
}

/** Adds a catch-all rule for each receiver that no rule uses, so that it can be tested before it is used. */
export function addCatchAllRules(receivers: readonly Receiver[], manifest: Manifest): Manifest {
  const used = new Set(listTargets(manifest).map(({ destination }) => destination));
  const added = receivers
    .filter((receiver) => !used.has(formatDestination(receiver)))
    .flatMap((receiver) => createCatchAllRule(receiver, manifest));
  return { ...manifest, rules: [...manifest.rules, ...added] };
}

function createCatchAllRule({ kind, name }: Receiver, { webhooks, emails }: Manifest): Rule[] {
  const found = (kind === 'webhook' ? webhooks : emails).find((one) => one.name === name);
  if (found === undefined) return [];
  const match = { labels: {}, names: [], status: [], thresholds: [] };
  const qualifier = { events: ['*'], match, conditions: null };
  return [{ name: 'test', enabled: true, ...qualifier, actions: [{ kind, name }], position: found.position }];
}

/** Keeps the first rule of each destination: a requested receiver gets one message, also if several rules use it. */
export function uniqueDestinations(targets: readonly Target[]): Target[] {
  return [...new Map(targets.toReversed().map((target) => [target.destination, target])).values()].reverse();
}

/** Finds the webhook or email receiver with this name. */
export function findReceiver(name: string, { webhooks, emails }: Manifest): Receiver | null {
  if (webhooks.some((webhook) => webhook.name === name)) return { kind: 'webhook', name };
  return emails.some((email) => email.name === name) ? { kind: 'email', name } : null;
}
