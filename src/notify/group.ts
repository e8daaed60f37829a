/** Deliveries that are due -> messages: those that an action groups are told of in one. Pure. */

import {
  type EventContext,
  type EventData,
  type Grouping,
  type MessageName,
  type PlannedDelivery,
  type PlannedEvent,
  RESOLUTION_NAMES,
} from '../domain/index.ts';
import { rankStatus } from '../domain/severity.ts';
import { groupBy } from '../lib/collections.ts';

export interface GroupedMessage<Delivery> {
  /** All that it tells of, also where it can but count it. */
  deliveries: Delivery[];
  context: EventContext;
  /** What it tells of, by `alert_key`. */
  subjects: string[];
}

/** A delivery, and the event that it delivers. */
interface DueDelivery {
  planned: PlannedDelivery;
  event: PlannedEvent<MessageName>;
}

/** The context of a group: that of the worst, with every event that the message is handed, the worst first. */
interface GroupContext extends EventContext {
  events: EventContext[];
  /** How many more the message tells of by their number alone. */
  more: number;
}

/**
 * The messages of these deliveries, in the order of the first delivery in each. Deliveries of one rule and destination
 * that agree in what `groupingOf` names are one message; alerts and endings are never mixed, so that what tells of an end
 * can follow what told of its beginning. What is not grouped is a message by itself.
 */
export function groupDeliveries<Delivery extends DueDelivery>(
  deliveries: readonly Delivery[],
  groupingOf: (planned: PlannedDelivery) => Grouping | null,
): GroupedMessage<Delivery>[] {
  const groups = groupBy(deliveries, ({ planned, event }) => {
    const grouping = groupingOf(planned);
    const values = grouping?.by.map((attribute) => readAttribute(attribute, event.context));
    const { rule, destination, event_id } = planned;
    return JSON.stringify([rule, destination, values === undefined ? event_id : [isResolution(event), values]]);
  });
  return [...groups.values()].map((group) => {
    const grouping = groupingOf((group[0] as Delivery).planned);
    return {
      deliveries: group,
      context: createGroupContext(group, grouping),
      subjects: [...new Set(group.map(({ event }) => event.context.data.alert_key))],
    };
  });
}

function createGroupContext(group: readonly DueDelivery[], grouping: Grouping | null): EventContext | GroupContext {
  const contexts = group.map(({ event }) => event.context).sort(compareBySeverity);
  const worst = contexts[0] as EventContext;
  if (grouping === null) return worst;
  const events = contexts.slice(0, grouping.max_events);
  return { ...worst, events, more: contexts.length - events.length };
}

function compareBySeverity({ data: a }: EventContext, { data: b }: EventContext): number {
  return rankStatus(b.status) - rankStatus(a.status) || (a.days_remaining ?? 0) - (b.days_remaining ?? 0);
}

function isResolution({ event }: PlannedEvent<MessageName>): boolean {
  return RESOLUTION_NAMES.some((ending) => ending === event);
}

/** `rule` says only that it is grouped; all else is an attribute of `data`, dotted. What there is not is null. */
function readAttribute(attribute: string, { data }: EventContext): unknown {
  if (attribute === 'rule') return null;
  if (attribute === 'event') return data.event_type;
  const [name, ...parts] = attribute.split('.') as [keyof EventData, ...string[]];
  const path = [name, parts.join('.')].filter((part) => part !== '');
  return path.reduce<unknown>((value, key) => readProperty(value, key), data) ?? null;
}

function readProperty(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((member) => readProperty(member, key));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
  return (value as Record<string, unknown>)[key];
}
