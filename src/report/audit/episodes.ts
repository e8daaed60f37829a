/** Finds the start of policy violations, and those that are over, from the event log. */

import { isResolution, parseTopic } from '../../domain/index.ts';
import type { EventLog, LoggedEvent } from '../../generated/event-log.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { compareText, groupBy } from '../../lib/collections.ts';

/** The latest violation of one policy by one certificate of an entry. */
export interface Episode {
  certificate: string;
  /** The fingerprint; null: of a hard-coded date. */
  fingerprint: string | null;
  policy: string;
  /** The time of the first notification or silence; if the certificate complied meanwhile, the time when it was last known to comply. */
  since: string;
  /** Whether `since` is the time when the certificate last complied: the violation began some time after that. */
  isRecurrence: boolean;
  /** The end; null: it lasts, according to the log. */
  ended: { at: string; event: string } | null;
  acknowledged: LoggedEvent['acknowledged'] | null;
}

export const VIOLATION = 'certificate.policy_violation';

/** Lists one episode for each certificate and policy with a violation in the log. Violations without a notification are not in the log. */
export function listEpisodes({ events }: Pick<EventLog, 'events'>): Episode[] {
  const records = events.filter(({ topic }) => topic !== undefined && parseTopic(topic).event === VIOLATION);
  const histories = groupBy(records, ({ certificate, fingerprint, topic }) =>
    JSON.stringify([certificate, fingerprint, topic]),
  );
  return [...histories.values()].flatMap((history) => summarizeHistory(history) ?? []);
}

function summarizeHistory(history: readonly LoggedEvent[]): Episode | null {
  const alerts = history.filter(({ event }) => !isResolution(event));
  const [alert] = alerts;
  const [first] = sortTimes(
    alerts.flatMap((one) => one.first_fired_at ?? one.fired_at ?? one.acknowledged?.acknowledged_at ?? []),
  );
  if (alert === undefined || first === undefined) return null;
  const last = sortTimes(alerts.flatMap(({ fired_at }) => fired_at ?? [])).at(-1) ?? first;
  const end = history
    .filter((one): one is LoggedEvent & { fired_at: string } => isResolution(one.event) && one.fired_at !== null)
    .sort((a, b) => compareText(a.fired_at, b.fired_at))
    .at(-1);
  const isOver = end !== undefined && end.fired_at >= last;
  const { certificate, fingerprint, topic = '', acknowledged = null } = alert;
  return {
    ...{ certificate, fingerprint, policy: parseTopic(topic).qualifier, acknowledged },
    since: end !== undefined && !isOver ? end.fired_at : first,
    isRecurrence: end !== undefined && !isOver,
    ended: isOver ? { at: end.fired_at, event: end.event } : null,
  };
}

/** Sorts the ISO times of the log, as text. */
function sortTimes(times: readonly string[]): string[] {
  return times.toSorted(compareText);
}

export type FindEpisode = (
  certificate: Pick<ReportCertificate, 'certificate' | 'fingerprint_sha256'>,
  policy: string,
) => Episode | null;

/** Creates a finder of the lasting violation of a policy by a certificate, according to the log. */
export function createEpisodeFinder(episodes: readonly Episode[]): FindEpisode {
  const toKey = (certificate: string, fingerprint: string | null, policy: string) =>
    JSON.stringify([certificate, fingerprint, policy]);
  const lasting = episodes.filter(({ ended }) => ended === null);
  const index = new Map(lasting.map((one) => [toKey(one.certificate, one.fingerprint, one.policy), one]));
  return ({ certificate, fingerprint_sha256 }, policy) =>
    index.get(toKey(certificate, fingerprint_sha256, policy)) ?? null;
}
