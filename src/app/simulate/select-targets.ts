/** What `test` and `render` are about: a plan of pretended events, with the deliveries that are asked for. */

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
import { AppError, createUsageError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { truncateList } from '../../lib/truncate.ts';
import { createScanContext, loadRuleRegexes } from '../scan.ts';
import { readWorstCertificates, type SimulationInput, simulatePlan } from './index.ts';

/** What `test` and `render` were asked for. */
export interface SimulationOptions {
  command: string;
  /** The name of a certificate, if one was given. */
  operands: readonly string[];
  /** Milliseconds; null: the clock. */
  now: number | null;
  event: string | null;
  days_remaining: number;
  rule: string | null;
  webhook: string | null;
  email: string | null;
}

export interface Simulation {
  /** With the deliveries that are to be made, all due. */
  plan: Plan;
  /** With the rules that were made up for receivers which none uses. */
  manifest: Manifest;
  /** Rules and destinations that no certificate reaches. */
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

/** Entries that are read in search of one that a rule wants. */
const MAX_ENTRIES = 20;

/**
 * The trial that the options ask for: of the certificate that they name, or of the first that reaches each rule and
 * destination. AppError where there is nothing to send, or a name is none of the manifest's.
 */
export async function createSimulation(options: SimulationOptions, manifest: Manifest, io: Io): Promise<Simulation> {
  resolveEvent(options);
  checkNames(options, manifest);
  const [name] = options.operands;
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
  const aimed = addCatchAllRules(listRequestedReceivers(options), manifest);
  const stage = (await createInputs([entry], options, aimed, io))[0] as SimulationInput;
  const planned = simulatePlan(stage, resolveEvent(options));
  const due = planned.deliveries.filter((delivery) => delivery.due && isRequested(delivery, options));
  if (due.length === 0) throw createNothingToSendError(entry, planned, options);
  return { plan: { ...planned, deliveries: due }, manifest: aimed, unreached: [] };
}

async function simulateTargets(options: SimulationOptions, manifest: Manifest, io: Io): Promise<Simulation> {
  const receivers = listRequestedReceivers(options);
  const aimed = addCatchAllRules(receivers, manifest);
  const all = listTargets(aimed).filter((target) => isRequested(target, options));
  const targets = receivers.length > 0 && options.rule === null ? uniqueDestinations(all) : all;
  const stages = await createInputs(manifest.entries.slice(0, MAX_ENTRIES), options, aimed, io);
  const event = resolveEvent(options);
  const events = event === null ? EVENT_NAMES : [event];
  const plans = events.flatMap((event) => stages.map((stage) => () => simulatePlan(stage, event))).map(once);
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
  return { plan, manifest: aimed, unreached };
}

/** A receiver that is asked for is tried once, whichever rules use it. */
function uniqueDestinations(targets: readonly Target[]): Target[] {
  return [...new Map(targets.toReversed().map((target) => [target.destination, target])).values()].reverse();
}

function once<T>(work: () => T): () => T {
  let done: { result: T } | null = null;
  return () => {
    done ??= { result: work() };
    return done.result;
  };
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
  return entries.flatMap((entry) => {
    const observed = worst.get(entry.name);
    if (observed === undefined) return [];
    return [{ entry, manifest, observed, days: options.days_remaining, scan, compileRegex }];
  });
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

/** None: whichever the rules name. */
function listRequestedReceivers({ webhook, email }: SimulationOptions): Receiver[] {
  return [
    ...(webhook === null ? [] : [{ kind: 'webhook' as const, name: webhook }]),
    ...(email === null ? [] : [{ kind: 'email' as const, name: email }]),
  ];
}

/** With a rule that sends it everything for each receiver that no rule uses yet: it can be tried before. */
export function addCatchAllRules(receivers: readonly Receiver[], manifest: Manifest): Manifest {
  const used = new Set(listTargets(manifest).map(({ destination }) => destination));
  const made = receivers
    .filter((receiver) => !used.has(formatDestination(receiver)))
    .flatMap((receiver) => createCatchAllRule(receiver, manifest));
  return { ...manifest, rules: [...manifest.rules, ...made] };
}

function createCatchAllRule({ kind, name }: Receiver, { webhooks, emails }: Manifest): Rule[] {
  const found = (kind === 'webhook' ? webhooks : emails).find((one) => one.name === name);
  if (found === undefined) return [];
  const match = { labels: {}, names: [], status: [], thresholds: [] };
  const about = { events: ['*'], match, conditions: null };
  return [{ name: 'test', enabled: true, ...about, actions: [{ kind, name }], position: found.position }];
}

// ------------------------------------------------------------------------------------------------- what is wrong

/** The event of `--event`, which is one and no glob here; null where there is none. */
export function resolveEvent({ event }: SimulationOptions): EventName | null {
  const found = EVENT_NAMES.find((name) => name === event);
  if (event !== null && found === undefined)
    throw createUsageError(`--event ${event} is not one event`, `Name one of: ${EVENT_NAMES.join(', ')}.`);
  return found ?? null;
}

function checkNames({ rule, webhook, email }: SimulationOptions, manifest: Manifest): void {
  if (webhook !== null && !manifest.webhooks.some(({ name }) => name === webhook)) {
    throw new AppError('no-such-webhook', `${manifest.file} has no webhook named ${webhook}`, {
      hint: `It has: ${formatNames(manifest.webhooks)}.`,
    });
  }
  if (email !== null && !manifest.emails.some(({ name }) => name === email)) {
    throw new AppError('no-such-email', `${manifest.file} has no item of email named ${email}`, {
      hint: `It has: ${formatNames(manifest.emails)}.`,
    });
  }
  const found = manifest.rules.find(({ name }) => name === rule);
  if (rule !== null && !found?.enabled) {
    const what = found === undefined ? 'has no rule named' : 'has disabled the rule';
    throw new AppError('no-such-rule', `${manifest.file} ${what} ${rule}`, {
      hint: `It has: ${formatNames(manifest.rules.filter(({ enabled }) => enabled))}.`,
    });
  }
}

function createUnknownNameError(name: string, { command }: SimulationOptions, manifest: Manifest): AppError {
  const { file, entries, webhooks, emails } = manifest;
  if (command === 'render') {
    return new AppError('no-such-name', `${file} has no certificate, no webhook and no item of email named ${name}`, {
      hint: `Certificates: ${formatNames(entries)}. Webhooks: ${formatNames(webhooks)}. Email: ${formatNames(emails)}.`,
    });
  }
  const receiver = findReceiver(name, manifest);
  const hint =
    receiver === null
      ? `It has: ${formatNames(entries)}.`
      : `To try the ${receiver.kind}, write: certvigil test --${receiver.kind} ${name}`;
  return new AppError('no-such-certificate', `${file} has no certificate named ${name}`, { hint });
}

/** The webhook of this name, or else the item of `email`. */
export function findReceiver(name: string, { webhooks, emails }: Manifest): Receiver | null {
  if (webhooks.some((webhook) => webhook.name === name)) return { kind: 'webhook', name };
  return emails.some((email) => email.name === name) ? { kind: 'email', name } : null;
}

function formatNames(named: readonly { name: string }[]): string {
  return (
    truncateList(
      named.map(({ name }) => name),
      10,
    ) || 'none'
  );
}

function createNothingToSendError(entry: Entry, planned: Plan, options: SimulationOptions): AppError {
  const { days_remaining: days, rule, event } = options;
  const [first] = planned.events;
  if (first === undefined) {
    const thresholds = entry.settings.thresholds.map(({ raw }) => raw).join(', ');
    const most = entry.settings.explicit.thresholds ? '' : ', at most 25% of the lifetime';
    return new AppError(
      'nothing-to-send',
      `nothing is sent for ${entry.name} at ${days} days from expiry: no threshold is crossed`,
      { hint: `Its thresholds are ${thresholds}${most}. Try a smaller --days-remaining.` },
    );
  }
  const receivers = listRequestedReceivers(options).map(({ kind, name }) => `${kind} ${name}`);
  const where = receivers.length === 0 ? '' : ` to ${receivers.join(' or ')}`;
  const when = event === null ? ` at ${days} days from expiry` : '';
  const what = rule === null ? 'no enabled rule sends' : `rule ${rule} does not send`;
  return new AppError('nothing-to-send', `${what} ${first.event} of ${entry.name}${where}${when}`, {
    hint: "Check the rules' events, match and conditions, or try another --days-remaining or --event.",
  });
}

function createUnreachedError(unreached: readonly Target[], { event }: SimulationOptions): AppError {
  const [first] = unreached;
  if (first === undefined) {
    return new AppError('nothing-to-send', 'no enabled rule sends anything anywhere', {
      hint: 'Give a rule an action, or name a receiver with --webhook or --email.',
    });
  }
  const what = event === null ? 'no event' : `no ${event}`;
  return new AppError('nothing-to-send', formatUnreached(first, what), { hint: UNREACHED_HINT });
}

const UNREACHED_HINT = 'Name a certificate that the rule is about, with --days-remaining or --event.';

/** What is said of a rule that was to be tried and could not. */
export function formatUnreached({ rule, destination }: Target, what = 'no event'): string {
  return `${what} of the first ${MAX_ENTRIES} certificates reaches ${destination} by rule ${rule}`;
}
