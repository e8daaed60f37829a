/** Probes the servers of an endpoint source and turns the results into locations. */

import { isIP } from 'node:net';
import type {
  EndpointSource,
  EndpointTarget,
  Entry,
  Failure,
  RawLocation,
  RawSource,
  StartTls,
  UnlistedAddresses,
} from '../../domain/index.ts';
import { NotInTimeError } from '../../lib/deadline.ts';
import { formatAuthority } from '../../lib/host-port.ts';
import {
  describeOrigin,
  isExcludedByNoProxy,
  type ProxyServer,
  parseProxy,
  readProxyFromEnvironment,
} from '../../lib/network/proxy.ts';
import {
  createFailure,
  createInternalFailure,
  createLateFailure,
  createProxyFailure,
  getErrorCode,
  isSystemError,
} from '../failures.ts';
import type { Network } from '../network/index.ts';
import { readClientCertificate } from '../tls/client-certificate.ts';
import { createContextCache, type GetTlsContext, KEY_ALGORITHMS, type KeyAlgorithm } from '../tls/client-profiles.ts';
import { createLookupFailure } from '../tls/connection-errors.ts';
import { isAlgorithmMissing, type ProbeTarget, probe, probeBackends } from '../tls/probe.ts';
import { createVariableResolver } from './resolve-variables.ts';
import { findStartTls, parseXmppDomain } from './srv-services.ts';
import type { TrustOptions } from './trust-anchors.ts';

export interface EndpointContext {
  source: EndpointSource;
  getTlsContext: GetTlsContext;
  proxy: ProxyServer | null;
  trust: TrustOptions;
  /** Lists the fingerprints of the certificates that a location presented in earlier scans. */
  listKnownCertificates: (location: string) => readonly string[];
}

/** The locations found at a server. */
export interface FoundLocations extends Pick<RawSource, 'failure' | 'unlisted'> {
  locations: RawLocation[];
}

type EntryVariables = Pick<Entry, 'variables'>;

const getAnonymousContext = createContextCache(null);

/** Reads the files and variables that an entry's endpoints need. */
export async function prepareEndpoints(
  entry: EntryVariables,
  source: EndpointSource,
  network: Network,
  listKnownCertificates: EndpointContext['listKnownCertificates'] = () => [],
): Promise<EndpointContext | Failure> {
  const proxy = resolveProxy(entry, source, network);
  if (proxy !== null && 'code' in proxy) return proxy;
  const getTlsContext = await createTlsContexts(source, network);
  if ('code' in getTlsContext) return getTlsContext;
  return { source, proxy, getTlsContext, trust: await network.readTrustOptions(source), listKnownCertificates };
}

async function createTlsContexts(
  { client_certificate: files }: EndpointSource,
  { root, env }: Network,
): Promise<GetTlsContext | Failure> {
  if (files === null) return getAnonymousContext;
  const identity = await readClientCertificate(files, { root, env });
  return 'code' in identity ? identity : createContextCache(identity);
}

function resolveProxy(
  entry: EntryVariables,
  { proxy }: EndpointSource,
  { env, proxy_ca_file }: Network,
): ProxyServer | Failure | null {
  if (proxy === null) return null;
  const named = proxy === 'env' ? readProxyFromEnvironment(env) : expandProxy(entry, proxy, env);
  if (named === null) return null;
  if ('code' in named) return named;
  const fact = describeOrigin(proxy, named.written);
  return parseProxy(named.url, named.written, proxy_ca_file) ?? createProxyFailure('proxy-invalid', { fact }, '');
}

function expandProxy(
  entry: EntryVariables,
  proxy: string,
  env: Network['env'],
): { url: string; written: string } | Failure {
  const filled = createVariableResolver(entry, env)(proxy);
  return 'failure' in filled ? filled.failure : { url: filled.value, written: proxy };
}

/** Reads one endpoint: one location, or one for each address and key algorithm. */
export async function readTarget(
  target: EndpointTarget,
  settings: EndpointContext,
  network: Network,
): Promise<FoundLocations> {
  return readServer(target, { ...settings, name: settings.source.server_name ?? target.host }, network);
}

/** Reads the servers of an SRV record, in order of preference. */
export async function readService(
  service: string,
  settings: EndpointContext,
  network: Network,
): Promise<FoundLocations> {
  const { source } = settings;
  let servers: { host: string; port: number }[];
  try {
    servers = await network.resolver.lookupServices(service);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const code = getErrorCode(error);
    const isMissing = code === 'ENOTFOUND' || code === 'ENODATA';
    const failure = isMissing ? createFailure('service-not-found', service) : createLookupFailure(error, service);
    return { failure, locations: [] };
  }
  if (servers.length === 0) return { failure: createFailure('service-not-offered', service), locations: [] };
  const starttls = source.starttls ?? findStartTls(service);
  const found = await Promise.all(
    servers.map(({ host, port }) => {
      const name = source.server_name ?? parseXmppDomain(service) ?? host;
      return readServer({ host, port, location: `${host}:${port}` }, { ...settings, starttls, name }, network);
    }),
  );
  return mergeResults(found);
}

/** Merges all locations, with the first failure. */
function mergeResults(results: readonly FoundLocations[]): FoundLocations {
  const unlisted = results.flatMap((one) => one.unlisted ?? []);
  return {
    failure: results.find(({ failure }) => failure !== null)?.failure ?? null,
    locations: results.flatMap(({ locations }) => locations),
    ...(unlisted.length > 0 && { unlisted }),
  };
}

type ConnectTarget = NonNullable<EndpointSource['connect_to']>;

interface ServerContext extends EndpointContext {
  name: string;
  starttls?: StartTls | null;
}

/** Reads one server, or each of the backends to connect to instead. */
async function readServer(target: EndpointTarget, server: ServerContext, network: Network): Promise<FoundLocations> {
  const { backends, connect_to } = server.source;
  const [single] = backends.length > 0 ? [] : [connect_to ?? { host: target.host, port: null }];
  if (single !== undefined) return readAddresses(target, single, target.location, server, network);
  const found = await Promise.all(
    backends.map((backend) => {
      const location = formatBackendLocation(target, backend.host, backend.port);
      return readAddresses(target, backend, location, server, network);
    }),
  );
  return mergeResults(found);
}

/** Formats `host:port@address`, or `host:port@address:port` if the port differs. */
function formatBackendLocation(target: EndpointTarget, host: string, port: number | null): string {
  return `${target.location}@${port === null || port === target.port ? host : formatAuthority(host, port)}`;
}

/** The protocols that browsers offer, so that a server that chooses its certificate by protocol sends that of its site. */
const HTTP = ['h2', 'http/1.1'];

/** The ports for these protocols: other services may have a protocol of their own, and reject these. */
const HTTPS_PORTS: ReadonlySet<number> = new Set([443, 8443]);

async function readAddresses(
  target: EndpointTarget,
  connect: ConnectTarget,
  location: string,
  server: ServerContext,
  network: Network,
): Promise<FoundLocations> {
  const { source, getTlsContext, proxy, trust, name, starttls = source.starttls } = server;
  const host = connect.host.replace(/\.$/, '');
  const port = connect.port ?? target.port;
  const base: ProbeTarget = {
    location,
    host,
    port,
    address: null,
    name: name.replace(/\.$/, ''),
    starttls,
    proxy: proxy !== null && isExcludedByNoProxy(host, port, network.env) ? null : proxy,
    requested: 'default',
    protocols: starttls === null && source.services.length === 0 && HTTPS_PORTS.has(target.port) ? HTTP : [],
    getTlsContext,
    hasIdentity: source.client_certificate !== null,
    trust,
  };
  if (!source.every_address) return readAddress(base, server, network);
  const { addresses, failure, unlisted } = await lookupEveryAddress(base.host, target.location, network);
  const found = await Promise.all(
    addresses.map((address) => {
      const at =
        source.backends.length > 0 ? formatBackendLocation(target, address, port) : `${target.location}@${address}`;
      return readAddress({ ...base, address, location: at }, server, network);
    }),
  );
  return mergeResults([{ failure, locations: [], unlisted }, ...found]);
}

interface Lookup {
  addresses: string[];
  failure: Failure | null;
  unlisted: UnlistedAddresses[];
}

/** Looks up all addresses. If the lookup of one address family failed, the addresses of the other are read. */
async function lookupEveryAddress(host: string, server: string, network: Network): Promise<Lookup> {
  try {
    const { addresses, missing } = await network.resolver.lookupAddresses(host);
    const family = addresses.some((address) => isIP(address) === 4) ? 6 : 4;
    const unlisted = { server, family, failure: createFailure('endpoint-addresses-missing', host, family) } as const;
    return { addresses: [...new Set(addresses)], failure: null, unlisted: missing === null ? [] : [unlisted] };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { addresses: [], failure: createLookupFailure(error, host), unlisted: [] };
  }
}

/** Reads an address. Neither a bug nor the deadline hides the certificates of other addresses and servers. */
async function readAddress(target: ProbeTarget, server: EndpointContext, network: Network): Promise<FoundLocations> {
  const { location } = target;
  const fail = (failure: Failure) => ({ failure: null, locations: [{ location, observed: {}, failure }] });
  try {
    return await network.deadline.limit(() => readAlgorithms(target, server, network));
  } catch (error) {
    if (error instanceof NotInTimeError) return fail(createLateFailure(location));
    network.reportBug(error);
    return fail(createInternalFailure(location));
  }
}

/**
 * Reads the certificate of each key algorithm. A server without a certificate of one algorithm has no location for it. Any
 * other failure applies to all its locations, and the remaining algorithms are skipped.
 */
async function readAlgorithms(target: ProbeTarget, server: EndpointContext, network: Network): Promise<FoundLocations> {
  const { source, listKnownCertificates } = server;
  const probeAs = (one: ProbeTarget, location: string) =>
    probeBackends(one, network, { connections: source.connections, known: listKnownCertificates(location) });
  if (!source.both_algorithms) return { failure: null, locations: await probeAs(target, target.location) };
  const locations: RawLocation[] = [];
  const found: KeyAlgorithm[] = [];
  let closed: Failure | null = null;
  for (const algorithm of KEY_ALGORITHMS) {
    const name = `${target.location}#${algorithm}`;
    const read = await probeAs({ ...target, requested: algorithm }, name);
    const [location] = read;
    if (location === undefined || !('failure' in location)) {
      locations.push(...read.map((one) => ({ ...one, location: name })));
      found.push(algorithm);
    } else if (location.failure.code === 'endpoint-closed') closed = location.failure;
    else if (!isAlgorithmMissing(location, algorithm)) return { failure: location.failure, locations };
  }
  const [working] = found;
  if (working === undefined)
    return { failure: closed ?? createFailure('tls-handshake-failed', target.location), locations };
  // Some servers close the connection if they have no such certificate. If a found algorithm still works, that was the reason.
  const isHealthy = closed === null || !('failure' in (await probe({ ...target, requested: working }, network)));
  return { failure: isHealthy ? null : closed, locations };
}
