import type { EventName, Plan, PlannedDelivery, PlannedEvent } from '../../../src/domain/index.ts';
import { normalizeThreshold } from './evaluate.ts';
import {
  type AlertState,
  evaluateLocationAlert,
  evaluateSubjectAlert,
  type Fact,
  formatLocationKey,
  listFacts,
} from './facts.ts';
import {
  getOrCreateList,
  groupBy,
  type History,
  isResolution,
  type Message,
  recallMessages,
  type SeenResolution,
} from './history.ts';
import type { LocationView, ScanOfModel } from './view.ts';

/** Everything that one scan is checked against. */
export interface ScanCase {
  scan: ScanOfModel;
  history: History;
  view: LocationView[];
  facts: Fact[];
  planned: Planned[];
  /** By alert key: all messages, and the current state. */
  trackedAlerts: Map<string, TrackedAlert>;
}

export interface Planned {
  event: PlannedEvent;
  key: string;
  resolved: boolean;
  threshold: number | string | null;
  deliveries: PlannedDelivery[];
}

export type RecalledMessage = Message & { lifted: boolean };

export interface TrackedAlert {
  key: string;
  entry: string;
  /** What the scan's log knows to have been attempted. */
  known: RecalledMessage[];
  /** The resolutions that its log knows of. */
  resolutions: SeenResolution[];
  state: AlertState;
  /** Whether it is still active because a location fails now. */
  unread: boolean;
}

export interface Violation {
  code: string;
  entry: string;
  text: string;
}

export function createCase(scan: ScanOfModel, history: History, view: LocationView[], plan: Plan): ScanCase {
  const facts = listFacts(scan, view, history);
  const deliveries = groupBy(plan.deliveries, ({ event_id }) => event_id);
  const planned = plan.events.map((event): Planned => {
    const { threshold } = event;
    return {
      event,
      key: event.context.data.alert_key,
      resolved: isResolution(event.event),
      threshold: threshold === null ? null : normalizeThreshold(threshold),
      deliveries: deliveries.get(event.id) ?? [],
    };
  });
  const trackedAlerts = new Map<string, TrackedAlert>();
  const current = new Set([...facts, ...planned].map(({ key }) => key));
  for (const [key, [first]] of history.messages) {
    if (!first || !scan.covers(first.entry) || (!current.has(key) && isLongOver(key, scan, history))) continue;
    trackedAlerts.set(key, trackAlert(key, first.entry, scan, history, view, facts));
  }
  return { scan, history, view, facts, planned, trackedAlerts };
}

/** Alerts that resolved long ago and were not sent since are skipped: most of a long history. */
function isLongOver(key: string, { now, knows }: ScanOfModel, history: History): boolean {
  const last = history.resolutions.get(key)?.at(-1);
  const message = history.messages.get(key)?.at(-1);
  if (!last?.certain || !knows[last.moment] || !message) return false;
  return (
    Math.max(last.time, message.time) < now - LONG_AGO_MS && (message.time < last.time || isResolution(message.event))
  );
}

const LONG_AGO_MS = 15 * 86_400_000;

function trackAlert(
  key: string,
  entry: string,
  scan: ScanOfModel,
  history: History,
  view: readonly LocationView[],
  facts: readonly Fact[],
): TrackedAlert {
  const known = recallMessages(history, key, scan.knows);
  const resolutions = (history.resolutions.get(key) ?? []).filter(({ moment }) => scan.knows[moment]);
  const tracked = { key, entry, known, resolutions };
  const own = view.filter((location) => location.entry === entry);
  const location = own.find((one) => formatLocationKey(entry, one.location) === key);
  const fingerprint = key.slice(formatLocationKey(entry, '').length);
  if (!history.certificates.has(fingerprint)) {
    // A location that the log does not know was removed.
    const alerted = known.reduce((last, { event, time }) => (isResolution(event) ? last : Math.max(last, time)), 0);
    const wasResolved = findLastResolution(resolutions).possible >= alerted;
    const state = location
      ? evaluateLocationAlert(location, own, wasResolved)
      : { active: 'unclear' as const, names: LOCATION_RESOLUTIONS };
    return { ...tracked, state, unread: location?.failed ?? false };
  }
  const alerts = known.filter(({ event }) => !isResolution(event));
  const news = alerts.filter(({ time }) => time > findLastResolution(resolutions).certain);
  const notified = (news.length > 0 ? news : alerts).map(({ event }) => event);
  const locations = [...new Set(alerts.flatMap((message) => message.locations))];
  const ours = facts.filter((fact) => fact.key === key);
  const state = evaluateSubjectAlert(fingerprint, own, ours, notified, locations, history);
  return { ...tracked, state, unread: own.some((one) => one.live && one.failed && one.fingerprint === fingerprint) };
}

const LOCATION_RESOLUTIONS: EventName[] = ['certificate.recovered', 'certificate.removed'];

/** When it certainly resolved last, and when it may have; 0 if never. */
export function findLastResolution(resolutions: readonly SeenResolution[]): { certain: number; possible: number } {
  const times = (some: readonly SeenResolution[]): number =>
    some.reduce((latest, { time }) => Math.max(latest, time), 0);
  return { certain: times(resolutions.filter(({ certain }) => certain)), possible: times(resolutions) };
}

/** Records what resolved in this scan, for the checks of later scans. */
export function recordResolutions({ scan, history, trackedAlerts }: ScanCase): void {
  for (const [key, { known, resolutions, state }] of trackedAlerts) {
    if (state.active === 'yes') continue;
    const last = findLastResolution(resolutions);
    const news = known.filter(({ event, time }) => !isResolution(event) && time > last.certain);
    const certain = state.active === 'no' && news.length > 0;
    const unknown = (history.messages.get(key) ?? []).some(
      ({ event, time }) => !isResolution(event) && time > last.possible,
    );
    if (!certain && !unknown) continue;
    getOrCreateList(history.resolutions, key).push({
      moment: scan.moment,
      time: scan.now,
      certain,
      names: state.names,
    });
  }
}

export const describe = ({
  event,
  key,
  threshold,
}: Pick<Planned, 'key' | 'threshold'> & { event: EventName }): string =>
  `${event}${threshold === null ? '' : ` at ${threshold}`} of ${key}`;
