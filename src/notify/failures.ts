/**
 * The failures of deliveries and their messages. Messages consist of fixed texts and text of the manifest, never of a library's message or
 * a response. The messages of template failures are in `jinja/errors.ts`.
 */

import type { Failure, Receipt } from '../domain/index.ts';
import type { HttpOutcome } from '../lib/http/client.ts';
import { isServiceError } from '../lib/http/statuses.ts';
import {
  blameForwarder,
  describeNetworkLogin,
  describeProxyFailure,
  NETWORK_LOGIN_STATUS,
  type ProxyError,
  type ProxyFailureCode,
} from '../lib/network/proxy-error.ts';
import { describeTlsProblem } from '../lib/network-errors.ts';
import { listReferencedVariables } from '../lib/secrets/references.ts';

/** The rest of the message for a receiver that may not be connected to. */
const DENIED_ADDRESS =
  'an address that `network` in the manifest denies, or that is denied by default because cloud providers use it for instance metadata. To allow it, add it to `network.allow`.';

/** For email, `status` is the three-digit SMTP status, or empty. */
const MESSAGES = {
  'variable-unset': (name: string, at: string) =>
    `\${${name}}${at} is not set or is empty. Set it in the environment of the scan; in a workflow, under env of the step, from secrets.`,
  'secret-malformed': (name: string, expected: string) =>
    `the secret ${name} has the wrong format. Expected: ${expected}. Check the variable that it comes from.`,
  'ca-file-unreadable': (path: string, problem: string) =>
    `ca_file ${path} ${problem}. Check the path, which is relative to the manifest's directory.`,
  'url-invalid': (names: string) =>
    names === ''
      ? 'the URL is not a valid http or https URL. Check it for spaces, quotes and line breaks.'
      : `with the value of ${names}, the URL is not a valid http or https URL. Check the value for spaces, quotes and line breaks.`,
  'header-refused': (name: string) => `the header ${name} is managed by the HTTP client and cannot be set. Remove it.`,
  'heartbeat-refused': (status: string) =>
    `the monitor rejected the ping with status ${status}. Check the URL and its variables, and that the monitor still exists.`,
  'heartbeat-ignored': () =>
    'the monitor accepted the request, but ignored the ping. Check the URL and its variables, that the check still exists, and that it is not pinged more than five times a minute.',
  'webhook-missing': () => 'the manifest has no webhook with this name. The next scan uses the current manifest.',
  'http-client-error': (status: string, advice: string) =>
    `the receiver rejected the request with status ${status}. ${advice || 'Inspect it with "certvigil render", and check the URL and secrets.'}`,
  'http-server-error': (status: string) =>
    status === String(NETWORK_LOGIN_STATUS)
      ? `${describeNetworkLogin('a captive portal', 'the receiver')} The next scan tries again.`
      : `the receiver failed with status ${status}. Check its status page or logs. The next scan tries again.`,
  'http-rate-limited': () =>
    'the receiver is rate limiting requests (status 429). Send fewer messages: use fewer rules, or group_by.',
  'http-redirect': (status: string) =>
    `the receiver redirects with status ${status}, and redirects are not followed. Set the URL to the redirect target.`,
  'http-unexpected-status': (status: string) =>
    `the receiver responded with the unexpected status ${status}. Only 2xx counts as success. Check the URL.`,
  'webhook-rejected': (status: string, advice: string) =>
    `the receiver responded with status ${status}, but its response says that it did not take the message. ${advice || 'Inspect it with "certvigil render", and check the URL and secrets.'} The next scan tries again.`,
  'webhook-page': (status: string) =>
    `the receiver responded with status ${status} and an HTML page, such as a login page, so it did not take the message. Check the URL, and whether a login or a proxy is in front of the receiver. The next scan tries again.`,
  'webhook-page-accepted': (status: string) =>
    `the receiver responded with status ${status} and an HTML page. The message counts as sent, but if this is a login page, nobody got it. Check the URL.`,
  'http-timeout': () =>
    'the receiver did not respond in time. Check that it is reachable from here, or raise timeout_seconds.',
  'http-connection-refused': () => 'connection refused. Check the host and port, and that the receiver is running.',
  'http-connection-reset': () =>
    'the connection was closed before a response arrived. Check the receiver and any proxy in front of it. The next scan tries again.',
  'http-unreachable': () =>
    'network unreachable: there is no route to the receiver. Check the network, the host and the port.',
  'http-name-not-found': () => 'the host name of the receiver cannot be resolved. Check the host in the URL.',
  'http-dns-failed': () =>
    'the DNS servers of this machine did not answer for the host of the receiver, or failed. Check them. The next scan tries again.',
  'http-denied': () => `the receiver has ${DENIED_ADDRESS}`,
  'http-tls-failed': (problem: string) => describeTlsProblem(problem, 'ca_file'),
  'receiver-down': (failures: string) =>
    `not sent: ${failures} deliveries to this receiver failed in a row during this scan. The next scan tries again.`,
  'retry-after-too-long': () =>
    'not sent: the receiver is rate limiting, and its Retry-After exceeds what a scan waits. The next scan tries again. Send fewer messages: use fewer rules, or group_by.',
  'delivery-timeout': () =>
    'not sent: the time limit for deliveries was reached. The next scan tries again. Find out what was slow, or raise settings.delivery_timeout_seconds.',
  'delivery-interrupted': () => 'not sent: the scan was interrupted by a signal. The next scan sends it.',
  'internal-error': () =>
    'certvigil failed internally; this is a bug. Please report it with the stack trace on standard error. The next scan tries again.',
  'issue-no-token': () =>
    'the GitHub token or repository is missing. In a workflow, omit the input token and add issues: write under permissions of the job; elsewhere, set GITHUB_TOKEN and GITHUB_REPOSITORY (owner/name).',
  'issue-outside-github': () =>
    'no issue was opened, because this scan runs outside GitHub. The next scan on GitHub opens it. To open issues from here, set GITHUB_TOKEN and GITHUB_REPOSITORY (owner/name).',
  'issue-over-limit': (limit: string) =>
    `${limit} issues are open, the limit of issues.max_open. Scan without --only to list the remaining certificates in one overflow issue.`,
  'issue-writes-limit': (limit: string) =>
    `stopped after ${limit} changes in this scan, to stay within GitHub's hourly limit. The next scan continues.`,
  'issue-too-many': (limit: string) =>
    `the user of this token has more than ${limit} open issues, too many to search. Close those that are no longer needed.`,
  'issue-write-refused': () =>
    'GitHub rejected the issue as invalid. Check labels, assignees and milestone in the manifest.',
  'http-failed': () => 'the request failed; the server may not speak HTTP. Check the scheme, host and port of the URL.',
  'email-missing': () => 'the manifest has no email receiver with this name. The next scan uses the current manifest.',
  'email-address-invalid': (key: string) =>
    `after variable substitution, ${key} is not a valid email address. Check the variables for spaces, quotes and line breaks.`,
  'email-name-not-found': () => 'the host name of the mail server cannot be resolved. Check host.',
  'email-dns-failed': () =>
    'the DNS servers of this machine did not answer for the host of the mail server, or failed. Check them. The next scan tries again.',
  'email-denied': () => `the mail server has ${DENIED_ADDRESS}`,
  'email-connection-refused': () => 'connection refused. Check host and port, and that the mail server is running.',
  'email-unreachable': () =>
    'network unreachable: there is no route to the mail server. Check the network, the host and the port.',
  'email-connection-lost': () =>
    'the connection closed before the server responded. Check the mail server and any proxy in front of it. The next scan tries again.',
  'email-timeout': (_, accepted: string) =>
    accepted === 'STARTTLS'
      ? 'the server accepted STARTTLS, but then did not respond over TLS in time. Check that no proxy or filter in between blocks TLS; or raise timeout_seconds.'
      : 'the server did not respond in time. Check that port and tls match (587: starttls, 465: implicit) and that the server is reachable from here; or raise timeout_seconds.',
  'email-not-smtp': () => 'the server at this port does not speak SMTP. Check host, port and tls.',
  'email-starttls-refused': () =>
    'the server does not support STARTTLS, so nothing was sent. Check port and tls: port 465 usually needs tls: implicit.',
  'email-tls-failed': (problem: string) =>
    problem === 'not-tls' || problem === ''
      ? `${describeTlsProblem(problem, 'ca_file')} Check that port and tls match (587: starttls, 465: implicit).`
      : describeTlsProblem(problem, 'ca_file'),
  'email-auth-unsupported': () =>
    'the server does not offer authentication on this connection. Check port and tls, or remove username and password.',
  'email-auth-failed': (status: string) =>
    `the server rejected the user name or password (${status}). Check the variables; many providers require an app password.`,
  'email-server-busy': (status: string) =>
    `the server is temporarily not accepting email (${status}). The next scan tries again. If it keeps happening, check whether the server blocks this machine.`,
  'email-sender-refused': (status: string) =>
    `the server rejected the sender (${status}). Check from, and that this user is allowed to send as that address.`,
  'email-recipients-refused': (status: string) =>
    `the server rejected all recipients (${status}). Check to and cc, and whether the server relays to other domains for this user.`,
  'email-recipient-refused': (status: string, address: string) =>
    `the email was sent, but the server rejected the recipient ${address} (${status}). Check to, cc and the owners of certificates.`,
  'email-too-large': () =>
    'the email exceeds the size limit of the server. Shorten the templates, or lower max_events.',
  'email-refused': (status: string) =>
    `the server rejected the email (${status}), usually because of its content. Inspect it with "certvigil render".`,
} satisfies Record<string, (...facts: [string, string]) => string>;

/** The codes of proxies have their messages in `lib/network/proxy-error.ts`. */
export type DeliveryFailureCode = OwnFailureCode | ProxyFailureCode;

export type OwnFailureCode = keyof typeof MESSAGES;

/** The messages for a heartbeat and a report, which have a URL, but no settings of a webhook. */
const MESSAGES_ABOUT_URL: Partial<Record<DeliveryFailureCode, (status: string) => string>> = {
  'http-client-error': (status) =>
    `the server rejected the request with status ${status}. Check the path of the URL, and its user and password.`,
  'http-rate-limited': () => 'the server is rate limiting requests (status 429). Scan less often.',
  'http-timeout': () => 'the server did not respond in time. Check that it is reachable from here.',
  'http-tls-failed': (problem) => describeTlsProblem(problem, 'the variable NODE_EXTRA_CA_CERTS'),
};

/** Creates a failure. `facts` are the arguments of its message. */
export function createFailure(code: OwnFailureCode, ...facts: string[]): Failure {
  return { code, detail: MESSAGES[code](facts[0] ?? '', facts[1] ?? '') };
}

/** Creates the failure of a URL that is invalid with the values of its variables, which the message names. */
export function createInvalidUrlFailure(template: string): Failure {
  const names = listReferencedVariables(template).map((name) => `\${${name}}`);
  return createFailure('url-invalid', names.join(' and '));
}

export function createProxyFailure(proxy: ProxyError): Failure {
  return { code: proxy.code, detail: describeProxyFailure(proxy, 'the receiver') };
}

/** Prefixes the message of a failure with its subject: `webhook "slack": ...`. */
export function addSubject({ code, detail }: Failure, subject: string): Failure {
  return { code, detail: `${subject}: ${detail}` };
}

/**
 * Formats the end of a sentence that begins with the destination, such as `webhook:slack`: the message of the failure without the name of
 * the receiver, such as ` at hooks.example.com: connection refused`.
 */
export function formatAfterDestination({ code, detail }: Failure, destination: string): string {
  const [, kind = '', name = ''] = /^(\w+):(.*)$/s.exec(destination) ?? [];
  const subject = `${kind} "${name}"`;
  const end = detail.startsWith(subject) ? detail.slice(subject.length) : `: ${detail}`;
  return `${end} [${code}]`;
}

/** The result of one message, which may have several deliveries. */
export type MessageResult = Pick<Receipt, 'status' | 'attempts' | 'error'>;

/** Creates the result of a message that was not sent. */
export function createUnsent(error: Failure): MessageResult {
  return { status: 'failed', attempts: 0, error };
}

/** Thrown while a message is rendered. `rendered` is a body that is not valid JSON, to be shown by `render`. */
export class RenderError extends Error {
  readonly failure: Failure;
  readonly rendered: string | null;
  constructor(failure: Failure, rendered: string | null = null) {
    super(failure.detail);
    this.failure = failure;
    this.rendered = rendered;
  }
}

/** Added if there was no response to a request that was sent. */
export const MAYBE_RECEIVED_NOTE = 'The request was sent, so the receiver may have received it.';

/** Added if the server got the complete mail but did not respond to it. */
export const MAYBE_ACCEPTED_NOTE = 'The complete email was transferred, so the server may have accepted it.';

/** Converts an HTTP outcome to a failure; returns null if the request was accepted. */
export function findFailure(outcome: HttpOutcome): Failure | null {
  return addForwarder(classifyOutcome(outcome), outcome);
}

/** Adds the proxy that may have caused the outcome to the message of a failure. `server`: the receiver, as the message calls it. */
export function addForwarder<Found extends Failure | null>(
  failure: Found,
  outcome: HttpOutcome,
  server = 'the receiver',
): Found {
  if (failure === null) return failure;
  const { forwarder } = outcome;
  const status = outcome.responded ? outcome.status : null;
  return { ...failure, detail: blameForwarder(failure.detail, server, { forwarder, status }) };
}

function classifyOutcome(outcome: HttpOutcome): Failure | null {
  if (!outcome.responded && outcome.proxy !== undefined) return createProxyFailure(outcome.proxy);
  if (!outcome.responded) return createFailure(outcome.code, outcome.tls ?? '');
  const { status } = outcome;
  if (status >= 200 && status < 300) return null;
  if (status === 429) return createFailure('http-rate-limited');
  if (isServiceError(status)) return createFailure('http-server-error', String(status));
  if (status >= 400) return createFailure('http-client-error', String(status));
  return createFailure(status >= 300 ? 'http-redirect' : 'http-unexpected-status', String(status));
}

/** Converts the HTTP outcome of a heartbeat or a report in the same way. */
export function findUrlFailure(outcome: HttpOutcome): Failure | null {
  const failure = classifyOutcome(outcome);
  const format = failure === null ? undefined : MESSAGES_ABOUT_URL[failure.code as DeliveryFailureCode];
  if (failure === null || format === undefined) return addForwarder(failure, outcome);
  const fact = outcome.responded ? String(outcome.status) : (outcome.tls ?? '');
  return addForwarder({ ...failure, detail: format(fact) }, outcome, 'the server');
}
