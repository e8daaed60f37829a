/** Opens a TCP connection to a permitted address of a host. */

import { connect, isIPv6, type Socket } from 'node:net';
import { createLookupFunction, lookupPermitted, type NetworkAccess } from './guarded-access.ts';

export interface ConnectTarget {
  host: string;
  port: number;
  /** For the lookup and all attempts. */
  timeout_ms: number;
}

/** Rejects with an error that has a `code`: of the system, `EDENIED`, or `ETIMEDOUT`. */
export async function connectPermitted(
  { host, port, timeout_ms }: ConnectTarget,
  access: NetworkAccess,
): Promise<Socket> {
  const started = performance.now();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeout_ms);
  const passed = new Promise<never>((_, reject) => {
    deadline.signal.addEventListener('abort', () => reject(Object.assign(new Error(), { code: 'ETIMEDOUT' })));
  });
  try {
    const addresses = await Promise.race([lookupPermitted(host, access), passed]);
    const share = (timeout_ms - (performance.now() - started)) / addresses.length;
    const socket = connect({
      host,
      port,
      lookup: createLookupFunction({ lookup: async () => addresses, isPermitted: () => true }),
      autoSelectFamily: true,
      // Only one family may be unavailable. Several addresses of one family may just be slow.
      ...(hasOneFamily(addresses) && { autoSelectFamilyAttemptTimeout: Math.max(10, Math.floor(share)) }),
    });
    return await Promise.race([waitForConnection(socket), passed.catch((error) => rejectAndClose(socket, error))]);
  } finally {
    clearTimeout(timer);
  }
}

function hasOneFamily(addresses: readonly string[]): boolean {
  return new Set(addresses.map(isIPv6)).size === 1;
}

function waitForConnection(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject).once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

function rejectAndClose(socket: Socket, error: unknown): never {
  socket.on('error', () => undefined).destroy();
  throw error;
}
