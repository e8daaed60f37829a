/**
 * Whether a rule's destination is told of an event now, and why or why not. The answer depends on what it was told
 * before, so it is the same whether the scans between were lost, overtaken, or never ran.
 */

import type { Sending } from '../../domain/destinations.ts';
import type { Destination, FiringReason, Status, SuppressionReason, Threshold } from '../../domain/index.ts';
import { severity } from '../../domain/severity.ts';
import { DAY, judgedSpan, parseLimit, reachedAt } from '../../domain/thresholds.ts';
import type { LoggedEvent } from '../../generated/event-log.ts';
import {
  clearedAt,
  deliveryTo,
  findRecord,
  firedAt,
  type History,
  heldSince,
  isEnding,
  isSince,
  lastEnding,
  lastHeardOfEnd,
  lastTold,
  lastToldTo,
  laterOf,
  type Moment,
  type RecordKey,
  sentAt,
  toldAt,
  triedAt,
} from '../log/history.ts';
import type { Life } from './alerts.ts';
import type { HeardElsewhere } from './deduplicate-resolutions.ts';

export interface Question {
  key: RecordKey;
  history: History;
  /** Only of `expiry_warning`. */
  threshold: Threshold | null;
  life: Life | null;
  status: Status;
  /** Since when the place has the certificate, in milliseconds: only of `changed`. */
  since: number | null;
}

/** How the entry and the scan want to be told. */
export interface Terms {
  now: number;
  /** Milliseconds. */
  cooldown: number;
  repeat: boolean;
  ignoreCooldown: boolean;
  retry_days: number;
  keepsState: Sending['keepsState'];
  elsewhere: HeardElsewhere;
}

export type Decision = { due: true; reason: FiringReason } | { due: false; reason: SuppressionReason };

const TOLD_ONCE: ReadonlySet<string> = new Set(['certificate.changed', 'certificate.ari_window_shift', 'scan.stale']);

/** An event that a receiver is told of once, with no cooldown: what happened and is no state, and the endings. */
export function isToldOnce(event: string): boolean {
  return TOLD_ONCE.has(event) || isEnding(event);
}

/** Decides for one destination of one rule (contract section 3, "Cooldown" and "Delivery"). */
export function decide(question: Question, rule: string, to: Destination, terms: Terms): Decision {
  const { key, history, status } = question;
  const { now, cooldown, repeat } = terms;
  const once = isToldOnce(key.event);
  const since = episodeStart(question, rule, to);
  const { sent, tried, toldStatus } = whatWasTold(question, rule, to);
  const worsened = !once && toldStatus !== null && severity(status) > severity(toldStatus);
  const told = sent !== null && sent.order >= since && !worsened;
  // Who heard that it was over believes so until it is told that it is not.
  const isFresh = sent !== null && now >= sent.at && now - sent.at < cooldown;
  const cooling = isFresh && !worsened && !hasHeardOfEnd(question, to, sent, terms);
  const failed = tried !== null && tried.order >= since && (sent === null || tried.order > sent.order);

  const go = (): Decision => {
    if (failed) return { due: true, reason: 'retry' };
    if (told) return { due: true, reason: 'repeat' };
    return { due: true, reason: !once && wasTriedSince(history, rule, to, since) ? 'escalated' : 'first' };
  };
  if (!once && terms.ignoreCooldown) return go();
  if (told && (once || !repeat)) return { due: false, reason: 'once' };
  // Also where an ending came between of which it did not hear.
  if (cooling && !isEnding(key.event)) return { due: false, reason: 'cooldown' };
  if (once && isGivenUp(question, rule, to, terms)) return { due: false, reason: 'once' };
  return go();
}

/** The order from which on something was told of what holds now, and not of what held once before. */
function episodeStart(question: Question, rule: string, to: Destination): number {
  const { key, history, since } = question;
  if (isEnding(key.event))
    return (lastToldTo(history, rule, to) ?? lastTold(history))?.order ?? Number.NEGATIVE_INFINITY;
  if (since !== null) return since;
  const ending = lastEnding(history);
  return ending === null ? Number.NEGATIVE_INFINITY : ending.fired.order + 1;
}

function hasHeardOfEnd({ key, history }: Question, to: Destination, since: Moment, { elsewhere }: Terms): boolean {
  if (isSince(lastHeardOfEnd(history, to, toldAt), since)) return true;
  return lastEnding(history) !== null && isSince(elsewhere(key, to, toldAt), since);
}

interface WasTold {
  sent: Moment | null;
  tried: Moment | null;
  /** The status that was told when it was last sent. */
  toldStatus: Status | null;
}

function whatWasTold(question: Question, rule: string, to: Destination): WasTold {
  const told: WasTold = { sent: null, tried: null, toldStatus: null };
  for (const record of question.history.records) {
    const delivery = isCoveredBy(question, record) ? deliveryTo(record, rule, to) : undefined;
    if (delivery === undefined) continue;
    const tried = valid(triedAt(delivery), record);
    const sent = valid(sentAt(delivery), record);
    told.tried = laterOf(told.tried, tried);
    if (sent === null || (told.sent !== null && told.sent.order > sent.order)) continue;
    told.sent = sent;
    told.toldStatus = delivery.status;
  }
  return told;
}

/** What was told before a `log clear` counts no more. */
function valid(moment: Moment | null, record: LoggedEvent): Moment | null {
  return moment !== null && moment.order > clearedAt(record) ? moment : null;
}

/** Whether having been told by this record is having been told: a smaller threshold covers the larger ones. */
function isCoveredBy({ key, threshold, life }: Question, record: LoggedEvent): boolean {
  if (isEnding(key.event)) return isEnding(record.event);
  if (record.event !== key.event || record.place !== key.place) return false;
  if (threshold === null || life === null || record.threshold === key.threshold) return true;
  return crossingOf(record.threshold, life) >= threshold.crosses_at;
}

/** When the certificate crosses a threshold that may no longer be in the manifest, in milliseconds. */
function crossingOf(key: number | string | null, { facts, end }: Life): number {
  const limit = parseLimit(key);
  return (limit && reachedAt(limit, judgedSpan(facts, end ?? facts.valid_to))) ?? Number.NEGATIVE_INFINITY;
}

function wasTriedSince(history: History, rule: string, to: Destination, since: number): boolean {
  return history.records.some((record) => {
    const delivery = isToldOnce(record.event) ? undefined : deliveryTo(record, rule, to);
    const tried = delivery === undefined ? null : valid(triedAt(delivery), record);
    return tried !== null && tried.order >= since;
  });
}

/** What is told once is tried for so many days since it fired; but what keeps state, and what waits for quiet hours to end. */
function isGivenUp(question: Question, rule: string, to: Destination, terms: Terms): boolean {
  const fired = firedInEpisode(question);
  if (fired === null || terms.now - fired.at <= terms.retry_days * DAY || terms.keepsState(rule, to)) return false;
  return heldSince(findRecord(question.history, question.key), rule, to) === null;
}

/** When what is told once fired, if it did for what holds now; a record of an earlier time does not count. */
export function firedInEpisode({ key, history, since }: Pick<Question, 'key' | 'history' | 'since'>): Moment | null {
  const record = findRecord(history, key);
  const fired = record === undefined ? null : firedAt(record);
  const start = since ?? lastTold(history)?.order ?? Number.NEGATIVE_INFINITY;
  return fired !== null && fired.order >= start ? fired : null;
}
