/** Opens the transport to the resolver of the manifest. */

import { getServers } from 'node:dns';
import { resolve } from 'node:path';
import type { NetworkPolicy } from '../../domain/index.ts';
import { readCaFile } from '../../lib/files/ca-bundle.ts';
import type { Io } from '../../lib/io.ts';
import { createNetworkAccess } from '../../lib/network/access.ts';
import { formatCount } from '../../lib/text/count.ts';
import { type NetworkOptions, openNameResolver } from '../network/index.ts';
import type { Result, Send } from './attempts.ts';
import type { QueryType } from './message.ts';

export interface Sender {
  send: Send;
  close: () => Promise<void>;
}

/** Opens the transport of the manifest. */
export async function openSender(io: Pick<Io, 'env'>, options: NetworkOptions): Promise<Sender> {
  const { root, network, timeout_seconds } = options;
  const timeout_ms = timeout_seconds * 1000;
  const { createServerSender, openHttpsSender } = await import('./transports.ts');
  if (network.dns_over_https === undefined) {
    const servers = network.dns_servers.length > 0 ? network.dns_servers : getServers();
    const send = createServerSender(servers, timeout_ms);
    return {
      send: network.trust_ad ? send : async (query, share) => distrust(await send(query, share)),
      close: async () => {},
    };
  }
  const { url, ca_file } = network.dns_over_https;
  const read = ca_file === null ? null : await readCaFile(resolve(root, ca_file));
  if (read !== null && 'problem' in read)
    return {
      send: async () => ({ why: `cannot be asked: its ca_file ${ca_file} is unreadable`, isSilent: false }),
      close: async () => {},
    };
  const names = openNameResolver(options);
  const access = createNetworkAccess(network, { kind: 'apis', env: io.env, lookup: names.lookup });
  const sender = openHttpsSender(url, { timeout_ms, verify: true, ca: read?.pem ?? null, network: access });
  const close = async () => {
    names.close();
    await sender.close();
  };
  return { send: sender.send, close };
}

/** Creates a function that describes a result for the trace. */
export function createDescriber(type: QueryType) {
  return (result: Result): string => {
    if ('why' in result) return `the resolver ${result.why}`;
    if ('problem' in result) return result.problem;
    const { caa, tlsa, secure } = result;
    // For other types, only the end of the aliases is read.
    const found = type === 'CAA' || type === 'TLSA' ? formatCount(caa.length + tlsa.length, 'record') : 'answered';
    return `${found}${secure ? ', secure' : ''}`;
  };
}

/** Drops the result of validation: anyone on the path to the resolver could have set the AD bit. */
function distrust(result: Result): Result {
  return 'secure' in result ? { ...result, secure: false } : result;
}

/** Names the resolver in messages. */
export function describeResolver({ dns_over_https, dns_servers }: NetworkPolicy): string {
  if (dns_over_https !== undefined) return `${new URL(dns_over_https.url).host} (\`network.dns_over_https\`)`;
  return dns_servers.length > 0 ? `${dns_servers.join(', ')} (\`network.dns_servers\`)` : 'of this machine';
}
