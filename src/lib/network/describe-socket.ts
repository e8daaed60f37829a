/** Describes connections and the addresses of names for the trace. */

import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { formatAuthority } from '../host-port.ts';
import type { TraceResult } from '../trace/trace.ts';

/** Describes the address that a socket is connected to, and the agreed parameters of TLS. */
export function describeSocket(socket: Socket): TraceResult {
  const { remoteAddress: address, remotePort: port } = socket;
  const isNamed = address !== undefined && port !== undefined;
  const peer = isNamed ? `connected to ${formatAuthority(address, port)}` : 'connected';
  return { result: [peer, ...describeTls(socket)].join(', '), addresses: isNamed ? [address] : [] };
}

/** Describes the addresses that a name was resolved to. */
export function describeAddresses(addresses: readonly string[]): TraceResult {
  return { result: addresses.join(', ') || 'none', addresses };
}

/** Describes the agreed version and cipher suite of TLS. Empty without TLS. */
export function describeTls(socket: Socket): string[] {
  if (!(socket instanceof TLSSocket)) return [];
  const version = socket.getProtocol()?.replace(/^TLSv/, 'TLS ');
  return [version, socket.getCipher()?.standardName].filter((one) => one !== undefined);
}
