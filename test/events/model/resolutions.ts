import type { EventName, PlannedDelivery } from '../../../src/domain/index.ts';
import { isSameTarget, listTargets, type Target } from './alerts.ts';
import { DAY } from './environment.ts';
import { hasOnlyNameMatchers, matchesRule, subscribesTo } from './evaluate.ts';
import { groupBy, isResolution } from './history.ts';
import {
  describe,
  type Planned,
  type RecalledMessage,
  type ScanCase,
  type TrackedAlert,
  type Violation,
} from './oracle.ts';

const RETRY_DAYS = 7;

/** Each alert that was sent resolves once, correctly, at each destination that got it, and only then. */
export function checkResolutions(scanCase: ScanCase): Violation[] {
  const resolutions = scanCase.planned.filter(({ resolved }) => resolved);
  const byKey = groupBy(resolutions, ({ key }) => key);
  const withoutAlert = resolutions.filter(
    ({ key }) => !scanCase.trackedAlerts.get(key)?.known.some(({ event }) => !isResolution(event)),
  );
  const duplicates = [...byKey.values()].filter((same) => same.length > 1).flat();
  return [
    ...withoutAlert.map((planned) =>
      createViolation('resolution-before-alert', planned, 'resolves what was never sent'),
    ),
    ...duplicates.map((planned) =>
      createViolation('wrong-resolution', planned, 'is one of two resolutions of one alert'),
    ),
    ...[...scanCase.trackedAlerts.values()].flatMap((tracked) => {
      const planned = byKey.get(tracked.key)?.[0];
      return [...(planned ? checkPlanned(scanCase, tracked, planned) : []), ...checkDuty(scanCase, tracked, planned)];
    }),
  ];
}

function createViolation(code: string, planned: Planned, text: string): Violation {
  return {
    code,
    entry: planned.event.certificate,
    text: `${describe({ ...planned, event: planned.event.event })} ${text}`,
  };
}

function checkPlanned(scanCase: ScanCase, tracked: TrackedAlert, planned: Planned): Violation[] {
  const { event } = planned.event;
  if (tracked.state.active === 'yes') {
    return [
      createViolation(
        tracked.unread ? 'unread-resolved' : 'early-resolution',
        planned,
        'resolves what is still active',
      ),
    ];
  }
  const allowed = listAllowedNames(tracked);
  if (!allowed.includes(event))
    return [createViolation('wrong-resolution', planned, `should be ${allowed.join(' or ')}`)];
  return planned.deliveries.flatMap((delivery) => checkDelivery(scanCase, tracked, planned, delivery));
}

/**
 * The event of an existing resolution if nothing was sent since, otherwise what is correct now. An alert of the same scan, such as
 * a retried change, comes before the resolution.
 */
function listAllowedNames({ known, resolutions, state }: TrackedAlert): EventName[] {
  const alerted = findLastAlert(known);
  const seen = resolutions.filter(({ time }) => time >= alerted);
  const names = seen.flatMap((end) => end.names);
  return [...new Set(seen.some(({ certain }) => certain) ? names : [...names, ...state.names])];
}

const findLastAlert = (known: TrackedAlert['known']): number =>
  known.reduce((latest, { event, time }) => (isResolution(event) ? latest : Math.max(latest, time)), 0);

const listAcceptedResolutions = (tracked: TrackedAlert, target: Target): TrackedAlert['known'] =>
  tracked.known.filter(
    (message) => isResolution(message.event) && isSameTarget(target)(message) && message.outcome === 'accepted',
  );

function checkDelivery(
  scanCase: ScanCase,
  tracked: TrackedAlert,
  planned: Planned,
  delivery: PlannedDelivery,
): Violation[] {
  const { status, days_remaining } = planned.event.context.data;
  const { event, certificate: name } = planned.event;
  const entry = scanCase.scan.manifest.entries.find((one) => one.name === name) ?? null;
  const input = { event, name, entry, status, threshold: planned.threshold, days: days_remaining };
  const rule = scanCase.scan.manifest.rules.find((one) => one.name === delivery.rule);
  const to = `to ${delivery.rule} -> ${delivery.destination}`;
  const wanted =
    rule &&
    (matchesRule(rule, input) ||
      (subscribesTo(rule, event) && findLastAlert(tracked.known.filter(isSameTarget(delivery))) > 0));
  if (!wanted || !listTargets([rule]).some(isSameTarget(delivery))) {
    return [createViolation('not-matched', planned, `${to}: no rule matches it`)];
  }
  const ended = listAcceptedResolutions(tracked, delivery).at(-1);
  // What was absent for longer than the retention is forgotten, including its deliveries.
  const oldest = scanCase.scan.now - scanCase.scan.manifest.event_log.retention_days * DAY;
  const lastToTarget = findLastAlert(tracked.known.filter(isSameTarget(delivery)));
  const since = lastToTarget > oldest ? lastToTarget : findLastAlert(tracked.known);
  if (delivery.due && ended && ended.time > Math.max(since, oldest)) {
    return [createViolation('sent-again', planned, `${to}: sent before`)];
  }
  if (delivery.due && isLate(scanCase, tracked, 'surely'))
    return [createViolation('sent-again', planned, `${to}: should be given up by now`)];
  if (isReasonCorrect(scanCase, tracked, delivery)) return [];
  return [createViolation('wrong-reason', planned, `${to}: says ${delivery.reason}`)];
}

function isReasonCorrect(scanCase: ScanCase, tracked: TrackedAlert, delivery: PlannedDelivery): boolean {
  const resolutions = tracked.known.filter((message) => isResolution(message.event) && isSameTarget(delivery)(message));
  if (delivery.due) {
    if (delivery.reason === 'retry') return resolutions.some(({ outcome }) => outcome !== 'accepted');
    return delivery.reason === 'first' || delivery.reason === 'escalated'
      ? true
      : delivery.reason === 'repeat' && resolutions.length > 0;
  }
  return (
    delivery.reason === 'once' &&
    (listAcceptedResolutions(tracked, delivery).length > 0 || isLate(scanCase, tracked, 'perhaps'))
  );
}

/** Whether the retry days of the resolution are over; concurrent scans may have found it at different times. */
function isLate({ scan }: ScanCase, { known, resolutions }: TrackedAlert, how: 'perhaps' | 'surely'): boolean {
  const seen = resolutions.filter(({ time }) => time >= findLastAlert(known));
  const times = seen.filter(({ certain }) => certain || how === 'perhaps').map(({ time }) => time);
  const found = how === 'perhaps' ? Math.min(...times) : Math.max(...times);
  return times.length > 0 && scan.now - found > RETRY_DAYS * DAY;
}

function isGivenUp({ resolutions }: TrackedAlert, sentAt: number, now: number): boolean {
  const after = resolutions.filter(({ time }) => time >= sentAt).map(({ time }) => time);
  return after.length > 0 && now - Math.min(...after) > RETRY_DAYS * DAY;
}

/** A destination that got the alert gets the resolution as soon as possible, within the retry days. */
function checkDuty(scanCase: ScanCase, tracked: TrackedAlert, planned: Planned | undefined): Violation[] {
  const { scan } = scanCase;
  if (tracked.state.active !== 'no' || isLate(scanCase, tracked, 'perhaps')) return [];
  // A lost response counts as sent; a resolution is given up after its retry days.
  const isOpen = ({ event, outcome, time }: RecalledMessage): boolean =>
    !isResolution(event) && outcome !== 'failed' && !isGivenUp(tracked, time, scan.now);
  const names = listAllowedNames(tracked);
  const rules = scan.manifest.rules.filter((rule) => names.every((event) => subscribesTo(rule, event)));
  const entry = scan.manifest.entries.find(({ name }) => name === tracked.entry) ?? null;
  const input = { name: tracked.entry, entry, status: 'ok' as const, threshold: null, days: null };
  return listTargets(rules).flatMap((target) => {
    const ended = listAcceptedResolutions(tracked, target).at(-1)?.time ?? 0;
    const unresolved = tracked.known.filter((message) => isOpen(message) && message.time > ended);
    const delivery = planned?.deliveries.find(isSameTarget(target));
    const rule = rules.find(({ name }) => name === target.rule);
    const wanted = rule && hasOnlyNameMatchers(rule) && names.every((event) => matchesRule(rule, { ...input, event }));
    // A rule that never sent the alert resolves what another rule sent to its destination.
    const silent = findLastAlert(tracked.known.filter(isSameTarget(target))) === 0;
    const elsewhere = unresolved.some(({ destination }) => destination === target.destination);
    const owed = unresolved.some(isSameTarget(target)) || (wanted && silent && elsewhere);
    if (!owed || delivery?.due) return [];
    const text = `${names.join(' or ')} of ${tracked.key}: ${target.rule} -> ${target.destination} got the alert, but not the resolution`;
    return [{ code: 'not-resolved', entry: tracked.entry, text: `${text} (${delivery?.reason ?? 'not planned'})` }];
  });
}
