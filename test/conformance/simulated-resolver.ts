/** A resolver without a network, which knows what is signed, and what cannot be looked up. */

import type { DnsClient } from '../../src/scan/dns/index.ts';
import { decodeResponse, encodeQuery, type QueryType } from '../../src/scan/dns/message.ts';
import { answerQuery, type ResolverZone } from '../helpers/resolver.ts';

/** Creates a client of the resolver with these names. All others do not exist. */
export function createSimulatedClient(zone: ResolverZone): Pick<DnsClient, 'ask'> {
  const ask = async (name: string, type: QueryType) => {
    const query = { id: 0, name, type, unchecked: false };
    const response = answerQuery(encodeQuery(query), { zone, asked: [] });
    const decoded = response === null ? null : decodeResponse(response, query);
    if (decoded !== null && 'caa' in decoded) return decoded;
    if (decoded?.problem !== 'server-failure') throw new Error(`${name}: ${decoded?.problem}`);
    return { cause: 'name' as const, code: decoded.problem, detail: name };
  };
  return { ask };
}
