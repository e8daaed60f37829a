/** Converts errors of DNS, proxies, STARTTLS, TCP and TLS to failures. */

import type { Failure, StartTls } from '../../domain/index.ts';
import type { DialogueOutcome } from '../../lib/network/dialogue.ts';
import { ProxyError } from '../../lib/network/proxy-error.ts';
import { createFailure, createProxyFailure, type FailureCode, getErrorCode } from '../failures.ts';
import { LookupError } from '../network/dns.ts';
import { STARTTLS_PROTOCOLS } from '../starttls/protocols.ts';

type ConnectionError = Error & { code: string };

export function createConnectionError(code: string): ConnectionError {
  return Object.assign(new Error(code), { code });
}

const ABSENCES: Readonly<Record<string, 'endpoint-name-not-found' | 'endpoint-cname-loop' | 'endpoint-no-address'>> = {
  ENOTFOUND: 'endpoint-name-not-found',
  ENODATA: 'endpoint-no-address',
  ELOOP: 'endpoint-cname-loop',
};

/** Whether a lookup failed because the name has no address, and not because DNS did not answer. */
export const isAbsence = (error: unknown): boolean => Object.hasOwn(ABSENCES, getErrorCode(error));

/** Creates the failure of a lookup from the error of the resolver. */
export function createLookupFailure(error: unknown, host: string): Failure {
  const code = getErrorCode(error);
  const absence = ABSENCES[code];
  if (absence !== undefined) return createFailure(absence, host);
  // A refusal is that of the DNS servers of this machine, whatever they answer for other names.
  const isAnswering = error instanceof LookupError && error.isAnswering && code !== 'EREFUSED';
  return createFailure(code === 'ETIMEOUT' ? 'endpoint-dns-timeout' : 'endpoint-dns-failed', host, isAnswering);
}

/** The state of an attempt when it failed. */
interface FailedAttempt {
  location: string;
  phase: 'connect' | 'proxy' | 'starttls' | 'handshake';
  step: string;
  starttls: StartTls | null;
  /** `host:port` of the proxy. */
  proxy: string | null;
  seconds: number;
}

type PlainCode = Extract<
  FailureCode,
  'endpoint-refused' | 'endpoint-unreachable' | 'endpoint-closed' | 'endpoint-not-tls' | 'chain-too-long'
>;

const CODES: Readonly<Record<string, PlainCode>> = {
  ECONNREFUSED: 'endpoint-refused',
  EHOSTUNREACH: 'endpoint-unreachable',
  EHOSTDOWN: 'endpoint-unreachable',
  ENETUNREACH: 'endpoint-unreachable',
  ENETDOWN: 'endpoint-unreachable',
  EADDRNOTAVAIL: 'endpoint-unreachable',
  EAFNOSUPPORT: 'endpoint-unreachable',
  EACCES: 'endpoint-unreachable',
  EPERM: 'endpoint-unreachable',
  ECONNRESET: 'endpoint-closed',
  ECONNABORTED: 'endpoint-closed',
  EPIPE: 'endpoint-closed',
  ERR_SSL_UNEXPECTED_EOF_WHILE_READING: 'endpoint-closed',
  ERR_SSL_WRONG_VERSION_NUMBER: 'endpoint-not-tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'endpoint-not-tls',
  ERR_SSL_RECORD_LAYER_FAILURE: 'endpoint-not-tls',
  ERR_SSL_BAD_RECORD_TYPE: 'endpoint-not-tls',
  ERR_SSL_UNEXPECTED_MESSAGE: 'endpoint-not-tls',
  ERR_SSL_UNKNOWN_PROTOCOL: 'endpoint-not-tls',
  ERR_SSL_EXCESSIVE_MESSAGE_SIZE: 'chain-too-long',
};

/** Creates the failure of a connection. The message of the error is never shown. */
export function createConnectionFailure(error: unknown, broken: FailedAttempt): Failure {
  const { location, phase, proxy, starttls, seconds } = broken;
  const code = getErrorCode(error);
  const known = CODES[code];
  const hint = phase === 'starttls' ? IMPLICIT_TLS_HINT : '';
  if (code === 'ETIMEDOUT') return createFailure('endpoint-timeout', location, seconds, describePhase(broken), hint);
  if (proxy !== null && error instanceof ProxyError) return createProxyFailure(error.code, error.facts, location);
  if (phase === 'connect' && proxy !== null) return createProxyFailure('proxy-unreachable', { proxy }, location);
  if (phase === 'proxy' && known !== undefined)
    return createProxyFailure('proxy-closed', { proxy: proxy ?? '' }, location);
  if (known === 'endpoint-closed') return createFailure(known, location, hint);
  // The server sent plain text after it accepted STARTTLS, in a later packet.
  if (known === 'endpoint-not-tls' && starttls !== null) return createFailure('starttls-injection', location);
  if (known !== undefined) return createFailure(known, location);
  if (/^(?:ERR_SSL_|ERR_TLS_|EPROTO$)/.test(code)) return createFailure('tls-handshake-failed', location);
  return createFailure('endpoint-failed', location, code);
}

/** The hint for servers with implicit TLS, which are silent until the handshake, or close the connection. */
const IMPLICIT_TLS_HINT = '. If the port uses implicit TLS, remove `starttls`';

function describePhase({ phase, step, starttls, proxy }: FailedAttempt): string {
  if (phase === 'connect') return `connecting${proxy === null ? '' : ` to the proxy ${proxy}`}`;
  if (phase === 'proxy') return `waiting for the proxy ${proxy}, ${step}`;
  if (phase === 'handshake' || starttls === null) return 'TLS handshake';
  return `STARTTLS for ${STARTTLS_PROTOCOLS[starttls].title}, ${step}`;
}

/** Creates the failure of STARTTLS; null if it succeeded and no plain text followed. */
export function createStartTlsFailure(outcome: DialogueOutcome, starttls: StartTls, location: string): Failure | null {
  const { title } = STARTTLS_PROTOCOLS[starttls];
  switch (outcome.outcome) {
    case 'agreed':
      return outcome.rest.length === 0 ? null : createFailure('starttls-injection', location);
    case 'refused':
      return createFailure('starttls-refused', location, title, outcome.step);
    case 'wrong':
      return createFailure('starttls-unexpected-reply', location, title, starttls, outcome.step);
    case 'too-long':
      return createFailure('starttls-reply-too-long', location, title, outcome.step);
  }
}
