/** Sends a report to an HTTP server, such as a Prometheus Pushgateway. */

import type { Failure, NetworkPolicy } from '../domain/index.ts';
import { sendRequest } from '../lib/http/client.ts';
import { splitCredentials } from '../lib/http/headers.ts';
import type { Io } from '../lib/io.ts';
import { createReceiverAccess } from '../lib/network/guarded-access.ts';
import { VERSION } from '../lib/version.ts';
import { createFailure, findFailure } from './failures.ts';
import { sendWithRetries } from './retry.ts';

const TIMEOUT_MS = 30_000;

/** Sends a PUT with retries: it replaces what an earlier scan sent. A user and password in the URL are sent as Basic. */
export async function uploadReport(
  text: string,
  address: string,
  network: Pick<NetworkPolicy, 'deny' | 'allow'>,
  { now, sleep }: Pick<Io, 'now' | 'sleep'>,
): Promise<Failure | null> {
  const access = createReceiverAccess(network);
  const target = splitCredentials(address);
  if (target === null) return createFailure('url-invalid');
  const headers = {
    ...{ 'User-Agent': `certvigil/${VERSION}`, 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' },
    ...(target.authorization === null ? {} : { Authorization: target.authorization }),
  };
  const request = { method: 'PUT', url: target.url.href, headers, body: text };
  const { outcome } = await sendWithRetries(
    (timeout_ms) => sendRequest(request, { timeout_ms, verify: true, ca: null, network: access }),
    { timeout_ms: TIMEOUT_MS, sleep, now },
  );
  if (outcome === null) throw new Error('an upload without a time limit is always sent');
  return findFailure(outcome);
}
