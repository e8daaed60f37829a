/** The failures of proxies and their messages, for all connections through proxies. */

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
    `the proxy ${proxy} requires authentication, or rejects the user and password in \`proxy\`. Add user:password@ before ` +
    'the host, with special characters percent-encoded.',
  'proxy-refused': (proxy: string, target: string, reason: string) =>
    `the proxy ${proxy} cannot connect to ${target} (${reason}). Check that the server is up and that the proxy allows its ` +
    'host and port. To connect without the proxy, add the host to NO_PROXY.',
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

/** Formats the message of a failure, in lower case, without text of the proxy. */
export function describeProxyFailure(
  { code, facts: { proxy, fact } }: Pick<ProxyError, 'code' | 'facts'>,
  target: string,
): string {
  return MESSAGES[code](proxy, target, fact);
}
