/** What is to be done with the issue of one subject, from what the scan wants and what GitHub has. Pure. */

import type { EventContext, EventData } from '../../domain/index.ts';
import { rankStatus } from '../../domain/severity.ts';
import type { DesiredIssue } from './desired-state.ts';
import { findBlock, formatBody, type Marker, replaceBlock, replaceMarker } from './marker.ts';
import {
  isSameBlock,
  MAX_LISTED,
  renderBlock,
  renderEscalationComment,
  renderReopenComment,
  renderReplacementComment,
  renderResolutionComment,
  renderTitle,
} from './render.ts';

/** An issue of our own making, as GitHub has it. */
export interface ManagedIssue {
  number: number;
  title: string;
  body: string;
  open: boolean;
  locked: boolean;
  labels: string[];
  marker: Marker;
}

export interface IssueDraft {
  title: string;
  body: string;
  labels: string[];
}

export interface IssueComment {
  /** By which it is found again: an issue gets no comment twice. */
  id: string;
  text: string;
}

/**
 * In the order in which it is done, so that what is cut off in the middle is done again whole: the marker, which says
 * that it was told, is written last, and in one request with the state. Labels alone are touched that we have set.
 */
export interface IssueChange {
  comments: IssueComment[];
  label: string | null;
  unlabel: string[];
  body: string | null;
  state: 'open' | 'closed' | null;
  reason: 'completed' | 'duplicate' | null;
}

export const NO_CHANGE: IssueChange = { comments: [], label: null, unlabel: [], body: null, state: null, reason: null };

export function isEmptyChange({ comments, label, unlabel, body, state }: IssueChange): boolean {
  return comments.length === 0 && label === null && unlabel.length === 0 && body === null && state === null;
}

/** GitHub takes 65,536 characters; those that Markdown does not count are counted by some servers. */
export const MAX_BODY_LENGTH = 65_000;

/** The label of a status, beside those of the manifest. */
function formatStatusLabel({ status }: Pick<EventData, 'status'>): string {
  return `certificate-${status.replaceAll('_', '-')}`;
}

/** A new issue for what holds. */
export function createIssueDraft({ key, alerts, options }: DesiredIssue, manifest: string): IssueDraft {
  const contexts = alerts.map(({ context }) => context);
  const [worst] = contexts;
  if (worst === undefined) throw new Error(`a new issue has no alert: ${key}`);
  const { status } = worst.data;
  const marker: Marker = { key, manifest, status, threshold_days: thresholdOf(worst), episode: 1, state: 'told' };
  const labels = [...new Set([...options.labels, formatStatusLabel(worst.data)])];
  return { title: renderTitle(worst), body: formatBody(marker, renderBlock(contexts)), labels };
}

/**
 * What becomes of the subject's issue. An issue that a person closed is an acknowledgement, and is left alone until it
 * gets worse; one that a person opened again after we had closed it is that person's.
 */
export function decideIssueChange(wanted: DesiredIssue, issue: ManagedIssue): IssueChange {
  const { marker, open } = issue;
  if (wanted.alerts.length > 0) {
    const due = wanted.alerts.some((alert) => alert.due);
    if (marker.state !== 'told') return due ? reopenIssue(wanted, issue) : NO_CHANGE;
    const told = due ? escalateIssue(wanted, issue) : null;
    if (told !== null) return told;
    return open ? refreshIssue(wanted, issue) : NO_CHANGE;
  }
  if (wanted.resolution === null || marker.state !== 'told') return NO_CHANGE;
  return closeIssue(issue, [
    { id: formatResolutionId(wanted.resolution, marker), text: renderResolutionComment(wanted.resolution) },
  ]);
}

/** Closes an issue, as what it told of has ended; of one that a person closed only the marker learns of it. */
export function closeIssue(
  issue: ManagedIssue,
  comments: IssueComment[],
  reason: 'completed' | 'duplicate' = 'completed',
): IssueChange {
  const state = reason === 'duplicate' ? 'duplicate' : 'ended';
  const body = replaceMarker(issue.body, { ...issue.marker, state });
  if (!issue.open) return { ...NO_CHANGE, body };
  return { ...NO_CHANGE, comments: unlessLocked(issue, comments), body, state: 'closed', reason };
}

function formatResolutionId({ event, data }: EventContext, { episode }: Marker): string {
  return [episode, event, data.fingerprint_sha256 ?? data.place ?? ''].join(' ');
}

/** A conversation that is locked gets no comment, and everything else. */
function unlessLocked({ locked }: ManagedIssue, comments: IssueComment[]): IssueComment[] {
  return locked ? [] : comments;
}

function thresholdOf({ data }: EventContext): number | null {
  return data.threshold_days;
}

/** It was told of, has ended, and holds anew. */
function reopenIssue(wanted: DesiredIssue, issue: ManagedIssue): IssueChange {
  const worst = getWorst(wanted);
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
  const comments = unlessLocked(issue, [{ id: `${next.episode} again`, text: renderReopenComment(worst) }]);
  return {
    ...changeStatusLabel(wanted, issue),
    comments,
    body: updateBody(wanted, issue, next),
    state: issue.open ? null : 'open',
  };
}

/** It is worse than what the issue has told, or there is a new fact to tell; null where neither. */
function escalateIssue(wanted: DesiredIssue, issue: ManagedIssue): IssueChange | null {
  const { marker, open } = issue;
  const worst = getWorst(wanted);
  if (!isEscalation(worst, marker)) return null;
  const { status } = worst.data;
  const id = [marker.episode, status, thresholdOf(worst) ?? ''].join(' ');
  const comments = unlessLocked(issue, [
    { id, text: renderEscalationComment(worst, marker.status, !open) },
    ...listReplacementComments(wanted, issue),
  ]);
  const next: Marker = { ...marker, status, threshold_days: thresholdOf(worst) };
  return {
    ...changeStatusLabel(wanted, issue),
    comments,
    body: updateBody(wanted, issue, next),
    state: open ? null : 'open',
  };
}

function isEscalation({ data }: EventContext, marker: Marker): boolean {
  const order = rankStatus(data.status) - rankStatus(marker.status);
  if (order !== 0) return order > 0;
  return data.threshold_days !== null && data.threshold_days < (marker.threshold_days ?? Number.POSITIVE_INFINITY);
}

/** As bad as it was told: the body alone is brought up to date, and what was replaced meanwhile is told. */
function refreshIssue(wanted: DesiredIssue, issue: ManagedIssue): IssueChange {
  const body = updateBody(wanted, issue, issue.marker);
  return {
    ...NO_CHANGE,
    comments: unlessLocked(issue, listReplacementComments(wanted, issue)),
    body: body === issue.body ? null : body,
  };
}

function listReplacementComments(wanted: DesiredIssue, { marker, body }: ManagedIssue): IssueComment[] {
  // What the issue itself was opened for stands in its body.
  const shown = findBlock(body) ?? '';
  return wanted.alerts
    .filter(({ due, context }) => due && context.event === 'certificate.changed')
    .map(({ id, context }) => ({ id: `${marker.episode} ${id}`, text: renderReplacementComment(context) }))
    .filter(({ text }) => !shown.includes(text.split('\n\n', 1)[0] as string));
}

/** The label of the status that holds now, in the place of the one that held. */
function changeStatusLabel(wanted: DesiredIssue, issue: ManagedIssue): IssueChange {
  const label = formatStatusLabel(getWorst(wanted).data);
  const before = formatStatusLabel(issue.marker);
  return {
    ...NO_CHANGE,
    label: issue.labels.includes(label) ? null : label,
    unlabel: before !== label && issue.labels.includes(before) ? [before] : [],
  };
}

function getWorst({ key, alerts }: DesiredIssue): EventContext {
  const context = alerts[0]?.context;
  if (context === undefined) throw new Error(`nothing holds of ${key}`);
  return context;
}

/**
 * The body with our block brought up to date, shorter where people have left it little room. A block that a person
 * has taken out stays out.
 */
function updateBody({ alerts }: DesiredIssue, { body }: ManagedIssue, marker: Marker): string {
  const marked = replaceMarker(body, marker);
  const before = findBlock(marked);
  if (before === null) return marked;
  const contexts = alerts.map(({ context }) => context);
  for (const most of [MAX_LISTED, 10, 0]) {
    const block = renderBlock(contexts, most);
    if (isSameBlock(before, block)) return marked;
    const next = replaceBlock(marked, block);
    if (next.length <= MAX_BODY_LENGTH) return next;
  }
  return marked;
}
