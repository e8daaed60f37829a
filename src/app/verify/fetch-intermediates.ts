/** Fetches the issuers that a chain lacks from where its certificates say that they are (RFC 5280 section 4.2.2.1). */

import { readIssuers } from '../../certificate/formats/aia-response.ts';
import type { PathCertificate, Trust } from '../../domain/index.ts';
import type { Strangers } from '../../scan/http/untrusted-fetcher.ts';
import {
  isIssuerOf,
  judgeTrust,
  lackingIssuers,
  notFetched,
  type Presented,
  type Verify,
} from '../../trust/validate-path.ts';

export type Fetch = Strangers['fetch'];

/** Each leads to the issuer of what the one before it led to. */
const MOST_STEPS = 3;
/** That are asked at one step. */
const MOST_URLS = 4;
/** A bundle of a large authority has 100 KiB. */
const MOST_MEBIBYTES = 0.25;

interface Wanted {
  child: PathCertificate;
  url: string;
}

interface Fetched {
  trust: Trust;
  fetched: PathCertificate[];
}

/** Judges as `judgeTrust` does, with what can be fetched of the issuers that were not sent. */
export async function judgeFetching(presented: Presented, verify: Verify, fetch: Fetch): Promise<Fetched> {
  const asked = new Set<string>();
  const failures: string[] = [];
  let fetched: PathCertificate[] = [];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const wanted = lackingIssuers({ ...presented, fetched }, verify)
      .flatMap((child) => child.issuer_urls.filter(isHttp).map((url) => ({ child, url })))
      .filter(({ url }) => !asked.has(url))
      .slice(0, MOST_URLS);
    if (wanted.length === 0) break;
    for (const { url } of wanted) asked.add(url);
    const answers = await Promise.all(wanted.map((one) => issuersAt(one, verify, fetch)));
    for (const answer of answers) {
      if (typeof answer === 'string') failures.push(answer);
      else fetched = [...fetched, ...answer];
    }
  }
  const trust = judgeTrust({ ...presented, fetched }, verify);
  if (trust.path.length > 0) return { trust, fetched };
  return { trust: { ...trust, detail: [trust.detail, ...failures].join(' ') }, fetched };
}

/** RFC 5280 names ldap and ftp too, which clients have given up. */
function isHttp(url: string): boolean {
  return /^https?:/i.test(url);
}

/** All that is there, where an issuer is among it; else why not. */
async function issuersAt({ child, url }: Wanted, verify: Verify, fetch: Fetch): Promise<PathCertificate[] | string> {
  const answer = await fetch(url, { most_mebibytes: MOST_MEBIBYTES });
  if ('code' in answer) return notFetched(url, answer.why);
  const found = readIssuers(answer.body ?? Buffer.alloc(0));
  if (found.length === 0) return notFetched(url, 'gives no certificate');
  if (found.some((one) => isIssuerOf(child, one, verify))) return found;
  return notFetched(url, `gives another certificate than that of the issuer of ${child.name}`);
}
