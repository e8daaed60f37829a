/** Pings a monitor after each recorded scan. The monitor raises an alert when the pings stop. */

import type { Failure, Heartbeat, NetworkPolicy } from '../domain/index.ts';
import type { Io } from '../lib/io.ts';
import { createFailure, findUrlFailure, withSubject } from './failures.ts';
import { expandVariables } from './resolve-variables.ts';
import { sendToUrl } from './send-to-url.ts';

const TIMEOUT_MS = 10_000;

/** Sends a GET with retries. Returns null if the monitor accepted it; a failure is only worth a warning. */
export async function sendHeartbeat(
  heartbeat: Heartbeat,
  network: Pick<NetworkPolicy, 'deny' | 'allow'>,
  io: Pick<Io, 'env' | 'now' | 'sleep'>,
): Promise<Failure | null> {
  const failure = await pingMonitor(heartbeat, network, io);
  return failure && withSubject(failure, 'settings.heartbeat_url');
}

async function pingMonitor(
  { url, variables }: Heartbeat,
  network: Pick<NetworkPolicy, 'deny' | 'allow'>,
  io: Pick<Io, 'env' | 'now' | 'sleep'>,
): Promise<Failure | null> {
  const expanded = expandVariables(url, variables, io.env);
  if ('failure' in expanded) return expanded.failure;
  const request = { method: 'GET', url: expanded.value, headers: {}, body: null, timeout_ms: TIMEOUT_MS };
  const outcome = await sendToUrl(request, network, io);
  if (outcome === null) return createFailure('url-invalid');
  const failure = findUrlFailure(outcome);
  if (failure?.code !== 'http-client-error' || !outcome.responded) return failure;
  return createFailure('heartbeat-refused', String(outcome.status));
}
