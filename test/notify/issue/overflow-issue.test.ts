import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificate, day, endpoint, entry } from '../../events/scenario.ts';
import { type Board, getBoard, type Issue } from '../../helpers/github/board.ts';
import { type FakeGitHub, getRepository, startGitHub } from '../../helpers/github/server.ts';
import { createAccess, createProject, type Project, runScan, type Scan } from './scans.ts';

let github: FakeGitHub;
let board: Board;
beforeEach(async () => {
  github = await startGitHub();
  board = getBoard(getRepository(github));
});
afterEach(() => github.close());

const listWrites = () => github.requests.filter(({ method, path }) => method !== 'GET' && path !== '/graphql');

describe('the overflow issue', () => {
  const NAMES = Array.from({ length: 8 }, (_, nth) => `e${nth}`);
  const many = (max_open: number): Project => {
    const made = createProject(
      NAMES.map((name) => entry(name)),
      { max_open },
    );
    return { ...made, io: { ...made.io, github: createAccess(github.api_url) } };
  };
  const each = (now: number, showing: (nth: number) => ReturnType<typeof certificate>): Scan => ({
    now,
    readings: NAMES.map((name, nth) => endpoint(name, `${name}.example.com:443`, showing(nth))),
  });
  const expiring = (nth: number) => certificate(`c${nth}`, { to: day(10 + nth, 12), names: [`e${nth}.example.com`] });
  const renewed = (nth: number) => certificate(`n${nth}`, { to: day(500), names: [`e${nth}.example.com`] });

  it('lists all alerts beyond the limit, and is closed when none is left', async () => {
    const self = many(3);
    const { deliveries } = await runScan(self, each(day(5), expiring));
    expect(deliveries).toEqual(NAMES.map(() => 'expiry_warning first sent'));
    const issues = [...board.issues.values()];
    expect(issues.map(({ title }) => title)).toEqual([
      ...['e0', 'e1', 'e2'].map(
        (name, nth) => `Certificate ${name} (${name}.example.com) expires on 2027-01-${11 + nth}`,
      ),
      'More alerts that need attention',
    ]);
    const overflow = issues[3] as Issue;
    expect(overflow.body).toContain('**5 alerts have no separate issue**, because `issues.max_open` (3) is reached.');
    expect(overflow.body.match(/^\| `e\d` /gm)).toEqual(['| `e3` ', '| `e4` ', '| `e5` ', '| `e6` ', '| `e7` ']);

    // The first scan after they were opened records their numbers; the next one only lists them.
    await runScan(self, each(day(5, 1), expiring));
    github.requests.length = 0;
    await runScan(self, each(day(5, 2), expiring));
    expect(listWrites()).toEqual([]);
    expect(github.requests.map(({ path }) => path.split('?')[0])).toEqual([
      '/graphql',
      expect.stringMatching(/issues$/),
    ]);

    // Two certificates with issues are renewed: the next two to be notified get issues.
    await runScan(
      self,
      each(day(6, 1), (nth) => (nth < 2 ? renewed(nth) : expiring(nth))),
    );
    expect(overflow.body).toContain('**3 alerts have');
    expect(board.issues.size).toBe(6);
    await runScan(self, each(day(8), renewed));
    expect([...board.issues.values()].map(({ state }) => state)).toEqual(Array(6).fill('closed'));
  });

  it('lists thousands of alerts without announcing one twice', async () => {
    const names = Array.from({ length: 2_500 }, (_, nth) => `e${nth}`);
    const made = createProject(
      names.map((name) => entry(name)),
      { max_open: 1 },
    );
    const self = { ...made, io: { ...made.io, github: createAccess(github.api_url) } };
    const shared = certificate('shared', { to: day(20, 12), names: ['shared.example.com'] });
    const readings = names.map((name) => endpoint(name, `${name}.example.com:443`, shared));
    await runScan(self, { now: day(7), readings });
    const overflow = board.issues.get(2) as Issue;
    expect(overflow.body).toContain('**2499 alerts have no separate issue**');
    await runScan(self, { now: day(7, 2), readings });
    await runScan(self, { now: day(8, 1), readings });
    expect(overflow.body).toContain('**2499 alerts have no separate issue**');
    expect(overflow.comments).toEqual([]);
    const rest = [endpoint('e2499', 'e2499.example.com:443', renewed(1))];
    await runScan(self, { now: day(8, 3), readings: [...readings.slice(0, -1), ...rest] });
    expect(overflow.body).toContain('**2498 alerts have no separate issue**');
  });

  it('is reopened only for new members if a person closed it', async () => {
    const self = many(7);
    await runScan(self, each(day(5), expiring));
    const overflow = board.issues.get(8) as Issue;
    overflow.state = 'closed';
    await runScan(self, each(day(6, 1), expiring));
    expect(overflow.state).toBe('closed');
    self.max_open = 1;
    self.entries.push(entry('late'));
    const late = certificate('late', { to: day(18), names: ['late.example.com'] });
    const given = each(day(7, 2), expiring);
    await runScan(self, { ...given, readings: [...given.readings, endpoint('late', 'late.example.com:443', late)] });
    expect(overflow).toMatchObject({ state: 'open' });
    expect(overflow.comments.at(-1)?.body).toContain('- `late`: critical');
  });

  it('counts a reopened issue towards the limit', async () => {
    const self = many(2);
    await runScan(
      self,
      each(day(5), (nth) => (nth === 0 ? expiring(nth) : renewed(nth))),
    );
    (board.issues.get(1) as Issue).state = 'closed';
    const worse = certificate('c0', { to: day(10, 12), names: ['e0.example.com'] });
    await runScan(
      self,
      each(day(11), (nth) => (nth === 0 ? worse : nth < 3 ? expiring(nth) : renewed(nth))),
    );
    expect([...board.issues.values()].map(({ title, state }) => `${state} ${title.slice(0, 18)}`)).toEqual([
      'open Certificate e0 (e0',
      'open Certificate e1 (e1',
      'open More alerts that n',
    ]);
  });

  it('is not updated by a scan with --only, so deliveries beyond the limit fail', async () => {
    const self = many(2);
    const given = each(day(5), expiring);
    const { failures } = await runScan(self, { ...given, only: (name) => ['e0', 'e1', 'e2'].includes(name) });
    expect(failures.map(({ code }) => code)).toEqual(['issue-over-limit']);
    expect(board.issues.size).toBe(2);
  });
});
