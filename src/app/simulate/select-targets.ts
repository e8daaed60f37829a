/** Simulates the notifications of `test` and `render`: which events, and to which rules and destinations. */

import { formatDestination } from '../../domain/destinations.ts';
import {
  type Entry,
  EVENT_NAMES,
  type EventName,
  type Manifest,
  type Plan,
  type PlannedDelivery,
  type Rule,
} from '../../domain/index.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { lazy } from '../../lib/memoize.ts';
import { truncateList } from '../../lib/truncate.ts';
import { createScanContext, loadRuleRegexes } from '../scan-context.ts';
import { readWorstCertificates, type SimulationInput, simulatePlan } from './index.ts';

export interface SimulationOptions {
  command: 'test' | 'render';
  /** The name of one certificate, or empty. */
  names: readonly string[];
  /** Milliseconds; null: use the clock. */
  now: number | null;
  /** Null: the alert that `days_remaining` causes. */
  event: EventName | null;
  /** null: 13 days, or the largest smaller number at which something is sent. */
  days_remaining: number | null;
  rule: string | null;
  webhook: string | null;
  email: string | null;
}

export interface Simulation {
  /** With the deliveries to make, all of them due. */
  plan: Plan;
  /** With catch-all rules for receivers that no rule uses. */
  manifest: Manifest;
  /** Rules and destinations that no certificate matches. */
  unreached: Target[];
}

interface Target {
  rule: string;
  destination: string;
}

interface Receiver {
  kind: 'webhook' | 'email';
  name: string;
}

/** Number of entries to read when searching for one that a rule matches. */
const MAX_ENTRIES = 20;

/** Without `--days-remaining`. */
export const DEFAULT_DAYS = 13;

/**
 * Simulates the named certificate, or for each rule and destination the first certificate that matches. Throws AppError if
 * there is nothing to send, or a name is not in the manifest.
 */
export async function createSimulation(options: SimulationOptions, manifest: Manifest, io: Io): Promise<Simulation> {
  checkNames(options, manifest);
  const [name] = options.names;
  return name === undefined ? simulateTargets(options, manifest, io) : simulateEntry(name, options, manifest, io);
}

async function simulateEntry(
  name: string,
  options: SimulationOptions,
  manifest: Manifest,
  io: Io,
): Promise<Simulation> {
  const entry = manifest.entries.find((one) => one.name === name);
  if (entry === undefined) throw createUnknownNameError(name, options, manifest);
  const extended = addCatchAllRules(listRequestedReceivers(options), manifest);
  const inputs = await createInputs([entry], options, extended, io);
  const listDue = ({ deliveries }: Plan) => deliveries.filter((one) => one.due && isRequested(one, options));
  const plans = listDays(options).map((days) => lazy(() => simulateAt(days, inputs, options)));
  // A short-lived certificate crosses its first threshold later than 13 days before it expires.
  const planned = (plans.find((plan) => listDue(plan()).length > 0) ?? plans[0])?.() ?? { events: [], deliveries: [] };
  const due = listDue(planned);
  if (due.length === 0) throw createNothingToSendError(entry, planned, options);
  return { plan: { ...planned, deliveries: due }, manifest: extended, unreached: [] };
}

/** The numbers of days to try: the one that was requested, or each from the default down to the last day. */
function listDays({ days_remaining, event }: SimulationOptions): number[] {
  if (days_remaining !== null) return [days_remaining];
  if (event !== null) return [DEFAULT_DAYS];
  return Array.from({ length: DEFAULT_DAYS + 1 }, (_, index) => DEFAULT_DAYS - index);
}

function simulateAt(days: number, inputs: readonly SimulationInput[], { event }: SimulationOptions): Plan {
  const plans = inputs.map((input) => simulatePlan({ ...input, days }, event));
  return {
    events: plans.flatMap(({ events }) => events),
    deliveries: plans.flatMap(({ deliveries }) => deliveries),
  };
}

async function simulateTargets(options: SimulationOptions, manifest: Manifest, io: Io): Promise<Simulation> {
  const receivers = listRequestedReceivers(options);
  const extended = addCatchAllRules(receivers, manifest);
  const all = listTargets(extended).filter((target) => isRequested(target, options));
  const targets = receivers.length > 0 && options.rule === null ? uniqueDestinations(all) : all;
  const inputs = await createInputs(manifest.entries.slice(0, MAX_ENTRIES), options, extended, io);
  const events = options.event === null ? EVENT_NAMES : [options.event];
  const plans = events.flatMap((event) => inputs.map((input) => lazy(() => simulatePlan(input, event))));
  const plan: Plan = { events: [], deliveries: [] };
  const unreached: Target[] = [];
  for (const target of targets) {
    const found = findDelivery(plans, target);
    if (found === null) unreached.push(target);
    else {
      plan.deliveries.push(found.delivery);
      plan.events.push(...found.plan.events.filter(({ id }) => !plan.events.some((other) => other.id === id)));
    }
  }
  if (plan.deliveries.length === 0) throw createUnreachedError(unreached, options);
  return { plan, manifest: extended, unreached };
}

/** Keeps the first rule of each destination: a requested receiver gets one message, however many rules use it. */
function uniqueDestinations(targets: readonly Target[]): Target[] {
  return [...new Map(targets.toReversed().map((target) => [target.destination, target])).values()].reverse();
}

function findDelivery(plans: (() => Plan)[], { rule, destination }: Target) {
  for (const plan of plans) {
    const { deliveries } = plan();
    const delivery = deliveries.find((one) => one.due && one.rule === rule && one.destination === destination);
    if (delivery !== undefined) return { plan: plan(), delivery };
  }
  return null;
}

async function createInputs(
  entries: readonly Entry[],
  options: SimulationOptions,
  manifest: Manifest,
  io: Io,
): Promise<SimulationInput[]> {
  const now = options.now ?? io.now();
  const worst = await readWorstCertificates(entries, manifest, now, io);
  const scan = createScanContext(now, io);
  const compileRegex = await loadRuleRegexes(manifest);
  return worst.map((one) => ({ ...one, manifest, days: options.days_remaining ?? DEFAULT_DAYS, scan, compileRegex }));
}

/** Each enabled rule with each of its destinations. */
function listTargets({ rules }: Manifest): Target[] {
  return rules
    .filter(({ enabled }) => enabled)
    .flatMap(({ name, actions }) => {
      return [...new Set(actions.map(formatDestination))].map((destination) => ({ rule: name, destination }));
    });
}

function isRequested({ rule, destination }: Target | PlannedDelivery, options: SimulationOptions): boolean {
  const isRule = options.rule === null || options.rule === rule;
  const receivers = listRequestedReceivers(options);
  return isRule && (receivers.length === 0 || receivers.some((one) => formatDestination(one) === destination));
}

/** Empty: all receivers of the rules. */
function listRequestedReceivers({ webhook, email }: SimulationOptions): Receiver[] {
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
  const about = { events: ['*'], match, conditions: null };
  return [{ name: 'test', enabled: true, ...about, actions: [{ kind, name }], position: found.position }];
}

function checkNames({ rule, webhook, email }: SimulationOptions, manifest: Manifest): void {
  if (webhook !== null && !manifest.webhooks.some(({ name }) => name === webhook)) {
    throw new AppError('no-such-webhook', `${manifest.file} has no webhook named ${webhook}`, {
      hint: `Webhooks: ${listNames(manifest.webhooks)}.`,
    });
  }
  if (email !== null && !manifest.emails.some(({ name }) => name === email)) {
    throw new AppError('no-such-email', `${manifest.file} has no email receiver named ${email}`, {
      hint: `Email receivers: ${listNames(manifest.emails)}.`,
    });
  }
  const found = manifest.rules.find(({ name }) => name === rule);
  if (rule !== null && !found?.enabled) {
    const message = found === undefined ? `${manifest.file} has no rule named ${rule}` : `the rule ${rule} is disabled`;
    throw new AppError('no-such-rule', message, {
      hint: `Enabled rules: ${listNames(manifest.rules.filter(({ enabled }) => enabled))}.`,
    });
  }
}

function createUnknownNameError(name: string, { command }: SimulationOptions, manifest: Manifest): AppError {
  const { file, entries, webhooks, emails } = manifest;
  if (command === 'render') {
    return new AppError('no-such-name', `${file} has no certificate, webhook or email receiver named ${name}`, {
      hint: `Certificates: ${listNames(entries)}. Webhooks: ${listNames(webhooks)}. Email receivers: ${listNames(emails)}.`,
    });
  }
  const receiver = findReceiver(name, manifest);
  const hint =
    receiver === null
      ? `Certificates: ${listNames(entries)}.`
      : `To test the ${receiver.kind} receiver, use: certvigil test --${receiver.kind} ${name}`;
  return new AppError('no-such-certificate', `${file} has no certificate named ${name}`, { hint });
}

/** The webhook or email receiver with this name. */
export function findReceiver(name: string, { webhooks, emails }: Manifest): Receiver | null {
  if (webhooks.some((webhook) => webhook.name === name)) return { kind: 'webhook', name };
  return emails.some((email) => email.name === name) ? { kind: 'email', name } : null;
}

function listNames(named: readonly { name: string }[]): string {
  const names = named.map(({ name }) => name);
  return truncateList(names, 10) || 'none';
}

function createNothingToSendError(entry: Entry, planned: Plan, options: SimulationOptions): AppError {
  const { rule, event } = options;
  const days = options.days_remaining ?? DEFAULT_DAYS;
  const [first] = planned.events;
  if (first === undefined) {
    const thresholds = entry.settings.thresholds.map(({ raw }) => raw).join(', ');
    const cap = entry.settings.explicit.thresholds ? '' : ', at most 25% of the lifetime';
    return new AppError(
      'nothing-to-send',
      `nothing is sent for ${entry.name} at ${days} days from expiry: no threshold is crossed`,
      { hint: `Its thresholds are ${thresholds}${cap}. Try a smaller --days-remaining.` },
    );
  }
  const receivers = listRequestedReceivers(options).map(({ kind, name }) => `${kind} ${name}`);
  const to = receivers.length === 0 ? '' : ` to ${receivers.join(' or ')}`;
  const at = event === null ? ` at ${days} days from expiry` : '';
  const subject = rule === null ? 'no enabled rule sends' : `rule ${rule} does not send`;
  return new AppError('nothing-to-send', `${subject} ${first.event} for ${entry.name}${to}${at}`, {
    hint: 'Check events, match and conditions of the rules, or try another --days-remaining or --event.',
  });
}

function createUnreachedError(unreached: readonly Target[], { event }: SimulationOptions): AppError {
  const [first] = unreached;
  if (first === undefined) {
    return new AppError('nothing-to-send', 'no enabled rule has an action', {
      hint: 'Add an action to a rule, or use --webhook or --email.',
    });
  }
  return new AppError('nothing-to-send', formatUnreached(first, event ?? 'event'), {
    hint: 'Name a certificate that the rule matches, with --days-remaining or --event.',
  });
}

/** Describes a rule that was not tested. */
export function formatUnreached({ rule, destination }: Target, event = 'event'): string {
  return `rule ${rule} sends no ${event} for the first ${MAX_ENTRIES} certificates to ${destination}`;
}
