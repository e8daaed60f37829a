/** Opens the connections of HTTP clients: directly, or through a proxy. */

import type { Socket } from 'node:net';
import type { Agent, buildConnector, Dispatcher, Pool } from 'undici';
import { getOrCreate } from '../collections.ts';
import { formatAuthority } from '../host-port.ts';
import { connectThroughProxy, connectToProxy } from '../network/connect.ts';
import { describeSocket, describeTls } from '../network/describe-socket.ts';
import { checkAddress, checkProxiedHost, createLookupFunction, type NetworkAccess } from '../network/guarded-access.ts';
import type { ProxyServer } from '../network/proxy.ts';
import { traceWork } from '../trace/trace.ts';
import { type ConnectTo, createConnector, skipInterimResponses } from './connector.ts';
import { encodeBasic } from './headers.ts';
import { findProxyRefusal } from './proxy-response.ts';

export interface AgentOptions {
  /** The time limit of connecting. */
  timeout_ms: number;
  verify: boolean;
  /** PEM of the only trusted CAs; null: the trust store of Node. */
  ca: string | null;
  /** PEM of the client's certificate with its chain, and of its key. */
  identity?: { cert: string | Buffer; key: string | Buffer } | null;
  /** The name in the server's certificate and in SNI; null or absent: that of the URL. */
  server_name?: string | null;
  /** Whether to use HTTP/2 if the server supports it. */
  allow_h2?: boolean;
  network: NetworkAccess;
}

/** The connections of one client. */
export interface LazyAgent {
  get: () => Promise<Dispatcher>;
  /** Finds the proxy whose reply a connection waits for; null: no connection waits. */
  findPendingProxy: () => ProxyServer | null;
  /** Finds the proxy that forwards requests to a URL without a tunnel, and can respond itself; null: none. Throws ProxyError. */
  findForwarder: (url: URL) => ProxyServer | null;
  /** Closes all connections, and ends attempts to connect. */
  close: () => Promise<void>;
}

/** Connects, and loads undici, at the first request. `onConnected` is called with the connections that use no proxy. */
export function openAgent(options: AgentOptions, onConnected?: (socket: Socket) => void): LazyAgent {
  let opened: Promise<OpenedAgent> | null = null;
  const closing = new AbortController();
  const pending: ProxyServer[] = [];
  const route: Route = {
    ...options,
    signal: closing.signal,
    onConnected,
    waitFor: async (proxy, connection) => {
      pending.push(proxy);
      return connection.finally(() => pending.splice(pending.indexOf(proxy), 1));
    },
  };
  return {
    get: async () => {
      opened ??= createAgent(route);
      return (await opened).dispatcher;
    },
    findPendingProxy: () => pending[0] ?? null,
    findForwarder: (url) => selectForwarder(url, options.network),
    close: async () => {
      closing.abort();
      const agent = await opened?.catch(() => null);
      await agent?.destroy();
    },
  };
}

interface Route extends AgentOptions {
  signal: AbortSignal;
  onConnected: ((socket: Socket) => void) | undefined;
  /** Remembers the proxy until the connection is open. */
  waitFor: (proxy: ProxyServer, connection: Promise<Socket>) => Promise<Socket>;
}

interface OpenedAgent {
  dispatcher: Dispatcher;
  destroy: () => Promise<void>;
}

async function createAgent(route: Route): Promise<OpenedAgent> {
  const { verify, ca, identity, allow_h2: allowH2 = false, timeout_ms, network } = route;
  const { Agent } = await import('./undici.ts');
  const connect = await createConnector({
    verify,
    timeout: timeout_ms,
    allowH2,
    ...(ca !== null && { ca }),
    ...identity,
    lookup: createLookupFunction(network),
  });
  const servers = new Agent({
    allowH2,
    connect: (target, callback) => {
      openConnection(target, route, connect).then(
        (socket) => callback(null, socket),
        (error: Error) => callback(error, null),
      );
    },
  });
  const forwarders = await createForwarders(route);
  return {
    dispatcher: servers.compose((dispatch) => (options, handler) => {
      const forwarded = forwardRequest(options, route);
      if (forwarded === null) return dispatch(options, handler);
      checkProxiedHost(forwarded.host, network).then(
        () => forwarders.get(forwarded.proxy).dispatch(forwarded.request, failOnRefusal(handler, forwarded)),
        (error: Error) => handler.onResponseError?.(NO_CONTROLLER, error),
      );
      return true;
    }),
    destroy: async () => {
      await Promise.all([destroy(servers), forwarders.destroy()]);
    },
  };
}

type Target = Parameters<ConnectTo>[0];

/** Connects to a server. A proxy only passes on the request and its response. */
async function openConnection(target: Target, route: Route, connect: ConnectTo): Promise<Socket> {
  const { network, timeout_ms, signal, server_name } = route;
  const host = stripBrackets(target.hostname);
  const named = server_name ? { ...target, servername: server_name } : target;
  const isSecure = target.protocol === 'https:';
  const port = Number(target.port) || (isSecure ? 443 : 80);
  const traced = { subject: () => formatAuthority(host, port), describe: describeSocket };
  const proxy = network.proxies.select({ scheme: isSecure ? 'https:' : 'http:', host, port });
  if (proxy === null) {
    const socket = await traceWork('connect', traced, async () => {
      checkAddress(host, network);
      return connect(named, null);
    });
    route.onConnected?.(socket);
    return socket;
  }
  const tunnel = await route.waitFor(proxy, connectThroughProxy(proxy, { host, port, timeout_ms, signal }, network));
  if (isSecure)
    return traceWork('handshake', { ...traced, describe: (socket) => describeTls(socket).join(', ') }, () =>
      connect({ ...named, httpSocket: tunnel }, proxy),
    );
  skipInterimResponses(tunnel);
  return tunnel;
}

/** The controller of a request that does not start, so that there is nothing to pause or abort. */
const NO_CONTROLLER = {} as Dispatcher.DispatchController;

interface ForwardedRequest {
  proxy: ProxyServer;
  /** The host of the URL. */
  host: string;
  request: Dispatcher.DispatchOptions;
}

/**
 * Forwards plain HTTP without a tunnel: the proxy gets the request with the whole URL (RFC 9112 section 3.2.2), as from curl, because most
 * proxies permit CONNECT only for TLS. Null: the request goes to the server.
 */
function forwardRequest(options: Dispatcher.DispatchOptions, { network }: Route): ForwardedRequest | null {
  const url = new URL(String(options.origin));
  const proxy = selectForwarder(url, network);
  if (proxy === null) return null;
  const authorization = proxy.credentials && encodeBasic(proxy.credentials);
  const headers = {
    host: url.host,
    ...listHeaders(options.headers),
    ...(authorization !== null && { 'proxy-authorization': authorization }),
  };
  const request = { ...options, origin: toOrigin(proxy), path: `${url.origin}${options.path}`, headers };
  return { proxy, host: stripBrackets(url.hostname), request };
}

/** Selects the proxy that forwards requests to a URL without a tunnel; null: none does. Throws ProxyError `proxy-invalid`. */
function selectForwarder(url: URL, { proxies }: NetworkAccess): ProxyServer | null {
  if (url.protocol !== 'http:') return null;
  const host = stripBrackets(url.hostname);
  const proxy = proxies.select({ scheme: 'http:', host, port: Number(url.port) || 80 });
  return proxy?.kind === 'socks5' ? null : proxy;
}

/** Formats the origin by which undici names the connection. The connection itself uses TLS if needed. */
function toOrigin({ host, port }: ProxyServer): string {
  return `http://${formatAuthority(host, port)}`;
}

/** Creates the connections to proxies for plain HTTP, with one pool for each. */
async function createForwarders(route: Route) {
  const { Pool } = await import('./undici.ts');
  const pools = new Map<string, Pool>();
  return {
    get: (proxy: ProxyServer) =>
      getOrCreate(
        pools,
        `${proxy.kind}://${formatAuthority(proxy.host, proxy.port)}`,
        () => new Pool(toOrigin(proxy), { connect: createProxyConnector(proxy, route) }),
      ),
    destroy: () => Promise.all(Array.from(pools.values(), destroy)),
  };
}

function createProxyConnector(proxy: ProxyServer, route: Route): buildConnector.connector {
  const { network, timeout_ms, signal, waitFor } = route;
  return (_, callback) => {
    waitFor(proxy, connectToProxy(proxy, { timeout_ms, signal }, network)).then(
      (socket) => {
        skipInterimResponses(socket);
        callback(null, socket);
      },
      (error: Error) => callback(error, null),
    );
  };
}

/** Fails on a response that the proxy made itself. */
function failOnRefusal(handler: Dispatcher.DispatchHandler, { proxy }: ForwardedRequest): Dispatcher.DispatchHandler {
  const start = handler.onResponseStart?.bind(handler);
  handler.onResponseStart = (controller, status, headers, ...rest) => {
    const refusal = findProxyRefusal(status, headers, proxy.name);
    if (refusal !== null) controller.abort(refusal);
    else start?.(controller, status, headers, ...rest);
  };
  return handler;
}

/** Converts headers to an object, from any of the forms that undici accepts. */
function listHeaders(headers: Dispatcher.DispatchOptions['headers']): Record<string, string | string[] | undefined> {
  if (headers === null || headers === undefined) return {};
  if (Array.isArray(headers))
    return Object.fromEntries(
      headers.flatMap((name, index) => (index % 2 === 0 ? [[String(name), headers[index + 1] as string]] : [])),
    );
  return Symbol.iterator in headers
    ? Object.fromEntries(headers as Iterable<[string, string | string[] | undefined]>)
    : (headers as Record<string, string | string[] | undefined>);
}

function stripBrackets(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

async function destroy(agent: Agent | Pool): Promise<void> {
  await agent.destroy().catch(() => undefined);
}
