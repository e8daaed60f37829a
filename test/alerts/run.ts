/** Simulates scans: planned, grouped, delivered with faults, recorded, or lost. */

import { assess } from '../../src/assess/index.ts';
import { indexDestinations } from '../../src/domain/destinations.ts';
import type { EventContext, Manifest, Plan, Receipt } from '../../src/domain/index.ts';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { plan } from '../../src/events/plan/index.ts';
import { observe } from '../../src/events/state/observe.ts';
import { pruneLog } from '../../src/events/state/prune.ts';
import { record } from '../../src/events/state/record.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { groupDeliveries } from '../../src/notify/group.ts';
import { day } from '../events/scenario.ts';
import {
  createEnvironment,
  type Environment,
  getManifest,
  getReadings,
  isDown,
  simulateChanges,
} from './environment.ts';
import { checkScan } from './oracle.ts';
import { checkEnd } from './oracle-resolutions.ts';

/** What is under test; a mutant replaces a part of it. */
export const PRODUCT = { plan, record, groupDeliveries };
export type Product = typeof PRODUCT;

/** One event as it was sent to one receiver, alone or in a group. */
export interface Notification {
  now: number;
  scan: number;
  rule: string;
  to: string;
  id: string;
  context: EventContext;
  outcome: 'accepted' | 'lost' | 'failed' | 'unsent';
  /** Whether the scan recorded it before it crashed. */
  saved: boolean;
}

export interface Run {
  environment: Environment;
  notifications: Notification[];
  log: EventLog;
  /** By id, rule and destination: since when it is deferred. */
  deferred: Map<string, number>;
  /** By place: when a scan that was recorded last read it. */
  lastRead: Map<string, number>;
  /** Times of the scans that were recorded. */
  scans: number[];
  problems: string[];
  occurrences: Map<string, number>;
}

const DAYS = 70;
/** Days without faults at the end, in which everything arrives. */
const CALM = 6;
const HOURS = [3, 6, 12, 15, 20, 23];

export function simulate(seed: number, product: Product = PRODUCT): Run {
  const environment = createEnvironment(seed);
  const run: Run = {
    environment,
    notifications: [],
    log: createEmptyLog(),
    deferred: new Map(),
    lastRead: new Map(),
    scans: [],
    problems: [],
    occurrences: new Map(),
  };
  const { random } = environment;
  for (let number = 0; number < DAYS && run.problems.length === 0; number += 1) {
    const midnight = day(number, -6);
    simulateChanges(environment, midnight);
    for (const hour of random.some(HOURS, random.pick([0, 0.2, 0.4]))) {
      const nextOutcome = () =>
        random.pick(['accepted', 'accepted', 'accepted', 'accepted', 'lost', 'failed', 'unsent'] as const);
      scan(run, midnight + hour * 3_600_000, product, { nextOutcome, crashes: random.chance(0.08) });
    }
  }
  environment.silences = [];
  const start = run.scans.at(-1) ?? day(DAYS);
  for (const server of environment.servers) if (isDown(server, start)) server.downUntil = Number.POSITIVE_INFINITY;
  for (let number = 0; number < CALM && run.problems.length === 0; number += 1) {
    scan(run, day(DAYS + number, 6), product, { nextOutcome: () => 'accepted', crashes: false });
  }
  if (run.problems.length === 0) run.problems.push(...checkEnd(run, day(DAYS + CALM - 1, 6)));
  return run;
}

interface ScanFaults {
  nextOutcome: () => Notification['outcome'];
  crashes: boolean;
}

function scan(run: Run, now: number, product: Product, { nextOutcome, crashes }: ScanFaults): void {
  const manifest = getManifest(run.environment);
  const readings = getReadings(run.environment, now);
  const observation = observe({ log: run.log, entries: manifest.entries, readings, covers: () => true, now });
  const context = { scan_id: `scan-${now}`, now, username: null, repository: null, run_url: null };
  const settingsByEntry = new Map(manifest.entries.map((one) => [one.name, one.settings]));
  const planned = product.plan({
    manifest,
    observation,
    getVerdict: ({ entry, certificate }) => {
      const settings = settingsByEntry.get(entry);
      if (settings === undefined) throw new Error(`no entry ${entry}`);
      return assess(certificate, settings, now);
    },
    scan: context,
    ignoreCooldown: false,
    compileRegex: null,
    covers: () => true,
  });
  const { receipts, notifications } = deliver(planned, manifest, now, product, nextOutcome);
  for (const { reason } of planned.deliveries) countOccurrences(run, reason);
  for (const { outcome, context } of notifications) countOccurrences(run, outcome, context.event);
  run.problems.push(...checkScan(run, notifications, now));
  run.notifications.push(...notifications.map((one) => ({ ...one, saved: !crashes })));
  if (crashes) return;
  const deferred = planned.deliveries.flatMap(({ event_id, rule, destination, reason }) => {
    const key = JSON.stringify([event_id, rule, destination]);
    return reason === 'quiet_hours' || (reason === 'silenced' && run.deferred.has(key)) ? [key] : [];
  });
  // What a scan does not defer is not deferred any more.
  run.deferred = new Map(deferred.map((key) => [key, run.deferred.get(key) ?? now]));
  for (const { places } of readings)
    for (const { place, failure } of places) if (failure === null) run.lastRead.set(place, now);
  run.scans.push(now);
  const after = product.record({ log: observation.log, plan: planned, receipts, scan: context });
  run.log = pruneLog(mergeLogs(run.log, after), { now, retention_days: manifest.event_log.retention_days });
}

function deliver(
  planned: Plan,
  manifest: Manifest,
  now: number,
  product: Product,
  nextOutcome: ScanFaults['nextOutcome'],
) {
  const events = new Map(planned.events.map((event) => [event.id, event]));
  const due = planned.deliveries
    .filter((one) => one.due)
    .map((one) => {
      const event = events.get(one.event_id);
      if (event === undefined) throw new Error(`no event ${one.event_id}`);
      return { planned: one, event };
    });
  const { findAction } = indexDestinations(manifest);
  const receipts: Receipt[] = [];
  const notifications: Notification[] = [];
  for (const { deliveries } of product.groupDeliveries(
    due,
    (one) => findAction(one.rule, one.destination)?.group ?? null,
  )) {
    const outcome = nextOutcome();
    const attempts = outcome === 'unsent' ? 0 : 1;
    const status = outcome === 'accepted' ? 'sent' : 'failed';
    const error = status === 'sent' ? null : { code: 'http-timeout', detail: 'in the simulation' };
    for (const { planned: one, event } of deliveries) {
      const { event_id, rule, destination } = one;
      receipts.push({ event_id, rule, destination, status, attempts, error });
      notifications.push({
        now,
        scan: now,
        rule,
        to: destination,
        id: event_id,
        context: event.context,
        outcome,
        saved: true,
      });
    }
  }
  return { receipts, notifications };
}

function countOccurrences(run: Run, ...what: string[]): void {
  for (const one of what) run.occurrences.set(one, (run.occurrences.get(one) ?? 0) + 1);
}
