/** Creates one alert for all test certificates of an entry that expire soon or have expired. */

import { describeExpiringFixtures, FIXTURE_EXPIRING } from '../../domain/expiring-fixtures.ts';
import { type Finding, type Subject, toTopic } from '../../domain/index.ts';
import { STATUS_BY_SEVERITY } from '../../domain/severity.ts';
import { compareText, findLargest, groupBy } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { type AlertCandidate, createCandidate } from './alert-candidate.ts';
import { describeSubject } from './describe.ts';
import type { PlanContext } from './plan-context.ts';

interface ExpiringFixture {
  subject: Subject;
  finding: Finding;
}

type FixtureGroup = [ExpiringFixture, ...ExpiringFixture[]];

/** Groups the test certificates that have a finding by entry, the first to expire first. */
export function groupExpiringFixtures(context: PlanContext): Map<string, FixtureGroup> {
  const findings = new Map<Subject, Finding>();
  for (const subject of context.comparison.subjects) {
    const finding = context.getVerdict(subject).findings.find(({ event }) => event === FIXTURE_EXPIRING);
    if (finding !== undefined) findings.set(subject, finding);
  }
  const expiring = sortByExpiry([...findings.keys()], context).map((subject) => {
    return { subject, finding: findings.get(subject) };
  });
  return groupBy(expiring, ({ subject }) => subject.entry) as Map<string, FixtureGroup>;
}

/** Sorts certificates by their effective expiry, the first to expire first. */
export function sortByExpiry(subjects: readonly Subject[], { getVerdict }: PlanContext): Subject[] {
  const keyed = subjects.map((subject) => {
    return { subject, key: `${getVerdict(subject).effective_valid_to} ${subject.fingerprint}` };
  });
  return keyed.sort((a, b) => compareText(a.key, b.key)).map(({ subject }) => subject);
}

/** Describes the group by the certificate that expires first. */
export function createFixtureAlert(group: FixtureGroup, context: PlanContext): AlertCandidate {
  const [{ subject: first, finding }] = group;
  const state = describeSubject(first, context);
  const locations = [...new Set(group.flatMap(({ subject }) => subject.locations))];
  const { code, detail } =
    group.length === 1 ? finding : describeExpiringFixtures(group.map((one) => describe(one, context)));
  const { event, qualifier, severity } = finding;
  return createCandidate(context, {
    key: {
      certificate: first.entry,
      fingerprint: null,
      event,
      threshold: null,
      location: null,
      topic: toTopic(event, qualifier),
    },
    subject: {
      ...state,
      verdict: { ...state.verdict, status: STATUS_BY_SEVERITY[severity], level: 'warning' },
      locations,
      distinguishing_locations: null,
      error: { code, detail },
    },
    validity: { facts: first.certificate.facts, expiry: state.verdict.effective_valid_to },
    since: findLargest(group.map(({ subject }) => findStart(subject, context))),
    locations,
    finding: { event, qualifier, severity, code, detail },
  });
}

function describe({ subject }: ExpiringFixture, { getVerdict }: PlanContext) {
  const { effective_valid_to, days_since_expiry } = getVerdict(subject);
  const { locations, certificate } = subject;
  return { locations, valid_to: effective_valid_to ?? certificate.facts.valid_to, expired: days_since_expiry !== null };
}

/**
 * Returns since when a test certificate must be replaced, in milliseconds: the last of the times when it crossed a threshold, expired, or
 * appeared. An earlier notification was about other certificates.
 */
function findStart(subject: Subject, { getVerdict, comparison }: PlanContext): number {
  const { entry, locations, fingerprint, certificate } = subject;
  const { threshold, days_since_expiry, effective_valid_to } = getVerdict(subject);
  const expiry = parseIsoTime(effective_valid_to ?? certificate.facts.valid_to);
  const due = days_since_expiry === null ? (threshold?.crosses_at ?? Number.NEGATIVE_INFINITY) : expiry;
  const appeared = comparison
    .findLocations(entry, locations, fingerprint)
    .flatMap(({ since }) => (since === null ? [] : parseIsoTime(since)))
    .reduce((first, time) => Math.min(first, time), Number.POSITIVE_INFINITY);
  return appeared === Number.POSITIVE_INFINITY ? due : Math.max(due, appeared);
}
