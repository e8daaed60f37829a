/** Fetches the issuers that a chain lacks from where its certificates say that they are (RFC 5280 section 4.2.2.1). */

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

export type Fetch = UntrustedFetcher['fetch'];

/** Each leads to the issuer of what the one before it led to. */
const MAX_STEPS = 3;
/** That are asked at one step. */
const MAX_URLS_PER_STEP = 4;
/** A bundle of a large authority has 100 KiB. */
const MAX_MEBIBYTES = 0.25;

interface Wanted {
  child: PathFields;
  url: string;
}

interface Fetched {
  trust: Trust;
  fetched: PathFields[];
}

/** Judges as `judgeTrust` does, with what can be fetched of the issuers that were not sent. */
export async function validateWithFetchedIssuers(
  presented: PresentedChain,
  verify: VerifySignature,
  fetch: Fetch,
): Promise<Fetched> {
  const asked = new Set<string>();
  const failures: string[] = [];
  let fetched: PathFields[] = [];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const wanted = listMissingIssuers({ ...presented, fetched }, verify)
      .flatMap((child) => child.issuer_urls.filter(isHttp).map((url) => ({ child, url })))
      .filter(({ url }) => !asked.has(url))
      .slice(0, MAX_URLS_PER_STEP);
    if (wanted.length === 0) break;
    for (const { url } of wanted) asked.add(url);
    const answers = await Promise.all(wanted.map((one) => fetchIssuer(one, verify, fetch)));
    for (const answer of answers) {
      if (typeof answer === 'string') failures.push(answer);
      else fetched = [...fetched, ...answer];
    }
  }
  const trust = validateChain({ ...presented, fetched }, verify);
  if (trust.path.length > 0) return { trust, fetched };
  return { trust: { ...trust, detail: [trust.detail, ...failures].join(' ') }, fetched };
}

/** RFC 5280 names ldap and ftp too, which clients have given up. */
function isHttp(url: string): boolean {
  return /^https?:/i.test(url);
}

/** All that is there, where an issuer is among it; else why not. */
async function fetchIssuer(
  { child, url }: Wanted,
  verify: VerifySignature,
  fetch: Fetch,
): Promise<PathFields[] | string> {
  const answer = await fetch(url, { max_mebibytes: MAX_MEBIBYTES });
  if ('code' in answer) return formatFetchFailure(url, answer.why);
  const found = readAiaResponse(answer.body ?? Buffer.alloc(0));
  if (found.length === 0) return formatFetchFailure(url, 'gives no certificate');
  if (found.some((one) => isIssuedBy(child, one, verify))) return found;
  return formatFetchFailure(url, `gives another certificate than that of the issuer of ${child.name}`);
}
