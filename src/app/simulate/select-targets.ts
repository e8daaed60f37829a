/** Simulates the notifications of `test` and `render`: the events, with their rules and destinations. */

import type { Entry, Manifest, Plan, PlannedDelivery, PlannedEvent } from '../../domain/index.ts';
import { getOrCreate } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { lazy } from '../../lib/memoize.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';
import { createScanContext, loadRuleRegexes } from '../scan-context.ts';
import {
  checkNames,
  createNothingToSendError,
  createUnknownNameError,
  createUnreachedError,
  MAX_ENTRIES,
} from './errors.ts';
import { readWorstCertificates, type SimulationInput, simulateCurrentState, simulatePlan } from './index.ts';
import { createUnmatchedFilter } from './omit-unmatched.ts';
import { DEFAULT_DAYS, listStates } from './simulated-states.ts';
import { findMismatch, listSkippedRules, type SkippedRule } from './skipped-rules.ts';
import {
  addCatchAllRules,
  isRequested,
  listRequestedReceivers,
  listTargets,
  type SimulationOptions,
  type Target,
  uniqueDestinations,
} from './targets.ts';

export interface Simulation {
  /** The plan with the deliveries to make, all of them due. */
  plan: Plan;
  /** The manifest with catch-all rules for receivers that no rule uses. */
  manifest: Manifest;
  /** The rules and destinations that no certificate matches, without the name of a certificate. */
  unreached: Target[];
  /** The rules that the named certificate cannot exercise. */
  skipped: SkippedRule[];
}

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
  const { cases, compileRegex } = await createCases([entry], options, extended, io);
  const requested = listTargets(extended, 'all').filter((target) => isRequested(target, options));
  const canMatch = ({ rule }: Target) => {
    return extended.rules.some((one) => one.name === rule && findMismatch(one, entry, options.event) === null);
  };
  const collected = collectDeliveries(requested.filter(canMatch), cases);
  const { plan } = collected;
  const missed = [...requested.filter((target) => !canMatch(target)), ...collected.unreached];
  const getEvents = lazy(() => cases.flatMap((getPlan) => getPlan().events));
  const skipped = listSkippedRules(missed, plan, extended.rules, { entry, options, getEvents, compileRegex });
  if (plan.deliveries.length === 0) throw createNothingToSendError(entry, options, skipped, getEvents().length > 0);
  return { plan, manifest: extended, unreached: [], skipped };
}

/** Returns the plan for one state of a certificate. */
type Case = () => Plan;

/** Finds for each target the first case in which something is sent to it. */
function collectDeliveries(targets: readonly Target[], cases: readonly Case[]): { plan: Plan; unreached: Target[] } {
  const unreached: Target[] = [];
  const deliveries: PlannedDelivery[] = [];
  const events = new Map<PlannedEvent, PlannedEvent>();
  for (const target of targets) {
    const found = findDelivery(cases, target);
    if (found === null) {
      unreached.push(target);
      continue;
    }
    const { id } = getOrCreate(events, found.event, () => withUniqueId(found.event, [...events.values()]));
    deliveries.push({ ...found.delivery, event_id: id });
  }
  return { plan: { events: [...events.values()], deliveries }, unreached };
}

/** Makes the id unique: the same alert of another state, such as another number of days, is another message. */
function withUniqueId(event: PlannedEvent, others: readonly PlannedEvent[]): PlannedEvent {
  return others.some(({ id }) => id === event.id) ? { ...event, id: `${event.id}-${others.length}` } : event;
}

function findDelivery(cases: readonly Case[], { rule, destination }: Target) {
  for (const getPlan of cases) {
    const { events, deliveries } = getPlan();
    const delivery = deliveries.find((one) => one.due && one.rule === rule && one.destination === destination);
    const event = events.find(({ id }) => id === delivery?.event_id);
    if (delivery !== undefined && event !== undefined) return { delivery, event };
  }
  return null;
}

async function simulateTargets(options: SimulationOptions, manifest: Manifest, io: Io): Promise<Simulation> {
  const receivers = listRequestedReceivers(options);
  const extended = addCatchAllRules(receivers, manifest);
  const all = listTargets(extended, 'enabled').filter((target) => isRequested(target, options));
  const targets = receivers.length > 0 && options.rule === null ? uniqueDestinations(all) : all;
  const { cases } = await createCases(manifest.entries.slice(0, MAX_ENTRIES), options, extended, io);
  const { plan, unreached } = collectDeliveries(targets, cases);
  if (plan.deliveries.length === 0) throw createUnreachedError(unreached, options);
  return { plan, manifest: extended, unreached, skipped: [] };
}

/** Creates the cases of all entries, in the order in which they are tried. */
async function createCases(
  entries: readonly Entry[],
  options: SimulationOptions,
  manifest: Manifest,
  io: Io,
): Promise<{ cases: Case[]; compileRegex: RegexCompiler | null }> {
  const isNamed = options.names.length > 0;
  const selection = { ...options, onlyAtDays: isNamed, withScans: !isNamed || options.event !== null };
  const now = options.now ?? io.now();
  const worst = await readWorstCertificates(entries, manifest, now, io);
  const scan = createScanContext(now, io);
  const compileRegex = await loadRuleRegexes(manifest.rules);
  const omitUnmatched = createUnmatchedFilter(manifest.rules, compileRegex);
  const usesCurrentState = isNamed && options.event === null && options.days_remaining === null;
  const cases = worst.flatMap(({ wasRead, ...one }) => {
    const input: SimulationInput = { ...one, manifest, days: DEFAULT_DAYS, scan, compileRegex };
    const current = wasRead && usesCurrentState ? [lazy(() => omitUnmatched(simulateCurrentState(input)))] : [];
    const simulated = listStates(input, selection).map(({ event, ...state }): Case => {
      return lazy(() => {
        const planned = simulatePlan({ ...input, ...state }, event);
        return options.event === null ? omitUnmatched(planned) : planned;
      });
    });
    return [...current, ...simulated];
  });
  return { cases, compileRegex };
}
