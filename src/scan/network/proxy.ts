/** Selects a proxy and connects through it: HTTP CONNECT and SOCKS 5. */

import { BlockList, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { parseIpv6 } from '../../lib/host-port.ts';
import { decodePercent } from '../../lib/http/headers.ts';
import { listReferencedVariables } from '../../lib/secrets/references.ts';
import {
  type DialogueOutcome,
  type DialogueStep,
  type ParsedReply,
  type ReplyParser,
  runDialogue,
} from '../starttls/dialogue.ts';

type ProxyKind = 'http' | 'socks5';

export interface ProxyServer {
  kind: ProxyKind;
  host: string;
  port: number;
  /** How messages name it: without credentials, and without a host that comes from a variable. */
  name: string;
  /** Never in messages. */
  credentials: { user: string; password: string } | null;
}

const KINDS: Readonly<Record<string, { kind: ProxyKind; port: number }>> = {
  'http:': { kind: 'http', port: 80 },
  'socks5:': { kind: 'socks5', port: 1080 },
  'socks5h:': { kind: 'socks5', port: 1080 },
};

/**
 * Parses `http://[user:password@]host[:port]` or `socks5://...`. null if it is neither. `written` is the text before its variables
 * were replaced.
 */
export function parseProxy(text: string, written: string = text): ProxyServer | null {
  const { protocol, rest } = /^(?<protocol>[a-z0-9]+:)\/\/(?<rest>.*)$/i.exec(text)?.groups ?? {};
  const known = KINDS[protocol?.toLowerCase() ?? ''];
  // URL does not validate hosts of unknown schemes.
  if (known === undefined || !URL.canParse(`http://${rest}`)) return null;
  const url = new URL(`http://${rest}`);
  const explicit = /:(\d{1,5})(?:\/|$)/.exec(rest?.replace(/^.*@/, '').replace(/^\[[^\]]*\]/, '') ?? '');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = explicit === null ? known.port : Number(explicit[1]);
  if (url.hostname === '' || !/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') return null;
  return {
    kind: known.kind,
    host,
    port,
    name: formatWrittenHost(written) ?? formatAuthority(host, port),
    credentials:
      url.username + url.password === ''
        ? null
        : { user: decodePercent(url.username), password: decodePercent(url.password) },
  };
}

/** The host and port as written, with their `${NAME}` references; null without references. */
function formatWrittenHost(written: string): string | null {
  const authority = written.replace(/^[a-z0-9]+:\/\//i, '').replace(/^.*@/, '');
  return listReferencedVariables(authority).length > 0 ? authority.replace(/\/$/, '') : null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables of the proxy for TLS connections, which are those of curl. The first one that is set is used. */
const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];

/** The proxy for TLS connections in the environment: its URL, and a reference to its variable. null: none. */
export function readProxyFromEnvironment(env: Environment): { url: string; written: string } | null {
  const variable = PROXY_VARIABLES.find((name) => env[name]);
  const url = variable === undefined ? undefined : env[variable];
  if (url === undefined) return null;
  return { url: url.includes('://') ? url : `http://${url}`, written: `$\{${variable}}` };
}

/**
 * Whether `NO_PROXY` excludes a host. Its items are names (which include subdomains), addresses and CIDR blocks, each with
 * an optional port, and `*` for all hosts.
 */
export function isExcludedByNoProxy(host: string, port: number, env: Environment): boolean {
  const items = (env.no_proxy || env.NO_PROXY || '').split(/[\s,]+/).filter((item) => item !== '');
  const name = host.toLowerCase();
  return items.some((item) => item === '*' || matchesNoProxyItem(item.toLowerCase(), name, port));
}

function matchesNoProxyItem(item: string, host: string, port: number): boolean {
  const [, bare = item, only] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(item) ?? [];
  if (only !== undefined && Number(only) !== port) return false;
  const pattern = bare.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family === 0) {
    const domain = pattern.replace(/^\*?\./, '');
    return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
  }
  return parseBlock(pattern)?.check(host, family === 6 ? 'ipv6' : 'ipv4') ?? false;
}

function parseBlock(text: string): BlockList | null {
  const [address = '', prefix] = text.split('/');
  const family = isIP(address);
  if (family === 0) return null;
  const max = family === 6 ? 128 : 32;
  const length = prefix === undefined ? max : Number(prefix);
  if (!Number.isInteger(length) || length < 0 || length > max) return null;
  const block = new BlockList();
  block.addSubnet(address, length, family === 6 ? 'ipv6' : 'ipv4');
  return block;
}

/** `host:port`, with an IPv6 address in brackets. */
export function formatAuthority(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Asks a connected proxy to connect to a host. Afterwards the stream is connected to the host, and has all data that it sent. */
export async function openTunnel(
  stream: Duplex,
  proxy: ProxyServer,
  host: string,
  port: number,
  onStep: (step: string) => void,
): Promise<DialogueOutcome> {
  const outcome = await (proxy.kind === 'http' ? openHttpTunnel : openSocksTunnel)(stream, proxy, host, port, onStep);
  if (outcome.outcome === 'agreed' && outcome.rest.length > 0) stream.unshift(outcome.rest);
  return outcome;
}

type Tunnel = typeof openTunnel;

/** RFC 9110 section 9.3.6. */
const openHttpTunnel: Tunnel = (stream, { credentials }, host, port, onStep) => {
  const target = formatAuthority(host, port);
  const basic = credentials && Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64');
  const request = [
    `CONNECT ${target} HTTP/1.1`,
    `Host: ${target}`,
    ...(basic === null ? [] : [`Proxy-Authorization: Basic ${basic}`]),
    '',
    '',
  ];
  return runDialogue(stream, [{ name: 'CONNECT', send: request.join('\r\n'), reply: parseConnectResponse }], onStep);
};

function parseConnectResponse(received: Buffer): ParsedReply | null {
  const text = received.toString('latin1');
  if (!'HTTP/1.'.startsWith(text.slice(0, 7))) return unexpectedReply(received);
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return null;
  const [, status] = /^HTTP\/1\.[01] (\d{3})[ \r\n]/.exec(text) ?? [];
  if (status === undefined) return unexpectedReply(received);
  const length = end.index + end[0].length;
  if (status.startsWith('2')) return { length, verdict: 'accepted' };
  return { length, verdict: 'refused', why: status === '407' ? AUTHENTICATION_FAILED : `status ${status}` };
}

const unexpectedReply = (received: Buffer): ParsedReply => ({ length: received.length, verdict: 'wrong' });

/** The reason if the proxy requires authentication or rejects the credentials. */
export const AUTHENTICATION_FAILED = 'authentication';

const VERSION = 5;
const NO_AUTHENTICATION = 0;
const USER_AND_PASSWORD = 2;

/** RFC 1928, and RFC 1929 for user and password. */
const openSocksTunnel: Tunnel = async (stream, { credentials }, host, port, onStep) => {
  const methods = credentials === null ? [NO_AUTHENTICATION] : [NO_AUTHENTICATION, USER_AND_PASSWORD];
  const hello = { name: 'methods', send: Buffer.from([VERSION, methods.length, ...methods]), reply: parseMethodReply };
  const chosen = await runDialogue(stream, [hello], onStep);
  if (chosen.outcome !== 'agreed') return chosen;
  const steps: DialogueStep[] = [{ name: 'connect', send: socksRequest(host, port), reply: parseConnectReply }];
  if (chosen.reply[1] === USER_AND_PASSWORD && credentials !== null) {
    const { user, password } = credentials;
    steps.unshift({
      name: 'authentication',
      send: Buffer.concat([Buffer.from([1]), encodeCounted(user), encodeCounted(password)]),
      reply: parseAuthenticationReply,
    });
  }
  return runDialogue(stream, steps, onStep);
};

function encodeCounted(text: string): Buffer {
  const bytes = Buffer.from(text).subarray(0, 255);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function socksRequest(host: string, port: number): Buffer {
  const number = Buffer.alloc(2);
  number.writeUInt16BE(port);
  return Buffer.concat([Buffer.from([VERSION, 1, 0]), socksAddress(host), number]);
}

function socksAddress(host: string): Buffer {
  if (isIP(host) === 4) return Buffer.from([1, ...host.split('.').map(Number)]);
  if (isIP(host) === 6) return Buffer.concat([Buffer.from([4]), parseIpv6(host)]);
  return Buffer.concat([Buffer.from([3]), encodeCounted(host)]);
}

const createTwoByteParser =
  (version: number, evaluate: (code: number) => Omit<ParsedReply, 'length'>): ReplyParser =>
  (received) => {
    if (received.length > 0 && received[0] !== version) return unexpectedReply(received);
    const code = received[1];
    return code === undefined ? null : { length: 2, ...evaluate(code) };
  };

const parseMethodReply = createTwoByteParser(VERSION, (method) =>
  method === NO_AUTHENTICATION || method === USER_AND_PASSWORD
    ? { verdict: 'accepted' }
    : { verdict: 'refused', why: AUTHENTICATION_FAILED },
);

const parseAuthenticationReply = createTwoByteParser(1, (status) =>
  status === 0 ? { verdict: 'accepted' } : { verdict: 'refused', why: AUTHENTICATION_FAILED },
);

const SOCKS_REFUSALS = [
  '',
  'general failure',
  'not allowed by its rules',
  'network unreachable',
  'host unreachable',
  'connection refused',
  'time to live expired',
  'command not supported',
  'address type not supported',
];

const ADDRESS_LENGTHS: Readonly<Record<number, number>> = { 1: 4, 4: 16 };

function parseConnectReply(received: Buffer): ParsedReply | null {
  if (received.length > 0 && received[0] !== VERSION) return unexpectedReply(received);
  const [, code, , type, first] = received;
  if (code === undefined) return null;
  if (code !== 0) return { length: received.length, verdict: 'refused', why: SOCKS_REFUSALS[code] ?? 'unknown reason' };
  if (type === undefined || first === undefined) return null;
  const size = type === 3 ? 1 + first : ADDRESS_LENGTHS[type];
  if (size === undefined) return unexpectedReply(received);
  const length = 4 + size + 2;
  return received.length < length ? null : { length, verdict: 'accepted' };
}
