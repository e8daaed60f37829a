import { expect, it } from 'vitest';
import {
  classifyNetworkError,
  describeTlsProblem,
  findTlsProblem,
  type NetworkErrorKind,
  type TlsProblem,
} from '../../src/lib/network-errors.ts';

it.each<[kind: NetworkErrorKind | undefined, codes: string[]]>([
  ['name-not-found', ['ENOTFOUND', 'ENODATA']],
  ['dns-failed', ['ESERVFAIL', 'EREFUSED', 'ETIMEOUT', 'EAI_AGAIN']],
  ['timeout', ['ETIMEDOUT', 'TimeoutError', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT']],
  ['connection-refused', ['ECONNREFUSED']],
  ['connection-reset', ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET']],
  ['unreachable', ['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EHOSTDOWN']],
  ['tls-failed', ['ERR_SSL_WRONG_VERSION_NUMBER', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'EPROTO']],
  [undefined, ['', 'ENOENT', 'EXECONNREFUSED', 'ECONNREFUSED2', 'XEPIPE', 'EPIPE2', 'XEHOSTDOWN', 'EHOSTDOWN2']],
  [undefined, ['XENODATA', 'ENODATA2', 'XESERVFAIL', 'ESERVFAIL2', 'XETIMEDOUT', 'ETIMEDOUT2', 'XEPROTO', 'EPROTO2']],
])('%s is what %j say', (kind, codes) => {
  expect(codes.map(classifyNetworkError)).toEqual(codes.map(() => kind));
});

it.each<[problem: TlsProblem | undefined, codes: string[]]>([
  ['expired', ['CERT_HAS_EXPIRED']],
  ['not-yet-valid', ['CERT_NOT_YET_VALID']],
  ['revoked', ['CERT_REVOKED']],
  ['self-signed', ['DEPTH_ZERO_SELF_SIGNED_CERT']],
  ['unknown-ca', ['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY']],
  ['unknown-ca', ['CERT_UNTRUSTED']],
  ['incomplete-chain', ['UNABLE_TO_VERIFY_LEAF_SIGNATURE']],
  ['name-mismatch', ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH']],
  ['not-tls', ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_HTTP_REQUEST']],
  ['version', ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION']],
  [undefined, ['', 'EPROTO', 'XCERT_HAS_EXPIRED', 'CERT_HAS_EXPIRED2', 'CERT_REVOKED2', 'HOSTNAME_MISMATCH2']],
])('the problem %s has the codes %j', (problem, codes) => {
  expect(codes.map(findTlsProblem)).toEqual(codes.map(() => problem));
});

it('a problem with TLS names the setting for a private CA if that may help', () => {
  expect(describeTlsProblem('self-signed', 'ca_file')).toBe(
    'TLS handshake failed: the certificate of the server is self-signed. If that is intended, set ca_file to its PEM file.',
  );
  expect(describeTlsProblem('expired', 'ca_file')).toBe(
    'TLS handshake failed: the certificate of the server has expired. Renew it there.',
  );
  expect(describeTlsProblem('', 'ca_file')).toContain('for a private CA, set ca_file to its PEM file.');
});
