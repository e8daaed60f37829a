import type { Entry, EventName, Settings, Status } from '../../../src/domain/index.ts';
import { evaluate, getValidity } from './evaluate.ts';
import type { History } from './history.ts';
import type { LocationView, ScanOfModel } from './view.ts';

/** What is really active at a scan, and what has resolved (docs/concepts/events.md). */
export interface Fact {
  /** The alert key of the subject or the location. */
  key: string;
  event: EventName;
  entry: Entry;
  location: string | null;
  threshold: number | string | null;
  crossed: number | null;
  status: Status;
  days: number | null;
  /** False if concurrent scans leave it open. */
  sure: boolean;
  /** The locations of the subject, for events about the whole subject. */
  locations: string[] | null;
  /** Since when it is active, for `changed`. */
  since: LocationView['since'] | null;
}

const formatSubjectKey = (entry: string, fingerprint: string): string => `certvigil/${entry}/${fingerprint}`;
export const formatLocationKey = (entry: string, location: string): string => `certvigil/${entry}/${location}`;

export function listFacts(scan: ScanOfModel, view: readonly LocationView[], history: History): Fact[] {
  return scan.manifest.entries.flatMap((entry) => {
    const live = view.filter((location) => location.live && location.entry === entry.name);
    const fingerprints = new Set(live.flatMap(({ fingerprint }) => fingerprint ?? []));
    return [
      ...[...fingerprints].flatMap((fingerprint) => {
        const locations = live.filter((one) => one.fingerprint === fingerprint).map(({ location }) => location);
        return listSubjectFacts(entry, fingerprint, locations.sort(), scan.now, history);
      }),
      ...live.flatMap((location) => [
        ...listChangeFacts(entry, location, scan.now, history),
        ...listFailureFacts(entry, location, scan.now, history),
      ]),
    ];
  });
}

const DEFAULTS = { location: null, locations: null, threshold: null, crossed: null, sure: true, since: null };

function listSubjectFacts(
  entry: Entry,
  fingerprint: string,
  locations: string[],
  now: number,
  history: History,
): Fact[] {
  const evaluation = evaluateKnown(fingerprint, entry.settings, now, history);
  if (!evaluation) return [];
  const { status, days, threshold } = evaluation;
  const fact = { ...DEFAULTS, locations, key: formatSubjectKey(entry.name, fingerprint), entry, status, days };
  if (status === 'expired') return [{ ...fact, event: 'certificate.expired' }];
  if (!threshold) return [];
  return [{ ...fact, event: 'certificate.expiry_warning', threshold: threshold.key, crossed: threshold.crossed }];
}

function listChangeFacts(entry: Entry, view: LocationView, now: number, history: History): Fact[] {
  const { fingerprint, before, location, since } = view;
  const fresh = fingerprint === null ? undefined : history.certificates.get(fingerprint);
  const old = before.fingerprint === null ? undefined : history.certificates.get(before.fingerprint);
  if (!fresh || !fingerprint || !(old || !before.sure)) return [];
  const isNotLater = old ? getValidity(fresh).to <= getValidity(old).to : true;
  if (before.sure && !isNotLater) return [];
  const { status, days } = evaluate(fresh, entry.settings, now);
  const key = formatSubjectKey(entry.name, fingerprint);
  return [{ ...DEFAULTS, key, event: 'certificate.changed', entry, location, status, days, since, sure: before.sure }];
}

function listFailureFacts(entry: Entry, view: LocationView, now: number, history: History): Fact[] {
  const { location, unreachable, fingerprint } = view;
  if (unreachable === 'no') return [];
  const evaluation = fingerprint === null ? null : evaluateKnown(fingerprint, entry.settings, now, history);
  const { status, days } = evaluation ?? { status: 'unknown' as const, days: null };
  const sure = unreachable === 'yes';
  return [
    {
      ...DEFAULTS,
      key: formatLocationKey(entry.name, location),
      event: 'certificate.unreachable',
      entry,
      location,
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
 * An alert about a location is active as long as the location fails. A whole file or source recovers when anything of it is read; a
 * member that the file does not contain any more is removed, although the file recovered: both are correct. While all that is left of
 * the file or source fails, the alert stays active, unless it was resolved before.
 */
export function evaluateLocationAlert(
  view: LocationView,
  entryLocations: readonly LocationView[],
  wasResolved: boolean,
): AlertState {
  if (view.failed) return { active: view.unreachable === 'yes' ? 'yes' : 'unclear', names: RECOVERED_OR_REMOVED };
  if (view.live) return { active: 'no', names: ['certificate.recovered'] };
  const read = entryLocations.filter((one) => one.live && !one.failed);
  if (read.some(({ source, location }) => source === view.location || getFile(location) === view.location)) {
    return { active: 'no', names: ['certificate.recovered'] };
  }
  const again = read.some(({ location }) => getFile(location) === getFile(view.location));
  if (again) return { active: 'no', names: RECOVERED_OR_REMOVED };
  const stillFails = entryLocations.some(
    ({ live, failed, source, location }) =>
      live && failed && (source === view.location || getFile(location) === getFile(view.location)),
  );
  return { active: stillFails && !wasResolved ? 'yes' : 'no', names: ['certificate.removed'] };
}

const getFile = (location: string): string => location.split('#')[0] ?? '';

const RECOVERED_OR_REMOVED: EventName[] = ['certificate.recovered', 'certificate.removed'];

/** `notified` are the alerts of the subject since its last resolution, `locations` every location that they named. */
export function evaluateSubjectAlert(
  fingerprint: string,
  view: readonly LocationView[],
  facts: readonly Fact[],
  notified: readonly EventName[],
  locations: readonly string[],
  history: History,
): AlertState {
  const live = view.filter((location) => location.live);
  if (!live.some((location) => location.fingerprint === fingerprint)) {
    return { active: 'no', names: listResolutions(fingerprint, live, locations, history) };
  }
  const crossed = facts.some(({ event }) => event === 'certificate.expired' || event === 'certificate.expiry_warning');
  const expiry = notified.some((event) => event === 'certificate.expired' || event === 'certificate.expiry_warning');
  if (crossed || !expiry) return { active: 'yes', names: [] };
  return { active: notified.includes('certificate.changed') ? 'unclear' : 'no', names: ['certificate.recovered'] };
}

/**
 * A subject that left all its locations is renewed if the certificates there now expire later; for a removed location, the entry's
 * certificates with the same names count. If some of them expire later and some do not, both resolutions are correct.
 */
function listResolutions(
  fingerprint: string,
  live: LocationView[],
  locations: readonly string[],
  history: History,
): EventName[] {
  const old = history.certificates.get(fingerprint);
  if (!old) return ['certificate.renewed', 'certificate.removed'];
  const present = live.flatMap((location) => {
    const certificate = location.fingerprint === null ? undefined : history.certificates.get(location.fingerprint);
    return certificate ? [{ location: location.location, certificate }] : [];
  });
  const later = ({ certificate }: (typeof present)[number]): boolean =>
    getValidity(certificate).to > getValidity(old).to;
  const verdicts = new Set<EventName>();
  const answers = locations.map((location) => {
    const there = present.filter((one) => one.location === location);
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
