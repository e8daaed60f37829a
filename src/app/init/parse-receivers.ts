/** Parses the options of `certvigil init` about receivers. The command line loads this for every command, so it imports little. */

import { createUsageError } from '../../lib/app-error.ts';
import { parseHostPort } from '../../lib/host-port.ts';
import { parseMailAddress } from '../../lib/mail-address.ts';
import { isReservedVariable } from '../../lib/secrets/references.ts';

/** The chat services that have an option. */
export type ChatService = 'slack' | 'teams';

/** A secret of the manifest. */
export interface ReceiverSecret {
  variable: string;
  /** The value; null: it is in the environment, or not known yet. */
  value: string | null;
}

interface MailServer {
  host: string;
  port: number | null;
  tls: 'starttls' | 'implicit' | 'none';
}

export interface InitReceivers {
  chats: readonly { service: ChatService; url: ReceiverSecret }[];
  /** The email receiver; null: none. */
  email: { to: readonly string[]; server: MailServer } | null;
  issues: boolean;
}

/** Parses the value of `--slack` or `--teams`: a variable, or the URL itself. Throws AppError `usage`. */
export function parseChatOption(service: ChatService, text: string | null): ReceiverSecret | null {
  return parseUrlOption(service, `${service.toUpperCase()}_WEBHOOK_URL`, 'webhook', text);
}

/** Parses the value of `--heartbeat` in the same way. */
export function parseHeartbeatOption(text: string | null): ReceiverSecret | null {
  return parseUrlOption('heartbeat', 'HEARTBEAT_URL', 'monitor', text);
}

function parseUrlOption(option: string, variable: string, what: string, text: string | null): ReceiverSecret | null {
  if (text === null) return null;
  if (/^https?:\/\/[^\s/]/.test(text)) return { variable, value: text };
  const name = text.replace(/^\$\{(\w+)\}$/, '$1');
  // `--slack slack` is a mistake: no environment has a variable of this name, so no alert would be sent.
  const isService = /^(?:[Ss]lack|[Tt]eams|[Hh]eartbeat)$/.test(name);
  if (/^[A-Za-z_]\w*$/.test(name) && !isReservedVariable(name) && !isService) return { variable: name, value: null };
  // The text may be a part of the URL, so it is not quoted.
  throw createUsageError(
    `invalid value for --${option}`,
    `Use the URL of the ${what}, or the environment variable that contains it, such as --${option} ${variable}.`,
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

/**
 * Parses the values of `--endpoint`, each of which may have several servers, also as `https://` URLs from a browser. The first spelling of a
 * server is used.
 */
export function parseServerList(texts: readonly string[]): string[] {
  const servers = texts
    .flatMap((text) => text.split(/[\s,]+/))
    .filter((server) => server !== '')
    .map(removeUrlParts);
  const toKey = (server: string) => server.toLowerCase().replace(/:443$/, '');
  const keys = servers.map(toKey);
  return servers.filter((server, index) => keys.indexOf(toKey(server)) === index);
}

/** Returns `host` or `host:port` of an `https://` URL. A URL with a user, which may have a password, is left for the error message. */
function removeUrlParts(server: string): string {
  return /^https:\/\/([^\s/?#@]+)(?:[/?#].*)?$/i.exec(server)?.[1] ?? server;
}

function isThisMachine(host: string): boolean {
  return /^localhost$/i.test(host) || host === '::1' || host.startsWith('127.');
}

/** Checks that scans on the machines of GitHub can reach a mail server. Throws AppError `usage`. */
export function checkHostedMailServer({ host }: MailServer): void {
  if (!isThisMachine(host)) return;
  throw createUsageError(
    `the workflow runs on a machine of GitHub, where ${host} has no mail server, so no alert would be sent`,
    'Name your mail server, such as --smtp smtp.example.com:587, or use --no-workflows to scan on this machine.',
  );
}

const SUBMISSION_PORT = 587;
const IMPLICIT_TLS_PORT = 465;
const RELAY_PORT = 25;

/** Parses the value of `--smtp`. Relays on this machine and on port 25 get no password. Throws AppError `usage`. */
export function parseMailServer(text: string | null): MailServer {
  const parsed = parseHostPort(text ?? 'localhost');
  if ('problem' in parsed)
    throw createUsageError(
      // The text may be a URL with a password, so it is not quoted.
      'invalid mail server for --smtp',
      'Use host or host:port, such as smtp.example.com:587.',
    );
  const { host, port } = parsed;
  if (port === RELAY_PORT || (isThisMachine(host) && port !== SUBMISSION_PORT && port !== IMPLICIT_TLS_PORT))
    return { host, port: port === RELAY_PORT ? null : port, tls: 'none' };
  if (port === IMPLICIT_TLS_PORT) return { host, port: null, tls: 'implicit' };
  return { host, port: port === SUBMISSION_PORT ? null : port, tls: 'starttls' };
}
