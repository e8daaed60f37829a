/** Sends queries to DNS servers: over UDP, or over TCP if the response is too long for a datagram (RFC 7766). */

import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import type { DnsAnswer } from '../../domain/dns.ts';
import { parseHostPort } from '../../lib/host-port.ts';
import { getErrorCode } from '../failures.ts';
import { type DnsQuery, decodeResponse, encodeQuery, type ResponseProblem } from './message.ts';

/** The reason why a server did not answer, as the end of a sentence about it. */
export interface Unanswered {
  why: string;
}

export type Send = (query: Omit<DnsQuery, 'id'>) => Promise<DnsAnswer | ResponseProblem | Unanswered>;

const MAX_ID = 0xffff;
const UDP_ATTEMPTS = 2;

/** Sends queries to the servers (`address` or `address:port`) in turn until one answers. */
export function createServerSender(servers: readonly string[], timeout_ms: number): Send {
  const addresses = servers.map(parseServer);
  return async (query) => {
    let last: ResponseProblem | Unanswered = { why: 'has no address' };
    for (const server of addresses) {
      const result = await askServer(server, query, timeout_ms);
      if (!('why' in result) && !('problem' in result && result.problem === 'refused')) return result;
      last = result;
    }
    return last;
  };
}

interface Server {
  address: string;
  port: number;
}

function parseServer(text: string): Server {
  const parsed = parseHostPort(text);
  return 'host' in parsed ? { address: parsed.host, port: parsed.port ?? 53 } : { address: text, port: 53 };
}

async function askServer(
  server: Server,
  query: Omit<DnsQuery, 'id'>,
  timeout_ms: number,
): Promise<DnsAnswer | ResponseProblem | Unanswered> {
  const share = Math.ceil(timeout_ms / (UDP_ATTEMPTS + 1));
  let last: Unanswered = { why: '' };
  for (let attempt = 0; attempt < UDP_ATTEMPTS; attempt += 1) {
    const result = await exchangeDatagrams(server, { ...query, id: randomInt(MAX_ID + 1) }, share);
    if ('problem' in result && result.problem === 'truncated')
      return exchangeByTcp(server, { ...query, id: randomInt(MAX_ID + 1) }, share);
    if (!('why' in result)) return result;
    last = result;
  }
  return last;
}

/** Exchanges datagrams. A response with another ID or question may be forged, and is ignored. */
function exchangeDatagrams(
  { address, port }: Server,
  query: DnsQuery,
  timeout_ms: number,
): Promise<DnsAnswer | ResponseProblem | Unanswered> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const finish = (result: DnsAnswer | ResponseProblem | Unanswered) => {
      clearTimeout(timer);
      socket.removeAllListeners().on('error', () => undefined);
      socket.close();
      resolve(result);
    };
    const timer = setTimeout(() => finish(describeTimeout(timeout_ms)), timeout_ms);
    socket.on('error', (error) => finish(describeError(error)));
    socket.on('message', (bytes) => {
      const result = decodeResponse(bytes, query);
      if ('problem' in result && (result.problem === 'foreign' || result.problem === 'invalid')) return;
      finish(result);
    });
    // Only datagrams of the server arrive at a connected socket.
    socket.connect(port, address, () => socket.send(encodeQuery(query)));
  });
}

/** Exchanges messages over TCP, each after its length in two bytes. */
function exchangeByTcp(
  { address, port }: Server,
  query: DnsQuery,
  timeout_ms: number,
): Promise<DnsAnswer | ResponseProblem | Unanswered> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    let received = Buffer.alloc(0);
    const finish = (result: DnsAnswer | ResponseProblem | Unanswered) => {
      clearTimeout(timer);
      socket.removeAllListeners().on('error', () => undefined);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => finish(describeTimeout(timeout_ms)), timeout_ms);
    socket.on('error', (error) => finish(describeError(error)));
    socket.on('close', () => finish({ why: 'closed the connection' }));
    socket.on('connect', () => {
      const message = encodeQuery(query);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(message.length);
      socket.write(Buffer.concat([length, message]));
    });
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      finish(decodeResponse(received.subarray(2, 2 + received.readUInt16BE(0)), query));
    });
  });
}

function describeTimeout(timeout_ms: number): Unanswered {
  return { why: `does not respond within ${Math.ceil(timeout_ms / 1000)} s` };
}

function describeError(error: unknown): Unanswered {
  const code = getErrorCode(error);
  return { why: code === 'ECONNREFUSED' ? 'refuses connections' : `cannot be reached (${code})` };
}
