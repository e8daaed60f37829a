/**
 * What can go wrong with a delivery, and how each is said. Built from the manifest's text and our own words: no
 * library's message and nothing of an answer. (What can go wrong in a template has its words in `jinja/problem.ts`.)
 */

import type { Failure } from '../domain/index.ts';
import type { HttpOutcome } from '../lib/http-client.ts';

const MESSAGES = {
  'variable-unset': (name: string, at: string) =>
    `\${${name}}${at} is not set or is empty. Set it in the environment of the scan; in a workflow under env of its step, from secrets.`,
  'secret-malformed': (name: string, what: string) =>
    `its secret ${name} is not what the receiver takes: ${what}. Check the variable that it comes from.`,
  'ca-file-unreadable': (path: string, problem: string) =>
    `its ca_file ${path} ${problem}. Check the path, which starts at the manifest's folder.`,
  'url-invalid': () =>
    'its URL, with its variables filled in, is no http or https URL. Check the variables for spaces, quotes and line breaks.',
  'header-refused': (name: string) => `the header ${name} belongs to the connection and cannot be set. Take it out.`,
  'heartbeat-refused': (status: string) =>
    `the monitor answered ${status}. Check the URL and its variables, and that the monitor is still there.`,
  'webhook-missing': () => 'there is no webhook of this name.',
  'http-client-error': (status: string) =>
    `the receiver answered ${status}: it does not accept this request. Look at it with "certvigil render", and check URL and secrets.`,
  'http-server-error': (status: string) => `the receiver answered ${status}, a failure on its side.`,
  'http-rate-limited': () => 'the receiver answered 429: it gets more requests than it accepts.',
  'http-redirect': (status: string) =>
    `the receiver answered ${status}, a redirect, which is not followed. Write the URL that it redirects to.`,
  'http-unexpected-status': (status: string) => `the receiver answered ${status}, which is no acceptance.`,
  'http-timeout': () =>
    'no answer came in time. Check that the receiver can be reached from here, or raise timeout_seconds.',
  'http-connection-refused': () => 'the receiver refuses connections. Check host and port, and that it is running.',
  'http-connection-reset': () => 'the connection broke before an answer came.',
  'http-unreachable': () => 'there is no way to the receiver from here. Check the network, the host and the port.',
  'http-name-not-found': () => "the receiver's name cannot be resolved. Check the host in the URL.",
  'http-tls-failed': () =>
    'TLS with the receiver failed: its certificate is not trusted, not for this name or expired, or what answers speaks no TLS. Check host and port; give the certificate of an authority of your own as ca_file.',
  'receiver-down': (failures: string) =>
    `not sent: ${failures} deliveries to this receiver failed one after the other in this scan. The next scan tries it again.`,
  'retry-after-too-long': () =>
    'not sent: the receiver has asked for a pause that is longer than a scan waits. The next scan tries it again. Send it less: fewer rules, or group_by.',
  'delivery-timeout': () =>
    'not sent: the time for deliveries was over. The next scan tries it again. Look for what was slow, or raise settings.delivery_timeout_seconds.',
  'internal-error': () =>
    'certvigil itself failed at it, which is a bug. Please report it with the lines that standard error has of it. The next scan tries it again.',
  'issue-no-token': () =>
    'there is no token for GitHub, or no repository. In a workflow leave the input token out and write issues: write under permissions of the job; elsewhere set GITHUB_TOKEN and GITHUB_REPOSITORY (owner/name).',
  'issue-over-limit': (limit: string) =>
    `${limit} issues are open, which is issues.max_open. Scan without --only: the rest is listed in one issue for all.`,
  'issue-writes-limit': (limit: string) =>
    `${limit} changes were made in this scan, close to what GitHub takes in an hour. The next scan goes on.`,
  'issue-too-many': (limit: string) =>
    `over ${limit} issues of this token's user are open, more than are looked through. Close what is done with.`,
  'issue-write-refused': () =>
    'GitHub does not take this issue. Look at labels, assignees and milestone in the manifest.',
  'http-failed': () => 'the request failed: what answers may not speak HTTP. Check scheme, host and port of the URL.',
} satisfies Record<string, (...facts: [string, string]) => string>;

export type DeliveryFailureCode = keyof typeof MESSAGES;

export function createFailure(code: DeliveryFailureCode, ...facts: string[]): Failure {
  return { code, detail: MESSAGES[code](facts[0] ?? '', facts[1] ?? '') };
}

/** The same failure, said of something: `webhook "slack": ...`. */
export function withSubject(subject: string, { code, detail }: Failure): Failure {
  return { code, detail: `${subject}: ${detail}` };
}

/** What is added where a request may have been received although no answer came. */
export const MAYBE_RECEIVED_NOTE = 'The request was sent, so it may have been received.';

/** What an outcome means for what was sent; null where it was accepted. */
export function findFailure(outcome: HttpOutcome): Failure | null {
  if (!outcome.answered) return createFailure(outcome.code);
  const { status } = outcome;
  if (status >= 200 && status < 300) return null;
  if (status === 429) return createFailure('http-rate-limited');
  if (status >= 500) return createFailure('http-server-error', String(status));
  if (status >= 400) return createFailure('http-client-error', String(status));
  return createFailure(status >= 300 ? 'http-redirect' : 'http-unexpected-status', String(status));
}
