/** Decides which notifications are due, and records the reason for each. The same log, locations, rules and time give the same plan. */

import type { DestinationIndex } from '../../domain/destinations.ts';
import {
  type Destination,
  type EventData,
  isOnlyByName,
  isResolution,
  type Plan,
  type PlannedDelivery,
  type PlannedEvent,
  parseTopic,
  type Settings,
} from '../../domain/index.ts';
import { HOUR } from '../../domain/thresholds.ts';
import { groupBy } from '../../lib/collections.ts';
import { capitalize } from '../../lib/text/capitalize.ts';
import {
  computeRecordId,
  findRecord,
  type History,
  isScanEvent,
  lastNotifiedAt,
  notifiedDestinations,
} from '../log/history.ts';
import type { AlertCandidate } from './alert-candidate.ts';
import { collectActiveAlerts } from './alerts.ts';
import { decide, type NotificationPolicy } from './decide.ts';
import {
  deduplicateResolutions,
  type ResolutionDeduplicator,
  type ResolutionsSentElsewhere,
  resolutionsSentElsewhere,
  type Target,
} from './deduplicate-resolutions.ts';
import { collectDiscoveries, collectUnanswered, isSeenResolution } from './discovered-alerts.ts';
import { listNearRules } from './near-rules.ts';
import { createPlanContext, type PlanContext, type PlanInput } from './plan-context.ts';
import { collectResolutions } from './resolutions.ts';
import { type CompiledRule, compileRules } from './rules.ts';
import { collectBlindScan, collectMissingProbes, collectStaleScans } from './scan-events.ts';
import { createSuppressor, type Suppressor } from './suppress.ts';
import { expectsAlerts, isTakenLater, needsPerson } from './without-rule.ts';

/** Plans every active alert, resolution and gap between scans, also those that are suppressed, or that no rule matches. */
export function plan(input: PlanInput): Plan {
  const context = createPlanContext(input);
  const elsewhere = resolutionsSentElsewhere(context.log.events);
  const planner: Planner = {
    context,
    rules: compileRules(input.alerting.rules, input.compileRegex),
    suppressor: createSuppressor(context),
    deduplicator: deduplicateResolutions(context.destinations, elsewhere),
    elsewhere,
  };
  const active = [
    ...collectActiveAlerts(context),
    ...collectDiscoveries(context),
    ...collectUnanswered(context),
    ...collectBlindScan(context),
    ...collectMissingProbes(context),
  ];
  const candidates = [...active, ...collectResolutions(context, active), ...collectStaleScans(context)];
  const planned = candidates.flatMap((candidate) => {
    try {
      return planCandidate(candidate, planner);
    } catch (error) {
      const { certificate: entry, fingerprint, location } = candidate.key;
      context.onBug({ entry, subject: fingerprint ?? location, error });
      return [];
    }
  });
  return { events: planned.map(({ event }) => event), deliveries: planned.flatMap(({ deliveries }) => deliveries) };
}

interface Planner {
  context: PlanContext;
  rules: readonly CompiledRule[];
  suppressor: Suppressor;
  deduplicator: ResolutionDeduplicator;
  elsewhere: ResolutionsSentElsewhere;
}

function planCandidate(
  candidate: AlertCandidate,
  { context, rules, suppressor, deduplicator, elsewhere }: Planner,
): { event: PlannedEvent; deliveries: PlannedDelivery[] } {
  const { key, history, locations } = candidate;
  const { certificate, event, ...record } = key;
  const { data } = candidate.context;
  const id = findRecord(history, key)?.id ?? computeRecordId(key);
  const { targets, isTaken, notes } = collectTargets(candidate, rules, context.destinations);
  const policy = createNotificationPolicy(context, context.entries.get(certificate)?.settings, elsewhere);
  const silence = suppressor.findSilence(candidate);
  const deliveries = deduplicator.filterTargets(candidate, targets).map(({ rule, destination }) => {
    const decision = decide({ ...candidate, status: data.status }, rule, destination, policy);
    const reason = decision.due ? suppressor.findReason(candidate, rule, destination, silence) : null;
    return { event_id: id, rule, destination, ...(reason === null ? decision : { due: false, reason }) };
  });
  deduplicator.remember(candidate, deliveries);
  // The reason of the event is that of its first due delivery, otherwise of its first suppressed one.
  const decisive = deliveries.find(({ due }) => due) ?? deliveries[0];
  const isExcepted = isTaken || silence !== null || suppressor.isMuted(candidate);
  const isWithoutRule = !isExcepted && lacksRule(candidate, rules, context);
  return {
    event: {
      id,
      event,
      certificate,
      fingerprint_sha256: data.fingerprint_sha256,
      threshold: candidate.threshold?.raw ?? null,
      suppressed: decisive?.due !== true,
      reason: decisive?.reason ?? (targets.length > 0 ? 'once' : isTaken ? 'no_action' : 'unmatched'),
      notes: isWithoutRule ? [...new Set([...notes, ...explainUnmatched(candidate, context)])] : notes,
      ...(isWithoutRule && { without_rule: true }),
      silence: deliveries.some(({ reason }) => reason === 'silenced') ? silence : null,
      context: candidate.context,
      record: { ...record, locations: [...locations] },
    },
    deliveries,
  };
}

/** Whether a person must act on an alert that no rule takes, now or later, although the manifest is meant to send alerts. */
function lacksRule(candidate: AlertCandidate, rules: readonly CompiledRule[], context: PlanContext): boolean {
  if (!needsPerson(candidate) || !expectsAlerts(context.alerting)) return false;
  const settings = context.entries.get(candidate.key.certificate)?.settings;
  return !isTakenLater(candidate, rules, settings, context.scan.now);
}

function explainUnmatched(
  { key, context: { data } }: AlertCandidate,
  { alerting, compileRegex }: PlanContext,
): string[] {
  const { event, threshold } = key;
  return listNearRules({ event, threshold, data }, alerting.rules, compileRegex).map((text) => `${capitalize(text)}.`);
}

/** Whether a rule subscribes to an event. Some findings are sent only to rules that name them; their resolutions, too. */
function isSubscribed({ subscribesTo }: CompiledRule, { event, topic = '' }: AlertCandidate['key']): boolean {
  const { event: finding } = parseTopic(topic);
  return subscribesTo(event) && (!isOnlyByName(finding) || subscribesTo(finding));
}

/**
 * Collects the destinations of every matching rule. A rule without actions takes the event as well. A resolution also goes to the
 * destinations of its alert, if the rule subscribes to resolutions: a rule for critical certificates gets the renewal, although the
 * certificate is not critical any more. The end of what was only seen has none of these. Stateful destinations get the resolutions of
 * exactly those alerts that they received.
 */
function collectTargets(
  { key, history, reachesAll, context: { data } }: AlertCandidate,
  rules: readonly CompiledRule[],
  destinations: DestinationIndex,
): { targets: Target[]; isTaken: boolean; notes: string[] } {
  const resolves = isResolution(key.event);
  const targets = new Map<string, Target>();
  const add = (rule: string, destination: Destination) =>
    targets.set(JSON.stringify([rule, destination]), { rule, destination });
  const notes = new Set<string>();
  let isTaken = false;
  for (const rule of rules.filter((rule) => isSubscribed(rule, key))) {
    const { matches, notes: unanswered } = rule.matches(data, key.threshold);
    isTaken ||= matches && rule.destinations.length === 0;
    for (const note of unanswered) notes.add(`Rule ${rule.name}: ${note}`);
    for (const to of rule.destinations) {
      // Issues are about certificates; an issue about a gap could never be closed.
      if (isScanEvent(key) && to === 'issue') continue;
      if (resolves && (isSeenResolution(key) || destinations.isStateful(rule.name, to))) continue;
      if (matches || (resolves && lastNotifiedAt(history, rule.name, to) !== null)) add(rule.name, to);
    }
  }
  if (reachesAll) for (const one of listOtherReceivers(targets, history, data, rules)) add(one.rule, one.destination);
  const stateful = resolves ? collectStatefulTargets(history, destinations) : [];
  for (const { rule, destination } of stateful) add(rule, destination);
  return { targets: [...targets.values()], isTaken: isTaken || targets.size > 0, notes: [...notes] };
}

/**
 * Lists the receivers of other alerts about the entry, once each: by the rule that notified the receiver before, otherwise by the first
 * one. They get alerts about locations that were never read, or are unreachable for days, although none of their rules names the event.
 */
function listOtherReceivers(
  targets: ReadonlyMap<string, Target>,
  history: History,
  data: EventData,
  rules: readonly CompiledRule[],
): Target[] {
  const reached = new Set([...targets.values()].map(({ destination }) => destination));
  const others = rules
    .filter(({ receivesAlerts, matchesEntry }) => receivesAlerts && matchesEntry(data))
    .flatMap(({ name: rule, destinations }) => destinations.map((destination) => ({ rule, destination })))
    .filter(({ destination }) => !reached.has(destination));
  return [...groupBy(others, ({ destination }) => destination).values()].flatMap((same) => {
    const chosen = same.find(({ rule, destination }) => lastNotifiedAt(history, rule, destination) !== null) ?? same[0];
    return chosen === undefined ? [] : [chosen];
  });
}

/**
 * Collects the stateful destinations that were notified, or may have been. If the rule that notified a destination does not send to it any
 * more, the rule that notified it last is used.
 */
function collectStatefulTargets(history: History, { findAction, isStateful }: DestinationIndex): Target[] {
  const notified = notifiedDestinations(history).flatMap(({ rule, destination }) => {
    const last = isStateful(rule, destination) ? lastNotifiedAt(history, rule, destination) : null;
    return last === null ? [] : [{ rule, destination, sequence: last.sequence }];
  });
  return notified.filter((one) => {
    if (findAction(one.rule, one.destination) !== undefined) return true;
    return !notified.some((other) => other.destination === one.destination && isNewerTarget(other, one));
  });
}

/**
 * Whether `a` notified later. The name breaks ties: if a rule notified under its old and its new name at once, one resolution is enough.
 */
function isNewerTarget(a: Target & { sequence: number }, b: Target & { sequence: number }): boolean {
  return a.sequence > b.sequence || (a.sequence === b.sequence && a.rule > b.rule);
}

const DEFAULT_COOLDOWN_HOURS = 24;

/**
 * Creates the policy from the settings of the entry. Events about scans have no entry and use the defaults. Removed entries only have
 * resolutions.
 */
function createNotificationPolicy(
  { scan, alerting, ignoreCooldown, destinations }: PlanContext,
  settings: Settings | undefined,
  elsewhere: ResolutionsSentElsewhere,
): NotificationPolicy {
  return {
    now: scan.now,
    cooldown: (settings?.cooldown_hours ?? DEFAULT_COOLDOWN_HOURS) * HOUR,
    repeat: settings?.repeat ?? true,
    ignoreCooldown,
    retry_days: alerting.delivery_retry_days,
    isStateful: destinations.isStateful,
    elsewhere,
  };
}

/** Gives each event its own alert key, so that a test never opens or resolves a real alert. */
export function markAsTest({ events, deliveries }: Plan): Plan {
  const marked = events.map((event) => {
    const { context } = event;
    const data = { ...context.data, test: true, alert_key: `${context.data.alert_key}/test` };
    return { ...event, context: { ...context, data } };
  });
  return { events: marked, deliveries };
}
