/** Opens TCP connections. */

import { connect, type Socket } from 'node:net';
import { formatAuthority } from '../../lib/host-port.ts';
import { describeTracedError, isTracing, type TraceResult, trace } from '../../lib/trace/trace.ts';
import { createConnectionError } from '../tls/connection-errors.ts';

/** The state of an attempt, for error messages and cleanup. */
export interface ConnectionProgress {
  phase: 'connect' | 'proxy' | 'starttls' | 'handshake';
  /** The command of a plain-text dialogue that has no reply yet. */
  step: string;
  socket: Socket | null;
  /** `address:port`. */
  address: string | null;
  finished: boolean;
}

/** Starts to connect. The socket emits `connect` or `error`. */
export type OpenSocket<Opened extends Socket = Socket> = (address: string, port: number) => Opened;

export const openTcpSocket: OpenSocket = (address, port) => connect({ host: address, port, noDelay: true });

/**
 * Connects to the first address that accepts. The remaining time is shared equally among the remaining addresses. @param deadline The end
 * of the whole attempt, in the time of `performance.now()`.
 */
export async function connectFirst<Opened extends Socket>(
  open: OpenSocket<Opened>,
  { addresses, port }: { addresses: readonly string[]; port: number },
  progress: ConnectionProgress,
  deadline: number,
): Promise<Opened> {
  let failed: unknown = null;
  for (const [index, address] of addresses.entries()) {
    if (progress.finished) break;
    const remaining = addresses.length - index;
    const share = remaining === 1 ? null : (deadline - performance.now()) / remaining;
    try {
      progress.address = formatAuthority(address, port);
      return await connectOne(traceConnection(open(address, port), progress.address), progress, share);
    } catch (error) {
      failed = error;
      progress.socket?.destroy();
    }
  }
  progress.address = null;
  throw failed;
}

/** Traces the result of connecting. A socket that is closed before got no answer in time. */
function traceConnection<Opened extends Socket>(socket: Opened, address: string): Opened {
  if (!isTracing()) return socket;
  const started = performance.now();
  let result: TraceResult = 'no answer';
  const finish = () => {
    socket.off('connect', onConnect).off('error', onError).off('close', finish);
    trace('connect', () => [address, result], started);
  };
  const onConnect = () => {
    result = 'connected';
    finish();
  };
  const onError = (error: Error) => {
    result = describeTracedError(error);
  };
  return socket.on('connect', onConnect).on('error', onError).on('close', finish);
}

/** Ends an attempt in any phase. It does not connect to further addresses. */
export function endAttempt(progress: ConnectionProgress): void {
  progress.finished = true;
  // Without an error, a socket that is still connecting would only emit `close`, and the attempt would wait for its timeout.
  progress.socket?.destroy(createConnectionError('ECONNRESET'));
}

/** Connects one socket. `share` is the timeout in milliseconds; null: only the timeout of the whole attempt applies. */
async function connectOne<Opened extends Socket>(
  socket: Opened,
  progress: ConnectionProgress,
  share: number | null,
): Promise<Opened> {
  progress.socket = socket;
  const connected = new Promise<Opened>((resolve, reject) => {
    // The error listener is never removed, because a late error without a listener would be thrown.
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

/** Starts a timeout. `passed` rejects with `ETIMEDOUT` after it, unless it is cleared. */
export function startTimeout(milliseconds: number): { passed: Promise<never>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(createConnectionError('ETIMEDOUT')), milliseconds);
  });
  return { passed, clear: () => clearTimeout(timer) };
}
