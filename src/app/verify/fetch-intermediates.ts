/** Fetches the missing issuers of a chain from the URLs in its certificates (RFC 5280 section 4.2.2.1). */

import { readAiaResponse } from '../../certificate/formats/aia-response.ts';
import type { PathFields, Trust } from '../../domain/index.ts';
import type { UntrustedFetcher } from '../../scan/http/untrusted-fetcher.ts';
import {
  formatFetchFailure,
  isIssuedBy,
  listMissingIssuers,
  type PresentedChain,
  type VerifySignature,
  validateChain,
} from '../../trust/validate-path.ts';

/** The maximum of steps, each of which fetches the issuers of the certificates that the step before fetched. */
const MAX_STEPS = 3;
const MAX_URLS_PER_STEP = 4;
/** The maximum size: the bundle of a large CA has 100 KiB. */
const MAX_MEBIBYTES = 0.25;

interface IssuerUrl {
  child: PathFields;
  url: string;
}

interface ValidatedChain {
  trust: Trust;
  fetched: PathFields[];
}

/** Validates a chain like `validateChain`, with the missing issuers that can be fetched. */
export async function validateWithFetchedIssuers(
  presented: PresentedChain,
  verify: VerifySignature,
  fetch: UntrustedFetcher['fetch'],
): Promise<ValidatedChain> {
  const requested = new Set<string>();
  const failures: string[] = [];
  let fetched: PathFields[] = [];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const urls = listMissingIssuers({ ...presented, fetched }, verify)
      .flatMap((child) => child.issuer_urls.filter(isHttp).map((url) => ({ child, url })))
      .filter(({ url }) => !requested.has(url))
      .slice(0, MAX_URLS_PER_STEP);
    if (urls.length === 0) break;
    for (const { url } of urls) requested.add(url);
    const results = await Promise.all(urls.map((one) => fetchIssuer(one, verify, fetch)));
    for (const result of results) {
      if (typeof result === 'string') failures.push(result);
      else fetched = [...fetched, ...result];
    }
  }
  const trust = validateChain({ ...presented, fetched }, verify);
  if (trust.path.length > 0) return { trust, fetched };
  return { trust: { ...trust, detail: [trust.detail, ...failures].join(' ') }, fetched };
}

/** Whether a URL is http or https. RFC 5280 also allows ldap and ftp, which clients no longer support. */
function isHttp(url: string): boolean {
  return /^https?:/i.test(url);
}

/** Fetches all certificates at the URL if an issuer is among them, else returns the message with the reason. */
async function fetchIssuer(
  { child, url }: IssuerUrl,
  verify: VerifySignature,
  fetch: UntrustedFetcher['fetch'],
): Promise<PathFields[] | string> {
  const response = await fetch(url, { max_mebibytes: MAX_MEBIBYTES });
  if ('code' in response) return formatFetchFailure(url, response.why);
  const found = readAiaResponse(response.body ?? Buffer.alloc(0));
  if (found.length === 0) return formatFetchFailure(url, 'returns no certificate');
  if (found.some((one) => isIssuedBy(child, one, verify))) return found;
  return formatFetchFailure(url, `returns a certificate that is not the issuer of ${child.name}`);
}
