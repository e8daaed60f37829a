/**
 * Looks up CAA and TLSA records in a resolver. The resolver validates signatures, and its result is used if the manifest trusts it
 * (decision note 25).
 */

import { getServers } from 'node:dns';
import { resolve } from 'node:path';
import {
  type CaaPolicy,
  type DnsAnswer,
  isLookupFailure,
  type LookupFailure,
  type TlsaRecord,
} from '../../domain/dns.ts';
import type { NetworkPolicy } from '../../domain/index.ts';
import { limitOr, NO_DEADLINE } from '../../lib/deadline.ts';
import { readCaFile } from '../../lib/files/ca-bundle.ts';
import { isHostName } from '../../lib/host-port.ts';
import type { Io } from '../../lib/io.ts';
import { memoize } from '../../lib/memoize.ts';
import { createNetworkAccess } from '../../lib/network/access.ts';
import { createSemaphore } from '../../lib/semaphore.ts';
import { formatCount } from '../../lib/text/count.ts';
import { traceWork } from '../../lib/trace/trace.ts';
import { type NetworkOptions, openNameResolver } from '../network/index.ts';
import { createLookupFailure } from './failures.ts';
import type { QueryType, ResponseProblem } from './message.ts';
import type { Send, Unanswered } from './servers.ts';

export interface DnsClient {
  /** Looks up the records of a name, once. A name that does not exist has none. */
  ask: (name: string, type: QueryType) => Promise<DnsAnswer | LookupFailure>;
  close: () => Promise<void>;
}

/** The time limit of all queries of one scan. */
const MAX_SECONDS = 300;

/** The result of a query for which there was no time. */
const LATE = { why: 'was not asked in time: the time for reading (`settings.reading_minutes`) was over' };

const MAX_CONCURRENT = 32;

/** The number of unanswered queries in a row after which the resolver gets no further ones. A few zones may cause fewer. */
const MAX_UNANSWERED = MAX_CONCURRENT;

/** Opens a client for the resolver of the manifest. The code is loaded at the first query. */
export function openDnsClient(io: Pick<Io, 'now' | 'env'>, options: NetworkOptions): DnsClient {
  const { deadline = NO_DEADLINE } = options;
  const acquire = createSemaphore(MAX_CONCURRENT);
  const resolver = describeResolver(options.network);
  let opened: Promise<Sender> | null = null;
  let ends: number | null = null;
  let unanswered = 0;
  let lastReason = '';

  const askOnce = async (name: string, type: QueryType, unchecked: boolean) => {
    ends ??= io.now() + MAX_SECONDS * 1000;
    if (unanswered >= MAX_UNANSWERED) return { why: lastReason };
    if (io.now() >= ends) return { why: `was asked for ${MAX_SECONDS} s, which is the limit for one scan` };
    const traced = { subject: () => `${name} ${type} of the resolver ${resolver}`, describe: createDescriber(type) };
    const send = async () => {
      opened ??= openSender(io, options);
      const sender = await opened;
      return traceWork('dns', traced, () => sender.send({ name, type, unchecked }));
    };
    const result = await limitOr(deadline, send, () => LATE);
    unanswered = 'why' in result ? unanswered + 1 : 0;
    if ('why' in result) lastReason = result.why;
    return result;
  };

  const look = async (name: string, type: QueryType): Promise<DnsAnswer | LookupFailure> => {
    const result = await askOnce(name, type, false);
    if ('why' in result) return createLookupFailure('dns-resolver-unreachable', resolver, result.why);
    if (!('problem' in result)) return result;
    if (result.problem === 'refused') return createLookupFailure('dns-resolver-refused', resolver, name);
    if (result.problem !== 'server-failure') return createLookupFailure('dns-response-invalid', resolver, name);
    // If the records exist without validation, their signatures are invalid.
    const unchecked = await askOnce(name, type, true);
    const isBogus = !('problem' in unchecked) && !('why' in unchecked);
    return createLookupFailure(isBogus ? 'dns-bogus' : 'dns-server-failure', resolver, name);
  };

  const lookUp = memoize((key: string) => {
    const [type, name] = key.split(' ', 2) as [QueryType, string];
    return acquire(() => look(name, type));
  });
  return {
    ask: (name, type) => lookUp(`${type} ${name.toLowerCase().replace(/\.$/, '')}`),
    close: async () => (await opened)?.close(),
  };
}

interface Sender {
  send: Send;
  close: () => Promise<void>;
}

async function openSender(io: Pick<Io, 'env'>, options: NetworkOptions): Promise<Sender> {
  const { root, network, timeout_seconds } = options;
  const timeout_ms = timeout_seconds * 1000;
  const { createServerSender, openHttpsSender } = await import('./transports.ts');
  if (network.dns_over_https === undefined) {
    const servers = network.dns_servers.length > 0 ? network.dns_servers : getServers();
    const send = createServerSender(servers, timeout_ms);
    return { send: network.trust_ad ? send : async (query) => distrust(await send(query)), close: async () => {} };
  }
  const { url, ca_file } = network.dns_over_https;
  const read = ca_file === null ? null : await readCaFile(resolve(root, ca_file));
  if (read !== null && 'problem' in read)
    return {
      send: async () => ({ why: `cannot be asked: its ca_file ${ca_file} is unreadable` }),
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

/** Describes a result for the trace. */
function createDescriber(type: QueryType) {
  return (result: DnsAnswer | ResponseProblem | Unanswered): string => {
    if ('why' in result) return `the resolver ${result.why}`;
    if ('problem' in result) return result.problem;
    const { caa, tlsa, secure } = result;
    // For other types, only the end of the aliases is read.
    const found = type === 'CAA' || type === 'TLSA' ? formatCount(caa.length + tlsa.length, 'record') : 'answered';
    return `${found}${secure ? ', secure' : ''}`;
  };
}

/** Drops the result of validation: anyone on the path to the resolver could have set the AD bit. */
function distrust<Result extends DnsAnswer | ResponseProblem | Unanswered>(result: Result): Result {
  return 'secure' in result ? { ...result, secure: false } : result;
}

function describeResolver({ dns_over_https, dns_servers }: NetworkPolicy): string {
  if (dns_over_https !== undefined) return `${new URL(dns_over_https.url).host} (\`network.dns_over_https\`)`;
  return dns_servers.length > 0 ? `${dns_servers.join(', ')} (\`network.dns_servers\`)` : 'of this machine';
}

/**
 * Finds the CAA records that apply to a name: its own, or those of the nearest name above it that has any (RFC 8659 section 3). `name` is a
 * host name in ASCII, without the `*.` of a wildcard.
 */
export async function lookUpCaa(name: string, { ask }: Pick<DnsClient, 'ask'>): Promise<CaaPolicy | LookupFailure> {
  const labels = name.replace(/\.$/, '').toLowerCase().split('.');
  for (let start = 0; start < labels.length; start += 1) {
    const domain = labels.slice(start).join('.');
    const answer = await ask(domain, 'CAA');
    if (isLookupFailure(answer)) return answer;
    // The records of an alias belong to its target, and can only be changed there.
    if (answer.caa.length > 0)
      return { domain: isHostName(answer.name) ? answer.name : domain, properties: answer.caa };
  }
  return { domain: null, properties: [] };
}

/** A server whose TLSA records are looked up. */
export interface TlsaServer {
  /** A host name in ASCII. */
  name: string;
  port: number;
  /** The SRV records by which it may have been found. */
  services: readonly string[];
}

export interface TlsaAnswer {
  /** The name of the records, whether they exist or not: `_25._tcp.mx.example.com`. */
  name: string;
  /** The name of the server without its port, which is also one of its certificate's. */
  base: string;
  tlsa: TlsaRecord[];
  /** Whether DNSSEC protects them, and the way to them. */
  secure: boolean;
}

/** The maximum of TLSA records, because each is compared with a chain. Real servers have fewer. */
const MAX_TLSA_RECORDS = 50;

/**
 * Finds the TLSA records of a server (RFC 6698 section 3). If its name is an alias, the records of the target name take precedence (RFC
 * 7671 section 7); an insecure alias or SRV record is not followed (RFC 7673 section 3).
 */
export async function lookUpTlsa(
  { name, port, services }: TlsaServer,
  { ask }: Pick<DnsClient, 'ask'>,
): Promise<TlsaAnswer | LookupFailure> {
  const found = await Promise.all(services.map((service) => ask(service, 'SRV')));
  const address = await ask(name, 'A');
  const failure = [address, ...found].find(isLookupFailure);
  if (failure !== undefined) return failure;
  const areServicesSecure = found.every((answer) => 'secure' in answer && answer.secure);
  const isAlias = 'secure' in address && address.secure && address.name !== name;
  let last: TlsaAnswer | null = null;
  for (const base of isAlias ? [address.name, name] : [name]) {
    const asked = `_${port}._tcp.${base}`;
    const answer = await ask(asked, 'TLSA');
    if (isLookupFailure(answer)) return answer;
    const tlsa = answer.tlsa.slice(0, MAX_TLSA_RECORDS);
    last = { name: asked, base, tlsa, secure: answer.secure && areServicesSecure };
    if (tlsa.length > 0) break;
  }
  return last ?? { name, base: name, tlsa: [], secure: false };
}
