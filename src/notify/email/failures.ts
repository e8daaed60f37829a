/** The failures of mails and their messages. Messages never contain text from the server. */

import type { Failure } from '../../domain/index.ts';

/** `status` is the three-digit SMTP status, or empty. */
const MESSAGES = {
  'email-missing': () => 'the manifest has no email receiver with this name.',
  'email-address-invalid': (key: string) =>
    `after variable substitution, ${key} is not a valid email address. Check the variables for spaces, quotes and line breaks.`,
  'email-name-not-found': () => 'the host name of the mail server cannot be resolved. Check host.',
  'email-connection-refused': () => 'connection refused. Check host and port, and that the mail server is running.',
  'email-unreachable': () =>
    'network unreachable: there is no route to the mail server. Check the network, the host and the port.',
  'email-connection-lost': () => 'the connection closed before the server responded.',
  'email-timeout': (_, accepted: string) =>
    accepted === 'STARTTLS'
      ? 'the server accepted STARTTLS, but then did not respond over TLS in time. Check that no proxy or filter in between blocks TLS; or raise timeout_seconds.'
      : 'the server did not respond in time. Check that port and tls match (587: starttls, 465: implicit) and that the server is reachable from here; or raise timeout_seconds.',
  'email-not-smtp': () => 'the server at this port does not speak SMTP. Check host, port and tls.',
  'email-starttls-refused': () =>
    'the server does not support STARTTLS, so nothing was sent. Check port and tls: port 465 usually needs tls: implicit.',
  'email-tls-failed': () =>
    'TLS handshake failed: the certificate is untrusted, expired or for another host name, or the tls mode is wrong. For a private CA, set ca_file; check port and tls.',
  'email-auth-unsupported': () =>
    'the server does not offer authentication on this connection. Check port and tls, or remove username and password.',
  'email-auth-failed': (status: string) =>
    `the server rejected the user name or password (${status}). Check the variables; many providers require an app password.`,
  'email-server-busy': (status: string) => `the server is temporarily not accepting email (${status}).`,
  'email-sender-refused': (status: string) =>
    `the server rejected the sender (${status}). Check from, and that this user may send as that address.`,
  'email-recipients-refused': (status: string) =>
    `the server rejected all recipients (${status}). Check to and cc, and whether the server relays to other domains for this user.`,
  'email-recipient-refused': (status: string, address: string) =>
    `the email was sent, but the server rejected the recipient ${address} (${status}). Check to, cc and the owners of certificates.`,
  'email-too-large': () => 'the email exceeds the size limit of the server. Shorten the templates.',
  'email-refused': (status: string) =>
    `the server rejected the email (${status}), usually because of its content. Inspect it with "certvigil render".`,
} satisfies Record<string, (...facts: [string, string]) => string>;

export type EmailFailureCode = keyof typeof MESSAGES;

export function createEmailFailure(code: EmailFailureCode, ...facts: string[]): Failure {
  return { code, detail: MESSAGES[code](facts[0] ?? '', facts[1] ?? '') };
}

/** Added if the server got the complete mail but did not respond to it. */
export const MAYBE_ACCEPTED_NOTE = 'The complete email was transferred, so the server may have accepted it.';
