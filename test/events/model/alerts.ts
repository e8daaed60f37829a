import type { PlannedDelivery, Rule } from '../../../src/domain/index.ts';
import { DAY } from './environment.ts';
import { badness, wants } from './evaluate.ts';
import type { Fact } from './facts.ts';
import { isEnding } from './history.ts';
import { type Case, describe, lastOf, type Planned, type Recalled, type Violation } from './oracle.ts';

const HOUR = 3_600_000;

/** A rule and one of its destinations. */
export interface Target {
  rule: string;
  destination: string;
}

export function targetsOf(rules: readonly Rule[]): Target[] {
  return rules.flatMap(({ name, actions }) =>
    actions.map((action) => ({
      rule: name,
      destination: action.kind === 'webhook' ? `webhook:${action.name}` : action.kind,
    })),
  );
}

export const isFor = (target: Target) => (one: Target) =>
  one.rule === target.rule && one.destination === target.destination;

/** Every active alert is sent to each matching destination, and none twice without a documented reason. */
export function checkAlerts(open: Case): Violation[] {
  const alerts = open.planned.filter(({ ending }) => !ending);
  const found = open.facts.map((fact) => ({ fact, planned: alerts.find((one) => isOf(one, fact)) }));
  const invented = alerts.filter((one) => !found.some(({ planned }) => planned === one));
  return [
    ...invented.map((one) => violation('not-a-fact', one, 'is sent, but it is not active')),
    ...found.flatMap(({ fact, planned }) => [
      ...checkTargets(open, fact, planned),
      ...(planned ? checkFacts(fact, planned) : []),
    ]),
  ];
}

function violation(code: string, planned: Planned, text: string): Violation {
  return {
    code,
    entry: planned.event.certificate,
    text: `${describe({ ...planned, event: planned.event.event })} ${text}`,
  };
}

function isOf(planned: Planned, fact: Fact): boolean {
  return (
    planned.event.event === fact.event &&
    planned.key === fact.key &&
    planned.threshold === fact.threshold &&
    (fact.event !== 'certificate.changed' || planned.event.context.data.place === fact.place)
  );
}

function checkFacts(fact: Fact, planned: Planned): Violation[] {
  const { status, days_remaining, assigned_objects } = planned.event.context.data;
  const places = assigned_objects.map(({ name }) => name).join();
  if (fact.places && places !== fact.places.join()) return [violation('judged-otherwise', planned, `names ${places}`)];
  if (!fact.sure || (status === fact.status && days_remaining === fact.days)) return [];
  return [
    violation('judged-otherwise', planned, `is ${status}, ${days_remaining} days, not ${fact.status}, ${fact.days}`),
  ];
}

function checkTargets(open: Case, fact: Fact, planned: Planned | undefined): Violation[] {
  const { entry, event, status, threshold, days } = fact;
  const matter = { event, name: entry.name, entry, status, threshold, days };
  const targets = targetsOf(open.scan.manifest.rules.filter((rule) => wants(rule, matter)));
  const deliveries = planned?.deliveries ?? [];
  const unwanted = deliveries.filter((delivery) => !targets.some(isFor(delivery)));
  const about = describe(fact);
  const wrong = (code: string, { rule, destination }: Target, text: string): Violation => ({
    code,
    entry: entry.name,
    text: `${about}: ${rule} -> ${destination} ${text}`,
  });
  const verdicts = targets.flatMap((target): Violation[] => {
    const delivery = deliveries.find(isFor(target));
    const { must, mustNot } = computeDuty(open, fact, target);
    if (must && !delivery?.due) return [wrong('not-told', target, `is not sent: ${delivery?.reason ?? 'not planned'}`)];
    if (mustNot && delivery?.due) return [wrong('told-again', target, `is sent again: ${delivery.reason}`)];
    return delivery && !isTrue(open, fact, delivery) ? [wrong('untrue-reason', target, `says ${delivery.reason}`)] : [];
  });
  if (fact.sure && planned && (planned.event.reason === 'unmatched') !== (targets.length === 0)) {
    verdicts.push(violation('untrue-reason', planned, `says ${planned.event.reason} of ${targets.length} targets`));
  }
  return [...unwanted.map((delivery) => wrong('not-wanted', delivery, 'has no matching rule')), ...verdicts];
}

/** Accepted messages of the same event to the same target, for this threshold or a smaller one. */
function listEarlier({ things }: Case, fact: Fact, target: Target): Recalled[] {
  return (things.get(fact.key)?.known ?? []).filter(
    (message) =>
      isFor(target)(message) &&
      message.event === fact.event &&
      message.outcome === 'accepted' &&
      !message.lifted &&
      (fact.event !== 'certificate.changed' || message.place === fact.place) &&
      (fact.crossed === null || (message.crossed ?? 0) >= fact.crossed),
  );
}

function isMilder(message: Recalled, fact: Fact): boolean {
  const [then, now] = [badness(message.status), badness(fact.status)];
  return then !== null && now !== null && then < now;
}

/** Whether the destination got the resolution of a message, or may have. */
function gotResolution({ things }: Case, { key }: Fact, { destination }: Target, message: Recalled): boolean {
  const known = things.get(key)?.known ?? [];
  return known.some((one) => isEnding(one.event) && one.destination === destination && one.time >= message.time);
}

/** Statuses without an order leave open which one is worse. */
function isOrdered(message: Recalled, fact: Fact): boolean {
  return message.status === fact.status || (badness(message.status) !== null && badness(fact.status) !== null);
}

/** Whether a scan must send to a target, must not, or may. */
function computeDuty(open: Case, fact: Fact, target: Target): { must: boolean; mustNot: boolean } {
  const { now, ignoreCooldown } = open.scan;
  const { cooldown_hours, repeat } = fact.entry.settings;
  const end = lastOf(open.things.get(fact.key)?.ends ?? []);
  const told = listEarlier(open, fact, target);
  const enough = told.filter((message) => !isMilder(message, fact));
  const recent = (message: Recalled): boolean =>
    now - message.time < cooldown_hours * HOUR && !gotResolution(open, fact, target, message);
  const last = told.at(-1);
  const covers = last !== undefined && !isMilder(last, fact) && isOrdered(last, fact);
  if (fact.event === 'certificate.changed') {
    const { earliest, latest } = fact.since ?? { earliest: 0, latest: 0 };
    const current = now - earliest <= 7 * DAY;
    const must = fact.sure && current && !told.some((message) => recent(message) || message.time >= earliest);
    return { must, mustNot: !ignoreCooldown && covers && (recent(last) || last.time >= latest) };
  }
  const hushed = enough.some((message) => recent(message) || (!repeat && message.time > end.certain));
  const silent = covers && (recent(last) || (!repeat && last.time > end.possible));
  return { must: fact.sure && (ignoreCooldown || !hushed), mustNot: !ignoreCooldown && silent };
}

/** Whether the reason of a delivery is correct. */
function isTrue(open: Case, fact: Fact, delivery: PlannedDelivery): boolean {
  const { now, ignoreCooldown } = open.scan;
  const { cooldown_hours, repeat } = fact.entry.settings;
  const told = listEarlier(open, fact, delivery);
  const known = (open.things.get(fact.key)?.known ?? []).filter(isFor(delivery));
  const end = lastOf(open.things.get(fact.key)?.ends ?? []);
  const changed = fact.event === 'certificate.changed';
  const stale = changed && now - (fact.since?.earliest ?? now) > 7 * DAY;
  if (delivery.due !== FIRING.has(delivery.reason)) return false;
  if (delivery.reason === 'cooldown') {
    return told.some((one) => now - one.time < cooldown_hours * HOUR && !gotResolution(open, fact, delivery, one));
  }
  if (delivery.reason === 'once') return (told.length > 0 && (!repeat || changed)) || stale;
  if (delivery.reason === 'repeat') return told.length > 0;
  if (delivery.reason === 'retry') return known.some(({ outcome }) => outcome !== 'accepted');
  if (delivery.reason === 'escalated') return known.length > 0;
  if (delivery.reason === 'first') {
    const since = changed ? (fact.since?.latest ?? 0) : end.possible;
    return ignoreCooldown || !told.some((message) => message.time > since && !isMilder(message, fact));
  }
  return false;
}

const FIRING = new Set<string>(['first', 'escalated', 'repeat', 'retry']);
