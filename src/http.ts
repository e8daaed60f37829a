/**
 * The wire out: one HTTP request, and what came of it. Redirects are not followed, and of an answer its status and
 * `Retry-After` alone are looked at. Proxies named in the environment are not used.
 * Whoever imports this file loads the client: do so only where something is sent.
 */

import { Agent, buildConnector, request as send } from 'undici';

export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

export interface HttpOptions {
  /** For the whole of it: name, connection, request and answer. */
  timeout_ms: number;
  verify: boolean;
  /** PEM of the authorities that alone are trusted; null: those of Node. */
  ca: string | null;
}

type HttpFaultCode =
  | 'http-timeout'
  | 'http-connection-refused'
  | 'http-connection-reset'
  | 'http-unreachable'
  | 'http-name-not-found'
  | 'http-tls-failed'
  | 'http-failed';

export type HttpOutcome =
  | { answered: true; status: number; retry_after: string | null }
  /** `sent`: the request was on its way when it failed, so that it may have been received. */
  | { answered: false; code: HttpFaultCode; sent: boolean };

/** Bytes of an answer that are taken before the connection is cut. */
const LONGEST_ANSWER = 64 * 1024;

/**
 * Sends one request. Whatever happens on the network is an outcome, never an exception. Each request has a
 * connection of its own, so that it is known whether it was sent, and nothing of it outlives the answer.
 */
export async function sendRequest(request: HttpRequest, options: HttpOptions): Promise<HttpOutcome> {
  const { verify, ca, timeout_ms } = options;
  const connector = buildConnector({ rejectUnauthorized: verify, ...(ca === null ? {} : { ca }), timeout: timeout_ms });
  let sent = false;
  const agent = new Agent({
    connect: (target, callback) =>
      connector(target, (...result: Parameters<typeof callback>) => {
        sent = result[0] === null;
        callback(...result);
      }),
  });
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeout_ms);
  try {
    const { method, url, headers } = request;
    const body = request.body === null ? null : Buffer.from(request.body);
    const call = { method: method as 'POST', headers, body, dispatcher: agent, signal: deadline.signal };
    const answer = await send(url, { ...call, headersTimeout: 0, bodyTimeout: 0 });
    const retryAfter = answer.headers['retry-after'];
    // The status is the answer: that its body breaks off or never ends changes nothing.
    await answer.body.dump({ limit: LONGEST_ANSWER, signal: deadline.signal }).catch(() => undefined);
    return {
      answered: true,
      status: answer.statusCode,
      retry_after: typeof retryAfter === 'string' ? retryAfter : null,
    };
  } catch (error) {
    return { answered: false, code: deadline.signal.aborted ? 'http-timeout' : faultOf(error), sent };
  } finally {
    clearTimeout(timer);
    await agent.destroy().catch(() => undefined);
  }
}

const FAULTS: [RegExp, HttpFaultCode][] = [
  [/^(ECONNREFUSED)$/, 'http-connection-refused'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/, 'http-connection-reset'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN)$/, 'http-unreachable'],
  [/^(ENOTFOUND|EAI_\w+)$/, 'http-name-not-found'],
  [/^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'http-timeout'],
  [
    /^(ERR_TLS_|ERR_SSL_|ERR_OSSL|EPROTO|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/,
    'http-tls-failed',
  ],
];

function faultOf(error: unknown): HttpFaultCode {
  const { code } = error as { code?: unknown };
  return FAULTS.find(([pattern]) => pattern.test(String(code)))?.[1] ?? 'http-failed';
}
