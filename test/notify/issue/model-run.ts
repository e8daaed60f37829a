/** Simulates many days of scans whose alerts go to issues, with faults, races, lost logs and changes by people. */

import { mergeLogs } from '../../../src/events/log/merge.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import { pruneLog } from '../../../src/events/state/prune.ts';
import { record } from '../../../src/events/state/record.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import { computeDesiredIssues, type DesiredIssue } from '../../../src/notify/issue/desired-state.ts';
import { createTracker } from '../../../src/notify/issue/github-tracker.ts';
import { createScanReference } from '../../../src/notify/issue/match-issues.ts';
import { syncIssues } from '../../../src/notify/issue/sync.ts';
import type { Tracker } from '../../../src/notify/issue/tracker.ts';
import { createRandom, type Random } from '../../events/model/random.ts';
import { rule } from '../../events/scenario.ts';
import { type Board, getBoard } from '../../helpers/github/board.ts';
import { REPOSITORY } from '../../helpers/github/server.ts';
import { checkHumanEdits, checkLog, checkSettled, countRepetitions, listOwnIssues } from './model-checks.ts';
import { createModelGitHub, type ModelGitHub } from './model-github.ts';
import { actAsPerson, type EditsByIssue } from './model-people.ts';
import { advanceDay, createInfrastructure, type Infrastructure, listReadings } from './model-state.ts';
import { createManifest, createProject, ISSUES, type Project, planScan } from './scans.ts';

const DAY = 86_400_000;
const START = Date.parse('2027-01-01T06:00:00Z');

export type TrackerMutation = (tracker: Tracker) => Tracker;

export interface ModelResult {
  violations: string[];
  timeline: string[];
  /** How often each situation occurred: a model that covers nothing proves nothing. */
  met: Map<string, number>;
}

interface Run extends ModelResult {
  random: Random;
  ground: Infrastructure;
  github: ModelGitHub;
  board: Board;
  people: EditsByIssue;
  self: Project;
  spoil: TrackerMutation;
}

export async function runModel(
  seed: number,
  days: number,
  spoil: TrackerMutation = (tracker) => tracker,
): Promise<ModelResult> {
  const random = createRandom(seed);
  const github = createModelGitHub(random);
  const rules = random.chance(0.5) ? [ISSUES] : [rule('all', { actions: ISSUES.actions })];
  const run: Run = {
    violations: [],
    timeline: [],
    met: new Map(),
    random,
    ground: createInfrastructure(random, START),
    github,
    board: getBoard(github.repository),
    people: new Map(),
    self: createProject([], { rules, max_open: random.pick([1, 2, 25]) }),
    spoil,
  };
  for (let day = 0; day < days && run.violations.length === 0; day += 1) await simulateDay(run, START + day * DAY);
  return run;
}

function addToTimeline({ timeline }: Run, now: number, ...texts: string[]): void {
  for (const text of texts) timeline.push(`${new Date(now).toISOString().slice(0, 16)} ${text}`);
}

function recordCoverage({ met }: Run, ...what: string[]): void {
  for (const one of what) met.set(one, (met.get(one) ?? 0) + 1);
}

async function simulateDay(run: Run, midnight: number): Promise<void> {
  const { random, ground, board, people, self, github } = run;
  const now = midnight + random.int(0, 3_600_000);
  addToTimeline(run, now, ...advanceDay(ground, random, now));
  while (random.chance(0.25)) {
    const act = actAsPerson(board, people, random);
    if (act !== null) addToTimeline(run, now, act);
    if (act !== null) recordCoverage(run, act.replace(/#\d+/, ''));
  }
  if (random.chance(0.01)) {
    self.log = createEmptyLog();
    addToTimeline(run, now, 'the log is lost');
  }
  self.entries = ground.items.filter(({ listed }) => listed).map(({ entry }) => entry);
  github.faults = random.chance(0.25) ? 0.15 : 0;
  github.failed = 0;
  // A stale list does not contain the newest issue yet.
  const lags = random.chance(0.04);
  board.highestListed = lags ? Math.max(0, ...board.issues.keys()) - 1 : Number.POSITIVE_INFINITY;
  const before = countRepetitions(board);
  const races = random.chance(0.08);
  const only = random.chance(0.06) ? random.pick(ground.items).entry.name : null;
  const scans = await Promise.all(
    races ? [scan(run, now, only), scan(run, now + 60_000, null)] : [scan(run, now, only)],
  );
  if (random.chance(0.04)) addToTimeline(run, now, 'the scan crashes before it saves');
  else for (const { log } of random.chance(0.5) ? scans : scans.toReversed()) saveLog(self, log, now);
  checkInvariants(run, now, { before, lags, races, whole: only === null, wanted: scans[0]?.wanted ?? [] });
}

interface ScanOutcome {
  log: EventLog;
  wanted: DesiredIssue[];
}

async function scan(run: Run, now: number, only: string | null): Promise<ScanOutcome> {
  const { self, ground, github, spoil } = run;
  const covers = (name: string) => only === null || name === only;
  const readings = listReadings(ground).filter(({ entry }) => covers(entry));
  const { planned, issueSync } = planScan(self, { now, readings, only: covers });
  const manifest = createManifest(self);
  const tracker = spoil(
    createTracker(github.client, REPOSITORY, {
      sleep: async () => undefined,
      mask: (text) => text,
    }),
  );
  const job = {
    plan: planned,
    settings: manifest,
    file: self.file,
    scan: createScanReference(issueSync.scan),
    issueSync,
  };
  const { receipts, problems } = await syncIssues(job, tracker);
  const failed = receipts.filter(({ status }) => status === 'failed');
  addToTimeline(
    run,
    now,
    `scan${only === null ? '' : ` --only ${only}`}: ${receipts.length} due, ${failed.length} failed`,
  );
  for (const { event_id, reason } of planned.deliveries.filter(({ due }) => due)) {
    const event = planned.events.find(({ id }) => id === event_id);
    recordCoverage(run, reason, event?.event ?? '');
  }
  const expected = only === null ? [] : ['issue-over-limit'];
  if (github.failed === 0) {
    for (const { error } of failed)
      if (!expected.includes(error?.code ?? '')) run.violations.push(`failed for no reason: ${error?.code}`);
    for (const { code } of problems) run.violations.push(`a problem for no reason: ${code}`);
  }
  const due = planned.deliveries.filter((one) => one.due).length;
  if (receipts.length !== due) run.violations.push(`${due} deliveries were due, and ${receipts.length} have a receipt`);
  const log = record({ log: issueSync.comparison.log, plan: planned, receipts, scan: issueSync.scan });
  return { log, wanted: computeDesiredIssues(planned, manifest, self.file) };
}

function saveLog(self: Project, log: EventLog, now: number): void {
  self.log = pruneLog(mergeLogs(self.log, log), { now, retention_days: 90 });
}

interface ScanCheck {
  before: ReturnType<typeof countRepetitions>;
  lags: boolean;
  races: boolean;
  whole: boolean;
  wanted: DesiredIssue[];
}

function checkInvariants(run: Run, now: number, { before, lags, races, whole, wanted }: ScanCheck): void {
  const { board, people, ground, github, self, violations } = run;
  const after = countRepetitions(board);
  if (after.comments > before.comments && !races) violations.push('a comment was written twice');
  if (after.issues > before.issues && !races && !lags) violations.push('an issue was opened twice');
  violations.push(...checkHumanEdits(board, people), ...checkLog(self.log));
  const isSettled = github.failed === 0 && !lags && !races && whole;
  if (isSettled) violations.push(...checkSettled(board, ground, wanted));
  recordCoverage(run, isSettled ? 'settled' : 'disturbed', ...(races ? ['race'] : []));
  for (const { issue, marker } of listOwnIssues(board)) recordCoverage(run, `${issue.state} ${marker.state}`);
  for (const text of violations) addToTimeline(run, now, `OBJECTION ${text}`);
}
