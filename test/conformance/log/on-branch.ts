/** Scans that share a log on a branch of a fake GitHub, and claim it before they send. */

import { parseLog } from '../../../src/events/log/parse.ts';
import { formatIsoTime } from '../../../src/lib/iso-time.ts';
import { addCommit, getHead } from '../../helpers/github/git.ts';
import { getRepository } from '../../helpers/github/server.ts';
import { BRANCH, type BranchFixture, PATH, startBranchFixture } from '../../store/branch.ts';
import type { BranchCase, BranchStep, Outcome } from './cases.ts';
import { claimTexts, RELEASED, rewriteTexts, type Texts } from './texts.ts';
import {
  createGate,
  createWorld,
  type Fate,
  listResults,
  readLog,
  reportError,
  type Sending,
  type World,
} from './world.ts';

type Start = Extract<BranchStep, { does: 'start' }>;

/** A scan that has sent, and how its current save ends. */
interface Scan extends Sending {
  arrange: (outcome: Outcome) => Promise<void>;
  /** Settles when it was killed. */
  killed: Promise<void>;
}

const MINUTE = 60_000;
const WRITING = /POST|PUT|PATCH/;

export async function simulateOnBranch({ released, certificates, steps }: BranchCase): Promise<string[]> {
  const on = await startBranchFixture();
  try {
    if (released) await on.open().save(() => RELEASED);
    const world = createWorld(certificates);
    const waiting: Scan[] = [];
    const heads = [readHead(on)];
    for (const step of steps) {
      if (step.does === 'start') await start(on, world, waiting, step);
      else if (step.does === 'save') {
        const [scan] = waiting.splice(step.scan % Math.max(1, waiting.length), 1);
        if (scan !== undefined) await save(on, world, scan, step.outcome);
      } else if (step.does === 'set-back') setBack(on, heads, step.back);
      else if (step.does === 'rewrite') editTexts(on, rewriteTexts);
      else claim(on, world, step);
      heads.push(readHead(on));
    }
    return [...world.lines, ...(await listResults(on.openSet()))];
  } finally {
    await on.github.close();
  }
}

async function start(on: BranchFixture, world: World, waiting: Scan[], step: Start): Promise<void> {
  const killed = createGate();
  let next: Outcome = step.claim;
  let current: Outcome = 'saved';
  const arrange = async (outcome: Outcome) => {
    current = outcome;
    if (outcome === 'killed') await die();
    fail(on, outcome);
  };
  const die = () => {
    killed.open();
    return new Promise<never>(() => {});
  };
  const meanwhile = async () => {
    if (typeof current === 'object' && on.github.requests.at(-1)?.status === null) await die();
    if (current !== 'race') return;
    current = 'saved';
    const other = waiting.shift();
    if (other !== undefined) await save(on, world, other, 'saved');
  };
  const fate: Fate = {
    beforeClaim: async () => {
      await arrange(next);
      // The scan that lost a race claims again.
      next = 'saved';
    },
    afterClaim: () => on.github.clearFaults(),
    beforeSending: () => {},
    sleep: async (milliseconds) => {
      world.clock += milliseconds;
      const at = waiting.findIndex(({ id }) => id === readClaim(on));
      const [holder] = step.holder === 'saves' && at >= 0 ? waiting.splice(at, 1) : [];
      if (holder !== undefined) await save(on, world, holder, 'saved');
    },
  };
  const sending = (await readLog(world, step, on.openSet({ meanwhile }), fate))?.act();
  if (sending === undefined) return;
  const hasSent = await Promise.race([sending.hasSent, killed.opened]);
  on.github.clearFaults();
  if (hasSent === true) waiting.push({ ...sending, arrange, killed: killed.opened });
  else if (hasSent === false && step.claim !== 'refused') reportError(world, sending.id, await sending.ended);
}

/** Lets a scan that has sent save. */
async function save(on: BranchFixture, world: World, scan: Scan, outcome: Outcome): Promise<void> {
  const arranged = scan.arrange(outcome).then(scan.save);
  const ended = await Promise.race([Promise.all([scan.ended, arranged]), scan.killed]);
  on.github.clearFaults();
  const [error = null] = ended ?? [];
  if (error !== null && outcome !== 'refused') reportError(world, scan.id, error);
}

/** Makes the next requests that write fail. */
function fail({ github }: BranchFixture, outcome: Outcome): void {
  if (typeof outcome === 'object')
    github.fail({ method: WRITING, after: outcome.writes, isApplied: outcome.isApplied, answer: 'reset' });
  if (outcome === 'lost') github.fail({ method: WRITING, isApplied: true, answer: 'reset' });
  if (outcome === 'race') github.fail({ method: WRITING, answer: { status: 500 } });
  if (outcome === 'refused') github.fail({ method: WRITING, times: 99, answer: { status: 500 } });
}

function readHead(on: BranchFixture): string | undefined {
  return getHead(getRepository(on.github), BRANCH)?.sha;
}

function setBack(on: BranchFixture, heads: readonly (string | undefined)[], back: number): void {
  if (back > heads.length) return;
  const sha = heads.at(-back);
  const { refs } = getRepository(on.github);
  if (sha === undefined) refs.delete(`refs/heads/${BRANCH}`);
  else refs.set(`refs/heads/${BRANCH}`, sha);
}

function claim(
  on: BranchFixture,
  { clock, scans }: World,
  { ahead_minutes, minutes }: Extract<BranchStep, { does: 'claim' }>,
): void {
  const claimed = clock + ahead_minutes * MINUTE;
  const [claimed_at, expires_at] = [formatIsoTime(claimed), formatIsoTime(claimed + minutes * MINUTE)];
  editTexts(on, (texts) => claimTexts(texts, PATH, { scan_id: `other-${scans}`, claimed_at, expires_at }));
}

/** Returns the scan that has claimed the log. */
function readClaim(on: BranchFixture): string | undefined {
  return parseLog(readTexts(on)[PATH] ?? '', PATH).scans.claim?.scan_id;
}

/** Commits other texts. */
function editTexts(on: BranchFixture, change: (texts: Texts) => Texts): void {
  if (readHead(on) === undefined) return;
  const changed = Object.entries(change(readTexts(on))).map(([name, text]) => [name, Buffer.from(text)]);
  addCommit(getRepository(on.github), BRANCH, 'manual', Object.fromEntries(changed));
}

function readTexts(on: BranchFixture): Texts {
  const repository = getRepository(on.github);
  const files = Object.entries(getHead(repository, BRANCH)?.files ?? {}).filter(([name]) => name.endsWith('.json'));
  return Object.fromEntries(files.map(([name, sha]) => [name, repository.blobs.get(sha)?.toString() ?? '']));
}
