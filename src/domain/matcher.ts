/** Matches entries and events with the `match` of a rule, silence or policy, and finds the silence that suppresses an alert. */

import { createGlobMatcher } from '../lib/files/glob.ts';
import { parseIsoTime } from '../lib/iso-time.ts';
import {
  type AppliedSilence,
  type EventData,
  isOnlyByName,
  type Match,
  type PossibleLabels,
  type Silence,
} from './index.ts';
import { toThresholdKey } from './thresholds.ts';

/** The part of a match that is known before a scan. */
export type EntryMatch = Pick<Match, 'names' | 'labels'>;

/** Creates a test for an entry's name and labels. An empty list of names matches every name. */
export function createEntryMatcher({ names, labels }: EntryMatch): (name: string, labels: PossibleLabels) => boolean {
  const isNamed = names.length === 0 ? () => true : createGlobMatcher(names);
  const required = Object.entries(labels).map(([label, values]) => [label, new Set<unknown>(values)] as const);
  return (name, own) => isNamed(name) && (own === 'any' || required.every(([label, values]) => values.has(own[label])));
}

/** Creates a test for events: whether a rule with these names and globs sends them. */
export function createEventMatcher(events: readonly string[]): (event: string) => boolean {
  const matches = createGlobMatcher(events);
  return (event) => (isOnlyByName(event) ? events.includes(event) : matches(event));
}

type MatchedData = Pick<EventData, 'certificate' | 'labels' | 'status'>;

/** Creates a test for an event's data and the key of its threshold, which is null for events without one. All criteria must match. */
export function createMatcher(match: Match): (data: MatchedData, threshold: number | string | null) => boolean {
  const matchesEntry = createEntryMatcher(match);
  const keys = new Set(match.thresholds.map(toThresholdKey));
  const statuses = new Set(match.status);
  return ({ certificate, labels, status }, threshold) =>
    matchesEntry(certificate, labels) &&
    (statuses.size === 0 || statuses.has(status)) &&
    (keys.size === 0 || (threshold !== null && keys.has(threshold)));
}

/** Finds the silence that suppresses an alert at `now` (milliseconds); among several silences, the one that lasts longest. */
export function createSilenceFinder(
  silences: readonly Silence[],
  now: number,
): (event: string, data: MatchedData, threshold: number | string | null) => AppliedSilence | null {
  const tests = silences
    .filter(({ until }) => parseIsoTime(until) > now)
    .sort((a, b) => parseIsoTime(b.until) - parseIsoTime(a.until))
    .map(({ until, reason, created_by, events, match }) => {
      return {
        silence: { until, reason, created_by },
        subscribesTo: createGlobMatcher(events),
        matches: createMatcher(match),
      };
    });
  return (event, data, threshold) =>
    tests.find(({ subscribesTo, matches }) => subscribesTo(event) && matches(data, threshold))?.silence ?? null;
}
