/** What a plan says of each subject that issues are about. */

import {
  type EventContext,
  FINDING_NAMES,
  type IssueOptions,
  type Manifest,
  type Plan,
  type PlannedDelivery,
  type PlannedEvent,
} from '../../domain/index.ts';
import { rankStatus } from '../../domain/severity.ts';
import { groupBy } from '../../lib/collections.ts';

interface IssueAlert {
  /** The event's id. */
  id: string;
  context: EventContext;
  /** Whether it is to be told now. */
  due: boolean;
}

export interface DesiredIssue {
  /** `alert_key`: what the issue is found by. */
  key: string;
  /** What holds, the worst first; empty where it has ended. */
  alerts: IssueAlert[];
  /** What has ended it, where that is to be told now. */
  resolution: EventContext | null;
  /** Of all rules that want it. */
  options: IssueOptions;
  /** Every delivery that is due, for the receipts. */
  due: PlannedDelivery[];
}

const ISSUE_DESTINATION = 'issue';
const ALERT_EVENTS: readonly string[] = [
  ...FINDING_NAMES,
  'certificate.expired',
  'certificate.unreachable',
  'certificate.expiry_warning',
  'certificate.changed',
];

/**
 * One for each subject of which an alert goes to issues, or is held back from them, or an ending goes; the worst first.
 * An ending that was told is no more of a plan: should its issue be open all the same, it has lost what it was about.
 */
export function computeDesiredIssues(plan: Plan, manifest: Manifest): DesiredIssue[] {
  const toIssues = groupBy(
    plan.deliveries.filter(({ destination }) => destination === ISSUE_DESTINATION),
    ({ event_id }) => event_id,
  );
  const concerned = plan.events.filter(({ id }) => toIssues.has(id));
  const subjects = groupBy(concerned, ({ context }) => context.data.alert_key);
  return [...subjects]
    .map(([key, events]) => computeDesiredIssue(key, events, toIssues, manifest))
    .filter(({ alerts, resolution: ending }) => alerts.length > 0 || ending !== null)
    .sort(compareBySeverity);
}

function computeDesiredIssue(
  key: string,
  events: readonly PlannedEvent[],
  toIssues: ReadonlyMap<string, PlannedDelivery[]>,
  manifest: Manifest,
): DesiredIssue {
  const deliveriesOf = ({ id }: PlannedEvent) => toIssues.get(id) ?? [];
  const isDue = (event: PlannedEvent) => deliveriesOf(event).some(({ due }) => due);
  const alerts = events.filter(({ event }) => ALERT_EVENTS.includes(event));
  const ending = events.find((event) => !ALERT_EVENTS.includes(event.event) && isDue(event));
  const deliveries = events.flatMap(deliveriesOf);
  return {
    key,
    alerts: alerts
      .toSorted((a, b) => ALERT_EVENTS.indexOf(a.event) - ALERT_EVENTS.indexOf(b.event))
      .map((event) => ({ id: event.id, context: event.context, due: isDue(event) })),
    resolution: ending?.context ?? null,
    options: mergeOptions(new Set(deliveries.map(({ rule }) => rule)), manifest),
    due: deliveries.filter(({ due }) => due),
  };
}

/** Labels and assignees of all rules; the milestone of the first that names one. */
function mergeOptions(rules: ReadonlySet<string>, { rules: all, issues }: Manifest): IssueOptions {
  const found = all
    .filter(({ name }) => rules.has(name))
    .flatMap(({ actions }) => actions.flatMap((action) => (action.kind === 'issue' ? [action.options] : [])));
  const options = found.length > 0 ? found : [issues.options];
  return {
    labels: [...new Set(options.flatMap(({ labels }) => labels))],
    assignees: [...new Set(options.flatMap(({ assignees }) => assignees))],
    milestone: options.find(({ milestone }) => milestone !== null)?.milestone ?? null,
  };
}

/** Who gets an issue of its own where not all can: the worst, and of these the one that ends first. */
function compareBySeverity(a: DesiredIssue, b: DesiredIssue): number {
  const [x, y] = [getWorstData(a), getWorstData(b)];
  if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
  return rankStatus(y.status) - rankStatus(x.status) || (x.days_remaining ?? 0) - (y.days_remaining ?? 0);
}

function getWorstData({ alerts }: DesiredIssue) {
  return alerts[0]?.context.data;
}
