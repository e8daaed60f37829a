/** Classifies network errors by the codes of Node and undici. */

export type NetworkErrorKind =
  | 'timeout'
  | 'connection-refused'
  | 'connection-reset'
  | 'unreachable'
  | 'name-not-found'
  | 'tls-failed';

const PATTERNS: [RegExp, NetworkErrorKind][] = [
  [/^ECONNREFUSED$/, 'connection-refused'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/, 'connection-reset'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN)$/, 'unreachable'],
  [/^(ENOTFOUND|ENODATA|ESERVFAIL|EREFUSED|ETIMEOUT|EAI_\w+)$/, 'name-not-found'],
  [/^(TimeoutError|ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'timeout'],
  [/^(ERR_TLS_|ERR_SSL_|ERR_OSSL|EPROTO$|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/, 'tls-failed'],
];

/** `code` is the code of an error, such as `ECONNRESET`, or its name. Undefined for other errors. */
export function classifyNetworkError(code: string): NetworkErrorKind | undefined {
  return PATTERNS.find(([pattern]) => pattern.test(code))?.[1];
}
