import { assess } from './assess/index.ts';
import { groupBy, indexByPair, own } from './collections.ts';
import type { Manifest, Observation, Subject, Verdict } from './types.ts';

/** Judges each subject once, by its entry's settings, its places, and the other certificates of the entry. `now`: milliseconds. */
export function judge(manifest: Manifest, observation: Observation, now: number): (subject: Subject) => Verdict {
  const settings = new Map(manifest.entries.map((entry) => [entry.name, entry.settings]));
  const placeOf = indexByPair(observation.places, ({ entry, place }) => [entry, place]);
  const asked = new Set(manifest.entries.flatMap(({ name, acme }) => (acme === null ? [] : name)));
  const heardOf = ({ entry, fingerprint }: Subject) => {
    return asked.has(entry) ? (own(observation.log.renewals, fingerprint) ?? null) : null;
  };
  const verdicts = new Map<Subject, Verdict>();
  for (const [entry, subjects] of groupBy(observation.subjects, ({ entry }) => entry)) {
    const its = settings.get(entry);
    if (its === undefined) continue;
    const holding = subjects.map((subject) => {
      return { subject, places: subject.places.flatMap((place) => placeOf(entry, place) ?? []) };
    });
    for (const one of holding) {
      const others = holding.length === 1 ? [] : holding.filter((other) => other !== one);
      verdicts.set(
        one.subject,
        assess(one.subject.certificate, its, now, { places: one.places, others, renewal: heardOf(one.subject) }),
      );
    }
  }
  return (subject) => {
    const verdict = verdicts.get(subject);
    if (verdict === undefined) throw new Error(`no verdict on ${subject.entry} ${subject.fingerprint}`);
    return verdict;
  };
}
