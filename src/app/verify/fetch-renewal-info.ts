/** Asks when certificates are to be renewed: those whose ACME server is known, as often as the server wants it. */

import { formatAriCertificateId } from '../../certificate/ari-certificate-id.ts';
import { findDirectoryByIssuer } from '../../domain/acme-directories.ts';
import type { AcmeSettings, Entry, Failure, PlaceReading, SourceReading } from '../../domain/index.ts';
import { isRenewalCheckDue, recordRenewals } from '../../events/state/renewal-info.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { getOwn } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import type { RenewalInfoRequest } from '../../scan/acme/renewal-info.ts';
import type { NetworkOptions } from '../../scan/network/index.ts';

export interface RenewalScope {
  log: EventLog;
  /** Those that the scan read. */
  entries: readonly Entry[];
  readings: readonly SourceReading[];
  /** Milliseconds. */
  now: number;
}

/**
 * The log with what was heard. `problems` are those of directories that the manifest names: what is asked without
 * having been written is told of in the report alone. Nothing is loaded where nobody is to be asked.
 */
export async function refreshRenewalInfo(
  { log, entries, readings, now }: RenewalScope,
  io: Io,
  options: NetworkOptions,
): Promise<{ log: EventLog; problems: Failure[] }> {
  const questions = listRenewalQueries({ log, entries, readings, now });
  if (questions.length === 0) return { log, problems: [] };
  const { fetchRenewalInfo: askRenewals } = await import('../../scan/acme/renewal-info.ts');
  const heard = await askRenewals(questions, io, options);
  const written = new Set(entries.flatMap(({ acme }) => acme?.directory ?? []));
  const problems = questions.flatMap(({ fingerprint, directory }) => {
    const answer = heard.get(fingerprint);
    return answer !== undefined && 'code' in answer && written.has(directory) ? [answer] : [];
  });
  return { log: recordRenewals(log, heard, now), problems: removeDuplicates(problems) };
}

/** One question for each certificate that is due, wherever it is; those that were not heard of for longest come first. */
export function listRenewalQueries({ log, entries, readings, now }: RenewalScope): RenewalInfoRequest[] {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const asked = new Map<string, RenewalInfoRequest & { last: string }>();
  for (const { entry: name, places } of readings) {
    const entry = byName.get(name);
    if (entry === undefined || entry.acme === null) continue;
    for (const reading of places) {
      const { certificate } = reading;
      const directory = resolveDirectory(reading, entry, entry.acme);
      if (certificate === null || directory === null) continue;
      const { fingerprint, facts, authority_key_id } = certificate;
      const certificate_id = formatAriCertificateId(authority_key_id, facts.serial_number);
      const logged = getOwn(log.renewals, fingerprint);
      if (certificate_id === null || Date.parse(facts.valid_to) < now || !isRenewalCheckDue(logged, now)) continue;
      // What an entry says goes before what is known of the issuer.
      if (asked.has(fingerprint) && entry.acme.directory === null) continue;
      const last = logged?.asked_at ?? '';
      asked.set(fingerprint, { fingerprint, certificate_id, directory, ca_file: entry.acme.ca_file, last });
    }
  }
  return [...asked.values()]
    .sort((a, b) => (a.last < b.last ? -1 : Number(a.last > b.last)))
    .map(({ last: _, ...question }) => question);
}

/** Whom to ask; null: nobody. A certificate that signs itself comes from no ACME server. */
function resolveDirectory({ certificate, trust }: PlaceReading, { source }: Entry, acme: AcmeSettings): string | null {
  if (certificate === null || certificate.facts.issuer === certificate.facts.subject) return null;
  if (acme.directory !== null) return acme.directory;
  // Anybody can write an issuer's name into a certificate: it counts where the issuer is known to have signed it.
  const byMozilla = 'trust' in source && source.trust === 'mozilla' && source.ca_file === null;
  return byMozilla && trust?.trusted === true ? findDirectoryByIssuer(certificate.facts.issuer) : null;
}

/** A directory that fails fails for all of its certificates. */
function removeDuplicates(failures: readonly Failure[]): Failure[] {
  return [...new Map(failures.map((failure) => [failure.detail, failure])).values()];
}
