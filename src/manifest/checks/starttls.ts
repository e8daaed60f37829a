/** STARTTLS on the one default port, which begins in TLS: nobody means that. */
import type { Diagnostic, StartTls } from '../../domain/index.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import { parseHostPort } from '../normalize/endpoint.ts';
import type { EntrySection, ManifestSections } from '../sections.ts';
import { getChild, getText, isText, listOneOrMore } from '../yaml/node.ts';

/** By the registry of service names and port numbers. */
const USUAL_PORTS: Record<StartTls, number> = {
  smtp: 587,
  lmtp: 24,
  imap: 143,
  pop3: 110,
  sieve: 4190,
  nntp: 119,
  ftp: 21,
  ldap: 389,
  'xmpp-client': 5222,
  'xmpp-server': 5269,
  irc: 6667,
  postgres: 5432,
  mysql: 3306,
  mssql: 1433,
};

export function checkStartTls({ entries }: ManifestSections): Diagnostic[] {
  return entries.flatMap(({ own }) => withoutPort(own));
}

function withoutPort(entry: EntrySection['own']): Diagnostic[] {
  const starttls = getText(getChild(entry, 'starttls')) ?? '';
  if (!Object.hasOwn(USUAL_PORTS, starttls)) return [];
  const elsewhere = parseHostPort(getText(getChild(entry, 'connect_to')) ?? '');
  if ('host' in elsewhere && elsewhere.port !== null) return [];
  return listOneOrMore(getChild(entry, 'endpoint'))
    .filter(isText)
    .filter(({ value }) => {
      const parsed = parseHostPort(value);
      return 'host' in parsed && parsed.port === null;
    })
    .map((node) => {
      const shown = node.value.includes(':') ? `[${node.value}]` : node.value;
      const usual = USUAL_PORTS[starttls as StartTls];
      return createDiagnostic('starttls-without-port', toLocation(node), shown, starttls, usual);
    });
}
