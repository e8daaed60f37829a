/** Creates the failures of a URL. `url` is the name of its location. */

import type { Failure } from '../../domain/index.ts';
import { type Has, hasField } from '../../domain/sources/fields.ts';
import type { HttpFaultCode } from '../../lib/http/client.ts';
import { isTemporaryError } from '../../lib/http/statuses.ts';
import { describeNetworkLogin, NETWORK_LOGIN_STATUS, type ProxyFailureCode } from '../../lib/network/proxy-error.ts';
import { describeTlsProblem } from '../../lib/network-errors.ts';

/** The advice for servers whose entries have no `ca_file`, such as those of a cloud provider behind a proxy that decrypts. */
const CA_VARIABLE = 'the variable NODE_EXTRA_CA_CERTS';

/** Describes a status as a server error or, for 408 and 425, a temporary error. */
export function describeServiceError(status: string): string {
  return Number(status) >= 500 ? 'a server error' : 'a temporary error';
}

const MESSAGES = {
  'url-invalid': (url: string) =>
    `${url}, after replacing its variables, is not a valid http or https URL. Check the variables for spaces, quotes and line breaks.`,
  'header-refused': (_: string, name: string) =>
    `The header ${name} is managed by the HTTP client and cannot be set. Remove it.`,
  'ca-file-unreadable': (_: string, path: string) =>
    `Cannot read the ca_file ${path}. Check the path, which is relative to the manifest's directory.`,
  'url-denied': (url: string, address: string) =>
    `${url} has ${address === '' ? 'an address' : `the address ${address}`} that this scan must not connect to. To allow it, add it to ` +
    '`network.allow` (`--allow` of inspect).',
  'url-not-found': (url: string, status: string) =>
    `The server has no file at ${url} (${status}). Check the path. Some servers also return this if credentials are missing.`,
  'url-forbidden': (url: string, status: string) =>
    `The server denies access to ${url} (${status}). Check the credentials. Send them with \`headers\` and a variable, such ` +
    `as \`Authorization: "Bearer $\{TOKEN}"\`.`,
  'url-unexpected-status': (url: string, status: string) =>
    `The server returned ${status} for ${url}, but 200 with a file is required. Check the URL.`,
  'url-server-error': (url: string, status: string) => {
    if (status === String(NETWORK_LOGIN_STATUS))
      return describeNetworkLogin('A captive portal', `the server of ${url}`);
    return status === '429'
      ? `The server of ${url} is rate limiting requests (429). Scan less often, or read fewer URLs of this server.`
      : `The server returned ${status} for ${url}, ${describeServiceError(status)}. Check the service and any proxy in front of it.`;
  },
  'url-redirect-refused': (url: string, reason: string) =>
    `${url} redirects ${reason}, which is not followed. Use the URL of the file itself.`,
  'url-too-many-redirects': (url: string, limit: string) =>
    `${url} redirects more than ${limit} times. Use the URL of the file itself.`,
  'url-web-page': (url: string) =>
    `${url} returns a web page instead of a certificate, such as a login or an error page. Check the URL and the ` +
    'credentials.',
  'url-too-large': (url: string, limit: string) =>
    `${url} returns more than ${limit} MiB, which is too large for a certificate file. Check the URL.`,
  'url-content-encoding': (url: string) =>
    `The response of ${url} has an unknown Content-Encoding, or cannot be decompressed. Configure the server to send it ` +
    'uncompressed.',
  'url-timeout': (url: string, seconds: string) =>
    `${url} did not send its complete response within ${seconds} s. Check that the service is running and that no firewall ` +
    'drops the connection, or increase `scan_timeout_seconds`.',
  'url-refused': (url: string) =>
    `The server of ${url} refuses connections. Check the host and port, that the service is running, and the firewall.`,
  'url-closed': (url: string) =>
    `The connection was closed before the complete response of ${url} arrived. Check the service and any proxy in front of it.`,
  'url-unreachable': (url: string) =>
    `The server of ${url} is unreachable from this machine. Check routes, VPN and firewall.`,
  'url-name-not-found': (url: string) => `The host of ${url} has no address. Check its spelling and its DNS records.`,
  'url-dns-failed': (url: string) =>
    `The DNS servers of this machine did not answer for the host of ${url}, or failed. Check them.`,
  'url-tls-failed': (url: string, problem: string, has: Has) =>
    `${url}: ${describeTlsProblem(problem, has('ca_file') ? '`ca_file`' : CA_VARIABLE)}`,
  'url-failed': (url: string, _: string, has: Has) =>
    `The request for ${url} failed. Check that the port speaks HTTP${has('headers') ? ', and the values of `headers`' : ''}.`,
} satisfies Record<string, (url: string, detail: string, has: Has) => string>;

export type UrlFailureCode = keyof typeof MESSAGES;

export interface FailureFacts {
  detail?: string;
  /** The end of the message, for example the redirects that were followed. */
  suffix?: string;
  /** The fields that the message may suggest. Default: those of an entry with `url`. */
  has?: Has;
}

export function createUrlFailure(code: UrlFailureCode, url: string, facts: FailureFacts = {}): Failure {
  const { detail = '', suffix = '', has = (field) => hasField('url', field) } = facts;
  return { code, detail: `${MESSAGES[code](url, detail, has)}${suffix}` };
}

export const CODES_BY_HTTP_FAULT: Record<HttpFaultCode, UrlFailureCode> = {
  'http-timeout': 'url-timeout',
  'http-connection-refused': 'url-refused',
  'http-connection-reset': 'url-closed',
  'http-unreachable': 'url-unreachable',
  'http-name-not-found': 'url-name-not-found',
  'http-dns-failed': 'url-dns-failed',
  'http-tls-failed': 'url-tls-failed',
  'http-denied': 'url-denied',
  'http-failed': 'url-failed',
};

/** Transient failures. Timeouts are not retried, because they would take as long again. */
export const RETRYABLE_CODES: ReadonlySet<string> = new Set<UrlFailureCode | ProxyFailureCode>([
  'proxy-unreachable',
  'proxy-closed',
  'proxy-server-unreachable',
  'url-refused',
  'url-closed',
  'url-unreachable',
  'url-server-error',
]);

/** Classifies any status except 200 and redirects. */
export function classifyStatus(status: number): UrlFailureCode {
  if (status === 404 || status === 410) return 'url-not-found';
  if (status === 401 || status === 403 || status === 407) return 'url-forbidden';
  return isTemporaryError(status) ? 'url-server-error' : 'url-unexpected-status';
}
