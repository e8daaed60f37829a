/**
 * The wire out: one HTTP request, and what came of it. Redirects are not followed here, and proxies named in the
 * environment are not used. Whoever imports this file loads the client: do so only where something is sent.
 */

import { isIPv6, type LookupFunction, type Socket } from 'node:net';
import { Agent, buildConnector, request as send } from 'undici';

export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

type SentRequest = Omit<HttpRequest, 'body'> & { body: string | Uint8Array | null };

export interface HttpOptions {
  /** For the whole of it: name, connection, request and answer. */
  timeout_ms: number;
  verify: boolean;
  /** PEM of the authorities that alone are trusted; null: those of Node. */
  ca: string | null;
  /** The addresses of a name, at least one, or a rejection with the code that says why not; by default the system's. */
  lookup?: (host: string) => Promise<string[]>;
}

export type HttpFaultCode =
  | 'http-timeout'
  | 'http-connection-refused'
  | 'http-connection-reset'
  | 'http-unreachable'
  | 'http-name-not-found'
  | 'http-tls-failed'
  | 'http-failed';

/** `sent`: the request was on its way when it failed, so that it may have been received. */
export interface HttpFault {
  answered: false;
  code: HttpFaultCode;
  sent: boolean;
}

export type HttpOutcome = HttpResponse | HttpFault;

export interface HttpResponse {
  answered: true;
  status: number;
  retry_after: string | null;
  /** The beginning of the answer's body, where it was asked for; bytes that are no UTF-8 read as U+FFFD. */
  said: string | null;
}

/** Bytes of an answer that are taken before the connection is cut, where it is not asked for. */
const MAX_DISCARDED_BYTES = 64 * 1024;

/** A way out for many requests: connections are kept for the next request to the same origin, until it is closed. */
export interface HttpClient {
  /**
   * Sends one request. Whatever happens on the network is an outcome, never an exception. `said_bytes`: how much of
   * the answer's body is handed back; by default none.
   */
  send: (request: HttpRequest, options: { timeout_ms: number; said_bytes?: number }) => Promise<HttpOutcome>;
  /** Ends its connections, also those that wait for an answer. */
  close: () => Promise<void>;
}

/** `timeout_ms` is the longest that a connection may take to come about. */
export function openHttpClient(options: HttpOptions): HttpClient {
  const agent = createAgent(options);
  return {
    send: (request, { timeout_ms, said_bytes = 0 }) =>
      exchange(agent, request, timeout_ms, async ({ statusCode, headers, body }, signal) => {
        // The status is the answer: that its body breaks off or never ends changes nothing.
        const said = await (said_bytes > 0 ? readPrefix(body, said_bytes) : discardBody(body, signal));
        return { answered: true, status: statusCode, retry_after: getSingleValue(headers['retry-after']), said };
      }),
    close: () => destroyAgent(agent),
  };
}

/** Sends one request, as a `Wire` does, over a connection of its own: nothing of it outlives the answer. */
export async function sendRequest(request: HttpRequest, options: HttpOptions): Promise<HttpOutcome> {
  const wire = openHttpClient(options);
  try {
    return await wire.send(request, options);
  } finally {
    await wire.close();
  }
}

/** What a GET was answered with. Of an answer that is not 200 there is no body. */
export interface FetchedResponse {
  answered: true;
  status: number;
  /** `address:port` that was connected to. */
  address: string | null;
  location: string | null;
  content_encoding: string | null;
  /** Of a name in lower case; null where it is not there, or more than once. */
  header: (name: string) => string | null;
  /** As it came; `too-large` where it goes on after `most_bytes`. */
  body: Buffer | 'too-large';
}

/** Fetches one URL, as `sendRequest` sends, by POST where there is a body; an answer that breaks off or takes too long is a fault like any other. */
export async function fetchBytes(
  request: Pick<HttpRequest, 'url' | 'headers'> & { body?: Uint8Array | null },
  options: HttpOptions & { most_bytes: number },
): Promise<FetchedResponse | HttpFault> {
  let address: string | null = null;
  const agent = createAgent(options, (socket) => {
    address = formatPeerAddress(socket);
  });
  const { body: sent = null } = request;
  const whole = { ...request, method: sent === null ? 'GET' : 'POST', body: sent };
  try {
    return await exchange<FetchedResponse>(agent, whole, options.timeout_ms, async (answer, signal) => {
      const { statusCode: status, headers, body } = answer;
      const header = (name: string) => getSingleValue(headers[name]);
      const about = { location: header('location'), content_encoding: header('content-encoding'), header };
      if (status === 200) {
        return {
          answered: true,
          status,
          address,
          ...about,
          body: await readBody(body, options.most_bytes, Number(header('content-length'))),
        };
      }
      await discardBody(body, signal);
      return { answered: true, status, address, ...about, body: Buffer.alloc(0) };
    });
  } finally {
    await destroyAgent(agent);
  }
}

/** `length` is what is said of it: where that holds nothing is copied once more, as what is large would be there twice. */
async function readBody(body: AsyncIterable<Buffer>, most: number, length: number): Promise<Buffer | 'too-large'> {
  if (length > most) return 'too-large';
  const whole = length > 0 ? Buffer.allocUnsafeSlow(length) : null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) return 'too-large';
    if (whole === null) chunks.push(chunk);
    else chunk.copy(whole, size - chunk.length);
  }
  return whole?.subarray(0, size) ?? Buffer.concat(chunks);
}

type RawResponse = Awaited<ReturnType<typeof send>>;

async function discardBody(body: RawResponse['body'], signal: AbortSignal): Promise<null> {
  await body.dump({ limit: MAX_DISCARDED_BYTES, signal }).catch(() => undefined);
  return null;
}

/** What came before it was enough, or broke off. */
async function readPrefix(body: AsyncIterable<Buffer>, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      chunks.push(chunk);
      if (size >= most) break;
    }
  } catch {
    // The status is the answer, and is there.
  }
  return Buffer.concat(chunks).subarray(0, most).toString('utf8');
}

function getSingleValue(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function createAgent({ verify, ca, timeout_ms, lookup }: HttpOptions, onConnected?: (socket: Socket) => void): Agent {
  const connector = buildConnector({
    rejectUnauthorized: verify,
    timeout: timeout_ms,
    ...(ca !== null && { ca }),
    ...(lookup !== undefined && { lookup: toLookupFunction(lookup) }),
  });
  return new Agent({
    connect: (target, callback) =>
      connector(target, (...result: Parameters<typeof callback>) => {
        if (result[0] === null) onConnected?.(result[1]);
        callback(...result);
      }),
  });
}

async function destroyAgent(agent: Agent): Promise<void> {
  await agent.destroy().catch(() => undefined);
}

/** One request; `read` takes from the answer what is wanted, within the same time. */
async function exchange<Outcome>(
  agent: Agent,
  request: SentRequest,
  timeout_ms: number,
  read: (answer: RawResponse, signal: AbortSignal) => Promise<Outcome>,
): Promise<Outcome | HttpFault> {
  let sent = false;
  // A request starts when it is written to a connection: one that waits for its connection was not sent.
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    const start = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (...args) => {
      sent = true;
      start?.(...args);
    };
    return dispatch(options, handler);
  });
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeout_ms);
  try {
    const { method, url, headers } = request;
    const body = typeof request.body === 'string' ? Buffer.from(request.body) : request.body;
    const call = { method: method as 'POST', headers, body, dispatcher, signal: deadline.signal };
    const answer = await send(url, { ...call, headersTimeout: 0, bodyTimeout: 0 });
    return await read(answer, deadline.signal);
  } catch (error) {
    return { answered: false, code: deadline.signal.aborted ? 'http-timeout' : toFaultCode(error), sent };
  } finally {
    clearTimeout(timer);
  }
}

/** What a `Retry-After` says (RFC 9110 section 10.2.3): milliseconds from `now` on; null where it says nothing. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  // Some servers give fractions of seconds.
  if (/^\d+(\.\d+)?$/.test(header)) return Math.min(Math.ceil(Number(header) * 1000), MAX_RETRY_AFTER_MS);
  // Date.parse takes much for a date, such as a negative number: then it would mean at once.
  const date = /\d\d:\d\d/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Some thirty years: no sum with it leaves what a date can hold. */
const MAX_RETRY_AFTER_MS = 1e12;

function toLookupFunction(lookup: (host: string) => Promise<string[]>): LookupFunction {
  return (host, { all }, callback) => {
    const answer = (addresses: string[]) => {
      const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
      const [first = { address: '', family: 0 }] = found;
      if (all) callback(null, found);
      else callback(null, first.address, first.family);
    };
    lookup(host).then(answer, (error) => callback(error, []));
  };
}

function formatPeerAddress({ remoteAddress, remotePort, remoteFamily }: Socket): string | null {
  if (remoteAddress === undefined) return null;
  return `${remoteFamily === 'IPv6' ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
}

/** Headers are bytes on the wire, each of which is one character here. */
export function encodeHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString('latin1')]),
  );
}

/** A URL of HTTP, its user and password taken out into the header that they stand for; null for any other text. */
export function splitCredentials(text: string): { url: URL; authorization: string | null } | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const { username, password } = url;
  if (username === '' && password === '') return { url, authorization: null };
  url.username = '';
  url.password = '';
  const pair = Buffer.from(`${decodePercent(username)}:${decodePercent(password)}`);
  return { url, authorization: `Basic ${pair.toString('base64')}` };
}

/** A `%` that begins no escape stands for itself. */
function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const FAULT_PATTERNS: [RegExp, HttpFaultCode][] = [
  [/^(ECONNREFUSED)$/, 'http-connection-refused'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/, 'http-connection-reset'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN)$/, 'http-unreachable'],
  [/^(ENOTFOUND|ENODATA|ESERVFAIL|EREFUSED|ETIMEOUT|EAI_\w+)$/, 'http-name-not-found'],
  [/^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'http-timeout'],
  [
    /^(ERR_TLS_|ERR_SSL_|ERR_OSSL|EPROTO|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/,
    'http-tls-failed',
  ],
];

function toFaultCode(error: unknown): HttpFaultCode {
  const { code } = error as { code?: unknown };
  return FAULT_PATTERNS.find(([pattern]) => pattern.test(String(code)))?.[1] ?? 'http-failed';
}
