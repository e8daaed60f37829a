/** What holds back what would go: silences, from every destination, and the quiet hours of an action. */

import type { Destination, Silenced, SuppressionReason } from '../../domain/index.ts';
import { matcher } from '../../domain/matcher.ts';
import { globMatcher } from '../../lib/files/glob.ts';
import { findRecord, heldSince, isEnding } from '../log/history.ts';
import type { Fact } from './alerts.ts';
import type { World } from './context.ts';
import { isQuiet, pausedBetween } from './quiet-hours.ts';

/** The silence that holds an alert back, of several the one that ends last; null where none does. */
type Silences = (fact: Fact) => Silenced | null;

/** Whether an event waits for the end of the quiet hours by which a rule sends it there. */
type Waits = (fact: Fact, rule: string, to: Destination) => boolean;

export interface Holds {
  silenceOf: Silences;
  /** Why a delivery that would go does not; null where it goes. */
  reasonFor: (fact: Fact, rule: string, to: Destination, silence: Silenced | null) => SuppressionReason | null;
}

export function holds(world: World): Holds {
  const waits = quietHours(world);
  return {
    silenceOf: silences(world),
    reasonFor: (fact, rule, to, silence) => {
      if (silence !== null) return 'silenced';
      return waits(fact, rule, to) ? 'quiet_hours' : null;
    },
  };
}

function silences({ manifest, scan }: World): Silences {
  const holding = manifest.silences
    .filter(({ until }) => Date.parse(until) > scan.now)
    .sort((a, b) => Date.parse(b.until) - Date.parse(a.until))
    .map(({ until, reason, events, match }) => {
      return { silenced: { until, reason }, hears: globMatcher(events), matches: matcher(match) };
    });
  return ({ key, context }) => {
    // What was told keeps its right to an ending: nobody is left with an alert that is open for ever.
    if (isEnding(key.event)) return null;
    const found = holding.find(({ hears, matches }) => hears(key.event) && matches(context.data, key.threshold));
    return found?.silenced ?? null;
  };
}

function quietHours({ scan, sending }: World): Waits {
  const now = new Map<string, boolean>();
  return ({ key, history, context }, rule, to) => {
    const hours = sending.actionOf(rule, to)?.quiet_hours;
    if (hours === undefined) return false;
    const action = `${rule}\n${to}`;
    const quiet = now.get(action) ?? isQuiet(hours, scan.now);
    now.set(action, quiet);
    if (!quiet || hours.except.includes(context.data.status)) return false;
    // That an alert is closed wakes nobody.
    if (isEnding(key.event) && sending.holdsOpen(to)) return false;
    // Where every scan falls into quiet hours, what waits would wait for ever.
    const since = heldSince(findRecord(history, key), rule, to);
    return since === null || !pausedBetween(hours, since, scan.now);
  };
}
