/** Proposes items of `expected` for the certificates in transparency logs that no location has. */

import { evaluateIssuances } from '../../assess/findings/discovered.ts';
import { matchesIssuer } from '../../assess/policies/names.ts';
import { type ExpectedCertificates, proposeExpected } from '../../domain/expected-certificates.ts';
import type { Entry, UnknownIssuance } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { groupBy } from '../../lib/collections.ts';

/** The items to add to one `ct` entry. */
export interface ProposedItems {
  entry: string;
  items: ExpectedCertificates[];
}

/**
 * Lists the items for the certificates that the event log has at `now` (milliseconds), also for those that were there before the first scan.
 * Certificates that may be those of a watched server, and those of a CA that the entry or the CAA records do not allow, are left out.
 */
export function listExpectedItems(entries: readonly Entry[], log: EventLog, now: number): ProposedItems[] {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const { unknown } = evaluateIssuances({ log, entries: byName, locations: [], subjects: [] }, now);
  const candidates = unknown.filter((one) => isCandidate(one, byName.get(one.entry)?.expect?.issuers ?? []));
  return [...groupBy(candidates, ({ entry }) => entry)].flatMap(([entry, found]) => {
    const items = proposeExpected(found);
    return items.length === 0 ? [] : { entry, items };
  });
}

const REASONS: ReadonlySet<UnknownIssuance['reason']> = new Set(['baseline', 'not-watched', 'not-deployed']);

function isCandidate({ reason, issuance, has_watched_ca }: UnknownIssuance, issuers: readonly string[]): boolean {
  const isAllowed = issuers.length === 0 || matchesIssuer(issuers, issuance.issuer);
  return REASONS.has(reason) && isAllowed && issuance.not_allowed === undefined && !has_watched_ca;
}
