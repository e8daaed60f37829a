/** Updates an issue on GitHub: comments and labels first, then body and state in one request. */

import {
  type ApiSession,
  allowFailure,
  countWrite,
  createTrackerError,
  requireSuccess,
  SETTLE_MS,
  tryRequest,
} from './api-session.ts';
import { ensureLabel } from './create-issue.ts';
import type { IssueChange, IssueComment } from './decide.ts';
import { getIssue, hasComment } from './list-issues.ts';
import { formatCommentMarker } from './marker.ts';

/** Skips the requests for empty parts of the change. Throws TrackerError. */
export async function updateIssue(session: ApiSession, number: number, change: IssueChange): Promise<void> {
  const target = { ...session.repository, issue_number: number };
  for (const comment of change.comments) await addComment(session, number, comment);
  if (change.label !== null) {
    await ensureLabel(session, change.label);
    countWrite(session);
    const labels = [change.label];
    await requireSuccess(
      session,
      session.client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', { ...target, labels }),
    );
  }
  for (const name of change.unlabel) {
    countWrite(session);
    const removed = session.client.request('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', {
      ...target,
      name,
    });
    // If the label is not found, a person has already removed it.
    await allowFailure(session, removed, 'github-not-found');
  }
  if (change.body !== null || change.state !== null) await updateBodyAndState(session, number, change);
}

async function updateBodyAndState(session: ApiSession, number: number, { body, state, reason }: IssueChange) {
  const send = async (state_reason: 'completed' | 'not_planned' | 'duplicate' | null) => {
    countWrite(session);
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
  let outcome = await send(reason);
  // Older servers do not support the reason "duplicate".
  if ('failure' in outcome && outcome.failure.code === 'github-rejected' && reason === 'duplicate')
    outcome = await send('not_planned');
  if ('failure' in outcome) throw createTrackerError(outcome.failure, session);
}

/** Never adds a comment twice, even if the response to the first request was lost. */
async function addComment(session: ApiSession, number: number, { id, text }: IssueComment): Promise<void> {
  const marker = formatCommentMarker(id);
  if (await hasComment(session, number, marker)) return;
  countWrite(session);
  const request = session.client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...session.repository,
    issue_number: number,
    body: session.io.mask(`${marker}\n${text}`),
  });
  const outcome = await tryRequest(request);
  if ('response' in outcome) return;
  const { failure } = outcome;
  if (failure.isOutcomeUnknown) {
    await session.io.sleep(SETTLE_MS);
    if (await hasComment(session, number, marker)) return;
  }
  // A locked issue does not get the comment, but all other changes.
  const isLocked = failure.code === 'github-forbidden' && (await getIssue(session, number))?.locked;
  if (!isLocked) throw createTrackerError(failure, session);
}
