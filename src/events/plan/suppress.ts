/** Suppresses due deliveries by silences, for all destinations, and by quiet hours, for the destinations of one action. */

import { type AppliedSilence, type Destination, isResolution, type SuppressionReason } from '../../domain/index.ts';
import { createSilenceFinder as createFinder } from '../../domain/matcher.ts';
import { getOwn } from '../../lib/collections.ts';
import { findRecord } from '../log/history.ts';
import { deferredSince } from '../log/timestamps.ts';
import type { AlertCandidate } from './alert-candidate.ts';
import type { PlanContext } from './plan-context.ts';
import { type ClockFormats, hasPauseBetween, isQuiet } from './quiet-hours.ts';

export interface Suppressor {
  /** Finds the silence that matches an alert; if there are several, the one that lasts longest. */
  findSilence: (candidate: AlertCandidate) => AppliedSilence | null;
  /** Whether all locations that an alert is about are items whose notifications are turned off in their inventory. */
  isMuted: (candidate: AlertCandidate) => boolean;
  /** Returns why a due delivery is suppressed; null if it is sent. */
  findReason: (
    candidate: AlertCandidate,
    rule: string,
    to: Destination,
    silence: AppliedSilence | null,
  ) => SuppressionReason | null;
}

export function createSuppressor(context: PlanContext): Suppressor {
  const isDeferred = createQuietHoursCheck(context);
  const isMuted = createMutedCheck(context);
  return {
    findSilence: createSilenceFinder(context),
    isMuted,
    findReason: (candidate, rule, to, silence) => {
      if (isMuted(candidate)) return 'muted';
      if (silence !== null) return 'silenced';
      return isDeferred(candidate, rule, to) ? 'quiet_hours' : null;
    },
  };
}

function createMutedCheck({ log }: PlanContext) {
  return ({ key, locations }: AlertCandidate): boolean => {
    const logged = getOwn(log.locations, key.certificate);
    if (logged === undefined || locations.length === 0 || isResolution(key.event)) return false;
    return locations.every((location) => getOwn(logged, location)?.ownership?.value.muted === true);
  };
}

function createSilenceFinder({ alerting, scan }: PlanContext): Suppressor['findSilence'] {
  const find = createFinder(alerting.silences, scan.now);
  // Resolutions are never silenced, so that no alert stays open forever.
  return ({ key, context }) => (isResolution(key.event) ? null : find(key.event, context.data, key.threshold));
}

/** Returns a check whether an event is deferred by the quiet hours of the action by which a rule sends it. */
function createQuietHoursCheck({ scan, destinations }: PlanContext) {
  const clocks: ClockFormats = new Map();
  const quietNow = new Map<string, boolean>();
  return ({ key, history, context }: AlertCandidate, rule: string, to: Destination): boolean => {
    const hours = destinations.findAction(rule, to)?.quiet_hours;
    if (hours === undefined) return false;
    const action = `${rule}\n${to}`;
    const quiet = quietNow.get(action) ?? isQuiet(hours, scan.now, clocks);
    quietNow.set(action, quiet);
    if (!quiet || hours.except.includes(context.data.status)) return false;
    // Closing an alert does not page anyone.
    if (isResolution(key.event) && destinations.requiresResolve(to)) return false;
    // If every scan falls into quiet hours, a deferred event would otherwise never be sent.
    const since = deferredSince(findRecord(history, key), rule, to);
    return since === null || !hasPauseBetween(hours, since, scan.now, clocks);
  };
}
