/** Fetches the renewal windows of certificates with a known ACME server, as often as the server allows it. */

import { formatAriCertificateId } from '../../certificate/ari-certificate-id.ts';
import { findDirectoryByIssuer } from '../../domain/acme-directories.ts';
import type { AcmeSettings, Entry, Failure, LocationReading, SourceReading } from '../../domain/index.ts';
import { isRenewalCheckDue, recordRenewals } from '../../events/state/renewal-info.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { fetchRenewalInfo, type RenewalInfoRequest, type RenewalInfoResult } from '../../scan/acme/renewal-info.ts';
import type { NetworkOptions } from '../../scan/network/index.ts';

export interface RenewalScope {
  log: EventLog;
  /** The entries that the scan read. */
  entries: readonly Entry[];
  readings: readonly SourceReading[];
  /** Milliseconds. */
  now: number;
}

/** A request for renewal information, with the entry that it is for. */
export type RenewalQuery = RenewalInfoRequest & { entry: string };

/** Returns the responses to the requests for renewal information, by fingerprint. */
export type FetchRenewals = (requests: readonly RenewalQuery[]) => Promise<ReadonlyMap<string, RenewalInfoResult>>;

/** Creates a fetcher that requests the information from the ACME servers. */
export function createRenewalFetcher(io: Io, options: NetworkOptions): FetchRenewals {
  return (requests) => fetchRenewalInfo(requests, io, options);
}

/**
 * Returns the log with the fetched windows. `problems` are those of directories in the manifest; problems of directories that were found by
 * the issuer are only in the report. Without a due certificate, nothing is loaded.
 */
export async function refreshRenewalInfo(
  { log, entries, readings, now }: RenewalScope,
  fetchRenewals: FetchRenewals,
): Promise<{ log: EventLog; problems: Failure[] }> {
  const queries = listRenewalQueries({ log, entries, readings, now });
  if (queries.length === 0) return { log, problems: [] };
  const responses = await fetchRenewals(queries);
  const explicit = new Set(entries.flatMap(({ acme }) => acme?.directory ?? []));
  const problems = queries.flatMap(({ fingerprint, directory }) => {
    const response = responses.get(fingerprint);
    if (response === undefined || !('code' in response)) return [];
    return explicit.has(directory) || response.code === 'internal-error' ? [response] : [];
  });
  return { log: recordRenewals(log, responses, now), problems: removeDuplicates(problems) };
}

/**
 * Lists one query for each certificate that is due, the one whose last query is oldest first. Each query is for an entry with a directory
 * in the manifest if there is one, and preferably for an entry without a probe.
 */
export function listRenewalQueries({ log, entries, readings, now }: RenewalScope): RenewalQuery[] {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const queries = new Map<string, RenewalQuery & { last: string; rank: number }>();
  for (const { entry: name, locations } of readings) {
    const entry = byName.get(name);
    if (entry === undefined || entry.acme === null) continue;
    for (const reading of locations) {
      const { certificate } = reading;
      const directory = resolveDirectory(reading, entry, entry.acme);
      if (certificate === null || directory === null) continue;
      const { fingerprint, facts, authority_key_id } = certificate;
      const certificate_id = formatAriCertificateId(authority_key_id, facts.serial_number);
      const logged = getOwn(log.renewals, fingerprint);
      if (certificate_id === null || Date.parse(facts.valid_to) < now || !isRenewalCheckDue(logged, now)) continue;
      const rank = (entry.acme.directory === null ? 0 : 2) + (entry.probe === null ? 1 : 0);
      if (rank <= (queries.get(fingerprint)?.rank ?? -1)) continue;
      const last = logged?.asked_at ?? '';
      const expiry = Date.parse(facts.valid_to);
      const { ca_file } = entry.acme;
      queries.set(fingerprint, { entry: name, fingerprint, certificate_id, expiry, directory, ca_file, last, rank });
    }
  }
  return [...queries.values()]
    .sort((a, b) => (a.last < b.last ? -1 : Number(a.last > b.last)))
    .map(({ last: _, rank: __, ...query }) => query);
}

/**
 * Resolves the directory of the ACME server that issued a certificate; null if it is unknown. ACME servers do not issue self-signed
 * certificates.
 */
function resolveDirectory(
  { certificate, trust }: LocationReading,
  { source }: Entry,
  acme: AcmeSettings,
): string | null {
  if (certificate === null || certificate.facts.issuer === certificate.facts.subject) return null;
  if (acme.directory !== null) return acme.directory;
  // Anyone can put any issuer name into a certificate: it is only used if the issuer's signature was verified.
  const usesMozilla = 'trust' in source && source.trust === 'mozilla' && source.ca_file === null;
  return usesMozilla && trust?.trusted === true ? findDirectoryByIssuer(certificate.facts.issuer) : null;
}

/** Removes duplicates: a failing directory fails for all of its certificates, and is reported once. */
function removeDuplicates(failures: readonly Failure[]): Failure[] {
  return [...new Map(failures.map((failure) => [failure.detail, failure])).values()];
}
