/** The heart: what is told, to whom, and why or why not. Pure: the same log, places, rules and time give the same plan. */

import type { Sending } from '../../domain/destinations.ts';
import type { Destination, Plan, PlannedDelivery, PlannedEvent, Settings } from '../../domain/index.ts';
import {
  alertedBy,
  findRecord,
  type History,
  isEnding,
  isOfScans,
  lastToldTo,
  type RecordKey,
  recordId,
} from '../log/history.ts';
import { alerts, type Fact } from './alerts.ts';
import { type PlanInput, survey, type World } from './context.ts';
import { decide, type Question, type Terms } from './decide.ts';
import {
  type HeardElsewhere,
  heardElsewhere,
  type OnceForAll,
  onceForAll,
  type Target,
} from './deduplicate-resolutions.ts';
import { endings } from './resolutions.ts';
import { type CompiledRule, compileRules } from './rules.ts';
import { staleScans } from './stale-scans.ts';
import { type Holds, holds } from './suppress.ts';

const HOUR = 3_600_000;

/**
 * Decides what is due. Every event that holds or has ended is in the plan, also what is held back, each with its
 * reason; one that no rule wants is `unmatched`.
 */
export function plan(input: PlanInput): Plan {
  const world = survey(input);
  const rules = compileRules(input.manifest.rules, input.compileRegex);
  const held = holds(world);
  const holding = alerts(world);
  const elsewhere = heardElsewhere(world.log.events);
  const shared = { rules, held, once: onceForAll(world.sending, elsewhere), elsewhere };
  const planned = [...holding, ...endings(world, holding), ...staleScans(world)].map((fact) =>
    planFact(fact, shared, world),
  );
  return { events: planned.map(({ event }) => event), deliveries: planned.flatMap(({ deliveries }) => deliveries) };
}

/** What all facts are planned by. */
interface Shared {
  rules: readonly CompiledRule[];
  held: Holds;
  once: OnceForAll;
  elsewhere: HeardElsewhere;
}

function planFact(
  fact: Fact,
  { rules, held, once, elsewhere }: Shared,
  world: World,
): { event: PlannedEvent; deliveries: PlannedDelivery[] } {
  const { key, history, context } = fact;
  const id = findRecord(history, key)?.id ?? recordId(key);
  const { targets: all, notes } = targetsOf(fact, rules, world.sending);
  const targets = once.left(fact, all);
  const terms = termsOf(world, world.entries.get(key.certificate)?.settings, elsewhere);
  const question: Question = { ...fact, status: context.data.status };
  const silence = held.silenceOf(fact);
  const deliveries = targets.map(({ rule, destination }) => {
    const decision = decide(question, rule, destination, terms);
    const reason = decision.due ? held.reasonFor(fact, rule, destination, silence) : null;
    return { event_id: id, rule, destination, ...(reason === null ? decision : { due: false, reason }) };
  });
  once.note(fact, deliveries);
  // The event's own reason is that of the first delivery that goes, or else of the first that is held back.
  const decided = deliveries.find(({ due }) => due) ?? deliveries[0];
  const event: PlannedEvent = {
    id,
    event: key.event,
    certificate: key.certificate,
    fingerprint_sha256: context.data.fingerprint_sha256,
    threshold: fact.threshold?.written ?? null,
    suppressed: decided?.due !== true,
    reason: decided?.reason ?? (all.length > 0 ? 'once' : 'unmatched'),
    notes,
    silence: deliveries.some(({ reason }) => reason === 'silenced') ? silence : null,
    context,
    record: { ...recordOf(key), places: [...fact.places] },
  };
  return { event, deliveries };
}

function recordOf({ fingerprint, place, threshold, about }: RecordKey): Omit<PlannedEvent['record'], 'places'> {
  return { fingerprint, place, threshold, ...(about !== undefined && { about }) };
}

/**
 * Who is to hear of it: the destinations of every rule that wants it. An ending also goes where the alert went, by a
 * rule that hears of endings whatever else it matches (a rule for critical certificates told of one that is renewed
 * and critical no longer). What keeps state hears of the end of what it was told of, and of no other, whatever rules
 * say by now.
 */
function targetsOf(
  fact: Fact,
  rules: readonly CompiledRule[],
  sending: Sending,
): { targets: Target[]; notes: string[] } {
  const { key, history, context } = fact;
  const ending = isEnding(key.event);
  const targets = new Map<string, Target>();
  const add = (rule: string, destination: Destination) =>
    targets.set(JSON.stringify([rule, destination]), { rule, destination });
  const notes = new Set<string>();
  for (const { name, destinations, hears, wants } of rules) {
    if (!hears(key.event)) continue;
    const wanted = wants(context.data, key.threshold);
    for (const note of wanted.notes) notes.add(`Rule ${name}: ${note}`);
    for (const to of destinations) {
      // An issue of a gap could never be closed: a gap has no ending.
      if (isOfScans(key) && to === 'issue') continue;
      if (ending && sending.keepsState(name, to)) continue;
      if (wanted.matches || (ending && lastToldTo(history, name, to) !== null)) add(name, to);
    }
  }
  for (const { rule, destination } of ending ? statefulOf(history, sending) : []) add(rule, destination);
  return { targets: [...targets.values()], notes: [...notes] };
}

/**
 * What keeps state and was told, or may have been. Where a rule is gone by which it was told, it hears of the end by the
 * rule that told it last.
 */
function statefulOf(history: History, { actionOf, keepsState }: Sending): Target[] {
  const told = alertedBy(history).flatMap(({ rule, destination }) => {
    const last = keepsState(rule, destination) ? lastToldTo(history, rule, destination) : null;
    return last === null ? [] : [{ rule, destination, order: last.order }];
  });
  return told.filter((one) => {
    if (actionOf(one.rule, one.destination) !== undefined) return true;
    return !told.some((other) => other.destination === one.destination && isLater(other, one));
  });
}

/** Of two that are told at once, such as by a rule before and after it was renamed, one is enough. */
function isLater(a: Target & { order: number }, b: Target & { order: number }): boolean {
  return a.order > b.order || (a.order === b.order && a.rule > b.rule);
}

/** Of an entry that is no longer in the manifest only endings are told, and those have no cooldown. */
function termsOf(
  { scan, manifest, ignoreCooldown, sending }: World,
  settings: Settings | undefined,
  elsewhere: HeardElsewhere,
): Terms {
  return {
    now: scan.now,
    cooldown: (settings?.cooldown_hours ?? 0) * HOUR,
    repeat: settings?.repeat ?? true,
    ignoreCooldown,
    retry_days: manifest.delivery_retry_days,
    keepsState: sending.keepsState,
    elsewhere,
  };
}
