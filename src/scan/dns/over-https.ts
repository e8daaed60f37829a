/** Sends queries to a resolver over HTTPS (RFC 8484). */

import type { HttpFault, HttpFaultCode, HttpOptions } from '../../lib/http/client.ts';
import { type ApiConnection, openApiConnection } from '../../lib/http/client.ts';
import { describeProxyFailure } from '../../lib/network/proxy-error.ts';
import { describeTlsProblem } from '../../lib/network-errors.ts';
import { createRepeatingSender, type Exchange, type Send } from './attempts.ts';
import { decodeResponse, encodeQuery } from './message.ts';

const MEDIA_TYPE = 'application/dns-message';

/** The maximum size of a DNS message. */
const MAX_BYTES = 65_535;

export interface HttpsSender {
  send: Send;
  close: () => Promise<void>;
}

/** Opens a sender, with HTTP/2 if the server supports it: some servers support nothing else. */
export function openHttpsSender(url: string, options: Omit<HttpOptions, 'allow_h2'>): HttpsSender {
  const connection: ApiConnection = openApiConnection({ ...options, allow_h2: true });
  const exchange: Exchange = async (question, timeout_ms) => {
    const query = { ...question, id: 0 };
    const headers = { accept: MEDIA_TYPE, 'content-type': MEDIA_TYPE };
    const request = { method: 'POST', url: new URL(url), headers, body: encodeQuery(query) };
    const response = await connection.send(request, { timeout_ms, max_bytes: MAX_BYTES });
    if (!response.responded) {
      const isSilent = SILENT.has(response.code) && response.proxy === undefined;
      return { why: describeFault(response, timeout_ms), isSilent };
    }
    const reject = (why: string) => ({ why, isSilent: false });
    if (response.status !== 200) return reject(`returned ${response.status} instead of 200`);
    if (response.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase() !== MEDIA_TYPE)
      return reject('does not return DNS messages');
    if (response.body === 'too-large') return reject('returns more than 64 KiB');
    const result = decodeResponse(response.body, query);
    // Over HTTPS, responses are never truncated, and other responses cannot arrive.
    return 'problem' in result && (result.problem === 'truncated' || result.problem === 'foreign')
      ? { problem: 'invalid' }
      : result;
  };
  return { send: createRepeatingSender([exchange], options.timeout_ms), close: connection.close };
}

/** unbound closes the connection when it gives up on a query, with all other queries on it. */
const SILENT: ReadonlySet<string> = new Set(['http-timeout', 'http-connection-reset']);

const REASONS: Record<Exclude<HttpFaultCode, 'http-tls-failed' | 'http-timeout'>, string> = {
  'http-denied': 'has an address that `network` in the manifest denies',
  'http-connection-refused': 'refuses connections',
  'http-connection-reset': 'closed the connection',
  'http-unreachable': 'is unreachable from this machine',
  'http-name-not-found': 'has a host without an address',
  'http-dns-failed': 'has a host for which the DNS servers of this machine did not answer, or failed',
  'http-failed': 'does not speak HTTP',
};

function describeFault({ code, tls, proxy }: HttpFault, timeout_ms: number): string {
  if (proxy !== undefined) return `cannot be asked: ${describeProxyFailure(proxy, 'it').replace(/\.$/, '')}`;
  if (code === 'http-timeout') return `does not respond within ${Math.ceil(timeout_ms / 1000)} s`;
  if (code !== 'http-tls-failed') return REASONS[code];
  const problem = describeTlsProblem(tls ?? '', '`ca_file` of `network.dns_over_https`');
  return `cannot be asked. ${problem.replace(/\.$/, '')}`;
}
