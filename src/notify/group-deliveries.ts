/** Groups due deliveries into messages. Pure. */

import { indexDestinations } from '../domain/destinations.ts';
import {
  type Destination,
  type Email,
  type EventContext,
  type EventData,
  type Grouping,
  isResolution,
  type MessageName,
  type PlannedDelivery,
  type PlannedEvent,
} from '../domain/index.ts';
import { isIssuerTopic } from '../domain/issuer-expiry.ts';
import { DEFAULT_MAX_EVENTS } from '../domain/rules.ts';
import { rankStatus } from '../domain/severity.ts';
import { groupBy } from '../lib/collections.ts';
import type { Receivers } from './receiver-settings.ts';

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
 * so that a resolution always follows its alert. A delivery without grouping is a separate message, except alerts about one problem to a
 * `groupable` destination, which share a message: those about one CA, and announced revocations of one owner. Messages are in the order of
 * their first delivery.
 */
export function groupDeliveries<Delivery extends DueDelivery>(
  deliveries: readonly Delivery[],
  findGrouping: (planned: PlannedDelivery) => Grouping | null,
  groupable: Groupable = NOTHING_GROUPABLE,
): GroupedMessage<Delivery>[] {
  const groups = groupBy(deliveries, ({ planned, event }) => {
    const values = findGrouping(planned)?.by.map((attribute) => readAttribute(attribute, event.context));
    const { rule, destination, event_id } = planned;
    const { topic, fingerprint } = event.record;
    if (values !== undefined) return JSON.stringify([rule, destination, isResolution(event.event), values]);
    if (isIssuerTopic(topic) && groupable.byIssuer.has(destination))
      return JSON.stringify([destination, isResolution(event.event), fingerprint]);
    if (event.event === 'certificate.revocation_announced' && groupable.byOwner.has(destination))
      return JSON.stringify([destination, event.event, readAttribute('owner', event.context)]);
    return JSON.stringify([rule, destination, event_id]);
  });
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const shared = others.length > 0 ? DEFAULT_MAX_EVENTS : null;
    return createGroupedMessage([first, ...others], findGrouping(first.planned)?.max_events ?? shared);
  });
}

/** Groups deliveries by the actions of the rules, and by CA. */
export function groupByActions<Delivery extends DueDelivery>(
  deliveries: readonly Delivery[],
  receivers: Pick<Receivers, 'rules' | 'webhooks'>,
  groupable: Groupable,
): GroupedMessage<Delivery>[] {
  const { findAction } = indexDestinations(receivers);
  const findGrouping = ({ rule, destination }: PlannedDelivery) => findAction(rule, destination)?.group ?? null;
  return groupDeliveries(deliveries, findGrouping, groupable);
}

/** The destinations whose template can show a group, and which do not keep one alert for each certificate. */
export interface Groupable {
  /** The destinations whose messages may be about certificates of several owners. */
  byIssuer: ReadonlySet<Destination>;
  /** The same, and mail that also goes to the owner. */
  byOwner: ReadonlySet<Destination>;
}

const NOTHING_GROUPABLE: Groupable = { byIssuer: new Set(), byOwner: new Set() };

/** Lists the destinations for groups. */
export function listGroupable({
  webhooks = [],
  emails = [],
}: Partial<Pick<Receivers, 'webhooks' | 'emails'>>): Groupable {
  const isLimited = ({ max_messages }: { max_messages: number | null }) => max_messages !== null;
  const byIssuer: Destination[] = [
    ...webhooks.filter(isLimited).map(({ name }) => `webhook:${name}` as const),
    ...emails.filter(isLimited).map(({ name }) => `email:${name}` as const),
  ];
  const toOwner = emails.filter((email) => email.to_owner && !hasOwnTemplate(email));
  return {
    byIssuer: new Set(byIssuer),
    byOwner: new Set([...byIssuer, ...toOwner.map(({ name }) => `email:${name}` as const)]),
  };
}

function hasOwnTemplate({ subject, text_template, html_template }: Email): boolean {
  return [subject, text_template, html_template].some((template) => template !== null);
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
