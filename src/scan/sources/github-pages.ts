/** Reads the certificate state of GitHub Pages sites (docs.github.com/rest/pages/pages#get-a-github-pages-site). */

import type { GitHubPagesSource, RawSource, RenewalState } from '../../domain/index.ts';
import { isRateLimitMessage } from '../../lib/github/response-messages.ts';
import { trimEnd } from '../../lib/text/trim.ts';
import {
  type ClassifyResponse,
  type InventoryClient,
  type InventoryResponse,
  openInventoryClient,
  parseJson,
} from '../inventory/client.ts';
import { InventoryError, throwInventoryError } from '../inventory/failures.ts';
import { createFailedListing, type ListedItem, readInventory } from '../inventory/read-inventory.ts';
import type { Page } from '../inventory/read-pages.ts';
import { readPath } from '../inventory/read-path.ts';
import { toId, toText, toTexts, toTime } from '../inventory/values.ts';
import type { ReadContext, ReadJob } from './reader.ts';
import { MALFORMED_LINK, parseLinkHeader } from './rest-pages.ts';

/** Lists one job for all sites. */
export function listGitHubPagesJobs(source: GitHubPagesSource, context: ReadContext): ReadJob[] {
  return [{ sources: [source.kind], read: async () => [await readSites(source, context)] }];
}

async function readSites(source: GitHubPagesSource, context: ReadContext): Promise<RawSource> {
  const { kind, allow_empty } = source;
  const { io, resolveVariables } = context;
  const resolved =
    source.token === null ? { value: io.github?.token ?? io.env.GITHUB_TOKEN ?? '' } : resolveVariables(source.token);
  if ('failure' in resolved) return createFailedListing(kind, resolved.failure, context);
  const token = resolved.value.trim();
  const api = trimEnd(io.github?.api_url ?? io.env.GITHUB_API_URL ?? 'https://api.github.com', '/');
  const authorization: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` };
  const name = 'the GitHub API';
  const client = await openInventoryClient(context, {
    name,
    origins: [new URL(api).origin],
    authorize: () => ({ ...authorization, 'x-github-api-version': '2022-11-28' }),
    classify: classifyResponse,
    readRetryAfter,
  });
  try {
    return await readInventory<string>(
      {
        kind,
        source: kind,
        name,
        allow_empty,
        fetchPage: (next) => listSites(source.sites, { client, api, name }, next),
        getId: (repository) => repository,
        mapItem: async (repository) =>
          mapSite(repository, await client.sendJson({ url: new URL(`${api}/repos/${repository}/pages`) })),
      },
      context,
    );
  } finally {
    await client.close();
  }
}

/**
 * Classifies a response. The rate limits of GitHub also have the status 403; a secondary limit may be named in its message only
 * (docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
const classifyResponse: ClassifyResponse = ({ status, header, body }) =>
  status === 403 && (readRetryAfter(header) !== null || isRateLimitMessage(body.toString())) ? 'retry' : null;

/** Reads the time of the next permitted request, which GitHub returns in seconds since 1970 once all requests of an hour are used. */
function readRetryAfter(header: InventoryResponse['header']): string | null {
  const reset = Number(header('x-ratelimit-reset') ?? Number.NaN);
  if (header('x-ratelimit-remaining') !== '0' || Number.isNaN(reset)) return header('retry-after');
  return header('retry-after') ?? new Date(reset * 1000).toUTCString();
}

interface Connected {
  client: InventoryClient;
  api: string;
  name: string;
}

/** Lists one page for the named repositories, and pages for each owner. `next`: the index of the owner and the URL. */
async function listSites(sites: readonly string[], connected: Connected, next: string | null): Promise<Page<string>> {
  const owners = sites.filter((site) => !site.includes('/'));
  const named = sites.filter((site) => site.includes('/'));
  if (next === null && named.length > 0) return { items: named, total: null, next: owners.length === 0 ? null : '0 ' };
  const [position = '0', link = ''] = (next ?? '0 ').split(' ');
  const index = Number(position);
  const { repositories, following } = await listRepositories(owners[index] ?? '', link, connected);
  const items = repositories
    .filter((one) => readPath(one, 'has_pages') === true)
    .map((one) => toId(readPath(one, 'full_name')) ?? '')
    .filter((repository) => !named.includes(repository));
  if (following !== null) return { items, total: null, next: `${index} ${following}` };
  return { items, total: null, next: index + 1 < owners.length ? `${index + 1} ` : null };
}

/** Lists the repositories of an owner, an organization or a user. `link`: the URL of a page that is not the first. */
async function listRepositories(owner: string, link: string, { client, api, name }: Connected) {
  const request = (path: string) => client.send({ url: new URL(path) });
  const query = `${owner}/repos?per_page=100&sort=full_name`;
  const { body, header } = await request(link === '' ? `${api}/orgs/${query}` : link).catch((error) => {
    const isUser = link === '' && error instanceof InventoryError && error.failure.code === 'inventory-not-found';
    if (isUser) return request(`${api}/users/${query}`);
    throw error;
  });
  const repositories = parseJson(body, name);
  if (!Array.isArray(repositories))
    throwInventoryError('inventory-unexpected-format', name, 'the repositories are not a list');
  const following = parseLinkHeader(header('link'));
  if (following === MALFORMED_LINK)
    throwInventoryError('inventory-unexpected-format', name, 'the header `Link` has no links');
  return { repositories, following };
}

/** Maps a site. Sites without a custom domain use a certificate of GitHub, and are left out. */
function mapSite(repository: string, site: unknown): ListedItem | null {
  const certificate = readPath(site, 'https_certificate');
  const domains = toTexts(readPath(certificate, 'domains'));
  const domain = toText(readPath(site, 'cname'));
  if (domain === null) return null;
  return {
    item: {
      contents: [],
      common_name: domain,
      sans: domains.length === 0 ? [domain] : domains,
      issuer: null,
      serial_number: null,
      fingerprint_sha256: null,
      valid_from: null,
      valid_to: toTime(readPath(certificate, 'expires_at')),
    },
    observed: {
      ownership: { labels: { repository }, owner: null, assignments: [`https://${domain}`] },
      renewal_state: toRenewalState(toText(readPath(certificate, 'state'))),
    },
  };
}

const FAILING = new Set(['errored', 'bad_authz', 'authorization_revoked', 'dns_changed']);
const FINISHED = new Set(['approved', 'issued', 'uploaded']);

function toRenewalState(state: string | null): RenewalState {
  const kind = FAILING.has(state ?? '') ? 'failing' : FINISHED.has(state ?? '') ? 'ok' : 'pending';
  return { managed: true, state: kind, reason: state, since: null };
}
