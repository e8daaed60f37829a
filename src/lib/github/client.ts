/**
 * The wire to GitHub: octokit, with bounds on time and patience. Its errors are for `githubFailure`.
 * Whoever imports this file loads the client: do so only where GitHub is asked something.
 */

import { Octokit } from '@octokit/core';
import { EnvHttpProxyAgent, fetch, Response } from 'undici';
import type { GitHubAccess, Io } from '../io.ts';
import { getHeaders, isRateLimited, UnexpectedResponseError } from './errors.ts';

/** For one request, from its start to the last byte of the answer, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000;
/** The longest that one request is held back in all, in milliseconds. */
const MAX_TOTAL_WAIT_MS = 120_000;
/** Waits before the second try and those after it, where GitHub does not say how long, in milliseconds. */
const RETRY_DELAYS_MS = [1_000, 3_000, 9_000];
/** What GitHub asks for after a rate limit of which it does not say how long it lasts, in milliseconds. */
const DEFAULT_RATE_LIMIT_WAIT_MS = 60_000;

/**
 * A client for GitHub's API. It waits as long as GitHub asks, within bounds, and repeats what only reads after a fault
 * of the network or the server. What writes is repeated only where GitHub said that it was not done: whoever writes
 * looks again before another try. Proxies named in the environment are used, as by a runner's own tools.
 */
export function createGitHubClient(
  access: GitHubAccess,
  io: Pick<Io, 'env' | 'now' | 'sleep'>,
  timeout_ms: number = REQUEST_TIMEOUT_MS,
): Octokit {
  const fetchWhole = createFetch(io.env, timeout_ms);
  const silent = () => {};
  // It would print warnings of its own, past our masks.
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const octokit = new Octokit({
    auth: access.token,
    baseUrl: access.api_url,
    log,
    request: { fetch: fetchWhole, log },
  });
  octokit.hook.wrap('request', async (request, parameters) => {
    const { method, mediaType } = parameters;
    return requestWithRetries(io, method === 'GET' || method === 'HEAD', async () => {
      const answer = await request(parameters);
      // A proxy's page of HTML, or JSON that does not parse, reaches us as text.
      if (typeof answer.data === 'string' && answer.data !== '' && mediaType.format !== 'raw')
        throw new UnexpectedResponseError();
      return answer;
    });
  });
  return octokit;
}

/** The answer is taken whole before octokit sees it, which would take one that is cut short for an empty one. */
function createFetch(env: Io['env'], timeout_ms: number) {
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: env.http_proxy ?? env.HTTP_PROXY ?? '',
    httpsProxy: env.https_proxy ?? env.HTTPS_PROXY ?? '',
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
  });
  return async (url: string, init: object) => {
    const answer = await fetch(url, { ...init, dispatcher, signal: AbortSignal.timeout(timeout_ms) });
    const body = await answer.arrayBuffer();
    const { status, headers } = answer;
    return new Response(body.byteLength === 0 ? null : body, { status, headers });
  };
}

type RequestOutcome<Answer> = { answer: Answer } | { error: unknown };

async function requestWithRetries<Answer>(
  { now, sleep }: Pick<Io, 'now' | 'sleep'>,
  isSafe: boolean,
  send: () => Promise<Answer>,
): Promise<Answer> {
  let waited = 0;
  for (let tries = 0; ; tries += 1) {
    const outcome: RequestOutcome<Answer> = await send().then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    const wait = computeRetryDelay(outcome, isSafe, now(), RETRY_DELAYS_MS[tries]);
    if (wait === null || waited + wait > MAX_TOTAL_WAIT_MS) {
      if ('error' in outcome) throw outcome.error;
      return outcome.answer;
    }
    await sleep(wait);
    waited += wait;
  }
}

/** Milliseconds until the next try; null where there is none. `usual` is undefined once the tries are used up. */
function computeRetryDelay(
  outcome: RequestOutcome<unknown>,
  isSafe: boolean,
  now: number,
  usual: number | undefined,
): number | null {
  if (usual === undefined) return null;
  if (isRateLimited(outcome)) return readRetryAdvice(outcome, now) ?? DEFAULT_RATE_LIMIT_WAIT_MS;
  if (!isSafe || 'answer' in outcome) return null;
  const { status, response } = outcome.error as { status?: number; response?: unknown };
  if (response !== undefined && (status ?? 0) < 500) return null;
  return readRetryAdvice(outcome, now) ?? usual;
}

/** `retry-after` in seconds, or else the time at which a limit that is used up begins anew. */
function readRetryAdvice(outcome: RequestOutcome<unknown>, now: number): number | null {
  const headers = getHeaders(outcome);
  const after = headers['retry-after'];
  if (/^\d{1,6}$/.test(after ?? '')) return Number(after) * 1000;
  const reset = headers['x-ratelimit-reset'];
  if (headers['x-ratelimit-remaining'] !== '0' || !/^\d{1,12}$/.test(reset ?? '')) return null;
  return Math.max(0, Number(reset) * 1000 - now) + 1000;
}
