/** What is to be done with the issue of one subject, from what the scan wants and what GitHub has. Pure. */

import type { EventContext, EventData } from '../../domain/index.ts';
import { severity } from '../../domain/severity.ts';
import type { Wanted } from './desired-state.ts';
import { blockOf, type Marker, newBody, withBlock, withMarker } from './marker.ts';
import {
  againComment,
  blockOfAlerts,
  changedComment,
  endingComment,
  isSameBlock,
  MOST_LISTED,
  titleOf,
  worseComment,
} from './render.ts';

/** An issue of our own making, as GitHub has it. */
export interface OurIssue {
  number: number;
  title: string;
  body: string;
  open: boolean;
  locked: boolean;
  labels: string[];
  marker: Marker;
}

export interface NewIssue {
  title: string;
  body: string;
  labels: string[];
}

export interface Comment {
  /** By which it is found again: an issue gets no comment twice. */
  id: string;
  text: string;
}

/**
 * In the order in which it is done, so that what is cut off in the middle is done again whole: the marker, which says
 * that it was told, is written last, and in one request with the state. Labels alone are touched that we have set.
 */
export interface Change {
  comments: Comment[];
  label: string | null;
  unlabel: string[];
  body: string | null;
  state: 'open' | 'closed' | null;
  reason: 'completed' | 'duplicate' | null;
}

export const NO_CHANGE: Change = { comments: [], label: null, unlabel: [], body: null, state: null, reason: null };

export function isNothing({ comments, label, unlabel, body, state }: Change): boolean {
  return comments.length === 0 && label === null && unlabel.length === 0 && body === null && state === null;
}

/** GitHub takes 65,536 characters; those that Markdown does not count are counted by some servers. */
export const LONGEST_BODY = 65_000;

/** The label of a status, beside those of the manifest. */
function statusLabel({ status }: Pick<EventData, 'status'>): string {
  return `certificate-${status.replaceAll('_', '-')}`;
}

/** A new issue for what holds. */
export function newIssue({ key, alerts, options }: Wanted, manifest: string): NewIssue {
  const contexts = alerts.map(({ context }) => context);
  const [worst] = contexts;
  if (worst === undefined) throw new Error(`a new issue has no alert: ${key}`);
  const { status } = worst.data;
  const marker: Marker = { key, manifest, status, threshold_days: thresholdOf(worst), episode: 1, state: 'told' };
  const labels = [...new Set([...options.labels, statusLabel(worst.data)])];
  return { title: titleOf(worst), body: newBody(marker, blockOfAlerts(contexts)), labels };
}

/**
 * What becomes of the subject's issue. An issue that a person closed is an acknowledgement, and is left alone until it
 * gets worse; one that a person opened again after we had closed it is that person's.
 */
export function decideIssue(wanted: Wanted, issue: OurIssue): Change {
  const { marker, open } = issue;
  if (wanted.alerts.length > 0) {
    const due = wanted.alerts.some((alert) => alert.due);
    if (marker.state !== 'told') return due ? again(wanted, issue) : NO_CHANGE;
    const told = due ? worse(wanted, issue) : null;
    if (told !== null) return told;
    return open ? current(wanted, issue) : NO_CHANGE;
  }
  if (wanted.ending === null || marker.state !== 'told') return NO_CHANGE;
  return end(issue, [{ id: endingId(wanted.ending, marker), text: endingComment(wanted.ending) }]);
}

/** Closes an issue, as what it told of has ended; of one that a person closed only the marker learns of it. */
export function end(issue: OurIssue, comments: Comment[], reason: 'completed' | 'duplicate' = 'completed'): Change {
  const state = reason === 'duplicate' ? 'duplicate' : 'ended';
  const body = withMarker(issue.body, { ...issue.marker, state });
  if (!issue.open) return { ...NO_CHANGE, body };
  return { ...NO_CHANGE, comments: told(issue, comments), body, state: 'closed', reason };
}

function endingId({ event, data }: EventContext, { episode }: Marker): string {
  return [episode, event, data.fingerprint_sha256 ?? data.place ?? ''].join(' ');
}

/** A conversation that is locked gets no comment, and everything else. */
function told({ locked }: OurIssue, comments: Comment[]): Comment[] {
  return locked ? [] : comments;
}

function thresholdOf({ data }: EventContext): number | null {
  return data.threshold_days;
}

/** It was told of, has ended, and holds anew. */
function again(wanted: Wanted, issue: OurIssue): Change {
  const worst = worstOf(wanted);
  const { status } = worst.data;
  const { key, manifest, episode } = issue.marker;
  const next: Marker = {
    key,
    manifest,
    status,
    threshold_days: thresholdOf(worst),
    episode: episode + 1,
    state: 'told',
  };
  const comments = told(issue, [{ id: `${next.episode} again`, text: againComment(worst) }]);
  return {
    ...relabelled(wanted, issue),
    comments,
    body: bodyOf(wanted, issue, next),
    state: issue.open ? null : 'open',
  };
}

/** It is worse than what the issue has told, or there is a new fact to tell; null where neither. */
function worse(wanted: Wanted, issue: OurIssue): Change | null {
  const { marker, open } = issue;
  const worst = worstOf(wanted);
  if (!isWorse(worst, marker)) return null;
  const { status } = worst.data;
  const id = [marker.episode, status, thresholdOf(worst) ?? ''].join(' ');
  const comments = told(issue, [
    { id, text: worseComment(worst, marker.status, !open) },
    ...replacements(wanted, issue),
  ]);
  const next: Marker = { ...marker, status, threshold_days: thresholdOf(worst) };
  return { ...relabelled(wanted, issue), comments, body: bodyOf(wanted, issue, next), state: open ? null : 'open' };
}

function isWorse({ data }: EventContext, marker: Marker): boolean {
  const order = severity(data.status) - severity(marker.status);
  if (order !== 0) return order > 0;
  return data.threshold_days !== null && data.threshold_days < (marker.threshold_days ?? Number.POSITIVE_INFINITY);
}

/** As bad as it was told: the body alone is brought up to date, and what was replaced meanwhile is told. */
function current(wanted: Wanted, issue: OurIssue): Change {
  const body = bodyOf(wanted, issue, issue.marker);
  return { ...NO_CHANGE, comments: told(issue, replacements(wanted, issue)), body: body === issue.body ? null : body };
}

function replacements(wanted: Wanted, { marker, body }: OurIssue): Comment[] {
  // What the issue itself was opened for stands in its body.
  const shown = blockOf(body) ?? '';
  return wanted.alerts
    .filter(({ due, context }) => due && context.event === 'certificate.changed')
    .map(({ id, context }) => ({ id: `${marker.episode} ${id}`, text: changedComment(context) }))
    .filter(({ text }) => !shown.includes(text.split('\n\n', 1)[0] as string));
}

/** The label of the status that holds now, in the place of the one that held. */
function relabelled(wanted: Wanted, issue: OurIssue): Change {
  const label = statusLabel(worstOf(wanted).data);
  const before = statusLabel(issue.marker);
  return {
    ...NO_CHANGE,
    label: issue.labels.includes(label) ? null : label,
    unlabel: before !== label && issue.labels.includes(before) ? [before] : [],
  };
}

function worstOf({ key, alerts }: Wanted): EventContext {
  const context = alerts[0]?.context;
  if (context === undefined) throw new Error(`nothing holds of ${key}`);
  return context;
}

/**
 * The body with our block brought up to date, shorter where people have left it little room. A block that a person
 * has taken out stays out.
 */
function bodyOf({ alerts }: Wanted, { body }: OurIssue, marker: Marker): string {
  const marked = withMarker(body, marker);
  const before = blockOf(marked);
  if (before === null) return marked;
  const contexts = alerts.map(({ context }) => context);
  for (const most of [MOST_LISTED, 10, 0]) {
    const block = blockOfAlerts(contexts, most);
    if (isSameBlock(before, block)) return marked;
    const next = withBlock(marked, block);
    if (next.length <= LONGEST_BODY) return next;
  }
  return marked;
}
