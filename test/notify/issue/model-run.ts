/** A model of many days of scans whose events go to issues, with faults, races, lost logs and people in between. */

import { mergeLogs } from '../../../src/events/log/merge.ts';
import { emptyLog } from '../../../src/events/log/serialize.ts';
import { pruneLog } from '../../../src/events/state/prune.ts';
import { record } from '../../../src/events/state/record.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import { type Wanted, wantedIssues } from '../../../src/notify/issue/desired-state.ts';
import { trackerOver } from '../../../src/notify/issue/github-tracker.ts';
import { toldBy } from '../../../src/notify/issue/match-issues.ts';
import { keepIssues, type Tracker } from '../../../src/notify/issue/sync.ts';
import { type Random, randomOf } from '../../events/model/random.ts';
import { rule } from '../../events/scenario.ts';
import { type Board, boardOf } from '../../helpers/github/board.ts';
import { REPOSITORY } from '../../helpers/github/server.ts';
import { checkLog, checkPeople, checkSettled, ownIssues, repetitions } from './model-checks.ts';
import { type ModelGitHub, modelGitHub } from './model-github.ts';
import { actOfPerson, type People } from './model-people.ts';
import { createGround, type Ground, passDay, readingsOf } from './model-state.ts';
import { ISSUES, manifestOf, planScan, type World, world } from './scans.ts';

const DAY = 86_400_000;
const START = Date.parse('2027-01-01T06:00:00Z');

export type Spoil = (tracker: Tracker) => Tracker;

export interface Outcome {
  violations: string[];
  story: string[];
  /** How often what was met: a model that meets nothing proves nothing. */
  met: Map<string, number>;
}

interface Run extends Outcome {
  random: Random;
  ground: Ground;
  github: ModelGitHub;
  board: Board;
  people: People;
  self: World;
  spoil: Spoil;
}

export async function runModel(seed: number, days: number, spoil: Spoil = (tracker) => tracker): Promise<Outcome> {
  const random = randomOf(seed);
  const github = modelGitHub(random);
  const rules = random.chance(0.5) ? [ISSUES] : [rule('all', { actions: ISSUES.actions })];
  const run: Run = {
    violations: [],
    story: [],
    met: new Map(),
    random,
    ground: createGround(random, START),
    github,
    board: boardOf(github.repository),
    people: new Map(),
    self: world([], { rules, max_open: random.pick([1, 2, 25]) }),
    spoil,
  };
  for (let day = 0; day < days && run.violations.length === 0; day += 1) await liveDay(run, START + day * DAY);
  return run;
}

function note({ story }: Run, now: number, ...texts: string[]): void {
  for (const text of texts) story.push(`${new Date(now).toISOString().slice(0, 16)} ${text}`);
}

function meet({ met }: Run, ...what: string[]): void {
  for (const one of what) met.set(one, (met.get(one) ?? 0) + 1);
}

async function liveDay(run: Run, midnight: number): Promise<void> {
  const { random, ground, board, people, self, github } = run;
  const now = midnight + random.int(0, 3_600_000);
  note(run, now, ...passDay(ground, random, now));
  while (random.chance(0.25)) {
    const act = actOfPerson(board, people, random);
    if (act !== null) note(run, now, act);
    if (act !== null) meet(run, act.replace(/#\d+/, ''));
  }
  if (random.chance(0.01)) {
    self.log = emptyLog();
    note(run, now, 'the log is lost');
  }
  self.entries = ground.items.filter(({ listed }) => listed).map(({ entry }) => entry);
  github.faults = random.chance(0.25) ? 0.15 : 0;
  github.failed = 0;
  // A list that lags shows what was opened last not yet.
  const lags = random.chance(0.04);
  board.listed = lags ? Math.max(0, ...board.issues.keys()) - 1 : Number.POSITIVE_INFINITY;
  const before = repetitions(board);
  const races = random.chance(0.08);
  const only = random.chance(0.06) ? random.pick(ground.items).entry.name : null;
  const scans = await Promise.all(
    races ? [scan(run, now, only), scan(run, now + 60_000, null)] : [scan(run, now, only)],
  );
  if (random.chance(0.04)) note(run, now, 'the scan dies before it saves');
  else for (const { log } of random.chance(0.5) ? scans : scans.toReversed()) save(self, log, now);
  check(run, now, { before, lags, races, whole: only === null, wanted: scans[0]?.wanted ?? [] });
}

interface Scanned {
  log: EventLog;
  wanted: Wanted[];
}

async function scan(run: Run, now: number, only: string | null): Promise<Scanned> {
  const { self, ground, github, spoil } = run;
  const covers = (name: string) => only === null || name === only;
  const readings = readingsOf(ground).filter(({ entry }) => covers(entry));
  const { planned, upkeep } = planScan(self, { now, readings, only: covers });
  const manifest = manifestOf(self);
  const tracker = spoil(
    trackerOver(github.client, REPOSITORY, {
      sleep: async () => undefined,
      mask: (text) => text,
    }),
  );
  const job = { plan: planned, manifest, file: self.file, scan: toldBy(upkeep.scan), upkeep };
  const { receipts, problems } = await keepIssues(job, tracker);
  const failed = receipts.filter(({ status }) => status === 'failed');
  note(run, now, `scan${only === null ? '' : ` --only ${only}`}: ${receipts.length} due, ${failed.length} failed`);
  for (const { event_id, reason } of planned.deliveries.filter(({ due }) => due)) {
    const event = planned.events.find(({ id }) => id === event_id);
    meet(run, reason, event?.event ?? '');
  }
  const expected = only === null ? [] : ['issue-over-limit'];
  if (github.failed === 0) {
    for (const { error } of failed)
      if (!expected.includes(error?.code ?? '')) run.violations.push(`failed for no reason: ${error?.code}`);
    for (const { code } of problems) run.violations.push(`a problem for no reason: ${code}`);
  }
  const due = planned.deliveries.filter((one) => one.due).length;
  if (receipts.length !== due) run.violations.push(`${due} deliveries were due, and ${receipts.length} have a receipt`);
  const log = record({ log: upkeep.observation.log, plan: planned, receipts, scan: upkeep.scan });
  return { log, wanted: wantedIssues(planned, manifest) };
}

function save(self: World, log: EventLog, now: number): void {
  self.log = pruneLog(mergeLogs(self.log, log), { now, retention_days: 90 });
}

interface Round {
  before: ReturnType<typeof repetitions>;
  lags: boolean;
  races: boolean;
  whole: boolean;
  wanted: Wanted[];
}

function check(run: Run, now: number, { before, lags, races, whole, wanted }: Round): void {
  const { board, people, ground, github, self, violations } = run;
  const after = repetitions(board);
  if (after.comments > before.comments && !races) violations.push('a comment was written twice');
  if (after.issues > before.issues && !races && !lags) violations.push('an issue was opened twice');
  violations.push(...checkPeople(board, people), ...checkLog(self.log));
  const isSettled = github.failed === 0 && !lags && !races && whole;
  if (isSettled) violations.push(...checkSettled(board, ground, wanted));
  meet(run, isSettled ? 'settled' : 'disturbed', ...(races ? ['race'] : []));
  for (const { issue, marker } of ownIssues(board)) meet(run, `${issue.state} ${marker.state}`);
  for (const text of violations) note(run, now, `OBJECTION ${text}`);
}
