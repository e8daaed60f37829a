/** Delivers alerts to GitHub issues, and updates the open issues. */

import path from 'node:path';
import type { Manifest, Plan, PlannedDelivery } from '../../domain/index.ts';
import { resolveRepositoryRoot, toRepositoryPath } from '../../lib/files/repository-path.ts';
import type { Io } from '../../lib/io.ts';
import { createReceipt, type DeliveryContext, type DeliveryResult } from '../delivery.ts';
import { createFailure, createUnsent, withSubject } from '../failures.ts';
import { createIssueDraft, type IssueDraft } from './decide.ts';
import { computeDesiredIssues } from './desired-state.ts';
import { openGitHubTracker } from './github-tracker.ts';
import { createScanReference } from './match-issues.ts';
import { syncIssues } from './sync.ts';

interface IssueDeliveryInput extends Omit<DeliveryContext, 'plan'> {
  plan: Plan;
}

/** Makes the due deliveries, and with `issueSync` updates every open issue. */
export async function deliverToIssues(
  due: readonly PlannedDelivery[],
  { plan, manifest, io, issueSync, remainingMs, onStart, reportBug }: IssueDeliveryInput,
): Promise<DeliveryResult> {
  if (io.github === null) {
    // Outside GitHub, such as on a laptop, issues are not expected to work. A scan on GitHub opens them.
    if (io.env.GITHUB_ACTIONS !== 'true') return { receipts: [], problems: [createFailure('issue-outside-github')] };
    const failed = createUnsent(withSubject(createFailure('issue-no-token'), 'issue'));
    return { receipts: due.map((planned) => createReceipt(planned, failed)), problems: [] };
  }
  const { run_url = null, timestamp = '' } = plan.events[0]?.context.data ?? {};
  const scan = issueSync === null ? { run_url, timestamp } : createScanReference(issueSync.scan);
  const tracker = openGitHubTracker(io.github, manifest.scan, io, remainingMs);
  const file = resolveManifestPath(manifest, io);
  return syncIssues({ plan, manifest, file, scan, issueSync, onStart, reportBug }, tracker);
}

/** Renders the issues that these deliveries would open, by event id, for `render` and `test`. */
export function renderIssues(plan: Plan, manifest: Manifest, io: Io): Map<string, IssueDraft> {
  const file = resolveManifestPath(manifest, io);
  const firing = computeDesiredIssues(plan, manifest).filter(({ alerts }) => alerts.length > 0);
  return new Map(firing.flatMap((one) => one.alerts.map(({ id }) => [id, createIssueDraft(one, file)] as const)));
}

/** Returns the path relative to the repository, so that it is the same in every checkout. */
function resolveManifestPath({ file, root }: Manifest, { cwd, env }: Io): string {
  return toRepositoryPath(path.resolve(cwd, file), resolveRepositoryRoot(root, env));
}
