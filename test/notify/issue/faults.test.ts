import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificate, day, endpoint, entry } from '../../events/scenario.ts';
import { type Board, getBoard, type Issue } from '../../helpers/github/board.ts';
import { type FakeGitHub, type Fault, getRepository, startGitHub } from '../../helpers/github/server.ts';
import { createAccess, createProject, type Project, runScan, type Scan } from './scans.ts';

// Failing requests: each failure has a code, nothing is opened or posted twice, and the next scan recovers.

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
  ['200 with {}', { status: 200, body: '{}' }, 'github-unexpected-response'],
  ['200 with []', { status: 200, body: '[]' }, 'github-unexpected-response'],
  ['a reset', 'reset', 'github-connection-lost'],
  ['a truncated response', 'cut', 'github-connection-lost'],
];

const CREATE = { method: 'POST', path: /^\/repos\/[^/]+\/[^/]+\/issues$/ };

describe('opening an issue', () => {
  it.each(ANSWERS)('recovers from %s in the next scan', async (_, answer, code) => {
    const self = createShop();
    github.fail({ ...CREATE, answer, times: 1 });
    const { deliveries, failures } = await runScan(self, seeing(day(7)));
    // The truncated request took effect, and its issue is found.
    expect(deliveries).toEqual([`expiry_warning first ${answer === 'cut' ? 'sent' : 'failed'}`]);
    if (answer !== 'cut') {
      expect(failures.map((failure) => failure.code)).toEqual([code]);
      expect(failures[0]?.detail).not.toMatch(/html|integration|Error|undefined|a fault of the test/);
      expect(await runScan(self, seeing(day(7, 1)))).toMatchObject({
        deliveries: ['expiry_warning retry sent'],
        problems: [],
      });
    }
    expect([...board.issues.values()].map(({ state }) => state)).toEqual(['open']);
  });

  it.each<[string, Fault['answer']]>([
    ['a reset', 'reset'],
    ['a 502', { status: 502, body: '<html>' }],
  ])('does not open a second issue after %s whose request took effect', async (_, answer) => {
    const self = createShop();
    github.fail({ ...CREATE, answer, isApplied: true });
    expect(await runScan(self, seeing(day(7)))).toMatchObject({ deliveries: ['expiry_warning first sent'] });
    await runScan(self, seeing(day(8, 1)));
    expect(board.issues.size).toBe(1);
    // Two labels and the issue are a second apart. Then the time after which the outcome is looked up.
    expect(waited).toBe(2 * 1_000 + 3_000);
  });

  it('finds an issue that is not listed yet in the next scan', async () => {
    const self = createShop();
    board.highestListed = 0;
    github.fail({ ...CREATE, answer: 'reset', isApplied: true });
    expect(await runScan(self, seeing(day(7)))).toMatchObject({ deliveries: ['expiry_warning first failed'] });
    board.highestListed = Number.POSITIVE_INFINITY;
    expect(await runScan(self, seeing(day(7, 1)))).toMatchObject({ deliveries: ['expiry_warning retry sent'] });
    expect(board.issues.size).toBe(1);
  });

  it('waits as long as GitHub asks, then continues', async () => {
    github.fail({
      ...CREATE,
      answer: { status: 403, headers: { 'retry-after': '60' }, body: json('secondary rate limit') },
    });
    expect(await runScan(createShop(), seeing(day(7)))).toMatchObject({ deliveries: ['expiry_warning first sent'] });
    expect(waited).toBe(2 * 1_000 + 60_000);
  });

  it.each<[string, RegExp]>([
    ['the list of issues', /\/issues\?/],
    ['the user of the token', /^\/graphql/],
  ])('opens nothing if it cannot read %s', async (_, path) => {
    const self = createShop();
    github.fail({ path, answer: { status: 500 }, times: 10 });
    const { failures, problems } = await runScan(self, seeing(day(7)));
    expect(failures.map(({ code }) => code)).toEqual(['github-server-error']);
    expect(problems).toEqual([]);
    expect(board.issues.size).toBe(0);
  });

  it('fails if issues are disabled in the repository', async () => {
    board.enabled = false;
    const { failures } = await runScan(createShop(), seeing(day(7)));
    expect(failures).toMatchObject([{ code: 'github-gone', detail: expect.stringContaining('Settings > General') }]);
  });

  it('handles a label that was created or deleted in the meantime', async () => {
    github.fail({ method: 'POST', path: /\/labels$/, answer: { status: 422, body: json('already_exists') } });
    const self = createShop();
    expect(await runScan(self, seeing(day(7)))).toMatchObject({ deliveries: ['expiry_warning first sent'] });
    board.labels.clear();
    expect(await runScan(self, seeing(day(21)))).toMatchObject({ deliveries: ['expired escalated sent'] });
    expect([...board.issues.values()][0]?.labels).toEqual(['certificate', 'certificate-expired']);
  });

  it('continues after an issue that GitHub rejects', async () => {
    const names = ['a', 'b', 'c'];
    github.fail({ ...CREATE, body: /Certificate b /, answer: { status: 422, body: json('Validation Failed') } });
    const readings = names.map((name) => endpoint(name, `${name}.example.com:443`, OLD));
    const { failures } = await runScan(createShop(names), { now: day(7), readings });
    expect(failures.map(({ code }) => code)).toEqual(['issue-write-refused']);
    expect(board.issues.size).toBe(2);
  });

  it('stops after three outages in a row, and leaves the rest for the next scan', async () => {
    const names = Array.from({ length: 9 }, (_, nth) => `e${nth}`);
    github.fail({ ...CREATE, answer: { status: 500 }, times: Number.POSITIVE_INFINITY });
    const readings = names.map((name) => endpoint(name, `${name}.example.com:443`, OLD));
    const { failures } = await runScan(createShop(names), { now: day(7), readings });
    expect(failures).toHaveLength(9);
    expect(github.requests.filter(({ method, path }) => method === 'POST' && CREATE.path.test(path))).toHaveLength(3);
  });

  it('paces writes as GitHub asks', async () => {
    const names = Array.from({ length: 40 }, (_, nth) => `e${nth}`);
    const self = { ...createShop(names), max_open: 100 };
    const readings = names.map((name) => endpoint(name, `${name}.example.com:443`, OLD));
    await runScan(self, { now: day(7), readings });
    expect(board.issues.size).toBe(40);
    // One second between two labels and forty issues.
    expect(waited).toBe((2 + 40 - 1) * 1_000);
  });
});

describe('closing an issue', () => {
  const opened = async (): Promise<[Project, Issue]> => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    return [self, board.issues.get(1) as Issue];
  };
  const STEPS: [string, Pick<Fault, 'method' | 'path'>][] = [
    ['reading the issue again', { method: 'GET', path: /\/issues\/1$/ }],
    ['adding the comment', { method: 'POST', path: /\/comments$/ }],
    ['closing the issue', { method: 'PATCH' }],
  ];
  const faults = STEPS.flatMap(([step, request]) =>
    ANSWERS.filter(([name]) => name !== '404' && name !== '410').map(
      ([name, answer]) => [step, name, request, answer] as const,
    ),
  );

  it.each(faults)('recovers if %s fails with %s', async (_, __, request, answer) => {
    const [self, issue] = await opened();
    // Reads are retried within the scan, writes by the next scan.
    github.fail({ ...request, answer, times: request.method === 'GET' ? 4 : 1 });
    const { deliveries } = await runScan(self, seeing(day(8), NEW));
    for (let more = 1; more <= 5; more++) await runScan(self, seeing(day(8, more), NEW));
    expect(deliveries).toEqual([expect.stringMatching(/^renewed first (failed|sent)$/)]);
    expect(issue).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(issue.comments).toHaveLength(1);
    expect(board.issues.size).toBe(1);
  });

  it('opens no second issue if reading the first one fails once with 404, and one if it is really gone', async () => {
    const [self, issue] = await opened();
    self.entries = [entry('shop', { owner: 'ops' })];
    github.fail({ method: 'GET', path: /\/issues\/1$/, answer: { status: 404 } });
    await runScan(self, seeing(day(13)));
    expect(board.issues.size).toBe(1);
    expect(issue.body).toContain('`ops`');
    self.entries = [entry('shop', { owner: 'dev' })];
    github.watch(({ method, path }) => {
      if (method === 'GET' && path.endsWith('/issues/1') && board.issues.get(1) === issue) board.issues.delete(1);
    });
    await runScan(self, seeing(day(19)));
    expect([...board.issues.values()]).toEqual([expect.objectContaining({ body: expect.stringContaining('`dev`') })]);
  });

  it('adds no comment twice after a reset between two writes', async () => {
    const [self, issue] = await opened();
    github.fail({ method: 'POST', path: /\/comments$/, answer: 'reset', isApplied: true });
    github.fail({ method: 'PATCH', answer: 'reset' });
    expect(await runScan(self, seeing(day(8), NEW))).toMatchObject({ deliveries: ['renewed first failed'] });
    expect(issue).toMatchObject({ state: 'open' });
    expect(await runScan(self, seeing(day(8, 1), NEW))).toMatchObject({ deliveries: ['renewed retry sent'] });
    expect(issue).toMatchObject({ state: 'closed' });
    expect(issue.comments).toHaveLength(1);
  });

  it('closes a locked issue without a comment', async () => {
    const [self, issue] = await opened();
    issue.locked = true;
    expect(await runScan(self, seeing(day(8), NEW))).toMatchObject({ deliveries: ['renewed first sent'] });
    expect(issue).toMatchObject({ state: 'closed', comments: [] });
  });

  it('closes an issue that was locked in the meantime', async () => {
    const [self, issue] = await opened();
    const lock = { status: 403, body: json('Unable to create comment because issue is locked.') };
    github.fail({ method: 'POST', path: /\/comments$/, answer: lock });
    github.fail({
      method: 'GET',
      path: /\/issues\/1$/,
      after: 1,
      answer: { status: 200, body: JSON.stringify(toLockedView(issue)) },
    });
    expect(await runScan(self, seeing(day(8), NEW))).toMatchObject({ deliveries: ['renewed first sent'] });
    expect(issue).toMatchObject({ state: 'closed', comments: [] });
  });

  it.each(['deleted', 'moved'] as const)('ignores an issue that was %s', async (fate) => {
    const [self] = await opened();
    board.issues.delete(1);
    if (fate === 'deleted') board.deleted.add(1);
    else board.moved.set(1, 'other/location');
    expect(await runScan(self, seeing(day(8), NEW))).toMatchObject({
      deliveries: ['renewed first sent'],
      problems: [],
    });
  });

  it.each(['deleted', 'moved'] as const)('replaces an issue that was %s at the next notification', async (fate) => {
    const [self] = await opened();
    board.issues.delete(1);
    if (fate === 'deleted') board.deleted.add(1);
    else board.moved.set(1, 'other/location');
    await runScan(self, seeing(day(7, 2)));
    expect(board.issues.size).toBe(0);
    await runScan(self, seeing(day(9)));
    expect([...board.issues.keys()]).toEqual([2]);
  });

  it('closes a duplicate on a server without that reason', async () => {
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

  it('reports a failed update as a problem, and fails no delivery', async () => {
    const [self] = await opened();
    github.fail({ method: 'PATCH', answer: { status: 500 } });
    // The body changes; the cooldown has not expired.
    self.entries = [entry('shop', { owner: 'ops', settings: { ...entry('shop').settings, cooldown_hours: 240 } })];
    expect(await runScan(self, seeing(day(8, 1)))).toMatchObject({
      deliveries: [],
      problems: [{ code: 'github-server-error' }],
    });
  });
});

function toLockedView({ number, title, body, login, labels }: Issue): object {
  const repository_url = `${github.api_url}/repos/example/certificates`;
  const names = labels.map((name) => ({ name }));
  return { number, title, body, state: 'open', locked: true, labels: names, user: { login }, repository_url };
}
