import { afterEach, describe, expect, it } from 'vitest';
import type { GitHubPagesSource } from '../../../src/domain/index.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { type ApiCall, type ApiReply, type FakeApi, startFakeApi } from '../../helpers/inventory/fake-api.ts';

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.close();
  api = null;
});

// biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of a manifest.
const SOURCE: GitHubPagesSource = { kind: 'github_pages', sites: ['octo-org'], token: '${TOKEN}', allow_empty: false };

const REPOSITORIES = ['docs', 'blog', 'shop'];

/** An organization whose repositories have a site each. `change` replaces replies. */
async function read(
  change: (good: ApiReply, call: ApiCall) => ApiReply = (good) => good,
  { sites = SOURCE.sites, token = SOURCE.token }: Partial<GitHubPagesSource> = {},
) {
  api = await startFakeApi((call) => change(reply(call), call));
  const env = { TOKEN: 'token-of-the-organization', GITHUB_API_URL: api.origin };
  return readInventorySource({ source: { ...SOURCE, sites, token }, env });
}

function reply({ url }: ApiCall): ApiReply {
  const [, kind, owner, name] = url.pathname.split('/');
  if (kind === 'orgs') {
    return { body: REPOSITORIES.map((one) => ({ full_name: `${owner}/${one}`, has_pages: true })) };
  }
  const https_certificate = { state: 'approved', domains: [`${name}.example.com`], expires_at: '2028-01-01' };
  return { body: { cname: `${name}.example.com`, https_certificate } };
}

const isSite = ({ url }: ApiCall, name: string) => url.pathname === `/repos/octo-org/${name}/pages`;

describe('github_pages', () => {
  it('reads the sites of an owner, and single ones by name', async () => {
    const { failure, locations } = await read(undefined, { sites: ['octo-org', 'octocat/octocat.github.io'] });
    expect(failure).toBeNull();
    expect(locations.map(({ location }) => location)).toEqual([
      'github_pages:octocat/octocat.github.io',
      ...REPOSITORIES.map((name) => `github_pages:octo-org/${name}`),
    ]);
  });

  it('waits until GitHub accepts requests again, if that is soon', async () => {
    let isLimited = true;
    const { failure, locations, waits } = await read((good, call) => {
      if (!isLimited || !isSite(call, 'blog')) return good;
      isLimited = false;
      const reset = String(Math.floor(Date.now() / 1000) + 60);
      return { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }, body: {} };
    });
    expect(failure).toBeNull();
    expect(locations).toHaveLength(3);
    expect(waits[0]).toBeGreaterThan(50_000);
  });

  it('tries again after a secondary limit, which only its message tells from a missing permission', async () => {
    let isLimited = true;
    const { failure, locations, waits } = await read((good, call) => {
      if (!isLimited || !isSite(call, 'blog')) return good;
      isLimited = false;
      return { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } };
    });
    expect(failure).toBeNull();
    expect(locations).toHaveLength(3);
    expect(waits).toHaveLength(1);
  });

  it('evaluates the sites that were read before the limit of an hour was reached', async () => {
    let requests = 0;
    const { failure, locations, waits } = await read((good) => {
      requests += 1;
      if (requests <= 2) return good;
      const reset = String(Math.floor(Date.now() / 1000) + 3000);
      return { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }, body: {} };
    });
    expect(failure?.code).toBe('inventory-throttled');
    expect(locations).toMatchObject([{ failure: null }]);
    expect(waits).toEqual([]);
  });

  it('leaves out a repository that was deleted meanwhile, and keeps one that the token may not read', async () => {
    let isDeleted = false;
    const { failure, locations } = await read((good, call) => {
      if (isSite(call, 'blog')) isDeleted = true;
      if (isSite(call, 'blog') || isSite(call, 'shop')) return { status: 404, body: { message: 'Not Found' } };
      if (!isDeleted || !Array.isArray(good.body)) return good;
      return { body: good.body.filter(({ full_name }) => full_name !== 'octo-org/blog') };
    });
    expect(failure).toBeNull();
    expect(locations.map(({ location, failure }) => [location, failure?.code])).toEqual([
      ['github_pages:octo-org/docs', undefined],
      ['github_pages:octo-org/shop', 'inventory-item-unreadable'],
    ]);
  });

  it.each<[string, ApiReply]>([
    ['a Link header without links', { headers: { link: 'rel="next"' }, body: [] }],
    ['a Link header that is cut', { headers: { link: '<https://api.example/orgs' }, body: [] }],
    ['a repository without a name', { body: [{ has_pages: true }] }],
    ['no list', { body: {} }],
  ])('does not take a malformed page for the last one: %s', async (_, page) => {
    const { failure, locations } = await read((good, { url }) => (url.pathname.startsWith('/orgs/') ? page : good));
    expect(locations).toEqual([]);
    expect(failure?.code).toMatch(/^inventory-(?:unexpected-format|item-without-id)$/);
  });

  it.each([
    ['a wrong token', 401, 'inventory-unauthorized'],
    ['a token without permission', 403, 'inventory-forbidden'],
    ['an owner that does not exist', 404, 'inventory-not-found'],
  ])('explains %s', async (_, status, code) => {
    const { failure, locations } = await read(() => ({ status, body: { message: 'no' } }));
    expect(locations).toEqual([]);
    expect(failure?.code).toBe(code);
    expect(failure?.detail).not.toContain('token-of-the-organization');
  });
});
