/** Fetches the policy of a domain with MTA-STS, as senders do: without redirects, and with a valid certificate (RFC 8461 section 3.3). */

import type { LookupFailure } from '../../domain/dns.ts';
import type { Failure, MtaSts, MtaStsPolicy } from '../../domain/index.ts';
import { parsePolicy } from '../../domain/mta-sts.ts';
import { type FetchedResponse, fetchBytes, type HttpFault } from '../../lib/http/client.ts';
import { isTemporaryError } from '../../lib/http/statuses.ts';
import type { NetworkAccess } from '../../lib/network/guarded-access.ts';
import { truncate } from '../../lib/text/truncate.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { VERSION } from '../../lib/version.ts';
import { createProxyFailure } from '../failures.ts';
import { CODES_BY_HTTP_FAULT, createUrlFailure } from '../http/failures.ts';

/** A policy; a failure if the server has no usable one; or a lookup failure if that is unknown. */
export type PolicyResult = NonNullable<MtaSts['policy']> | LookupFailure;

interface FetchPolicyOptions {
  network: NetworkAccess;
  /** PEM of the only trusted CAs; null: those of Node. */
  ca: string | null;
  timeout_seconds: number;
}

/** The maximum size of a policy, as senders limit it (RFC 8461 section 3.3 suggests 64 kilobytes). */
const MAX_BYTES = 64 * 1024;

const MEDIA_TYPE = 'text/plain';

/** Fetches the policy of a domain in ASCII with one request. */
export async function fetchPolicy(
  domain: string,
  { network, ca, timeout_seconds }: FetchPolicyOptions,
): Promise<PolicyResult> {
  const url = `https://mta-sts.${domain}/.well-known/mta-sts.txt`;
  const headers = { accept: MEDIA_TYPE, 'accept-encoding': 'identity', 'user-agent': `certvigil/${VERSION}` };
  const limits = { timeout_ms: timeout_seconds * 1000, max_bytes: MAX_BYTES };
  const response = await fetchBytes({ url, headers }, { ...limits, verify: true, ca, network });
  return response.responded ? readResponse(response, url) : describeFault(response, url, timeout_seconds);
}

function readResponse({ status, header, body }: FetchedResponse, url: string): PolicyResult {
  const unusable = (why: string): Failure => ({
    code: 'mta-sts-no-policy',
    detail: `Senders get no policy from ${url}: ${why}.`,
  });
  if (isTemporaryError(status)) {
    const failure = createUrlFailure('url-server-error', url, { detail: String(status) });
    return { ...failure, cause: 'name' };
  }
  if (status >= 300 && status < 400) return unusable(`the server redirects (${status}), and senders do not follow`);
  if (status !== 200) return unusable(`the server returns ${status} instead of 200`);
  if (body === 'too-large') return unusable(`it has more than ${MAX_BYTES / 1024} KiB`);
  const encoding = header('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity')
    return unusable('the server compresses it, although the request does not permit that');
  return { ...parsePolicy(body.toString('latin1')), ...readMediaType(header('content-type')) };
}

function readMediaType(contentType: string | null): Pick<MtaStsPolicy, 'media_type'> {
  const [type = ''] = (contentType ?? '').split(';');
  const media_type = type.trim().toLowerCase();
  return media_type === MEDIA_TYPE ? {} : { media_type: escapeUnprintable(truncate(media_type)) };
}

/** The problems with a certificate that only exist on the way from this machine. */
const OWN_PROBLEMS: ReadonlySet<string | undefined> = new Set(['inspected', 'unknown-ca-behind-proxy']);

/** Describes a request without a response. A name that does not exist, and a certificate that senders reject, are facts about the server. */
function describeFault(fault: HttpFault, url: string, seconds: number): PolicyResult {
  const { code, proxy, denied, tls } = fault;
  if (proxy !== undefined) return { ...createProxyFailure(proxy.code, proxy.facts, url), cause: 'resolver' };
  const detail = denied?.join(', ') ?? (code === 'http-timeout' ? String(seconds) : (tls ?? ''));
  const failure = createUrlFailure(CODES_BY_HTTP_FAULT[code], url, { detail, has: (field) => field === 'ca_file' });
  if (code === 'http-denied' || OWN_PROBLEMS.has(tls)) return { ...failure, cause: 'resolver' };
  if (code === 'http-tls-failed') return { code: 'mta-sts-untrusted', detail: failure.detail };
  if (code === 'http-name-not-found') return { code: 'mta-sts-no-policy', detail: failure.detail };
  return { ...failure, cause: 'name' };
}
