/** The heart: what is told, to whom, and why or why not. Pure: the same log, places, rules and time give the same plan. */

import type { DestinationIndex } from '../../domain/destinations.ts';
import type { Destination, Plan, PlannedDelivery, PlannedEvent, Settings } from '../../domain/index.ts';
import {
  computeRecordId,
  findRecord,
  type History,
  isResolution,
  isScanEvent,
  lastNotifiedAt,
  notifiedDestinations,
  type RecordKey,
} from '../log/history.ts';
import { type AlertCandidate, collectActiveAlerts } from './alerts.ts';
import { createPlanContext, type PlanContext, type PlanInput } from './context.ts';
import { type DecisionInput, decide, type NotificationPolicy } from './decide.ts';
import {
  deduplicateResolutions,
  type ResolutionDeduplicator,
  type ResolutionsSentElsewhere,
  resolutionsSentElsewhere,
  type Target,
} from './deduplicate-resolutions.ts';
import { collectResolutions } from './resolutions.ts';
import { type CompiledRule, compileRules } from './rules.ts';
import { collectStaleScans } from './stale-scans.ts';
import { createSuppressor, type Suppressor } from './suppress.ts';

const HOUR = 3_600_000;

/**
 * Decides what is due. Every event that holds or has ended is in the plan, also what is held back, each with its
 * reason; one that no rule wants is `unmatched`.
 */
export function plan(input: PlanInput): Plan {
  const world = createPlanContext(input);
  const rules = compileRules(input.manifest.rules, input.compileRegex);
  const held = createSuppressor(world);
  const holding = collectActiveAlerts(world);
  const elsewhere = resolutionsSentElsewhere(world.log.events);
  const shared = { rules, held, once: deduplicateResolutions(world.destinations, elsewhere), elsewhere };
  const planned = [...holding, ...collectResolutions(world, holding), ...collectStaleScans(world)].map((fact) =>
    planCandidate(fact, shared, world),
  );
  return { events: planned.map(({ event }) => event), deliveries: planned.flatMap(({ deliveries }) => deliveries) };
}

/** What all facts are planned by. */
interface PlanShared {
  rules: readonly CompiledRule[];
  held: Suppressor;
  once: ResolutionDeduplicator;
  elsewhere: ResolutionsSentElsewhere;
}

function planCandidate(
  fact: AlertCandidate,
  { rules, held, once, elsewhere }: PlanShared,
  world: PlanContext,
): { event: PlannedEvent; deliveries: PlannedDelivery[] } {
  const { key, history, context } = fact;
  const id = findRecord(history, key)?.id ?? computeRecordId(key);
  const { targets: all, notes } = collectTargets(fact, rules, world.destinations);
  const targets = once.filterTargets(fact, all);
  const terms = createNotificationPolicy(world, world.entries.get(key.certificate)?.settings, elsewhere);
  const question: DecisionInput = { ...fact, status: context.data.status };
  const silence = held.findSilence(fact);
  const deliveries = targets.map(({ rule, destination }) => {
    const decision = decide(question, rule, destination, terms);
    const reason = decision.due ? held.findReason(fact, rule, destination, silence) : null;
    return { event_id: id, rule, destination, ...(reason === null ? decision : { due: false, reason }) };
  });
  once.remember(fact, deliveries);
  // The event's own reason is that of the first delivery that goes, or else of the first that is held back.
  const decided = deliveries.find(({ due }) => due) ?? deliveries[0];
  const event: PlannedEvent = {
    id,
    event: key.event,
    certificate: key.certificate,
    fingerprint_sha256: context.data.fingerprint_sha256,
    threshold: fact.threshold?.raw ?? null,
    suppressed: decided?.due !== true,
    reason: decided?.reason ?? (all.length > 0 ? 'once' : 'unmatched'),
    notes,
    silence: deliveries.some(({ reason }) => reason === 'silenced') ? silence : null,
    context,
    record: { ...toRecordKey(key), places: [...fact.places] },
  };
  return { event, deliveries };
}

function toRecordKey({ fingerprint, place, threshold, about }: RecordKey): Omit<PlannedEvent['record'], 'places'> {
  return { fingerprint, place, threshold, ...(about !== undefined && { about }) };
}

/**
 * Who is to hear of it: the destinations of every rule that wants it. An ending also goes where the alert went, by a
 * rule that hears of endings whatever else it matches (a rule for critical certificates told of one that is renewed
 * and critical no longer). What keeps state hears of the end of what it was told of, and of no other, whatever rules
 * say by now.
 */
function collectTargets(
  fact: AlertCandidate,
  rules: readonly CompiledRule[],
  sending: DestinationIndex,
): { targets: Target[]; notes: string[] } {
  const { key, history, context } = fact;
  const ending = isResolution(key.event);
  const targets = new Map<string, Target>();
  const add = (rule: string, destination: Destination) =>
    targets.set(JSON.stringify([rule, destination]), { rule, destination });
  const notes = new Set<string>();
  for (const { name, destinations, subscribesTo: hears, matches: wants } of rules) {
    if (!hears(key.event)) continue;
    const wanted = wants(context.data, key.threshold);
    for (const note of wanted.notes) notes.add(`Rule ${name}: ${note}`);
    for (const to of destinations) {
      // An issue of a gap could never be closed: a gap has no ending.
      if (isScanEvent(key) && to === 'issue') continue;
      if (ending && sending.isStateful(name, to)) continue;
      if (wanted.matches || (ending && lastNotifiedAt(history, name, to) !== null)) add(name, to);
    }
  }
  for (const { rule, destination } of ending ? collectStatefulTargets(history, sending) : []) add(rule, destination);
  return { targets: [...targets.values()], notes: [...notes] };
}

/**
 * What keeps state and was told, or may have been. Where a rule is gone by which it was told, it hears of the end by the
 * rule that told it last.
 */
function collectStatefulTargets(
  history: History,
  { findAction: actionOf, isStateful: keepsState }: DestinationIndex,
): Target[] {
  const told = notifiedDestinations(history).flatMap(({ rule, destination }) => {
    const last = keepsState(rule, destination) ? lastNotifiedAt(history, rule, destination) : null;
    return last === null ? [] : [{ rule, destination, order: last.sequence }];
  });
  return told.filter((one) => {
    if (actionOf(one.rule, one.destination) !== undefined) return true;
    return !told.some((other) => other.destination === one.destination && isNewerTarget(other, one));
  });
}

/** Of two that are told at once, such as by a rule before and after it was renamed, one is enough. */
function isNewerTarget(a: Target & { order: number }, b: Target & { order: number }): boolean {
  return a.order > b.order || (a.order === b.order && a.rule > b.rule);
}

/** Of an entry that is no longer in the manifest only endings are told, and those have no cooldown. */
function createNotificationPolicy(
  { scan, manifest, ignoreCooldown, destinations: sending }: PlanContext,
  settings: Settings | undefined,
  elsewhere: ResolutionsSentElsewhere,
): NotificationPolicy {
  return {
    now: scan.now,
    cooldown: (settings?.cooldown_hours ?? 0) * HOUR,
    repeat: settings?.repeat ?? true,
    ignoreCooldown,
    retry_days: manifest.delivery_retry_days,
    isStateful: sending.isStateful,
    elsewhere,
  };
}
