/** What holds back what would go: silences, of every destination, and the quiet hours of an action. */

import { globMatcher } from '../glob.ts';
import type { Destination, Silenced, SuppressionReason } from '../types.ts';
import type { Fact } from './facts.ts';
import { findRecord, heldSince, isEnding } from './history.ts';
import { matcher } from './match.ts';
import { isQuiet, pausedBetween } from './quiet-hours.ts';
import type { World } from './world.ts';

export interface Holds {
  /** The silence that holds it back, of several the one that ends last; null where none does. */
  silenceOf: (fact: Fact) => Silenced | null;
  /** Why a delivery that would go does not; null where it goes. */
  reasonFor: (fact: Fact, rule: string, to: Destination, silence: Silenced | null) => SuppressionReason | null;
}

export function holds({ manifest, scan, sending }: World): Holds {
  const silences = manifest.silences
    .filter(({ until }) => Date.parse(until) > scan.now)
    .sort((a, b) => Date.parse(b.until) - Date.parse(a.until))
    .map(({ until, reason, events, match }) => ({
      silenced: { until, reason },
      hears: globMatcher(events),
      matches: matcher(match),
    }));
  // What was told keeps its right to an ending: nobody is left with an alert that is open for ever.
  const silenceOf: Holds['silenceOf'] = ({ key, context }) =>
    isEnding(key.event)
      ? null
      : (silences.find(({ hears, matches }) => hears(key.event) && matches(context.data, key.threshold))?.silenced ??
        null);

  const quiet = new Map<string, boolean>();
  const isQuietNow = (rule: string, to: Destination) => {
    const key = `${rule}\n${to}`;
    const hours = sending.actionOf(rule, to)?.quiet_hours;
    if (!quiet.has(key)) quiet.set(key, hours !== undefined && isQuiet(hours, scan.now));
    return quiet.get(key) === true ? hours : undefined;
  };
  const isHeld = ({ key, history, context }: Fact, rule: string, to: Destination): boolean => {
    const hours = isQuietNow(rule, to);
    if (hours === undefined || hours.except.includes(context.data.status)) return false;
    // That an alert is closed wakes nobody.
    if (isEnding(key.event) && sending.holdsOpen(to)) return false;
    const since = heldSince(findRecord(history, key), rule, to);
    return since === null || !pausedBetween(hours, since, scan.now);
  };
  return {
    silenceOf,
    reasonFor: (fact, rule, to, silence) => {
      if (silence !== null) return 'silenced';
      return isHeld(fact, rule, to) ? 'quiet_hours' : null;
    },
  };
}
