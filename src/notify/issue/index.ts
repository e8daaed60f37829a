/** Deliveries to GitHub's issues, and what keeps these issues true between them. */

import path from 'node:path';
import type { Manifest, Plan, PlannedDelivery, Upkeep } from '../../domain/index.ts';
import { pathFromTop, repositoryTop } from '../../lib/files/repository-path.ts';
import type { Io } from '../../lib/io.ts';
import { failure, of } from '../failures.ts';
import { type NewIssue, newIssue } from './decide.ts';
import { wantedIssues } from './desired-state.ts';
import { githubTracker } from './github-tracker.ts';
import { toldBy } from './match-issues.ts';
import { type Kept, keepIssues } from './sync.ts';

interface Input {
  plan: Plan;
  manifest: Manifest;
  io: Io;
  upkeep: Upkeep | null;
  /** Milliseconds that are left of the time for all deliveries. */
  left: () => number;
}

/** Makes the deliveries that are due, and where `upkeep` is given brings every open issue up to date. */
export async function deliverToIssues(due: readonly PlannedDelivery[], input: Input): Promise<Kept> {
  const { plan, manifest, io, upkeep, left } = input;
  if (io.github === null) {
    const error = of('issue', failure('issue-no-token'));
    const receipts = due.map(({ event_id, rule, destination }) => {
      return { event_id, rule, destination, status: 'failed', attempts: 0, error } as const;
    });
    return { receipts, problems: [] };
  }
  const data = plan.events[0]?.context.data;
  const scan =
    upkeep === null ? { run_url: data?.run_url ?? null, timestamp: data?.timestamp ?? '' } : toldBy(upkeep.scan);
  const tracker = await githubTracker(io.github, io, left);
  return keepIssues({ plan, manifest, file: manifestPath(manifest, io), scan, upkeep }, tracker);
}

/** The issues that these deliveries would open, for `render` and `test`, by the event's id. */
export function renderIssues(plan: Plan, manifest: Manifest, io: Io): Map<string, NewIssue> {
  const file = manifestPath(manifest, io);
  const rendered = wantedIssues(plan, manifest).filter(({ alerts }) => alerts.length > 0);
  return new Map(rendered.flatMap((one) => one.alerts.map(({ id }) => [id, newIssue(one, file)] as const)));
}

/** The manifest's path from the repository's root, which is the same wherever the repository is checked out. */
function manifestPath({ file, root }: Manifest, { cwd, env }: Io): string {
  return pathFromTop(path.resolve(cwd, file), repositoryTop(root, env));
}
