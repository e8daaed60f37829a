import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, getRepository, REPOSITORY, TOKEN } from '../helpers/github/server.ts';
import { BRANCH, type BranchFixture, catchAppError, PATH, startBranchFixture } from './branch.ts';

let on: BranchFixture;
beforeEach(async () => {
  on = await startBranchFixture();
});
afterEach(() => on.github.close());

describe('a request that GitHub rejects', () => {
  const without = (permissions: Record<string, 'read' | 'write'>) => () => {
    on.github.state.tokens.set(TOKEN, { login: 'x', permissions, repositories: [REPOSITORY] });
  };
  const html = '<html>proxy-secret</html>';

  it.each<[string, () => void, code: string, says: string]>([
    ['without write permission', without({ contents: 'read' }), 'github-forbidden', 'contents: write'],
    [
      'an archived repository',
      () => {
        getRepository(on.github).archived = true;
      },
      'github-archived',
      'Unarchive',
    ],
    [
      'a protected branch',
      () => {
        getRepository(on.github).protected_branches.add(BRANCH);
      },
      'github-branch-protected',
      'event_log.branch',
    ],
    ['422', () => on.github.fail({ method: /P/, times: 99, answer: { status: 422 } }), 'github-rejected', ''],
    [
      'repeated 500',
      () => on.github.fail({ method: /P/, times: 99, answer: { status: 500 } }),
      'github-server-error',
      'next scan',
    ],
    [
      'a rate limit',
      () => on.github.fail({ method: 'POST', answer: { status: 403, headers: { 'retry-after': '900' } } }),
      'github-rate-limited',
      '',
    ],
  ])('explains the first and a later run: %s', async (_, happens, code, says) => {
    for (const isFirst of [true, false]) {
      await on.github.close();
      on = await startBranchFixture();
      if (!isFirst) await on.add('one');
      happens();
      const error = await catchAppError(on.add('two'));
      expect(error).toMatchObject({ code, exitCode: 3 });
      expect(error.message).toMatch(/^the event log .+ cannot be written: /);
      expect(`${error.message} ${error.hint}`).toContain(says);
      expect(on.history()).toHaveLength(isFirst ? 0 : 1);
      expect(on.texts()[0]).toBe(isFirst ? undefined : 'one');
    }
  });

  it.each<[string, () => void, code: string]>([
    ['a wrong token', () => on.github.state.tokens.clear(), 'github-unauthorized'],
    [
      'a token of another repository',
      () => on.github.state.tokens.set(TOKEN, { login: 'x', permissions: { contents: 'write' }, repositories: [] }),
      'github-not-found',
    ],
    [
      'no permission to read',
      () => {
        getRepository(on.github).private = true;
        without({})();
      },
      'github-forbidden',
    ],
    ['an empty repository', () => getRepository(on.github).refs.clear(), 'github-repository-empty'],
    [
      '429',
      () => on.github.fail({ answer: { status: 429, headers: { 'retry-after': '900' } } }),
      'github-rate-limited',
    ],
    ['502 with HTML', () => on.github.fail({ times: 99, answer: { status: 502, body: html } }), 'github-server-error'],
    [
      '200 with HTML',
      () => on.github.fail({ times: 99, answer: { status: 200, body: html } }),
      'github-unexpected-response',
    ],
    ['a reset', () => on.github.fail({ times: 99, answer: 'reset' }), 'github-connection-lost'],
    ['a truncated response', () => on.github.fail({ times: 99, answer: 'cut' }), 'github-connection-lost'],
  ])('explains a failed read: %s', async (_, happens, code) => {
    await on.add('one');
    happens();
    const error = await catchAppError(on.open().read());
    expect(error).toMatchObject({ code, exitCode: 3 });
    expect(error.message).toMatch(/^the event log .+ cannot be read: /);
    expect(`${error.message} ${error.hint}`).not.toMatch(/html|proxy-secret/);
  });

  it('does not treat a 404 for the branches as a first run, but as a missing permission', async () => {
    on.github.fail({ path: /matching-refs/, times: 99, answer: { status: 404 } });
    expect(await catchAppError(on.open().read())).toMatchObject({ code: 'github-not-found', exitCode: 3 });
  });

  it('ignores a branch whose name has the same prefix', async () => {
    await on.add('one', { branch: `${BRANCH}-2` });
    expect(await on.open().read()).toBeNull();
  });
});

describe('a fault at any request', () => {
  const json = (message: string) => JSON.stringify({ message });
  const faults: [string, Fault['answer']][] = [
    ['401', { status: 401 }],
    ['403', { status: 403, body: json('Resource not accessible by integration') }],
    ['403 with a limit', { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9999999999' } }],
    ['404', { status: 404 }],
    ['409', { status: 409 }],
    ['422', { status: 422 }],
    ['429', { status: 429, headers: { 'retry-after': '1' } }],
    ['500', { status: 500 }],
    ['502 with HTML', { status: 502, body: '<html>' }],
    ['200 with HTML', { status: 200, body: '<html>' }],
    ['200 with {}', { status: 200, body: '{}' }],
    ['200 with []', { status: 200, body: '[]' }],
    ['200 with data: null', { status: 200, body: '{"data":null}' }],
    ['a reset', 'reset'],
    ['a truncated response', 'cut'],
  ];
  /** GitHub does not take these back. */
  const certain = ['401', '403 with a limit'];
  const cases = faults.flatMap(([name, answer]) =>
    [false, true].flatMap((exists) =>
      [1, 99].map((times) => [name, times === 1 ? 'once' : 'always', exists ? 'later' : 'first', answer] as const),
    ),
  );

  it.each(cases)('neither loses nor duplicates entries: %s, %s, in a %s run', async (name, often, run, answer) => {
    const exists = run === 'later';
    for (let after = 0; after < 6; after += 1) {
      for (const applied of [false, true]) {
        await on.github.close();
        on = await startBranchFixture();
        if (exists) await on.add('one');
        on.github.fail({ answer, after, isApplied: applied, times: often === 'once' ? 1 : 99 });
        const before = on.github.requests.length;
        const outcome = await on.add('two').catch((error: unknown) => error);
        const failed = on.github.requests[before + after];
        if (often === 'once' && !certain.includes(name))
          expect(outcome, `request ${after + 1}`).toMatch(/saved|unchanged/);
        else if (outcome !== 'saved' && outcome !== 'unchanged')
          expect(outcome).toMatchObject({
            name: 'AppError',
            exitCode: 3,
            code: expect.stringMatching(/^(github|event-log)-/),
          });
        on.github.clearFaults();
        await on.add('two');
        const texts = on.texts();
        expect(texts).toEqual(exists ? ['one\ntwo', 'one'] : ['two']);
        // There is no such request: all were tried.
        if (failed === undefined) return expect(after).toBeGreaterThan(0);
        if (failed.method === 'GET') break;
      }
    }
  });
});

describe('a 404 for the file', () => {
  it('is only accepted if the directory listing confirms it', async () => {
    await on.add('one');
    on.commit(BRANCH, `${PATH}.old`, Buffer.from('x'));
    on.github.fail({ path: /contents/, times: 99, answer: { status: 404 } });
    const error = await catchAppError(on.add('two'));
    expect(error).toMatchObject({ code: 'event-log-unreadable', exitCode: 3 });
    expect(error.message).toContain('GitHub lists the file but does not return it');
    expect(on.texts()[0]).toBe('one');
    on.github.fail({ path: /trees/, times: 99, answer: { status: 404 } });
    expect(await catchAppError(on.open().read())).toMatchObject({ code: 'github-not-found' });
  });
});

describe('a file that is not a log', () => {
  it.each<[string, () => void, says: string]>([
    ['a directory', () => on.commit('main', `${PATH}/a`, Buffer.from('a')), 'it is not a file'],
    ['not UTF-8', () => on.commit('main', PATH, Buffer.from([0x7b, 0xff])), 'not UTF-8 text'],
    ['not UTF-8, and large', () => on.commit('main', PATH, Buffer.alloc(2_000_000, 0xff)), 'not UTF-8 text'],
  ])('is rejected: %s', async (_, happens, says) => {
    happens();
    const error = await catchAppError(on.open({ branch: 'main' }).read());
    expect(error).toMatchObject({ code: 'event-log-unreadable', exitCode: 3 });
    expect(error.message).toContain(says);
  });
});
