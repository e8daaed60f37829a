/** Adds the DNS records of servers to the readings, for entries with expectations about them. */

import { isIP } from 'node:net';
import { type DaneEvidence, isLookupFailure } from '../../domain/dns.ts';
import type {
  CaaLookup,
  CertificateFacts,
  Entry,
  Expectations,
  Failure,
  LocationReading,
  SourceReading,
} from '../../domain/index.ts';
import { type EndpointSource, findServer, type ServerName } from '../../domain/sources/endpoint.ts';
import { catchBugs, createBugReporter, type ReportBug } from '../../lib/bugs/catch-bugs.ts';
import type { Io } from '../../lib/io.ts';
import { type DnsClient, lookUpCaa, lookUpTlsa, openDnsClient } from '../../scan/dns/index.ts';
import type { NetworkOptions } from '../../scan/network/index.ts';
import { createFailedReading } from './index.ts';
import { listAcceptedNames, matchTlsa } from './match-tlsa.ts';

/** Looks up only names that are in the manifest, and no other names of certificates. `now`: the time of the scan in milliseconds. */
export async function lookUpDns(
  readings: readonly SourceReading[],
  entries: readonly Entry[],
  io: Io,
  { now, ...options }: NetworkOptions & { now: number },
): Promise<readonly SourceReading[]> {
  const expecting = new Map(entries.flatMap((entry) => (expectsRecords(entry) ? [[entry.name, entry]] : [])));
  if (expecting.size === 0) return readings;
  const reportBug = createBugReporter(io);
  return catchBugs(
    () => addToReadings(readings, expecting, io, { now, reportBug, ...options }),
    () => readings.map((reading) => (expecting.has(reading.entry) ? failLocations(reading) : reading)),
    reportBug,
  );
}

/** Fails all locations, after a bug that is not one of a single location. */
function failLocations(reading: SourceReading): SourceReading {
  return { ...reading, locations: reading.locations.map(createFailedReading) };
}

async function addToReadings(
  readings: readonly SourceReading[],
  expecting: ReadonlyMap<string, Entry>,
  io: Io,
  { now, reportBug, ...options }: NetworkOptions & { now: number; reportBug: ReportBug },
): Promise<readonly SourceReading[]> {
  const client = openDnsClient(io, options);
  const add = (location: LocationReading, entry: Entry) =>
    catchBugs(
      () => addDnsEvidence(location, entry, { client, now }),
      () => createFailedReading(location),
      reportBug,
    );
  try {
    const added = readings.map(async (reading) => {
      const entry = expecting.get(reading.entry);
      if (entry === undefined) return reading;
      const locations = reading.locations.map((location) => add(location, entry));
      return { ...reading, locations: await Promise.all(locations) };
    });
    return await Promise.all(added);
  } finally {
    await client.close();
  }
}

/** Lists the reasons of failed lookups, each once: a resolver that does not respond fails all of them. */
export function listLookupProblems(readings: readonly SourceReading[]): Failure[] {
  const failures = readings
    .flatMap(({ locations }) => locations)
    .flatMap(({ caa, dane }) => [
      ...(caa?.lookups.map(({ policy }) => policy).filter(isLookupFailure) ?? []),
      ...(dane !== undefined && 'failure' in dane.state ? [dane.state.failure] : []),
    ]);
  return [...new Map(failures.map(({ code, detail }) => [detail, { code, detail }])).values()];
}

function expectsRecords({ expect }: Entry): boolean {
  return expect?.caa !== undefined || expect?.dane !== undefined;
}

interface LookupContext {
  client: DnsClient;
  now: number;
}

async function addDnsEvidence(found: LocationReading, entry: Entry, context: LookupContext): Promise<LocationReading> {
  const { chainDer, ...reading } = found;
  const { source, expect } = entry;
  const server = source.kind === 'endpoint' ? findServer(source, reading.location) : null;
  if (reading.certificate === null || source.kind !== 'endpoint' || expect === null || server === null) return reading;
  const [caa, dane] = await Promise.all([
    addCaa(server.name, reading.certificate.facts, expect, context.client),
    addDane({ ...reading, chainDer }, { ...server, source, expect }, context),
  ]);
  return { ...reading, ...(caa && { caa }), ...(dane && { dane }) };
}

interface DaneServer extends ServerName {
  source: EndpointSource;
  expect: Expectations;
}

/** Adds TLSA records, which a server that is known by its address only does not have. */
async function addDane(
  { chainDer, trust }: LocationReading,
  { name, port, source, expect }: DaneServer,
  { client, now }: LookupContext,
): Promise<DaneEvidence | null> {
  const { dane: expected, names, keys } = expect;
  if (expected === undefined || chainDer === undefined || !isDomainName(name)) return null;
  const found = await lookUpTlsa({ name, port, services: source.services }, client);
  const evidence = { expected, keeps_key: keys.length > 0 };
  if (isLookupFailure(found)) return { ...evidence, state: { failure: found } };
  const { tlsa, ...where } = found;
  const is_smtp = source.starttls === 'smtp';
  const accepted = [...listAcceptedNames(name, found.base, is_smtp), ...names];
  const server = { chainDer, trust, names: accepted, is_smtp, now };
  return { ...evidence, state: { ...where, records: matchTlsa(tlsa, server) ?? [] } };
}

async function addCaa(
  host: string,
  facts: CertificateFacts,
  { caa: expected, names }: Expectations,
  client: DnsClient,
): Promise<LocationReading['caa'] | null> {
  if (expected === undefined) return null;
  const lookups = listCaaNames([host, ...names], facts).map(
    async (one): Promise<CaaLookup> => ({ ...one, policy: await lookUpCaa(one.name, client) }),
  );
  return lookups.length === 0 ? null : { expected, lookups: await Promise.all(lookups) };
}

/**
 * Lists the names that the next certificate needs: those of the manifest, as this certificate covers them. A wildcard is validated at the
 * name above it (RFC 8659 section 3).
 */
export function listCaaNames(
  names: readonly string[],
  { sans }: Pick<CertificateFacts, 'sans'>,
): Omit<CaaLookup, 'policy'>[] {
  const covered = new Set(sans.map((name) => name.toLowerCase()));
  const found = names.filter(isDomainName).flatMap((written) => {
    if (written.startsWith('*.')) return [{ name: written.slice(2), is_wildcard: true }];
    const parent = written.slice(written.indexOf('.') + 1);
    const isWild = covered.has(`*.${parent}`) && parent.includes('.');
    return [
      ...(covered.has(written) || !isWild ? [{ name: written, is_wildcard: false }] : []),
      ...(isWild ? [{ name: parent, is_wildcard: true }] : []),
    ];
  });
  return [...new Map(found.map((one) => [`${one.name} ${one.is_wildcard}`, one])).values()];
}

/** Whether a name is a domain name: addresses and mail addresses have no CAA records of their own. */
export function isDomainName(name: string): boolean {
  return name.includes('.') && !name.includes('@') && isIP(name) === 0;
}
