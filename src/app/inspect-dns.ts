/** Shows the facts of DNS and the registry about an endpoint: the CAA records of its name, its TLSA records, and its registration. */

import { checkCaa } from '../assess/findings/caa.ts';
import type { ParsedCertificate } from '../certificate/x509/parse.ts';
import { type DaneMatch, isLookupFailure, type TlsaRecord } from '../domain/dns.ts';
import type { EndpointSource, Trust } from '../domain/index.ts';
import { normalizeDomain } from '../domain/sources/domain.ts';
import { findServer } from '../domain/sources/endpoint.ts';
import type { InspectedCaa, InspectedDns, InspectedRegistration, InspectedTlsa } from '../generated/inspect.ts';
import { truncate } from '../lib/text/truncate.ts';
import { type DnsClient, lookUpCaa, lookUpTlsa, type TlsaServer } from '../scan/dns/index.ts';
import type { RdapClient } from '../scan/rdap/client.ts';
import { isDomainName, listCaaNames } from './verify/look-up-dns.ts';
import { listAcceptedNames, matchTlsa, type PresentedServer } from './verify/match-tlsa.ts';

export interface InspectedServer {
  source: EndpointSource;
  location: string;
  /** The certificates, the leaf first; empty if the server could not be read. */
  certificates: readonly [] | readonly [ParsedCertificate, ...{ der: Uint8Array }[]];
  /** The trust; undefined if it was not evaluated. */
  trust: Trust | undefined;
  /** Milliseconds. */
  now: number;
  /** The base URL of the RDAP server; null: the server of the registry. */
  rdap_url: string | null;
}

/** Inspects DNS; undefined for a server without a DNS name. */
export async function inspectDns(
  { source, location, certificates, trust, now, rdap_url }: InspectedServer,
  client: DnsClient,
  rdap: Pick<RdapClient, 'lookUp'>,
): Promise<InspectedDns | undefined> {
  const server = findServer(source, location);
  if (server === null || !isDomainName(server.name)) return undefined;
  const facts = certificates[0]?.facts ?? null;
  const names = listCaaNames([server.name], { sans: facts?.sans ?? [] });
  const caa = names.map((one) => inspectCaa(one, facts?.issuer ?? null, client));
  const chainDer = certificates.map(({ der }) => der);
  const presented = { chainDer, trust, is_smtp: source.starttls === 'smtp', now };
  return {
    registration: await inspectRegistration(server.name, rdap_url, rdap),
    caa: await Promise.all(caa),
    tlsa: await inspectTlsa({ ...server, services: source.services }, presented, client),
  };
}

async function inspectRegistration(
  name: string,
  rdap_url: string | null,
  rdap: Pick<RdapClient, 'lookUp'>,
): Promise<InspectedRegistration> {
  const result = await rdap.lookUp(normalizeDomain(name), rdap_url, 0);
  if ('failure' in result)
    return {
      domain: name,
      valid_to: null,
      registrar: null,
      registrar_valid_to: null,
      statuses: [],
      error: result.failure,
    };
  const { since: _, ...registration } = result.registration;
  return { ...registration, error: null };
}

async function inspectCaa(
  { name, is_wildcard }: { name: string; is_wildcard: boolean },
  issuer: string | null,
  client: DnsClient,
): Promise<InspectedCaa> {
  const policy = await lookUpCaa(name, client);
  const nothing = { name, wildcard: is_wildcard, domain: null, records: [], result: null, ca: null };
  if (isLookupFailure(policy)) return { ...nothing, error: { code: policy.code, detail: policy.detail } };
  const { result, ca } = checkCaa(policy, is_wildcard, issuer);
  const records = policy.properties.map(
    ({ critical, tag, value }) => `${critical ? 128 : 0} ${truncate(tag)} "${truncate(value)}"`,
  );
  return { ...nothing, domain: policy.domain, records, result, ca: ca?.name ?? null, error: null };
}

async function inspectTlsa(
  server: TlsaServer,
  presented: Omit<PresentedServer, 'names'>,
  client: DnsClient,
): Promise<InspectedTlsa> {
  const found = await lookUpTlsa(server, client);
  if (isLookupFailure(found)) {
    const { code, detail } = found;
    return { name: `_${server.port}._tcp.${server.name}`, secure: false, records: [], error: { code, detail } };
  }
  const { name, base, secure, tlsa } = found;
  const matches = matchTlsa(tlsa, { ...presented, names: listAcceptedNames(server.name, base, presented.is_smtp) });
  const records = (matches ?? tlsa.map(withoutCertificate)).map(
    ({ usage, selector, matching_type, data, result, reason }) => {
      return { record: truncate(`${usage} ${selector} ${matching_type} ${data}`), result, reason };
    },
  );
  return { name, secure, records, error: null };
}

function withoutCertificate(record: TlsaRecord): DaneMatch {
  return { ...record, result: 'unknown', reason: 'no certificate of the server could be read' };
}
