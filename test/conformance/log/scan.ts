/** One scan of a case, which reads, decides, claims, records and saves with the code of a real one. Its steps are those of src/app/scan.ts. */

import { actInTurn } from '../../../src/app/claims.ts';
import { type Decision, decide } from '../../../src/app/decision/decide.ts';
import { saveBeforeSending } from '../../../src/app/deliver.ts';
import { type OpenedLog, reopenEventLog, type Turn, trySaveEventLog } from '../../../src/app/event-log.ts';
import type { Entry, Manifest, Plan, Receipt, ScanContext, SourceReading } from '../../../src/domain/index.ts';
import { parseLogFiles } from '../../../src/events/log/log-files.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import { detectReachability } from '../../../src/events/state/reachability.ts';
import { rebaseLog } from '../../../src/events/state/rebase.ts';
import { record } from '../../../src/events/state/record.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import { AppError } from '../../../src/lib/app-error.ts';
import type { Io } from '../../../src/lib/io.ts';
import { formatIsoTime } from '../../../src/lib/iso-time.ts';
import type { Store } from '../../../src/store/store.ts';
import type { NoteName } from './cases.ts';
import { makeNotes } from './notes.ts';

/** The manifest of the released log. */
const OWNER = { names: ['certvigil.yaml'] as const, format: (name: string) => name };
const RETENTION_DAYS = 400;

/** The time that a scan may take to send, in seconds. */
const SENDING_SECONDS = 600;

export interface ScanInput {
  id: string;
  now: number;
  entries: readonly Entry[];
  manifest: Manifest;
  readings: readonly SourceReading[];
  covers: (entry: string) => boolean;
  /** The number of files of the log. */
  partitions: number;
  io: Pick<Io, 'now' | 'sleep' | 'stderr' | 'explainExit'>;
  /** Runs before a claim, or the first log, is saved. */
  beforeClaim: () => Promise<void>;
  /** Runs when it has been saved. */
  afterClaim: () => void;
  notes: readonly NoteName[];
  /** Sends, and returns when the log may be saved. */
  send: (plan: Plan) => Promise<Receipt[]>;
}

/** A scan that has read the log and the certificates, and decided. */
export interface StartedScan extends ScanInput {
  scan: ScanContext;
  opened: OpenedLog;
  decision: Decision;
}

export async function startScan(input: ScanInput, store: Store): Promise<StartedScan> {
  const opened = await openLog(store, input.partitions);
  const scan = { scan_id: input.id, now: input.now, username: null, repository: null, run_url: null };
  return { ...input, scan, opened, decision: decideOn(opened.log, { ...input, scan }) };
}

async function openLog(store: Store, partitions: number): Promise<OpenedLog> {
  const saved = parseLogFiles(await store.read(), store.description);
  const log = saved?.log ?? createEmptyLog();
  const [manifest] = OWNER.names;
  return { store, saved, partitions, owner: OWNER, log: { ...log, scans: { ...log.scans, manifest } } };
}

function decideOn(
  log: EventLog,
  { entries, manifest, readings, scan, covers }: Omit<StartedScan, 'opened' | 'decision'>,
): Decision {
  const found = detectReachability([...readings], entries, true);
  const common = { entries, alerting: manifest, log, covers, scan, unobserved: new Map(), ...found };
  return decide({ ...common, policies: null, ignoreCooldown: false, compileRegex: null });
}

/** Sends and saves. Returns the error of the save, or of the claim; null: it was saved. */
export async function actAndSave(started: StartedScan): Promise<AppError | null> {
  const { opened, decision, scan, io, covers } = started;
  const actOnLatest = (latest: OpenedLog, turn?: Turn) => {
    const again = () => decideOn(rebaseLog(opened.log, latest.log, covers), started);
    return actOn(latest, latest === opened ? decision : again(), started, turn);
  };
  try {
    if (countDue(decision) === 0) return await actOn(opened, decision, started);
    const { store } = opened;
    if (store.exclusively !== undefined)
      return await store.exclusively(async () => actOnLatest(await reopenEventLog(opened)));
    return await actInTurn(opened, { scan, timeout_seconds: SENDING_SECONDS }, io, actOnLatest);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

const countDue = ({ planned }: Decision) => planned.deliveries.filter(({ due }) => due).length;

async function actOn(
  latest: OpenedLog,
  decision: Decision,
  { scan, io, beforeClaim, afterClaim, send, notes }: StartedScan,
  turn?: Turn,
): Promise<AppError | null> {
  const { comparison, planned } = decision;
  const due = countDue(decision);
  const saving = { scan, retention_days: RETENTION_DAYS, interrupted: new AbortController().signal };
  await beforeClaim();
  await saveBeforeSending(comparison.log, due, latest, { ...saving, turn: due > 0 ? turn : undefined }, io);
  afterClaim();
  const receipts = await send(planned);
  const recorded = record({ log: comparison.log, plan: planned, receipts, scan });
  const log = makeNotes(recorded, notes, formatIsoTime(scan.now));
  return trySaveEventLog(log, latest, { message: 'a scan', ...saving }, io);
}
