/** Decides which entries and events the `match` of a rule, silence or policy applies to. */

import { createGlobMatcher } from '../lib/files/glob.ts';
import { type EventData, isOnlyByName, type Match, type PossibleLabels } from './index.ts';
import { toThresholdKey } from './thresholds.ts';

/** The part of a match that is known before a scan. */
export type EntryMatch = Pick<Match, 'names' | 'labels'>;

/** Tests an entry's name and labels. No names match every name. */
export function createEntryMatcher({ names, labels }: EntryMatch): (name: string, labels: PossibleLabels) => boolean {
  const isNamed = names.length === 0 ? () => true : createGlobMatcher(names);
  const required = Object.entries(labels).map(([label, values]) => [label, new Set<unknown>(values)] as const);
  return (name, own) => isNamed(name) && (own === 'any' || required.every(([label, values]) => values.has(own[label])));
}

/** A test for events: whether a rule with these names and globs sends them. */
export function createEventMatcher(events: readonly string[]): (event: string) => boolean {
  const matches = createGlobMatcher(events);
  return (event) => (isOnlyByName(event) ? events.includes(event) : matches(event));
}

/** Tests an event's data and the key of its threshold, which is null for events without one. All criteria must match. */
export function createMatcher(
  match: Match,
): (data: Pick<EventData, 'certificate' | 'labels' | 'status'>, threshold: number | string | null) => boolean {
  const matchesEntry = createEntryMatcher(match);
  const keys = new Set(match.thresholds.map(toThresholdKey));
  const statuses = new Set(match.status);
  return ({ certificate, labels, status }, threshold) =>
    matchesEntry(certificate, labels) &&
    (statuses.size === 0 || statuses.has(status)) &&
    (keys.size === 0 || (threshold !== null && keys.has(threshold)));
}
