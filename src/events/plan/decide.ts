/**
 * Decides whether one destination of one rule gets an event now, and why. The decision depends on the notifications that the destination
 * got, so it is the same if scans in between were lost, overtaken, or never ran. docs/internals/notifications.md shows it as a diagram.
 */

import type { DestinationIndex } from '../../domain/destinations.ts';
import {
  type Destination,
  type FiringReason,
  isOneShot,
  isResolution,
  type Settings,
  type Status,
  type SuppressionReason,
} from '../../domain/index.ts';
import { rankStatus } from '../../domain/severity.ts';
import {
  computeCrossing,
  computeValidityPeriod,
  DAY,
  HOUR,
  parseThreshold,
  type ValidityPeriod,
} from '../../domain/thresholds.ts';
import type { LoggedEvent } from '../../generated/event-log.ts';
import {
  findRecord,
  type History,
  lastNotified,
  lastNotifiedAt,
  lastResolution,
  lastResolutionNotified,
} from '../log/history.ts';
import {
  attemptedAt,
  clearedAt,
  deferredSince,
  findDelivery,
  firedAt,
  isAtOrAfter,
  notifiedAt,
  pickLater,
  sentAt,
  type Timestamp,
} from '../log/timestamps.ts';
import type { AlertCandidate, EffectiveValidity } from './alert-candidate.ts';
import type { ResolutionsSentElsewhere } from './deduplicate-resolutions.ts';

export interface DecisionInput extends Pick<AlertCandidate, 'key' | 'history' | 'threshold' | 'validity' | 'since'> {
  status: Status;
}

/** The settings of the entry and of the scan. */
export interface NotificationPolicy {
  now: number;
  /** Milliseconds. */
  cooldown: number;
  repeat: Settings['repeat'];
  ignoreCooldown: boolean;
  retry_days: number;
  isStateful: DestinationIndex['isStateful'];
  elsewhere: ResolutionsSentElsewhere;
}

/** The result for one destination. `until` is the end of a cooldown, in milliseconds. */
export type Decision = { due: true; reason: FiringReason } | { due: false; reason: SuppressionReason; until?: number };

/** Decides for one destination of one rule ("Cooldown" and "Retries and duplicates" in docs/concepts/events.md). */
export function decide(input: DecisionInput, rule: string, to: Destination, policy: NotificationPolicy): Decision {
  const { key, history, status } = input;
  const { now, cooldown, repeat } = policy;
  const oneShot = isOneShot(key.event);
  const episodeStart = findEpisodeStart(input, rule, to);
  const { sent, attempted, sentStatus } = findLastNotification(input, rule, to);
  const isWorse = !oneShot && sentStatus !== null && rankStatus(status) > rankStatus(sentStatus);
  const isNotified = sent !== null && sent.sequence >= episodeStart && !isWorse;
  // A destination that got the resolution has closed the alert, so the cooldown does not apply.
  const until = (sent?.wallClock ?? Number.NEGATIVE_INFINITY) + cooldown - computeTolerance(cooldown);
  const isRecent = sent !== null && now >= sent.wallClock && now < until;
  const isCoolingDown = isRecent && !isWorse && !wasResolutionNotified(input, to, sent, policy);
  const coolDown = (): Decision => ({ due: false, reason: 'cooldown', until });
  const hasFailed =
    attempted !== null && attempted.sequence >= episodeStart && (sent === null || attempted.sequence > sent.sequence);

  const send = (): Decision => {
    if (hasFailed) return { due: true, reason: 'retry' };
    if (isNotified) return { due: true, reason: 'repeat' };
    const isEscalated = !oneShot && wasAttemptedSince(history, rule, to, episodeStart);
    return { due: true, reason: isEscalated ? 'escalated' : 'first' };
  };
  if (!oneShot && policy.ignoreCooldown) return send();
  if (isNotified && (oneShot || !canRepeat(repeat, status, input, sent, now)))
    return repeat === 'thresholds' && isCoolingDown && !oneShot ? coolDown() : { due: false, reason: 'once' };
  // The cooldown also applies in a new episode, if this destination did not get the resolution of the last one.
  if (isCoolingDown && !isResolution(key.event)) return coolDown();
  if (oneShot && isGivenUp(input, rule, to, policy)) return { due: false, reason: 'once' };
  return send();
}

/**
 * Computes how much earlier a cooldown may end. A scan may start at an earlier time of day than the last one: without the tolerance, a
 * daily schedule would repeat alerts only every other day.
 */
function computeTolerance(cooldown: number): number {
  return Math.min(cooldown / 10, 2 * HOUR);
}

/** The days before expiry at which an alert repeats with `thresholds`. */
const REMINDERS = [14, 7, 3, 1];
/** The days after expiry at which the alert about an expired certificate repeats with `thresholds`, before it repeats weekly. */
const REMINDERS_AFTER_EXPIRY = [0, 1, 3, 7];
/** The interval at which other alerts with a critical status repeat with `thresholds`, and the one about an expired certificate later. */
const WEEK = 7 * DAY;

/**
 * Whether a sent alert is due again. Reminders depend on the last notification only: the next scan makes up for lost ones. After the expiry,
 * a scan may be early by the tolerance of a cooldown of this length.
 */
function canRepeat(
  repeat: Settings['repeat'],
  status: Status,
  { key, validity }: DecisionInput,
  { wallClock }: Timestamp,
  now: number,
): boolean {
  if (typeof repeat === 'boolean') return repeat;
  const isCritical = rankStatus(status) >= rankStatus('critical');
  if (repeat === 'critical') return isCritical;
  const isWeekOver = isCritical && now - wallClock >= WEEK - computeTolerance(WEEK);
  if (validity === null) return isWeekOver;
  const isPassed = (time: number) => time > wallClock && time <= now;
  if (key.event !== 'certificate.expired') return REMINDERS.some((days) => isPassed(findCrossing(days, validity)));
  const start = computePeriod(validity).to - computeTolerance(DAY);
  return isWeekOver || REMINDERS_AFTER_EXPIRY.some((days) => isPassed(start + days * DAY));
}

/** Returns the sequence from which on notifications are about the present condition, not about an earlier one. */
function findEpisodeStart({ key, history, since }: DecisionInput, rule: string, to: Destination): number {
  if (isResolution(key.event))
    return (lastNotifiedAt(history, rule, to) ?? lastNotified(history))?.sequence ?? Number.NEGATIVE_INFINITY;
  if (since === null) return findLastResolutionEnd(history);
  return isOneShot(key.event) ? since : Math.max(since, findLastResolutionEnd(history));
}

/** Returns the sequence from which on an alert comes after the last resolution. */
function findLastResolutionEnd(history: History): number {
  const resolution = lastResolution(history);
  return resolution === null ? Number.NEGATIVE_INFINITY : resolution.fired.sequence + 1;
}

function wasResolutionNotified(
  { key, history }: DecisionInput,
  to: Destination,
  since: Timestamp,
  { elsewhere }: NotificationPolicy,
): boolean {
  if (isAtOrAfter(lastResolutionNotified(history, to, notifiedAt), since)) return true;
  return lastResolution(history) !== null && isAtOrAfter(elsewhere(key, to, notifiedAt), since);
}

interface LastNotification {
  sent: Timestamp | null;
  attempted: Timestamp | null;
  /** The status of the last accepted delivery. */
  sentStatus: Status | null;
}

function findLastNotification(input: DecisionInput, rule: string, to: Destination): LastNotification {
  const last: LastNotification = { sent: null, attempted: null, sentStatus: null };
  for (const record of input.history.records) {
    const delivery = isCovered(input, record) ? findDelivery(record, rule, to) : undefined;
    if (delivery === undefined) continue;
    last.attempted = pickLater(last.attempted, ignoreCleared(attemptedAt(delivery), record));
    const sent = ignoreCleared(sentAt(delivery), record);
    if (sent === null || (last.sent !== null && last.sent.sequence > sent.sequence)) continue;
    last.sent = sent;
    last.sentStatus = delivery.status;
  }
  return last;
}

/** Ignores a notification before a `log clear`. */
function ignoreCleared(time: Timestamp | null, record: LoggedEvent): Timestamp | null {
  return time !== null && time.sequence > clearedAt(record) ? time : null;
}

/** Whether a notification of this record covers the event: a smaller threshold covers the larger ones. */
function isCovered({ key, threshold, validity }: DecisionInput, record: LoggedEvent): boolean {
  if (isResolution(key.event)) return isResolution(record.event);
  if (record.event !== key.event || record.location !== key.location) return false;
  if (threshold === null || validity === null || record.threshold === key.threshold) return true;
  return findCrossing(record.threshold, validity) >= threshold.crosses_at;
}

/** Returns when a threshold is crossed, in milliseconds, also if the threshold was removed from the manifest. */
function findCrossing(key: number | string | null, validity: EffectiveValidity): number {
  const threshold = parseThreshold(key);
  return (threshold && computeCrossing(threshold, computePeriod(validity))) ?? Number.NEGATIVE_INFINITY;
}

function computePeriod({ facts, expiry }: EffectiveValidity): ValidityPeriod {
  return computeValidityPeriod(facts, expiry ?? facts.valid_to);
}

function wasAttemptedSince(history: History, rule: string, to: Destination, since: number): boolean {
  return history.records.some((record) => {
    const delivery = isOneShot(record.event) ? undefined : findDelivery(record, rule, to);
    const attempted = delivery === undefined ? null : ignoreCleared(attemptedAt(delivery), record);
    return attempted !== null && attempted.sequence >= since;
  });
}

/**
 * Whether a one-shot event is not retried any more: `retry_days` after it fired. Retries to stateful destinations and after quiet hours
 * have no limit.
 */
function isGivenUp(input: DecisionInput, rule: string, to: Destination, policy: NotificationPolicy): boolean {
  const { now, retry_days, isStateful } = policy;
  const fired = findEpisodeFiring(input);
  if (fired === null || now - fired.wallClock <= retry_days * DAY || isStateful(rule, to)) return false;
  return deferredSince(findRecord(input.history, input.key), rule, to) === null;
}

/** Returns when a one-shot event fired, if it did in this episode. */
export function findEpisodeFiring({
  key,
  history,
  since,
}: Pick<DecisionInput, 'history' | 'since'> & { key: Parameters<typeof findRecord>[1] }): Timestamp | null {
  const record = findRecord(history, key);
  const fired = record === undefined ? null : firedAt(record);
  const start = since ?? (isResolution(key.event) ? lastNotified(history)?.sequence : findLastResolutionEnd(history));
  return fired !== null && fired.sequence >= (start ?? Number.NEGATIVE_INFINITY) ? fired : null;
}
