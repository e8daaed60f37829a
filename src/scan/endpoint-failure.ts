/** From the errors of name lookup, TCP and TLS to failures. */

import type { EndpointTarget, Failure } from '../types.ts';
import { errorCode, type FailureCode, failure } from './failures.ts';

export type Phase = 'lookup' | 'connect' | 'starttls' | 'handshake';

export type ConnectionError = Error & { code: string };

const PHASES: Record<Phase, string> = {
  lookup: 'while its name was being looked up',
  connect: 'while the connection was being made',
  starttls: 'while STARTTLS was being agreed on',
  handshake: 'in the TLS handshake',
};

type PlainCode = Extract<
  FailureCode,
  'endpoint-refused' | 'endpoint-unreachable' | 'endpoint-closed' | 'endpoint-not-tls'
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
};

/** What an error means that came up in this phase; its own message is never shown. */
export function connectionFailure(error: unknown, target: EndpointTarget, phase: Phase, seconds: number): Failure {
  const code = errorCode(error);
  if (code === 'ETIMEDOUT') return failure('endpoint-timeout', target.place, seconds, PHASES[phase]);
  if (phase === 'lookup') {
    const missing = code === 'ENOTFOUND' || code === 'ENODATA';
    return failure(missing ? 'endpoint-name-not-found' : 'endpoint-dns-failed', target.host);
  }
  const known = CODES[code];
  if (known !== undefined) return failure(known, target.place);
  if (/^(?:ERR_SSL_|ERR_TLS_|EPROTO$)/.test(code)) return failure('tls-handshake-failed', target.place);
  return failure('endpoint-failed', target.place, code);
}
