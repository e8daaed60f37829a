/** Source `endpoint`: TLS servers, by address or by SRV record. */

import { findRepeated, toArray } from '../../lib/collections.ts';
import {
  addBrackets,
  type HostPortError,
  isHostName,
  isServiceName,
  normalizeServiceName,
  parseHostPort,
  removePort,
  toAsciiHost,
} from '../../lib/host-port.ts';
import { type EntryFields, type FieldText, reportDuplicates, type SourceDefinition } from './definition.ts';
import { createSourceTrust, type SourceTrust } from './trust.ts';

export interface EndpointTarget {
  /** The host as written, without brackets or port. */
  host: string;
  port: number;
  /** The name of the location: `host:port` (`[::1]:443`) in lower case. */
  location: string;
}

/** The STARTTLS protocols, with their usual ports (IANA service names and port numbers). */
const STARTTLS_PORTS = {
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
  rdp: 3389,
} as const;

export type StartTls = keyof typeof STARTTLS_PORTS;

function isStartTls(name: string): name is StartTls {
  return Object.hasOwn(STARTTLS_PORTS, name);
}

/** Finds the protocol with which a server usually starts TLS on this port; null: it starts with TLS, or the port is unknown. */
export function findStartTls(port: number): StartTls | null {
  if (port === 25) return 'smtp';
  return (Object.entries(STARTTLS_PORTS).find(([, usual]) => usual === port)?.[0] as StartTls | undefined) ?? null;
}

interface ConnectTarget {
  host: string;
  port: number | null;
}

export interface EndpointSource extends SourceTrust {
  kind: 'endpoint';
  targets: EndpointTarget[];
  /** Names of SRV records such as `_imaps._tcp.example.com`, in lower case. */
  services: string[];
  /** The server name; null: the target's host. */
  server_name: string | null;
  /** The protocol; null: none. For an SRV record, the protocol of its service is used. */
  starttls: StartTls | null;
  /** Whether every address of the name is a separate location: `host:port@address`. */
  every_address: boolean;
  /** Whether the certificate of each key algorithm is a separate location: `host:port#rsa`, `#ecdsa`, `#ml-dsa`. */
  both_algorithms: boolean;
  /** The server to connect to instead. If its port is null, the target's port is used. */
  connect_to: ConnectTarget | null;
  /** The servers to connect to instead, each of which is a separate location: `host:port@backend`. Empty: `connect_to` applies. */
  backends: ConnectTarget[];
  /** The number of handshakes with each location. More follow if their certificates differ. */
  connections: number;
  /** Paths of PEM files. The key is used only for TLS. */
  client_certificate: { cert: string; key: string } | null;
  /** The proxy: a URL with its `${NAME}` references, or `env` for the proxy in the environment. */
  proxy: string | null;
}

/** The name of a location: `host:port`, with an address, a backend or a key algorithm if the entry has a location for each. */
const ENDPOINT_LOCATION = /^[^/@#]+:\d+(?:@[^/@#]+)?(?:#(?:rsa|ecdsa|ml-dsa))?$/i;
const SERVICE_LOCATION = /^_[a-z0-9-]+\._(?:tcp|tls)\.[^/]+$/;

export const ENDPOINT: SourceDefinition<EndpointSource> = {
  kind: 'endpoint',
  keys: [
    ['endpoint', 'host or host:port'],
    ['srv', 'an SRV record'],
  ],
  locator: 'targets',
  variableKeys: { texts: ['proxy'] },
  create: (spec, settings) => {
    const parsed = toArray(spec.endpoint).map(parseEndpoint);
    const targets = parsed.every((one) => 'location' in one) ? parsed : parsed.filter((one) => 'location' in one);
    const [connectTo = null, ...others] = parseConnectTargets(spec.connect_to);
    const isList = Array.isArray(spec.connect_to);
    const proxy = spec.proxy ?? settings.proxy ?? 'none';
    return createEndpointSource(omitRepeated(targets), {
      services: spec.srv === undefined ? [] : [...new Set(toArray(spec.srv).map(normalizeServiceName))],
      server_name: spec.server_name === undefined ? null : toAsciiHost(spec.server_name),
      starttls: spec.starttls === undefined || spec.starttls === 'none' ? null : spec.starttls,
      every_address: spec.addresses === 'all',
      both_algorithms: spec.both_algorithms ?? false,
      connect_to: isList ? null : connectTo,
      backends: isList && connectTo !== null ? [connectTo, ...others] : [],
      connections: spec.connections ?? 1,
      client_certificate: spec.client_certificate ?? null,
      proxy: proxy === 'none' ? null : proxy,
      ...createSourceTrust(spec, 'mozilla', 'server'),
    });
  },
  check: (fields) => {
    checkEndpoints(fields);
    checkServerName(fields);
    checkServices(fields);
    for (const text of fields.listTexts('connect_to')) {
      const parsed = parseHostPort(text.value);
      if ('problem' in parsed) fields.report('bad-endpoint', text, text.value, parsed.problem, parsed.better);
    }
    reportDuplicates(fields, 'connect_to', (name) => name.toLowerCase());
    checkStartTls(fields);
  },
  listLocations: ({ targets, services }) => (targets.length > 0 ? targets.map(({ location }) => location) : services),
  matchesLocation: (location) => ENDPOINT_LOCATION.test(location) || SERVICE_LOCATION.test(location),
  locationType: 'endpoint',
  classifyLocation: ({ client_certificate }, location) => {
    const file = client_certificate?.cert;
    return file !== undefined && (location === file || location.startsWith(`${file}#`)) ? 'file' : 'endpoint';
  },
  sampleName: ({ server_name, targets, services }) => server_name ?? targets[0]?.host ?? services[0],
};

function omitRepeated(targets: EndpointTarget[]): EndpointTarget[] {
  if (targets.length < 2) return targets;
  const repeated = new Set(findRepeated(targets, ({ location }) => location).map(([target]) => target));
  return targets.filter((target) => !repeated.has(target));
}

/** Creates an endpoint source with the default of every field that is not given. */
export function createEndpointSource(targets: EndpointTarget[], fields: Partial<EndpointSource> = {}): EndpointSource {
  return {
    kind: 'endpoint',
    targets,
    services: [],
    server_name: null,
    starttls: null,
    every_address: false,
    both_algorithms: false,
    connect_to: null,
    backends: [],
    connections: 1,
    client_certificate: null,
    proxy: null,
    trust: 'mozilla',
    ca_file: null,
    aia: false,
    revocation: false,
    purpose: 'server',
    ...fields,
  };
}

/** Reads `host`, `host:port`, an IPv4 or IPv6 address, or `[IPv6]:port`. Default port: 443. */
export function parseEndpoint(text: string): EndpointTarget | HostPortError {
  const parsed = parseHostPort(text);
  if ('problem' in parsed) return parsed;
  const { host, port } = parsed;
  const shown = host.includes(':') ? `[${host}]` : host;
  return { host, port: port ?? 443, location: `${shown}:${port ?? 443}`.toLowerCase() };
}

/** The name that clients use for a server, in lower case, and its port. */
export interface ServerName {
  name: string;
  port: number;
}

/** Finds the server of a location. Returns null for other locations, such as a client certificate. */
export function findServer({ targets, server_name, services }: EndpointSource, location: string): ServerName | null {
  const [authority = ''] = location.split(/[@#]/, 1);
  const known = targets.find((target) => target.location === authority);
  const parsed = known === undefined && services.length > 0 ? parseEndpoint(authority) : (known ?? { problem: 'host' });
  if ('problem' in parsed) return null;
  return { name: (server_name ?? parsed.host).toLowerCase().replace(/\.$/, ''), port: parsed.port };
}

/** Parses targets. Invalid targets are omitted, because they are reported elsewhere. */
function parseConnectTargets(texts: string | string[] | undefined): ConnectTarget[] {
  return toArray(texts)
    .map(parseHostPort)
    .filter((parsed) => 'host' in parsed);
}

function checkEndpoints<Text extends FieldText>({ listTexts, report }: EntryFields<Text>): void {
  const locations = new Set<string>();
  for (const text of listTexts('endpoint')) {
    const parsed = parseEndpoint(text.value);
    if ('problem' in parsed) {
      report('bad-endpoint', text, text.value, parsed.problem, parsed.better);
    } else if (locations.has(parsed.location)) {
      report('duplicate-location', text, text.value);
    } else {
      locations.add(parsed.location);
      const better = addBrackets(text.value);
      if (better !== null) report('ambiguous-ipv6-port', text, text.value, better);
    }
  }
}

function checkServerName<Text extends FieldText>({ listTexts, report }: EntryFields<Text>): void {
  for (const text of listTexts('server_name')) {
    if (isHostName(toAsciiHost(text.value))) continue;
    const host = removePort(text.value);
    if (host !== null) report('port-in-address', text, text.value, `server_name: ${host}`);
    else report('bad-server-name', text, text.value);
  }
}

function checkServices<Text extends FieldText>(fields: EntryFields<Text>): void {
  for (const text of fields.listTexts('srv')) {
    const name = text.value.replace(/:\d+$/, '');
    if (isServiceName(text.value)) continue;
    if (isServiceName(name)) {
      fields.report('port-in-address', text, text.value, `${name}: its record names the port`);
    } else {
      fields.report('bad-srv', text, text.value);
    }
  }
  reportDuplicates(fields, 'srv', (name) => name.toLowerCase());
}

/** STARTTLS on port 443, the default, is almost certainly a mistake: that port starts with TLS. */
function checkStartTls<Text extends FieldText>({ listTexts, listEffectiveTexts, report }: EntryFields<Text>): void {
  const [starttls] = listEffectiveTexts('starttls').map(({ value }) => value);
  if (listEffectiveTexts('connect_to').some(({ value }) => typeof readPort(value) === 'number')) return;
  for (const text of listTexts('endpoint')) {
    const port = readPort(text.value);
    const usual = typeof port === 'number' ? findStartTls(port) : null;
    if (starttls === undefined && usual !== null) report('starttls-missing', text, text.value, usual);
    if (starttls === undefined || !isStartTls(starttls) || port !== null) continue;
    const host = text.value.includes(':') ? `[${text.value}]` : text.value;
    report('starttls-without-port', text, host, starttls, STARTTLS_PORTS[starttls]);
  }
}

/** Returns null if the port is missing, and undefined if the text is not a host. */
function readPort(text: string): number | null | undefined {
  const parsed = parseHostPort(text);
  return 'host' in parsed ? parsed.port : undefined;
}
