/**
 * Brings GitHub's issues to what a plan says: deliveries first, then what keeps them true. It knows GitHub by a
 * `Tracker` alone, so that the order of things can be tested without one.
 */

import type { Failure, Manifest, Plan, PlannedDelivery, Receipt, Upkeep } from '../../domain/index.ts';
import { failure } from '../failures.ts';
import { type Change, decideIssue, end, isNothing, type NewIssue, newIssue, type OurIssue } from './decide.ts';
import { type Wanted, wantedIssues } from './desired-state.ts';
import { rollUpKey } from './marker.ts';
import { duplicates, indexIssues, orphans, type Told } from './match-issues.ts';
import { decideRollUp, memberOf, membersIn, newRollUp, type RollUp } from './overflow-issue.ts';

/** Issues of ours on GitHub. Whatever goes wrong is thrown as `TrackerFailure`. */
export interface Tracker {
  /** All that are open. */
  open(): Promise<OurIssue[]>;
  /** Closed ones of these subjects. */
  closed(keys: ReadonlySet<string>): Promise<OurIssue[]>;
  /** One as it is now; null where it was deleted or moved away. */
  get(number: number): Promise<OurIssue | null>;
  create(issue: NewIssue, wanted: Pick<Wanted, 'alerts' | 'options'>): Promise<void>;
  apply(number: number, change: Change): Promise<void>;
}

export class TrackerFailure extends Error {
  readonly failure: Failure;
  /** Nothing that comes after would fare better: no permission, no patience left. */
  readonly fatal: boolean;
  /** GitHub is in trouble; perhaps not for long. */
  readonly outage: boolean;

  constructor(failure: Failure, { fatal = false, outage = false }) {
    super(failure.detail);
    this.failure = failure;
    this.fatal = fatal;
    this.outage = outage;
  }
}

export interface Job {
  plan: Plan;
  manifest: Manifest;
  /** The manifest's path, as its issues carry it. */
  file: string;
  scan: Told;
  /** null: deliveries alone, nothing else is brought up to date. */
  upkeep: Pick<Upkeep, 'observation' | 'whole'> | null;
}

export interface Kept {
  receipts: Receipt[];
  /** What could not be brought up to date, beside deliveries. The next scan tries it again. */
  problems: Failure[];
}

/** Makes every delivery that is due to issues, and keeps all issues current; the receipts are in the plan's order. */
export async function keepIssues(job: Job, tracker: Tracker): Promise<Kept> {
  const wanted = wantedIssues(job.plan, job.manifest).filter(({ due }) => job.upkeep !== null || due.length > 0);
  const round = new Round(tracker);
  const open = await round.read(() => tracker.open());
  const sought = soughtClosed(wanted, open, job);
  const closed = sought.size === 0 ? [] : await round.read(() => tracker.closed(sought));
  const index = indexIssues([...open, ...closed]);

  const isMissing = ({ key, alerts, due }: Wanted) => alerts.length > 0 && due.length > 0 && !index.has(key);
  for (const one of wanted.filter((one) => !isMissing(one)).toSorted(endingsFirst)) {
    await round.settle([one], () => bringUp(one, index.get(one.key), job, round));
  }
  const beyond = await createIssues(wanted.filter(isMissing), room(open, wanted, job) - round.reopened, job, round);
  await listBeyond(beyond, wanted, index, job, round);
  await sweep(open, index, new Set(wanted.map(({ key }) => key)), job, round);
  const receipts = receiptsOf(wanted, job.plan, round);
  // What has failed a delivery is told with that.
  const problems = round.problems.filter(({ code }) => !receipts.some(({ error }) => error?.code === code));
  return { receipts, problems };
}

/** An issue that is closed makes room for another. */
function endingsFirst(a: Wanted, b: Wanted): number {
  return Number(hasEnded(b)) - Number(hasEnded(a));
}

function hasEnded({ alerts }: Wanted): boolean {
  return alerts.length === 0;
}

/** What is due and has no open issue may have a closed one: an acknowledgement, or one of an earlier time. */
function soughtClosed(wanted: readonly Wanted[], open: readonly OurIssue[], { file }: Job): Set<string> {
  const found = indexIssues(open);
  const sought = wanted.filter(({ key, due }) => due.length > 0 && !found.has(key)).map(({ key }) => key);
  const rollUp = rollUpKey(file);
  return new Set(sought.length === 0 || found.has(rollUp) ? sought : [...sought, rollUp]);
}

/** A person may have changed the issue since it was listed: what is written is decided on what is there now. */
async function bringUp(wanted: Wanted, listed: OurIssue | undefined, { file }: Job, round: Round): Promise<void> {
  if (listed === undefined || isNothing(decideIssue(wanted, listed))) return;
  const issue = await round.tracker.get(listed.number);
  if (issue === null) {
    if (wanted.alerts.some(({ due }) => due)) await round.create(newIssue(wanted, file), wanted);
    return;
  }
  const change = decideIssue(wanted, issue);
  if (change.state === 'open') round.reopened += 1;
  await applyTo(issue, change, round.tracker);
}

async function applyTo(issue: OurIssue, change: Change, tracker: Tracker): Promise<void> {
  if (!isNothing(change)) await tracker.apply(issue.number, change);
}

/** How many more may be opened. */
function room(open: readonly OurIssue[], wanted: readonly Wanted[], { manifest, file }: Job): number {
  const ended = new Set(wanted.filter(hasEnded).map(({ key }) => key));
  const counted = open.filter(
    ({ marker: { key, manifest: of } }) => of === file && key !== rollUpKey(file) && !ended.has(key),
  );
  return manifest.issues.max_open - counted.length;
}

/** Opens as many as there is room for, the worst first, and answers with those that are left. */
async function createIssues(missing: readonly Wanted[], most: number, { file }: Job, round: Round): Promise<Wanted[]> {
  const fitting = missing.slice(0, Math.max(0, most));
  for (const one of fitting) {
    await round.settle([one], () => round.create(newIssue(one, file), one));
  }
  return missing.slice(fitting.length);
}

/** Keeps the roll-up issue: those beyond the room, and those that it lists already and that still hold. */
async function listBeyond(
  beyond: readonly Wanted[],
  wanted: readonly Wanted[],
  index: ReadonlyMap<string, OurIssue>,
  { manifest, file, scan, upkeep }: Job,
  round: Round,
): Promise<void> {
  const issue = index.get(rollUpKey(file));
  if (!upkeep?.whole) return round.fail(beyond, failure('issue-over-limit', String(manifest.issues.max_open)));
  const before = issue?.marker.state === 'told' ? membersIn(issue.body) : new Set<string>();
  const isListed = (one: Wanted) => before.has(memberOf(one.key)) && !index.has(one.key);
  const added = new Set(beyond);
  const isGiven = (one: Wanted) => one.due.length > 0 && !added.has(one);
  const listed = wanted.filter((one) => !hasEnded(one) && (added.has(one) || (isListed(one) && !isGiven(one))));
  const news = beyond.filter(
    ({ key, due }) => !before.has(memberOf(key)) || due.some(({ reason }) => reason !== 'repeat'),
  );
  const rollUp: RollUp = { wanted: listed, manifest: file, max_open: manifest.issues.max_open, scan };
  const write = async () => {
    if (issue === undefined && listed.length === 0) return;
    if (issue !== undefined && isNothing(decideRollUp(rollUp, issue, news))) return;
    const now = issue === undefined ? null : await round.tracker.get(issue.number);
    if (now !== null) return applyTo(now, decideRollUp(rollUp, now, news), round.tracker);
    if (listed.length === 0) return;
    await round.create(newRollUp(rollUp), { alerts: [], options: manifest.issues.options });
  };
  await round.settle(beyond, write);
}

/** Closes what is superfluous: duplicates always, orphans only where every entry was looked at. */
async function sweep(
  open: readonly OurIssue[],
  index: ReadonlyMap<string, OurIssue>,
  wanted: ReadonlySet<string>,
  job: Job,
  round: Round,
): Promise<void> {
  const others = [...index.values()].filter(({ marker }) => !wanted.has(marker.key));
  const swept = [...duplicates(open, job.scan), ...orphans(others, job)];
  if (round.created) swept.push(...duplicates(await round.read(() => round.tracker.open()), job.scan));
  for (const { issue, change } of swept) await round.settle([], () => sweepAway(issue, change, round.tracker));
}

async function sweepAway(listed: OurIssue, change: Change, tracker: Tracker): Promise<void> {
  const issue = await tracker.get(listed.number);
  if (issue === null || !issue.open || issue.marker.state !== 'told') return;
  await applyTo(issue, end(issue, change.comments, change.reason ?? 'completed'), tracker);
}

function receiptsOf(wanted: readonly Wanted[], plan: Plan, round: Round): Receipt[] {
  const keys = new Map<PlannedDelivery, string>(
    wanted.flatMap(({ key, due }) => due.map((delivery) => [delivery, key] as const)),
  );
  return plan.deliveries
    .filter((delivery) => keys.has(delivery))
    .map((delivery) => {
      const { event_id, rule, destination } = delivery;
      const error = round.failed.get(keys.get(delivery) ?? '') ?? null;
      const attempts = error === null || round.tried.has(keys.get(delivery) ?? '') ? 1 : 0;
      return { event_id, rule, destination, status: error === null ? 'sent' : 'failed', attempts, error };
    });
}

/** Outages that are met one after another before the rest is left for the next scan. */
const MOST_OUTAGES = 3;

/** What came of one pass over all issues: who failed, and whether it is of any use to go on. */
class Round {
  readonly tracker: Tracker;
  readonly failed = new Map<string, Failure>();
  readonly tried = new Set<string>();
  readonly problems: Failure[] = [];
  /** Whether anything was opened, or may have been. */
  created = false;
  reopened = 0;
  #stopped: Failure | null = null;
  #outages = 0;

  constructor(tracker: Tracker) {
    this.tracker = tracker;
  }

  /** A list of issues; without it nothing can be decided, so that its failure is that of all that follows. */
  async read(list: () => Promise<OurIssue[]>): Promise<OurIssue[]> {
    if (this.#stopped !== null) return [];
    try {
      return await list();
    } catch (error) {
      this.#stopped = failureOf(error).failure;
      this.#report(this.#stopped);
      return [];
    }
  }

  async create(issue: NewIssue, wanted: Parameters<Tracker['create']>[1]): Promise<void> {
    this.created = true;
    await this.tracker.create(issue, wanted);
  }

  /** Does what the deliveries of these subjects need, or fails them; for none it is upkeep. */
  async settle(wanted: readonly Wanted[], work: () => Promise<void>): Promise<void> {
    if (this.#stopped !== null) return this.fail(wanted, this.#stopped);
    try {
      for (const { key } of wanted) this.tried.add(key);
      await work();
      this.#outages = 0;
    } catch (error) {
      const { failure: why, fatal, outage } = failureOf(error);
      this.#outages = outage ? this.#outages + 1 : 0;
      if (fatal || this.#outages >= MOST_OUTAGES) this.#stopped = why;
      this.fail(wanted, why);
      if (wanted.every(({ due }) => due.length === 0)) this.#report(why);
    }
  }

  fail(wanted: readonly Wanted[], why: Failure): void {
    for (const { key } of wanted) this.failed.set(key, why);
  }

  /** Said once, however many issues it befell. */
  #report(why: Failure): void {
    if (!this.problems.some(({ code }) => code === why.code)) this.problems.push(why);
  }
}

function failureOf(error: unknown): TrackerFailure {
  if (error instanceof TrackerFailure) return error;
  throw error;
}
