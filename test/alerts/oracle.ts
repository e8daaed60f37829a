/** Checks what may be sent in one scan, given the manifest and earlier messages. Independent of the planner. */

import type { EventData, Match, QuietHours, Rule } from '../../src/domain/index.ts';
import { ALERTS, STATEFUL } from './environment.ts';
import type { Notification, Run } from './run.ts';

const HOUR = 3_600_000;

export function isResolution(event: string): boolean {
  return /\.(renewed|removed|recovered)$/.test(event);
}

function includesEvent(events: readonly string[], event: string): boolean {
  return events.some(
    (one) => one === event || one === '*' || (one.endsWith('.*') && event.startsWith(one.slice(0, -1))),
  );
}

function matches({ names, labels, status }: Match, data: EventData): boolean {
  if (names.length > 0 && !names.includes(data.certificate)) return false;
  if (status.length > 0 && !status.includes(data.status)) return false;
  return Object.entries(labels).every(([label, values]) => values.includes(data.labels[label] ?? ''));
}

/** Whether a rule matches an alert now. */
export function matchesRule(rule: Rule, event: string, data: EventData): boolean {
  return rule.enabled && includesEvent(rule.events, event) && matches(rule.match, data);
}

function isQuiet({ from, to }: QuietHours, now: number): boolean {
  const minutes = Math.floor(now / 60_000) % (24 * 60);
  return minutes >= from || minutes < to;
}

export function checkScan(run: Run, notifications: readonly Notification[], now: number): string[] {
  return [
    ...notifications.flatMap((one) => [
      ...findUnmatched(run, one),
      ...findSilenced(run, one, now),
      ...findDuringQuietHours(run, one, now),
    ]),
    ...findOutOfOrder(run, notifications),
  ].map((text) => `${new Date(now).toISOString()} ${text}`);
}

function describe({ context, rule, to }: Notification): string {
  return `${context.event} of ${context.data.alert_key} by ${rule} to ${to}`;
}

/** An alert must match its rule; a resolution must match it too, or go to a stateful receiver that got the alert. */
function findUnmatched({ environment, notifications }: Run, one: Notification): string[] {
  const { context } = one;
  const rule = environment.rules.find(({ name }) => name === one.rule);
  if (rule !== undefined && matchesRule(rule, context.event, context.data) && !STATEFUL.includes(one.to)) return [];
  if (!isResolution(context.event)) {
    const isMatched = rule !== undefined && matchesRule(rule, context.event, context.data);
    return isMatched || isReportedToAll(environment.rules, one) ? [] : [`not matched: ${describe(one)}`];
  }
  const wasNotified = notifications.some((before) => isEarlierAlert(before, one) && before.rule === one.rule);
  if (wasNotified && (STATEFUL.includes(one.to) || (rule?.enabled && includesEvent(rule.events, context.event))))
    return [];
  return [`not matched: ${describe(one)}`];
}

/**
 * A place that was never read, or is unreachable for three days, is reported to each receiver of other alerts about the entry, unless
 * another rule for it reaches the receiver.
 */
function isReportedToAll(rules: readonly Rule[], { context: { event, data }, rule: name, to }: Notification): boolean {
  const { unreachable } = data;
  if (event !== 'certificate.unreachable' || !unreachable) return false;
  const rule = rules.find((one) => one.name === name);
  if (!(unreachable.never_read || unreachable.days >= 3) || rule === undefined || !rule.enabled) return false;
  const isReached = rules.some((one) => sendsTo(one, to) && matchesRule(one, event, data));
  const receives = ALERTS.some((alert) => includesEvent(rule.events, alert));
  return !isReached && receives && matches({ ...rule.match, status: [] }, data);
}

function sendsTo({ actions }: Rule, to: string): boolean {
  return actions.some((action) => action.kind === 'webhook' && `webhook:${action.name}` === to);
}

function isEarlierAlert(before: Notification, { to, context }: Notification): boolean {
  return (
    before.to === to &&
    before.outcome !== 'unsent' &&
    !isResolution(before.context.event) &&
    before.context.data.alert_key === context.data.alert_key
  );
}

function findSilenced({ environment }: Run, one: Notification, now: number): string[] {
  const { event, data } = one.context;
  if (isResolution(event)) return [];
  const by = environment.silences.find(
    ({ until, events, match }) => Date.parse(until) > now && includesEvent(events, event) && matches(match, data),
  );
  return by === undefined ? [] : [`silenced until ${by.until}: ${describe(one)}`];
}

/** During quiet hours only exceptions are sent, or what was deferred before the last pause. */
function findDuringQuietHours({ environment, deferred }: Run, one: Notification, now: number): string[] {
  const rule = environment.rules.find(({ name }) => name === one.rule);
  const hours = rule?.actions[0]?.quiet_hours;
  const { event, data } = one.context;
  if (hours === undefined || !isQuiet(hours, now) || hours.except.includes(data.status)) return [];
  if (isResolution(event) && one.to === 'webhook:pager') return [];
  const since = deferred.get(JSON.stringify([one.id, one.rule, one.to]));
  for (let time = since ?? now; time < now; time += HOUR) if (!isQuiet(hours, time)) return [];
  return [`during quiet hours: ${describe(one)}`];
}

/** A stateful receiver gets no resolution before its alert, and no alert after its resolution in one scan. */
function findOutOfOrder(run: Run, notifications: readonly Notification[]): string[] {
  const problems: string[] = [];
  const now: Notification[] = [];
  for (const one of notifications) {
    const same = (before: Notification) =>
      before.to === one.to && before.context.data.alert_key === one.context.data.alert_key;
    if (!isResolution(one.context.event)) {
      if (now.some((before) => same(before) && isResolution(before.context.event)))
        problems.push(`after its resolution: ${describe(one)}`);
    } else if (
      STATEFUL.includes(one.to) &&
      ![...run.notifications, ...now].some((before) => isEarlierAlert(before, one))
    ) {
      problems.push(`a resolution before its alert: ${describe(one)}`);
    }
    now.push(one);
  }
  return problems;
}
