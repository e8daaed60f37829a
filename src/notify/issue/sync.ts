/**
 * Brings GitHub's issues to what a plan says: deliveries first, then what keeps them true. It knows GitHub by a
 * `Tracker` alone, so that the order of things can be tested without one.
 */

import type { Failure, IssueSyncInput, Manifest, Plan, PlannedDelivery, Receipt } from '../../domain/index.ts';
import { createFailure } from '../failures.ts';
import {
  closeIssue,
  createIssueDraft,
  decideIssueChange,
  type IssueChange,
  type IssueDraft,
  isEmptyChange,
  type ManagedIssue,
} from './decide.ts';
import { computeDesiredIssues, type DesiredIssue } from './desired-state.ts';
import { formatOverflowKey } from './marker.ts';
import { findDuplicates, findOrphans, indexIssues, type ScanReference } from './match-issues.ts';
import {
  createOverflowIssue,
  decideOverflowChange,
  hashMember,
  type OverflowContent,
  readMembers,
} from './overflow-issue.ts';

/** Issues of ours on GitHub. Whatever goes wrong is thrown as `TrackerFailure`. */
export interface Tracker {
  /** All that are open. */
  listOpen(): Promise<ManagedIssue[]>;
  /** Closed ones of these subjects. */
  listClosed(keys: ReadonlySet<string>): Promise<ManagedIssue[]>;
  /** One as it is now; null where it was deleted or moved away. */
  get(number: number): Promise<ManagedIssue | null>;
  create(issue: IssueDraft, wanted: Pick<DesiredIssue, 'alerts' | 'options'>): Promise<void>;
  update(number: number, change: IssueChange): Promise<void>;
}

export class TrackerError extends Error {
  readonly failure: Failure;
  /** Nothing that comes after would fare better: no permission, no patience left. */
  readonly isFatal: boolean;
  /** GitHub is in trouble; perhaps not for long. */
  readonly isOutage: boolean;

  constructor(failure: Failure, { fatal = false, outage = false }) {
    super(failure.detail);
    this.failure = failure;
    this.isFatal = fatal;
    this.isOutage = outage;
  }
}

export interface IssueSyncJob {
  plan: Plan;
  manifest: Manifest;
  /** The manifest's path, as its issues carry it. */
  file: string;
  scan: ScanReference;
  /** null: deliveries alone, nothing else is brought up to date. */
  upkeep: Pick<IssueSyncInput, 'observation' | 'isComplete'> | null;
}

export interface IssueSyncResult {
  receipts: Receipt[];
  /** What could not be brought up to date, beside deliveries. The next scan tries it again. */
  problems: Failure[];
}

/** Makes every delivery that is due to issues, and keeps all issues current; the receipts are in the plan's order. */
export async function syncIssues(job: IssueSyncJob, tracker: Tracker): Promise<IssueSyncResult> {
  const wanted = computeDesiredIssues(job.plan, job.manifest).filter(
    ({ due }) => job.upkeep !== null || due.length > 0,
  );
  const round = new IssueSyncSession(tracker);
  const open = await round.list(() => tracker.listOpen());
  const sought = listKeysWithoutOpenIssue(wanted, open, job);
  const closed = sought.size === 0 ? [] : await round.list(() => tracker.listClosed(sought));
  const index = indexIssues([...open, ...closed]);

  const isMissing = ({ key, alerts, due }: DesiredIssue) => alerts.length > 0 && due.length > 0 && !index.has(key);
  for (const one of wanted.filter((one) => !isMissing(one)).toSorted(compareResolvedFirst)) {
    await round.run([one], () => syncIssue(one, index.get(one.key), job, round));
  }
  const beyond = await createMissingIssues(
    wanted.filter(isMissing),
    countFreeSlots(open, wanted, job) - round.reopened,
    job,
    round,
  );
  await syncOverflowIssue(beyond, wanted, index, job, round);
  await closeStaleIssues(open, index, new Set(wanted.map(({ key }) => key)), job, round);
  const receipts = createReceipts(wanted, job.plan, round);
  // What has failed a delivery is told with that.
  const problems = round.failures.filter(({ code }) => !receipts.some(({ error }) => error?.code === code));
  return { receipts, problems };
}

/** An issue that is closed makes room for another. */
function compareResolvedFirst(a: DesiredIssue, b: DesiredIssue): number {
  return Number(isResolved(b)) - Number(isResolved(a));
}

function isResolved({ alerts }: DesiredIssue): boolean {
  return alerts.length === 0;
}

/** What is due and has no open issue may have a closed one: an acknowledgement, or one of an earlier time. */
function listKeysWithoutOpenIssue(
  wanted: readonly DesiredIssue[],
  open: readonly ManagedIssue[],
  { file }: IssueSyncJob,
): Set<string> {
  const found = indexIssues(open);
  const sought = wanted.filter(({ key, due }) => due.length > 0 && !found.has(key)).map(({ key }) => key);
  const rollUp = formatOverflowKey(file);
  return new Set(sought.length === 0 || found.has(rollUp) ? sought : [...sought, rollUp]);
}

/** A person may have changed the issue since it was listed: what is written is decided on what is there now. */
async function syncIssue(
  wanted: DesiredIssue,
  listed: ManagedIssue | undefined,
  { file }: IssueSyncJob,
  round: IssueSyncSession,
): Promise<void> {
  if (listed === undefined || isEmptyChange(decideIssueChange(wanted, listed))) return;
  const issue = await round.tracker.get(listed.number);
  if (issue === null) {
    if (wanted.alerts.some(({ due }) => due)) await round.create(createIssueDraft(wanted, file), wanted);
    return;
  }
  const change = decideIssueChange(wanted, issue);
  if (change.state === 'open') round.reopened += 1;
  await applyChange(issue, change, round.tracker);
}

async function applyChange(issue: ManagedIssue, change: IssueChange, tracker: Tracker): Promise<void> {
  if (!isEmptyChange(change)) await tracker.update(issue.number, change);
}

/** How many more may be opened. */
function countFreeSlots(
  open: readonly ManagedIssue[],
  wanted: readonly DesiredIssue[],
  { manifest, file }: IssueSyncJob,
): number {
  const ended = new Set(wanted.filter(isResolved).map(({ key }) => key));
  const counted = open.filter(
    ({ marker: { key, manifest: of } }) => of === file && key !== formatOverflowKey(file) && !ended.has(key),
  );
  return manifest.issues.max_open - counted.length;
}

/** Opens as many as there is room for, the worst first, and answers with those that are left. */
async function createMissingIssues(
  missing: readonly DesiredIssue[],
  most: number,
  { file }: IssueSyncJob,
  round: IssueSyncSession,
): Promise<DesiredIssue[]> {
  const fitting = missing.slice(0, Math.max(0, most));
  for (const one of fitting) {
    await round.run([one], () => round.create(createIssueDraft(one, file), one));
  }
  return missing.slice(fitting.length);
}

/** Keeps the roll-up issue: those beyond the room, and those that it lists already and that still hold. */
async function syncOverflowIssue(
  beyond: readonly DesiredIssue[],
  wanted: readonly DesiredIssue[],
  index: ReadonlyMap<string, ManagedIssue>,
  { manifest, file, scan, upkeep }: IssueSyncJob,
  round: IssueSyncSession,
): Promise<void> {
  const issue = index.get(formatOverflowKey(file));
  if (!upkeep?.isComplete)
    return round.fail(beyond, createFailure('issue-over-limit', String(manifest.issues.max_open)));
  const before = issue?.marker.state === 'told' ? readMembers(issue.body) : new Set<string>();
  const isListed = (one: DesiredIssue) => before.has(hashMember(one.key)) && !index.has(one.key);
  const added = new Set(beyond);
  const isGiven = (one: DesiredIssue) => one.due.length > 0 && !added.has(one);
  const listed = wanted.filter((one) => !isResolved(one) && (added.has(one) || (isListed(one) && !isGiven(one))));
  const news = beyond.filter(
    ({ key, due }) => !before.has(hashMember(key)) || due.some(({ reason }) => reason !== 'repeat'),
  );
  const rollUp: OverflowContent = { listed: listed, manifest: file, max_open: manifest.issues.max_open, scan };
  const write = async () => {
    if (issue === undefined && listed.length === 0) return;
    if (issue !== undefined && isEmptyChange(decideOverflowChange(rollUp, issue, news))) return;
    const now = issue === undefined ? null : await round.tracker.get(issue.number);
    if (now !== null) return applyChange(now, decideOverflowChange(rollUp, now, news), round.tracker);
    if (listed.length === 0) return;
    await round.create(createOverflowIssue(rollUp), { alerts: [], options: manifest.issues.options });
  };
  await round.run(beyond, write);
}

/** Closes what is superfluous: duplicates always, orphans only where every entry was looked at. */
async function closeStaleIssues(
  open: readonly ManagedIssue[],
  index: ReadonlyMap<string, ManagedIssue>,
  wanted: ReadonlySet<string>,
  job: IssueSyncJob,
  round: IssueSyncSession,
): Promise<void> {
  const others = [...index.values()].filter(({ marker }) => !wanted.has(marker.key));
  const swept = [...findDuplicates(open, job.scan), ...findOrphans(others, job)];
  if (round.created) swept.push(...findDuplicates(await round.list(() => round.tracker.listOpen()), job.scan));
  for (const { issue, change } of swept) await round.run([], () => closeStaleIssue(issue, change, round.tracker));
}

async function closeStaleIssue(listed: ManagedIssue, change: IssueChange, tracker: Tracker): Promise<void> {
  const issue = await tracker.get(listed.number);
  if (issue === null || !issue.open || issue.marker.state !== 'told') return;
  await applyChange(issue, closeIssue(issue, change.comments, change.reason ?? 'completed'), tracker);
}

function createReceipts(wanted: readonly DesiredIssue[], plan: Plan, round: IssueSyncSession): Receipt[] {
  const keys = new Map<PlannedDelivery, string>(
    wanted.flatMap(({ key, due }) => due.map((delivery) => [delivery, key] as const)),
  );
  return plan.deliveries
    .filter((delivery) => keys.has(delivery))
    .map((delivery) => {
      const { event_id, rule, destination } = delivery;
      const error = round.failed.get(keys.get(delivery) ?? '') ?? null;
      const attempts = error === null || round.attempted.has(keys.get(delivery) ?? '') ? 1 : 0;
      return { event_id, rule, destination, status: error === null ? 'sent' : 'failed', attempts, error };
    });
}

/** Outages that are met one after another before the rest is left for the next scan. */
const MAX_CONSECUTIVE_OUTAGES = 3;

/** What came of one pass over all issues: who failed, and whether it is of any use to go on. */
class IssueSyncSession {
  readonly tracker: Tracker;
  readonly failed = new Map<string, Failure>();
  readonly attempted = new Set<string>();
  readonly failures: Failure[] = [];
  /** Whether anything was opened, or may have been. */
  created = false;
  reopened = 0;
  #stopped: Failure | null = null;
  #outages = 0;

  constructor(tracker: Tracker) {
    this.tracker = tracker;
  }

  /** A list of issues; without it nothing can be decided, so that its failure is that of all that follows. */
  async list(list: () => Promise<ManagedIssue[]>): Promise<ManagedIssue[]> {
    if (this.#stopped !== null) return [];
    try {
      return await list();
    } catch (error) {
      this.#stopped = asTrackerError(error).failure;
      this.#report(this.#stopped);
      return [];
    }
  }

  async create(issue: IssueDraft, wanted: Parameters<Tracker['create']>[1]): Promise<void> {
    this.created = true;
    await this.tracker.create(issue, wanted);
  }

  /** Does what the deliveries of these subjects need, or fails them; for none it is upkeep. */
  async run(wanted: readonly DesiredIssue[], work: () => Promise<void>): Promise<void> {
    if (this.#stopped !== null) return this.fail(wanted, this.#stopped);
    try {
      for (const { key } of wanted) this.attempted.add(key);
      await work();
      this.#outages = 0;
    } catch (error) {
      const { failure: why, isFatal: fatal, isOutage: outage } = asTrackerError(error);
      this.#outages = outage ? this.#outages + 1 : 0;
      if (fatal || this.#outages >= MAX_CONSECUTIVE_OUTAGES) this.#stopped = why;
      this.fail(wanted, why);
      if (wanted.every(({ due }) => due.length === 0)) this.#report(why);
    }
  }

  fail(wanted: readonly DesiredIssue[], why: Failure): void {
    for (const { key } of wanted) this.failed.set(key, why);
  }

  /** Said once, however many issues it befell. */
  #report(why: Failure): void {
    if (!this.failures.some(({ code }) => code === why.code)) this.failures.push(why);
  }
}

function asTrackerError(error: unknown): TrackerError {
  if (error instanceof TrackerError) return error;
  throw error;
}
