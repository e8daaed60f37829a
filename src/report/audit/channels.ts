/** Lists the receivers of enabled rules, and when each last accepted anything. */

import { formatDestination, listEnabledActions } from '../../domain/destinations.ts';
import type { Destination, IsoTime, Rule } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { compareText, getOwn } from '../../lib/collections.ts';

export interface Channel {
  destination: Destination;
  /** The last alert, digest or test that it accepted; null: never, as far as the event log knows. */
  delivered_at: IsoTime | null;
}

/** Lists the channels, those that never accepted anything first. */
export function listChannels(rules: readonly Rule[], { scans }: EventLog): Channel[] {
  return [...new Set(listEnabledActions(rules).map(formatDestination))]
    .map((destination) => ({ destination, delivered_at: getOwn(scans.channels ?? {}, destination) ?? null }))
    .sort(
      (a, b) => compareText(a.delivered_at ?? '', b.delivered_at ?? '') || compareText(a.destination, b.destination),
    );
}
