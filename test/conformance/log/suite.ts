/** Scans that share the log on a branch of a fake GitHub, and a model of the log as a set. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plan } from '../../../src/domain/index.ts';
import { mergeLogs } from '../../../src/events/log/merge.ts';
import { parseLog } from '../../../src/events/log/parse.ts';
import { createEmptyLog, serializeLog } from '../../../src/events/log/serialize.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import { certificate, createScenario, day, endpoint, entry, rule, settings } from '../../events/scenario.ts';
import { getHead } from '../../helpers/github/git.ts';
import { getRepository } from '../../helpers/github/server.ts';
import { BRANCH, type BranchFixture, catchAppError, PATH, startBranchFixture } from '../../store/branch.ts';
import type { Suite } from '../suite.ts';
import { cases, type LogCase, type Outcome, RECEIVERS } from './cases.ts';
import { predict } from './model.ts';

/** The log that the last release wrote. Its last scan was before the first one here. */
const RELEASED = path.join(import.meta.dirname, '../../golden/event-logs/0.1.0.json');
const START_DAY = 365;

const parse = (text: string | null): EventLog => (text === null ? createEmptyLog() : parseLog(text, PATH));

/** Returns what each scan sends, as `SCAN RECEIVER NAME MESSAGE`. */
async function simulate({ released, certificates, steps }: LogCase): Promise<string[]> {
  const on = await startBranchFixture();
  try {
    if (released) await on.open().save(() => readFileSync(RELEASED, 'utf8'));
    const own = settings({ warning: 30, critical: 14, thresholds: [30, 14, 7, 1], repeat: false });
    const scenario = createScenario(
      certificates.map((_, name) => entry(`${name}`, { settings: own })),
      [rule('all', { actions: RECEIVERS.map((name) => ({ kind: 'webhook', name })) })],
    );
    // The model has no end of retries.
    scenario.retry_days = 365;
    const heads = [getHead(getRepository(on.github), BRANCH)?.sha];
    const waiting: EventLog[] = [];
    const lines: string[] = [];
    let [hours, scans] = [0, 0];
    for (const step of steps) {
      if (step.does === 'start') {
        hours += step.after_hours;
        scenario.log = parse(await on.open().read());
        const now = day(START_DAY, hours);
        const readings = certificates.map((one, name) => readServer(one, `${name}`, hours));
        const isUp = (destination: string) => destination !== `webhook:${step.down}`;
        const receive = (destination: string) => (isUp(destination) ? 'sent' : 'unsent');
        const sent = listSent(scenario.preview({ now, readings }), isUp);
        lines.push(...sent.map((message) => `${scans} ${message}`));
        scenario.start({ now, readings, receive }).save();
        waiting.push(scenario.log);
        scans += 1;
      } else if (step.does === 'save') {
        const [saved] = waiting.splice(step.scan % Math.max(1, waiting.length), 1);
        if (saved !== undefined) await saveLog(on, saved, step.outcome, waiting);
      } else setBack(on, heads, step.back);
      heads.push(getHead(getRepository(on.github), BRANCH)?.sha);
    }
    return lines;
  } finally {
    await on.github.close();
  }
}

/** Lists what is sent about the certificates here, as `RECEIVER NAME MESSAGE`. The released log has others. */
function listSent({ events, deliveries }: Plan, isUp: (destination: string) => boolean): string[] {
  return events.flatMap(({ certificate: name, event, threshold, id }) => {
    if (!/^\d$/.test(name)) return [];
    const to = deliveries.filter(({ event_id, due, destination }) => event_id === id && due && isUp(destination));
    const message = event.replace('certificate.', '') + (threshold === null ? '' : `@${threshold}`);
    return to.map(({ destination }) => `${destination.replace('webhook:', '')} ${name} ${message}`);
  });
}

function readServer({ left, renewed_after }: LogCase['certificates'][number], name: string, hours: number) {
  const isRenewed = renewed_after !== null && hours >= renewed_after * 24;
  const to = day(START_DAY + left + (isRenewed ? 365 : 0)) + 1000;
  return endpoint(name, `${name}.example.com:443`, certificate(`${name}-${isRenewed}`, { to }));
}

/** Stops a scan when it waits after a request that failed. */
class KilledError extends Error {}

/** Saves the log of a scan, as the product does: merged with what is there by then. */
async function saveLog(on: BranchFixture, log: EventLog, outcome: Outcome, waiting: EventLog[]): Promise<void> {
  if (outcome === 'killed') return;
  const update = (own: EventLog) => (current: string | null) => serializeLog(mergeLogs(parse(current), own));
  const save = (own: EventLog, meanwhile = async () => {}) =>
    on.open({ meanwhile }).save(update(own), () => 'certvigil: a scan');
  if (typeof outcome === 'object') {
    const { writes, isApplied } = outcome;
    on.github.fail({ method: /POST|PUT|PATCH/, after: writes, isApplied, answer: 'reset' });
    const kill = async () => {
      if (on.github.requests.at(-1)?.status === null) throw new KilledError();
    };
    await save(log, kill).catch((error: unknown) => {
      if (!(error instanceof KilledError)) throw error;
    });
    on.github.clearFaults();
    return;
  }
  if (outcome === 'lost') on.github.fail({ method: /POST|PUT|PATCH/, isApplied: true, answer: 'reset' });
  if (outcome === 'race') on.github.fail({ method: /POST|PUT|PATCH/, answer: { status: 500 } });
  if (outcome === 'refused') {
    on.github.fail({ method: /POST|PUT|PATCH/, times: 99, answer: { status: 500 } });
    await catchAppError(save(log));
  } else {
    const other = outcome === 'race' ? waiting.shift() : undefined;
    let isSaved = other === undefined;
    await save(log, async () => {
      if (other === undefined || isSaved) return;
      isSaved = true;
      await save(other);
    });
    // On the first run there are other requests before the commit, and perhaps no wait.
    if (other !== undefined && !isSaved) await save(other);
  }
  on.github.clearFaults();
}

function setBack(on: BranchFixture, heads: readonly (string | undefined)[], back: number): void {
  if (back > heads.length) return;
  const sha = heads.at(-back);
  const { refs } = getRepository(on.github);
  if (sha === undefined) refs.delete(`refs/heads/${BRANCH}`);
  else refs.set(`refs/heads/${BRANCH}`, sha);
}

/** The kind says whether a certificate got the same message twice, which only a kill, an overlap or a lost log may cause. */
function format(lines: readonly string[]): string {
  const messages = lines.map((line) => line.replace(/^\d+ /, ''));
  const kind = lines.length === 0 ? 'quiet' : new Set(messages).size < messages.length ? 'repeated' : 'once';
  return [kind, lines.toSorted().join(', ')].join(' ').trim();
}

export const LOG: Suite<LogCase> = {
  room: 'log',
  drawn:
    'scans that overlap with a log on a branch, are killed before they save or at one of their writes, lose responses, race, and find the branch set back or written by the last release',
  programs: [],
  batch: 20,
  cases,
  answer: async (one) => format(await simulate(one)),
  open: async () => {
    const ask = async (all: readonly LogCase[]) => all.map((one) => format(predict(one)));
    return { oracles: [{ name: 'a set', ask }], close: async () => {} };
  },
  differences: [],
};
