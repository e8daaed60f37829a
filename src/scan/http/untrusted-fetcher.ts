/** Fetches URLs from untrusted input: certificates, ACME responses, and redirects. */

import { hasPassed, limitSeconds, NO_DEADLINE } from '../../lib/deadline.ts';
import { splitCredentials } from '../../lib/http/headers.ts';
import { getRealClock, type Io } from '../../lib/io.ts';
import { lazy } from '../../lib/memoize.ts';
import { type ConnectionKind, createNetworkAccess } from '../../lib/network/access.ts';
import { createPublicAddressPolicy } from '../../lib/network/address-policy.ts';
import { describeProxyFailure, type ForwardedOutcome, NETWORK_LOGIN_STATUS } from '../../lib/network/proxy-error.ts';
import { createGroupedSemaphore } from '../../lib/semaphore.ts';
import { type NetworkOptions, openNameResolver } from '../network/index.ts';
import { describeServiceError, RETRYABLE_CODES, type UrlFailureCode } from './failures.ts';
import { decodeBody, fetchWithRedirects, UrlFetchError } from './fetch-redirects.ts';
import { openSpool } from './spool.ts';

interface UntrustedRequest {
  headers?: Record<string, string>;
  /** The body. If present, the request is a POST. */
  body?: Uint8Array;
  max_mebibytes: number;
  /** The CAs to trust instead of Mozilla's, as PEM. */
  ca?: string | null;
  /** Whether to retry after a transient failure, unless the server names a time for the next request. */
  retry?: boolean;
  /** Whether to refuse redirects to http. */
  is_protected?: boolean;
}

/** `why` completes a sentence about the URL, such as `returns more than 64 MiB`. It contains nothing from the server. */
export type UntrustedResponse =
  /** `body` is null for a 304 response to a conditional request. */
  | { body: Buffer | null; header: (name: string) => string | null }
  /** `retry_after`: the `Retry-After` of a status 429 or 503 in milliseconds. */
  | { code: UrlFetchError['code']; why: string; retry_after?: number };

export interface UntrustedFetcher {
  /** Sends the same request only once; later calls get the first response. */
  fetch: (url: string, responses: UntrustedRequest) => Promise<UntrustedResponse>;
  close: () => void;
}

export interface UntrustedFetcherOptions extends NetworkOptions {
  /** The time limit for all requests together, from the first one: later requests fail without being sent. */
  max_seconds: number;
  /** The kind of connections, which selects the proxy. */
  kind: ConnectionKind;
}

/** Larger responses are stored in a temporary file for later calls. */
const MAX_IN_MEMORY_BYTES = 4 * 1024 * 1024;

/** The maximum of concurrent requests. */
const MAX_CONCURRENT = 8;
/** The part of it for one server, so that one that does not answer leaves room for requests to others. */
const MAX_CONCURRENT_PER_HOST = 4;

const RETRY_DELAYS_MS = [500, 2000];

/** Creates a fetcher. It connects to non-public addresses only if `network.allow` contains them. */
export function createUntrustedFetcher(io: Io, options: UntrustedFetcherOptions): UntrustedFetcher {
  const resolver = openNameResolver(options);
  const isPermitted = createPublicAddressPolicy(options.network);
  const { kind, network: rules } = options;
  const network = {
    ...createNetworkAccess(rules, { kind, env: io.env, lookup: resolver.lookup, isPermitted }),
    isUntrusted: true,
  };
  const { timeout_seconds, max_seconds, deadline = NO_DEADLINE } = options;
  const acquire = createGroupedSemaphore(MAX_CONCURRENT, MAX_CONCURRENT_PER_HOST);
  const getDeadline = lazy(() => io.now() + max_seconds * 1000);
  const responses = new Map<string, Promise<() => Promise<UntrustedResponse>>>();
  const spool = openSpool();
  const createReplay = async (response: UntrustedResponse): Promise<() => Promise<UntrustedResponse>> => {
    if ('code' in response || response.body === null || response.body.length <= MAX_IN_MEMORY_BYTES)
      return createMemoryReplay(response);
    return createSpoolReplay(await spool.put(response.body), response.header);
  };
  const fetchOnce = async (
    text: string,
    { headers = {}, body, max_mebibytes, ca = null, is_protected }: UntrustedRequest,
  ): Promise<UntrustedResponse> => {
    // Credentials of an untrusted URL are never sent.
    const url = splitCredentials(text)?.url;
    if (url === undefined) return createFailedResponse('url-invalid', '');
    if (io.now() >= getDeadline()) return createFailedResponse('url-timeout', String(max_seconds));
    if (hasPassed(deadline)) return LATE;
    try {
      const first = { url, headers, body: body ?? null, verify: true, ca, is_protected };
      const seconds = limitSeconds(deadline, timeout_seconds);
      const limits = { network, timeout_seconds: seconds, now: getRealClock(io), max_mebibytes };
      const response = await fetchWithRedirects(first, [], limits);
      const { header } = response;
      return { body: response.status === 304 ? null : await decodeBody(response, max_mebibytes), header };
    } catch (error) {
      if (!(error instanceof UrlFetchError)) throw error;
      if (hasPassed(deadline)) return LATE;
      const { code, proxy, detail, retry_after, forwarded } = error;
      if (proxy === null) {
        const failed = createFailedResponse(code as UrlFailureCode, detail, retry_after);
        return { ...failed, why: blameForwarderInPhrase(failed.why, forwarded) };
      }
      const why = describeProxyFailure(proxy, 'its server').replace(/\.$/, '');
      return { code, why: `cannot be requested: ${why}` };
    }
  };
  const fetchWithRetries = async (url: string, request: UntrustedRequest): Promise<UntrustedResponse> => {
    for (let tries = 0; ; tries += 1) {
      const response = await fetchOnce(url, request);
      const wait = RETRY_DELAYS_MS[tries];
      const final = request.retry !== true || !('code' in response) || !isTransient(response);
      if (final || wait === undefined || io.now() + wait >= getDeadline() || hasPassed(deadline)) return response;
      await io.sleep(wait);
    }
  };
  return {
    fetch: async (url, request) => {
      const key = `${request.ca ?? ''}${url} ${Buffer.from(request.body ?? []).toString('base64')}`;
      const earlier = responses.get(key);
      if (earlier !== undefined) return (await earlier)();
      const first = acquire(splitCredentials(url)?.url.host ?? '', () => fetchWithRetries(url, request));
      const again = first.then(createReplay);
      responses.set(key, again);
      await again;
      return first;
    },
    close: () => {
      resolver.close();
      void spool.close();
    },
  };
}

/** Replays a response. It is a top-level function, because closures in one scope share and so retain all captured variables. */
function createMemoryReplay(response: UntrustedResponse): () => Promise<UntrustedResponse> {
  return async () => response;
}

function createSpoolReplay(
  body: () => Promise<Buffer>,
  header: (name: string) => string | null,
): () => Promise<UntrustedResponse> {
  return async () => ({ body: await body(), header });
}

const REASONS: Record<UrlFailureCode, (detail: string) => string> = {
  'url-invalid': () => 'is not a valid http or https URL',
  'header-refused': () => 'cannot be requested with this header',
  'ca-file-unreadable': () => 'cannot be requested',
  'url-denied': (address) =>
    `has the address ${address}, which is not public or is denied; to allow it, add it to \`network.allow\` (\`--allow\` of inspect)`,
  'url-not-found': (status) => `does not exist (${status})`,
  'url-forbidden': (status) => `requires authentication (${status})`,
  'url-unexpected-status': (status) => `returned ${status} instead of 200`,
  'url-server-error': (status) =>
    status === String(NETWORK_LOGIN_STATUS)
      ? `was not reached: a captive portal requires a login to the network (${status})`
      : `returned ${status}, ${describeServiceError(status)}`,
  'url-redirect-refused': (reason) => `redirects ${reason}, which is not followed`,
  'url-too-many-redirects': (limit) => `redirects more than ${limit} times`,
  'url-web-page': () => 'returns a web page',
  'url-too-large': (limit) => `returns more than ${limit} MiB`,
  'url-content-encoding': () => 'returns data that cannot be decompressed',
  'url-timeout': (seconds) => `did not send its complete response within ${seconds} s`,
  'url-refused': () => 'refuses connections',
  'url-closed': () => 'closed the connection',
  'url-unreachable': () => 'is unreachable from this machine',
  'url-name-not-found': () => 'has a host without an address',
  'url-dns-failed': () => 'has a host for which the DNS servers of this machine did not answer, or failed',
  'url-tls-failed': () => 'has an untrusted certificate, or does not use TLS',
  'url-failed': () => 'does not speak HTTP',
};

/** The response to a request that was not complete by the deadline of reading. */
const LATE = {
  code: 'url-timeout',
  why: 'was not requested in time: the time for reading (`settings.reading_minutes`) was over',
} as const;

function createFailedResponse(
  code: UrlFailureCode,
  detail: string,
  retry_after: number | null = null,
): Extract<UntrustedResponse, { why: string }> {
  return { code, why: REASONS[code](detail), ...(retry_after !== null && { retry_after }) };
}

/** Adds the proxy that may have caused a failure, as `blameForwarder` does to a whole message. */
function blameForwarderInPhrase(why: string, { forwarder, status }: ForwardedOutcome): string {
  if (forwarder === null || forwarder === undefined) return why;
  return status === null || status === undefined
    ? `${why}, maybe because of the proxy ${forwarder}`
    : `returned ${status}, or the proxy ${forwarder} did: check that it allows the request`;
}

function isTransient({ code, retry_after }: { code: UrlFetchError['code']; retry_after?: number }): boolean {
  return RETRYABLE_CODES.has(code) && retry_after === undefined;
}
