/** Sends a report to an HTTP server, such as a Prometheus Pushgateway. */

import type { Failure, NetworkPolicy } from '../domain/index.ts';
import type { Clocks, Io } from '../lib/io.ts';
import { createFailure, findUrlFailure } from './failures.ts';
import { sendToUrl } from './send-to-url.ts';

const TIMEOUT_MS = 30_000;

const HEADERS = { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' };

/** Sends a PUT with retries, which replaces the report of an earlier scan. A user and password in the URL are sent as Basic. */
export async function uploadReport(
  text: string,
  url: string,
  network: NetworkPolicy,
  io: Pick<Io, 'env' | 'sleep'> & Clocks,
): Promise<Failure | null> {
  const request = { method: 'PUT', url, headers: HEADERS, body: text, timeout_ms: TIMEOUT_MS };
  const outcome = await sendToUrl(request, network, io);
  return outcome === null ? createFailure('url-invalid') : findUrlFailure(outcome);
}
