import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import { formatIsoTime } from '../../../src/lib/iso-time.ts';
import { certificate, day, endpoint, entry, trust } from '../../events/scenario.ts';
import { type Board, getBoard, type Issue } from '../../helpers/github/board.ts';
import { type FakeGitHub, getRepository, startGitHub } from '../../helpers/github/server.ts';
import { createAccess, createProject, ISSUES, type Project, runScan, type Scan } from './scans.ts';

let github: FakeGitHub;
let board: Board;
beforeEach(async () => {
  github = await startGitHub();
  board = getBoard(getRepository(github));
});
afterEach(() => github.close());

const NAMES = ['e0', 'e1', 'e2'];

/** What each entry has above its certificate, which is renewed every day: the CA that expires, or another one. */
function below(now: number, cas: readonly ('old' | 'new')[]): Scan {
  return {
    now,
    readings: NAMES.map((name, nth) => {
      const isOld = cas[nth] === 'old';
      const issuer_expiry = {
        subject: isOld ? 'Old CA' : 'New CA',
        fingerprint_sha256: (isOld ? 'a' : 'b').repeat(64),
        valid_from: formatIsoTime(day(-3000)),
        valid_to: formatIsoTime(day(isOld ? 35 : 3000)),
        origin: 'sent' as const,
        is_root: false,
      };
      const leaf = certificate(`${name}${now}`, { from: now, to: now + 86_400_000 });
      return endpoint(name, `${name}:443`, leaf, trust({ issuer_expiry }));
    }),
  };
}

describe('the issue about a CA', () => {
  const start = (): Project => {
    const rules = [{ ...ISSUES, match: { ...ISSUES.match, status: [] } }];
    const made = createProject(
      NAMES.map((name) => entry(name)),
      { rules: rules.map((one) => ({ ...one, events: ['certificate.*'] })) },
    );
    return { ...made, io: { ...made.io, github: createAccess(github.api_url) } };
  };
  const list = () => [...board.issues.values()];
  const rows = ({ body }: Issue) => body.match(/^\| `e\d` /gm)?.map((row) => row.slice(3, 5)) ?? [];

  it('lists the entries below it as they come and go, and is closed when none is left', async () => {
    const self = start();
    await runScan(self, below(day(6), ['old', 'old', 'new']));
    const [issue, ...others] = list() as [Issue];
    expect(others).toEqual([]);
    expect(issue.title).toBe('CA Old CA expires on 2027-02-05');
    expect(issue.body).toContain('**The CA `Old CA` expires on 2027-02-05.** warning.');
    expect(issue.body).toContain('Ask your CA for the new intermediate');
    expect(rows(issue)).toEqual(['e0', 'e1']);

    // The first scan after it was opened records its number; renewals below the CA change nothing.
    await runScan(self, below(day(7), ['old', 'old', 'new']));
    const before = issue.body;
    await runScan(self, below(day(8), ['old', 'old', 'new']));
    expect(issue.body).toBe(before);

    await runScan(self, below(day(9), ['new', 'old', 'old']));
    expect(rows(issue)).toEqual(['e1', 'e2']);
    await runScan(self, below(day(21), ['new', 'old', 'old']));
    expect(issue.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining('**Now critical (was warning):** The CA `Old CA` expires in 14 days'),
    ]);
    await runScan(self, below(day(22), ['new', 'new', 'new']));
    expect(issue.state).toBe('closed');
    expect(issue.comments.at(-1)?.body).toContain('no certificate has this CA in its chain any more');
    expect(list()).toHaveLength(1);
  });

  it('keeps its list in a scan of some entries, and is closed by the next scan of all', async () => {
    const self = start();
    await runScan(self, below(day(6), ['old', 'old', 'new']));
    const [issue] = list() as [Issue];
    await runScan(self, { ...below(day(7), ['new', 'old', 'new']), only: (name) => name === 'e0' });
    expect([issue.state, rows(issue)]).toEqual(['open', ['e0', 'e1']]);
    await runScan(self, { ...below(day(8), ['new', 'new', 'new']), only: (name) => name === 'e1' });
    expect(issue.state).toBe('open');
    await runScan(self, below(day(9), ['new', 'new', 'new']));
    expect(issue.state).toBe('closed');
  });

  it('escalates in a delivery without upkeep, and its list stays', async () => {
    const self = start();
    await runScan(self, below(day(6), ['old', 'old', 'new']));
    const [issue] = list() as [Issue];
    await runScan(self, { ...below(day(21), ['new', 'old', 'old']), upkeep: false });
    expect(issue.comments).toHaveLength(1);
    expect(rows(issue)).toEqual(['e0', 'e1']);
  });

  it('is closed although the event log was lost', async () => {
    const self = start();
    await runScan(self, below(day(6), ['old', 'old', 'old']));
    self.log = createEmptyLog();
    await runScan(self, below(day(7), ['new', 'new', 'new']));
    expect(list().map(({ state }) => state)).toEqual(['closed']);
  });
});
