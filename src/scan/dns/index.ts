/** Looks up CAA and TLSA records in a resolver. */

import { type CaaPolicy, isLookupFailure, type LookupFailure, type TlsaRecord } from '../../domain/dns.ts';
import { isHostName } from '../../lib/host-port.ts';
import type { DnsClient } from './client.ts';

export { type DnsClient, openDnsClient } from './client.ts';

/**
 * Finds the CAA records that apply to a name: its own, or those of the nearest name above it that has any (RFC 8659 section 3). `name` is a
 * host name in ASCII, without the `*.` of a wildcard.
 */
export async function lookUpCaa(name: string, { ask }: Pick<DnsClient, 'ask'>): Promise<CaaPolicy | LookupFailure> {
  const labels = name.replace(/\.$/, '').toLowerCase().split('.');
  for (let start = 0; start < labels.length; start += 1) {
    const domain = labels.slice(start).join('.');
    const answer = await ask(domain, 'CAA');
    if (isLookupFailure(answer)) return answer;
    // The records of an alias belong to its target, and can only be changed there.
    if (answer.caa.length > 0)
      return { domain: isHostName(answer.name) ? answer.name : domain, properties: answer.caa };
  }
  return { domain: null, properties: [] };
}

/** A server whose TLSA records are looked up. */
export interface TlsaServer {
  /** A host name in ASCII. */
  name: string;
  port: number;
  /** The SRV records by which it may have been found. */
  services: readonly string[];
}

export interface TlsaAnswer {
  /** The name of the records, whether they exist or not: `_25._tcp.mx.example.com`. */
  name: string;
  /** The name of the server without its port, which is also one of its certificate's. */
  base: string;
  tlsa: TlsaRecord[];
  /** Whether DNSSEC protects them, and the way to them. */
  secure: boolean;
}

/** The maximum of TLSA records, because each is compared with a chain. Real servers have fewer. */
const MAX_TLSA_RECORDS = 50;

/**
 * Finds the TLSA records of a server (RFC 6698 section 3). If its name is an alias, the records of the target name take precedence (RFC
 * 7671 section 7); an insecure alias or SRV record is not followed (RFC 7673 section 3).
 */
export async function lookUpTlsa(
  { name, port, services }: TlsaServer,
  { ask }: Pick<DnsClient, 'ask'>,
): Promise<TlsaAnswer | LookupFailure> {
  const found = await Promise.all(services.map((service) => ask(service, 'SRV')));
  const address = await ask(name, 'A');
  const failure = [address, ...found].find(isLookupFailure);
  if (failure !== undefined) return failure;
  const areServicesSecure = found.every((answer) => 'secure' in answer && answer.secure);
  const isSecure = 'secure' in address && address.secure;
  const isAlias = 'secure' in address && address.name !== name;
  let best: TlsaAnswer | null = null;
  for (const base of isSecure && isAlias ? [address.name, name] : [name]) {
    const asked = `_${port}._tcp.${base}`;
    const answer = await ask(asked, 'TLSA');
    if (isLookupFailure(answer)) {
      if (isSecure || answer.cause === 'resolver' || (isAlias && (await isSecureAlias(name, ask)))) return answer;
      // Clients do not look up the records of a host that is not signed, so that this failure has no consequence (RFC 7672 section 2.2.2).
      return { name: asked, base, tlsa: [], secure: false };
    }
    const tlsa = answer.tlsa.slice(0, MAX_TLSA_RECORDS);
    const found = { name: asked, base, tlsa, secure: answer.secure && areServicesSecure };
    if (tlsa.length > 0 && answer.secure) return found;
    // Insecure records do not count, but are reported.
    if (best === null || best.tlsa.length === 0) best = found;
  }
  return best ?? { name, base: name, tlsa: [], secure: false };
}

/** Whether an alias is in a signed zone, although its target is not, or cannot be looked up. */
async function isSecureAlias(name: string, ask: DnsClient['ask']): Promise<boolean> {
  const alias = await ask(name, 'CNAME');
  return isLookupFailure(alias) || alias.secure;
}
