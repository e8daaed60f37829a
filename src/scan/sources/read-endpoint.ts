/** From an endpoint of the manifest to the visits that it takes, and from what they find to its places. */

import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type {
  EndpointSource,
  EndpointTarget,
  Entry,
  Failure,
  RawPlace,
  RawSource,
  StartTls,
} from '../../domain/index.ts';
import { resolveWorkspace, type Workspace } from '../../lib/files/workspace-boundary.ts';
import { createFailure, getErrorCode } from '../failures.ts';
import type { Network } from '../network/index.ts';
import { isExcludedByNoProxy, type ProxyServer, parseProxy, readProxyFromEnvironment } from '../network/proxy.ts';
import { KEY_ALGORITHMS, type KeyAlgorithm } from '../tls/client-profiles.ts';
import { createLookupFailure } from '../tls/connection-errors.ts';
import { createContextCache, isAlgorithmMissing, type ProbeTarget, probe } from '../tls/probe.ts';
import { createVariableResolver } from './resolve-variables.ts';
import { findStartTls, parseXmppDomain } from './srv-services.ts';
import type { TrustOptions } from './trust-anchors.ts';

/** What the endpoints of an entry are asked with. */
export interface EndpointContext {
  source: EndpointSource;
  context: ProbeTarget['context'];
  proxy: ProxyServer | null;
  anchoring: TrustOptions;
}

type Found = Pick<RawSource, 'failure' | 'places'>;

/** Where its variables are named, for messages. */
type Needing = Pick<Entry, 'variables'>;

const anonymous = createContextCache(null);

/** Reads the files and variables that an entry's endpoints need. */
export async function prepareEndpoints(
  entry: Needing,
  source: EndpointSource,
  network: Network,
): Promise<EndpointContext | Failure> {
  const proxy = proxyOf(entry, source, network);
  if (proxy !== null && 'code' in proxy) return proxy;
  const context = await contextOf(source, network);
  if ('code' in context) return context;
  return { source, proxy, context, anchoring: await network.readTrustOptions(source) };
}

async function contextOf(
  { client_certificate: files }: EndpointSource,
  { root, env }: Network,
): Promise<ProbeTarget['context'] | Failure> {
  if (files === null) return anonymous;
  const workspace = resolveWorkspace(root, env);
  const cert = await readOwn(files.cert, root, workspace);
  if ('code' in cert) return cert;
  const key = await readOwn(files.key, root, workspace);
  if ('code' in key) return key;
  const context = createContextCache({ cert: cert.bytes, key: key.bytes });
  try {
    context('usual');
    return context;
  } catch {
    return createFailure('client-certificate-unusable', files.cert, files.key);
  }
}

const LARGEST_OWN = 1024 * 1024;

/** A link must not make another identity of this machine usable. */
async function readOwn(file: string, root: string, workspace: Workspace): Promise<{ bytes: Buffer } | Failure> {
  const absolute = path.resolve(root, file);
  try {
    if (workspace.isOutside(absolute)) return createFailure('link-outside-workspace', file);
    const stats = await stat(absolute);
    if (stats.isFile() && stats.size <= LARGEST_OWN) return { bytes: await readFile(absolute) };
  } catch {
    // What the system says of it is all one to the user: it cannot be read.
  }
  return createFailure('client-certificate-unreadable', file);
}

function proxyOf(entry: Needing, { proxy }: EndpointSource, { env }: Network): ProxyServer | Failure | null {
  if (proxy === null) return null;
  if (proxy === 'env') {
    const named = readProxyFromEnvironment(env);
    return named === null ? null : (parseProxy(named) ?? createFailure('proxy-invalid', ' of the environment'));
  }
  const filled = createVariableResolver(entry, env)(proxy);
  if ('failure' in filled) return filled.failure;
  return parseProxy(filled.value) ?? createFailure('proxy-invalid', ', with its variables filled in,');
}

/** Reads one endpoint: a place, or one for each of its addresses and kinds of certificate. */
export async function readTarget(target: EndpointTarget, means: EndpointContext, network: Network): Promise<Found> {
  return readServer(target, { ...means, name: means.source.server_name ?? target.host }, network);
}

/** Reads what an SRV record names, in the order of preference. */
export async function readService(service: string, means: EndpointContext, network: Network): Promise<Found> {
  const { source } = means;
  let servers: { host: string; port: number }[];
  try {
    servers = await network.resolver.lookupServices(service);
  } catch (error) {
    const missing = ['ENOTFOUND', 'ENODATA'].includes(getErrorCode(error));
    return {
      failure: missing
        ? createFailure('service-not-found', service)
        : createLookupFailure(getErrorCode(error), service),
      places: [],
    };
  }
  if (servers.length === 0) return { failure: createFailure('service-not-offered', service), places: [] };
  const starttls = source.starttls ?? findStartTls(service);
  const found = await Promise.all(
    servers.map(({ host, port }) => {
      const name = source.server_name ?? parseXmppDomain(service) ?? host;
      return readServer({ host, port, place: `${host}:${port}` }, { ...means, starttls, name }, network);
    }),
  );
  return {
    failure: found.find(({ failure }) => failure !== null)?.failure ?? null,
    places: found.flatMap(({ places }) => places),
  };
}

/** The means, with what a server is asked for and in which protocol. */
interface Asking extends EndpointContext {
  name: string;
  starttls?: StartTls | null;
}

async function readServer(target: EndpointTarget, asking: Asking, network: Network): Promise<Found> {
  const { source, context, proxy, anchoring, name, starttls = source.starttls } = asking;
  const host = (source.connect_to?.host ?? target.host).replace(/\.$/, '');
  const port = source.connect_to?.port ?? target.port;
  const base: ProbeTarget = {
    place: target.place,
    host,
    port,
    address: null,
    name: name.replace(/\.$/, ''),
    starttls,
    proxy: proxy !== null && isExcludedByNoProxy(host, port, network.env) ? null : proxy,
    offer: 'usual',
    context,
    identified: source.client_certificate !== null,
    anchoring,
  };
  if (!source.every_address) return readKinds(base, source, network);
  const { addresses, failure: missing } = await everyAddress(base.host, network);
  const found = await Promise.all(
    addresses.map((address) => readKinds({ ...base, address, place: `${target.place}@${address}` }, source, network)),
  );
  return {
    failure: missing ?? found.find(({ failure }) => failure !== null)?.failure ?? null,
    places: found.flatMap(({ places }) => places),
  };
}

async function everyAddress(host: string, network: Network): Promise<{ addresses: string[]; failure: Failure | null }> {
  try {
    const { addresses, missing } = await network.resolver.lookupAddresses(host);
    const problem = missing === null ? null : createLookupFailure(missing, host);
    return { addresses: [...new Set(addresses)], failure: problem };
  } catch (error) {
    return { addresses: [], failure: createLookupFailure(getErrorCode(error), host) };
  }
}

/**
 * A server that lacks a kind of certificate has no place for it, and that is no failure. Any other failure is that of
 * all its places, whichever of them it has; it is not waited for again for the next kind.
 */
async function readKinds(to: ProbeTarget, source: EndpointSource, network: Network): Promise<Found> {
  if (!source.both_algorithms) return { failure: null, places: [await probe(to, network)] };
  const places: RawPlace[] = [];
  const shown: KeyAlgorithm[] = [];
  let hungUp: Failure | null = null;
  for (const offer of KEY_ALGORITHMS) {
    const place = await probe({ ...to, offer }, network);
    if (!('failure' in place)) {
      places.push({ ...place, place: `${to.place}#${offer}` });
      shown.push(offer);
    } else if (place.failure.code === 'endpoint-closed') hungUp = place.failure;
    else if (!isAlgorithmMissing(place, offer)) return { failure: place.failure, places };
  }
  const [offer] = shown;
  if (offer === undefined) return { failure: hungUp ?? createFailure('tls-handshake-failed', to.place), places };
  // Some hang up where they lack a kind: one that still shows what it has did so for that, and not for a fault.
  const isWell = hungUp === null || !('failure' in (await probe({ ...to, offer }, network)));
  return { failure: isWell ? null : hungUp, places };
}
