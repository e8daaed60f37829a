import type { PlannedDelivery, Rule } from '../../../src/domain/index.ts';
import { DAY } from './environment.ts';
import { matchesEntryOnly, matchesRule, rankStatus } from './evaluate.ts';
import type { Fact } from './facts.ts';
import { groupBy, isResolution } from './history.ts';
import {
  describe,
  findLastResolution,
  type Planned,
  type RecalledMessage,
  type ScanCase,
  type Violation,
} from './oracle.ts';

const HOUR = 3_600_000;

/** A rule and one of its destinations. */
export interface Target {
  rule: string;
  destination: string;
}

export function listTargets(rules: readonly Rule[]): Target[] {
  return rules.flatMap(({ name, actions }) =>
    actions.map((action) => ({
      rule: name,
      destination: action.kind === 'webhook' ? `webhook:${action.name}` : action.kind,
    })),
  );
}

export const isSameTarget = (target: Target) => (one: Target) =>
  one.rule === target.rule && one.destination === target.destination;

/** Every active alert is sent to each matching destination, and none twice without a documented reason. */
export function checkAlerts(scanCase: ScanCase): Violation[] {
  const alerts = scanCase.planned.filter(({ resolved }) => !resolved);
  const found = scanCase.facts.map((fact) => ({ fact, planned: alerts.find((one) => isSameAlert(one, fact)) }));
  const invented = alerts.filter((one) => !found.some(({ planned }) => planned === one));
  return [
    ...invented.map((one) => createViolation('not-active', one, 'is sent, but it is not active')),
    ...found.flatMap(({ fact, planned }) => [
      ...checkTargets(scanCase, fact, planned),
      ...(planned ? checkFacts(fact, planned) : []),
    ]),
  ];
}

function createViolation(code: string, planned: Planned, text: string): Violation {
  return {
    code,
    entry: planned.event.certificate,
    text: `${describe({ ...planned, event: planned.event.event })} ${text}`,
  };
}

function isSameAlert(planned: Planned, fact: Fact): boolean {
  return (
    planned.event.event === fact.event &&
    planned.key === fact.key &&
    planned.threshold === fact.threshold &&
    (fact.event !== 'certificate.changed' || planned.event.context.data.location === fact.location)
  );
}

function checkFacts(fact: Fact, planned: Planned): Violation[] {
  const { status, days_remaining, assigned_objects } = planned.event.context.data;
  const locations = assigned_objects.map(({ name }) => name).join();
  if (fact.locations && locations !== fact.locations.join())
    return [createViolation('wrong-data', planned, `names ${locations}`)];
  if (!fact.sure || (status === fact.status && days_remaining === fact.days)) return [];
  return [
    createViolation('wrong-data', planned, `is ${status}, ${days_remaining} days, not ${fact.status}, ${fact.days}`),
  ];
}

function checkTargets(scanCase: ScanCase, fact: Fact, planned: Planned | undefined): Violation[] {
  const { entry, event, status, threshold, days } = fact;
  const input = { event, name: entry.name, entry, status, threshold, days };
  const { rules } = scanCase.scan.manifest;
  const deliveries = planned?.deliveries ?? [];
  const matched = listTargets(rules.filter((rule) => matchesRule(rule, input)));
  const others = isReportedToAll(fact, planned) ? rules.filter((rule) => matchesEntryOnly(rule, input)) : [];
  const targets = [...matched, ...chooseOthers(listTargets(others), matched, deliveries)];
  const unwanted = deliveries.filter((delivery) => !targets.some(isSameTarget(delivery)));
  const topic = describe(fact);
  const createTargetViolation = (code: string, { rule, destination }: Target, text: string): Violation => ({
    code,
    entry: entry.name,
    text: `${topic}: ${rule} -> ${destination} ${text}`,
  });
  const verdicts = targets.flatMap((target): Violation[] => {
    const delivery = deliveries.find(isSameTarget(target));
    const { must, mustNot } = computeDuty(scanCase, fact, target);
    if (must && !delivery?.due)
      return [createTargetViolation('not-sent', target, `is not sent: ${delivery?.reason ?? 'not planned'}`)];
    if (mustNot && delivery?.due)
      return [createTargetViolation('sent-again', target, `is sent again: ${delivery.reason}`)];
    return delivery && !isReasonCorrect(scanCase, fact, delivery)
      ? [createTargetViolation('wrong-reason', target, `says ${delivery.reason}`)]
      : [];
  });
  const isTaken = rules.some((rule) => rule.actions.length === 0 && matchesRule(rule, input));
  const reason = targets.length > 0 ? null : isTaken ? 'no_action' : 'unmatched';
  const said = planned?.event.reason;
  if (fact.sure && planned && (said === 'unmatched' || said === 'no_action' ? said : null) !== reason) {
    verdicts.push(
      createViolation('wrong-reason', planned, `says ${planned.event.reason} of ${targets.length} targets`),
    );
  }
  return [
    ...unwanted.map((delivery) => createTargetViolation('not-matched', delivery, 'has no matching rule')),
    ...verdicts,
  ];
}

/** A location that was never read, or is unreachable for days, also concerns receivers of other alerts. */
function isReportedToAll({ event, entry }: Fact, planned: Planned | undefined): boolean {
  const unreachable = planned?.event.context.data.unreachable;
  if (event !== 'certificate.unreachable' || !unreachable) return false;
  return unreachable.never_read || unreachable.days >= entry.settings.unreachable_days;
}

/** One rule for each receiver that no rule for the event reaches: any of those that send there. */
function chooseOthers(others: readonly Target[], matched: readonly Target[], planned: readonly Target[]): Target[] {
  const free = others.filter(({ destination }) => !matched.some((one) => one.destination === destination));
  return [...groupBy(free, ({ destination }) => destination).values()].flatMap((same) => {
    const chosen = same.find((target) => planned.some(isSameTarget(target))) ?? same[0];
    return chosen ? [chosen] : [];
  });
}

/** Accepted messages of the same event to the same target, for this threshold or a smaller one. */
function listEarlier({ trackedAlerts }: ScanCase, fact: Fact, target: Target): RecalledMessage[] {
  return (trackedAlerts.get(fact.key)?.known ?? []).filter(
    (message) =>
      isSameTarget(target)(message) &&
      message.event === fact.event &&
      message.outcome === 'accepted' &&
      !message.lifted &&
      (fact.event !== 'certificate.changed' || message.location === fact.location) &&
      (fact.crossed === null || (message.crossed ?? 0) >= fact.crossed),
  );
}

function isMilder(message: RecalledMessage, fact: Fact): boolean {
  const [then, now] = [rankStatus(message.status), rankStatus(fact.status)];
  return then !== null && now !== null && then < now;
}

/** Whether the destination got the resolution of a message, or may have. */
function gotResolution(
  { trackedAlerts }: ScanCase,
  { key }: Fact,
  { destination }: Target,
  message: RecalledMessage,
): boolean {
  const known = trackedAlerts.get(key)?.known ?? [];
  return known.some((one) => isResolution(one.event) && one.destination === destination && one.time >= message.time);
}

/** Statuses without an order leave open which one is worse. */
function isOrdered(message: RecalledMessage, fact: Fact): boolean {
  return message.status === fact.status || (rankStatus(message.status) !== null && rankStatus(fact.status) !== null);
}

/** Whether the alert repeats while it is active, with its present status. */
function canRepeat({ entry, status }: Fact): boolean {
  const { repeat } = entry.settings;
  if (repeat === 'thresholds') throw new Error('the model has no fixed days');
  return repeat === 'critical' ? status === 'critical' || status === 'expired' : repeat;
}

/** Milliseconds. A scan may start a little earlier than the last one. */
function computeCooldown(hours: number): number {
  return hours * HOUR - Math.min(hours * 0.1, 2) * HOUR;
}

/** Whether a scan must send to a target, must not, or may. */
function computeDuty(scanCase: ScanCase, fact: Fact, target: Target): { must: boolean; mustNot: boolean } {
  const { now, ignoreCooldown } = scanCase.scan;
  const { cooldown_hours } = fact.entry.settings;
  const repeats = canRepeat(fact);
  const end = findLastResolution(scanCase.trackedAlerts.get(fact.key)?.resolutions ?? []);
  const earlier = listEarlier(scanCase, fact, target);
  const sufficient = earlier.filter((message) => !isMilder(message, fact));
  const isRecent = (message: RecalledMessage): boolean =>
    now - message.time < computeCooldown(cooldown_hours) && !gotResolution(scanCase, fact, target, message);
  const last = earlier.at(-1);
  const covers = last !== undefined && !isMilder(last, fact) && isOrdered(last, fact);
  if (fact.event === 'certificate.changed') {
    const { earliest, latest } = fact.since ?? { earliest: 0, latest: 0 };
    const current = now - earliest <= 7 * DAY;
    const must = fact.sure && current && !earlier.some((message) => isRecent(message) || message.time >= earliest);
    return { must, mustNot: !ignoreCooldown && covers && (isRecent(last) || last.time >= latest) };
  }
  const suppressed = sufficient.some((message) => isRecent(message) || (!repeats && message.time > end.certain));
  const covered = covers && (isRecent(last) || (!repeats && last.time > end.possible));
  return { must: fact.sure && (ignoreCooldown || !suppressed), mustNot: !ignoreCooldown && covered };
}

/** Whether the reason of a delivery is correct. */
function isReasonCorrect(scanCase: ScanCase, fact: Fact, delivery: PlannedDelivery): boolean {
  const { now, ignoreCooldown } = scanCase.scan;
  const { cooldown_hours } = fact.entry.settings;
  const repeats = canRepeat(fact);
  const earlier = listEarlier(scanCase, fact, delivery);
  const known = (scanCase.trackedAlerts.get(fact.key)?.known ?? []).filter(isSameTarget(delivery));
  const end = findLastResolution(scanCase.trackedAlerts.get(fact.key)?.resolutions ?? []);
  const changed = fact.event === 'certificate.changed';
  const stale = changed && now - (fact.since?.earliest ?? now) > 7 * DAY;
  if (delivery.due !== FIRING.has(delivery.reason)) return false;
  if (delivery.reason === 'cooldown') {
    return earlier.some(
      (one) => now - one.time < computeCooldown(cooldown_hours) && !gotResolution(scanCase, fact, delivery, one),
    );
  }
  if (delivery.reason === 'once') return (earlier.length > 0 && (!repeats || changed)) || stale;
  if (delivery.reason === 'repeat') return earlier.length > 0;
  if (delivery.reason === 'retry') return known.some(({ outcome }) => outcome !== 'accepted');
  if (delivery.reason === 'escalated') return known.length > 0;
  if (delivery.reason === 'first') {
    const since = changed ? (fact.since?.latest ?? 0) : end.possible;
    return ignoreCooldown || !earlier.some((message) => message.time > since && !isMilder(message, fact));
  }
  return false;
}

const FIRING = new Set<string>(['first', 'escalated', 'repeat', 'retry']);
