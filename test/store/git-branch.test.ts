import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseLog } from '../../src/events/log/parse.ts';
import { serializeLog } from '../../src/events/log/serialize.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { resolveRepositoryPath } from '../../src/store/index.ts';
import { certificate, createScenario, day, endpoint, entry } from '../events/scenario.ts';
import type { Fault } from '../helpers/github/server.ts';
import { getRepository, REPOSITORY } from '../helpers/github/server.ts';
import { BRANCH, type BranchFixture, catchAppError, PATH, startBranchFixture } from './branch.ts';

let on: BranchFixture;
beforeEach(async () => {
  on = await startBranchFixture();
});
afterEach(() => on.github.close());

/** Services that build each push skip this one. */
const formatMessage = (line: string) => `certvigil: ${line}\n\n[skip ci]`;

const changes = () =>
  on.github.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path.split('/').pop());

describe('the first run', () => {
  it('finds no log, and creates a branch with the log and an explanation', async () => {
    expect(await on.open().read()).toBeNull();
    expect(await on.add('one')).toBe('saved');
    const [first, ...before] = on.history();
    expect(before).toEqual([]);
    expect(first).toMatchObject({ message: 'certvigil: one\n\n[skip ci]', parents: [] });
    expect(Object.keys(first?.files ?? {}).sort()).toEqual([PATH, 'README.md']);
    expect(on.texts()[0]).toBe('one');
    expect(on.history('main')).toHaveLength(1);
    expect(await on.open().read()).toBe('one');
    expect(on.open().description).toBe(`${PATH} on the branch ${BRANCH} of ${REPOSITORY}`);
  });

  it('does not leave a branch behind if it fails', async () => {
    for (const path of [/trees/, /commits/, /refs$/]) {
      on.github.clearFaults();
      on.github.fail({ method: 'POST', path, times: 99, answer: { status: 422 } });
      expect(await catchAppError(on.add('one'))).toMatchObject({ code: 'github-rejected', exitCode: 3 });
      expect(on.history()).toEqual([]);
    }
  });

  it('adds a commit to an existing branch, such as the default branch', async () => {
    expect(await on.open({ branch: 'main' }).read()).toBeNull();
    await on.add('one', { branch: 'main' });
    expect(on.history('main').map(({ message }) => message)).toEqual([formatMessage('one'), 'Initial commit']);
    expect(changes()).toEqual(['graphql']);
  });

  it('creates one branch if two scans run at once, and loses nothing', async () => {
    await Promise.all([on.add('one'), on.add('two')]);
    expect(on.history()).toHaveLength(2);
    expect(on.texts()[0]).toBe('one\ntwo');
  });
});

describe('a later run', () => {
  beforeEach(async () => {
    await on.add('one');
    on.github.requests.length = 0;
  });

  it('adds one commit whose message says what happened', async () => {
    expect(await on.add('two')).toBe('saved');
    expect(on.history().map(({ message }) => message)).toEqual([formatMessage('two'), formatMessage('one')]);
    expect(changes()).toEqual(['graphql']);
  });

  it('does not commit an unchanged log', async () => {
    expect(await on.add('one')).toBe('unchanged');
    expect(on.history()).toHaveLength(1);
    expect(changes()).toEqual([]);
  });

  it('does not change other files on the branch', async () => {
    on.commit(BRANCH, 'README.md', Buffer.from('x'));
    await on.add('two');
    expect(Object.keys(on.history()[0]?.files ?? {}).sort()).toEqual([PATH, 'README.md']);
  });

  it('reads a log over 1 MB as raw content, and writes it', async () => {
    const large = 'ü'.repeat(800_000);
    await on.add(large);
    expect(await on.open().read()).toBe(`one\n${large}`);
    await on.add('two');
    expect(on.texts()[0]).toBe(`one\ntwo\n${large}`);
  });

  it('reads again, merges and retries if another scan was faster', async () => {
    await Promise.all(['two', 'three', 'four', 'five'].map((line) => on.add(line)));
    expect(on.texts()[0]).toBe('five\nfour\none\nthree\ntwo');
    expect(on.history()).toHaveLength(5);
    expect(on.waits.length).toBeGreaterThan(0);
  });

  it('gives up after eight attempts with increasing delays', async () => {
    const body = JSON.stringify({ errors: [{ type: 'STALE_DATA', message: 'Expected branch to point to "1"' }] });
    on.github.fail({ path: /graphql/, times: 99, answer: { status: 200, body } });
    expect(await catchAppError(on.add('two'))).toMatchObject({ code: 'github-conflict', exitCode: 3 });
    expect(changes()).toHaveLength(8);
    // A second between two requests that change something; the rest is the random delay.
    const pauses = [200, 400, 800, 1600, 3200, 5000, 5000];
    const retries = on.waits.filter((wait) => wait !== 1000 && wait > 0);
    const total = on.waits.reduce((sum, wait) => sum + wait, 0);
    expect(retries.length).toBeGreaterThanOrEqual(pauses.length);
    expect(total).toBeGreaterThanOrEqual(pauses.reduce((sum, pause) => sum + pause * 0.5, 0));
    expect(total).toBeLessThan(pauses.reduce((sum, pause) => sum + Math.max(pause * 1.5, 1000), 2000));
  });

  it('rethrows the error of the update, and changes nothing', async () => {
    const refusal = new AppError('event-log-invalid', 'not ours', { exitCode: 3 });
    const refusing = () => {
      throw refusal;
    };
    expect(await catchAppError(on.open().save(refusing, () => 'x'))).toBe(refusal);
    expect(on.history()).toHaveLength(1);
  });
});

describe('the history of the branch', () => {
  const LIMIT = 10;

  it('grows without a limit', async () => {
    for (let line = 0; line < LIMIT + 3; line += 1) await on.add(`line ${line}`);
    expect(on.history()).toHaveLength(LIMIT + 3);
    expect(on.github.requests.filter(({ body }) => body.includes('totalCount'))).toEqual([]);
  });

  it('is replaced by one commit at the limit, with everything in it', async () => {
    for (let line = 0; line < LIMIT; line += 1) await on.add(`line ${line}`, { max_commits: LIMIT });
    expect(on.history()).toHaveLength(LIMIT);
    await on.add('next', { max_commits: LIMIT });
    const [only, ...others] = on.history();
    expect(others).toEqual([]);
    expect(only).toMatchObject({ parents: [], message: formatMessage('next') });
    expect(Object.keys(only?.files ?? {}).sort()).toEqual([PATH, 'README.md']);
    expect(on.texts()[0]?.split('\n')).toHaveLength(LIMIT + 1);
    await on.add('and more', { max_commits: LIMIT });
    expect(on.history()).toHaveLength(2);
  });

  it('keeps the evidence of alerts when it is replaced, because the log has it', async () => {
    const scenario = createScenario([entry('shop')]);
    const readings = [endpoint('shop', 'shop:443', certificate('old', { to: day(100) }))];
    for (let scan = 0; scan <= LIMIT; scan += 1) {
      scenario.scan({ now: day(80 + scan), readings });
      await on.open({ max_commits: LIMIT }).save(
        () => serializeLog(scenario.log),
        () => `scan ${scan}`,
      );
    }
    expect(on.history()).toHaveLength(1);
    const { events } = parseLog(on.texts()[0] ?? '', PATH);
    const first = { first_delivered_at: formatIsoTime(day(80)), sent_at: formatIsoTime(day(85)) };
    expect(events.find(({ threshold }) => threshold === 30)?.deliveries.all?.['webhook:hook']).toMatchObject(first);
  });

  it.each<[string, () => void]>([
    ['of the default branch', () => {}],
    ['of a branch with other files', () => on.commit(BRANCH, 'src/main.c', Buffer.from('x'))],
  ])('%s is never replaced', async (name, prepare) => {
    const branch = name.includes('default') ? 'main' : BRANCH;
    await on.add('first', { branch });
    prepare();
    const before = on.history(branch).length;
    for (let line = 0; line < LIMIT + 2; line += 1) await on.add(`line ${line}`, { branch, max_commits: LIMIT });
    expect(on.history(branch)).toHaveLength(before + LIMIT + 2);
  });

  it('grows on with a warning if a ruleset rejects force pushes', async () => {
    for (let line = 0; line < LIMIT; line += 1) await on.add(`line ${line}`);
    getRepository(on.github).has_linear_pushes = true;
    const store = on.openSet({ max_commits: LIMIT });
    for (const line of ['next', 'and more'])
      expect(
        await store.save(
          ({ main }) => ({ main: `${main}\n${line}`, parts: new Map() }),
          () => line,
        ),
      ).toBe('saved');
    expect(on.history()).toHaveLength(LIMIT + 2);
    expect(on.texts()[0]).toMatch(/next\nand more$/);
    expect(store.warnings).toEqual([
      {
        code: 'event-log-history-kept',
        detail: expect.stringContaining('ruleset of the repository blocks this change'),
      },
    ]);
    expect(on.github.requests.filter(({ body }) => body.includes('updateRefs'))).toHaveLength(1);
  });

  it('is not replaced over a commit of another scan, which is merged', async () => {
    for (let line = 0; line < LIMIT; line += 1) await on.add(`line ${line}`);
    let isFirst = true;
    const update = (current: string | null) => {
      if (isFirst) on.commit(BRANCH, PATH, Buffer.from(`${current}\nfrom another scan`));
      isFirst = false;
      return `${current}\nown`;
    };
    await on.open({ max_commits: LIMIT }).save(update, () => 'certvigil: own');
    expect(on.texts()[0]).toContain('from another scan\nown');
  });

  it.each<[string, Fault]>([
    ['the count', { body: /totalCount/, times: 99, answer: { status: 500 } }],
    ['the files', { path: /trees.*recursive/, times: 99, answer: { status: 500 } }],
    [
      'the new reference',
      {
        body: /updateRefs/,
        times: 99,
        answer: {
          status: 200,
          body: JSON.stringify({ errors: [{ extensions: { code: 'undefinedField' }, message: 'x' }] }),
        },
      },
    ],
  ])('grows on, and the log is saved, if GitHub fails for %s', async (_, fault) => {
    for (let line = 0; line < LIMIT; line += 1) await on.add(`line ${line}`);
    on.github.fail(fault);
    expect(await on.add('next', { max_commits: LIMIT })).toBe('saved');
    expect(on.history()).toHaveLength(LIMIT + 1);
    expect(on.texts()[0]).toContain('next');
  });
});

describe('a commit that GraphQL does not make', () => {
  beforeEach(() => on.add('one'));

  const respond = (errors: object[]): Fault['answer'] => ({
    status: 200,
    body: JSON.stringify({ data: { createCommitOnBranch: null }, errors }),
  });
  const GRAPHQL = { path: /graphql/ };

  it.each<[string, Fault['answer']]>([
    ['RATE_LIMIT', respond([{ type: 'RATE_LIMIT', code: 'graphql_rate_limit', message: 'API rate limit exceeded' }])],
    ['only a code for a rate limit', respond([{ code: 'graphql_rate_limit', message: 'x' }])],
    ['INTERNAL', respond([{ type: 'INTERNAL', message: 'x' }])],
    ['"submitted too quickly"', respond([{ type: 'UNPROCESSABLE', message: 'was submitted too quickly' }])],
    ['"something went wrong"', respond([{ message: 'Something went wrong while executing your query.' }])],
    ['an unknown type', respond([{ type: 'A_NEW_TYPE', message: 'x' }])],
    ['no type', respond([{ message: 'x' }])],
    ['an empty list of errors', respond([])],
    ['no errors, and no commit', { status: 200, body: JSON.stringify({ data: { createCommitOnBranch: null } }) }],
    ['no data', { status: 200, body: '{}' }],
    ['errors that are a text', { status: 200, body: '{"errors":"x"}' }],
    ['errors that are not objects', { status: 200, body: '{"errors":[null,7,"x",{"type":1,"message":{}}]}' }],
    ['a list', { status: 200, body: '[]' }],
    ['null', { status: 200, body: 'null' }],
    ['500', { status: 500 }],
  ])('is written through the Contents API: %s', async (_, answer) => {
    on.github.fail({ ...GRAPHQL, times: 99, answer });
    expect(await on.add('two')).toBe('saved');
    expect(on.texts()).toEqual(['one\ntwo', 'one']);
  });

  it.each<[string, Fault['answer']]>([
    ['INTERNAL', respond([{ type: 'INTERNAL', message: 'x' }])],
    ['an unknown type', respond([{ type: 'A_NEW_TYPE', message: 'x' }])],
    ['no data', { status: 200, body: '{}' }],
  ])('is looked up, and not made again if it took effect: %s', async (_, answer) => {
    on.github.fail({ ...GRAPHQL, answer, isApplied: true });
    expect(await on.add('two')).toBe('saved');
    expect(on.texts()).toEqual(['one\ntwo', 'one']);
  });

  it('is retried once before: a short outage needs no other way', async () => {
    on.github.requests.length = 0;
    on.github.fail({ ...GRAPHQL, answer: respond([{ type: 'INTERNAL', message: 'x' }]) });
    expect(await on.add('two')).toBe('saved');
    expect(changes()).toEqual(['graphql', 'graphql']);
  });

  it.each<[string, object, string]>([
    ['FORBIDDEN', { type: 'FORBIDDEN', message: 'Resource not accessible by integration' }, 'github-forbidden'],
    [
      'an IP allow list',
      { type: 'FORBIDDEN', message: 'the `x` organization has an IP allow list enabled' },
      'github-ip-not-allowed',
    ],
    ['an archived repository', { type: 'FORBIDDEN', message: 'Repository was archived' }, 'github-archived'],
  ])('is not tried in another way if it is not allowed: %s', async (_, problem, code) => {
    on.github.requests.length = 0;
    on.github.fail({ ...GRAPHQL, times: 99, answer: respond([problem]) });
    expect(await catchAppError(on.add('two'))).toMatchObject({ code, exitCode: 3 });
    expect(new Set(changes())).toEqual(new Set(['graphql']));
  });
});

describe('on a server without createCommitOnBranch', () => {
  beforeEach(async () => {
    on.github.state.has_create_commit_on_branch = false;
    await on.add('one');
  });

  it('creates and updates the file with the Contents API', async () => {
    await on.add('two');
    expect(on.history().map(({ message }) => message)).toEqual([formatMessage('two'), formatMessage('one')]);
    await on.add('one', { branch: 'main' });
    expect(on.texts('main')[0]).toBe('one');
  });

  it('loses nothing if two scans save at once', async () => {
    await Promise.all(['two', 'three', 'four'].map((line) => on.add(line)));
    await Promise.all(['two', 'three'].map((line) => on.add(line, { branch: 'main' })));
    expect(on.texts()[0]).toBe('four\none\nthree\ntwo');
    expect(on.texts('main')[0]).toBe('three\ntwo');
  });
});

describe('a lost response', () => {
  const lost: [string, Fault['answer']][] = [
    ['a reset', 'reset'],
    ['502 with HTML', { status: 502, body: '<html>' }],
    ['a truncated response', 'cut'],
  ];
  const steps: [string, Partial<Fault>, boolean][] = [
    ['creating the branch', { path: /git\/refs$/ }, false],
    ['creating the tree of the first commit', { path: /git\/trees$/ }, false],
    ['creating the commit', { path: /graphql/ }, true],
  ];
  const cases = steps.flatMap(([step, fault, exists]) =>
    lost.flatMap(([name, answer]) =>
      [true, false].map(
        (applied) =>
          [
            `${name}, ${applied ? 'after' : 'before'} ${step}`,
            { ...fault, answer, isApplied: applied },
            exists,
          ] as const,
      ),
    ),
  );

  it.each(cases)('leads to one commit without losing anything: %s', async (_, fault, exists) => {
    if (exists) await on.add('one');
    on.github.fail(fault);
    expect(await on.add('two')).toBe('saved');
    expect(on.texts()[0]).toBe(exists ? 'one\ntwo' : 'two');
    expect(on.history()).toHaveLength(exists ? 2 : 1);
  });

  it('followed by a save of another scan keeps both entries once', async () => {
    await on.add('one');
    on.github.fail({ path: /graphql/, answer: 'reset', isApplied: true });
    const meanwhile = async () => void (await on.add('three'));
    await on.add('two', { meanwhile });
    expect(on.texts()[0]).toBe('one\nthree\ntwo');
    expect(on.history()).toHaveLength(3);
  });
});

describe('the path on the branch', () => {
  it('is relative to the repository, or else to the workspace', () => {
    const top = mkdtempSync(path.join(tmpdir(), 'certvigil-repository-'));
    const root = path.join(top, 'ops');
    for (const name of ['.git', 'ops']) mkdirSync(path.join(top, name));
    expect(resolveRepositoryPath(path.join(root, 'log.json'), root, {})).toBe('ops/log.json');
    rmSync(top, { recursive: true });
    expect(resolveRepositoryPath('/nowhere/ops/log.json', '/nowhere/ops', { GITHUB_WORKSPACE: '/nowhere' })).toBe(
      'ops/log.json',
    );
    expect(resolveRepositoryPath('/nowhere/ops/log.json', '/nowhere/ops', {})).toBe('log.json');
    expect(() => resolveRepositoryPath('/elsewhere/log.json', '/nowhere', {})).toThrow(
      expect.objectContaining({ code: 'event-log-outside-repository', exitCode: 3 }),
    );
  });
});
