/**
 * A certificate that is gone ends all that was told of it. Who keeps state hears of each end, and everybody else of one: that
 * it was renewed, or removed, is one piece of news, by whichever of its histories it was told.
 */

import type { Sending } from '../../domain/destinations.ts';
import type { Destination, PlannedDelivery } from '../../domain/index.ts';
import type { LoggedDelivery, LoggedEvent } from '../../generated/event-log.ts';
import { groupBy } from '../../lib/collections.ts';
import { isSince, lastHeardOfEnd, lastTold, lastToldTo, type Moment, type RecordKey, sentAt } from '../log/history.ts';
import type { Fact } from './alerts.ts';

/** When a destination heard last, by another history of the same certificate, that it is gone. */
export type HeardElsewhere = (
  key: RecordKey,
  to: Destination,
  momentOf: (delivery: LoggedDelivery) => Moment | null,
) => Moment | null;

/** Of the records of a log; they are looked through once, when that is asked for. */
export function heardElsewhere(events: readonly LoggedEvent[]): HeardElsewhere {
  let known: Map<string, LoggedEvent[]> | null = null;
  return (key, to, momentOf) => {
    known ??= groupBy(
      events.filter(({ event, fingerprint }) => isGone(event) && fingerprint !== null),
      certificateKey,
    );
    const records = (known.get(certificateKey(key)) ?? []).filter(({ about }) => about !== key.about);
    return lastHeardOfEnd({ records }, to, momentOf);
  };
}

function isGone(event: string): boolean {
  return event === 'certificate.renewed' || event === 'certificate.removed';
}

function certificateKey({ certificate, fingerprint }: Pick<RecordKey, 'certificate' | 'fingerprint'>): string {
  return JSON.stringify([certificate, fingerprint]);
}

export interface Target {
  rule: string;
  destination: Destination;
}

export interface OnceForAll {
  /** Who is to hear of it still. */
  left: (fact: Fact, targets: readonly Target[]) => readonly Target[];
  /** Takes note of who hears of it in this scan, or when the quiet hours are over. */
  note: (fact: Fact, deliveries: readonly PlannedDelivery[]) => void;
}

export function onceForAll({ keepsState }: Sending, elsewhere: HeardElsewhere): OnceForAll {
  const hearing = new Set<string>();
  const isOfGone = ({ key: { event, fingerprint } }: Fact) => isGone(event) && fingerprint !== null;
  const keyOf = ({ key }: Fact, to: Destination) => `${certificateKey(key)}\n${to}`;
  return {
    left: (fact, targets) => {
      if (!isOfGone(fact)) return targets;
      return targets.filter(({ rule, destination: to }) => {
        if (keepsState(rule, to)) return true;
        const told = lastToldTo(fact.history, rule, to) ?? lastTold(fact.history);
        const heard = told !== null && isSince(elsewhere(fact.key, to, sentAt), told);
        return !heard && !hearing.has(keyOf(fact, to));
      });
    },
    note: (fact, deliveries) => {
      if (!isOfGone(fact)) return;
      for (const { due, reason, destination } of deliveries) {
        if (due || reason === 'quiet_hours') hearing.add(keyOf(fact, destination));
      }
    },
  };
}
