/**
 * Creates the GitHub API client: octokit with time limits and retries. `toGitHubFailure` classifies its errors.
 * Importing this module loads octokit and undici; use a dynamic import.
 */

import { Octokit } from '@octokit/core';
import { EnvHttpProxyAgent, fetch, Response } from 'undici';
import type { GitHubAccess, Io } from '../io.ts';
import { getHeaders, isRateLimited, UnexpectedResponseError } from './errors.ts';

/** For one request, including its response body. */
const REQUEST_TIMEOUT_MS = 30_000;
/** For all waits between the attempts of one request. */
const MAX_TOTAL_WAIT_MS = 120_000;
/** Before each further attempt, if GitHub does not say how long to wait. */
const RETRY_DELAYS_MS = [1_000, 3_000, 9_000];
/** GitHub's documentation asks for this wait after a rate limit without a header. */
const DEFAULT_RATE_LIMIT_WAIT_MS = 60_000;

/**
 * Creates a client that waits as long as GitHub asks, within bounds. Reads are retried after network and server errors.
 * Writes are retried only if GitHub rejected them for a rate limit; after any other failure, the caller checks whether the
 * write took effect. Proxies from the environment are used, as by the runner's own tools. `timeout_ms` is for one request.
 */
export function createGitHubClient(
  access: GitHubAccess,
  io: Pick<Io, 'env' | 'now' | 'sleep'>,
  timeout_ms: number = REQUEST_TIMEOUT_MS,
): Octokit {
  const ignore = () => {};
  // By default octokit prints warnings, which would bypass the masking of secrets.
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const octokit = new Octokit({
    auth: access.token,
    baseUrl: access.api_url,
    log,
    request: { fetch: createFetch(io.env, timeout_ms), log },
  });
  octokit.hook.wrap('request', async (request, parameters) => {
    const { method, mediaType } = parameters;
    return requestWithRetries(io, method === 'GET' || method === 'HEAD', async () => {
      const response = await request(parameters);
      // octokit returns HTML of a proxy, and malformed JSON, as a string.
      if (typeof response.data === 'string' && response.data !== '' && mediaType.format !== 'raw')
        throw new UnexpectedResponseError();
      return response;
    });
  });
  return octokit;
}

/** Reads the whole response before octokit gets it, because octokit reads a truncated body as an empty one. */
function createFetch(env: Io['env'], timeout_ms: number) {
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: env.http_proxy ?? env.HTTP_PROXY ?? '',
    httpsProxy: env.https_proxy ?? env.HTTPS_PROXY ?? '',
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
  });
  return async (url: string, init: object) => {
    const response = await fetch(url, { ...init, dispatcher, signal: AbortSignal.timeout(timeout_ms) });
    const body = await response.arrayBuffer();
    const { status, headers } = response;
    return new Response(body.byteLength === 0 ? null : body, { status, headers });
  };
}

type RequestOutcome<Result> = { response: Result } | { error: unknown };

async function requestWithRetries<Result>(
  { now, sleep }: Pick<Io, 'now' | 'sleep'>,
  isSafe: boolean,
  send: () => Promise<Result>,
): Promise<Result> {
  let waited = 0;
  for (let attempt = 0; ; attempt += 1) {
    const outcome: RequestOutcome<Result> = await send().then(
      (response) => ({ response }),
      (error: unknown) => ({ error }),
    );
    const wait = computeRetryDelay(outcome, isSafe, now(), RETRY_DELAYS_MS[attempt]);
    if (wait === null || waited + wait > MAX_TOTAL_WAIT_MS) {
      if ('error' in outcome) throw outcome.error;
      return outcome.response;
    }
    await sleep(wait);
    waited += wait;
  }
}

/** In milliseconds; null: do not retry. `defaultDelay` is undefined after the last attempt. */
function computeRetryDelay(
  outcome: RequestOutcome<unknown>,
  isSafe: boolean,
  now: number,
  defaultDelay: number | undefined,
): number | null {
  if (defaultDelay === undefined) return null;
  if (isRateLimited(outcome)) return readRetryAdvice(outcome, now) ?? DEFAULT_RATE_LIMIT_WAIT_MS;
  if (!isSafe || 'response' in outcome) return null;
  const { status, response } = outcome.error as { status?: number; response?: unknown };
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
