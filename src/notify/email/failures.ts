/** What can go wrong with a mail, and how each is said: in our own words, never in the server's. */

import type { Failure } from '../../domain/index.ts';

/** `status` is the server's three digits, or empty. */
const MESSAGES = {
  'email-missing': () => 'there is no item of email of this name.',
  'email-address-invalid': (what: string) =>
    `${what}, with its variables filled in, is no address of mail. Check the variables for spaces, quotes and line breaks.`,
  'email-name-not-found': () => "the server's name cannot be resolved. Check host.",
  'email-connection-refused': () => 'the server refuses connections. Check host and port, and that it is running.',
  'email-unreachable': () => 'there is no way to the server from here. Check the network, the host and the port.',
  'email-connection-lost': () => 'the connection broke before the server had answered.',
  'email-timeout': (_, accepted: string) =>
    accepted === 'STARTTLS'
      ? 'the server accepted STARTTLS, and then did not answer in TLS in time. Check that nothing between here and the server holds TLS back, such as a proxy or a filter; or raise timeout_seconds.'
      : 'no answer came in time. Check port and tls, which go together (587: starttls, 465: implicit), and that the server can be reached from here; or raise timeout_seconds.',
  'email-not-smtp': () => 'what answers there does not speak SMTP. Check host, port and tls.',
  'email-starttls-refused': () =>
    'the server does not begin TLS by STARTTLS, so nothing was sent. Check port and tls: at port 465 it is mostly implicit.',
  'email-tls-failed': () =>
    "TLS with the server failed: its certificate is not trusted, not for this name or over, or tls is another. Give the authority's certificate as ca_file; check port and tls.",
  'email-auth-unsupported': () =>
    'the server takes no user and password here. Check port and tls, or take username and password out.',
  'email-auth-failed': (status: string) =>
    `the server does not accept the user and password (${status}). Check the variables; many servers want a password made for applications.`,
  'email-server-busy': (status: string) => `the server takes no mail now (${status}).`,
  'email-sender-refused': (status: string) =>
    `the server does not accept the sender (${status}). Check from, and that this user may send as it.`,
  'email-recipients-refused': (status: string) =>
    `the server does not accept any of the recipients (${status}). Check to and cc, and whether the server sends to other domains for this user.`,
  'email-recipient-refused': (status: string, who: string) =>
    `the mail was sent, but not to ${who}: the server does not accept that (${status}). Check to, cc and the owners of certificates.`,
  'email-too-large': () => 'the mail is larger than the server takes. Shorten the templates.',
  'email-refused': (status: string) =>
    `the server does not accept this mail (${status}), mostly for what is in it. Look at it with "certvigil render".`,
} satisfies Record<string, (...facts: [string, string]) => string>;

export type EmailFailureCode = keyof typeof MESSAGES;

export function createEmailFailure(code: EmailFailureCode, ...facts: string[]): Failure {
  return { code, detail: MESSAGES[code](facts[0] ?? '', facts[1] ?? '') };
}

/** What is added where the server had the mail, but its answer to it never came. */
export const MAYBE_ACCEPTED_NOTE = 'The whole mail was handed over, so it may have been accepted.';
