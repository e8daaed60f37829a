/**
 * Lets one scan at a time send notifications, in a store without a lock. The save before sending is a claim, which only succeeds on the log on
 * which the decision is based. Other scans wait until the claim ends, and decide again. A claim expires: rather a duplicate than a loss.
 */

import type { ScanContext } from '../domain/index.ts';
import { computeClaimTime, createClaim } from '../events/log/claim.ts';
import type { LoggedClaim } from '../generated/event-log.ts';
import type { Io } from '../lib/io.ts';
import { formatIsoTime, formatUtcMinute } from '../lib/iso-time.ts';
import { type OpenedLog, reopenEventLog, type Turn } from './event-log.ts';

/** The part of a claim for saving what was sent, including retries. */
const SAVE_MS = 120_000;
/** The time between two looks at the claim of another scan: a request of the 1,000 that GitHub permits an hour. */
const POLL_MS = 5_000;
/** Attempts to claim a log that others keep changing. Then the scan sends anyway. */
const MAX_ATTEMPTS = 20;

/** Thrown if another scan has saved the log since the decision, or is sending: the scan must decide again. */
class TurnLostError extends Error {}

interface TurnOptions {
  scan: ScanContext;
  /** The time limit for sending, in seconds. */
  timeout_seconds: number;
}

/** Waits for the claim of another scan, and runs `act` with the latest log, again if the turn is lost. */
export async function actInTurn<Result>(
  opened: OpenedLog,
  { scan: { scan_id }, timeout_seconds }: TurnOptions,
  io: Pick<Io, 'now' | 'sleep' | 'stderr' | 'explainExit'>,
  act: (latest: OpenedLog, turn: Turn) => Promise<Result>,
): Promise<Result> {
  const duration = timeout_seconds * 1000 + SAVE_MS;
  /** The scans whose claims have expired. */
  const expired = new Set<string>();
  const isHeld = (claim: LoggedClaim | undefined): claim is LoggedClaim =>
    claim !== undefined && claim.scan_id !== scan_id && !expired.has(claim.scan_id);
  let latest = opened;
  for (let attempt = 1; ; attempt += 1) {
    latest = await reopenEventLog(latest);
    const { claim } = latest.log.scans;
    if (isHeld(claim)) {
      latest = await waitForClaim(claim, latest, Math.min(computeClaimTime(claim, io.now()), duration), io);
      if (latest.log.scans.claim?.scan_id === claim.scan_id) expired.add(claim.scan_id);
      else continue;
    }
    const takeClaim: Turn['takeClaim'] = (held, isSame) => {
      // After a lost response, the log may have this claim already.
      const isOwn = held?.scan_id === scan_id;
      if (!isOwn && (isHeld(held) || !isSame) && attempt < MAX_ATTEMPTS) throw new TurnLostError();
      return createClaim(scan_id, io.now(), duration);
    };
    try {
      return await act(latest, { takeClaim });
    } catch (error) {
      if (!(error instanceof TurnLostError)) throw error;
    }
  }
}

/** Waits until the claim ends, at most `limit` milliseconds. Returns the latest log. */
async function waitForClaim(
  { scan_id }: LoggedClaim,
  opened: OpenedLog,
  limit: number,
  { now, sleep, stderr, explainExit }: Pick<Io, 'now' | 'sleep' | 'stderr' | 'explainExit'>,
): Promise<OpenedLog> {
  if (limit <= 0) return opened;
  const end = now() + limit;
  const { description } = opened.store;
  stderr(
    `certvigil: waiting for ${description}: another scan is sending notifications (until ${formatUtcMinute(formatIsoTime(end))} at the latest)\n`,
  );
  const explain = () =>
    'interrupted while waiting for another scan that sends notifications: this one has sent and recorded nothing.';
  return explainExit(explain, async () => {
    let latest = opened;
    for (let left = limit; left > 0 && latest.log.scans.claim?.scan_id === scan_id; left = end - now()) {
      await sleep(Math.min(POLL_MS, left));
      latest = await reopenEventLog(latest);
    }
    return latest;
  });
}
