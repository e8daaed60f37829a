import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/lib/app-error.ts';
import { resolveRepositoryPath } from '../../src/store/index.ts';
import type { Fault } from '../helpers/github/server.ts';
import { REPOSITORY } from '../helpers/github/server.ts';
import { BRANCH, type BranchFixture, catchAppError, PATH, startBranchFixture } from './branch.ts';

let on: BranchFixture;
beforeEach(async () => {
  on = await startBranchFixture();
});
afterEach(() => on.github.close());

const changes = () =>
  on.github.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path.split('/').pop());

describe('the first run', () => {
  it('finds no log, and creates a branch with only the log', async () => {
    expect(await on.open().load()).toBeNull();
    expect(await on.add('one')).toBe('saved');
    const [first, ...before] = on.history();
    expect(before).toEqual([]);
    expect(first).toMatchObject({ message: 'certvigil: one', parents: [], files: { [PATH]: expect.any(String) } });
    expect(on.texts()[0]).toBe('one');
    expect(on.history('main')).toHaveLength(1);
    expect(await on.open().load()).toBe('one');
    expect(on.open().description).toBe(`${PATH} on the branch ${BRANCH} of ${REPOSITORY}`);
  });

  it('does not leave a branch behind if it fails', async () => {
    for (const path of [/trees/, /commits/, /refs$/]) {
      on.github.fail({ method: 'POST', path, answer: { status: 422 } });
      expect(await catchAppError(on.add('one'))).toMatchObject({ code: 'github-rejected', exitCode: 3 });
      expect(on.history()).toEqual([]);
    }
  });

  it('adds a commit to an existing branch, such as the default branch', async () => {
    expect(await on.open({ branch: 'main' }).load()).toBeNull();
    await on.add('one', { branch: 'main' });
    expect(on.history('main').map(({ message }) => message)).toEqual(['certvigil: one', 'Initial commit']);
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
    expect(on.history().map(({ message }) => message)).toEqual(['certvigil: two', 'certvigil: one']);
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
    expect(await on.open().load()).toBe(`one\n${large}`);
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
    const pauses = [200, 400, 800, 1600, 3200, 5000, 5000];
    expect(on.waits).toHaveLength(pauses.length);
    for (const [at, pause] of pauses.entries()) {
      expect(on.waits[at]).toBeGreaterThanOrEqual(pause * 0.5);
      expect(on.waits[at]).toBeLessThan(pause * 1.5);
    }
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

describe('on a server without createCommitOnBranch', () => {
  beforeEach(async () => {
    on.github.state.has_create_commit_on_branch = false;
    await on.add('one');
  });

  it('creates and updates the file with the Contents API', async () => {
    await on.add('two');
    expect(on.history().map(({ message }) => message)).toEqual(['certvigil: two', 'certvigil: one']);
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
  it('is relative to the repository, or else to the workspace', async () => {
    const inside = `${import.meta.dirname}/fixtures/log.json`;
    expect(resolveRepositoryPath(inside, import.meta.dirname, {})).toBe('test/store/fixtures/log.json');
    expect(resolveRepositoryPath('/nowhere/ops/log.json', '/nowhere/ops', { GITHUB_WORKSPACE: '/nowhere' })).toBe(
      'ops/log.json',
    );
    expect(resolveRepositoryPath('/nowhere/ops/log.json', '/nowhere/ops', {})).toBe('log.json');
    expect(() => resolveRepositoryPath('/elsewhere/log.json', '/nowhere', {})).toThrow(
      expect.objectContaining({ code: 'event-log-outside-repository', exitCode: 3 }),
    );
  });
});
