/** TCP connections. */

import { connect, type Socket } from 'node:net';
import { createConnectionError } from '../tls/connection-errors.ts';
import { formatAuthority } from './proxy.ts';

/** What a try at an endpoint has come to, for its messages and its end. */
export interface ConnectionProgress {
  phase: 'connect' | 'proxy' | 'starttls' | 'handshake';
  /** Of a conversation in plain text: the command that was not answered yet. */
  step: string;
  socket: Socket | null;
  /** `address:port`. */
  address: string | null;
  finished: boolean;
}

/**
 * Connects to the first of the addresses that accepts; all but the last get only their share of the time.
 *
 * @param deadline Of the whole try, by `performance.now()`.
 */
export async function connectFirst(
  addresses: readonly string[],
  port: number,
  progress: ConnectionProgress,
  deadline: number,
): Promise<Socket> {
  let failed: unknown = null;
  for (const [index, address] of addresses.entries()) {
    if (progress.finished) break;
    const left = addresses.length - index;
    const share = left === 1 ? null : (deadline - performance.now()) / left;
    try {
      progress.address = formatAuthority(address, port);
      return await connectOne(address, port, progress, share);
    } catch (error) {
      failed = error;
      progress.socket?.destroy();
    }
  }
  progress.address = null;
  throw failed;
}

/** `share` bounds the wait in milliseconds; null: it is bounded by the whole try. */
async function connectOne(
  address: string,
  port: number,
  progress: ConnectionProgress,
  share: number | null,
): Promise<Socket> {
  const socket = connect({ host: address, port, noDelay: true });
  progress.socket = socket;
  const connected = new Promise<Socket>((resolve, reject) => {
    // This listener stays: an error that comes late must find one.
    socket.once('connect', () => resolve(socket)).on('error', reject);
  });
  if (share === null) return connected;
  const timeout = startTimeout(share);
  try {
    return await Promise.race([connected, timeout.passed]);
  } finally {
    timeout.clear();
  }
}

/** `passed` rejects with `ETIMEDOUT` after so many milliseconds, unless cleared. */
export function startTimeout(milliseconds: number): { passed: Promise<never>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(createConnectionError('ETIMEDOUT')), milliseconds);
  });
  return { passed, clear: () => clearTimeout(timer) };
}
