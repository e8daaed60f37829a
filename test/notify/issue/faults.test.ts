import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificate, day, endpoint, entry } from '../../events/scenario.ts';
import { type Board, getBoard, type Issue } from '../../helpers/github/board.ts';
import { type FakeGitHub, type Fault, getRepository, startGitHub } from '../../helpers/github/server.ts';
import { createAccess, createProject, type Project, runScan, type Scan } from './scans.ts';

// Whatever befalls a request: each failure has a name, nothing is opened or said twice, and the next scan goes on.

let github: FakeGitHub;
let board: Board;
let waited: number;
beforeEach(async () => {
  github = await startGitHub();
  board = getBoard(getRepository(github));
  waited = 0;
});
afterEach(() => github.close());

const OLD = certificate('old', { to: day(20, 12) });
const NEW = certificate('new', { to: day(400) });
const seeing = (now: number, showing = OLD): Scan => ({
  now,
  readings: [endpoint('shop', 'a.example.com:443', showing)],
});

function createShop(names = ['shop']): Project {
  const made = createProject(names.map((name) => entry(name)));
  const sleep = async (milliseconds: number) => {
    waited += milliseconds;
  };
  return { ...made, io: { ...made.io, sleep, github: createAccess(github.api_url) } };
}

const json = (message: string) => JSON.stringify({ message });

const ANSWERS: [string, Fault['answer'], string][] = [
  ['401', { status: 401, body: json('Bad credentials') }, 'github-unauthorized'],
  ['403', { status: 403, body: json('Resource not accessible by integration') }, 'github-forbidden'],
  [
    '403 with a limit',
    { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4000000000' } },
    'github-rate-limited',
  ],
  ['404', { status: 404, body: json('Not Found') }, 'github-not-found'],
  ['409', { status: 409, body: json('Conflict') }, 'github-conflict'],
  ['410', { status: 410, body: json('Issues are disabled for this repo') }, 'github-gone'],
  ['422', { status: 422, body: json('Validation Failed') }, 'issue-write-refused'],
  ['429', { status: 429, headers: { 'retry-after': '3600' } }, 'github-rate-limited'],
  ['500', { status: 500 }, 'github-server-error'],
  ['502 with HTML', { status: 502, body: '<html>bad gateway</html>' }, 'github-server-error'],
  ['a reset', 'reset', 'github-connection-lost'],
  ['an answer cut short', 'cut', 'github-connection-lost'],
];

const CREATE = { method: 'POST', path: /^\/repos\/[^/]+\/[^/]+\/issues$/ };

describe('when an issue is to be opened', () => {
  it.each(ANSWERS)('%s', async (_, answer, code) => {
    const self = createShop();
    github.fail({ ...CREATE, answer, times: 1 });
    const { told, failures } = await runScan(self, seeing(day(7)));
    // What was cut short was done all the same, and is found when it is looked for.
    expect(told).toEqual([`expiry_warning first ${answer === 'cut' ? 'sent' : 'failed'}`]);
    if (answer !== 'cut') {
      expect(failures.map((failure) => failure.code)).toEqual([code]);
      expect(failures[0]?.detail).not.toMatch(/html|integration|Error|undefined|a fault of the test/);
      expect(await runScan(self, seeing(day(7, 1)))).toMatchObject({
        told: ['expiry_warning retry sent'],
        problems: [],
      });
    }
    expect([...board.issues.values()].map(({ state }) => state)).toEqual(['open']);
  });

  it.each<[string, Fault['answer']]>([
    ['a reset', 'reset'],
    ['a 502', { status: 502, body: '<html>' }],
  ])('%s after it was opened opens no second one', async (_, answer) => {
    const self = createShop();
    github.fail({ ...CREATE, answer, isApplied: true });
    expect(await runScan(self, seeing(day(7)))).toMatchObject({ told: ['expiry_warning first sent'] });
    await runScan(self, seeing(day(8, 1)));
    expect(board.issues.size).toBe(1);
    expect(waited).toBe(3_000);
  });

  it('one that no list shows yet is found by the next scan', async () => {
    const self = createShop();
    board.highestListed = 0;
    github.fail({ ...CREATE, answer: 'reset', isApplied: true });
    expect(await runScan(self, seeing(day(7)))).toMatchObject({ told: ['expiry_warning first failed'] });
    board.highestListed = Number.POSITIVE_INFINITY;
    expect(await runScan(self, seeing(day(7, 1)))).toMatchObject({ told: ['expiry_warning retry sent'] });
    expect(board.issues.size).toBe(1);
  });

  it('waits as long as GitHub asks, and goes on', async () => {
    github.fail({
      ...CREATE,
      answer: { status: 403, headers: { 'retry-after': '60' }, body: json('secondary rate limit') },
    });
    expect(await runScan(createShop(), seeing(day(7)))).toMatchObject({ told: ['expiry_warning first sent'] });
    expect(waited).toBe(60_000);
  });

  it.each<[string, RegExp]>([
    ['the list of issues', /\/issues\?/],
    ['who the token is', /^\/graphql/],
  ])('nothing is opened where %s cannot be read', async (_, path) => {
    const self = createShop();
    github.fail({ path, answer: { status: 500 }, times: 10 });
    const { failures, problems } = await runScan(self, seeing(day(7)));
    expect(failures.map(({ code }) => code)).toEqual(['github-server-error']);
    expect(problems).toEqual([]);
    expect(board.issues.size).toBe(0);
  });

  it('fails where issues are switched off in the repository', async () => {
    board.enabled = false;
    const { failures } = await runScan(createShop(), seeing(day(7)));
    expect(failures).toMatchObject([{ code: 'github-gone', detail: expect.stringContaining('Settings > General') }]);
  });

  it('takes a label that was made, or deleted, meanwhile', async () => {
    github.fail({ method: 'POST', path: /\/labels$/, answer: { status: 422, body: json('already_exists') } });
    const self = createShop();
    expect(await runScan(self, seeing(day(7)))).toMatchObject({ told: ['expiry_warning first sent'] });
    board.labels.clear();
    expect(await runScan(self, seeing(day(21)))).toMatchObject({ told: ['expired escalated sent'] });
    expect([...board.issues.values()][0]?.labels).toEqual(['certificate', 'certificate-expired']);
  });

  it('one that GitHub does not take holds back no other', async () => {
    const names = ['a', 'b', 'c'];
    github.fail({ ...CREATE, body: /Certificate b /, answer: { status: 422, body: json('Validation Failed') } });
    const readings = names.map((name) => endpoint(name, `${name}.example.com:443`, OLD));
    const { failures } = await runScan(createShop(names), { now: day(7), readings });
    expect(failures.map(({ code }) => code)).toEqual(['issue-write-refused']);
    expect(board.issues.size).toBe(2);
  });

  it('gives up after some outages in a row, and leaves the rest to the next scan', async () => {
    const names = Array.from({ length: 9 }, (_, nth) => `e${nth}`);
    github.fail({ ...CREATE, answer: { status: 500 }, times: Number.POSITIVE_INFINITY });
    const readings = names.map((name) => endpoint(name, `${name}.example.com:443`, OLD));
    const { failures } = await runScan(createShop(names), { now: day(7), readings });
    expect(failures).toHaveLength(9);
    expect(github.requests.filter(({ method, path }) => method === 'POST' && CREATE.path.test(path))).toHaveLength(3);
  });

  it('keeps to the pace that GitHub asks for', async () => {
    const names = Array.from({ length: 40 }, (_, nth) => `e${nth}`);
    const self = { ...createShop(names), max_open: 100 };
    const readings = names.map((name) => endpoint(name, `${name}.example.com:443`, OLD));
    await runScan(self, { now: day(7), readings });
    expect(board.issues.size).toBe(40);
    // Two labels and forty issues, fifteen of them at once.
    expect(waited).toBe((2 + 40 - 15) * 1_000);
  });
});

describe('when an issue is to be closed', () => {
  const opened = async (): Promise<[Project, Issue]> => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    return [self, board.issues.get(1) as Issue];
  };
  const STEPS: [string, Pick<Fault, 'method' | 'path'>][] = [
    ['reading it again', { method: 'GET', path: /\/issues\/1$/ }],
    ['the comment', { method: 'POST', path: /\/comments$/ }],
    ['closing it', { method: 'PATCH' }],
  ];
  const faults = STEPS.flatMap(([step, request]) =>
    ANSWERS.filter(([name]) => name !== '404' && name !== '410').map(
      ([name, answer]) => [step, name, request, answer] as const,
    ),
  );

  it.each(faults)('%s: %s', async (_, __, request, answer) => {
    const [self, issue] = await opened();
    // A read is tried again within the scan, a write by the next.
    github.fail({ ...request, answer, times: request.method === 'GET' ? 4 : 1 });
    const { told } = await runScan(self, seeing(day(8), NEW));
    for (let more = 1; more <= 5; more++) await runScan(self, seeing(day(8, more), NEW));
    expect(told).toEqual([expect.stringMatching(/^renewed first (failed|sent)$/)]);
    expect(issue).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(issue.comments).toHaveLength(1);
    expect(board.issues.size).toBe(1);
  });

  it('a reset between two writes says nothing twice', async () => {
    const [self, issue] = await opened();
    github.fail({ method: 'POST', path: /\/comments$/, answer: 'reset', isApplied: true });
    github.fail({ method: 'PATCH', answer: 'reset' });
    expect(await runScan(self, seeing(day(8), NEW))).toMatchObject({ told: ['renewed first failed'] });
    expect(issue).toMatchObject({ state: 'open' });
    expect(await runScan(self, seeing(day(8, 1), NEW))).toMatchObject({ told: ['renewed retry sent'] });
    expect(issue).toMatchObject({ state: 'closed' });
    expect(issue.comments).toHaveLength(1);
  });

  it('closes one that is locked, without a word', async () => {
    const [self, issue] = await opened();
    issue.locked = true;
    expect(await runScan(self, seeing(day(8), NEW))).toMatchObject({ told: ['renewed first sent'] });
    expect(issue).toMatchObject({ state: 'closed', comments: [] });
  });

  it('closes one that is locked while it is written to', async () => {
    const [self, issue] = await opened();
    const lock = { status: 403, body: json('Unable to create comment because issue is locked.') };
    github.fail({ method: 'POST', path: /\/comments$/, answer: lock });
    github.fail({
      method: 'GET',
      path: /\/issues\/1$/,
      after: 1,
      answer: { status: 200, body: JSON.stringify(toLockedView(issue)) },
    });
    expect(await runScan(self, seeing(day(8), NEW))).toMatchObject({ told: ['renewed first sent'] });
    expect(issue).toMatchObject({ state: 'closed', comments: [] });
  });

  it.each(['deleted', 'moved'] as const)('has nothing to do with one that was %s', async (fate) => {
    const [self] = await opened();
    board.issues.delete(1);
    if (fate === 'deleted') board.deleted.add(1);
    else board.moved.set(1, 'other/place');
    expect(await runScan(self, seeing(day(8), NEW))).toMatchObject({ told: ['renewed first sent'], problems: [] });
  });

  it.each(['deleted', 'moved'] as const)('opens another for one that was %s, when it is told of next', async (fate) => {
    const [self] = await opened();
    board.issues.delete(1);
    if (fate === 'deleted') board.deleted.add(1);
    else board.moved.set(1, 'other/place');
    await runScan(self, seeing(day(7, 2)));
    expect(board.issues.size).toBe(0);
    await runScan(self, seeing(day(9)));
    expect([...board.issues.keys()]).toEqual([2]);
  });

  it('closes a duplicate on a server that knows no such reason', async () => {
    const [one, two] = [createShop(), createShop()];
    board.highestListed = 0;
    await runScan(one, seeing(day(7)));
    await runScan(two, seeing(day(7)));
    board.highestListed = Number.POSITIVE_INFINITY;
    github.fail({
      method: 'PATCH',
      body: /duplicate","?.*state_reason|state_reason":"duplicate/,
      answer: { status: 422 },
    });
    await runScan(one, seeing(day(7, 1)));
    expect(board.issues.get(2)).toMatchObject({ state: 'closed', state_reason: 'not_planned' });
  });

  it('tells what could not be kept current, and fails no delivery for it', async () => {
    const [self] = await opened();
    self.log = { ...self.log, events: self.log.events };
    github.fail({ method: 'PATCH', answer: { status: 500 } });
    // The text changes with the day; the cooldown of the reminder is not over.
    self.entries = [entry('shop', { settings: { ...entry('shop').settings, cooldown_hours: 240 } })];
    expect(await runScan(self, seeing(day(8, 1)))).toMatchObject({
      told: [],
      problems: [{ code: 'github-server-error' }],
    });
  });
});

function toLockedView({ number, title, body, login, labels }: Issue): object {
  const repository_url = `${github.api_url}/repos/example/certificates`;
  const names = labels.map((name) => ({ name }));
  return { number, title, body, state: 'open', locked: true, labels: names, user: { login }, repository_url };
}
