/** Evaluates the certificates of a scan: one verdict for each subject. */

import { indexSuccessors } from '../../assess/findings/lagging.ts';
import { assess } from '../../assess/index.ts';
import { type OnBug, throwBug } from '../../domain/certificate-bug.ts';
import { UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import type { Comparison, Subject, TransparencyState, Verdict } from '../../domain/index.ts';
import { getOwn, groupBy } from '../../lib/collections.ts';
import type { PolicyEvaluator } from '../policy-evaluator.ts';

/**
 * Evaluates each subject once, with the settings of its entry, its locations, the other certificates of the entry, and the
 * policies. `now` is in milliseconds. A subject that triggers a bug has an unknown verdict.
 */
export function evaluateSubjects(
  comparison: Comparison,
  now: number,
  policies: PolicyEvaluator | null,
  { transparency, onBug = throwBug }: { transparency?: TransparencyState; onBug?: OnBug } = {},
): (subject: Subject) => Verdict {
  const { entries, log, findLocations, findFacts } = comparison;
  const verdicts = new Map<Subject, Verdict>();
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
        const evidence = { locations, others: findSuccessors(one), renewal, pending, findFacts };
        const verdict = assess(certificate, entry.settings, now, evidence);
        const checked = entry.settings.fixture === undefined ? policies : null;
        verdicts.set(subject, checked?.apply(verdict, { entry, certificate, locations }, now) ?? verdict);
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
