import type { Entry, EventName, Settings, Status } from '../../../src/domain/index.ts';
import { evaluate, getValidity } from './evaluate.ts';
import type { History } from './history.ts';
import type { PlaceView, ScanOfModel } from './view.ts';

/** What is really active at a scan, and what has resolved (docs/concepts/events.md). */
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
  /** Since when it is active, for `changed`. */
  since: PlaceView['since'] | null;
}

const formatSubjectKey = (entry: string, fingerprint: string): string => `certvigil/${entry}/${fingerprint}`;
export const formatPlaceKey = (entry: string, place: string): string => `certvigil/${entry}/${place}`;

export function listFacts(scan: ScanOfModel, view: readonly PlaceView[], history: History): Fact[] {
  return scan.manifest.entries.flatMap((entry) => {
    const live = view.filter((place) => place.live && place.entry === entry.name);
    const fingerprints = new Set(live.flatMap(({ fingerprint }) => fingerprint ?? []));
    return [
      ...[...fingerprints].flatMap((fingerprint) => {
        const places = live.filter((one) => one.fingerprint === fingerprint).map(({ place }) => place);
        return listSubjectFacts(entry, fingerprint, places.sort(), scan.now, history);
      }),
      ...live.flatMap((place) => [
        ...listChangeFacts(entry, place, scan.now, history),
        ...listFailureFacts(entry, place, scan.now, history),
      ]),
    ];
  });
}

const DEFAULTS = { place: null, places: null, threshold: null, crossed: null, sure: true, since: null };

function listSubjectFacts(entry: Entry, fingerprint: string, places: string[], now: number, history: History): Fact[] {
  const evaluation = evaluateKnown(fingerprint, entry.settings, now, history);
  if (!evaluation) return [];
  const { status, days, threshold } = evaluation;
  const fact = { ...DEFAULTS, places, key: formatSubjectKey(entry.name, fingerprint), entry, status, days };
  if (status === 'expired') return [{ ...fact, event: 'certificate.expired' }];
  if (!threshold) return [];
  return [{ ...fact, event: 'certificate.expiry_warning', threshold: threshold.key, crossed: threshold.crossed }];
}

function listChangeFacts(entry: Entry, view: PlaceView, now: number, history: History): Fact[] {
  const { fingerprint, before, place, since } = view;
  const fresh = fingerprint === null ? undefined : history.certificates.get(fingerprint);
  const old = before.fingerprint === null ? undefined : history.certificates.get(before.fingerprint);
  if (!fresh || !fingerprint || !(old || !before.sure)) return [];
  const isNotLater = old ? getValidity(fresh).to <= getValidity(old).to : true;
  if (before.sure && !isNotLater) return [];
  const { status, days } = evaluate(fresh, entry.settings, now);
  const key = formatSubjectKey(entry.name, fingerprint);
  return [{ ...DEFAULTS, key, event: 'certificate.changed', entry, place, status, days, since, sure: before.sure }];
}

function listFailureFacts(entry: Entry, view: PlaceView, now: number, history: History): Fact[] {
  const { place, unreachable, fingerprint } = view;
  if (unreachable === 'no') return [];
  const evaluation = fingerprint === null ? null : evaluateKnown(fingerprint, entry.settings, now, history);
  const { status, days } = evaluation ?? { status: 'unknown' as const, days: null };
  const sure = unreachable === 'yes';
  return [
    {
      ...DEFAULTS,
      key: formatPlaceKey(entry.name, place),
      event: 'certificate.unreachable',
      entry,
      place,
      status,
      days,
      sure,
    },
  ];
}

function evaluateKnown(fingerprint: string, settings: Settings, now: number, history: History) {
  const certificate = history.certificates.get(fingerprint);
  return certificate ? evaluate(certificate, settings, now) : null;
}

/** Whether an alert is still active, and which resolutions would be correct. */
export interface AlertState {
  active: 'yes' | 'unclear' | 'no';
  names: EventName[];
}

/**
 * An alert about a place is active as long as the place fails. A whole file or source recovers when anything of it is read; a
 * member that the file does not contain any more is removed, although the file recovered: both are correct. While all that is left of
 * the file or source fails, the alert stays active, unless it was resolved before.
 */
export function evaluatePlaceAlert(
  view: PlaceView,
  entryPlaces: readonly PlaceView[],
  wasResolved: boolean,
): AlertState {
  if (view.failed) return { active: view.unreachable === 'yes' ? 'yes' : 'unclear', names: RECOVERED_OR_REMOVED };
  if (view.live) return { active: 'no', names: ['certificate.recovered'] };
  const read = entryPlaces.filter((one) => one.live && !one.failed);
  if (read.some(({ source, place }) => source === view.place || getFile(place) === view.place)) {
    return { active: 'no', names: ['certificate.recovered'] };
  }
  const again = read.some(({ place }) => getFile(place) === getFile(view.place));
  if (again) return { active: 'no', names: RECOVERED_OR_REMOVED };
  const stillFails = entryPlaces.some(
    ({ live, failed, source, place }) =>
      live && failed && (source === view.place || getFile(place) === getFile(view.place)),
  );
  return { active: stillFails && !wasResolved ? 'yes' : 'no', names: ['certificate.removed'] };
}

const getFile = (place: string): string => place.split('#')[0] ?? '';

const RECOVERED_OR_REMOVED: EventName[] = ['certificate.recovered', 'certificate.removed'];

/** `notified` are the alerts of the subject since its last resolution, `places` every place that they named. */
export function evaluateSubjectAlert(
  fingerprint: string,
  view: readonly PlaceView[],
  facts: readonly Fact[],
  notified: readonly EventName[],
  places: readonly string[],
  history: History,
): AlertState {
  const live = view.filter((place) => place.live);
  if (!live.some((place) => place.fingerprint === fingerprint)) {
    return { active: 'no', names: listResolutions(fingerprint, live, places, history) };
  }
  const crossed = facts.some(({ event }) => event === 'certificate.expired' || event === 'certificate.expiry_warning');
  const expiry = notified.some((event) => event === 'certificate.expired' || event === 'certificate.expiry_warning');
  if (crossed || !expiry) return { active: 'yes', names: [] };
  return { active: notified.includes('certificate.changed') ? 'unclear' : 'no', names: ['certificate.recovered'] };
}

/**
 * A subject that left all its places is renewed if the certificates there now expire later; for a removed place, the entry's
 * certificates with the same names count. If some of them expire later and some do not, both resolutions are correct.
 */
function listResolutions(
  fingerprint: string,
  live: PlaceView[],
  places: readonly string[],
  history: History,
): EventName[] {
  const old = history.certificates.get(fingerprint);
  if (!old) return ['certificate.renewed', 'certificate.removed'];
  const present = live.flatMap((place) => {
    const certificate = place.fingerprint === null ? undefined : history.certificates.get(place.fingerprint);
    return certificate ? [{ place: place.place, certificate }] : [];
  });
  const later = ({ certificate }: (typeof present)[number]): boolean =>
    getValidity(certificate).to > getValidity(old).to;
  const verdicts = new Set<EventName>();
  const answers = places.map((place) => {
    const there = present.filter((one) => one.place === place);
    const successors =
      there.length > 0 ? there : present.filter((one) => haveSameNames(one.certificate.facts.sans, old.facts.sans));
    return successors.length === 0 ? [false] : successors.map(later);
  });
  if (answers.every((answer) => answer.some(Boolean))) verdicts.add('certificate.renewed');
  if (answers.some((answer) => !answer.every(Boolean))) verdicts.add('certificate.removed');
  return [...verdicts];
}

function haveSameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length > 0 && a.join() === b.join();
}
