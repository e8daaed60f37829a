/** What can go wrong with a URL, and how each is said. `url` is the name of its place. */

import type { Failure } from '../../domain/index.ts';
import type { HttpFaultCode } from '../../lib/http/client.ts';

const MESSAGES = {
  'url-invalid': (url: string) =>
    `${url}, with its variables filled in, is no http or https URL. Check the variables for spaces, quotes and line breaks.`,
  'header-refused': (_: string, name: string) =>
    `The header ${name} belongs to the connection and cannot be set. Take it out.`,
  'ca-file-unreadable': (_: string, path: string) =>
    `The ca_file ${path} cannot be read. Check the path, which starts at the manifest's folder.`,
  'url-denied': (url: string, address: string) =>
    `${url} leads to ${address}, which this scan may not connect to. If that is meant, write it under ` +
    '`network.allow` (`--allow` of inspect).',
  'url-not-found': (url: string, status: string) =>
    `The server has nothing at ${url} (${status}). Check the path; some servers answer so where credentials are missing.`,
  'url-forbidden': (url: string, status: string) =>
    `The server does not give ${url} to whoever asks so (${status}). Check the credentials: \`headers\` sends them, with a ` +
    `variable such as \`Authorization: "Bearer $\{TOKEN}"\`.`,
  'url-unexpected-status': (url: string, status: string) =>
    `The server answered ${status} for ${url}, and 200 with a file is what is needed. Check the URL.`,
  'url-server-error': (url: string, status: string) =>
    `The server answered ${status} for ${url}, a failure on its side. Check the service, and what stands before it.`,
  'url-redirect-refused': (url: string, why: string) =>
    `${url} redirects ${why}, which is not followed. Write the URL at which the file is.`,
  'url-too-many-redirects': (url: string, limit: string) =>
    `${url} redirects more than ${limit} times. Write the URL at which the file is.`,
  'url-web-page': (url: string) =>
    `${url} gives a web page in place of a certificate: a login, an error or a page about the file. Check the URL, and ` +
    'the credentials that it needs.',
  'url-too-large': (url: string, limit: string) =>
    `${url} gives more than ${limit} MiB, and no certificate file is so large. Check the URL.`,
  'url-content-encoding': (url: string) =>
    `${url} gives a body that says how it is compressed and is not so, or in a way that is not known. Have the server ` +
    'send it as it is.',
  'url-timeout': (url: string, seconds: string) =>
    `${url} did not give its whole answer within ${seconds} s. Check that the service runs and that no firewall drops ` +
    'the connection, or raise `scan_timeout_seconds`.',
  'url-refused': (url: string) =>
    `The server of ${url} refuses connections: nothing listens there, or a firewall says no. Check host and port.`,
  'url-closed': (url: string) =>
    `The connection broke before ${url} had given its whole answer. Check the service, and what stands before it.`,
  'url-unreachable': (url: string) =>
    `The server of ${url} cannot be reached from this machine. Check routes, VPN and firewall.`,
  'url-name-not-found': (url: string) => `There is no address for the host of ${url}. Check its spelling and its DNS.`,
  'url-tls-failed': (url: string) =>
    `TLS with the server of ${url} failed: its certificate is not trusted, not for this name or over, or it speaks no ` +
    "TLS on this port. Check the URL, and give the authority's certificate as `ca_file`.",
  'url-failed': (url: string) =>
    `The request for ${url} failed. Check that HTTP is spoken on its port, and the values of \`headers\`.`,
} satisfies Record<string, (url: string, fact: string) => string>;

export type UrlFailureCode = keyof typeof MESSAGES;

/** `way`: what is added of the redirects that were followed. */
export function createUrlFailure(code: UrlFailureCode, url: string, fact = '', way = ''): Failure {
  return { code, detail: `${MESSAGES[code](url, fact)}${way}` };
}

export const CODES_BY_HTTP_FAULT: Record<HttpFaultCode, UrlFailureCode> = {
  'http-timeout': 'url-timeout',
  'http-connection-refused': 'url-refused',
  'http-connection-reset': 'url-closed',
  'http-unreachable': 'url-unreachable',
  'http-name-not-found': 'url-name-not-found',
  'http-tls-failed': 'url-tls-failed',
  'http-failed': 'url-failed',
};

/** Faults that pass. One that took its time is not among them. */
export const RETRYABLE_CODES: ReadonlySet<string> = new Set<UrlFailureCode>([
  'url-refused',
  'url-closed',
  'url-unreachable',
  'url-server-error',
]);

/** What an answer other than 200 and a redirect means. */
export function classifyStatus(status: number): UrlFailureCode {
  if (status === 404 || status === 410) return 'url-not-found';
  if (status === 401 || status === 403 || status === 407) return 'url-forbidden';
  return status >= 500 ? 'url-server-error' : 'url-unexpected-status';
}
