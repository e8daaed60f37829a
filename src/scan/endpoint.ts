/** The certificate that a TLS server shows. Nothing is sent but the handshake, and nothing is trusted. */

import { connect as connectTcp, isIP, isIPv6, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { domainToASCII } from 'node:url';
import type { Io } from '../io.ts';
import type { EndpointTarget, RawPlace, Source } from '../types.ts';
import { type ConnectionError, connectionFailure, type Phase } from './endpoint-failure.ts';
import { failure } from './failures.ts';
import type { Lookup } from './lookup.ts';
import { PROTOCOLS, startTls } from './starttls.ts';

export type EndpointSource = Extract<Source, { kind: 'endpoint' }>;

export interface EndpointOptions {
  timeout_seconds: number;
  lookup: Lookup;
  sleep: Io['sleep'];
}

/** Waits between the tries, in milliseconds. */
const BACK_OFF = [200, 800];

/** Faults that pass. A peer that did not answer in time is not among them: it would cost the time again. */
const RETRIED: ReadonlySet<string> = new Set([
  'endpoint-refused',
  'endpoint-closed',
  'endpoint-unreachable',
  'endpoint-dns-failed',
  'endpoint-failed',
  'tls-handshake-failed',
]);

/** Reads one endpoint; the timeout holds for each try, from the lookup of its name to its certificate. */
export async function readEndpoint(
  target: EndpointTarget,
  source: EndpointSource,
  options: EndpointOptions,
): Promise<RawPlace> {
  for (let tries = 0; ; tries += 1) {
    const place = await tryEndpoint(target, source, options, tries === 0 ? usualContext() : lenientContext());
    const wait = BACK_OFF[tries];
    if (wait === undefined || !('failure' in place) || !RETRIED.has(place.failure.code)) return place;
    await options.sleep(wait);
  }
}

/** What a try has come to, for its messages and its end. */
interface Progress {
  phase: Phase;
  socket: Socket | null;
  address: string | null;
  ended: boolean;
}

async function tryEndpoint(
  target: EndpointTarget,
  source: EndpointSource,
  options: EndpointOptions,
  context: SecureContext,
): Promise<RawPlace> {
  const { place } = target;
  const progress: Progress = { phase: 'lookup', socket: null, address: null, ended: false };
  const deadline = performance.now() + options.timeout_seconds * 1000;
  const timeout = timeLimit(options.timeout_seconds * 1000);
  try {
    return await Promise.race([timeout.passed, read(target, source, options.lookup, context, progress, deadline)]);
  } catch (error) {
    const { phase, address } = progress;
    return { place, address, failure: connectionFailure(error, target, phase, options.timeout_seconds) };
  } finally {
    progress.ended = true;
    timeout.clear();
    progress.socket?.destroy();
  }
}

async function read(
  target: EndpointTarget,
  source: EndpointSource,
  lookup: Lookup,
  context: SecureContext,
  progress: Progress,
  deadline: number,
): Promise<RawPlace> {
  const { place } = target;
  const name = asciiName(target.host);
  const addresses = await lookup(name);
  progress.phase = 'connect';
  const socket = await connectFirst(addresses, target.port, progress, deadline);
  const { address } = progress;
  if (source.starttls !== null) {
    progress.phase = 'starttls';
    const outcome = await startTls(socket, source.starttls);
    if (outcome === 'refused') {
      return { place, address, failure: failure('starttls-refused', place, PROTOCOLS[source.starttls]) };
    }
    if (outcome === 'injected') return { place, address, failure: failure('starttls-injection', place) };
  }
  progress.phase = 'handshake';
  const served = await handshake(socket, source.server_name === null ? name : asciiName(source.server_name), context);
  return served.length === 0
    ? { place, address, failure: failure('no-certificate-served', place) }
    : { place, address, served };
}

/** Names travel in their ASCII form, and without the dot that may end them. */
function asciiName(name: string): string {
  const bare = name.replace(/\.$/, '');
  return /^[\u0020-\u007e]*$/.test(bare) ? bare : domainToASCII(bare) || bare;
}

/** Connects to the first of the addresses that accepts; all but the last get only their share of the time. */
async function connectFirst(
  addresses: readonly string[],
  port: number,
  progress: Progress,
  deadline: number,
): Promise<Socket> {
  let failed: unknown = null;
  for (const [index, address] of addresses.entries()) {
    if (progress.ended) break;
    const left = addresses.length - index;
    const share = left === 1 ? null : (deadline - performance.now()) / left;
    try {
      progress.address = `${isIPv6(address) ? `[${address}]` : address}:${port}`;
      return await connectOne(address, port, progress, share);
    } catch (error) {
      failed = error;
      progress.socket?.destroy();
    }
  }
  progress.address = null;
  throw failed;
}

/** `share` bounds the wait in milliseconds; null: it is bounded by the whole try. */
async function connectOne(address: string, port: number, progress: Progress, share: number | null): Promise<Socket> {
  const socket = connectTcp({ host: address, port, noDelay: true });
  progress.socket = socket;
  const connected = new Promise<Socket>((resolve, reject) => {
    // This listener stays: an error that comes late must find one.
    socket.once('connect', () => resolve(socket)).on('error', reject);
  });
  if (share === null) return connected;
  const timeout = timeLimit(share);
  try {
    return await Promise.race([connected, timeout.passed]);
  } finally {
    timeout.clear();
  }
}

/** `passed` rejects with `ETIMEDOUT` after so many milliseconds, unless cleared. */
function timeLimit(milliseconds: number): { passed: Promise<never>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(connectionError('ETIMEDOUT')), milliseconds);
  });
  return { passed, clear: () => clearTimeout(timer) };
}

function connectionError(code: string): ConnectionError {
  return Object.assign(new Error(code), { code });
}

/** Chains are short; a peer that sends more is not followed. */
const MOST_SERVED = 20;

/** The certificates that the peer shows, its own first, in the order in which it sent them. */
function handshake(socket: Socket, name: string, secureContext: SecureContext): Promise<Uint8Array[]> {
  return new Promise((resolve, reject) => {
    // No SNI for an address: RFC 6066 section 3.
    const servername = isIP(name) === 0 ? name : '';
    const secure = connectTls({ socket, servername, secureContext, rejectUnauthorized: false });
    secure.once('secureConnect', () => resolve(servedBy(secure)));
    // A peer that demands a certificate of ours breaks off only after it has shown its own.
    secure.on('error', (error) => {
      const served = servedBy(secure);
      if (served.length > 0) resolve(served);
      else reject(error);
    });
    secure.once('close', () => reject(connectionError('ECONNRESET')));
  });
}

function servedBy(socket: TLSSocket): Uint8Array[] {
  const served: Uint8Array[] = [];
  let certificate = socket.getPeerX509Certificate();
  while (certificate !== undefined && served.length < MOST_SERVED) {
    served.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return served;
}

let usual: SecureContext | null = null;
let lenient: SecureContext | null = null;

/** One context for all connections, and two curves: this makes a scan faster by a quarter. No roots are loaded. */
function usualContext(): SecureContext {
  usual ??= createSecureContext({ ca: [], ecdhCurve: 'X25519:P-256' });
  return usual;
}

/** What else OpenSSL can do, for the peers that can do no better: a certificate is read, no secret is sent. */
function lenientContext(): SecureContext {
  lenient ??= createSecureContext({ ca: [], ecdhCurve: 'auto', minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' });
  return lenient;
}
