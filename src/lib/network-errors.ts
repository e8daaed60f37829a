/** Classifies network errors by the codes of Node and undici. */

import { getOwn } from './collections.ts';

export type NetworkErrorKind =
  | 'timeout'
  | 'connection-refused'
  | 'connection-reset'
  | 'unreachable'
  | 'name-not-found'
  | 'dns-failed'
  | 'tls-failed';

const PATTERNS: [RegExp, NetworkErrorKind][] = [
  [/^ECONNREFUSED$/, 'connection-refused'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/, 'connection-reset'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN)$/, 'unreachable'],
  [/^(ENOTFOUND|ENODATA)$/, 'name-not-found'],
  // The DNS servers did not say whether the name exists.
  [/^(ESERVFAIL|EREFUSED|ETIMEOUT|EAI_\w+)$/, 'dns-failed'],
  [/^(TimeoutError|ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'timeout'],
  [/^(ERR_TLS_|ERR_SSL_|ERR_OSSL|EPROTO$|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/, 'tls-failed'],
];

/** `code` is the code of an error, such as `ECONNRESET`, or its name. Returns undefined for other errors. */
export function classifyNetworkError(code: string): NetworkErrorKind | undefined {
  return PATTERNS.find(([pattern]) => pattern.test(code))?.[1];
}

/** The problems and their fixes. `ca` names the setting for a private CA. */
const TLS_PROBLEMS = {
  expired: ['the certificate of the server has expired', () => 'Renew it there.'],
  'not-yet-valid': ['the certificate of the server is not valid yet', () => 'Check it, and the clock of this machine.'],
  revoked: ['the certificate of the server was revoked', () => 'Replace it there.'],
  'self-signed': [
    'the certificate of the server is self-signed',
    (ca) => `If that is intended, set ${ca} to its PEM file.`,
  ],
  'unknown-ca': [
    'the certificate of the server was issued by a CA that is not trusted here',
    (ca) => `For a private CA, or a proxy that inspects TLS, set ${ca} to the PEM file of that CA.`,
  ],
  inspected: [
    'the certificate of the server was issued by the CA of a proxy or firewall that inspects TLS, which is not trusted here',
    (ca) => `Set ${ca} to the PEM file of that CA, or exclude the server from the inspection.`,
  ],
  'unknown-ca-behind-proxy': [
    'the certificate of the server, as it arrives through the proxy, was issued by a CA that is not trusted here',
    (ca) => `If the proxy inspects TLS, or the server has a private CA, set ${ca} to the PEM file of that CA.`,
  ],
  'incomplete-chain': [
    'the server sends only its own certificate, and its issuer is not trusted here',
    (ca) => `Configure the server to send the intermediate certificate; for a private CA, set ${ca} to its PEM file.`,
  ],
  'name-mismatch': ['the certificate of the server is for another host name', () => 'Check the host.'],
  'not-tls': ['the port does not use TLS', () => 'Check the port.'],
  version: ['the server supports only old versions of TLS', () => 'Enable TLS 1.2 or newer there.'],
} as const satisfies Record<string, readonly [what: string, advise: (ca: string) => string]>;

export type TlsProblem = keyof typeof TLS_PROBLEMS;

/** The problems by the codes of Node and OpenSSL: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const TLS_CODES: [RegExp, TlsProblem][] = [
  [/^CERT_HAS_EXPIRED$/, 'expired'],
  [/^CERT_NOT_YET_VALID$/, 'not-yet-valid'],
  [/^CERT_REVOKED$/, 'revoked'],
  [/^DEPTH_ZERO_SELF_SIGNED_CERT$/, 'self-signed'],
  [/^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_UNTRUSTED)$/, 'unknown-ca'],
  [/^UNABLE_TO_VERIFY_LEAF_SIGNATURE$/, 'incomplete-chain'],
  [/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/, 'name-mismatch'],
  [/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL)$/, 'not-tls'],
  [/^ERR_SSL_(UNSUPPORTED_PROTOCOL|TLSV1_ALERT_PROTOCOL_VERSION)$/, 'version'],
];

/** Returns undefined if the code has several possible causes. */
export function findTlsProblem(code: string): TlsProblem | undefined {
  return TLS_CODES.find(([pattern]) => pattern.test(code))?.[1];
}

/** Explains a failed handshake. `ca`: what names a PEM file of trusted CAs. If `problem` is empty, all usual causes are named. */
export function describeTlsProblem(problem: string, ca: string): string {
  const known = getOwn<readonly [what: string, advise: (ca: string) => string]>(TLS_PROBLEMS, problem);
  if (known !== undefined) return `TLS handshake failed: ${known[0]}. ${known[1](ca)}`;
  return `TLS handshake failed: the certificate is untrusted, expired or for another host name, or the port does not use TLS. Check the host and port; for a private CA, set ${ca} to its PEM file.`;
}
