/** Evaluates the certificates of a scan: one verdict for each subject. */

import { indexSuccessors } from '../../assess/findings/lagging.ts';
import { assess } from '../../assess/index.ts';
import { findAssessedTime } from '../../assess/unread-once.ts';
import { type OnBug, throwBug } from '../../domain/certificate-bug.ts';
import { UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import type { Certificate, Comparison, Subject, TransparencyState, Verdict } from '../../domain/index.ts';
import type { ScanSchedule } from '../../domain/scan-distance.ts';
import { computeValidityPeriod } from '../../domain/thresholds.ts';
import { getOwn, groupBy } from '../../lib/collections.ts';
import type { PolicyEvaluator } from '../policy-evaluator.ts';

/** Finds the announcement that a CA will revoke a certificate, as a sentence; null: none. */
export type FindAnnounced = (certificate: Certificate) => string | null;

/**
 * Evaluates each subject once, with the settings of its entry, its locations, the other certificates of the entry, and the
 * policies. `now` is in milliseconds, and `schedule` is null if it is unknown when scans run. A subject that triggers a bug has an unknown
 * verdict.
 */
export function evaluateSubjects(
  comparison: Comparison,
  now: number,
  policies: PolicyEvaluator | null,
  {
    transparency,
    schedule = null,
    findAnnounced,
    onBug = throwBug,
  }: {
    transparency?: TransparencyState;
    schedule?: ScanSchedule | null;
    findAnnounced?: FindAnnounced | undefined;
    onBug?: OnBug;
  } = {},
): (subject: Subject) => Verdict {
  const { entries, log, findLocations, findFacts } = comparison;
  const verdicts = new Map<Subject, Verdict>();
  const findKeyUse = policies?.indexKeys(comparison) ?? null;
  for (const [name, subjects] of groupBy(comparison.subjects, ({ entry }) => entry)) {
    const entry = entries.get(name);
    if (entry === undefined) continue;
    const located = subjects.map((subject) => ({
      subject,
      locations: findLocations(name, subject.locations, subject.fingerprint),
    }));
    const findSuccessors = indexSuccessors(located);
    for (const one of located) {
      const { subject, locations } = one;
      const { certificate, fingerprint } = subject;
      const renewal = entry.acme === null ? null : (getOwn(log.renewals, fingerprint) ?? null);
      try {
        const pending = transparency?.findPending(subject) ?? [];
        const period = computeValidityPeriod(certificate.facts, certificate.facts.valid_to);
        const assessed = findAssessedTime(period, locations, { now, schedule });
        const announced = findAnnounced?.(certificate) ?? null;
        const evidence = { locations, others: findSuccessors(one), renewal, pending, announced, findFacts };
        const verdict = assess(certificate, entry.settings, assessed.now, { ...evidence, schedule: assessed.schedule });
        const checked = entry.settings.fixture === undefined ? policies : null;
        verdicts.set(
          subject,
          checked?.apply(verdict, { entry, certificate, locations, findKeyUse }, assessed.now) ?? verdict,
        );
      } catch (error) {
        onBug({ entry: name, subject: fingerprint, error });
        verdicts.set(subject, UNKNOWN_VERDICT);
      }
    }
  }
  return (subject) => {
    const verdict = verdicts.get(subject);
    if (verdict === undefined) throw new Error(`no verdict for ${subject.entry} ${subject.fingerprint}`);
    return verdict;
  };
}
