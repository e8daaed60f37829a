/**
 * A certificate that is gone ends all that was told of it. Who keeps state hears of each end, and everybody else of one: that
 * it was renewed, or removed, is one piece of news, by whichever of its histories it was told.
 */

import type { DestinationIndex } from '../../domain/destinations.ts';
import type { Destination, PlannedDelivery } from '../../domain/index.ts';
import type { LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { groupBy } from '../../lib/collections.ts';
import {
  isAtOrAfter,
  lastNotified,
  lastNotifiedAt,
  lastResolutionNotified,
  type RecordKey,
  sentAt,
  type Timestamp,
} from '../log/history.ts';
import type { AlertCandidate } from './alerts.ts';

/** When a destination heard last, by another history of the same certificate, that it is gone. */
export type ResolutionsSentElsewhere = (
  key: RecordKey,
  to: Destination,
  momentOf: (delivery: LoggedDelivery) => Timestamp | null,
) => Timestamp | null;

/** Of the records of a log; they are looked through once, when that is asked for. */
export function resolutionsSentElsewhere(events: readonly LoggedEvent[]): ResolutionsSentElsewhere {
  let known: Map<string, LoggedEvent[]> | null = null;
  return (key, to, momentOf) => {
    known ??= groupBy(
      events.filter(({ event, fingerprint }) => isSubjectResolution(event) && fingerprint !== null),
      toCertificateKey,
    );
    const records = (known.get(toCertificateKey(key)) ?? []).filter(({ about }) => about !== key.about);
    return lastResolutionNotified({ records }, to, momentOf);
  };
}

function isSubjectResolution(event: string): boolean {
  return event === 'certificate.renewed' || event === 'certificate.removed';
}

function toCertificateKey({ certificate, fingerprint }: Pick<RecordKey, 'certificate' | 'fingerprint'>): string {
  return JSON.stringify([certificate, fingerprint]);
}

export interface Target {
  rule: string;
  destination: Destination;
}

export interface ResolutionDeduplicator {
  /** Who is to hear of it still. */
  filterTargets: (fact: AlertCandidate, targets: readonly Target[]) => readonly Target[];
  /** Takes note of who hears of it in this scan, or when the quiet hours are over. */
  remember: (fact: AlertCandidate, deliveries: readonly PlannedDelivery[]) => void;
}

export function deduplicateResolutions(
  { isStateful: keepsState }: DestinationIndex,
  elsewhere: ResolutionsSentElsewhere,
): ResolutionDeduplicator {
  const hearing = new Set<string>();
  const isOfGone = ({ key: { event, fingerprint } }: AlertCandidate) =>
    isSubjectResolution(event) && fingerprint !== null;
  const keyOf = ({ key }: AlertCandidate, to: Destination) => `${toCertificateKey(key)}\n${to}`;
  return {
    filterTargets: (fact, targets) => {
      if (!isOfGone(fact)) return targets;
      return targets.filter(({ rule, destination: to }) => {
        if (keepsState(rule, to)) return true;
        const told = lastNotifiedAt(fact.history, rule, to) ?? lastNotified(fact.history);
        const heard = told !== null && isAtOrAfter(elsewhere(fact.key, to, sentAt), told);
        return !heard && !hearing.has(keyOf(fact, to));
      });
    },
    remember: (fact, deliveries) => {
      if (!isOfGone(fact)) return;
      for (const { due, reason, destination } of deliveries) {
        if (due || reason === 'quiet_hours') hearing.add(keyOf(fact, destination));
      }
    },
  };
}
