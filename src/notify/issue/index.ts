/** Deliveries to GitHub's issues, and what keeps these issues true between them. */

import path from 'node:path';
import type { IssueSyncInput, Manifest, Plan, PlannedDelivery } from '../../domain/index.ts';
import { resolveRepositoryRoot, toRepositoryPath } from '../../lib/files/repository-path.ts';
import type { Io } from '../../lib/io.ts';
import { createFailure, withSubject } from '../failures.ts';
import { createIssueDraft, type IssueDraft } from './decide.ts';
import { computeDesiredIssues } from './desired-state.ts';
import { openGitHubTracker } from './github-tracker.ts';
import { createScanReference } from './match-issues.ts';
import { type IssueSyncResult, syncIssues } from './sync.ts';

interface IssueDeliveryInput {
  plan: Plan;
  manifest: Manifest;
  io: Io;
  upkeep: IssueSyncInput | null;
  /** Milliseconds that are left of the time for all deliveries. */
  left: () => number;
}

/** Makes the deliveries that are due, and where `upkeep` is given brings every open issue up to date. */
export async function deliverToIssues(
  due: readonly PlannedDelivery[],
  input: IssueDeliveryInput,
): Promise<IssueSyncResult> {
  const { plan, manifest, io, upkeep, left } = input;
  if (io.github === null) {
    const error = withSubject('issue', createFailure('issue-no-token'));
    const receipts = due.map(({ event_id, rule, destination }) => {
      return { event_id, rule, destination, status: 'failed', attempts: 0, error } as const;
    });
    return { receipts, problems: [] };
  }
  const data = plan.events[0]?.context.data;
  const scan =
    upkeep === null
      ? { run_url: data?.run_url ?? null, timestamp: data?.timestamp ?? '' }
      : createScanReference(upkeep.scan);
  const tracker = await openGitHubTracker(io.github, io, left);
  return syncIssues({ plan, manifest, file: resolveManifestPath(manifest, io), scan, upkeep }, tracker);
}

/** The issues that these deliveries would open, for `render` and `test`, by the event's id. */
export function renderIssues(plan: Plan, manifest: Manifest, io: Io): Map<string, IssueDraft> {
  const file = resolveManifestPath(manifest, io);
  const rendered = computeDesiredIssues(plan, manifest).filter(({ alerts }) => alerts.length > 0);
  return new Map(rendered.flatMap((one) => one.alerts.map(({ id }) => [id, createIssueDraft(one, file)] as const)));
}

/** The manifest's path from the repository's root, which is the same wherever the repository is checked out. */
function resolveManifestPath({ file, root }: Manifest, { cwd, env }: Io): string {
  return toRepositoryPath(path.resolve(cwd, file), resolveRepositoryRoot(root, env));
}
