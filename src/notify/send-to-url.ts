/** Sends a request other than a webhook, such as a ping or an upload, with retries. */

import type { NetworkPolicy } from '../domain/index.ts';
import { type HttpOutcome, type HttpRequest, sendRequest } from '../lib/http/client.ts';
import { splitCredentials } from '../lib/http/headers.ts';
import { type Clocks, getRealClock, type Io } from '../lib/io.ts';
import { createNetworkAccess } from '../lib/network/access.ts';
import { VERSION } from '../lib/version.ts';
import { sendWithRetries } from './retry.ts';

interface UrlRequest extends HttpRequest {
  timeout_ms: number;
  /** The maximum part of the response body to return. Default: none. */
  max_body_bytes?: number;
}

/** Sends a request. A user and password in the URL are sent as Basic. Returns null if the URL is invalid. */
export async function sendToUrl(
  { timeout_ms: limit, max_body_bytes, url, headers: own, ...rest }: UrlRequest,
  network: NetworkPolicy,
  { env, sleep, ...clocks }: Pick<Io, 'env' | 'sleep'> & Clocks,
): Promise<HttpOutcome | null> {
  const access = createNetworkAccess(network, { kind: 'receivers', env });
  const target = splitCredentials(url);
  if (target === null) return null;
  const headers = {
    'User-Agent': `certvigil/${VERSION}`,
    ...own,
    ...(target.authorization === null ? {} : { Authorization: target.authorization }),
  };
  const request = { ...rest, url: target.url.href, headers };
  const { outcome } = await sendWithRetries(
    (timeout_ms) => sendRequest(request, { timeout_ms, max_body_bytes, verify: true, ca: null, network: access }),
    { timeout_ms: limit, sleep, now: getRealClock(clocks) },
  );
  if (outcome === null) throw new Error('a request without a deadline is always sent');
  return outcome;
}
