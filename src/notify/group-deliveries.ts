/** Groups due deliveries into messages. Pure. */

import {
  type EventContext,
  type EventData,
  type Grouping,
  isResolution,
  type MessageName,
  type PlannedDelivery,
  type PlannedEvent,
} from '../domain/index.ts';
import { rankStatus } from '../domain/severity.ts';
import { groupBy } from '../lib/collections.ts';

export interface GroupedMessage<Delivery> {
  /** All deliveries of the message, including those that it only counts. There is at least one. */
  deliveries: [Delivery, ...Delivery[]];
  /** The context of the most severe event; for a group, with the properties of `GroupContext`. */
  context: EventContext;
  /** The `alert_key` of each alert in the message. */
  subjects: string[];
}

export interface DueDelivery {
  planned: PlannedDelivery;
  event: PlannedEvent<MessageName>;
}

interface GroupContext extends EventContext {
  /** The events, the most severe first, at most `max_events`. */
  events: EventContext[];
  /** The number of further events that the message only counts. */
  more: number;
}

/**
 * Groups deliveries of one rule and destination that agree in the attributes of `findGrouping`. Firing and resolved alerts are never mixed,
 * so that a resolution always follows its alert. A delivery without grouping is a separate message. Messages are in the order of their
 * first delivery.
 */
export function groupDeliveries<Delivery extends DueDelivery>(
  deliveries: readonly Delivery[],
  findGrouping: (planned: PlannedDelivery) => Grouping | null,
): GroupedMessage<Delivery>[] {
  const groups = groupBy(deliveries, ({ planned, event }) => {
    const values = findGrouping(planned)?.by.map((attribute) => readAttribute(attribute, event.context));
    const { rule, destination, event_id } = planned;
    return JSON.stringify([rule, destination, values === undefined ? event_id : [isResolution(event.event), values]]);
  });
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    return createGroupedMessage([first, ...others], findGrouping(first.planned)?.max_events ?? null);
  });
}

/** Creates a message. `max_events`: the maximum number of events that the message shows; null for a message about the first event. */
export function createGroupedMessage<Delivery extends DueDelivery>(
  deliveries: [Delivery, ...Delivery[]],
  max_events: number | null,
): GroupedMessage<Delivery> {
  return {
    deliveries,
    context: max_events === null ? deliveries[0].event.context : createGroupContext(deliveries, max_events),
    subjects: [...new Set(deliveries.map(({ event }) => event.context.data.alert_key))],
  };
}

function createGroupContext([first, ...others]: [DueDelivery, ...DueDelivery[]], max_events: number): GroupContext {
  // Two rules may send the same event.
  const unique = new Map([first, ...others].map(({ event }) => [event.id, event.context]));
  const contexts = [...unique.values()].sort(compareBySeverity);
  const events = contexts.slice(0, max_events);
  return { ...(contexts[0] ?? first.event.context), events, more: contexts.length - events.length };
}

/** Compares events: the most severe first, and among equals the first to expire. */
export function compareBySeverity({ data: a }: EventContext, { data: b }: EventContext): number {
  return rankStatus(b.status) - rankStatus(a.status) || (a.days_remaining ?? 0) - (b.days_remaining ?? 0);
}

/**
 * Reads a dotted attribute of `data`; returns null if it is absent. `rule` is not an attribute: all deliveries of a rule form one group.
 */
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
