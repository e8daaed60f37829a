import type { Entry, EventName, Settings, Status } from '../../../src/domain/index.ts';
import { judge, lifeOf } from './evaluate.ts';
import type { History } from './history.ts';
import type { PlaceView, ScanOfModel } from './view.ts';

/** The contract's section 3 by the truth: what holds at a scan, and what has ended. */
export interface Fact {
  /** The alert key of the subject or the place. */
  key: string;
  event: EventName;
  entry: Entry;
  place: string | null;
  threshold: number | string | null;
  crossed: number | null;
  status: Status;
  days: number | null;
  /** False where racing scans left it open. */
  sure: boolean;
  /** Where the subject is, for what is told of all of it. */
  places: string[] | null;
  /** When the state began, for `changed`. */
  since: PlaceView['since'] | null;
}

const keyOfSubject = (entry: string, fingerprint: string): string => `certvigil/${entry}/${fingerprint}`;
export const keyOfPlace = (entry: string, place: string): string => `certvigil/${entry}/${place}`;

export function factsAt(scan: ScanOfModel, view: readonly PlaceView[], history: History): Fact[] {
  return scan.manifest.entries.flatMap((entry) => {
    const live = view.filter((place) => place.live && place.entry === entry.name);
    const fingerprints = new Set(live.flatMap(({ fingerprint }) => fingerprint ?? []));
    return [
      ...[...fingerprints].flatMap((fingerprint) => {
        const places = live.filter((one) => one.fingerprint === fingerprint).map(({ place }) => place);
        return factsOfSubject(entry, fingerprint, places.sort(), scan.now, history);
      }),
      ...live.flatMap((place) => [
        ...factsOfChange(entry, place, scan.now, history),
        ...factsOfFailure(entry, place, scan.now, history),
      ]),
    ];
  });
}

const plain = { place: null, places: null, threshold: null, crossed: null, sure: true, since: null };

function factsOfSubject(entry: Entry, fingerprint: string, places: string[], now: number, history: History): Fact[] {
  const judged = judgeKnown(fingerprint, entry.settings, now, history);
  if (!judged) return [];
  const { status, days, threshold } = judged;
  const fact = { ...plain, places, key: keyOfSubject(entry.name, fingerprint), entry, status, days };
  if (status === 'expired') return [{ ...fact, event: 'certificate.expired' }];
  if (!threshold) return [];
  return [{ ...fact, event: 'certificate.expiry_warning', threshold: threshold.key, crossed: threshold.crossed }];
}

function factsOfChange(entry: Entry, view: PlaceView, now: number, history: History): Fact[] {
  const { fingerprint, before, place, since } = view;
  const fresh = fingerprint === null ? undefined : history.certificates.get(fingerprint);
  const old = before.fingerprint === null ? undefined : history.certificates.get(before.fingerprint);
  if (!fresh || !fingerprint || !(old || !before.sure)) return [];
  const lesser = old ? lifeOf(fresh).to <= lifeOf(old).to : true;
  if (before.sure && !lesser) return [];
  const { status, days } = judge(fresh, entry.settings, now);
  const key = keyOfSubject(entry.name, fingerprint);
  return [{ ...plain, key, event: 'certificate.changed', entry, place, status, days, since, sure: before.sure }];
}

function factsOfFailure(entry: Entry, view: PlaceView, now: number, history: History): Fact[] {
  const { place, unreachable, fingerprint } = view;
  if (unreachable === 'no') return [];
  const judged = fingerprint === null ? null : judgeKnown(fingerprint, entry.settings, now, history);
  const { status, days } = judged ?? { status: 'unknown' as const, days: null };
  const sure = unreachable === 'yes';
  return [
    {
      ...plain,
      key: keyOfPlace(entry.name, place),
      event: 'certificate.unreachable',
      entry,
      place,
      status,
      days,
      sure,
    },
  ];
}

function judgeKnown(fingerprint: string, settings: Settings, now: number, history: History) {
  const certificate = history.certificates.get(fingerprint);
  return certificate ? judge(certificate, settings, now) : null;
}

/** Whether what was told under a key holds no longer, and which endings would be true of it. */
export interface Standing {
  holds: 'yes' | 'unclear' | 'no';
  names: EventName[];
}

/**
 * What was told of a place stands as long as the place fails. A file or source as a whole has recovered when anything
 * of it is read; a member that such a file has no longer is removed, though the file has recovered: both are true.
 */
export function standingOfPlace(view: PlaceView, ofEntry: readonly PlaceView[]): Standing {
  if (view.failed) return { holds: view.unreachable === 'yes' ? 'yes' : 'unclear', names: recoveredOrRemoved };
  if (view.live) return { holds: 'no', names: ['certificate.recovered'] };
  const read = ofEntry.filter((one) => one.live && !one.failed);
  if (read.some(({ source, place }) => source === view.place || fileOf(place) === view.place)) {
    return { holds: 'no', names: ['certificate.recovered'] };
  }
  const again = read.some(({ place }) => fileOf(place) === fileOf(view.place));
  return { holds: 'no', names: again ? recoveredOrRemoved : ['certificate.removed'] };
}

const fileOf = (place: string): string => place.split('#')[0] ?? '';

const recoveredOrRemoved: EventName[] = ['certificate.recovered', 'certificate.removed'];

/**
 * What was told of a subject: `told` are its alerts since its last end, `places` every place at which it was told of.
 */
export function standingOfSubject(
  fingerprint: string,
  view: readonly PlaceView[],
  facts: readonly Fact[],
  told: readonly EventName[],
  places: readonly string[],
  history: History,
): Standing {
  const live = view.filter((place) => place.live);
  if (!live.some((place) => place.fingerprint === fingerprint)) {
    return { holds: 'no', names: endingsOf(fingerprint, live, places, history) };
  }
  const crossed = facts.some(({ event }) => event === 'certificate.expired' || event === 'certificate.expiry_warning');
  const expiry = told.some((event) => event === 'certificate.expired' || event === 'certificate.expiry_warning');
  if (crossed || !expiry) return { holds: 'yes', names: [] };
  return { holds: told.includes('certificate.changed') ? 'unclear' : 'no', names: ['certificate.recovered'] };
}

/**
 * A subject that has left all its places is renewed where what is there now ends later; where a place is gone, what
 * the entry holds under the same names stands for it. Where several certificates hold the names, and some end later
 * and some do not, both endings are true.
 */
function endingsOf(fingerprint: string, live: PlaceView[], places: readonly string[], history: History): EventName[] {
  const old = history.certificates.get(fingerprint);
  if (!old) return ['certificate.renewed', 'certificate.removed'];
  const held = live.flatMap((place) => {
    const certificate = place.fingerprint === null ? undefined : history.certificates.get(place.fingerprint);
    return certificate ? [{ place: place.place, certificate }] : [];
  });
  const later = ({ certificate }: (typeof held)[number]): boolean => lifeOf(certificate).to > lifeOf(old).to;
  const verdicts = new Set<EventName>();
  const answers = places.map((place) => {
    const there = held.filter((one) => one.place === place);
    const heirs =
      there.length > 0 ? there : held.filter((one) => sameNames(one.certificate.facts.sans, old.facts.sans));
    return heirs.length === 0 ? [false] : heirs.map(later);
  });
  if (answers.every((answer) => answer.some(Boolean))) verdicts.add('certificate.renewed');
  if (answers.some((answer) => !answer.every(Boolean))) verdicts.add('certificate.removed');
  return [...verdicts];
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length > 0 && a.join() === b.join();
}
