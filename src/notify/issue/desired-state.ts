/** Computes the desired state of each issue from a plan. Pure. */

import {
  type EventContext,
  FINDING_NAMES,
  type IssueOptions,
  type Plan,
  type PlannedDelivery,
  type PlannedEvent,
} from '../../domain/index.ts';
import { isIssuerTopic } from '../../domain/issuer-expiry.ts';
import { groupBy } from '../../lib/collections.ts';
import { compareBySeverity } from '../group-deliveries.ts';
import type { Receivers } from '../receiver-settings.ts';
import { formatIssuerKey } from './marker.ts';

interface IssueAlert {
  /** The ID of the event. */
  id: string;
  context: EventContext;
  /** Whether to notify about it now. */
  due: boolean;
}

export interface DesiredIssue {
  /** The `alert_key`, by which the issue is found; for alerts about a CA, a key that they share. */
  key: string;
  /** Whether it is about a CA, and has an alert for each entry. */
  isIssuer: boolean;
  /** The firing alerts, the most severe first; empty if resolved. */
  alerts: IssueAlert[];
  /** The event that resolved the alerts, if it is due. */
  resolution: EventContext | null;
  /** The options, merged from all rules that match. */
  options: IssueOptions;
  due: PlannedDelivery[];
}

/** The events of alerts, the most important first. All other events that go to issues are resolutions. */
const ALERT_EVENTS: readonly string[] = [
  ...FINDING_NAMES,
  'certificate.expired',
  'certificate.unreachable',
  'certificate.expiry_warning',
  'certificate.changed',
];

/** The settings that decide how many issues there are, and which options they have. */
export type IssueSettings = Pick<Receivers, 'rules' | 'issues'>;

/**
 * Returns one issue per CA, and otherwise per `alert_key`, with a firing alert for issues, suppressed or not, or with a due resolution; the most severe first. A
 * plan no longer contains resolutions that were already sent: an issue that is nevertheless still open is an orphan.
 */
export function computeDesiredIssues(plan: Plan, settings: IssueSettings, manifest: string): DesiredIssue[] {
  const deliveries = groupBy(
    plan.deliveries.filter(({ destination }) => destination === 'issue'),
    ({ event_id }) => event_id,
  );
  const events = plan.events.filter(({ id }) => deliveries.has(id));
  return [...groupBy(events, (event) => toKey(event, manifest))]
    .map(([key, own]) => computeDesiredIssue(key, own, deliveries, settings))
    .filter(({ alerts, resolution }) => alerts.length > 0 || resolution !== null)
    .sort(compareIssues);
}

function toKey({ record, context }: PlannedEvent, manifest: string): string {
  const { topic, fingerprint } = record;
  return isIssuerTopic(topic) ? formatIssuerKey(fingerprint ?? '', manifest) : context.data.alert_key;
}

function computeDesiredIssue(
  key: string,
  events: readonly PlannedEvent[],
  deliveriesByEvent: ReadonlyMap<string, PlannedDelivery[]>,
  settings: IssueSettings,
): DesiredIssue {
  const listDeliveries = ({ id }: PlannedEvent) => deliveriesByEvent.get(id) ?? [];
  const isDue = (event: PlannedEvent) => listDeliveries(event).some(({ due }) => due);
  const firing = events.filter(({ event }) => ALERT_EVENTS.includes(event));
  const resolution = events.find((event) => !ALERT_EVENTS.includes(event.event) && isDue(event));
  const deliveries = events.flatMap(listDeliveries);
  return {
    key,
    isIssuer: events.some(({ record }) => isIssuerTopic(record.topic)),
    alerts: firing
      .toSorted(
        (a, b) =>
          ALERT_EVENTS.indexOf(a.event) - ALERT_EVENTS.indexOf(b.event) || compareBySeverity(a.context, b.context),
      )
      .map((event) => ({ id: event.id, context: event.context, due: isDue(event) })),
    resolution: resolution?.context ?? null,
    options: mergeOptions(new Set(deliveries.map(({ rule }) => rule)), settings),
    due: deliveries.filter(({ due }) => due),
  };
}

/** Merges labels and assignees of all rules, and the milestone of the first rule that has one. */
function mergeOptions(names: ReadonlySet<string>, { rules, issues }: IssueSettings): IssueOptions {
  const found = rules
    .filter(({ name }) => names.has(name))
    .flatMap(({ actions }) => actions.flatMap((action) => (action.kind === 'issue' ? [action.options] : [])));
  const options = found.length > 0 ? found : [issues.options];
  return {
    labels: [...new Set(options.flatMap(({ labels }) => labels))],
    assignees: [...new Set(options.flatMap(({ assignees }) => assignees))],
    milestone: options.find(({ milestone }) => milestone !== null)?.milestone ?? null,
  };
}

/** Compares issues: the most severe come first, because the number of issues is limited. Resolved issues are last. */
function compareIssues({ alerts: [a] }: DesiredIssue, { alerts: [b] }: DesiredIssue): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareBySeverity(a.context, b.context);
}
