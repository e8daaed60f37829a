/**
 * The log as a set of what was sent, and of notes with a time: a save adds the set of a scan, a kill before the write that publishes it adds nothing, and a force push
 * or a backup is an older set. A scan sends what its set does not have, after the claim or the lock of another one ends. So nothing that was
 * saved is lost or sent again (docs/concepts/event-log.md).
 */

import {
  type BranchCase,
  type FileCase,
  type FileEnd,
  type LogCase,
  type Outcome,
  PARTITIONS,
  RECEIVERS,
} from './cases.ts';

/**
 * The seconds when each message was sent first and last, by `RECEIVER NAME MESSAGE`, or when a note was made, by `noted NAME`. Of two logs,
 * the earlier first time counts, and the later last one.
 */
type Sent = ReadonlyMap<string, readonly [first: number, last: number]>;

interface Claim {
  by: string;
  from: number;
  until: number;
}

/** A log. */
interface Stored {
  sent: Sent;
  claim: Claim | null;
  /** The number of files with records. */
  partitions: number;
}

/** A scan that has sent. */
interface Scan {
  id: string;
  /** When it started, in seconds. */
  at: number;
  sent: Sent;
  partitions: number;
  /** Whether it has locked the log in a file. */
  hasLock: boolean;
}

interface World {
  lines: string[];
  clock: number;
  scans: number;
  /** Null: there is no log. */
  stored: Stored | null;
  waiting: Scan[];
}

const DAY = 24 * 3_600;

type Certificates = LogCase['certificates'];

const NOTHING: Sent = new Map();

/** The key of the last scan. */
const LAST = 'last scan';
/** The released log is 20 days older than the first scan. */
const RELEASED: Sent = new Map([[LAST, [-20 * DAY, -20 * DAY]]]);
const THRESHOLDS = [30, 14, 7, 1];
const MINUTE = 60;

/** Returns what each scan sends, as `SCAN RECEIVER NAME MESSAGE`, and what the log has in the end, with its times. */
export function predict(one: LogCase): string[] {
  const world: World = {
    ...{ lines: [], clock: 0, scans: 0, waiting: [] },
    stored: one.released ? { sent: RELEASED, claim: null, partitions: 1 } : null,
  };
  if (one.store === 'branch') predictOnBranch(world, one);
  else predictInFile(world, one);
  const { lines, stored } = world;
  const recorded = [...(stored?.sent ?? [])].map(([key, times]) => `${key} ${formatTimes(key, times)}`);
  return [...lines, ...(stored === null ? ['no log'] : recorded)];
}

/** The notes of which the first time is recorded. The time when an alert fired is recorded like that of a message: the first and the last. */
const FIRST = ['noted first_seen', 'noted issuances'];

function formatTimes(key: string, [first, last]: readonly [number, number]): string {
  const isPair = !key.startsWith('noted ') && key !== LAST;
  if (isPair || key === 'noted fired') return `${first}-${last}`;
  return `${FIRST.includes(key) ? first : last}`;
}

/** The notes in fields that are not optional. */
const REQUIRED = ['content', 'failures', 'fired', 'cleared', 'tried'].map((name) => `noted ${name}`);

/** A log without optional fields has no first times, and no other notes. */
function rewrite(stored: Stored | null): Stored | null {
  if (stored === null) return null;
  const kept = [...stored.sent].filter(([key]) => !key.startsWith('noted ') || REQUIRED.includes(key));
  return { ...stored, sent: new Map(kept.map(([key, [, last]]) => [key, [last, last]])), claim: null };
}

function join(a: Sent, b: Sent): Sent {
  const joined = new Map(a);
  for (const [message, [first, last]] of b) {
    const [from, to] = joined.get(message) ?? [first, last];
    joined.set(message, [Math.min(first, from), Math.max(last, to)]);
  }
  return joined;
}

// ---------------------------------------------------------------------------------------------- on a branch

/** The writes that a save needs: of a tree, of a commit and of the branch, or of a commit on the branch. The last one publishes the log. */
const WRITES = { first: 3, later: 1 };

/** How long a claim lasts: ten minutes for sending, and two for saving. */
const CLAIM_SECONDS = 720;
const POLL_SECONDS = 5;

/** Whether a save publishes the log. */
function isPublished(outcome: Outcome, hasBranch: boolean): boolean {
  if (typeof outcome === 'string') return outcome !== 'refused' && outcome !== 'killed';
  const writes = hasBranch ? WRITES.later : WRITES.first;
  return outcome.writes >= writes || (outcome.writes === writes - 1 && outcome.isApplied);
}

/** Whether a scan is killed while it saves: if it saves at all, and not after its last write. */
function isKilled(outcome: Outcome, writes: number): boolean {
  return typeof outcome === 'string' ? outcome === 'killed' : outcome.writes < writes;
}

function predictOnBranch(world: World, { steps, certificates }: BranchCase): void {
  const versions = [world.stored];
  for (const step of steps) {
    if (step.does === 'start') startOnBranch(world, certificates, step);
    else if (step.does === 'save') {
      const [scan] = world.waiting.splice(step.scan % Math.max(1, world.waiting.length), 1);
      if (scan !== undefined) saveOnBranch(world, scan, step.outcome);
    } else if (step.does === 'rewrite') world.stored = rewrite(world.stored);
    else if (step.does === 'claim') {
      const from = world.clock + step.ahead_minutes * MINUTE;
      const claim = { by: `other-${world.scans}`, from, until: from + step.minutes * MINUTE };
      if (world.stored !== null) world.stored = { ...world.stored, claim };
    } else if (step.back <= versions.length) world.stored = versions.at(-step.back) ?? null;
    versions.push(world.stored);
  }
}

function startOnBranch(
  world: World,
  certificates: Certificates,
  step: Extract<BranchCase['steps'][number], { does: 'start' }>,
): void {
  const { id, at, read, listDue, send } = startScan(world, certificates, step);
  const partitions = PARTITIONS[step.divided];
  const isDue = listDue(read).length > 0;
  /** The scans whose claims have expired. */
  const expired = new Set<string>();
  let outcome = step.claim;
  for (;;) {
    if (isDue) waitForClaim(world, step.holder, expired);
    const known = isDue ? join(read, world.stored?.sent ?? NOTHING) : read;
    const claims = listDue(known).length > 0;
    const { stored } = world;
    if (outcome === 'killed') return;
    if (claims || stored === null) {
      const other = outcome === 'race' ? world.waiting.shift() : undefined;
      if (other !== undefined) saveOnBranch(world, other, 'saved');
      // It decides again, with what the other scan has saved.
      if (other !== undefined && claims) {
        outcome = 'saved';
        continue;
      }
      if (isPublished(outcome, stored !== null)) {
        const claim = claims
          ? { by: id, from: world.clock, until: world.clock + CLAIM_SECONDS }
          : keepClaim(world.stored, id, at);
        world.stored = { sent: join(known, world.stored?.sent ?? NOTHING), claim, partitions };
      }
      if (isKilled(outcome, stored === null ? WRITES.first : WRITES.later)) return;
      // A first log that cannot be saved is an error. Otherwise an outage is no reason not to send.
      if (outcome === 'refused' && stored === null) return;
    }
    world.waiting.push({ id, at, sent: send(known), partitions, hasLock: false });
    return;
  }
}

/** Waits until the claim of another scan ends. The scan that has it may save meanwhile. */
function waitForClaim(world: World, holder: 'saves' | 'stays', expired: Set<string>): void {
  const claim = world.stored?.claim ?? null;
  if (claim === null || expired.has(claim.by)) return;
  const left = Math.min(claim.until - world.clock, claim.until - claim.from, CLAIM_SECONDS);
  const at = world.waiting.findIndex(({ id }) => id === claim.by);
  if (left > 0 && holder === 'saves' && at >= 0) {
    world.clock += Math.min(POLL_SECONDS, left);
    const [scan] = world.waiting.splice(at, 1);
    if (scan !== undefined) saveOnBranch(world, scan, 'saved');
    waitForClaim(world, holder, expired);
  } else {
    world.clock += Math.max(0, left);
    expired.add(claim.by);
  }
}

function saveOnBranch(world: World, scan: Scan, outcome: Outcome): void {
  // A save without a change sends no request that writes, so nothing can happen to it.
  if (isSame(world.stored, addScan(world.stored, scan))) return;
  if (!isPublished(outcome, world.stored !== null)) return;
  const other = outcome === 'race' ? world.waiting.shift() : undefined;
  if (other !== undefined) saveOnBranch(world, other, 'saved');
  world.stored = addScan(world.stored, scan);
}

function addScan(stored: Stored | null, { id, at, sent, partitions }: Scan): Stored {
  return { sent: join(sent, stored?.sent ?? NOTHING), claim: keepClaim(stored, id, at), partitions };
}

function isSame(a: Stored | null, b: Stored): boolean {
  const toText = ({ sent, ...rest }: Stored) => JSON.stringify([rest, [...sent].sort()]);
  return a !== null && toText(a) === toText(b);
}

/** The claim that stays when a scan saves which started at a time: that of another one, unless it had expired. */
function keepClaim(stored: Stored | null, id: string, at: number): Claim | null {
  const claim = stored?.claim ?? null;
  return claim === null || claim.by === id || claim.until <= at ? null : claim;
}

// ---------------------------------------------------------------------------------------------- in files

/** The partition of each certificate, of three: the hash of its name. */
const PARTITION_OF = [0, 1, 1];
/** The partition of the entry with the notes. */
const NOTED_PARTITION = 2;
const MAIN_FILE = 3;
/** The notes in the main file. */
const MAIN = ['channels', 'observed', 'digest', 'errors', 'history', 'later'].map((name) => `noted ${name}`);

function findPartition(key: string): number {
  if (key === LAST || MAIN.includes(key)) return MAIN_FILE;
  return key.startsWith('noted ') ? NOTED_PARTITION : (PARTITION_OF[Number(key.split(' ')[1])] ?? 0);
}

function predictInFile(world: World, { steps, certificates }: FileCase): void {
  const versions = [world.stored];
  for (const step of steps) {
    if (step.does === 'start') startInFile(world, certificates, step);
    else if (step.does === 'save') {
      const scan = takeHolder(world) ?? world.waiting.splice(step.scan % Math.max(1, world.waiting.length), 1)[0];
      if (scan !== undefined) endInFile(world, scan, step.end);
    } else if (step.does === 'rewrite') world.stored = rewrite(world.stored);
    else if (step.back <= versions.length) world.stored = versions.at(-step.back) ?? world.stored;
    versions.push(world.stored);
  }
}

function startInFile(
  world: World,
  certificates: Certificates,
  step: Extract<FileCase['steps'][number], { does: 'start' }>,
): void {
  const { id, at, read, listDue, send } = startScan(world, certificates, step);
  const partitions = PARTITIONS[step.divided];
  const hasLock = listDue(read).length > 0;
  const holder = hasLock ? takeHolder(world) : undefined;
  if (holder !== undefined) endInFile(world, holder, step.holder);
  if (step.kill !== null) return;
  const known = hasLock ? join(read, world.stored?.sent ?? NOTHING) : read;
  world.stored ??= { sent: NOTHING, claim: null, partitions };
  world.waiting.push({ id, at, sent: send(known), partitions, hasLock });
}

function takeHolder({ waiting }: World): Scan | undefined {
  const at = waiting.findIndex(({ hasLock }) => hasLock);
  return at < 0 ? undefined : waiting.splice(at, 1)[0];
}

/** A scan that is killed between two files has published the partitions before, if the main file refers to them already. */
function endInFile(world: World, { sent, partitions }: Scan, how: FileEnd): void {
  const { stored } = world;
  if (stored === null) return;
  const whole = { sent: join(sent, stored.sent), claim: null, partitions };
  if (how === null || how.from === 'published') world.stored = whole;
  else if (how.from !== 'sent' && partitions > 1 && partitions === stored.partitions) {
    const { from } = how;
    const part = [...sent].filter(([key]) => findPartition(key) < from);
    world.stored = { ...stored, sent: join(new Map(part), stored.sent) };
  }
}

// ---------------------------------------------------------------------------------------------- what is due

/** A note that counts: of two concurrent scans, one. */
const ERRORS = 'noted errors';

function startScan(
  world: World,
  certificates: Certificates,
  { after_minutes, down, notes }: Extract<LogCase['steps'][number], { does: 'start' }>,
) {
  world.clock += after_minutes * MINUTE;
  const { clock: at } = world;
  const index = world.scans++;
  const listFor = (receivers: readonly string[], known: Sent) =>
    certificates.flatMap((one, name) => receivers.flatMap((to) => listDue(`${to} ${name}`, one, at, known)));
  return {
    id: `scan-${index}`,
    at,
    read: world.stored?.sent ?? NOTHING,
    listDue: (known: Sent) => listFor(RECEIVERS, known),
    /** Sends to the receivers that are up. Returns what the scan records. */
    send: (known: Sent): Sent => {
      const up = RECEIVERS.filter((receiver) => receiver !== down);
      const messages = listFor(up, known);
      world.lines.push(...messages.map((message) => `${index} ${message}`));
      const keys = [...messages, ...notes.map((name) => `noted ${name}`), LAST];
      const recorded = new Map(keys.map((key) => [key, [at, at]] as const));
      const failures = (known.get(ERRORS)?.[1] ?? 0) + 1;
      if (notes.includes('errors')) recorded.set(ERRORS, [failures, failures]);
      return join(known, recorded);
    },
  };
}

/** What a certificate needs now that the receiver was not told. Two ends of a certificate: it is renewed, or it expires. */
function listDue(name: string, { left, renewed_after }: Certificates[number], at: number, known: Sent): string[] {
  const isRenewed = renewed_after !== null && at >= renewed_after * DAY;
  // A resolution goes to all receivers once one of them was told.
  const [, certificate] = name.split(' ');
  const messages = [...known.keys()];
  const isTold = messages.some((message) => message.split(' ')[1] === certificate && !message.endsWith('renewed'));
  if (isRenewed) return isTold && !known.has(`${name} renewed`) ? [`${name} renewed`] : [];
  const days = Math.floor((left * DAY + 1 - at) / DAY);
  if (days < 0) return known.has(`${name} expired`) ? [] : [`${name} expired`];
  const threshold = THRESHOLDS.findLast((limit) => days <= limit);
  if (threshold === undefined) return [];
  const covers = THRESHOLDS.filter((limit) => limit <= threshold).map((limit) => `${name} expiry_warning@${limit}`);
  return covers.some((message) => known.has(message)) ? [] : [`${name} expiry_warning@${threshold}`];
}
