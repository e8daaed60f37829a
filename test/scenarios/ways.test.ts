import { describe, expect, it } from 'vitest';
import { RED_CODES } from '../../src/domain/red-reasons.ts';
import type { ReportCoverage } from '../../src/generated/report.ts';
import type { Said, Way } from './way.ts';
import { WAYS } from './ways/index.ts';
import { type Act, createWorld, type World } from './world.ts';

// Sixty ways and more in which a monitor could be silent while a certificate breaks something: each is a row with what must be said
// instead. Whole stories, with incidents and issues: silence.test.ts.

/** The coverage line of a scan or an overview that has nothing to add. */
const NOTHING_TO_SAY =
  /: all read, all alerts delivered\.(?: Next scan due by [-\d: ]+ UTC\.)?$|^(?:All \d+ repositories have|The only repository has) a complete and current scan\./;

describe.each(Object.entries(WAYS))('%s', (_, ways) => {
  it.for(ways)('$title', async (way, { skip }) => {
    if (way.pending !== undefined) skip(way.pending);
    const world = await createWorld();
    try {
      await runDays(way, world);
    } finally {
      await world.close();
    }
  });
});

async function runDays({ manifest, days, must, command = ['scan'], commands = {} }: Way, world: World): Promise<void> {
  const all = new Set([...Object.keys(days), ...Object.keys(must)].map(Number));
  let isWritten = false;
  for (const day of [...all].sort((a, b) => a - b)) {
    const said = must[day] ?? {};
    const happens = days[day];
    if (happens === undefined) {
      expect([day, world.isOverdue(day)]).toEqual([day, said.isOverdue ?? false]);
      continue;
    }
    await happens(world);
    if (!isWritten) await world.write(manifest);
    isWritten = true;
    const args = commands[day] ?? command;
    const act = await world.act(day, ...args);
    expectSaid(day, act, said);
    if (act.coverage !== null) expectConsistency(act, act.coverage);
    if (act.coverage !== null && args[0] === 'scan') expectPing(act.exit, act.coverage, world);
  }
}

/** What a command said is what it must say, and nothing else. */
function expectSaid(day: number, { exit, alerts, coverage, output }: Act, said: Said): void {
  const reasons = coverage?.reasons.map(({ code }) => code) ?? [];
  const found = { day, exit, reasons, alerts };
  expect(found, `${coverage?.text}\n${output}`).toEqual({
    day,
    exit: said.exit ?? 0,
    reasons: said.reasons ?? [],
    alerts: said.alerts ?? [],
  });
  if (said.failure !== undefined) {
    const failures = coverage?.unread.filter(({ tolerated }) => !tolerated).map(({ code }) => code);
    expect([...new Set(failures)]).toEqual([said.failure]);
  }
  if (said.output !== undefined) expect(output).toContain(said.output);
  if (said.line !== undefined) expect(coverage?.text).toContain(said.line);
  else if (coverage !== null && reasons.length === 0) expect(coverage.text).toMatch(NOTHING_TO_SAY);
}

/** The exit code, the reasons and what the report says about them agree. */
function expectConsistency({ exit }: Act, { complete, allowed, reasons }: ReportCoverage): void {
  const open = reasons.filter(({ silenced_until }) => silenced_until === undefined);
  expect({ isGreen: complete || allowed, isComplete: complete }).toEqual({
    isGreen: exit === 0,
    isComplete: reasons.length === 0,
  });
  if (!allowed) expect(open.length > 0).toBe(exit !== 0);
}

/** The monitor knows it, unless its variable is wrong or the scan covers only some entries. */
function expectPing(exit: number, { entries, scanned }: ReportCoverage, { monitor, env }: World): void {
  if (entries !== scanned || env.HEARTBEAT_URL !== monitor.url) return;
  expect(monitor.state()).toBe(exit === 0 ? 'up' : 'down');
}

describe('the table', () => {
  const rows = Object.values(WAYS).flat();

  it('has at least sixty ways, each of which has another title', () => {
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(new Set(rows.map(({ title }) => title)).size).toBe(rows.length);
  });

  it('has a way for each reason for a red run', () => {
    const used = new Set(rows.flatMap(({ must }) => Object.values(must).flatMap(({ reasons = [] }) => reasons)));
    expect(RED_CODES.filter((code) => !used.has(code))).toEqual(ELSEWHERE);
  });
});

/** Bugs are in test/isolation, and the level of certificates, which a manifest does not set, in test/app/exit-code.test.ts. */
const ELSEWHERE = ['internal-error', 'fail-on'];
