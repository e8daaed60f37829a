/** Reads an endpoint as a scan does, with the test's own names and without waiting between attempts. */

import { decodeServed } from '../../src/certificate/decode.ts';
import type { EndpointSource, Entry, RawLocation, RawSource } from '../../src/domain/index.ts';
import { createEndpointSource } from '../../src/domain/sources/endpoint.ts';
import { NO_DEADLINE } from '../../src/lib/deadline.ts';
import { resolveWorkspace } from '../../src/lib/files/workspace-boundary.ts';
import { createAddressPolicy } from '../../src/lib/network/address-policy.ts';
import type { NameResolver } from '../../src/scan/network/dns.ts';
import type { Network } from '../../src/scan/network/index.ts';
import { prepareEndpoints, readService, readTarget } from '../../src/scan/sources/read-endpoint.ts';
import { createTrustOptionsReader } from '../../src/scan/sources/trust-anchors.ts';
import { createContextCache } from '../../src/scan/tls/client-profiles.ts';
import { readServer } from '../../src/scan/tls/read-server.ts';

export interface Reading extends Omit<Partial<EndpointSource>, 'connections'> {
  /** Default: one handshake, unless the certificates differ. */
  handshakes?: number;
  /** The fingerprints of the certificates that the log has. Default: none. */
  known?: string[];
  port?: number;
  /** Default: 127.0.0.1. */
  host?: string;
  /** The addresses of the host and of every other name. Default: the name itself. */
  addresses?: string[];
  names?: Partial<NameResolver>;
  timeout_seconds?: number;
  env?: Record<string, string>;
  root?: string;
  permits?: Network['isPermitted'];
  proxy_ca_file?: string;
}

export interface Outcome {
  source: RawSource & { locations: RawLocation[] };
  /** The first location. */
  location: RawLocation;
  /** The requested delays, in milliseconds. */
  waits: number[];
}

export async function readEndpoint(reading: Reading): Promise<Outcome> {
  const {
    port = 443,
    host = '127.0.0.1',
    addresses,
    names,
    timeout_seconds = 20,
    env = {},
    root = '/',
    permits,
  } = reading;
  const waits: number[] = [];
  const network: Network = {
    resolver: {
      lookup: async (name) => addresses ?? [name],
      lookupAddresses: async (name) => ({ addresses: addresses ?? [name], missing: null }),
      lookupServices: async () => [],
      close: () => {},
      ...names,
    },
    timeout_seconds,
    acquireConnection: (_, work) => work(),
    forEachServer: async (items, work) => {
      for (const item of items) await work(item);
    },
    readUnlessSilent: (_, __, read) => read(),
    readServer: (attempt) => readServer(attempt, createContextCache(null)),
    isPermitted: permits ?? createAddressPolicy({ deny: [], allow: [] }),
    createApiAccess: () => {
      throw new Error('an endpoint is not an API');
    },
    proxy_ca_file: reading.proxy_ca_file ?? null,
    sleep: async (milliseconds) => void waits.push(milliseconds),
    env,
    root,
    readTrustOptions: createTrustOptionsReader(root, resolveWorkspace(root, env), env),
    reportBug: (bug) => {
      throw bug;
    },
    deadline: NO_DEADLINE,
    close: () => {},
  };
  const shown = host.includes(':') ? `[${host}]` : host;
  const target = { host, port, location: `${shown}:${port}` };
  const source = createEndpointSource([target], { ...pick(reading), connections: reading.handshakes ?? 1 });
  const entry = { name: 'shop', source, variables: {} } as unknown as Entry;
  const means = await prepareEndpoints(entry, source, network, () => reading.known ?? []);
  const [service] = source.services;
  const read = async () => {
    if ('code' in means) return { failure: means, locations: [] };
    return service === undefined ? readTarget(target, means, network) : readService(service, means, network);
  };
  const found = await read();
  const [location] = found.locations;
  const failed = {
    location: target.location,
    observed: {},
    failure: found.failure ?? { code: 'nothing', detail: '' },
  };
  return {
    source: { entry: 'shop', source: service ?? target.location, ...found },
    location: location ?? failed,
    waits,
  };
}

const HOW = [
  'services',
  'server_name',
  'starttls',
  'every_address',
  'both_algorithms',
  'connect_to',
  'backends',
  'client_certificate',
  'proxy',
  'trust',
  'ca_file',
  'aia',
] as const;

function pick(reading: Reading): Partial<EndpointSource> {
  return Object.fromEntries(HOW.filter((key) => reading[key] !== undefined).map((key) => [key, reading[key]]));
}

/** The fingerprints of the certificate at a location and of its chain. */
export function fingerprints(location: RawLocation): (string | null | undefined)[] {
  const decoded = 'served' in location ? decodeServed(location.served) : null;
  if (decoded === null || 'code' in decoded) return [undefined];
  return [decoded.fingerprint, ...decoded.chain.map(({ fingerprint_sha256 }) => fingerprint_sha256)];
}

/** The fingerprint of the certificate at a location, or the code of its failure. */
export function fingerprintOrCode(location: RawLocation): string | null | undefined {
  return 'failure' in location ? location.failure.code : fingerprints(location)[0];
}

/** Every location of a source with its fingerprint or failure code. */
export function fingerprintsOrCodes({ locations }: Outcome['source']): Record<string, string | null | undefined> {
  return Object.fromEntries(locations.map((location) => [location.location, fingerprintOrCode(location)]));
}

/** The message of a failure, or an empty string. */
export function formatDetail(location: RawLocation): string {
  return 'failure' in location ? location.failure.detail : '';
}
