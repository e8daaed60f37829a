import type { EventName, PlannedDelivery } from '../../../src/domain/index.ts';
import { isFor, type Target, targetsOf } from './alerts.ts';
import { DAY } from './environment.ts';
import { hears, isPlain, wants } from './evaluate.ts';
import { grouped, isEnding } from './history.ts';
import { type Case, describe, type Planned, type Recalled, type Thing, type Violation } from './oracle.ts';

const RETRY_DAYS = 7;

/** Each alert that was sent resolves once, correctly, at each destination that got it, and only then. */
export function checkEndings(open: Case): Violation[] {
  const endings = open.planned.filter(({ ending }) => ending);
  const byKey = grouped(endings, ({ key }) => key);
  const unheard = endings.filter(({ key }) => !open.things.get(key)?.known.some(({ event }) => !isEnding(event)));
  const twice = [...byKey.values()].filter((same) => same.length > 1).flat();
  return [
    ...unheard.map((planned) => wrong('ending-before-alert', planned, 'resolves what was never sent')),
    ...twice.map((planned) => wrong('wrong-ending', planned, 'is one of two resolutions of one alert')),
    ...[...open.things.values()].flatMap((thing) => {
      const planned = byKey.get(thing.key)?.[0];
      return [...(planned ? checkPlanned(open, thing, planned) : []), ...checkDuty(open, thing, planned)];
    }),
  ];
}

function wrong(code: string, planned: Planned, text: string): Violation {
  return {
    code,
    entry: planned.event.certificate,
    text: `${describe({ ...planned, event: planned.event.event })} ${text}`,
  };
}

function checkPlanned(open: Case, thing: Thing, planned: Planned): Violation[] {
  const { event } = planned.event;
  if (thing.standing.holds === 'yes') {
    return [wrong(thing.unread ? 'unread-looks-ended' : 'untimely-ending', planned, 'resolves what is still active')];
  }
  const allowed = allowedNames(thing);
  if (!allowed.includes(event)) return [wrong('wrong-ending', planned, `should be ${allowed.join(' or ')}`)];
  return planned.deliveries.flatMap((delivery) => checkDelivery(open, thing, planned, delivery));
}

/**
 * The event of an existing resolution if nothing was sent since, otherwise what is correct now. An alert of the same scan, such as
 * a retried change, comes before the resolution.
 */
function allowedNames({ known, ends, standing }: Thing): EventName[] {
  const alerted = lastAlert(known);
  const seen = ends.filter(({ time }) => time >= alerted);
  const names = seen.flatMap((end) => end.names);
  return [...new Set(seen.some(({ certain }) => certain) ? names : [...names, ...standing.names])];
}

const lastAlert = (known: Thing['known']): number =>
  known.reduce((latest, { event, time }) => (isEnding(event) ? latest : Math.max(latest, time)), 0);

const acceptedEndings = (thing: Thing, target: Target): Thing['known'] =>
  thing.known.filter((message) => isEnding(message.event) && isFor(target)(message) && message.outcome === 'accepted');

function checkDelivery(open: Case, thing: Thing, planned: Planned, delivery: PlannedDelivery): Violation[] {
  const { status, days_remaining } = planned.event.context.data;
  const { event, certificate: name } = planned.event;
  const entry = open.scan.manifest.entries.find((one) => one.name === name) ?? null;
  const matter = { event, name, entry, status, threshold: planned.threshold, days: days_remaining };
  const rule = open.scan.manifest.rules.find((one) => one.name === delivery.rule);
  const to = `to ${delivery.rule} -> ${delivery.destination}`;
  const wanted =
    rule && (wants(rule, matter) || (hears(rule, event) && lastAlert(thing.known.filter(isFor(delivery))) > 0));
  if (!wanted || !targetsOf([rule]).some(isFor(delivery))) {
    return [wrong('not-wanted', planned, `${to}: no rule matches it`)];
  }
  const ended = acceptedEndings(thing, delivery).at(-1);
  // What was absent for longer than the retention is forgotten, including its deliveries.
  const oldest = open.scan.now - open.scan.manifest.event_log.retention_days * DAY;
  const toIt = lastAlert(thing.known.filter(isFor(delivery)));
  const since = toIt > oldest ? toIt : lastAlert(thing.known);
  if (delivery.due && ended && ended.time > Math.max(since, oldest)) {
    return [wrong('told-again', planned, `${to}: sent before`)];
  }
  if (delivery.due && isLate(open, thing, 'surely'))
    return [wrong('told-again', planned, `${to}: should be given up by now`)];
  if (isTrue(open, thing, delivery)) return [];
  return [wrong('untrue-reason', planned, `${to}: says ${delivery.reason}`)];
}

function isTrue(open: Case, thing: Thing, delivery: PlannedDelivery): boolean {
  const endings = thing.known.filter((message) => isEnding(message.event) && isFor(delivery)(message));
  if (delivery.due) {
    if (delivery.reason === 'retry') return endings.some(({ outcome }) => outcome !== 'accepted');
    return delivery.reason === 'first' || delivery.reason === 'escalated'
      ? true
      : delivery.reason === 'repeat' && endings.length > 0;
  }
  return delivery.reason === 'once' && (acceptedEndings(thing, delivery).length > 0 || isLate(open, thing, 'perhaps'));
}

/** Whether the retry days of the resolution are over; concurrent scans may have found it at different times. */
function isLate({ scan }: Case, { known, ends }: Thing, how: 'perhaps' | 'surely'): boolean {
  const seen = ends.filter(({ time }) => time >= lastAlert(known));
  const times = seen.filter(({ certain }) => certain || how === 'perhaps').map(({ time }) => time);
  const found = how === 'perhaps' ? Math.min(...times) : Math.max(...times);
  return times.length > 0 && scan.now - found > RETRY_DAYS * DAY;
}

function isGivenUp({ ends }: Thing, told: number, now: number): boolean {
  const after = ends.filter(({ time }) => time >= told).map(({ time }) => time);
  return after.length > 0 && now - Math.min(...after) > RETRY_DAYS * DAY;
}

/** A destination that got the alert gets the resolution as soon as possible, within the retry days. */
function checkDuty(open: Case, thing: Thing, planned: Planned | undefined): Violation[] {
  const { scan } = open;
  if (thing.standing.holds !== 'no' || isLate(open, thing, 'perhaps')) return [];
  // A lost response counts as sent; a resolution is given up after its retry days.
  const isOpen = ({ event, outcome, time }: Recalled): boolean =>
    !isEnding(event) && outcome !== 'failed' && !isGivenUp(thing, time, scan.now);
  const names = allowedNames(thing);
  const rules = scan.manifest.rules.filter((rule) => names.every((event) => hears(rule, event)));
  const entry = scan.manifest.entries.find(({ name }) => name === thing.entry) ?? null;
  const matter = { name: thing.entry, entry, status: 'ok' as const, threshold: null, days: null };
  return targetsOf(rules).flatMap((target) => {
    const ended = acceptedEndings(thing, target).at(-1)?.time ?? 0;
    const told = thing.known.filter((message) => isOpen(message) && message.time > ended);
    const delivery = planned?.deliveries.find(isFor(target));
    const rule = rules.find(({ name }) => name === target.rule);
    const wanted = rule && isPlain(rule) && names.every((event) => wants(rule, { ...matter, event }));
    // A rule that never sent the alert resolves what another rule sent to its destination.
    const silent = lastAlert(thing.known.filter(isFor(target))) === 0;
    const elsewhere = told.some(({ destination }) => destination === target.destination);
    const owed = told.some(isFor(target)) || (wanted && silent && elsewhere);
    if (!owed || delivery?.due) return [];
    const text = `${names.join(' or ')} of ${thing.key}: ${target.rule} -> ${target.destination} got the alert, but not the resolution`;
    return [{ code: 'not-ended', entry: thing.entry, text: `${text} (${delivery?.reason ?? 'not planned'})` }];
  });
}
