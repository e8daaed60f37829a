import type { EventName, Plan, PlannedDelivery, PlannedEvent } from '../../../src/domain/index.ts';
import { keyOf } from './evaluate.ts';
import { type Fact, factsAt, keyOfPlace, type Standing, standingOfPlace, standingOfSubject } from './facts.ts';
import { type End, grouped, type History, isEnding, listed, type Message, recall } from './history.ts';
import type { PlaceView, ScanOfModel } from './view.ts';

/** Everything that one scan is checked against. */
export interface Case {
  scan: ScanOfModel;
  history: History;
  view: PlaceView[];
  facts: Fact[];
  planned: Planned[];
  /** By alert key: everything that was ever sent, and its current state. */
  things: Map<string, Thing>;
}

export interface Planned {
  event: PlannedEvent;
  key: string;
  ending: boolean;
  threshold: number | string | null;
  deliveries: PlannedDelivery[];
}

export type Recalled = Message & { lifted: boolean };

export interface Thing {
  key: string;
  entry: string;
  /** What the scan's log knows to have been attempted. */
  known: Recalled[];
  /** The resolutions that its log knows of. */
  ends: End[];
  standing: Standing;
  /** Whether it is still active because a place fails now. */
  unread: boolean;
}

export interface Violation {
  code: string;
  entry: string;
  text: string;
}

export function openCase(scan: ScanOfModel, history: History, view: PlaceView[], plan: Plan): Case {
  const facts = factsAt(scan, view, history);
  const deliveries = grouped(plan.deliveries, ({ event_id }) => event_id);
  const planned = plan.events.map((event): Planned => {
    const { threshold } = event;
    return {
      event,
      key: event.context.data.alert_key,
      ending: isEnding(event.event),
      threshold: threshold === null ? null : keyOf(threshold),
      deliveries: deliveries.get(event.id) ?? [],
    };
  });
  const things = new Map<string, Thing>();
  const current = new Set([...facts, ...planned].map(({ key }) => key));
  for (const [key, [first]] of history.messages) {
    if (!first || !scan.covers(first.entry) || (!current.has(key) && isLongOver(key, scan, history))) continue;
    things.set(key, thingAt(key, first.entry, scan, history, view, facts));
  }
  return { scan, history, view, facts, planned, things };
}

/** Alerts that resolved long ago and were not sent since are skipped: most of a long history. */
function isLongOver(key: string, { now, knows }: ScanOfModel, history: History): boolean {
  const last = history.ends.get(key)?.at(-1);
  const told = history.messages.get(key)?.at(-1);
  if (!last?.certain || !knows[last.moment] || !told) return false;
  return Math.max(last.time, told.time) < now - LONG && (told.time < last.time || isEnding(told.event));
}

const LONG = 15 * 86_400_000;

function thingAt(
  key: string,
  entry: string,
  scan: ScanOfModel,
  history: History,
  view: readonly PlaceView[],
  facts: readonly Fact[],
): Thing {
  const known = recall(history, key, scan.knows);
  const ends = (history.ends.get(key) ?? []).filter(({ moment }) => scan.knows[moment]);
  const thing = { key, entry, known, ends };
  const own = view.filter((place) => place.entry === entry);
  const place = own.find((one) => keyOfPlace(entry, one.place) === key);
  const fingerprint = key.slice(keyOfPlace(entry, '').length);
  if (!history.certificates.has(fingerprint)) {
    // A place that the log does not know counts as removed.
    const standing = place ? standingOfPlace(place, own) : { holds: 'unclear' as const, names: ENDINGS_OF_A_PLACE };
    return { ...thing, standing, unread: place?.failed ?? false };
  }
  const alerts = known.filter(({ event }) => !isEnding(event));
  const news = alerts.filter(({ time }) => time > lastOf(ends).certain);
  const told = (news.length > 0 ? news : alerts).map(({ event }) => event);
  const places = [...new Set(alerts.flatMap((message) => message.places))];
  const ours = facts.filter((fact) => fact.key === key);
  const standing = standingOfSubject(fingerprint, own, ours, told, places, history);
  return { ...thing, standing, unread: own.some((one) => one.live && one.failed && one.fingerprint === fingerprint) };
}

const ENDINGS_OF_A_PLACE: EventName[] = ['certificate.recovered', 'certificate.removed'];

/** When it certainly resolved last, and when it may have; 0 if never. */
export function lastOf(ends: readonly End[]): { certain: number; possible: number } {
  const times = (some: readonly End[]): number => some.reduce((latest, { time }) => Math.max(latest, time), 0);
  return { certain: times(ends.filter(({ certain }) => certain)), possible: times(ends) };
}

/** Records what resolved in this scan, for the checks of later scans. */
export function writeEnds({ scan, history, things }: Case): void {
  for (const [key, { known, ends, standing }] of things) {
    if (standing.holds === 'yes') continue;
    const last = lastOf(ends);
    const news = known.filter(({ event, time }) => !isEnding(event) && time > last.certain);
    const certain = standing.holds === 'no' && news.length > 0;
    const unknown = (history.messages.get(key) ?? []).some(
      ({ event, time }) => !isEnding(event) && time > last.possible,
    );
    if (!certain && !unknown) continue;
    listed(history.ends, key).push({ moment: scan.moment, time: scan.now, certain, names: standing.names });
  }
}

export const describe = ({
  event,
  key,
  threshold,
}: Pick<Planned, 'key' | 'threshold'> & { event: EventName }): string =>
  `${event}${threshold === null ? '' : ` at ${threshold}`} of ${key}`;
