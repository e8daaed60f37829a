/** Decides how the issue of one alert changes, from its desired state and its state on GitHub. Pure. */

import type { Acknowledgement, EventContext, EventData } from '../../domain/index.ts';
import { rankStatus } from '../../domain/severity.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import type { DesiredIssue } from './desired-state.ts';
import { renderIssuerBlock } from './issuer-block.ts';
import { createMarker, findBlock, formatBody, type Marker, replaceBlock, replaceMarker } from './marker.ts';
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

/** The state on GitHub of an issue that certvigil opened. */
export interface ManagedIssue {
  number: number;
  title: string;
  body: string;
  open: boolean;
  /** The user who closed it, and the time, if GitHub reports them. */
  closed?: { by: string | null; at: string | null };
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
  /** The ID in the comment's marker, which prevents duplicate comments. */
  id: string;
  text: string;
}

/**
 * The changes to an issue, in the order in which they are made. The marker, which records what was notified, is written last and in one
 * request with the state, so that an interrupted update is repeated completely. Only labels that certvigil set are removed.
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

/** GitHub accepts 65,536 characters, and some servers count differently. */
const MAX_BODY_LENGTH = 65_000;

function formatStatusLabel({ status }: Pick<EventData, 'status'>): string {
  return `certificate-${status.replaceAll('_', '-')}`;
}

/** Creates the draft of a new issue. `manifest` is the manifest's path in the repository. */
export function createIssueDraft(desired: DesiredIssue, manifest: string): IssueDraft {
  const worst = getWorst(desired);
  const { status, threshold_days } = worst.data;
  const marker = createMarker({ key: desired.key, manifest, status, threshold_days }, worst.data);
  const labels = [...new Set([...desired.options.labels, formatStatusLabel(worst.data)])];
  return { title: renderTitle(worst), body: formatBody(marker, render(desired, MAX_LISTED)), labels };
}

/** Renders the section of certvigil. */
function render({ alerts, isIssuer }: DesiredIssue, max: number): string {
  const contexts = alerts.map(({ context }) => context);
  return isIssuer ? renderIssuerBlock(contexts, max) : renderBlock(contexts, max);
}

/**
 * Decides how the issue changes. An issue that a person closed is acknowledged, and does not change until the alert escalates. An issue
 * that certvigil closed and a person reopened is left to that person.
 */
export function decideIssueChange(desired: DesiredIssue, issue: ManagedIssue): IssueChange {
  const { marker, open } = issue;
  if (desired.alerts.length > 0) {
    const isDue = desired.alerts.some(({ due }) => due);
    if (marker.state !== 'firing') return isDue ? reopenIssue(desired, issue) : NO_CHANGE;
    if (isDue && isEscalation(getWorst(desired).data, marker)) return escalateIssue(desired, issue);
    return open ? refreshIssue(desired, issue) : NO_CHANGE;
  }
  if (desired.resolution === null || marker.state !== 'firing') return NO_CHANGE;
  const { event, data } = desired.resolution;
  const id = [marker.episode, event, data.fingerprint_sha256 ?? data.location ?? ''].join(' ');
  return closeIssue(issue, [{ id, text: renderResolutionComment(desired.resolution) }]);
}

/** Like `decideIssueChange`, but only notifies of a worse status: the section of certvigil, and issues that are over, stay as they are. */
export function decideEscalation(desired: DesiredIssue, issue: ManagedIssue): IssueChange {
  const change = desired.alerts.length > 0 ? decideIssueChange(desired, issue) : NO_CHANGE;
  const block = findBlock(issue.body);
  if (change.label === null && change.state === null) return NO_CHANGE;
  return { ...change, body: change.body === null || block === null ? change.body : replaceBlock(change.body, block) };
}

/** Returns the user who acknowledged the alert by closing the issue; null if it was not acknowledged, or the alert escalates. */
export function findAcknowledgement(desired: DesiredIssue, issue: ManagedIssue | undefined): Acknowledgement | null {
  if (issue?.closed?.at == null || issue.open || issue.marker.state !== 'firing') return null;
  if (!isEmptyChange(decideIssueChange(desired, issue))) return null;
  return {
    acknowledged_by: issue.closed.by,
    reason: `closed issue #${issue.number}`,
    acknowledged_at: formatIsoTime(Date.parse(issue.closed.at)),
  };
}

/** Closes a resolved issue. If a person has already closed it, only the marker changes. */
export function closeIssue(
  issue: ManagedIssue,
  comments: IssueComment[],
  reason: 'completed' | 'duplicate' = 'completed',
): IssueChange {
  const state = reason === 'duplicate' ? 'duplicate' : 'resolved';
  const body = replaceMarker(issue.body, { ...issue.marker, state });
  if (!issue.open) return { ...NO_CHANGE, body };
  return { ...NO_CHANGE, comments: dropCommentsIfLocked(issue, comments), body, state: 'closed', reason };
}

/** Drops comments for a locked issue, which still gets all other changes. */
export function dropCommentsIfLocked({ locked }: ManagedIssue, comments: IssueComment[]): IssueComment[] {
  return locked ? [] : comments;
}

/** Reopens the issue of an alert that was resolved, and fires again. */
function reopenIssue(desired: DesiredIssue, issue: ManagedIssue): IssueChange {
  const worst = getWorst(desired);
  const { status, threshold_days } = worst.data;
  const episode = issue.marker.episode + 1;
  const marker: Marker = { ...issue.marker, status, threshold_days, episode, state: 'firing' };
  const comment = { id: `${episode} reopened`, text: renderReopenComment(worst) };
  return changeWithStatus(desired, issue, marker, [comment]);
}

/** Escalates an issue whose alert is more severe than its last notification. */
function escalateIssue(desired: DesiredIssue, issue: ManagedIssue): IssueChange {
  const { marker, open } = issue;
  const worst = getWorst(desired);
  const { status, threshold_days } = worst.data;
  const id = [marker.episode, status, threshold_days ?? ''].join(' ');
  const comment = { id, text: renderEscalationComment(worst, marker.status, !open) };
  const comments = [comment, ...listReplacementComments(desired, issue)];
  return changeWithStatus(desired, issue, { ...marker, status, threshold_days }, comments);
}

/** Whether an alert has a more severe status, or the same status with a smaller threshold. */
function isEscalation({ status, threshold_days }: EventData, marker: Marker): boolean {
  const difference = rankStatus(status) - rankStatus(marker.status);
  if (difference !== 0) return difference > 0;
  return threshold_days !== null && threshold_days < (marker.threshold_days ?? Number.POSITIVE_INFINITY);
}

/** Notifies a new status: comments, body and status label, and reopens the issue if it is closed. */
function changeWithStatus(
  desired: DesiredIssue,
  issue: ManagedIssue,
  marker: Marker,
  comments: IssueComment[],
): IssueChange {
  const label = formatStatusLabel(marker);
  const before = formatStatusLabel(issue.marker);
  return {
    comments: dropCommentsIfLocked(issue, comments),
    label: issue.labels.includes(label) ? null : label,
    unlabel: before !== label && issue.labels.includes(before) ? [before] : [],
    body: updateBody(desired, issue, marker),
    state: issue.open ? null : 'open',
    reason: null,
  };
}

/** Updates the body, and comments on certificates that were replaced meanwhile. */
function refreshIssue(desired: DesiredIssue, issue: ManagedIssue): IssueChange {
  const body = updateBody(desired, issue, issue.marker);
  const comments = dropCommentsIfLocked(issue, listReplacementComments(desired, issue));
  // The number of the issue is recorded with the next change.
  return { ...NO_CHANGE, comments, body: body === replaceMarker(issue.body, issue.marker) ? null : body };
}

function listReplacementComments({ alerts }: DesiredIssue, { marker, body }: ManagedIssue): IssueComment[] {
  // The body already shows the replacement for which the issue was opened.
  const block = findBlock(body) ?? '';
  return alerts
    .filter(({ due, context }) => due && context.event === 'certificate.changed')
    .map(({ id, context }) => ({ id: `${marker.episode} ${id}`, text: renderReplacementComment(context) }))
    .filter(({ text }) => !block.includes(text.split('\n\n', 1).join()));
}

/** Returns the context of the most severe alert. Throws if no alert is firing, which is a bug. */
export function getWorst({ key, alerts }: DesiredIssue): EventContext {
  const context = alerts[0]?.context;
  if (context === undefined) throw new Error(`no alert is firing for ${key}`);
  return context;
}

/**
 * Updates the section of certvigil and the marker. The section is shorter if little space is left, and is not restored if a person removed
 * it.
 */
function updateBody(desired: DesiredIssue, { body }: ManagedIssue, marker: Marker): string {
  return fitBlock(replaceMarker(body, marker), [MAX_LISTED, 10, 0], (max) => render(desired, max));
}

/**
 * Replaces the section of certvigil by the longest version that fits. The body does not change if the section is the same, was removed, or
 * does not fit.
 */
export function fitBlock(body: string, limits: readonly number[], render: (max: number) => string): string {
  const before = findBlock(body);
  if (before === null) return body;
  for (const max of limits) {
    const block = render(max);
    if (isSameBlock(before, block)) return body;
    const next = replaceBlock(body, block);
    if (next.length <= MAX_BODY_LENGTH) return next;
  }
  return body;
}
