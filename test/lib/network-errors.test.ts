import { expect, it } from 'vitest';
import { classifyNetworkError, type NetworkErrorKind } from '../../src/lib/network-errors.ts';

it.each<[kind: NetworkErrorKind | undefined, codes: string[]]>([
  ['name-not-found', ['ENOTFOUND', 'ENODATA']],
  ['dns-failed', ['ESERVFAIL', 'EREFUSED', 'ETIMEOUT', 'EAI_AGAIN']],
  ['timeout', ['ETIMEDOUT', 'TimeoutError', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT']],
  ['connection-refused', ['ECONNREFUSED']],
  ['connection-reset', ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET']],
  ['unreachable', ['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EHOSTDOWN']],
  ['tls-failed', ['ERR_SSL_WRONG_VERSION_NUMBER', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'EPROTO']],
  [undefined, ['', 'ENOENT', 'EXECONNREFUSED']],
])('%s is what %j say', (kind, codes) => {
  expect(codes.map(classifyNetworkError)).toEqual(codes.map(() => kind));
});
