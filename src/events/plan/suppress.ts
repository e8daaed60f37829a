/** What holds back what would go: silences, from every destination, and the quiet hours of an action. */

import type { AppliedSilence, Destination, SuppressionReason } from '../../domain/index.ts';
import { createMatcher } from '../../domain/matcher.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import { deferredSince, findRecord, isResolution } from '../log/history.ts';
import type { AlertCandidate } from './alerts.ts';
import type { PlanContext } from './context.ts';
import { hasPauseBetween, isQuiet } from './quiet-hours.ts';

/** The silence that holds an alert back, of several the one that ends last; null where none does. */
type FindSilence = (fact: AlertCandidate) => AppliedSilence | null;

/** Whether an event waits for the end of the quiet hours by which a rule sends it there. */
type IsDeferred = (fact: AlertCandidate, rule: string, to: Destination) => boolean;

export interface Suppressor {
  findSilence: FindSilence;
  /** Why a delivery that would go does not; null where it goes. */
  findReason: (
    fact: AlertCandidate,
    rule: string,
    to: Destination,
    silence: AppliedSilence | null,
  ) => SuppressionReason | null;
}

export function createSuppressor(world: PlanContext): Suppressor {
  const waits = createQuietHoursCheck(world);
  return {
    findSilence: createSilenceFinder(world),
    findReason: (fact, rule, to, silence) => {
      if (silence !== null) return 'silenced';
      return waits(fact, rule, to) ? 'quiet_hours' : null;
    },
  };
}

function createSilenceFinder({ manifest, scan }: PlanContext): FindSilence {
  const holding = manifest.silences
    .filter(({ until }) => Date.parse(until) > scan.now)
    .sort((a, b) => Date.parse(b.until) - Date.parse(a.until))
    .map(({ until, reason, events, match }) => {
      return { silenced: { until, reason }, hears: createGlobMatcher(events), matches: createMatcher(match) };
    });
  return ({ key, context }) => {
    // What was told keeps its right to an ending: nobody is left with an alert that is open for ever.
    if (isResolution(key.event)) return null;
    const found = holding.find(({ hears, matches }) => hears(key.event) && matches(context.data, key.threshold));
    return found?.silenced ?? null;
  };
}

function createQuietHoursCheck({ scan, destinations: sending }: PlanContext): IsDeferred {
  const now = new Map<string, boolean>();
  return ({ key, history, context }, rule, to) => {
    const hours = sending.findAction(rule, to)?.quiet_hours;
    if (hours === undefined) return false;
    const action = `${rule}\n${to}`;
    const quiet = now.get(action) ?? isQuiet(hours, scan.now);
    now.set(action, quiet);
    if (!quiet || hours.except.includes(context.data.status)) return false;
    // That an alert is closed wakes nobody.
    if (isResolution(key.event) && sending.requiresResolve(to)) return false;
    // Where every scan falls into quiet hours, what waits would wait for ever.
    const since = deferredSince(findRecord(history, key), rule, to);
    return since === null || !hasPauseBetween(hours, since, scan.now);
  };
}
