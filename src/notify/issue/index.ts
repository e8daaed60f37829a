/** Delivers alerts to GitHub issues, and updates the open issues. */

import path from 'node:path';
import type { Plan, PlannedDelivery } from '../../domain/index.ts';
import { resolveRepositoryRoot, toRepositoryPath } from '../../lib/files/repository-path.ts';
import type { Io } from '../../lib/io.ts';
import { createReceipt, type DeliveryContext, type DeliveryResult } from '../delivery.ts';
import { addSubject, createFailure, createUnsent } from '../failures.ts';
import type { Receivers } from '../receiver-settings.ts';
import { createIssueDraft, type IssueDraft } from './decide.ts';
import { computeDesiredIssues, type IssueSettings } from './desired-state.ts';
import { openGitHubTracker } from './github-tracker.ts';
import { createScanReference } from './match-issues.ts';
import { syncIssues } from './sync.ts';

interface IssueDeliveryInput extends Omit<DeliveryContext, 'plan'> {
  plan: Plan;
}

/** Makes the due deliveries, and with `issueSync` updates every open issue. */
export async function deliverToIssues(
  due: readonly PlannedDelivery[],
  { plan, receivers, io, issueSync, remainingMs, onStart, reportBug }: IssueDeliveryInput,
): Promise<DeliveryResult> {
  if (io.github === null) {
    // Outside GitHub, such as on a laptop, issues are not expected to work. A scan on GitHub opens them.
    if (io.env.GITHUB_ACTIONS !== 'true') return { receipts: [], problems: [createFailure('issue-outside-github')] };
    const failed = createUnsent(addSubject(createFailure('issue-no-token'), 'issue'));
    return { receipts: due.map((planned) => createReceipt(planned, failed)), problems: [] };
  }
  const { run_url = null, timestamp = '' } = plan.events[0]?.context.data ?? {};
  const scan = issueSync === null ? { run_url, timestamp } : createScanReference(issueSync.scan);
  const tracker = openGitHubTracker(io.github, receivers.network, io, remainingMs);
  const file = resolveManifestPath(receivers, io);
  return syncIssues({ plan, settings: receivers, file, scan, issueSync, onStart, reportBug }, tracker);
}

/** The settings that issues are rendered with. */
type IssueReceiver = Pick<Receivers, 'file' | 'root'> & IssueSettings;

/** Renders the issues that these deliveries would open, by event id, for `render` and `test`. */
export function renderIssues(plan: Plan, receivers: IssueReceiver, io: Io): Map<string, IssueDraft> {
  const file = resolveManifestPath(receivers, io);
  const firing = computeDesiredIssues(plan, receivers, file).filter(({ alerts }) => alerts.length > 0);
  return new Map(firing.flatMap((one) => one.alerts.map(({ id }) => [id, createIssueDraft(one, file)] as const)));
}

/** Returns the path relative to the repository, so that it is the same in every checkout. */
function resolveManifestPath({ file, root }: Pick<Receivers, 'file' | 'root'>, { cwd, env }: Io): string {
  return toRepositoryPath(path.resolve(cwd, file), resolveRepositoryRoot(root, env));
}
