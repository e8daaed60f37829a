/** Asks a connected proxy to connect to a server: HTTP CONNECT and SOCKS 5. */

import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { formatAuthority, parseIpv6 } from '../host-port.ts';
import { encodeBasic } from '../http/headers.ts';
import { traceWork } from '../trace/trace.ts';
import {
  type DialogueOutcome,
  type DialogueStep,
  describeDialogue,
  describeStreamError,
  type ParsedReply,
  type ReplyParser,
  runDialogue,
} from './dialogue.ts';
import type { ProxyServer } from './proxy.ts';
import { AUTHENTICATION_FAILED } from './proxy-error.ts';

/** Asks a connected proxy to connect to a host. Afterwards the stream is connected to the host, with all data that the host sent. */
export async function openTunnel(
  stream: Duplex,
  proxy: ProxyServer,
  host: string,
  port: number,
  onStep: (step: string) => void,
): Promise<DialogueOutcome> {
  const open = proxy.kind === 'socks5' ? openSocksTunnel : openHttpTunnel;
  const outcome = await traceWork(
    'proxy',
    {
      subject: () => `${proxy.name} ${proxy.kind === 'socks5' ? 'SOCKS 5' : 'CONNECT'} ${formatAuthority(host, port)}`,
      describe: describeDialogue,
      describeError: (error) => describeStreamError(stream, error),
    },
    () => open(stream, proxy, host, port, onStep),
  );
  if (outcome.outcome === 'agreed' && outcome.rest.length > 0) stream.unshift(outcome.rest);
  return outcome;
}

type Tunnel = typeof openTunnel;

/** HTTP CONNECT (RFC 9110 section 9.3.6). */
const openHttpTunnel: Tunnel = (stream, { credentials }, host, port, onStep) => {
  const target = formatAuthority(host, port);
  const request = [
    `CONNECT ${target} HTTP/1.1`,
    `Host: ${target}`,
    ...(credentials === null ? [] : [`Proxy-Authorization: ${encodeBasic(credentials)}`]),
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
  return { length, verdict: 'refused', why: describeStatus(Number(status)) };
}

/** Describes the status by which a proxy refuses. Some proxies, such as tinyproxy, reject wrong credentials with 401 instead of 407. */
export function describeStatus(status: number): string {
  return status === 407 || status === 401 ? AUTHENTICATION_FAILED : `status ${status}`;
}

const unexpectedReply = (received: Buffer): ParsedReply => ({ length: received.length, verdict: 'wrong' });

const VERSION = 5;
const NO_AUTHENTICATION = 0;
const USER_AND_PASSWORD = 2;

/** SOCKS 5 (RFC 1928), with user and password (RFC 1929). */
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
