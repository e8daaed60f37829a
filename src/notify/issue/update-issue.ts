/** Changing an issue on GitHub: comments, labels, and at last body and state in one request. */

import {
  type ApiSession,
  createTrackerError,
  requireSuccess,
  SETTLE_MS,
  throttleWrite,
  tryRequest,
} from './api-session.ts';
import { ensureLabel } from './create-issue.ts';
import type { IssueChange, IssueComment } from './decide.ts';
import { getIssue, hasComment } from './list-issues.ts';
import { formatCommentMarker } from './marker.ts';

export async function applyChange(session: ApiSession, number: number, change: IssueChange): Promise<void> {
  const at = { ...session.repository, issue_number: number };
  for (const comment of change.comments) await addComment(session, number, comment);
  if (change.label !== null) {
    await ensureLabel(session, change.label);
    await throttleWrite(session);
    const labels = [change.label];
    await requireSuccess(
      session,
      session.client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', { ...at, labels }),
    );
  }
  for (const name of change.unlabel) {
    await throttleWrite(session);
    const removed = await tryRequest(
      session.client.request('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', { ...at, name }),
    );
    // A person was faster.
    if ('failed' in removed && removed.failed.code !== 'github-not-found')
      throw createTrackerError(removed.failed, session);
  }
  if (change.body !== null || change.state !== null) await updateBodyAndState(session, number, change);
}

async function updateBodyAndState(
  session: ApiSession,
  number: number,
  { body, state, reason }: IssueChange,
): Promise<void> {
  const send = async (state_reason: 'completed' | 'not_planned' | 'duplicate' | null) => {
    await throttleWrite(session);
    return tryRequest(
      session.client.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
        ...session.repository,
        issue_number: number,
        ...(body !== null && { body: session.io.mask(body) }),
        ...(state !== null && { state }),
        ...(state_reason !== null && { state_reason }),
      }),
    );
  };
  const outcome = await send(reason);
  if ('answer' in outcome) return;
  // An older server knows no duplicates.
  const again =
    reason === 'duplicate' && outcome.failed.code === 'github-rejected' ? await send('not_planned') : outcome;
  if ('failed' in again) throw createTrackerError(again.failed, session);
}

/** A comment is there once, also where the answer to it was lost. */
async function addComment(session: ApiSession, number: number, { id, text }: IssueComment): Promise<void> {
  const mark = formatCommentMarker(id);
  if (await hasComment(session, number, mark)) return;
  await throttleWrite(session);
  const request = session.client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...session.repository,
    issue_number: number,
    body: session.io.mask(`${mark}\n${text}`),
  });
  const outcome = await tryRequest(request);
  if ('answer' in outcome) return;
  const { failed } = outcome;
  if (failed.isOutcomeUnknown) {
    await session.io.sleep(SETTLE_MS);
    if (await hasComment(session, number, mark)) return;
  }
  // A conversation that was locked meanwhile takes no comment; all else goes on.
  const isLocked = failed.code === 'github-forbidden' && (await getIssue(session, number))?.locked;
  if (!isLocked) throw createTrackerError(failed, session);
}
