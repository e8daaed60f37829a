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
import { createWorld, isDown, manifestOf, passDay, readingsOf, type World } from './environment.ts';
import { checkScan } from './oracle.ts';
import { checkEnd } from './oracle-resolutions.ts';

/** What is under test; a mutant replaces a part of it. */
export const PRODUCT = { plan, record, messagesOf: groupDeliveries };
export type Product = typeof PRODUCT;

/** One event as it was sent to one receiver, alone or in a group. */
export interface Told {
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
  world: World;
  told: Told[];
  log: EventLog;
  /** By id, rule and destination: since when it is deferred. */
  held: Map<string, number>;
  /** By place: when a scan that was recorded last read it. */
  lastRead: Map<string, number>;
  /** Times of the scans that were recorded. */
  scans: number[];
  problems: string[];
  met: Map<string, number>;
}

const DAYS = 70;
/** Days without faults at the end, in which everything arrives. */
const CALM = 6;
const HOURS = [3, 6, 12, 15, 20, 23];

export function simulate(seed: number, product: Product = PRODUCT): Run {
  const world = createWorld(seed);
  const run: Run = {
    world,
    told: [],
    log: createEmptyLog(),
    held: new Map(),
    lastRead: new Map(),
    scans: [],
    problems: [],
    met: new Map(),
  };
  const { random } = world;
  for (let number = 0; number < DAYS && run.problems.length === 0; number += 1) {
    const midnight = day(number, -6);
    passDay(world, midnight);
    for (const hour of random.some(HOURS, random.pick([0, 0.2, 0.4]))) {
      const mood = () =>
        random.pick(['accepted', 'accepted', 'accepted', 'accepted', 'lost', 'failed', 'unsent'] as const);
      scan(run, midnight + hour * 3_600_000, product, { mood, dies: random.chance(0.08) });
    }
  }
  world.silences = [];
  const start = run.scans.at(-1) ?? day(DAYS);
  for (const server of world.servers) if (isDown(server, start)) server.downUntil = Number.POSITIVE_INFINITY;
  for (let number = 0; number < CALM && run.problems.length === 0; number += 1) {
    scan(run, day(DAYS + number, 6), product, { mood: () => 'accepted', dies: false });
  }
  if (run.problems.length === 0) run.problems.push(...checkEnd(run, day(DAYS + CALM - 1, 6)));
  return run;
}

interface Fate {
  mood: () => Told['outcome'];
  dies: boolean;
}

function scan(run: Run, now: number, product: Product, { mood, dies }: Fate): void {
  const manifest = manifestOf(run.world);
  const readings = readingsOf(run.world, now);
  const observation = observe({ log: run.log, entries: manifest.entries, readings, covers: () => true, now });
  const context = { scan_id: `scan-${now}`, now, username: null, repository: null, run_url: null };
  const settingsOf = new Map(manifest.entries.map((one) => [one.name, one.settings]));
  const planned = product.plan({
    manifest,
    observation,
    getVerdict: ({ entry, certificate }) => {
      const settings = settingsOf.get(entry);
      if (settings === undefined) throw new Error(`no entry ${entry}`);
      return assess(certificate, settings, now);
    },
    scan: context,
    ignoreCooldown: false,
    compileRegex: null,
    covers: () => true,
  });
  const { receipts, told } = deliver(planned, manifest, now, product, mood);
  for (const { reason } of planned.deliveries) meet(run, reason);
  for (const { outcome, context } of told) meet(run, outcome, context.event);
  run.problems.push(...checkScan(run, told, now));
  run.told.push(...told.map((one) => ({ ...one, saved: !dies })));
  if (dies) return;
  const held = planned.deliveries.flatMap(({ event_id, rule, destination, reason }) => {
    const key = JSON.stringify([event_id, rule, destination]);
    return reason === 'quiet_hours' || (reason === 'silenced' && run.held.has(key)) ? [key] : [];
  });
  // What a scan does not defer is not deferred any more.
  run.held = new Map(held.map((key) => [key, run.held.get(key) ?? now]));
  for (const { places } of readings)
    for (const { place, failure } of places) if (failure === null) run.lastRead.set(place, now);
  run.scans.push(now);
  const after = product.record({ log: observation.log, plan: planned, receipts, scan: context });
  run.log = pruneLog(mergeLogs(run.log, after), { now, retention_days: manifest.event_log.retention_days });
}

function deliver(planned: Plan, manifest: Manifest, now: number, product: Product, mood: Fate['mood']) {
  const events = new Map(planned.events.map((event) => [event.id, event]));
  const due = planned.deliveries
    .filter((one) => one.due)
    .map((one) => {
      const event = events.get(one.event_id);
      if (event === undefined) throw new Error(`no event ${one.event_id}`);
      return { planned: one, event };
    });
  const { findAction: actionOf } = indexDestinations(manifest);
  const receipts: Receipt[] = [];
  const told: Told[] = [];
  for (const { deliveries } of product.messagesOf(due, (one) => actionOf(one.rule, one.destination)?.group ?? null)) {
    const outcome = mood();
    const attempts = outcome === 'unsent' ? 0 : 1;
    const status = outcome === 'accepted' ? 'sent' : 'failed';
    const error = status === 'sent' ? null : { code: 'http-timeout', detail: 'in the simulation' };
    for (const { planned: one, event } of deliveries) {
      const { event_id, rule, destination } = one;
      receipts.push({ event_id, rule, destination, status, attempts, error });
      told.push({ now, scan: now, rule, to: destination, id: event_id, context: event.context, outcome, saved: true });
    }
  }
  return { receipts, told };
}

function meet(run: Run, ...what: string[]): void {
  for (const one of what) run.met.set(one, (run.met.get(one) ?? 0) + 1);
}
