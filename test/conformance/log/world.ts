/** The scans of a case: their clock, the certificates that they read, and what they send. */

import type { Manifest, Plan, Receipt } from '../../../src/domain/index.ts';
import { parseLogFiles } from '../../../src/events/log/log-files.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import { AppError } from '../../../src/lib/app-error.ts';
import type { Io } from '../../../src/lib/io.ts';
import type { Store } from '../../../src/store/store.ts';
import {
  certificate,
  createManifest,
  createScenario,
  day,
  endpoint,
  entry,
  rule,
  settings,
} from '../../events/scenario.ts';
import { createTestIo } from '../../manifest/io.ts';
import { type LogCase, PARTITIONS, RECEIVERS } from './cases.ts';
import { listNotes } from './notes.ts';
import { actAndSave, type ScanInput, type StartedScan, startScan } from './scan.ts';

const START_DAY = 365;
const START = day(START_DAY);
const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;
const OWN = settings({ warning: 30, critical: 14, thresholds: [30, 14, 7, 1], repeat: false });

type Certificates = LogCase['certificates'];
type Start = Extract<LogCase['steps'][number], { does: 'start' }>;

/** What happens to a scan. */
export interface Fate extends Pick<ScanInput, 'beforeClaim' | 'afterClaim'> {
  sleep: Io['sleep'];
  /** Runs before it sends. */
  beforeSending: () => void;
}

export interface World {
  /** The time in milliseconds. */
  clock: number;
  /** What each scan sends, as `SCAN RECEIVER NAME MESSAGE`, and the errors that are not planned. */
  lines: string[];
  /** The number of scans that have started. */
  scans: number;
  certificates: Certificates;
  manifest: Manifest;
}

/** A scan that has started to send. */
export interface Sending {
  id: string;
  /** Resolves with true when it has sent, and with false if it ends before, or is killed. */
  hasSent: Promise<boolean>;
  /** Lets it save. */
  save: () => void;
  /** Resolves with its error when it has ended; null: none. Rejects if it was killed. */
  ended: Promise<AppError | null>;
}

export function createWorld(certificates: Certificates): World {
  const names = certificates.map((_, index) => `${index}`);
  const actions = RECEIVERS.map((name) => ({ kind: 'webhook' as const, name }));
  // The released log has alerts about other certificates, which are not ours to resolve.
  const own = rule('own', { match: { names }, actions });
  const scenario = createScenario(
    names.map((name) => entry(name, { settings: OWN })),
    [own],
  );
  // The model has no end of retries.
  const manifest = createManifest({ ...scenario, retry_days: 365 });
  return { clock: START, lines: [], scans: 0, certificates, manifest };
}

/** Lets a scan read the log and the certificates. Null if that fails. */
export async function readLog(
  world: World,
  { after_minutes, down, divided, notes }: Start,
  store: Store,
  { beforeClaim, afterClaim, beforeSending, sleep }: Fate,
): Promise<{ isDue: boolean; act: () => Sending } | null> {
  world.clock += after_minutes * MINUTE;
  const { manifest, clock: now } = world;
  const scan = world.scans++;
  const [sent, saving] = [createGate(), createGate()];
  const isUp = (destination: string) => destination !== `webhook:${down}`;
  const send = async (plan: Plan) => {
    beforeSending();
    world.lines.push(...listSent(plan, isUp).map((message) => `${scan} ${message}`));
    sent.open();
    await saving.opened;
    return createReceipts(plan, isUp);
  };
  const input: ScanInput = {
    ...{ id: `scan-${scan}`, now, manifest, entries: manifest.entries, partitions: PARTITIONS[divided] },
    readings: world.certificates.map((one, name) => readServer(one, `${name}`, now)),
    io: { ...createTestIo('/'), now: () => world.clock, sleep },
    ...{ beforeClaim, afterClaim, send, notes, covers: isOurs },
  };
  const started = await startScan(input, store).catch((error: unknown) => reportError(world, scan, error));
  if (started === null) return null;
  const act = () => {
    const ended = actAndSave(started);
    const toFalse = () => false;
    const hasSent = Promise.race([sent.opened.then(() => true), ended.then(toFalse, toFalse)]);
    return { id: input.id, hasSent, save: saving.open, ended };
  };
  return { isDue: isDue(started), act };
}

/** Adds a line about an error that nothing in the case explains. */
export function reportError(world: World, scan: number | string, error: unknown): null {
  if (!(error instanceof AppError)) throw error;
  world.lines.push(`${scan} ${error.code}`);
  return null;
}

const isDue = ({ decision }: StartedScan) => decision.planned.deliveries.some(({ due }) => due);

/** A promise, and what resolves it. */
export function createGate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

function readServer({ left, renewed_after }: Certificates[number], name: string, now: number) {
  const isRenewed = renewed_after !== null && now - START >= renewed_after * DAY_MINUTES * MINUTE;
  const to = day(START_DAY + left + (isRenewed ? 365 : 0)) + 1000;
  return endpoint(name, `${name}.example.com:443`, certificate(`${name}-${isRenewed}`, { to }));
}

/** Lists what is sent about the certificates here, as `RECEIVER NAME MESSAGE`. The released log has others. */
function listSent({ events, deliveries }: Plan, isUp: (destination: string) => boolean): string[] {
  return events.flatMap(({ certificate: name, event, threshold, id }) => {
    if (!isOurs(name)) return [];
    const to = deliveries.filter(({ event_id, due, destination }) => event_id === id && due && isUp(destination));
    return to.map(({ destination }) => formatMessage(destination, name, event, threshold));
  });
}

function createReceipts({ deliveries }: Plan, isUp: (destination: string) => boolean): Receipt[] {
  const unsent = {
    status: 'failed',
    attempts: 0,
    error: { code: 'http-server-error', detail: 'answered 500' },
  } as const;
  const sent = { status: 'sent', attempts: 1, error: null } as const;
  return deliveries
    .filter(({ due }) => due)
    .map(({ event_id, rule, destination }) => ({
      event_id,
      rule,
      destination,
      ...(isUp(destination) ? sent : unsent),
    }));
}

/** Lists what the log has recorded in the end. */
export async function listResults(store: Store): Promise<string[]> {
  try {
    const read = parseLogFiles(await store.read(), store.description);
    return read === null ? ['no log'] : listRecorded(read.log);
  } catch (error) {
    if (error instanceof AppError) return [error.code];
    throw error;
  }
}

/**
 * Lists what was sent, with the seconds when it was sent first and last, as `RECEIVER NAME MESSAGE FIRST-LAST`, the last scan, and the notes. A
 * certificate without details is a defect.
 */
function listRecorded(log: EventLog): string[] {
  const toSeconds = (time: string) => (Date.parse(time) - START) / 1000;
  const sent = log.events.flatMap(({ certificate: name, event, threshold, deliveries }) => {
    if (!isOurs(name)) return [];
    const all = Object.values(deliveries).flatMap((byDestination) => Object.entries(byDestination));
    return all.flatMap(([destination, { sent_at, first_delivered_at }]) => {
      if (sent_at === null) return [];
      const times = `${toSeconds(first_delivered_at ?? sent_at)}-${toSeconds(sent_at)}`;
      return [`${formatMessage(destination, name, event, threshold)} ${times}`];
    });
  });
  const { last } = log.scans;
  const scanned = last === undefined ? [] : [`last scan ${toSeconds(last.scanned_at)}`];
  return [...sent, ...scanned, ...listNotes(log, toSeconds), ...listUnknown(log)];
}

/** Lists the certificates without details. */
function listUnknown({ locations, events, certificates }: EventLog): string[] {
  const served = Object.values(locations).flatMap((all) => Object.values(all).map(({ fingerprint }) => fingerprint));
  const used = [...served, ...events.map(({ fingerprint }) => fingerprint)];
  return used.flatMap((one) => (one === null || one in certificates ? [] : [`no details of ${one}`]));
}

const isOurs = (name: string) => /^\d$/.test(name);

function formatMessage(destination: string, name: string, event: string, threshold: number | string | null): string {
  const message = event.replace('certificate.', '') + (threshold === null ? '' : `@${threshold}`);
  return `${destination.replace('webhook:', '')} ${name} ${message}`;
}
