/** Opens TCP connections to permitted addresses of a host, directly or through a proxy. */

import { connect, isIP, isIPv6, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { readCaFile } from '../files/ca-bundle.ts';
import { formatAuthority } from '../host-port.ts';
import { classifyNetworkError } from '../network-errors.ts';
import { traceWork } from '../trace/trace.ts';
import { describeSocket } from './describe-socket.ts';
import type { DialogueOutcome } from './dialogue.ts';
import {
  checkProxiedHost,
  createLookupFunction,
  DeniedAddressError,
  lookupPermitted,
  type NetworkAccess,
} from './guarded-access.ts';
import { limitDescription } from './limit-description.ts';
import type { ProxyServer } from './proxy.ts';
import { createProxyRefusal, ProxyError } from './proxy-error.ts';
import { openTunnel } from './tunnel.ts';

export interface ConnectTarget {
  host: string;
  port: number;
  /** The time limit of the lookup and all attempts. */
  timeout_ms: number;
  /** A signal that ends the attempts early. */
  signal?: AbortSignal;
}

/**
 * Connects to a mail server. Rejects with an error that has a `code`: of the system, `EDENIED`, `ETIMEDOUT`, or with ProxyError.
 */
export async function connectPermitted(target: ConnectTarget, access: NetworkAccess): Promise<Socket> {
  const proxy = access.proxies.select({ scheme: 'smtp:', host: target.host, port: target.port });
  return proxy === null ? connectDirectly(target, access) : connectThroughProxy(proxy, target, access);
}

/** Connects to a server through a proxy. Rejects with ProxyError or DeniedAddressError. */
export async function connectThroughProxy(
  proxy: ProxyServer,
  target: ConnectTarget,
  access: NetworkAccess,
): Promise<Socket> {
  const deadline = performance.now() + target.timeout_ms;
  await checkProxiedHost(target.host, access);
  const rest = () => Math.max(1, deadline - performance.now());
  const socket = await connectToProxy(proxy, { timeout_ms: rest(), ...pickSignal(target) }, access);
  const limit = startLimit({ timeout_ms: rest(), ...pickSignal(target) });
  try {
    checkTunnel(
      await Promise.race([openTunnel(socket, proxy, target.host, target.port, () => {}), limit.passed]),
      proxy,
    );
    return socket;
  } catch (error) {
    destroy(socket);
    throw toProxyError(error, proxy, 'proxy-closed');
  } finally {
    limit.clear();
  }
}

/** Connects to a proxy itself, with TLS if its URL says so. Rejects with ProxyError. */
export async function connectToProxy(
  proxy: ProxyServer,
  limits: Pick<ConnectTarget, 'timeout_ms' | 'signal'>,
  { lookup, proxies }: Pick<NetworkAccess, 'lookup' | 'proxies'>,
): Promise<Socket> {
  const { host, port } = proxy;
  const deadline = performance.now() + limits.timeout_ms;
  try {
    const own = { lookup, isPermitted: proxies.isPermitted };
    const socket = await connectDirectly({ host, port, ...limits }, own);
    if (proxy.kind !== 'https') return socket;
    return await secureProxy(socket, proxy, { ...limits, timeout_ms: Math.max(1, deadline - performance.now()) });
  } catch (error) {
    throw toProxyError(error, proxy, 'proxy-unreachable');
  }
}

/** Starts TLS with an `https` proxy on a connected socket. Rejects with ProxyError. */
export async function secureProxy(
  socket: Socket,
  proxy: ProxyServer,
  limits: Pick<ConnectTarget, 'timeout_ms' | 'signal'>,
): Promise<Socket> {
  const ca = proxy.ca_file === null ? null : await readCaFile(proxy.ca_file);
  if (ca !== null && 'problem' in ca) {
    destroy(socket);
    throw new ProxyError('proxy-tls-failed', { proxy: proxy.name, fact: `its \`ca_file\` ${ca.problem}` });
  }
  const servername = isIP(proxy.host) === 0 ? { servername: proxy.host } : {};
  const secure = limitDescription(
    connectTls({ socket, host: proxy.host, ...servername, ...(ca !== null && { ca: ca.pem }) }),
  );
  const limit = startLimit(limits);
  try {
    await Promise.race([waitFor(secure, 'secureConnect'), limit.passed]);
    return secure;
  } catch (error) {
    destroy(secure);
    destroy(socket);
    throw toProxyError(error, proxy, 'proxy-closed');
  } finally {
    limit.clear();
  }
}

/** Connects without a proxy. Rejects with an error that has a `code`: of the system, `EDENIED`, or `ETIMEDOUT`. */
function connectDirectly(target: ConnectTarget, access: DirectAccess): Promise<Socket> {
  const subject = () => formatAuthority(target.host, target.port);
  return traceWork('connect', { subject, describe: describeSocket }, () => openSocket(target, access));
}

type DirectAccess = Pick<NetworkAccess, 'lookup' | 'isPermitted'>;

async function openSocket(target: ConnectTarget, access: DirectAccess): Promise<Socket> {
  const { host, port, timeout_ms } = target;
  const started = performance.now();
  const limit = startLimit(target);
  let socket: Socket | null = null;
  try {
    const addresses = await Promise.race([lookupPermitted(host, access), limit.passed]);
    const share = (timeout_ms - (performance.now() - started)) / addresses.length;
    socket = connect({
      host,
      port,
      lookup: createLookupFunction({ lookup: async () => addresses, isPermitted: () => true }),
      autoSelectFamily: true,
      // One of two families may be unavailable. Several addresses of one family may just be slow.
      ...(hasOneFamily(addresses) && { autoSelectFamilyAttemptTimeout: Math.max(10, Math.floor(share)) }),
    });
    await Promise.race([waitFor(socket, 'connect'), limit.passed]);
    return socket;
  } catch (error) {
    if (socket !== null) destroy(socket);
    throw error;
  } finally {
    limit.clear();
  }
}

function hasOneFamily(addresses: readonly string[]): boolean {
  return new Set(addresses.map(isIPv6)).size === 1;
}

function pickSignal({ signal }: Pick<ConnectTarget, 'signal'>): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

/** Starts a time limit. `passed` rejects with `ETIMEDOUT` after the time, or with `ECONNABORTED` if aborted, unless it is cleared. */
function startLimit({ timeout_ms, signal }: Pick<ConnectTarget, 'timeout_ms' | 'signal'>) {
  let fail: (code: string) => void = () => undefined;
  const passed = new Promise<never>((_, reject) => {
    fail = (code) => reject(Object.assign(new Error(code), { code }));
  });
  // The promise can be rejected before it is awaited.
  passed.catch(() => undefined);
  const timer = setTimeout(() => fail('ETIMEDOUT'), timeout_ms);
  const abort = () => fail('ECONNABORTED');
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  return {
    passed,
    clear: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}

function waitFor(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    const settle = () => socket.off('error', reject).off('close', onClose);
    socket
      .once('error', reject)
      .once('close', onClose)
      .once(event, () => {
        settle();
        resolve();
      });
  });
}

function destroy(socket: Socket): void {
  socket.on('error', () => undefined).destroy();
}

/** Throws ProxyError if the proxy did not connect to the server. */
export function checkTunnel(reply: DialogueOutcome, { name }: ProxyServer): void {
  if (reply.outcome === 'agreed') return;
  if (reply.outcome !== 'refused') throw new ProxyError('proxy-unexpected-reply', { proxy: name });
  throw createProxyRefusal(name, reply.why);
}

/** Converts an error to a ProxyError. `fallback`: the code of an error of the connection. */
function toProxyError(
  error: unknown,
  { name }: ProxyServer,
  fallback: 'proxy-unreachable' | 'proxy-closed',
): ProxyError | Error {
  if (error instanceof ProxyError) return error;
  // The address of a proxy from a variable may be secret.
  const isNamed = !name.includes('${');
  if (error instanceof DeniedAddressError)
    return new ProxyError('proxy-denied', { proxy: name, fact: isNamed ? error.addresses.join(', ') : '' });
  const code = String((error as { code?: unknown }).code);
  const kind = classifyNetworkError(code);
  if (kind === 'timeout') return new ProxyError('proxy-timeout', { proxy: name });
  if (kind === 'tls-failed') return new ProxyError('proxy-tls-failed', { proxy: name });
  if (kind !== undefined || /^E[A-Z]+$/.test(code)) return new ProxyError(fallback, { proxy: name });
  return error as Error;
}
