import type { Entry, EventName, Settings, Status } from '../../../src/domain/index.ts';
import { judge, lifeOf } from './evaluate.ts';
import type { History } from './history.ts';
import type { PlaceView, ScanOfModel } from './view.ts';

/** What really holds at a scan, and what is over (docs/concepts/events.md). */
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
  /** False if concurrent scans leave it open. */
  sure: boolean;
  /** The places of the subject, for events about the whole subject. */
  places: string[] | null;
  /** Since when it holds, for `changed`. */
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

/** Whether an alert is still active, and which resolutions would be correct. */
export interface Standing {
  holds: 'yes' | 'unclear' | 'no';
  names: EventName[];
}

/**
 * An alert about a place is active as long as the place fails. A whole file or source recovers when anything of it is read; a
 * member that the file does not contain any more is removed, although the file recovered: both are correct.
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

/** `told` are the alerts of the subject since its last resolution, `places` every place that they named. */
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
 * A subject that left all its places is renewed if the certificates there now expire later; for a removed place, the entry's
 * certificates with the same names count. If some of them expire later and some do not, both resolutions are correct.
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
    const successors =
      there.length > 0 ? there : held.filter((one) => sameNames(one.certificate.facts.sans, old.facts.sans));
    return successors.length === 0 ? [false] : successors.map(later);
  });
  if (answers.every((answer) => answer.some(Boolean))) verdicts.add('certificate.renewed');
  if (answers.some((answer) => !answer.every(Boolean))) verdicts.add('certificate.removed');
  return [...verdicts];
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length > 0 && a.join() === b.join();
}
