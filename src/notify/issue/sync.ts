/** Synchronizes GitHub issues with a plan: due deliveries first, then updates of open issues. */

import type { Failure, IssueSyncInput, Plan, PlannedDelivery, Receipt } from '../../domain/index.ts';
import type { ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { createReceipt, type DeliveryResult } from '../delivery.ts';
import { createFailure } from '../failures.ts';
import { compareBySeverity } from '../group-deliveries.ts';
import {
  closeIssue,
  createIssueDraft,
  decideEscalation,
  decideIssueChange,
  findAcknowledgement,
  getWorst,
  type IssueChange,
  type IssueDraft,
  isEmptyChange,
  type ManagedIssue,
} from './decide.ts';
import { computeDesiredIssues, type DesiredIssue, type IssueSettings } from './desired-state.ts';
import { formatOverflowKey } from './marker.ts';
import {
  dropCopies,
  findDuplicates,
  findOrphans,
  type IssueIndex,
  indexIssues,
  type ScanReference,
} from './match-issues.ts';
import { NO_MEMBERS } from './member-filter.ts';
import { createOverflowIssue, decideOverflowChange, type OverflowContent, readMembers } from './overflow-issue.ts';
import { type Tracker, TrackerError } from './tracker.ts';

export interface IssueSyncJob {
  plan: Plan;
  settings: IssueSettings;
  /** The manifest's path in the repository. */
  file: string;
  scan: ScanReference;
  /** The input for updates of open issues; null: only make the deliveries. */
  issueSync: Pick<IssueSyncInput, 'comparison' | 'isComplete'> | null;
  /** Called for each delivery before its first request. */
  onStart?: (planned: PlannedDelivery) => void;
  /** Called with a bug that was caught. Default: it is thrown. */
  reportBug?: ReportBug;
}

/**
 * Makes every due delivery to issues, and updates all open issues. Receipts are in the order of the plan. A bug that one issue triggers
 * only fails that issue.
 */
export async function syncIssues(job: IssueSyncJob, tracker: Tracker): Promise<DeliveryResult> {
  const all = computeDesiredIssues(job.plan, job.settings, job.file);
  const desired = all.filter(({ due }) => job.issueSync !== null || due.length > 0);
  const session = new IssueSyncSession(tracker, job);
  const open = await session.list(() => tracker.listOpen());
  const closedKeys = listKeysWithoutOpenIssue(desired, open, job);
  const closed = closedKeys.size === 0 ? [] : await session.list(() => tracker.listClosed(closedKeys));
  const index = indexIssues(dropCopies([...open, ...closed]));

  const isMissing = ({ key, alerts, due }: DesiredIssue) => alerts.length > 0 && due.length > 0 && !index.has(key);
  // Resolved issues come first: a closed issue makes room for a new one.
  const existing = desired.filter((one) => !isMissing(one));
  for (const one of existing.toSorted((a, b) => Number(isResolved(b)) - Number(isResolved(a)))) {
    await session.run([one], () => syncIssue(one, index.get(one.key), job, session));
  }
  // The worst come first: people read issues in the order of their numbers, and `max_open` must not exclude an expired certificate.
  const missing = desired.filter(isMissing).sort((a, b) => compareBySeverity(getWorst(a), getWorst(b)));
  const room = Math.max(0, countFreeSlots(open, desired, job) - session.reopened);
  for (const one of missing.slice(0, room)) {
    await session.run([one], () => session.create(createIssueDraft(one, job.file), one));
  }
  await syncOverflowIssue(missing.slice(room), desired, index, job, session);
  await closeStaleIssues(open, index, new Set(desired.map(({ key }) => key)), job, session);
  const receipts = createReceipts(desired, job.plan, index, session);
  // The receipts already report the failures of deliveries.
  const problems = session.problems.filter(({ code }) => !receipts.some(({ error }) => error?.code === code));
  return { receipts, problems };
}

function isResolved({ alerts }: DesiredIssue): boolean {
  return alerts.length === 0;
}

/** Lists the keys of due alerts without an open issue, which may have a closed one that was acknowledged or resolved. */
function listKeysWithoutOpenIssue(
  desired: readonly DesiredIssue[],
  open: readonly ManagedIssue[],
  { file }: IssueSyncJob,
): Set<string> {
  const index = indexIssues(open);
  const keys = desired.filter(({ key, due }) => due.length > 0 && !index.has(key)).map(({ key }) => key);
  const overflowKey = formatOverflowKey(file);
  return new Set(keys.length === 0 || index.has(overflowKey) ? keys : [...keys, overflowKey]);
}

/** A person may have changed the issue since it was listed, so the change is decided from its current state. */
async function syncIssue(
  desired: DesiredIssue,
  listed: ManagedIssue | undefined,
  { file, issueSync }: IssueSyncJob,
  session: IssueSyncSession,
): Promise<void> {
  // A scan of some entries knows only some of the entries below a CA.
  const decide = desired.isIssuer && !issueSync?.isComplete ? decideEscalation : decideIssueChange;
  if (listed === undefined || isEmptyChange(decide(desired, listed))) return;
  const issue = await session.tracker.get(listed.number);
  if (issue === null) {
    if (desired.alerts.some(({ due }) => due)) await session.create(createIssueDraft(desired, file), desired);
    return;
  }
  const change = decide(desired, issue);
  if (change.state === 'open') session.reopened += 1;
  await applyChange(issue, change, session.tracker);
}

async function applyChange(issue: ManagedIssue, change: IssueChange, tracker: Tracker): Promise<void> {
  if (!isEmptyChange(change)) await tracker.update(issue.number, change);
}

/** Counts how many more issues `issues.max_open` allows. */
function countFreeSlots(
  open: readonly ManagedIssue[],
  desired: readonly DesiredIssue[],
  { settings, file }: IssueSyncJob,
): number {
  const ignored = new Set([formatOverflowKey(file), ...desired.filter(isResolved).map(({ key }) => key)]);
  const counted = open.filter(({ marker }) => marker.manifest === file && !ignored.has(marker.key));
  return settings.issues.max_open - counted.length;
}

/** Updates the overflow issue, which lists alerts beyond the limit, and alerts listed earlier that are still firing. */
async function syncOverflowIssue(
  beyondLimit: readonly DesiredIssue[],
  desired: readonly DesiredIssue[],
  index: IssueIndex,
  { settings, file, scan, issueSync }: IssueSyncJob,
  session: IssueSyncSession,
): Promise<void> {
  const { max_open, options } = settings.issues;
  if (!issueSync?.isComplete) return session.fail(beyondLimit, createFailure('issue-over-limit', String(max_open)));
  const issue = index.get(formatOverflowKey(file));
  const members = issue?.marker.state === 'firing' ? readMembers(issue.body) : NO_MEMBERS;
  const added = new Set(beyondLimit);
  // A member whose delivery is due has just received a separate issue, unless it is beyond the limit.
  const staysListed = ({ key, due }: DesiredIssue) => members.has(key) && !index.has(key) && due.length === 0;
  const listed = desired.filter((one) => !isResolved(one) && (added.has(one) || staysListed(one)));
  const news = beyondLimit.filter(({ key, due }) => !members.has(key) || due.some(({ reason }) => reason !== 'repeat'));
  const content: OverflowContent = { listed, manifest: file, max_open, scan };
  await session.run(beyondLimit, async () => {
    if (issue === undefined && listed.length === 0) return;
    if (issue !== undefined && isEmptyChange(decideOverflowChange(content, issue, news))) return;
    const current = issue === undefined ? null : await session.tracker.get(issue.number);
    if (current !== null) return applyChange(current, decideOverflowChange(content, current, news), session.tracker);
    if (listed.length > 0) await session.create(createOverflowIssue(content), { alerts: [], options });
  });
}

/** Closes duplicates, and after a scan of all entries also orphans. */
async function closeStaleIssues(
  open: readonly ManagedIssue[],
  index: IssueIndex,
  desiredKeys: ReadonlySet<string>,
  job: IssueSyncJob,
  session: IssueSyncSession,
): Promise<void> {
  const others = [...index.values()].filter(({ marker }) => !desiredKeys.has(marker.key));
  const stale = [...findDuplicates(open, job.scan), ...findOrphans(others, job)];
  if (session.created) stale.push(...findDuplicates(await session.list(() => session.tracker.listOpen()), job.scan));
  for (const { issue, change } of stale) await session.run([], () => closeStaleIssue(issue, change, session.tracker));
}

async function closeStaleIssue(listed: ManagedIssue, change: IssueChange, tracker: Tracker): Promise<void> {
  const issue = await tracker.get(listed.number);
  if (issue === null || !issue.open || issue.marker.state !== 'firing') return;
  await applyChange(issue, closeIssue(issue, change.comments, change.reason ?? 'completed'), tracker);
}

function createReceipts(
  desired: readonly DesiredIssue[],
  plan: Plan,
  index: IssueIndex,
  session: IssueSyncSession,
): Receipt[] {
  const byDelivery = new Map(desired.flatMap((one) => one.due.map((delivery) => [delivery, one] as const)));
  return plan.deliveries.flatMap((delivery) => {
    const one = byDelivery.get(delivery);
    if (one === undefined) return [];
    const error = session.failed.get(one.key) ?? null;
    const attempts = error === null || session.attempted.has(one.key) ? 1 : 0;
    const receipt = createReceipt(delivery, { status: error === null ? 'sent' : 'failed', attempts, error });
    const acknowledged = error === null ? findAcknowledgement(one, index.get(one.key)) : null;
    return acknowledged === null ? [receipt] : [{ ...receipt, acknowledged }];
  });
}

/** After this many consecutive outages, the next scan makes the rest of the updates. */
const MAX_CONSECUTIVE_OUTAGES = 3;

/** Collects the results of one sync, and stops it after a fatal failure. */
class IssueSyncSession {
  readonly tracker: Tracker;
  readonly #onStart: NonNullable<IssueSyncJob['onStart']>;
  /** The failures by key. */
  readonly failed = new Map<string, Failure>();
  readonly attempted = new Set<string>();
  readonly problems: Failure[] = [];
  /** Whether an issue was created, or may have been. */
  created = false;
  reopened = 0;
  #stopped: Failure | null = null;
  #outages = 0;
  readonly #reportBug: ReportBug;

  constructor(
    tracker: Tracker,
    { onStart = () => {}, reportBug = rethrow }: Pick<IssueSyncJob, 'onStart' | 'reportBug'>,
  ) {
    this.tracker = tracker;
    this.#onStart = onStart;
    this.#reportBug = reportBug;
  }

  /** Lists issues. If that fails, no changes can be decided, so all following updates fail as well. */
  async list(list: () => Promise<ManagedIssue[]>): Promise<ManagedIssue[]> {
    if (this.#stopped !== null) return [];
    try {
      return dropCopies(await list());
    } catch (error) {
      this.#stopped = this.#toTrackerError(error).failure;
      this.#report(this.#stopped);
      return [];
    }
  }

  async create(issue: IssueDraft, desired: Parameters<Tracker['create']>[1]): Promise<void> {
    this.created = true;
    await this.tracker.create(issue, desired);
  }

  /** Runs `work` for these issues. A failure fails their deliveries; without deliveries, it is reported as a problem. */
  async run(desired: readonly DesiredIssue[], work: () => Promise<void>): Promise<void> {
    if (this.#stopped !== null) return this.fail(desired, this.#stopped);
    try {
      for (const { key, due } of desired) {
        this.attempted.add(key);
        due.forEach(this.#onStart);
      }
      await work();
      this.#outages = 0;
    } catch (error) {
      const { failure, isFatal, isOutage } = this.#toTrackerError(error);
      this.#outages = isOutage ? this.#outages + 1 : 0;
      if (isFatal || this.#outages >= MAX_CONSECUTIVE_OUTAGES) this.#stopped = failure;
      this.fail(desired, failure);
      if (desired.every(({ due }) => due.length === 0)) this.#report(failure);
    }
  }

  fail(desired: readonly DesiredIssue[], failure: Failure): void {
    for (const { key } of desired) this.failed.set(key, failure);
  }

  #toTrackerError(error: unknown): Pick<TrackerError, 'failure' | 'isFatal' | 'isOutage'> {
    if (error instanceof TrackerError) return error;
    this.#reportBug(error);
    return { failure: createFailure('internal-error'), isFatal: false, isOutage: false };
  }

  /** Reports each failure once, regardless of how many issues it affects. */
  #report(failure: Failure): void {
    if (!this.problems.some(({ code }) => code === failure.code)) this.problems.push(failure);
  }
}

function rethrow(bug: unknown): never {
  throw bug;
}
