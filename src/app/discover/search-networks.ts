/** Searches networks for TLS servers that no entry watches, and proposes entries for them. */

import { isIP } from 'node:net';
import { decodeLocation } from '../../certificate/decode.ts';
import { createIgnoreFinder } from '../../domain/discovery.ts';
import type { Certificate, EndpointSource, Entry, Manifest, NetworkPolicy } from '../../domain/index.ts';
import { findStartTls } from '../../domain/sources/endpoint.ts';
import type { Discovery, DiscoveryFinding } from '../../generated/discovery.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import { groupBy } from '../../lib/collections.ts';
import { UNRESTRICTED } from '../../lib/files/workspace-boundary.ts';
import { formatAuthority, isHostName } from '../../lib/host-port.ts';
import type { Io } from '../../lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../lib/network/access.ts';
import { type AddressBlock, listAddresses, normalizeAddress } from '../../lib/network/address-block.ts';
import { isSystemError } from '../../scan/failures.ts';
import { type Network, openNetwork } from '../../scan/network/index.ts';
import {
  type SearchOptions,
  type SearchTarget,
  searchServers,
  type TlsServer,
} from '../../scan/network/search-servers.ts';
import { createTrustOptionsReader } from '../../scan/sources/trust-anchors.ts';
import { isAbsence } from '../../scan/tls/connection-errors.ts';
import { countFindings } from './index.ts';
import { assignUniqueNames } from './propose-entries.ts';

export interface NetworkSearch extends Omit<SearchOptions, 'onTried'> {
  networks: readonly AddressBlock[];
  ports: readonly number[];
  /** The probe of the proposed entries; null: none. */
  probe: string | null;
  /** The manifest; null: there is none. */
  manifest: Manifest | null;
  log: EventLog | null;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Counts the maximum of connections of a search. */
export function countConnections({ networks, ports }: Pick<NetworkSearch, 'networks' | 'ports'>): number {
  return networks.reduce((sum, { size }) => sum + size, 0) * ports.length;
}

interface NetworkTarget extends SearchTarget {
  /** The network of the address. */
  network: string;
}

/** A TLS server, and the names of its certificate. */
interface FoundServer extends NetworkTarget {
  certificate: Certificate;
  /** Host names and addresses in lower case, wildcards as they are. */
  names: string[];
}

/**
 * Connects to each address and port once. The result has the form of a search in files, with the network in the place of the file. Without
 * a manifest, all found servers are unwatched. `unreachable` are the networks none of whose addresses can be reached, and `unanswered` the
 * names in the manifest for which DNS failed: their servers may be among the unwatched ones.
 */
export async function searchNetworks(
  search: NetworkSearch,
  io: Io,
): Promise<{ discovery: Discovery; unreachable: string[]; unanswered: string[] }> {
  const { networks, ports, manifest } = search;
  const entries = manifest?.entries ?? [];
  const network = await openSearchNetwork(search, io);
  try {
    const { watchers, unanswered } = await indexWatchers(entries, search.log, network);
    const reachable = new Map<string, boolean>();
    const onTried = (target: NetworkTarget, isReachable: boolean) =>
      void reachable.set(target.network, isReachable || reachable.get(target.network) === true);
    const targets = listTargets(networks, ports);
    const { servers, made, denied } = await searchServers(targets, network, { ...search, onTried });
    const found = servers.flatMap(describeServer);
    const findings = addEntries(compareServers(found, watchers, search), found, entries, search.probe);
    const discovery: Discovery = {
      version: 1,
      manifest: manifest?.file ?? null,
      findings,
      network: {
        networks: networks.map(({ text }) => text),
        ports: [...ports],
        connections: countConnections(search),
        made,
        denied,
      },
      counts: { files_read: 0, ...countFindings(findings), dropped: {}, unresolved: 0, protected: 0 },
      unresolved: [],
      skipped: [],
      unused_ignores: [],
    };
    const unreachable = [...reachable].filter(([, isReachable]) => !isReachable).map(([name]) => name);
    return { discovery, unreachable, unanswered };
  } finally {
    network.close();
  }
}

const NO_POLICY: NetworkPolicy = { ...DEFAULT_NETWORK_RULES, deny: [], allow: [], dns_servers: [] };

function openSearchNetwork(search: NetworkSearch, io: Io): Promise<Network> {
  const { manifest } = search;
  const root = manifest?.root ?? io.cwd;
  const options = manifest?.scan ?? { timeout_seconds: 10, concurrency: 100, network: NO_POLICY };
  const readTrustOptions = createTrustOptionsReader(root, UNRESTRICTED, io.env);
  return openNetwork(
    io,
    { ...options, root, servers: countConnections(search) },
    readTrustOptions,
    createBugReporter(io),
  );
}

/** Lists all ports of an address, then those of the next address. */
function* listTargets(networks: readonly AddressBlock[], ports: readonly number[]): Generator<NetworkTarget> {
  for (const block of networks)
    for (const address of listAddresses(block)) for (const port of ports) yield { address, port, network: block.text };
}

/** Describes a server; empty if its certificate cannot be parsed. */
function describeServer({ target, read }: TlsServer<NetworkTarget>): FoundServer[] {
  const certificate = decodeLocation(read, null)[0]?.certificate ?? null;
  if (certificate === null) return [];
  const { sans, common_name } = certificate.facts;
  const all = sans.length > 0 ? sans : common_name === null ? [] : [common_name];
  return [{ ...target, certificate, names: [...new Set(all.map((name) => name.toLowerCase()))] }];
}

// ---------------------------------------------------------------------------------------------- watchers

interface ServerWatchers {
  findByAddress: (target: SearchTarget) => Entry | null;
  /** Finds the enabled entry at which a scan has seen the same certificate. */
  findByCertificate: (fingerprint: string) => Entry | null;
}

/** Indexes the addresses of all servers in the manifest, whose names are looked up. `unanswered` are the names for which DNS failed. */
async function indexWatchers(
  entries: readonly Entry[],
  log: EventLog | null,
  { resolver }: Network,
): Promise<{ watchers: ServerWatchers; unanswered: string[] }> {
  const byAddress = new Map<string, Entry>();
  // Enabled entries come first, so that they take precedence.
  const sorted = entries.toSorted((a, b) => Number(b.enabled) - Number(a.enabled));
  // All names are looked up together: thousands that do not exist any more would take a timeout each.
  const unanswered = new Set<string>();
  const lookUp = createLookup((name) => unanswered.add(name));
  const servers = await Promise.all(sorted.map((entry) => listServers(entry, resolver, lookUp)));
  for (const [index, entry] of sorted.entries())
    for (const { address, port } of servers[index] ?? []) {
      const key = formatAuthority(normalizeAddress(address), port);
      if (!byAddress.has(key)) byAddress.set(key, entry);
    }
  const byCertificate = new Map<string, Entry>();
  for (const entry of sorted.filter(({ enabled }) => enabled))
    for (const { fingerprint, removed } of Object.values(log?.locations[entry.name] ?? {}))
      if (fingerprint !== null && !removed && !byCertificate.has(fingerprint)) byCertificate.set(fingerprint, entry);
  const watchers: ServerWatchers = {
    findByAddress: ({ address, port }) => byAddress.get(formatAuthority(address, port)) ?? null,
    findByCertificate: (fingerprint) => byCertificate.get(fingerprint) ?? null,
  };
  return { watchers, unanswered: [...unanswered].sort() };
}

/** Looks up the addresses of the servers of an entry. */
async function listServers({ source }: Entry, resolver: Network['resolver'], lookUp: LookUp): Promise<SearchTarget[]> {
  if (source.kind !== 'endpoint') return [];
  const targets = await listConnectTargets(source, resolver, lookUp);
  const found = targets.map(async ({ host, port }) =>
    (await lookUp(host, resolver.lookup)).map((address) => ({ address, port })),
  );
  return (await Promise.all(found)).flat();
}

/** Lists the addresses to which a scan connects for an entry. */
async function listConnectTargets(
  { targets, connect_to, backends, services }: EndpointSource,
  { lookupServices }: Network['resolver'],
  lookUp: LookUp,
): Promise<{ host: string; port: number }[]> {
  const instead = connect_to === null ? backends : [connect_to];
  const direct = targets.flatMap(({ host, port }) =>
    instead.length === 0 ? [{ host, port }] : instead.map((one) => ({ host: one.host, port: one.port ?? port })),
  );
  const records = await Promise.all(services.map((service) => lookUp(service, lookupServices)));
  return [...direct, ...records.flat()];
}

type LookUp = <Found>(name: string, look: (name: string) => Promise<Found[]>) => Promise<Found[]>;

/** Creates a lookup that finds nothing for a name that does not exist here, whose server is not in this network, or for which DNS fails. */
function createLookup(onFailed: (name: string) => void): LookUp {
  return async (name, look) => {
    try {
      return await look(name);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (!isAbsence(error)) onFailed(name);
      return [];
    }
  };
}

type Compared = Pick<DiscoveryFinding, 'state' | 'watched_by' | 'reason'>;

function compareServers(
  servers: readonly FoundServer[],
  { findByAddress, findByCertificate }: ServerWatchers,
  { manifest, now }: Pick<NetworkSearch, 'manifest' | 'now'>,
): Compared[] {
  const findIgnore = createIgnoreFinder(manifest?.discovery?.ignore ?? [], now);
  return servers.map((server) => {
    const byAddress = findByAddress(server);
    const watcher = byAddress?.enabled ? byAddress : findByCertificate(server.certificate.fingerprint);
    if (watcher !== null) return { state: 'watched', watched_by: watcher.name, reason: null };
    const names = [server.address, ...server.names];
    const [ignored] = names.flatMap((name) => findIgnore({ name, file: server.network }) ?? []);
    if (ignored !== undefined) return { state: 'ignored', watched_by: null, reason: ignored.reason };
    if (byAddress !== null)
      return { state: 'ignored', watched_by: null, reason: `the entry ${byAddress.name} is disabled` };
    return { state: 'unwatched', watched_by: null, reason: null };
  });
}

// ---------------------------------------------------------------------------------------------- proposed entries

/** Adds proposed entries. Servers with the same certificate and port share an entry. */
function addEntries(
  compared: readonly Compared[],
  servers: readonly FoundServer[],
  entries: readonly Entry[],
  probe: string | null,
): DiscoveryFinding[] {
  const missing = servers.filter((_, index) => compared[index]?.state === 'unwatched');
  const groups = [...groupBy(missing, ({ certificate, port }) => `${certificate.fingerprint} ${port}`).values()];
  const proposals = groups.map((group) => proposeEntry(group as [FoundServer, ...FoundServer[]], probe));
  const named = assignUniqueNames(
    proposals,
    entries.map(({ name }) => name),
  );
  const proposed = new Map(
    groups.flatMap((group, index) => group.map((server) => [server, named[index] ?? null] as const)),
  );
  return servers.map((server, index): DiscoveryFinding => {
    const { address, port, network, names, certificate } = server;
    return {
      ...{ kind: 'host', value: address, port, file: network, line: 1, other_lines: [], format: 'tls' },
      confidence: 'declared',
      ...(compared[index] as Compared),
      valid_to: certificate.facts.valid_to,
      names,
      entry: proposed.get(server) ?? null,
    };
  });
}

/**
 * Proposes an entry with a name of the certificate and the addresses to connect to, so that the name is verified, and DNS is not needed. A
 * certificate that clients do not accept for a name (self-signed, or without a name) is watched for its dates alone.
 */
function proposeEntry(group: readonly [FoundServer, ...FoundServer[]], probe: string | null) {
  const [{ port, names, certificate, address }] = group;
  const addresses = group.map((server) => server.address);
  const isSelfSigned = certificate.facts.subject === certificate.facts.issuer;
  const name = isSelfSigned ? undefined : names.find(isConcreteName);
  const isNamedByAddress = !isSelfSigned && addresses.every((one) => names.map(normalizeAddress).includes(one));
  const starttls = findStartTls(port);
  const title = name ?? names.find(isConcreteName) ?? address;
  const endpoints = addresses.map((one) => formatEndpoint(one, port));
  return {
    name: port === 443 ? title : `${title}-${port}`,
    endpoint: name === undefined ? unwrap(endpoints) : formatEndpoint(name, port),
    ...(name !== undefined && { connect_to: unwrap(addresses) }),
    ...(starttls !== null && { starttls }),
    ...(name === undefined && !isNamedByAddress && { trust: 'none' }),
    ...(probe !== null && { probe }),
  };
}

/** Whether a client can request a host name. A name without a dot is one of a device, and rarely resolves. */
function isConcreteName(name: string): boolean {
  return name.includes('.') && isIP(name) === 0 && isHostName(name);
}

function formatEndpoint(host: string, port: number): string {
  return port === 443 ? host : formatAuthority(host, port);
}

function unwrap(items: string[]): string | string[] {
  return items.length === 1 ? (items[0] ?? '') : items;
}
