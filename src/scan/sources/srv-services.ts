/** The services that SRV records can name. */

import type { StartTls } from '../../domain/index.ts';

/** Services that use STARTTLS (RFC 6186, RFC 6120, RFC 5804, and the IANA service names). */
const STARTTLS: Readonly<Record<string, StartTls>> = {
  _smtp: 'smtp',
  _submission: 'smtp',
  _lmtp: 'lmtp',
  _imap: 'imap',
  _pop3: 'pop3',
  _sieve: 'sieve',
  _nntp: 'nntp',
  _ftp: 'ftp',
  _ldap: 'ldap',
  '_xmpp-client': 'xmpp-client',
  '_xmpp-server': 'xmpp-server',
  _irc: 'irc',
  _postgresql: 'postgres',
  _mysql: 'mysql',
};

/** Finds the STARTTLS protocol of a service; null: it uses implicit TLS. */
export function findStartTls(service: string): StartTls | null {
  return STARTTLS[service.split('.')[0] ?? ''] ?? null;
}

/** Parses the domain of an XMPP service, whose server sends the certificate of that domain (RFC 6120 section 13.7.2.1). */
export function parseXmppDomain(service: string): string | null {
  const [, domain = null] = /^_xmpps?-(?:client|server)\._tcp\.(.+)$/.exec(service) ?? [];
  return domain;
}
