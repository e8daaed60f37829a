import { assess } from '../../../src/assess/index.ts';
import type {
  Manifest,
  Plan,
  PlannedDelivery,
  PlannedEvent,
  Receipt,
  ScanContext,
  SourceReading,
} from '../../../src/domain/index.ts';
import { mergeLogs } from '../../../src/events/log/merge.ts';
import { parseLog } from '../../../src/events/log/parse.ts';
import { createEmptyLog, serializeLog } from '../../../src/events/log/serialize.ts';
import { plan } from '../../../src/events/plan/index.ts';
import { clearLog } from '../../../src/events/state/clear.ts';
import { compareWithLog } from '../../../src/events/state/compare-with-log.ts';
import { pruneLog } from '../../../src/events/state/prune.ts';
import { record } from '../../../src/events/state/record.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import { checkAlerts } from './alerts.ts';
import { type Note, renewDue, simulateChanges } from './changes.ts';
import { createEnvironment, DAY, type Environment, getManifest, START } from './environment.ts';
import { computeCrossingForKey } from './evaluate.ts';
import {
  addMoment,
  createEmptyKnowledge,
  createHistory,
  getOrCreateList,
  type History,
  includeMoment,
  isResolution,
  type Knowledge,
  mergeKnowledge,
} from './history.ts';
import { checkMerge, checkSize, checkUntouched, listNewLines } from './log.ts';
import { describeRule, describeSettings } from './manifest.ts';
import { createCase, recordResolutions, type Violation } from './oracle.ts';
import { checkResolutions } from './resolutions.ts';
import { readItem } from './state.ts';
import { computeView, type ScanOfModel } from './view.ts';

/** What is under test; the mutants replace a part of it. */
export const PRODUCT = {
  compareWithLog,
  plan,
  record,
  mergeLogs,
  pruneLog,
  /** How readings get from the machine that reads to the one that decides. */
  transmit: async ({ readings }: Reading): Promise<SourceReading[]> => readings,
  /** Saves a log, and loads it as the next scan does. */
  saveAndLoad: async (log: EventLog): Promise<EventLog> => log,
};
export type Product = typeof PRODUCT;

/** What a scan reads, and when. */
interface Reading {
  readings: SourceReading[];
  manifest: Manifest;
  now: number;
  log: EventLog;
}

export interface Outcome {
  violations: (Violation & { time: number })[];
  timeline: (Note & { time: number })[];
  /** How often each event, reason and status occurred: a simulation without them proves nothing. */
  occurrences: Map<string, number>;
}

interface FinalState extends Outcome {
  log: EventLog;
}

/** A stored log, and the moments that it includes. */
interface Stored {
  log: EventLog;
  knows: Knowledge;
}

interface Run extends Outcome {
  product: Product;
  environment: Environment;
  history: History;
  stored: Stored;
  /** Earlier versions, of which one may be restored. */
  older: Stored[];
  /** Scans that delivered, but did not save yet. */
  unsaved: Stored[];
  /** For some weeks, scans use --only for one entry. */
  onlyPeriod: { only: string; until: number };
}

export async function runModel(seed: number, days: number, product: Product = PRODUCT): Promise<FinalState> {
  const environment = createEnvironment(seed);
  const stored = { log: createEmptyLog(), knows: createEmptyKnowledge() };
  const history = createHistory(environment.certificates);
  const run: Run = {
    product,
    environment,
    history,
    stored,
    older: [],
    unsaved: [],
    onlyPeriod: { only: '', until: 0 },
    violations: [],
    timeline: [],
    occurrences: new Map(),
  };
  for (const { entry, lifetime } of environment.items) {
    addNotes(run, START, { entry: entry.name, text: `${lifetime} days, ${describeSettings(entry.settings)}` });
  }
  for (const rule of environment.rules) addNotes(run, START, { entry: null, text: describeRule(rule) });
  const perDay = environment.random.pick([1, 1, 1, 1, 1, 1, 2, 3]);
  for (let day = 0; day < days && run.violations.length === 0; day += 1)
    await simulateDay(run, START + day * DAY, perDay);
  return { ...run, log: run.stored.log };
}

function addNotes(run: Run, time: number, ...notes: Note[]): void {
  for (const one of notes) run.timeline.push({ ...one, time });
}

async function simulateDay(run: Run, midnight: number, perDay: number): Promise<void> {
  const { random } = run.environment;
  addNotes(run, midnight, ...simulateChanges(run.environment, midnight));
  for (let nth = 0; nth < perDay; nth += 1) {
    const jitter = random.chance(0.5) ? 0 : random.int(0, (4 * 3_600_000) / perDay);
    const now = midnight + (nth * DAY) / perDay + 3_600_000 + jitter;
    await scanOnce(run, now);
    if (random.chance(0.01)) await clearEvents(run, now + 1_800_000);
    if (random.chance(0.004)) loseLog(run, now);
  }
}

/** One scan, or two concurrent ones, and whether they save. */
async function scanOnce(run: Run, now: number): Promise<void> {
  const { random } = run.environment;
  const fate = random.int(0, 99);
  const ahead = run.stored;
  const first = await scan(run, now, ahead);
  const overdue = run.unsaved.splice(0);
  if (fate < 4) {
    addNotes(run, now, { entry: null, text: 'the scan crashed before it saved' });
  } else if (fate < 7) {
    addNotes(run, now, { entry: null, text: 'the scan is slow to save: the next one starts before that' });
    run.unsaved.push(first);
  } else if (fate < 15) {
    const item = random.pick(run.environment.items);
    if (random.chance(0.2)) {
      renewDue(
        item,
        run.environment,
        now,
        (entry, text) => addNotes(run, now, { entry, text: `${text} (between two scans)` }),
        true,
      );
    }
    const second = await scan(run, now + 60_000, ahead);
    for (const one of random.chance(0.5) ? [first, second] : [second, first]) await save(run, one, now, true);
    addNotes(run, now, { entry: null, text: 'these two scans ran concurrently' });
  } else {
    await save(run, first, now);
  }
  for (const one of overdue) await save(run, one, now, true);
  if (fate > 94) await checkQuietScan(run, now + 120_000);
}

function chooseScan(run: Run, now: number, knows: Knowledge): ScanOfModel {
  const { environment, history } = run;
  const { random } = environment;
  const manifest = getManifest(environment);
  const name = random.pick(environment.items).entry.name;
  if (random.chance(0.002)) run.onlyPeriod = { only: name, until: now + random.int(5, 25) * DAY };
  const only = now < run.onlyPeriod.until ? run.onlyPeriod.only : random.chance(0.05) ? name : null;
  const covers = (entry: string): boolean => only === null || entry === only;
  const items = environment.items.filter(({ listed, entry }) => listed && entry.enabled && covers(entry.name));
  const readings = items.flatMap((item) => readItem(item, now, random, 0.01));
  const ignoreCooldown = random.chance(0.02);
  const words = `${only === null ? '' : ` --only ${only}`}${ignoreCooldown ? ' --ignore-cooldown' : ''}`;
  addNotes(run, now, { entry: null, text: `scan${words}` });
  for (const { entry, source, failure, locations } of readings) {
    const failed = locations.filter((one) => one.failure).map(({ location }) => location);
    if (failure || failed.length > 0)
      addNotes(run, now, { entry, text: `cannot read ${failure ? source : failed.join(', ')}` });
  }
  return { moment: addMoment(history, knows), now, manifest, covers, readings, ignoreCooldown, knows };
}

async function planScan(
  run: Run,
  scan: ScanOfModel,
  log: EventLog,
): Promise<{ planned: Plan; log: EventLog; context: ScanContext }> {
  const { manifest, covers, now, ignoreCooldown, moment } = scan;
  const readings = await run.product.transmit({ readings: scan.readings, manifest, now, log });
  const comparison = run.product.compareWithLog({ log, entries: manifest.entries, readings, covers, now });
  const context = { scan_id: `scan-${moment}`, now, username: null, repository: null, run_url: null };
  const planned = run.product.plan({
    alerting: manifest,
    comparison,
    getVerdict: ({ entry, certificate }) => {
      const found = manifest.entries.find(({ name }) => name === entry);
      if (!found) throw new Error(`a verdict was asked for ${entry}, which the manifest does not have`);
      return assess(certificate, found.settings, now);
    },
    scan: context,
    ignoreCooldown,
    compileRegex: null,
    covers,
  });
  return { planned, log: comparison.log, context };
}

/** Reads, plans, delivers and records, and checks each step; saving is separate. */
async function scan(run: Run, now: number, { log, knows }: Stored): Promise<Stored> {
  const { history, product } = run;
  const chosen = chooseScan(run, now, knows);
  const view = computeView(history, chosen);
  const { planned, log: observed, context } = await planScan(run, chosen, log);
  const scanCase = createCase(chosen, history, view, planned);
  const blurred = new Set(view.filter((location) => location.blurred).map(({ entry }) => entry));
  const objections = [...checkAlerts(scanCase), ...checkResolutions(scanCase), ...checkShape(planned)];
  addViolations(
    run,
    now,
    objections.filter(({ entry }) => !blurred.has(entry)),
  );
  recordResolutions(scanCase);
  const receipts = planned.deliveries.filter(({ due }) => due).map((one) => deliver(run, chosen, planned, one));
  for (const { reason } of planned.deliveries) countOccurrences(run, reason);
  const recorded = product.record({ log: observed, plan: planned, receipts, scan: context });
  addViolations(run, now, checkUntouched(log, recorded, chosen.covers));
  // Recording adds to what was observed: no earlier delivery is lost.
  if (run.environment.random.chance(0.1)) addViolations(run, now, checkMerge(recorded, observed));
  return { log: recorded, knows: includeMoment(knows, chosen.moment) };
}

function checkShape({ events, deliveries }: Plan): Violation[] {
  const ids = new Set(events.map(({ id }) => id));
  const due = new Set(deliveries.filter((delivery) => delivery.due).map(({ event_id }) => event_id));
  const wrong = events.filter(({ id, suppressed }) => suppressed === due.has(id));
  const text = 'is suppressed with a delivery due, or fires with none';
  return [
    ...wrong.map(({ certificate, event }) => ({
      code: 'inconsistent-plan',
      entry: certificate,
      text: `${event} ${text}`,
    })),
    ...(ids.size < events.length ? [{ code: 'inconsistent-plan', entry: '', text: 'two events have one id' }] : []),
    ...deliveries
      .filter(({ event_id }) => !ids.has(event_id))
      .map(({ rule }) => ({
        code: 'inconsistent-plan',
        entry: '',
        text: `${rule} delivers an event that is not planned`,
      })),
  ];
}

/** Delivers a message, and records what really happened. */
function deliver(
  run: Run,
  scan: ScanOfModel,
  { events }: Plan,
  { event_id, rule, destination, reason }: PlannedDelivery,
): Receipt {
  const event = events.find(({ id }) => id === event_id) as PlannedEvent;
  const { data } = event.context;
  const mode = run.environment.receivers.get(destination.replace('webhook:', ''))?.mode ?? 'refusing';
  const outcome = mode === 'healthy' ? 'accepted' : mode === 'losing responses' ? 'lost' : 'failed';
  const certificate = run.history.certificates.get(data.alert_key.split('/').at(-1) ?? '');
  const { moment, now } = scan;
  getOrCreateList(run.history.messages, data.alert_key).push({
    moment,
    time: now,
    rule,
    destination,
    event: event.event,
    entry: event.certificate,
    location: data.location,
    crossed: event.threshold === null || !certificate ? null : computeCrossingForKey(event.threshold, certificate),
    status: data.status,
    outcome,
    locations: isResolution(event.event) ? [] : data.assigned_objects.map(({ name }) => name),
  });
  const at = event.threshold === null ? '' : ` at ${event.threshold}`;
  const text = `${event.event}${at} (${data.status}, ${data.days_remaining} days) of ${data.alert_key}: ${rule} -> ${destination}: ${reason}, ${outcome}`;
  addNotes(run, now, { entry: event.certificate, text });
  countOccurrences(run, event.event, outcome, data.status);
  const code = mode === 'refusing' ? 'http-400' : mode === 'failing' ? 'http-503' : 'timed-out';
  if (outcome === 'accepted') return { event_id, rule, destination, status: 'sent', attempts: 1, error: null };
  return { event_id, rule, destination, status: 'failed', attempts: 3, error: { code, detail: 'in the model' } };
}

async function save(run: Run, { log, knows }: Stored, now: number, isConcurrent = false): Promise<void> {
  const { product, environment, stored } = run;
  const merged = product.mergeLogs(stored.log, log);
  // Without a concurrent scan the merge has little to do, so it is checked only now and then.
  if (isConcurrent || environment.random.chance(0.1)) addViolations(run, now, checkMerge(merged, stored.log, log));
  const pruned = product.pruneLog(merged, { now, retention_days: environment.retention_days });
  if (environment.random.chance(0.1)) addViolations(run, now, checkSize(pruned, now, environment.retention_days));
  run.older.push(stored);
  if (run.older.length > 5) run.older.shift();
  const loaded = await product.saveAndLoad(pruned);
  run.stored = {
    log: environment.random.chance(0.05) ? parseFrozen(loaded) : loaded,
    knows: mergeKnowledge(stored.knows, knows),
  };
}

/** Serializes, parses and freezes a log, so that a scan that modifies its input fails. */
function parseFrozen(log: EventLog): EventLog {
  return freezeDeep(parseLog(serializeLog(log), 'event-log.json'));
}

function freezeDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) freezeDeep(part);
    Object.freeze(value);
  }
  return value;
}

/** A scan that finds nothing new and sends nothing changes only the line of the scan. */
async function checkQuietScan(run: Run, now: number): Promise<void> {
  const { product, environment, stored } = run;
  const manifest = getManifest(environment);
  const items = environment.items.filter(({ listed, entry }) => listed && entry.enabled);
  const readings = items.flatMap((item) => readItem(item, now, environment.random, 0));
  if (readings.some(({ failure, locations }) => failure || locations.some((one) => one.failure))) return;
  const scan = { moment: 0, now, manifest, covers: () => true, readings, ignoreCooldown: false, knows: stored.knows };
  // The first of the two may find what the scans before have missed; nothing is left for the second.
  const settled = await settle(run, scan, stored.log);
  const again = settled && (await settle(run, { ...scan, moment: 1, now: now + 60_000 }, settled));
  if (!settled || !again) return;
  countOccurrences(run, 'quiet');
  const lines = listNewLines(
    serializeLog(settled),
    serializeLog(product.pruneLog(again, { now, retention_days: environment.retention_days })),
  );
  addViolations(
    run,
    now,
    lines.map((line) => ({ code: 'quiet-scan-wrote', entry: '', text: line })),
  );
}

/** The log after a scan that has nothing to send; null if it has. */
async function settle(run: Run, scan: ScanOfModel, before: EventLog): Promise<EventLog | null> {
  const { planned, log, context } = await planScan(run, scan, before);
  if (planned.deliveries.some(({ due }) => due)) return null;
  return run.product.record({ log, plan: planned, receipts: [], scan: context });
}

async function clearEvents(run: Run, now: number): Promise<void> {
  const { random, items } = run.environment;
  const entry = random.chance(0.5) ? random.pick(items).entry.name : null;
  const event = random.chance(0.3) ? random.pick(['certificate.expiry_warning', 'certificate.renewed']) : null;
  const options = { ...(entry && { certificate: entry }), ...(event && { event }), now };
  const moment = addMoment(run.history, run.stored.knows);
  run.history.clears.push({ moment, time: now, entry, event });
  addNotes(run, now, { entry, text: `log clear ${event ?? ''}` });
  await save(run, { log: clearLog(run.stored.log, options).log, knows: includeMoment(run.stored.knows, moment) }, now);
}

function loseLog(run: Run, now: number): void {
  const older = run.environment.random.chance(0.5) ? run.older[0] : undefined;
  addNotes(run, now, { entry: null, text: older ? 'the log was set back by some scans' : 'the log was lost' });
  run.stored = older ?? { log: createEmptyLog(), knows: createEmptyKnowledge() };
  run.older = [];
}

function addViolations(run: Run, time: number, violations: readonly Violation[]): void {
  for (const violation of violations) run.violations.push({ ...violation, time });
}

function countOccurrences(run: Run, ...what: string[]): void {
  for (const one of what) run.occurrences.set(one, (run.occurrences.get(one) ?? 0) + 1);
}
