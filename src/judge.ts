import { assess } from './assess/index.ts';
import { groupBy, indexByPair } from './collections.ts';
import type { Manifest, Observation, Subject, Verdict } from './types.ts';

/** Judges each subject once, by its entry's settings, its places, and the other certificates of the entry. `now`: milliseconds. */
export function judge(manifest: Manifest, observation: Observation, now: number): (subject: Subject) => Verdict {
  const settings = new Map(manifest.entries.map((entry) => [entry.name, entry.settings]));
  const placeOf = indexByPair(observation.places, ({ entry, place }) => [entry, place]);
  const verdicts = new Map<Subject, Verdict>();
  for (const [entry, subjects] of groupBy(observation.subjects, ({ entry }) => entry)) {
    const own = settings.get(entry);
    if (own === undefined) continue;
    const holding = subjects.map((subject) => {
      return { subject, places: subject.places.flatMap((place) => placeOf(entry, place) ?? []) };
    });
    for (const one of holding) {
      const others = holding.length === 1 ? [] : holding.filter((other) => other !== one);
      verdicts.set(one.subject, assess(one.subject.certificate, own, now, { places: one.places, others }));
    }
  }
  return (subject) => {
    const verdict = verdicts.get(subject);
    if (verdict === undefined) throw new Error(`no verdict on ${subject.entry} ${subject.fingerprint}`);
    return verdict;
  };
}
