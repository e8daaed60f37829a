/** Finds the TLS server that a monitored address is about. */

import { findStartTls, type StartTls } from '../domain/sources/endpoint.ts';
import { getOwn } from '../lib/collections.ts';
import { parseHostPort } from '../lib/host-port.ts';

/** A TLS server as an endpoint of the manifest, or the reason why the address is none. */
export type ServerAddress = { endpoint: string; starttls?: StartTls } | { reason: string };

/** Schemes that start with TLS, and their ports (IANA service names and port numbers). */
const TLS_PORTS: Readonly<Record<string, number>> = {
  ...{ https: 443, wss: 443, tls: 443, ssl: 443, tcps: 443, grpcs: 443, 'grpc+tls': 443, h2: 443, h3: 443 },
  ...{ smtps: 465, nntps: 563, ldaps: 636, dot: 853, ftps: 990, imaps: 993, pop3s: 995 },
  ...{ sips: 5061, amqps: 5671, rediss: 6379, ircs: 6697, mqtts: 8883, 'ssl+mqtt': 8883 },
};

/** Schemes that begin in plain text, and the protocol of STARTTLS. */
const STARTTLS_SCHEMES: Readonly<Record<string, StartTls>> = { starttls: 'smtp' };

const PLAIN_SCHEMES: Readonly<Record<string, string>> = {
  http: 'plain HTTP has no certificate; if it redirects to HTTPS, add the server itself',
  ws: 'a WebSocket without TLS has no certificate',
  tcp: 'a TCP connection without TLS has no certificate',
  udp: 'UDP has no certificate',
  icmp: 'a ping has no certificate',
  ping: 'a ping has no certificate',
  ssh: 'SSH has no certificate of TLS',
  dns: 'plain DNS has no certificate',
  file: 'it is a file: add an entry with file',
};

/**
 * Parses a URL, or `host` and `host:port` if `isTls` says that the tool uses TLS for an address without a scheme. Users, passwords, paths
 * and queries are dropped. `starttls`: the protocol that the tool uses.
 */
export function parseServer(
  text: string,
  { isTls = false, starttls = null }: { isTls?: boolean; starttls?: StartTls | null } = {},
): ServerAddress {
  if (/^\$|^\{\{/.test(text)) return { reason: describeProblem(text) };
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(text) ?? [];
  if (scheme === undefined || rest === undefined) {
    if (!isTls && starttls === null) return { reason: PLAIN_SCHEMES.tcp ?? '' };
    return parseAuthority(text.replace(/[/?#].*$/s, ''), 443, starttls);
  }
  const name = scheme.toLowerCase();
  const authority = rest.replace(/[/?#].*$/s, '').replace(/^.*@/s, '');
  const protocol = starttls ?? getOwn(STARTTLS_SCHEMES, name) ?? null;
  const port = getOwn(TLS_PORTS, name);
  if (protocol !== null) return parseAuthority(authority, 443, protocol);
  if (port !== undefined) return parseAuthority(authority, port, null);
  return { reason: getOwn(PLAIN_SCHEMES, name) ?? `${name} is not a scheme of TLS` };
}

/** Ports of services that start with TLS. On others, a TCP check says nothing about TLS. */
const USUAL_TLS_PORTS: ReadonlySet<number> = new Set([
  443, 465, 563, 636, 853, 989, 990, 992, 993, 995, 5061, 5671, 6697, 8443, 8883,
]);

/** Parses the server of a TCP check, which is one of TLS if services of TLS usually listen on its port. */
export function parseTcpServer(text: string): ServerAddress {
  const parsed = parseHostPort(text);
  if ('problem' in parsed) return { reason: describeProblem(text) };
  if (parsed.port !== null && USUAL_TLS_PORTS.has(parsed.port)) return parseServer(text, { isTls: true });
  return { reason: 'a check of a port does not say whether it has TLS; if it has, add it with its port' };
}

function parseAuthority(authority: string, defaultPort: number, starttls: StartTls | null): ServerAddress {
  const parsed = parseHostPort(authority.toLowerCase());
  if ('problem' in parsed) return { reason: describeProblem(authority) };
  const host = parsed.host.replace(/\.$/, '');
  const port = parsed.port ?? defaultPort;
  const shown = host.includes(':') ? `[${host}]` : host;
  const protocol = starttls ?? null;
  return {
    endpoint: port === 443 ? shown : `${shown}:${port}`,
    ...(protocol !== null && { starttls: port === 25 || port === 587 ? 'smtp' : (findStartTls(port) ?? protocol) }),
  };
}

/** Describes why a text has no host. The text itself may be a secret. */
function describeProblem(text: string): string {
  if (/\$|\{\{/.test(text)) return 'its host is in a variable, which only the other tool knows';
  if (text.includes('*')) return 'a wildcard is not a server';
  return text === '' ? 'it has no host' : 'its host is not valid';
}
