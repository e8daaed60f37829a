/** Explains why the certificate of a server is not trusted, with the chain that it sent. */

import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { findTlsProblem, type TlsProblem } from '../network-errors.ts';
import type { ProxyServer } from './proxy.ts';

/** The error for an invalid certificate of a server. `code` is the reason as Node names it. */
export class UntrustedCertificateError extends Error {
  readonly code: string;
  readonly problem: TlsProblem | undefined;
  constructor(socket: TLSSocket, proxy: ProxyServer | null) {
    super('the certificate of the server is not trusted');
    this.code = String(socket.authorizationError);
    const problem = findTlsProblem(this.code);
    this.problem =
      problem !== undefined && UNKNOWN_ISSUER.has(problem) ? explainIssuer(socket, proxy, problem) : problem;
  }
}

const UNKNOWN_ISSUER: ReadonlySet<TlsProblem> = new Set(['unknown-ca', 'incomplete-chain']);

/** Names in the certificates of CAs with which proxies, firewalls and filters issue the certificates of other servers. */
const INSPECTING_CAS =
  /proxy|inspect|intercept|decrypt|ssl[ -]?(?:bump|forward|scan)|firewall|web ?(?:gateway|filter|security)|zscaler|netskope|forti(?:gate|net)|palo ?alto|blue ?coat|umbrella|websense|forcepoint|sophos|barracuda|check ?point|mcafee|skyhigh|menlo|iboss|smoothwall|cloudflare gateway/i;

function explainIssuer(socket: TLSSocket, proxy: ProxyServer | null, problem: TlsProblem): TlsProblem {
  if (listIssuers(socket.getPeerX509Certificate()).some((name) => INSPECTING_CAS.test(name))) return 'inspected';
  return proxy === null ? problem : 'unknown-ca-behind-proxy';
}

/** The maximum length of a chain: real chains are shorter. */
const MAX_CHAIN = 10;

/** Lists the names of the issuers of a chain. They are compared, and never shown. */
function listIssuers(leaf: X509Certificate | undefined): string[] {
  const names: string[] = [];
  for (let certificate = leaf; certificate !== undefined && names.length < MAX_CHAIN; ) {
    names.push(certificate.issuer);
    certificate = certificate.issuerCertificate;
  }
  return names;
}
