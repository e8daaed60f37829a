/**
 * Whether a rule's destination is told of an event now, and why or why not. The answer depends on what it was told
 * before, so it is the same whether the scans between were lost, overtaken, or never ran.
 */

import type { DestinationIndex } from '../../domain/destinations.ts';
import type { Destination, FiringReason, Status, SuppressionReason, Threshold } from '../../domain/index.ts';
import { rankStatus } from '../../domain/severity.ts';
import { computeCrossing, computeValidityPeriod, DAY, parseThreshold } from '../../domain/thresholds.ts';
import type { LoggedEvent } from '../../generated/event-log.ts';
import {
  attemptedAt,
  clearedAt,
  deferredSince,
  findDelivery,
  findRecord,
  firedAt,
  type History,
  isAtOrAfter,
  isResolution,
  lastNotified,
  lastNotifiedAt,
  lastResolution,
  lastResolutionNotified,
  notifiedAt,
  pickLater,
  type RecordKey,
  sentAt,
  type Timestamp,
} from '../log/history.ts';
import type { EffectiveValidity } from './alerts.ts';
import type { ResolutionsSentElsewhere } from './deduplicate-resolutions.ts';

export interface DecisionInput {
  key: RecordKey;
  history: History;
  /** Only of `expiry_warning`. */
  threshold: Threshold | null;
  life: EffectiveValidity | null;
  status: Status;
  /** Since when the place has the certificate, in milliseconds: only of `changed`. */
  since: number | null;
}

/** How the entry and the scan want to be told. */
export interface NotificationPolicy {
  now: number;
  /** Milliseconds. */
  cooldown: number;
  repeat: boolean;
  ignoreCooldown: boolean;
  retry_days: number;
  isStateful: DestinationIndex['isStateful'];
  elsewhere: ResolutionsSentElsewhere;
}

export type Decision = { due: true; reason: FiringReason } | { due: false; reason: SuppressionReason };

const ONE_SHOT_EVENTS: ReadonlySet<string> = new Set([
  'certificate.changed',
  'certificate.ari_window_shift',
  'scan.stale',
]);

/** An event that a receiver is told of once, with no cooldown: what happened and is no state, and the endings. */
export function isOneShot(event: string): boolean {
  return ONE_SHOT_EVENTS.has(event) || isResolution(event);
}

/** Decides for one destination of one rule (contract section 3, "Cooldown" and "Delivery"). */
export function decide(question: DecisionInput, rule: string, to: Destination, terms: NotificationPolicy): Decision {
  const { key, history, status } = question;
  const { now, cooldown, repeat } = terms;
  const once = isOneShot(key.event);
  const since = findEpisodeStart(question, rule, to);
  const { sent, tried, toldStatus } = findLastNotification(question, rule, to);
  const worsened = !once && toldStatus !== null && rankStatus(status) > rankStatus(toldStatus);
  const told = sent !== null && sent.sequence >= since && !worsened;
  // Who heard that it was over believes so until it is told that it is not.
  const isFresh = sent !== null && now >= sent.wallClock && now - sent.wallClock < cooldown;
  const cooling = isFresh && !worsened && !wasResolutionNotified(question, to, sent, terms);
  const failed = tried !== null && tried.sequence >= since && (sent === null || tried.sequence > sent.sequence);

  const go = (): Decision => {
    if (failed) return { due: true, reason: 'retry' };
    if (told) return { due: true, reason: 'repeat' };
    return { due: true, reason: !once && wasAttemptedSince(history, rule, to, since) ? 'escalated' : 'first' };
  };
  if (!once && terms.ignoreCooldown) return go();
  if (told && (once || !repeat)) return { due: false, reason: 'once' };
  // Also where an ending came between of which it did not hear.
  if (cooling && !isResolution(key.event)) return { due: false, reason: 'cooldown' };
  if (once && isGivenUp(question, rule, to, terms)) return { due: false, reason: 'once' };
  return go();
}

/** The order from which on something was told of what holds now, and not of what held once before. */
function findEpisodeStart(question: DecisionInput, rule: string, to: Destination): number {
  const { key, history, since } = question;
  if (isResolution(key.event))
    return (lastNotifiedAt(history, rule, to) ?? lastNotified(history))?.sequence ?? Number.NEGATIVE_INFINITY;
  if (since !== null) return since;
  const ending = lastResolution(history);
  return ending === null ? Number.NEGATIVE_INFINITY : ending.fired.sequence + 1;
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
  tried: Timestamp | null;
  /** The status that was told when it was last sent. */
  toldStatus: Status | null;
}

function findLastNotification(question: DecisionInput, rule: string, to: Destination): LastNotification {
  const told: LastNotification = { sent: null, tried: null, toldStatus: null };
  for (const record of question.history.records) {
    const delivery = isCovered(question, record) ? findDelivery(record, rule, to) : undefined;
    if (delivery === undefined) continue;
    const tried = ignoreCleared(attemptedAt(delivery), record);
    const sent = ignoreCleared(sentAt(delivery), record);
    told.tried = pickLater(told.tried, tried);
    if (sent === null || (told.sent !== null && told.sent.sequence > sent.sequence)) continue;
    told.sent = sent;
    told.toldStatus = delivery.status;
  }
  return told;
}

/** What was told before a `log clear` counts no more. */
function ignoreCleared(moment: Timestamp | null, record: LoggedEvent): Timestamp | null {
  return moment !== null && moment.sequence > clearedAt(record) ? moment : null;
}

/** Whether having been told by this record is having been told: a smaller threshold covers the larger ones. */
function isCovered({ key, threshold, life }: DecisionInput, record: LoggedEvent): boolean {
  if (isResolution(key.event)) return isResolution(record.event);
  if (record.event !== key.event || record.place !== key.place) return false;
  if (threshold === null || life === null || record.threshold === key.threshold) return true;
  return findCrossing(record.threshold, life) >= threshold.crosses_at;
}

/** When the certificate crosses a threshold that may no longer be in the manifest, in milliseconds. */
function findCrossing(key: number | string | null, { facts, end }: EffectiveValidity): number {
  const limit = parseThreshold(key);
  return (
    (limit && computeCrossing(limit, computeValidityPeriod(facts, end ?? facts.valid_to))) ?? Number.NEGATIVE_INFINITY
  );
}

function wasAttemptedSince(history: History, rule: string, to: Destination, since: number): boolean {
  return history.records.some((record) => {
    const delivery = isOneShot(record.event) ? undefined : findDelivery(record, rule, to);
    const tried = delivery === undefined ? null : ignoreCleared(attemptedAt(delivery), record);
    return tried !== null && tried.sequence >= since;
  });
}

/** What is told once is tried for so many days since it fired; but what keeps state, and what waits for quiet hours to end. */
function isGivenUp(question: DecisionInput, rule: string, to: Destination, terms: NotificationPolicy): boolean {
  const fired = findEpisodeFiring(question);
  if (fired === null || terms.now - fired.wallClock <= terms.retry_days * DAY || terms.isStateful(rule, to))
    return false;
  return deferredSince(findRecord(question.history, question.key), rule, to) === null;
}

/** When what is told once fired, if it did for what holds now; a record of an earlier time does not count. */
export function findEpisodeFiring({
  key,
  history,
  since,
}: Pick<DecisionInput, 'key' | 'history' | 'since'>): Timestamp | null {
  const record = findRecord(history, key);
  const fired = record === undefined ? null : firedAt(record);
  const start = since ?? lastNotified(history)?.sequence ?? Number.NEGATIVE_INFINITY;
  return fired !== null && fired.sequence >= start ? fired : null;
}
