/** Recognizes the responses that a proxy made itself, among those to requests that it forwards without a tunnel. */

import { createProxyRefusal, NETWORK_LOGIN_STATUS, type ProxyError } from '../network/proxy-error.ts';
import { describeStatus } from '../network/tunnel.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Returns the failure of a proxy that made a response itself; null if the response can be that of the server. Only proxies return 407
 * (RFC 9110 section 15.5.8), and servers never return 511 (RFC 6585 section 6). Any other status can be of both, even 200 and 302: squid's `deny_info` sets it.
 */
export function findProxyRefusal(status: number, headers: Headers, proxy: string): ProxyError | null {
  const isLogin = status === NETWORK_LOGIN_STATUS && !isForwarded(headers);
  if (status !== 407 && !isLogin && !isOfSquid(headers) && !isOfTinyproxy(headers)) return null;
  return createProxyRefusal(proxy, describeStatus(status));
}

/**
 * Whether a proxy has certainly forwarded a response: it must then add `Via` (RFC 9110 section 7.6.3). Some proxies never do, such as
 * nginx and privoxy, so a response without it can be of both.
 */
export function isForwarded({ via }: Headers): boolean {
  return via !== undefined;
}

/**
 * Squid adds `X-Squid-Error` to the responses that it makes, and `Via` with its own name. Servers can have a squid in front of them, too:
 * its responses have one more name in `Via`.
 */
function isOfSquid(headers: Headers): boolean {
  if (headers['x-squid-error'] === undefined) return false;
  const { via = '(squid)' } = headers;
  return typeof via === 'string' && via.toLowerCase().includes('(squid') && !via.includes(',');
}

/** Tinyproxy names itself as the server of the responses that it makes. It adds `Via` to those that it forwards. */
function isOfTinyproxy(headers: Headers): boolean {
  const { server } = headers;
  return !isForwarded(headers) && typeof server === 'string' && /^tinyproxy\b/i.test(server);
}
