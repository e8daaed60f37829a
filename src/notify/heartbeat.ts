/** Pings a monitor after each recorded scan. The monitor raises an alert when the pings stop. */

import type { Failure, Heartbeat, NetworkPolicy } from '../domain/index.ts';
import { sendRequest } from '../lib/http/client.ts';
import { splitCredentials } from '../lib/http/headers.ts';
import type { Io } from '../lib/io.ts';
import { createReceiverAccess, type NetworkAccess } from '../lib/network/guarded-access.ts';
import { VERSION } from '../lib/version.ts';
import { createFailure, findFailure, withSubject } from './failures.ts';
import { expandVariables } from './resolve-variables.ts';
import { sendWithRetries } from './retry.ts';

const TIMEOUT_MS = 10_000;

/** Sends a GET with retries. Returns null if the monitor accepted it; a failure is only worth a warning. */
export async function sendHeartbeat(
  heartbeat: Heartbeat,
  network: Pick<NetworkPolicy, 'deny' | 'allow'>,
  io: Pick<Io, 'env' | 'now' | 'sleep'>,
): Promise<Failure | null> {
  const failure = await pingMonitor(heartbeat, createReceiverAccess(network), io);
  return failure && withSubject(failure, 'settings.heartbeat_url');
}

async function pingMonitor(
  { url, variables }: Heartbeat,
  network: NetworkAccess,
  { env, now, sleep }: Pick<Io, 'env' | 'now' | 'sleep'>,
): Promise<Failure | null> {
  const expanded = expandVariables(url, variables, env);
  if ('failure' in expanded) return expanded.failure;
  const target = splitCredentials(expanded.value);
  if (target === null) return createFailure('url-invalid');
  const headers = {
    'User-Agent': `certvigil/${VERSION}`,
    ...(target.authorization === null ? {} : { Authorization: target.authorization }),
  };
  const request = { method: 'GET', url: target.url.href, headers, body: null };
  const { outcome } = await sendWithRetries(
    (timeout_ms) => sendRequest(request, { timeout_ms, verify: true, ca: null, network }),
    { timeout_ms: TIMEOUT_MS, sleep, now },
  );
  if (outcome === null) throw new Error('a ping without a time limit is always sent');
  const failure = findFailure(outcome);
  if (failure?.code !== 'http-client-error' || !outcome.responded) return failure;
  return createFailure('heartbeat-refused', String(outcome.status));
}
