import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { commitStore } from '../../src/store/commit.ts';
import { pathInRepository } from '../../src/store/repository-path.ts';
import { commitTo, headOf } from '../helpers/github/git.ts';
import { type FakeGitHub, type Fault, REPOSITORY, repositoryOf, startGitHub, TOKEN } from '../helpers/github/server.ts';
import type { Commit } from '../helpers/github/state.ts';

const BRANCH = 'certvigil-state';
const PATH = '.certvigil/event-log.json';

let github: FakeGitHub;
let waits: number[];
beforeEach(async () => {
  github = await startGitHub();
  waits = [];
});
afterEach(() => github.close());

/** `meanwhile` is what others do while this one waits. */
function open({ branch = BRANCH, meanwhile = async () => {} } = {}) {
  const io = {
    env: {},
    now: () => Date.parse('2031-03-10T12:00:00Z'),
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
      await meanwhile();
    },
  };
  return commitStore({ path: PATH, branch }, { token: TOKEN, repository: REPOSITORY, api_url: github.api_url }, io);
}

/** The commits of a branch, the last first. */
function history(branch = BRANCH): Commit[] {
  const { commits } = repositoryOf(github);
  const found: Commit[] = [];
  for (
    let at = headOf(repositoryOf(github), branch) ?? undefined;
    at !== undefined;
    at = commits.get(at.parents[0] ?? '')
  )
    found.push(at);
  return found;
}

function textOf(commit: Commit | undefined): string | undefined {
  return repositoryOf(github)
    .blobs.get(commit?.files[PATH] ?? '')
    ?.toString();
}

/** What a scan does: adds its line to the lines that are there. Adding it twice changes nothing. */
function adding(line: string): (current: string | null) => string {
  return (current) => [...new Set([...(current ?? '').split('\n').filter(Boolean), line])].sort().join('\n');
}

const add = (line: string, options?: Parameters<typeof open>[0]) =>
  open(options).save(adding(line), () => `certvigil: ${line}`);

async function failure(work: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await work.then(
    () => new Error('it worked'),
    (error: unknown) => error,
  );
  if (thrown instanceof AppError) return thrown;
  throw thrown;
}

const changes = () => github.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path.split('/').pop());

describe('the first run', () => {
  it('finds no log, and makes the branch with nothing in it but the log', async () => {
    expect(await open().load()).toBeNull();
    expect(await add('one')).toBe('saved');
    const [first, ...before] = history();
    expect(before).toEqual([]);
    expect(first).toMatchObject({ message: 'certvigil: one', parents: [], files: { [PATH]: expect.any(String) } });
    expect(textOf(first)).toBe('one');
    expect(history('main')).toHaveLength(1);
    expect(await open().load()).toBe('one');
    expect(open().describe).toBe(`${PATH} on the branch ${BRANCH} of ${REPOSITORY}`);
  });

  it('leaves no branch behind where it cannot finish', async () => {
    for (const path of [/trees/, /commits/, /refs$/]) {
      github.fail({ method: 'POST', path, answer: { status: 422 } });
      expect(await failure(add('one'))).toMatchObject({ code: 'github-rejected', exit: 3 });
      expect(history()).toEqual([]);
    }
  });

  it('on a branch that is there, such as the default one, adds a commit to it', async () => {
    expect(await open({ branch: 'main' }).load()).toBeNull();
    await add('one', { branch: 'main' });
    expect(history('main').map(({ message }) => message)).toEqual(['certvigil: one', 'Initial commit']);
    expect(changes()).toEqual(['graphql']);
  });

  it('of two at once makes one branch, and loses nothing', async () => {
    await Promise.all([add('one'), add('two')]);
    expect(history()).toHaveLength(2);
    expect(textOf(history()[0])).toBe('one\ntwo');
  });
});

describe('every further run', () => {
  beforeEach(async () => {
    await add('one');
    github.requests.length = 0;
  });

  it('adds one commit that says what happened', async () => {
    expect(await add('two')).toBe('saved');
    expect(history().map(({ message }) => message)).toEqual(['certvigil: two', 'certvigil: one']);
    expect(changes()).toEqual(['graphql']);
  });

  it('makes no commit where nothing changed', async () => {
    expect(await add('one')).toBe('unchanged');
    expect(history()).toHaveLength(1);
    expect(changes()).toEqual([]);
  });

  it('leaves other files of the branch alone', async () => {
    commitTo(repositoryOf(github), BRANCH, 'by hand', { 'README.md': Buffer.from('x') });
    await add('two');
    expect(Object.keys(history()[0]?.files ?? {}).sort()).toEqual([PATH, 'README.md']);
  });

  it('reads a log over 1 MB raw, and writes it', async () => {
    const large = 'ü'.repeat(800_000);
    await add(large);
    expect(await open().load()).toBe(`one\n${large}`);
    await add('two');
    expect(textOf(history()[0])).toBe(`one\ntwo\n${large}`);
  });

  it('reads again, merges and writes again where another was faster', async () => {
    await Promise.all(['two', 'three', 'four', 'five'].map((line) => add(line)));
    expect(textOf(history()[0])).toBe('five\nfour\none\nthree\ntwo');
    expect(history()).toHaveLength(5);
    expect(waits.length).toBeGreaterThan(0);
  });

  it('gives up after eight tries, each after a longer pause', async () => {
    const body = JSON.stringify({ errors: [{ type: 'STALE_DATA', message: 'Expected branch to point to "1"' }] });
    github.fail({ path: /graphql/, times: 99, answer: { status: 200, body } });
    expect(await failure(add('two'))).toMatchObject({ code: 'github-conflict', exit: 3 });
    expect(changes()).toHaveLength(8);
    const pauses = [200, 400, 800, 1600, 3200, 5000, 5000];
    expect(waits).toHaveLength(pauses.length);
    for (const [at, pause] of pauses.entries()) {
      expect(waits[at]).toBeGreaterThanOrEqual(pause * 0.5);
      expect(waits[at]).toBeLessThan(pause * 1.5);
    }
  });

  it('ends with what the update throws, and changes nothing', async () => {
    const refusal = new AppError('event-log-invalid', 'not ours', { exit: 3 });
    const refusing = () => {
      throw refusal;
    };
    expect(await failure(open().save(refusing, () => 'x'))).toBe(refusal);
    expect(history()).toHaveLength(1);
  });
});

describe('on a server without createCommitOnBranch', () => {
  beforeEach(async () => {
    github.state.has_create_commit_on_branch = false;
    await add('one');
  });

  it('writes through the Contents API, a file that is there and one that is not', async () => {
    await add('two');
    expect(history().map(({ message }) => message)).toEqual(['certvigil: two', 'certvigil: one']);
    await add('one', { branch: 'main' });
    expect(textOf(history('main')[0])).toBe('one');
  });

  it('loses nothing in a race', async () => {
    await Promise.all(['two', 'three', 'four'].map((line) => add(line)));
    await Promise.all(['two', 'three'].map((line) => add(line, { branch: 'main' })));
    expect(textOf(history()[0])).toBe('four\none\nthree\ntwo');
    expect(textOf(history('main')[0])).toBe('three\ntwo');
  });
});

describe('an answer that is lost', () => {
  const lost: [string, Fault['answer']][] = [
    ['a reset', 'reset'],
    ['502 with HTML', { status: 502, body: '<html>' }],
    ['an answer cut short', 'cut'],
  ];
  const steps: [string, Partial<Fault>, boolean][] = [
    ['the branch is made', { path: /git\/refs$/ }, false],
    ['the tree of the first commit is made', { path: /git\/trees$/ }, false],
    ['the commit is made', { path: /graphql/ }, true],
  ];
  const cases = steps.flatMap(([step, fault, exists]) =>
    lost.flatMap(([name, answer]) =>
      [true, false].map(
        (applied) =>
          [`${name}, ${applied ? 'after' : 'before'} ${step}`, { ...fault, answer, applied }, exists] as const,
      ),
    ),
  );

  it.each(cases)('%s: one commit, and nothing is lost', async (_, fault, exists) => {
    if (exists) await add('one');
    github.fail(fault);
    expect(await add('two')).toBe('saved');
    expect(textOf(history()[0])).toBe(exists ? 'one\ntwo' : 'two');
    expect(history()).toHaveLength(exists ? 2 : 1);
  });

  it('and then another scan wrote: both are there, each once', async () => {
    await add('one');
    github.fail({ path: /graphql/, answer: 'reset', applied: true });
    const meanwhile = async () => void (await add('three'));
    await open({ meanwhile }).save(adding('two'), () => 'certvigil: two');
    expect(textOf(history()[0])).toBe('one\nthree\ntwo');
    expect(history()).toHaveLength(3);
  });
});

describe('what GitHub refuses', () => {
  const without = (permissions: Record<string, 'read' | 'write'>) => () => {
    github.state.tokens.set(TOKEN, { login: 'x', permissions, repositories: [REPOSITORY] });
  };
  const html = '<html>proxy-secret</html>';

  it.each<[string, () => void, code: string, says: string]>([
    ['no permission to write', without({ contents: 'read' }), 'github-forbidden', 'contents: write'],
    [
      'an archived repository',
      () => {
        repositoryOf(github).archived = true;
      },
      'github-archived',
      'Unarchive',
    ],
    [
      'a protected branch',
      () => {
        repositoryOf(github).protected_branches.add(BRANCH);
      },
      'github-branch-protected',
      'event_log.branch',
    ],
    ['422', () => github.fail({ method: 'POST', answer: { status: 422 } }), 'github-rejected', ''],
    [
      '500, again and again',
      () => github.fail({ method: 'POST', times: 99, answer: { status: 500 } }),
      'github-server-error',
      'next scan',
    ],
    [
      'a rate limit',
      () => github.fail({ method: 'POST', answer: { status: 403, headers: { 'retry-after': '900' } } }),
      'github-rate-limited',
      '',
    ],
  ])('%s, on the first run and on a later one', async (_, happens, code, says) => {
    for (const isFirst of [true, false]) {
      await github.close();
      github = await startGitHub();
      if (!isFirst) await add('one');
      happens();
      const error = await failure(add('two'));
      expect(error).toMatchObject({ code, exit: 3 });
      expect(error.message).toMatch(/^the event log .+ cannot be written: /);
      expect(`${error.message} ${error.hint}`).toContain(says);
      expect(history()).toHaveLength(isFirst ? 0 : 1);
      expect(textOf(history()[0])).toBe(isFirst ? undefined : 'one');
    }
  });

  it.each<[string, () => void, code: string]>([
    ['a wrong token', () => github.state.tokens.clear(), 'github-unauthorized'],
    [
      'a token of another repository',
      () => github.state.tokens.set(TOKEN, { login: 'x', permissions: { contents: 'write' }, repositories: [] }),
      'github-not-found',
    ],
    [
      'no permission to read',
      () => {
        repositoryOf(github).private = true;
        without({})();
      },
      'github-forbidden',
    ],
    ['an empty repository', () => repositoryOf(github).refs.clear(), 'github-repository-empty'],
    ['429', () => github.fail({ answer: { status: 429, headers: { 'retry-after': '900' } } }), 'github-rate-limited'],
    ['502 with HTML', () => github.fail({ times: 99, answer: { status: 502, body: html } }), 'github-server-error'],
    [
      '200 with HTML',
      () => github.fail({ times: 99, answer: { status: 200, body: html } }),
      'github-answer-unreadable',
    ],
    ['a reset', () => github.fail({ times: 99, answer: 'reset' }), 'github-connection-lost'],
    ['an answer cut short', () => github.fail({ times: 99, answer: 'cut' }), 'github-connection-lost'],
  ])('reading: %s', async (_, happens, code) => {
    await add('one');
    happens();
    const error = await failure(open().load());
    expect(error).toMatchObject({ code, exit: 3 });
    expect(error.message).toMatch(/^the event log .+ cannot be read: /);
    expect(`${error.message} ${error.hint}`).not.toMatch(/html|proxy-secret/);
  });

  it('a 404 for the branches is no first run, but a missing permission', async () => {
    github.fail({ path: /matching-refs/, answer: { status: 404 } });
    expect(await failure(open().load())).toMatchObject({ code: 'github-not-found', exit: 3 });
  });

  it('a branch whose name only begins alike is another', async () => {
    await add('one', { branch: `${BRANCH}-2` });
    expect(await open().load()).toBeNull();
  });
});

describe('any fault at any request', () => {
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
    ['a reset', 'reset'],
    ['an answer cut short', 'cut'],
  ];
  const cases = faults.flatMap(([name, answer]) =>
    [false, true].flatMap((exists) =>
      [1, 99].map((times) => [name, times === 1 ? 'once' : 'without end', exists ? 'later' : 'first', answer] as const),
    ),
  );

  it.each(cases)('%s, %s, in a %s run: nothing is lost or doubled', async (_, often, run, answer) => {
    const exists = run === 'later';
    for (let after = 0; after < 6; after += 1) {
      for (const applied of [false, true]) {
        await github.close();
        github = await startGitHub();
        if (exists) await add('one');
        github.fail({ answer, after, applied, times: often === 'once' ? 1 : 99 });
        const outcome = await add('two').catch((error: unknown) => error);
        if (outcome !== 'saved' && outcome !== 'unchanged')
          expect(outcome).toMatchObject({
            name: 'AppError',
            exit: 3,
            code: expect.stringMatching(/^(github|event-log)-/),
          });
        github.heal();
        await add('two');
        const texts = history().map(textOf);
        expect(texts).toEqual(exists ? ['one\ntwo', 'one'] : ['two']);
      }
    }
  });
});

describe('a 404 for the file', () => {
  it('is believed only where the lists of the folders say so too', async () => {
    await add('one');
    commitTo(repositoryOf(github), BRANCH, 'by hand', { [`${PATH}.old`]: Buffer.from('x') });
    github.fail({ path: /contents/, answer: { status: 404 } });
    const error = await failure(add('two'));
    expect(error).toMatchObject({ code: 'event-log-unreadable', exit: 3 });
    expect(error.message).toContain('GitHub lists it and does not show it');
    expect(textOf(history()[0])).toBe('one');
    github.fail({ path: /contents/, answer: { status: 404 } });
    github.fail({ path: /trees/, answer: { status: 404 } });
    expect(await failure(open().load())).toMatchObject({ code: 'github-not-found' });
  });
});

describe('a file that is no log', () => {
  it.each<[string, () => void, says: string]>([
    [
      'a folder',
      () => commitTo(repositoryOf(github), 'main', 'x', { [`${PATH}/a`]: Buffer.from('a') }),
      'it is not a file',
    ],
    [
      'not UTF-8',
      () => commitTo(repositoryOf(github), 'main', 'x', { [PATH]: Buffer.from([0x7b, 0xff]) }),
      'not UTF-8 text',
    ],
    [
      'not UTF-8, and large',
      () => commitTo(repositoryOf(github), 'main', 'x', { [PATH]: Buffer.alloc(2_000_000, 0xff) }),
      'not UTF-8 text',
    ],
  ])('%s', async (_, happens, says) => {
    happens();
    const error = await failure(open({ branch: 'main' }).load());
    expect(error).toMatchObject({ code: 'event-log-unreadable', exit: 3 });
    expect(error.message).toContain(says);
  });
});

describe('the path on the branch', () => {
  it('is that from the root of the repository, or else of the workspace', async () => {
    const inside = `${import.meta.dirname}/fixtures/log.json`;
    expect(await pathInRepository(inside, import.meta.dirname, undefined)).toBe('test/store/fixtures/log.json');
    expect(await pathInRepository('/nowhere/ops/log.json', '/nowhere/ops', '/nowhere')).toBe('ops/log.json');
    expect(await pathInRepository('/nowhere/ops/log.json', '/nowhere/ops', undefined)).toBe('log.json');
    const outside = await failure(pathInRepository('/elsewhere/log.json', '/nowhere', '/nowhere'));
    expect(outside).toMatchObject({ code: 'event-log-outside-repository', exit: 3 });
  });
});
