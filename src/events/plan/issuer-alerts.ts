/**
 * Creates the alerts about CAs that expire soon or have expired: one for each entry and CA, also if the entry has several certificates below
 * it. Their history belongs to the CA, so that an alert lasts while certificates are renewed under it.
 */

import { hash } from 'node:crypto';
import type {
  IssuerExpiry,
  IssuerVerdict,
  LiveLocation,
  ResolutionName,
  Severity,
  Status,
  Subject,
  Verdict,
} from '../../domain/index.ts';
import { describeIssuerExpiry, getIssuerCode, ISSUER, ISSUER_TOPIC } from '../../domain/issuer-expiry.ts';
import { getLevel } from '../../domain/severity.ts';
import { getOwn, groupBy } from '../../lib/collections.ts';
import { type AlertCandidate, createCandidate } from './alert-candidate.ts';
import { describeSubject } from './describe.ts';
import type { PlanContext } from './plan-context.ts';

/** Certificates of one entry below the same CA. */
export interface IssuerGroup {
  issuer: IssuerVerdict;
  topic: string;
  subjects: readonly [Subject, ...Subject[]];
}

/** Groups certificates whose CA has crossed a threshold or has expired. Items of an inventory are also grouped by their ownership. */
export function groupExpiringIssuers(subjects: readonly Subject[], context: PlanContext): IssuerGroup[] {
  const affected = subjects.flatMap((subject) => {
    try {
      const { issuer } = context.getVerdict(subject);
      if (issuer === undefined || (issuer.threshold === null && issuer.status !== 'expired')) return [];
      return [{ issuer, subject, topic: toIssuerTopic(subject, context) }];
    } catch (error) {
      context.onBug({ entry: subject.entry, subject: subject.fingerprint, error });
      return [];
    }
  });
  const groups = groupBy(affected, ({ issuer, subject, topic }) =>
    JSON.stringify([subject.entry, issuer.ca.fingerprint_sha256, topic]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    return { ...first, subjects: [first.subject, ...others.map(({ subject }) => subject)] };
  });
}

/** Returns the topic of the alert: rules route the items of an inventory by their labels and owners, which must not be mixed. */
function toIssuerTopic({ entry, locations }: Subject, { log }: PlanContext): string {
  const logged = getOwn(log.locations, entry);
  const ownership = locations.flatMap((location) => getOwn(logged, location)?.ownership?.value ?? []);
  if (ownership.length === 0) return ISSUER_TOPIC;
  const key = JSON.stringify(ownership.map(({ owner, labels }) => [owner, Object.entries(labels).sort()]));
  return `${ISSUER_TOPIC}/${hash('sha256', key, 'hex').slice(0, 8)}`;
}

/** Creates an alert with the dates of the CA, and otherwise the data of the first certificate below it. */
export function createIssuerAlert({ issuer, topic, subjects }: IssuerGroup, context: PlanContext): AlertCandidate {
  const { ca, status, threshold } = issuer;
  const [first, ...others] = subjects;
  const locations = [...new Set(subjects.flatMap((one) => one.locations))];
  const state = describeSubject(first, context);
  const event = status === 'expired' ? 'certificate.expired' : 'certificate.expiry_warning';
  const error = { code: getIssuerCode(status === 'expired'), detail: describeIssuerExpiry(ca, status === 'expired') };
  return createCandidate(context, {
    key: {
      certificate: first.entry,
      fingerprint: ca.fingerprint_sha256,
      event,
      threshold: threshold?.key ?? null,
      location: null,
      topic,
    },
    subject: {
      ...state,
      verdict: replaceDates(state.verdict, issuer),
      locations,
      distinguishing_locations: others.length === 0 ? state.distinguishing_locations : null,
      error,
    },
    threshold,
    validity: { facts: ca, expiry: ca.valid_to },
    locations,
    finding: { event, qualifier: ISSUER, severity: SEVERITIES[status] ?? 'critical', ...error },
  });
}

const SEVERITIES: Partial<Record<Status, Severity>> = { ok: 'info', warning: 'warning' };

function replaceDates(
  verdict: Verdict,
  { ca, status, threshold, days_remaining, days_since_expiry }: IssuerVerdict,
): Verdict {
  const { subject, fingerprint_sha256, valid_to } = ca;
  return {
    ...verdict,
    ...{ status, level: getLevel(status), threshold, days_remaining, days_since_expiry },
    effective_valid_to: valid_to,
    limited_by: { subject, fingerprint_sha256 },
  };
}

/**
 * Finds how the alert about a CA resolves: when no certificate of the entry has it in its chain any more. A location that cannot be read
 * keeps the chain that was last seen there.
 */
export function findIssuerResolution(
  entry: string,
  fingerprint: string,
  { comparison }: PlanContext,
): ResolutionName | null {
  const locations = comparison.listLocations(entry);
  if (locations.length === 0) return 'certificate.removed';
  const isBelow = ({ issuer_end }: { issuer_end?: IssuerExpiry }) => issuer_end?.fingerprint_sha256 === fingerprint;
  // A certificate that this scan did not see, at a location that presents several, may be below the CA.
  const isUnknown = ({ evidence }: LiveLocation) => evidence === null;
  const isHeld = locations.some(
    (one) => isBelow(one) || one.others?.some((other) => isBelow(other) || isUnknown(other)),
  );
  return isHeld ? null : 'certificate.recovered';
}
