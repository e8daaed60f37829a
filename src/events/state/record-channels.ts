/** Records when each receiver last accepted something, also if the events themselves are pruned. */

import type { Destination, Receipt } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { compareText } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';

/** Adds the accepted deliveries of a scan at `now` (milliseconds). */
export function recordChannels(
  log: EventLog,
  receipts: readonly Pick<Receipt, 'destination' | 'status' | 'acknowledged'>[],
  now: number,
): EventLog {
  const sent = receipts.filter(({ status, acknowledged }) => status === 'sent' && acknowledged === undefined);
  const accepted = sent.map(({ destination }) => destination);
  if (accepted.length === 0) return log;
  const all = new Map<Destination, string>(Object.entries(log.scans.channels ?? {}));
  for (const destination of accepted) all.set(destination, formatIsoTime(now));
  const channels = Object.fromEntries([...all].sort(([a], [b]) => compareText(a, b)));
  return { ...log, scans: { ...log.scans, channels } };
}
