/** The call to a monitor after a scan that was recorded: when it stops coming, the monitor tells. */

import type { Failure, Heartbeat } from '../domain/index.ts';
import { sendRequest, splitCredentials } from '../lib/http-client.ts';
import type { Io } from '../lib/io.ts';
import { VERSION } from '../lib/version.ts';
import { createFailure, findFailure, withSubject } from './failures.ts';
import { expandVariables } from './resolve-variables.ts';
import { sendWithRetries } from './retry.ts';

const TIMEOUT_MS = 10_000;

/** Calls it with GET, trying again where that can help. null where it was accepted; what went wrong is for a warning. */
export async function sendHeartbeat(heartbeat: Heartbeat, io: Pick<Io, 'env' | 'now' | 'sleep'>) {
  const problem = await pingMonitor(heartbeat, io);
  return problem === null ? null : withSubject('settings.heartbeat_url', problem);
}

async function pingMonitor(
  { url: written, variables }: Heartbeat,
  { env, now, sleep }: Pick<Io, 'env' | 'now' | 'sleep'>,
): Promise<Failure | null> {
  const filled = expandVariables(written, variables, env);
  if ('failure' in filled) return filled.failure;
  const target = splitCredentials(filled.value);
  if (target === null) return createFailure('url-invalid');
  const headers = {
    'User-Agent': `certvigil/${VERSION}`,
    ...(target.authorization === null ? {} : { Authorization: target.authorization }),
  };
  const request = { method: 'GET', url: target.url.href, headers, body: null };
  const { outcome } = await sendWithRetries(
    (timeout_ms) => sendRequest(request, { timeout_ms, verify: true, ca: null }),
    { timeout_ms: TIMEOUT_MS, sleep, now },
  );
  if (outcome.answered && outcome.status >= 400 && outcome.status < 500 && outcome.status !== 429)
    return createFailure('heartbeat-refused', String(outcome.status));
  return findFailure(outcome);
}
