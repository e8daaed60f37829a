import { indexSuccessors } from '../assess/findings/lagging.ts';
import { assess } from '../assess/index.ts';
import type { Manifest, Observation, Subject, Verdict } from '../domain/index.ts';
import { indexPlaces } from '../domain/place-index.ts';
import { getOwn, groupBy } from '../lib/collections.ts';
import type { PolicyEvaluator } from './policy-evaluator.ts';

/**
 * Judges each subject once, by its entry's settings, its places, the other certificates of the entry, and the policies.
 * `now`: milliseconds.
 */
export function evaluateSubjects(
  manifest: Manifest,
  observation: Observation,
  now: number,
  policies: PolicyEvaluator | null,
): (subject: Subject) => Verdict {
  const entries = new Map(manifest.entries.map((entry) => [entry.name, entry]));
  const index = indexPlaces(observation.places);
  const asked = new Set(manifest.entries.flatMap(({ name, acme }) => (acme === null ? [] : name)));
  const heardOf = ({ entry, fingerprint }: Subject) => {
    return asked.has(entry) ? (getOwn(observation.log.renewals, fingerprint) ?? null) : null;
  };
  const endOf = (fingerprint: string) => getOwn(observation.log.certificates, fingerprint)?.valid_to ?? null;
  const verdicts = new Map<Subject, Verdict>();
  for (const [name, subjects] of groupBy(observation.subjects, ({ entry }) => entry)) {
    const entry = entries.get(name);
    if (entry === undefined) continue;
    const holding = subjects.map((subject) => {
      return { subject, places: subject.places.flatMap((place) => index.find(name, place) ?? []) };
    });
    const succeeding = indexSuccessors(holding);
    for (const one of holding) {
      const others = succeeding(one);
      const { subject, places } = one;
      const { certificate } = subject;
      const verdict = assess(certificate, entry.settings, now, {
        places,
        others,
        renewal: heardOf(subject),
        findExpiry: endOf,
      });
      verdicts.set(subject, policies?.apply(verdict, { entry, certificate, places }, now) ?? verdict);
    }
  }
  return (subject) => {
    const verdict = verdicts.get(subject);
    if (verdict === undefined) throw new Error(`no verdict on ${subject.entry} ${subject.fingerprint}`);
    return verdict;
  };
}
