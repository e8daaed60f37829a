/** Sends queries to DNS servers: over UDP, or over TCP if the response is too long for a datagram (RFC 7766). */

import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { parseHostPort } from '../../lib/host-port.ts';
import { getErrorCode } from '../failures.ts';
import { createRepeatingSender, type Result, type Send, type Unanswered } from './attempts.ts';
import { type DnsQuery, decodeResponse, encodeQuery } from './message.ts';

const MAX_ID = 0xffff;

/** The minimum of the time for TCP, as a part of the timeout: a connection takes longer than a datagram. */
const TCP_SHARE = 0.5;

/** Sends queries to the servers (`address` or `address:port`) in turn until one answers. `timeout_ms` is that of the manifest. */
export function createServerSender(servers: readonly string[], timeout_ms: number): Send {
  const exchanges = servers.map(parseServer).map((server) => async (query: Omit<DnsQuery, 'id'>, share_ms: number) => {
    const createId = () => randomInt(MAX_ID + 1);
    const result = await exchangeDatagrams(server, { ...query, id: createId() }, share_ms);
    if (!('problem' in result) || result.problem !== 'truncated') return result;
    return exchangeByTcp(server, { ...query, id: createId() }, Math.max(share_ms, timeout_ms * TCP_SHARE));
  });
  if (exchanges.length === 0) return async () => ({ why: 'has no address', isSilent: false });
  return createRepeatingSender(exchanges, timeout_ms);
}

interface Server {
  address: string;
  port: number;
}

function parseServer(text: string): Server {
  const parsed = parseHostPort(text);
  return 'host' in parsed ? { address: parsed.host, port: parsed.port ?? 53 } : { address: text, port: 53 };
}

/** Exchanges datagrams. A response with another ID or question may be forged, and is ignored. */
function exchangeDatagrams({ address, port }: Server, query: DnsQuery, timeout_ms: number): Promise<Result> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const finish = (result: Result) => {
      clearTimeout(timer);
      socket.removeAllListeners().on('error', () => undefined);
      socket.close();
      resolve(result);
    };
    const timer = setTimeout(() => finish(describeTimeout(timeout_ms, 'UDP')), timeout_ms);
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

/**
 * Exchanges messages over TCP, each after its length in two bytes. The server has answered over UDP already, so that its silence is not due to
 * the zone.
 */
function exchangeByTcp({ address, port }: Server, query: DnsQuery, timeout_ms: number): Promise<Result> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    let received = Buffer.alloc(0);
    const finish = (result: Result) => {
      clearTimeout(timer);
      socket.removeAllListeners().on('error', () => undefined);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => finish(describeTimeout(timeout_ms, 'TCP')), timeout_ms);
    socket.on('error', (error) => finish(describeError(error)));
    socket.on('close', () => finish({ why: 'closed the connection', isSilent: false }));
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

function describeTimeout(timeout_ms: number, protocol: string): Unanswered {
  return {
    why: `does not respond over ${protocol} within ${Math.ceil(timeout_ms / 1000)} s`,
    isSilent: protocol === 'UDP',
  };
}

function describeError(error: unknown): Unanswered {
  const code = getErrorCode(error);
  const why = code === 'ECONNREFUSED' ? 'refuses connections' : `cannot be reached (${code})`;
  return { why, isSilent: false };
}
