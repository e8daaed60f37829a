/** The failures of proxies and their messages, for all connections through proxies. */

/** Network Authentication Required: a captive portal between this machine and the server responded (RFC 6585 section 6). */
export const NETWORK_LOGIN_STATUS = 511;

/** The messages, each a complete sentence that starts in lower case. `target`: the host that the proxy was asked to connect to. */
const MESSAGES = {
  'proxy-invalid': (_proxy: string, _target: string, where: string) =>
    `invalid proxy URL${where}. Use a URL such as http://proxy.example:3128 or socks5://proxy.example:1080.`,
  'proxy-denied': (proxy: string, _target: string, address: string) =>
    `the proxy ${proxy} has ${address === '' ? 'an address' : `the address ${address}`}, which is denied by \`network\` in the ` +
    'manifest, or by default because cloud providers use it for instance metadata. To allow it, add it to `network.allow` ' +
    '(`--allow` of inspect).',
  'proxy-unreachable': (proxy: string) =>
    `the proxy ${proxy} is unreachable from this machine. Check its host and port, and that it is running.`,
  'proxy-timeout': (proxy: string, target: string) =>
    `the proxy ${proxy} did not connect to ${target} in time. Check the load of the proxy, and that the server is up.`,
  'proxy-closed': (proxy: string, target: string) =>
    `the proxy ${proxy} closed the connection instead of connecting to ${target}. Check that its kind (http, https or socks5) is ` +
    'the one in `proxy`.',
  'proxy-unexpected-reply': (proxy: string) =>
    `the server at ${proxy} does not reply like a proxy of the configured kind. Check its port and kind (http, https or socks5).`,
  'proxy-authentication-failed': (proxy: string) =>
    `the proxy ${proxy} requires authentication, or rejects the user and password of its URL. Add user:password@ before the host ` +
    'in `proxy`, or in HTTPS_PROXY and HTTP_PROXY, with special characters percent-encoded.',
  'proxy-refused': (proxy: string, target: string, reason: string) =>
    reason === LOGIN_REQUIRED
      ? describeNetworkLogin(`the proxy ${proxy} or a captive portal`, target)
      : `the proxy ${proxy} refuses requests to ${target} (${reason}). Add its host and port to the allow list of the proxy. To connect ` +
        'without the proxy, add the host to NO_PROXY.',
  'proxy-server-unreachable': (proxy: string, target: string, reason: string) =>
    `the proxy ${proxy} cannot reach ${target} (${reason}). Check that the server is up, and that the proxy can resolve its name and ` +
    'connect to it. To connect without the proxy, add the host to NO_PROXY.',
  'proxy-tls-failed': (proxy: string, _target: string, problem: string) =>
    `the TLS handshake with the proxy ${proxy} failed${problem === '' ? '' : `: ${problem}`}. For a proxy with a private CA, set ` +
    '`ca_file` of `network.proxy`; if it does not use TLS, write its URL with http://.',
} satisfies Record<string, (proxy: string, target: string, fact: string) => string>;

export type ProxyFailureCode = keyof typeof MESSAGES;

interface ProxyFacts {
  /** The name of the proxy. */
  proxy: string;
  /** A short reason, without text of the proxy. */
  fact?: string;
}

/** A connection that failed because of its proxy. */
export class ProxyError extends Error {
  readonly code: ProxyFailureCode;
  readonly facts: Required<ProxyFacts>;
  constructor(code: ProxyFailureCode, { proxy, fact = '' }: ProxyFacts) {
    super(code);
    this.code = code;
    this.facts = { proxy, fact };
  }
}

/** The reason of a proxy that requires authentication or rejects the credentials. */
export const AUTHENTICATION_FAILED = 'authentication';

/** The reason of a captive portal, which can be the proxy, or between this machine and the proxy (RFC 6585 section 6). */
const LOGIN_REQUIRED = `status ${NETWORK_LOGIN_STATUS}`;

/** The reasons of a proxy that tried to connect: a server error of HTTP, and replies of SOCKS 5 (RFC 1928 section 6). */
const UNREACHABLE =
  /^(?:status 5\d\d|general failure|network unreachable|host unreachable|connection refused|time to live expired)$/;

/** Creates the failure of a proxy that does not pass on a request. `reason`: from `openTunnel`, or the status as `status 403`. */
export function createProxyRefusal(proxy: string, reason: string): ProxyError {
  if (reason === AUTHENTICATION_FAILED) return new ProxyError('proxy-authentication-failed', { proxy });
  const isUnreachable = UNREACHABLE.test(reason) && reason !== LOGIN_REQUIRED;
  return new ProxyError(isUnreachable ? 'proxy-server-unreachable' : 'proxy-refused', { proxy, fact: reason });
}

/** An outcome that the proxy `forwarder` may have caused itself; null or undefined: no proxy. */
export interface ForwardedOutcome {
  forwarder?: string | null;
  /** The status of the response; null or undefined: the failure is not about a status. */
  status?: number | null;
}

/**
 * Adds the proxy that may have caused a failure to its message. A status can be of the proxy or of the server, so the message begins
 * without deciding that. `server`: its name, as at the start of `message`.
 */
export function blameForwarder(message: string, server: string, { forwarder, status }: ForwardedOutcome): string {
  if (forwarder === null || forwarder === undefined) return message;
  const advice = 'check that it works and allows the request. To connect without it, add the host to NO_PROXY.';
  return status === null || status === undefined
    ? `${message} The request went through the proxy ${forwarder}, which may be the cause: ${advice}`
    : `${server} or the proxy ${forwarder} responded with status ${status}. If it was the proxy: ${advice} If it was the server: ${message}`;
}

/** Formats the message of status 511, which servers never return (RFC 6585 section 6). `network`: who responded instead of `server`. */
export function describeNetworkLogin(network: string, server: string): string {
  return (
    `${network} requires a login to the network (status ${NETWORK_LOGIN_STATUS}), and responded instead of ${server}. Log in to the ` +
    'network from this machine, or exempt this machine from the login.'
  );
}

/** Formats the message of a failure, in lower case, without text of the proxy. */
export function describeProxyFailure(
  { code, facts: { proxy, fact } }: Pick<ProxyError, 'code' | 'facts'>,
  target: string,
): string {
  return MESSAGES[code](proxy, target, fact);
}
