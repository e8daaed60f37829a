/** Reads the TXT record, the policy and the MX records of a domain with MTA-STS (RFC 8461). */

import { isLookupFailure, type LookupFailure } from '../../domain/dns.ts';
import type { MtaSts } from '../../domain/index.ts';
import { isMtaStsRecord } from '../../domain/mta-sts.ts';
import { truncate } from '../../lib/text/truncate.ts';
import type { DnsClient } from '../dns/client.ts';
import type { PolicyResult } from './fetch-policy.ts';

export interface MtaStsSources {
  ask: DnsClient['ask'];
  /** Fetches the policy of a domain. */
  fetch: (domain: string) => Promise<PolicyResult>;
}

/** The maximum of records that are kept. More than one is a problem already. */
const MAX_RECORDS = 10;

/** The maximum of hosts that are compared with the policy. */
const MAX_HOSTS = 100;

/**
 * Reads MTA-STS of a domain in ASCII. The policy is fetched after the record: if both are published in between, the new policy is seen with
 * the old id, which the next scan corrects. The new id with the old policy would last until the next change.
 */
export async function readMtaSts(domain: string, { ask, fetch }: MtaStsSources): Promise<MtaSts> {
  const [hosts, { records, policy }] = await Promise.all([
    lookUpHosts(domain, ask),
    lookUpRecords(domain, ask).then(async (found) => ({ records: found, policy: await fetch(domain) })),
  ]);
  return {
    records: isLookupFailure(records) ? null : records,
    policy: isLookupFailure(policy) ? null : policy,
    hosts: isLookupFailure(hosts) ? null : hosts,
    failures: [records, policy, hosts].filter(isLookupFailure),
  };
}

async function lookUpRecords(domain: string, ask: DnsClient['ask']): Promise<string[] | LookupFailure> {
  const answer = await ask(`_mta-sts.${domain}`, 'TXT');
  if (isLookupFailure(answer)) return answer;
  return (answer.texts ?? []).filter(isMtaStsRecord).sort().slice(0, MAX_RECORDS).map(truncate);
}

/** Lists the hosts of the MX records. Without any, mail goes to the domain itself (RFC 5321 section 5.1), and with `.` nowhere (RFC 7505). */
async function lookUpHosts(domain: string, ask: DnsClient['ask']): Promise<string[] | LookupFailure> {
  const answer = await ask(domain, 'MX');
  if (isLookupFailure(answer)) return answer;
  const { exchanges = [] } = answer;
  if (exchanges.length === 0) return [domain];
  const hosts = exchanges.map((host) => host.toLowerCase().replace(/\.$/, '')).filter((host) => host !== '');
  return [...new Set(hosts)].sort().slice(0, MAX_HOSTS);
}
