/** Sends the requests of an inventory: authorizes and retries them, and refuses to send credentials to another origin. */

import type { Failure } from '../../domain/index.ts';
import type { EntryKey } from '../../domain/sources/definition.ts';
import { hasField } from '../../domain/sources/fields.ts';
import { limitTimeout } from '../../lib/deadline.ts';
import { type ApiRequest, type ApiResponse, type HttpFault, openApiConnection } from '../../lib/http/client.ts';
import { isServiceError, isTemporaryError, REDIRECT_STATUSES } from '../../lib/http/statuses.ts';
import type { NetworkAccess } from '../../lib/network/guarded-access.ts';
import { DIRECT, type ProxyServer } from '../../lib/network/proxy.ts';
import { blameForwarder, type ForwardedOutcome } from '../../lib/network/proxy-error.ts';
import { VERSION } from '../../lib/version.ts';
import { createProxyFailure } from '../failures.ts';
import { CODES_BY_HTTP_FAULT, createUrlFailure, RETRYABLE_CODES } from '../http/failures.ts';
import { createFetchFailure, decodeBody, UrlFetchError } from '../http/fetch-redirects.ts';
import type { ReadContext } from '../sources/reader.ts';
import { capitalize, createInventoryFailure, InventoryError, throwInventoryError } from './failures.ts';
import { parseJsonExactly } from './parse-json.ts';
import { createWaitingTime } from './waiting-time.ts';

interface InventoryRequest {
  url: URL;
  /** The method. Default: GET. */
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array | null;
}

export interface InventoryResponse {
  status: number;
  header: (name: string) => string | null;
  body: Buffer;
}

/** The next attempt of a request: the same one (`retry`), or one with new credentials (`unauthorized`). */
type NextAttempt = 'retry' | 'unauthorized';

/**
 * Classifies a response that is not 2xx, if its status is not sufficient: the request is sent again, or the source has a failure. Null: the
 * status decides. `failure` beside `next` is the one after the last attempt; default: that of the status. It is not called for a status about
 * the service, such as 429 and 503, which has the same meaning for all systems.
 */
export type ClassifyResponse = (
  response: InventoryResponse,
) => NextAttempt | Failure | { next: NextAttempt; failure: Failure } | null;

export interface InventoryClientOptions {
  /** The name of the system in failures: as in the manifest, without a query and values of variables. */
  name: string;
  /** The origins that may receive requests, such as `https://netbox.example.com`. */
  origins: readonly string[];
  /**
   * Creates the headers with credentials for one attempt of a request, so that a signature can cover all of it. `refresh`: the credentials
   * were rejected, so obtain new ones. Throws InventoryError.
   */
  authorize?: (request: ApiRequest, refresh: boolean) => Promise<Record<string, string>> | Record<string, string>;
  classify?: ClassifyResponse;
  /** The maximum of attempts of a request, and the time that all of them may wait. Default: as for any inventory. */
  waiting?: { max_attempts?: number; max_wait_ms?: number };
  /** Reads when a request may be sent again, as in `Retry-After`. Default: that header. */
  readRetryAfter?: (header: InventoryResponse['header']) => string | null;
  /** Whether `send` returns a response besides 2xx. */
  isAccepted?: (response: InventoryResponse) => boolean;
  /** The only trusted CAs as PEM; null: the trust store of Node. Absent: the entry cannot set `ca_file`. */
  ca?: string | null;
  /** The client's certificate and key as PEM, for servers that request one. */
  identity?: { cert: string | Buffer; key: string | Buffer } | null;
  /** The name in the server's certificate and in SNI; null or absent: that of the URL. */
  server_name?: string | null;
  /** Whether the certificate of the server must be valid. Default: true. */
  verify?: boolean;
  /** The maximum size of a response. Default: 32. */
  max_mebibytes?: number;
  /** The time limit for a service that may not exist or respond, which then gets no other attempt. Default: that of the scan. */
  probe_seconds?: number;
  /** The proxy that overrides that of the entry; null: none. */
  proxy?: ProxyServer | null;
  /** An address that may be connected to although the manifest does not allow it, because the program chose it. */
  address?: string;
}

export interface InventoryClient {
  /** Returns a response with a status of 2xx, or throws InventoryError. */
  send: (request: InventoryRequest) => Promise<InventoryResponse>;
  /** Returns the JSON in the response. Throws InventoryError. */
  sendJson: (request: InventoryRequest) => Promise<unknown>;
  close: () => Promise<void>;
}

const MAX_PAGE_MEBIBYTES = 32;
const MEBIBYTE = 1024 * 1024;
const MAX_REDIRECTS = 5;

const REFRESH_INTERVAL_MS = 60_000;

type InventoryContext = Pick<ReadContext, 'entry' | 'io' | 'timeout_seconds' | 'deadline' | 'openNetwork' | 'acquire'>;

/** Opens a client, which must be closed. */
export async function openInventoryClient(
  { entry, io, deadline, openNetwork, acquire, ...context }: InventoryContext,
  options: InventoryClientOptions,
): Promise<InventoryClient> {
  const { kind } = entry.source;
  const isProbe = options.probe_seconds !== undefined;
  const timeout_seconds = options.probe_seconds ?? context.timeout_seconds;
  const { name, origins, authorize = () => ({}), classify = () => null, ca = null, verify = true } = options;
  const { max_mebibytes = MAX_PAGE_MEBIBYTES, isAccepted = () => false } = options;
  const { readRetryAfter = (header) => header('retry-after') } = options;
  const network = selectAccess((await openNetwork()).createApiAccess(entry.proxy ?? null), options);
  const timeout_ms = timeout_seconds * 1000;
  const { identity = null, server_name = null } = options;
  const connection = openApiConnection({ timeout_ms, verify, ca, identity, server_name, network });
  const wait = createWaitingTime(io, options.waiting, deadline);

  const attempt = async (request: InventoryRequest, url: URL, refresh: boolean) => {
    // A link to the next page is the URL of a request, too.
    if (!origins.includes(url.origin))
      throw new InventoryError(createOriginFailure(name, new URL(origins[0] ?? request.url), url));
    const { method = 'GET', body = null } = request;
    const base = { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': `certvigil/${VERSION}` };
    const prepared: ApiRequest = { method, url, headers: { ...base, ...request.headers }, body };
    await wait.untilPermitted();
    const credentials = await authorize(prepared, refresh);
    const authorized = { ...prepared, headers: { ...prepared.headers, ...credentials } };
    return acquire(() => {
      const limits = { timeout_ms: limitTimeout(deadline, timeout_ms), max_bytes: max_mebibytes * MEBIBYTE };
      return connection.send(authorized, limits);
    });
  };

  // The time from which on new credentials may be obtained: rejected ones must not be requested again for each item.
  let refreshableAt = 0;

  const send = async (request: InventoryRequest): Promise<InventoryResponse> => {
    let { url } = request;
    let hasRefreshed = false;
    let redirects = 0;
    let refresh = false;
    for (let attempts = 1; ; attempts += 1) {
      const outcome = await attempt(request, url, refresh);
      refresh = false;
      if (!outcome.responded) {
        const failure = createFaultFailure(outcome, options, timeout_seconds, kind);
        if (!isProbe && canRetry(outcome, failure, attempts) && (await wait.toRetry(attempts, null))) continue;
        throw new InventoryError(failure);
      }
      const response = await decodeResponse(outcome, { name, kind, max_mebibytes });
      const { status, header } = response;
      if ((status >= 200 && status < 300) || isAccepted(response)) return response;
      const location = header('location');
      if (REDIRECT_STATUSES.has(status) && location !== null) {
        url = resolveRedirect(request, url, location, name);
        if (++redirects > MAX_REDIRECTS) throwInventoryError('inventory-redirect-refused', name);
        attempts -= 1;
        continue;
      }
      const meaning = (isServiceError(status) ? null : classify(response)) ?? classifyStatus(status);
      const { next, failure } = splitMeaning(meaning);
      if (next === 'unauthorized' && hasRefreshed) refreshableAt = io.now() + REFRESH_INTERVAL_MS;
      const canRefresh = options.authorize !== undefined && !hasRefreshed && io.now() >= refreshableAt;
      if (next === 'unauthorized' && canRefresh) {
        refresh = true;
        hasRefreshed = true;
        continue;
      }
      if (next === 'retry' && (await wait.toRetry(attempts, readRetryAfter(header), status < 500))) continue;
      throw new InventoryError(
        addForwarder(failure ?? createStatusFailure(toStatus(next, status), name, kind), name, outcome),
      );
    }
  };

  return {
    send,
    sendJson: async (request) => parseJson((await send(request)).body, name),
    close: connection.close,
  };
}

function selectAccess(
  access: NetworkAccess,
  { address: own, proxy = null }: Pick<InventoryClientOptions, 'address' | 'proxy'>,
): NetworkAccess {
  // A metadata service belongs to this machine, so a proxy cannot reach it.
  if (own !== undefined)
    return { ...access, isPermitted: (address) => address === own || access.isPermitted(address), proxies: DIRECT };
  return proxy === null ? access : { ...access, proxies: { ...access.proxies, select: () => proxy } };
}

function splitMeaning(meaning: ReturnType<ClassifyResponse>): { next: NextAttempt | null; failure: Failure | null } {
  if (meaning === null || typeof meaning === 'string') return { next: meaning, failure: null };
  return 'next' in meaning ? meaning : { next: null, failure: meaning };
}

function classifyStatus(status: number): NextAttempt | null {
  if (status === 401) return 'unauthorized';
  return isTemporaryError(status) ? 'retry' : null;
}

/** Returns the status with the meaning that `classify` found, which may differ from the status of the system. */
function toStatus(meaning: NextAttempt | null, status: number): number {
  if (meaning === 'unauthorized') return status === 403 ? 403 : 401;
  return meaning === 'retry' && status < 500 ? 429 : status;
}

function createStatusFailure(status: number, name: string, kind: string): Failure {
  const fail = (code: Parameters<typeof createInventoryFailure>[0]) =>
    createInventoryFailure(code, name, String(status), kind);
  if (status === 401) return fail('inventory-unauthorized');
  if (status === 403) return fail('inventory-forbidden');
  if (status === 404 || status === 410) return fail('inventory-not-found');
  if (status === 429) return fail('inventory-throttled');
  return fail(status >= 500 ? 'inventory-server-error' : 'inventory-unexpected-status');
}

function createFaultFailure(
  { code, tls, proxy, forwarder }: HttpFault,
  { name, ca }: InventoryClientOptions,
  timeout_seconds: number,
  kind: string,
): Failure {
  // A login service has no `ca_file`, even if the system has one.
  const has = (field: EntryKey) => (field === 'ca_file' ? ca !== undefined : hasField(kind, field));
  if (proxy !== undefined) return createProxyFailure(proxy.code, proxy.facts, name);
  const detail = code === 'http-timeout' ? String(timeout_seconds) : (tls ?? '');
  const failure = createUrlFailure(CODES_BY_HTTP_FAULT[code], name, { detail, has });
  return addForwarder({ ...failure, detail: capitalize(failure.detail) }, name, { forwarder });
}

/** Keeps the failure itself if no proxy may have caused it: a source may recognize the one that it created. */
function addForwarder(failure: Failure, name: string, outcome: ForwardedOutcome): Failure {
  if (outcome.forwarder === undefined) return failure;
  return { code: failure.code, detail: blameForwarder(failure.detail, capitalize(name), outcome) };
}

/** Whether a request is retried; after a timeout only once, because it takes long. */
function canRetry({ code }: HttpFault, failure: Failure, attempts: number): boolean {
  return RETRYABLE_CODES.has(failure.code) || (code === 'http-timeout' && attempts === 1);
}

/** Creates the failure for a URL of a response that is not requested. */
function createOriginFailure(name: string, from: URL, to: URL): Failure {
  const isDowngrade = from.protocol === 'https:' && to.protocol === 'http:';
  return createInventoryFailure(isDowngrade ? 'inventory-next-downgrade' : 'inventory-next-refused', name);
}

/** Resolves a redirect. Only a GET is sent again, and only to the same origin. */
function resolveRedirect({ method = 'GET' }: InventoryRequest, url: URL, location: string, name: string): URL {
  const next = URL.canParse(location, url.href) ? new URL(location, url.href) : null;
  if (next === null || next.origin !== url.origin || method !== 'GET')
    throwInventoryError('inventory-redirect-refused', name);
  return next;
}

async function decodeResponse(
  response: ApiResponse,
  { name, kind, max_mebibytes }: { name: string; kind: string; max_mebibytes: number },
): Promise<InventoryResponse> {
  const { status, header } = response;
  try {
    return { status, header, body: await decodeBody({ ...response, address: null }, max_mebibytes) };
  } catch (error) {
    if (!(error instanceof UrlFetchError)) throw error;
    if (error.code === 'url-too-large')
      throwInventoryError('inventory-page-too-large', name, String(max_mebibytes), kind);
    throw new InventoryError(createFetchFailure(error, name));
  }
}

/** Parses JSON that a server sent. Throws InventoryError. */
export function parseJson(body: Buffer, name: string): unknown {
  const text = body.toString('utf8').replace(/^\ufeff/, '');
  if (/^\s*</.test(text)) throwInventoryError('inventory-web-page', name);
  try {
    return parseJsonExactly(text);
  } catch {
    return throwInventoryError('inventory-malformed', name);
  }
}
