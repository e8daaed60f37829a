/** The receivers that `certvigil init` writes into a new manifest, without their secrets: only names of variables are in a file. */

import { createUsageError } from '../../lib/app-error.ts';
import { parseHostPort } from '../../lib/host-port.ts';
import { parseMailAddress } from '../../lib/mail-address.ts';
import { isReservedVariable } from '../../lib/secrets/references.ts';
import { renderScalar } from '../../report/discover/entry-yaml.ts';

/** The chat services that have an option. */
export type ChatService = 'slack' | 'teams';

/** A secret of the manifest. */
export interface ReceiverSecret {
  variable: string;
  /** Null: it is in the environment, or nobody has it yet. */
  value: string | null;
}

interface MailServer {
  host: string;
  port: number | null;
  tls: 'starttls' | 'implicit' | 'none';
}

export interface InitReceivers {
  chats: readonly { service: ChatService; url: ReceiverSecret }[];
  /** Null: none. */
  email: { to: readonly string[]; server: MailServer } | null;
  issues: boolean;
}

const SMTP_VARIABLES = ['SMTP_USERNAME', 'SMTP_PASSWORD'] as const;

/** Parses the value of `--slack` or `--teams`: a variable, or the URL itself. Throws AppError `usage`. */
export function parseChatOption(service: ChatService, text: string | null): ReceiverSecret | null {
  if (text === null) return null;
  if (/^https?:\/\/[^\s/]/.test(text)) return { variable: `${service.toUpperCase()}_WEBHOOK_URL`, value: text };
  const name = text.replace(/^\$\{(\w+)\}$/, '$1');
  if (/^[A-Za-z_]\w*$/.test(name) && !isReservedVariable(name)) return { variable: name, value: null };
  // The text may be a part of the URL, so it is not quoted.
  throw createUsageError(
    `invalid value for --${service}`,
    `Use the URL of the webhook, or the environment variable that contains it, such as --${service} ${service.toUpperCase()}_WEBHOOK_URL.`,
  );
}

/** Parses the values of `--email`, each of which may have several addresses. Throws AppError `usage`. */
export function parseMailRecipients(texts: readonly string[]): string[] {
  const addresses = texts.flatMap((text) => text.split(',')).map((text) => text.trim());
  for (const address of addresses) {
    if (parseMailAddress(address) !== null) continue;
    throw createUsageError(`invalid address "${address}" for --email`, 'Use an address such as ops@example.com.');
  }
  return [...new Set(addresses)];
}

const SUBMISSION_PORT = 587;
const IMPLICIT_TLS_PORT = 465;
const RELAY_PORT = 25;

/** Parses the value of `--smtp`. Relays on this machine and on port 25 get no password. Throws AppError `usage`. */
export function parseMailServer(text: string | null): MailServer {
  const parsed = parseHostPort(text ?? 'localhost');
  if ('problem' in parsed)
    throw createUsageError(
      `invalid mail server "${text}" for --smtp`,
      'Use host or host:port, such as smtp.example.com:587.',
    );
  const { host, port } = parsed;
  const isLocal = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (port === RELAY_PORT || (isLocal && port !== SUBMISSION_PORT && port !== IMPLICIT_TLS_PORT))
    return { host, port: port === RELAY_PORT ? null : port, tls: 'none' };
  if (port === IMPLICIT_TLS_PORT) return { host, port: null, tls: 'implicit' };
  return { host, port: port === SUBMISSION_PORT ? null : port, tls: 'starttls' };
}

/** The secrets of the receivers, each a variable. */
export function listReceiverSecrets({ chats, email }: InitReceivers): ReceiverSecret[] {
  const hasPassword = email !== null && email.server.tls !== 'none';
  return [
    ...chats.map(({ url }) => url),
    ...(hasPassword ? SMTP_VARIABLES.map((variable) => ({ variable, value: null })) : []),
  ];
}

/** The sections `issues`, `webhooks`, `email` and `rules`. */
export function renderReceivers(receivers: InitReceivers): string {
  const { chats, email, issues } = receivers;
  const actions = [
    ...chats.map(({ service }) => `{ webhook: ${service} }`),
    ...(email === null ? [] : ['{ email: mail }']),
  ];
  const sections = [
    issues ? ISSUES : '',
    chats.length === 0 ? '' : `\nwebhooks:\n${chats.map(renderChat).join('')}`,
    email === null ? '' : renderEmail(email),
    actions.length === 0 ? '' : renderRule(actions),
  ];
  return sections.join('');
}

const ISSUES = `
# Opens a GitHub issue for each certificate that is critical, expired or rejected by clients, and closes it when the
# problem is resolved. Unreachable certificates open an issue after three days, or in the second scan if they were never read.
issues: {}
`;

function renderChat({ service, url }: InitReceivers['chats'][number]): string {
  return `  ${service}:\n    preset: ${service}\n    url: \${${url.variable}} # a secret: it stays in the environment\n`;
}

function renderEmail({ to, server }: NonNullable<InitReceivers['email']>): string {
  const { host, port, tls } = server;
  const [first = ''] = to;
  const domain = (parseMailAddress(first)?.address ?? '').split('@').at(-1);
  const fields = [
    `host: ${renderScalar(host)}`,
    ...(port === null ? [] : [`port: ${port}`]),
    ...(tls === 'starttls' ? [] : [`tls: ${tls}`]),
    ...(tls === 'none' ? [] : [`username: \${${SMTP_VARIABLES[0]}}`, `password: \${${SMTP_VARIABLES[1]}}`]),
    `from: ${renderScalar(`certvigil@${domain}`)}`,
    `to: [${to.map(renderScalar).join(', ')}]`,
  ];
  return `\nemail:\n  mail:\n${fields.map((field) => `    ${field}\n`).join('')}`;
}

function renderRule(actions: readonly string[]): string {
  return `
rules:
  - name: alerts
    events: [certificate.*, scan.*] # scan.*: scans that did not run, or reached nothing
    actions: [${actions.join(', ')}]
`;
}
