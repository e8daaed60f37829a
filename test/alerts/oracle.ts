/** What may be sent in one scan, given the manifest and earlier messages. Independent of the planner. */

import type { EventData, Match, QuietHours, Rule } from '../../src/domain/index.ts';
import { STATEFUL } from './environment.ts';
import type { Run, Told } from './run.ts';

const HOUR = 3_600_000;

export function isEnding(event: string): boolean {
  return /\.(renewed|removed|recovered)$/.test(event);
}

function hears(events: readonly string[], event: string): boolean {
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
export function wants(rule: Rule, event: string, data: EventData): boolean {
  return rule.enabled && hears(rule.events, event) && matches(rule.match, data);
}

function isQuiet({ from, to }: QuietHours, now: number): boolean {
  const minutes = Math.floor(now / 60_000) % (24 * 60);
  return minutes >= from || minutes < to;
}

export function checkScan(run: Run, told: readonly Told[], now: number): string[] {
  return [
    ...told.flatMap((one) => [...notWanted(run, one), ...silenced(run, one, now), ...inTheNight(run, one, now)]),
    ...outOfOrder(run, told),
  ].map((text) => `${new Date(now).toISOString()} ${text}`);
}

function say({ context, rule, to }: Told): string {
  return `${context.event} of ${context.data.alert_key} by ${rule} to ${to}`;
}

/** An alert must match its rule; a resolution must match it too, or go to a stateful receiver that got the alert. */
function notWanted({ world, told }: Run, one: Told): string[] {
  const { context } = one;
  const rule = world.rules.find(({ name }) => name === one.rule);
  if (rule !== undefined && wants(rule, context.event, context.data) && !STATEFUL.includes(one.to)) return [];
  if (!isEnding(context.event)) {
    return rule !== undefined && wants(rule, context.event, context.data) ? [] : [`not matched: ${say(one)}`];
  }
  const wasTold = told.some((before) => isAlertOf(before, one) && before.rule === one.rule);
  if (wasTold && (STATEFUL.includes(one.to) || (rule?.enabled && hears(rule.events, context.event)))) return [];
  return [`not matched: ${say(one)}`];
}

function isAlertOf(before: Told, { to, context }: Told): boolean {
  return (
    before.to === to &&
    before.outcome !== 'unsent' &&
    !isEnding(before.context.event) &&
    before.context.data.alert_key === context.data.alert_key
  );
}

function silenced({ world }: Run, one: Told, now: number): string[] {
  const { event, data } = one.context;
  if (isEnding(event)) return [];
  const by = world.silences.find(
    ({ until, events, match }) => Date.parse(until) > now && hears(events, event) && matches(match, data),
  );
  return by === undefined ? [] : [`silenced until ${by.until}: ${say(one)}`];
}

/** During quiet hours only exceptions are sent, or what was deferred before the last pause. */
function inTheNight({ world, held }: Run, one: Told, now: number): string[] {
  const rule = world.rules.find(({ name }) => name === one.rule);
  const hours = rule?.actions[0]?.quiet_hours;
  const { event, data } = one.context;
  if (hours === undefined || !isQuiet(hours, now) || hours.except.includes(data.status)) return [];
  if (isEnding(event) && one.to === 'webhook:pager') return [];
  const since = held.get(JSON.stringify([one.id, one.rule, one.to]));
  for (let time = since ?? now; time < now; time += HOUR) if (!isQuiet(hours, time)) return [];
  return [`in the night: ${say(one)}`];
}

/** A stateful receiver gets no resolution before its alert, and no alert after its resolution in one scan. */
function outOfOrder(run: Run, told: readonly Told[]): string[] {
  const problems: string[] = [];
  const now: Told[] = [];
  for (const one of told) {
    const same = (before: Told) => before.to === one.to && before.context.data.alert_key === one.context.data.alert_key;
    if (!isEnding(one.context.event)) {
      if (now.some((before) => same(before) && isEnding(before.context.event)))
        problems.push(`after its resolution: ${say(one)}`);
    } else if (STATEFUL.includes(one.to) && ![...run.told, ...now].some((before) => isAlertOf(before, one))) {
      problems.push(`a resolution before its alert: ${say(one)}`);
    }
    now.push(one);
  }
  return problems;
}
