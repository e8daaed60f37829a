import { describe, expect, it } from 'vitest';
import type { ApiSession } from '../../../src/notify/issue/api-session.ts';
import { hasComment, listClosedIssues, listOpenIssues } from '../../../src/notify/issue/list-issues.ts';

const BOT = 'github-actions[bot]';

/** A session with a client that has these pages. It records which pages are read. */
function createSession<Item>(readPage: (page: number) => Item[]) {
  const read: number[] = [];
  const request = async (_: string, { page }: { page: number }) => {
    if (page < 1) throw new Error('GitHub has no such page');
    read.push(page);
    return { data: readPage(page) };
  };
  const session = {
    client: { request },
    repository: { owner: 'example', repo: 'shop' },
    fullName: 'example/shop',
    login: BOT,
  } as unknown as ApiSession;
  return { session, read };
}

const fill = <Item>(item: Item, count = 100): Item[] => Array.from({ length: count }, () => item);
const count = (to: number) => Array.from({ length: to }, (_, nth) => nth + 1);

describe('the comments of an issue', () => {
  const OTHER = { body: 'Thanks!', user: { login: BOT } };
  const OWN = { body: '<!-- own -->\nText', user: { login: BOT } };
  const find = async (readPage: (page: number) => object[]) => {
    const { session, read } = createSession(readPage);
    return { found: await hasComment(session, 1, '<!-- own -->'), read };
  };

  it('are read to the page with the own one', async () => {
    expect(await find((page) => (page === 3 ? [...fill(OTHER, 99), OWN] : fill(OTHER)))).toEqual({
      found: true,
      read: [1, 2, 3],
    });
  });

  it('are read to the last page, which is not full', async () => {
    expect(await find((page) => fill(OTHER, page === 2 ? 99 : 100))).toEqual({ found: false, read: [1, 2] });
  });

  it('are read to the tenth page, which is the limit', async () => {
    expect(await find((page) => fill(page === 10 ? OWN : OTHER))).toEqual({ found: true, read: count(10) });
    expect(await find((page) => fill(page === 11 ? OWN : OTHER))).toEqual({ found: false, read: count(10) });
  });

  it.each([
    ['of another user', { ...OWN, user: { login: 'mallory' } }],
    ['of a deleted user', { ...OWN, user: null }],
    ['that quotes the marker', { ...OWN, body: `> ${OWN.body}` }],
    ['without a text', { ...OWN, body: undefined }],
  ])('do not count %s', async (_, comment) => {
    expect((await find(() => [comment])).found).toBe(false);
  });
});

describe('the issues of a repository', () => {
  const createIssue = (key: string, more: object = {}) => {
    const marker = { key, manifest: 'm', status: 'ok', threshold_days: null, episode: 1, state: 'firing', nonce: 'n' };
    return {
      number: 1,
      title: key,
      body: `<!-- certvigil:issue:v1 ${JSON.stringify({ ...marker, issue: null, ...more })} -->`,
      state: 'closed',
      labels: [],
      locked: false,
      user: { login: BOT },
      repository_url: 'https://api.github.com/repos/example/shop',
    };
  };
  const listTitles = (issues: readonly { title: string }[]) => issues.map(({ title }) => title);

  it('are all read if they are open', async () => {
    const { session, read } = createSession((page) => fill(createIssue(`a${page}`), page === 3 ? 1 : 100));
    expect(await listOpenIssues(session)).toHaveLength(201);
    expect(read).toEqual([1, 2, 3]);
  });

  it('are too many if the hundredth page of open ones is full', async () => {
    const { session, read } = createSession(() => fill(createIssue('a')));
    await expect(listOpenIssues(session)).rejects.toMatchObject({ failure: { code: 'issue-too-many' }, isFatal: true });
    expect(read).toEqual(count(100));
    const { session: fits } = createSession((page) => fill(createIssue('a'), page === 100 ? 99 : 100));
    expect(await listOpenIssues(fits)).toHaveLength(9_999);
  });

  it('are read until each key has a closed one', async () => {
    const { session, read } = createSession((page) => fill(createIssue(`k${page}`)));
    const found = await listClosedIssues(session, new Set(['k1', 'k3']));
    expect(new Set(listTitles(found))).toEqual(new Set(['k1', 'k3']));
    expect(read).toEqual([1, 2, 3]);
  });

  it('are read to the twentieth page of closed ones, which is the limit', async () => {
    const { session, read } = createSession((page) => fill(createIssue(`k${page}`)));
    expect(listTitles(await listClosedIssues(session, new Set(['k20', 'k21'])))).toEqual(fill('k20'));
    expect(read).toEqual(count(20));
  });

  it('do not count if they are closed as duplicates', async () => {
    const { session } = createSession(() => [createIssue('k', { state: 'duplicate' }), createIssue('k')]);
    expect(await listClosedIssues(session, new Set(['k']))).toHaveLength(1);
  });
});
