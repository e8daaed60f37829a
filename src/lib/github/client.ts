/**
 * Creates the GitHub API client: octokit with time limits and retries. `toGitHubFailure` classifies its errors.
 */

import { Octokit } from '@octokit/core';
import { openAgent } from '../http/agent.ts';
import { type Clocks, type GitHubAccess, getRealClock, type Io } from '../io.ts';
import { createNetworkAccess, DEFAULT_NETWORK_RULES, type NetworkRules } from '../network/access.ts';
import { VERSION } from '../version.ts';
import { getHeaders, isRateLimited, isTemporaryGraphqlError, UnexpectedResponseError } from './errors.ts';
import { isGraphqlResponse } from './graphql-errors.ts';
import { isExpectedResponse } from './response-shapes.ts';

/** The timeout of one request, including its response body. */
const REQUEST_TIMEOUT_MS = 30_000;
/**
 * The limit for a server that does not work: attempts in a row without a response, or with a server error, take this time together. Further
 * requests then fail at once: each of them would wait in vain, and the run could not end.
 */
const MAX_FAILING_MS = 90_000;
/** The least time in milliseconds for a request when the time of the caller is over: it finds out whether a write took effect. */
const MIN_TIMEOUT_MS = 1_000;
/** The limit for all waits between the attempts of one request. */
const MAX_TOTAL_WAIT_MS = 120_000;
/** The maximum size of a response. The largest are files, of at most 100 MB (docs.github.com/repositories/working-with-files/managing-large-files). */
const MAX_RESPONSE_BYTES = 150 * 1024 * 1024;
/** The delays before further attempts, if GitHub does not specify one. */
const RETRY_DELAYS_MS = [1_000, 3_000, 9_000];
/** GitHub's documentation requires this wait after a rate limit without a header. */
const DEFAULT_RATE_LIMIT_WAIT_MS = 60_000;
/** GitHub's documentation requires one second between mutations. */
const MUTATION_INTERVAL_MS = 1_000;
/** The version is pinned, so that a new default version of the API has no effect. */
const API_VERSION = '2022-11-28';

/** The time when the last mutation ended, in milliseconds, for all clients with the same access. */
const lastMutations = new WeakMap<GitHubAccess, number>();
/** The time in milliseconds that attempts took since the last response that was not a server error, for all clients with the same access. */
const failingTimes = new WeakMap<GitHubAccess, number>();

/**
 * Creates a client that waits as long as GitHub requires, within bounds, and a second between mutations. Reads are retried after network
 * and server errors. Writes are retried only if GitHub rejected them for a rate limit; after any other failure, the caller checks whether
 * the write took effect. `proxy`: as for other APIs. Default: the proxies of the environment, as for the runner's own tools. `timeout_ms`
 * is for one request, `max_failing_ms` for those in a row that fail. `remainingMs`: the time in milliseconds that the caller has left: then
 * nothing is retried, and a request takes at most a second. Default: unlimited.
 */
export function createGitHubClient(
  access: GitHubAccess,
  io: Pick<Io, 'env' | 'sleep'> & Clocks,
  {
    timeout_ms = REQUEST_TIMEOUT_MS,
    max_failing_ms = MAX_FAILING_MS,
    proxy = DEFAULT_NETWORK_RULES.proxy,
    remainingMs = () => Number.POSITIVE_INFINITY,
  }: {
    timeout_ms?: number | undefined;
    max_failing_ms?: number | undefined;
    proxy?: NetworkRules['proxy'] | undefined;
    remainingMs?: () => number;
  } = {},
): Octokit {
  const ignore = () => {};
  // By default octokit prints warnings, which would bypass the masking of secrets.
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const getTimeout = () => Math.min(timeout_ms, Math.max(remainingMs(), MIN_TIMEOUT_MS));
  const octokit = new Octokit({
    auth: access.token,
    baseUrl: access.api_url,
    userAgent: `certvigil/${VERSION}`,
    log,
    request: { fetch: limitFailures(access, getTimeout, max_failing_ms, createFetch(io.env, timeout_ms, proxy)), log },
  });
  octokit.hook.wrap('request', async (request, parameters) => {
    const { method, url, mediaType, query } = parameters;
    const isGraphql = url.endsWith('/graphql');
    const isQuery = isGraphql && typeof query === 'string' && /^\s*query\b/.test(query);
    const isSafe = method === 'GET' || method === 'HEAD' || isQuery;
    parameters.headers['x-github-api-version'] = API_VERSION;
    if (!isSafe) await waitForTurn(access, io);
    const isRetried = () => isSafe && remainingMs() > 0 && max_failing_ms > getFailingTime(access);
    const outcome = requestWithRetries(io, isRetried, async () => {
      const response = await request(parameters);
      // octokit returns HTML of a proxy, and malformed JSON, as a string.
      if (typeof response.data === 'string' && response.data !== '' && mediaType.format !== 'raw')
        throw new UnexpectedResponseError();
      const isRaw = mediaType.format === 'raw';
      if (
        isGraphql ? !isGraphqlResponse(response.data) : !isRaw && !isExpectedResponse(`${method} ${url}`, response.data)
      )
        throw new UnexpectedResponseError();
      return response;
    });
    return isSafe ? outcome : outcome.finally(() => lastMutations.set(access, getRealClock(io)()));
  });
  return octokit;
}

/** Waits until a second after the last mutation. Callers send one request at a time. */
async function waitForTurn(access: GitHubAccess, { sleep, ...clocks }: Pick<Io, 'sleep'> & Clocks): Promise<void> {
  const last = lastMutations.get(access);
  // The clock may have been changed meanwhile.
  const wait =
    last === undefined ? 0 : Math.min(last + MUTATION_INTERVAL_MS - getRealClock(clocks)(), MUTATION_INTERVAL_MS);
  if (wait > 0) await sleep(wait);
}

/** Returns the time in milliseconds that failing requests in a row have taken. */
function getFailingTime(access: GitHubAccess): number {
  return failingTimes.get(access) ?? 0;
}

type Fetch = (url: string, init: object, timeout_ms: number) => Promise<Response>;

/** Limits the time of each request, and of failing requests in a row. Throws a `TimeoutError`. */
function limitFailures(access: GitHubAccess, getTimeout: () => number, max_failing_ms: number, fetch: Fetch) {
  return async (url: string, init: object): Promise<Response> => {
    const left = max_failing_ms - getFailingTime(access);
    if (left <= 0) throw new DOMException('earlier requests were not answered', 'TimeoutError');
    const started = performance.now();
    let isFailed = true;
    try {
      const response = await fetch(url, init, Math.ceil(Math.min(getTimeout(), left)));
      isFailed = response.status >= 500;
      return response;
    } finally {
      failingTimes.set(access, isFailed ? getFailingTime(access) + performance.now() - started : 0);
    }
  };
}

/** Reads the whole response before octokit gets it, because octokit reads a truncated body as an empty one. */
function createFetch(env: Io['env'], connect_ms: number, proxy: NetworkRules['proxy']): Fetch {
  // GITHUB_API_URL is not from the manifest, whose rules for addresses do not apply to it.
  const isPermitted = () => true;
  const rules = { ...DEFAULT_NETWORK_RULES, proxy };
  const network = createNetworkAccess(rules, { kind: 'apis', env, isPermitted });
  const agent = openAgent({ timeout_ms: connect_ms, verify: true, ca: null, network });
  return async (url, init, timeout_ms) => {
    const { fetch, Response } = await import('../http/undici.ts');
    const dispatcher = await agent.get();
    const response = await fetch(url, { ...init, dispatcher, signal: AbortSignal.timeout(timeout_ms) });
    const body = await readLimited(response.body);
    const { status, headers } = response;
    return new Response(body.length === 0 ? null : body, { status, headers });
  };
}

/**
 * Reads a body up to the limit, counted after decompression. A longer one is not from GitHub's API, or tries to fill the memory: it is an
 * unexpected response, and the connection is closed.
 */
async function readLimited(body: AsyncIterable<Uint8Array> | null): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_RESPONSE_BYTES) throw new UnexpectedResponseError();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

type RequestOutcome<Result> = { response: Result } | { error: unknown };

async function requestWithRetries<Result>(
  { sleep, ...clocks }: Pick<Io, 'sleep'> & Clocks,
  isRetried: () => boolean,
  send: () => Promise<Result>,
): Promise<Result> {
  let waited = 0;
  for (let attempt = 0; ; attempt += 1) {
    const outcome: RequestOutcome<Result> = await send().then(
      (response) => ({ response }),
      (error: unknown) => ({ error }),
    );
    const wait = computeRetryDelay(outcome, isRetried(), getRealClock(clocks)(), RETRY_DELAYS_MS[attempt]);
    if (wait === null || waited + wait > MAX_TOTAL_WAIT_MS) {
      if ('error' in outcome) throw outcome.error;
      return outcome.response;
    }
    await sleep(wait);
    waited += wait;
  }
}

/** Computes the delay in milliseconds; null: do not retry. `defaultDelay` is undefined after the last attempt. */
function computeRetryDelay(
  outcome: RequestOutcome<unknown>,
  isRetried: boolean,
  now: number,
  defaultDelay: number | undefined,
): number | null {
  if (defaultDelay === undefined) return null;
  if (isRateLimited(outcome)) return readRetryAdvice(outcome, now) ?? DEFAULT_RATE_LIMIT_WAIT_MS;
  if (!isRetried) return null;
  if ('response' in outcome) return isTemporaryGraphqlError(outcome) ? defaultDelay : null;
  const { status, response, cause } = outcome.error as { status?: number; response?: unknown; cause?: unknown };
  if (cause instanceof UnexpectedResponseError) return null;
  if (response !== undefined && (status ?? 0) < 500) return null;
  return readRetryAdvice(outcome, now) ?? defaultDelay;
}

/** Reads `retry-after` (seconds), or else the reset time of an exhausted limit, as milliseconds from `now`. */
function readRetryAdvice(outcome: RequestOutcome<unknown>, now: number): number | null {
  const headers = getHeaders(outcome);
  const after = headers['retry-after'];
  if (/^\d{1,6}$/.test(after ?? '')) return Number(after) * 1000;
  const reset = headers['x-ratelimit-reset'];
  if (headers['x-ratelimit-remaining'] !== '0' || !/^\d{1,12}$/.test(reset ?? '')) return null;
  return Math.max(0, Number(reset) * 1000 - now) + 1000;
}
