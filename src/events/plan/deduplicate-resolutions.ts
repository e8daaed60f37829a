/**
 * Deduplicates the resolutions of a certificate. When a certificate is renewed or removed, all its histories resolve at once.
 * Stateful destinations get one resolution per alert; others get one per certificate.
 */

import type { DestinationIndex } from '../../domain/destinations.ts';
import type { Destination, PlannedDelivery } from '../../domain/index.ts';
import type { LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { groupBy } from '../../lib/collections.ts';
import { lazy } from '../../lib/memoize.ts';
import { lastNotified, lastNotifiedAt, lastResolutionNotified, type RecordKey } from '../log/history.ts';
import { isAtOrAfter, sentAt, type Timestamp } from '../log/timestamps.ts';
import type { AlertCandidate } from './alert-candidate.ts';

/** Returns when a destination last got a resolution of the same certificate from another of its histories. */
export type ResolutionsSentElsewhere = (
  key: RecordKey,
  to: Destination,
  toTime: (delivery: LoggedDelivery) => Timestamp | null,
) => Timestamp | null;

/** Indexes the resolutions of a log when they are first needed. */
export function resolutionsSentElsewhere(events: readonly LoggedEvent[]): ResolutionsSentElsewhere {
  const groupResolutions = lazy(() => groupBy(events.filter(isSubjectResolution), toCertificateKey));
  return (key, to, toTime) => {
    const records = (groupResolutions().get(toCertificateKey(key)) ?? []).filter(({ topic }) => topic !== key.topic);
    return lastResolutionNotified({ records }, to, toTime);
  };
}

function isSubjectResolution({ event, fingerprint }: Pick<RecordKey, 'fingerprint'> & { event: string }): boolean {
  return (event === 'certificate.renewed' || event === 'certificate.removed') && fingerprint !== null;
}

function toCertificateKey({ certificate, fingerprint }: Pick<RecordKey, 'certificate' | 'fingerprint'>): string {
  return JSON.stringify([certificate, fingerprint]);
}

export interface Target {
  rule: string;
  destination: Destination;
}

export interface ResolutionDeduplicator {
  /** Removes the targets that already got a resolution of the certificate. */
  filterTargets: (candidate: AlertCandidate, targets: readonly Target[]) => readonly Target[];
  /** Remembers which targets get the resolution in this scan, or when quiet hours are over. */
  remember: (candidate: AlertCandidate, deliveries: readonly PlannedDelivery[]) => void;
}

export function deduplicateResolutions(
  { isStateful }: DestinationIndex,
  elsewhere: ResolutionsSentElsewhere,
): ResolutionDeduplicator {
  const remembered = new Set<string>();
  const toKey = ({ key }: AlertCandidate, to: Destination) => `${toCertificateKey(key)}\n${to}`;
  return {
    filterTargets: (candidate, targets) => {
      const { key, history } = candidate;
      if (!isSubjectResolution(key)) return targets;
      return targets.filter(({ rule, destination: to }) => {
        if (isStateful(rule, to)) return true;
        const notified = lastNotifiedAt(history, rule, to) ?? lastNotified(history);
        const wasSent = notified !== null && isAtOrAfter(elsewhere(key, to, sentAt), notified);
        return !wasSent && !remembered.has(toKey(candidate, to));
      });
    },
    remember: (candidate, deliveries) => {
      if (!isSubjectResolution(candidate.key)) return;
      for (const { due, reason, destination } of deliveries) {
        if (due || reason === 'quiet_hours') remembered.add(toKey(candidate, destination));
      }
    },
  };
}
