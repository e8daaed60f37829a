/** Reads the records of certificate transparency logs about the domains of `ct` entries, and decodes them. */

import { computeIssuanceDigests } from '../certificate/x509/issuance-digests.ts';
import { parseCertificate, toBuffer } from '../certificate/x509/parse.ts';
import { toRfc4514 } from '../domain/distinguished-name.ts';
import type { DomainReading, Entry, Issuance } from '../domain/index.ts';
import { findDomain } from '../domain/index.ts';
import type { CtSource } from '../domain/sources/ct.ts';
import type { EventLog } from '../generated/event-log.ts';
import { catchBugs, catchBugsSync, createBugReporter } from '../lib/bugs/catch-bugs.ts';
import type { Io } from '../lib/io.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import type { Redact } from '../lib/secrets/redactor.ts';
import { truncate } from '../lib/text/truncate.ts';
import {
  type CtEntry,
  createFailedReading,
  type DomainTask,
  type RawDomainReading,
  type RawIssuance,
  readDomains,
} from '../scan/ct/index.ts';
import { selectNames } from '../scan/ct/provider.ts';
import type { NetworkOptions } from '../scan/network/index.ts';
import { addCaaResults } from './issuance-caa.ts';
import { createEntryRedactors } from './verify/redact-readings.ts';

export type TransparencyEntry = Entry & CtEntry;

/** Whether `readTransparency` reads an entry, instead of the readers of sources of certificates. */
export function isTransparencyEntry(entry: Entry): entry is TransparencyEntry {
  return entry.source.kind === 'ct';
}

/** Requests every domain of the entries from the providers, as far as their limits permit. A bug is the failure of its domain. */
export async function readTransparency(
  entries: readonly TransparencyEntry[],
  log: EventLog,
  options: NetworkOptions,
  io: Io,
): Promise<DomainReading[]> {
  const retries = collectRetries(log);
  const tasks = entries.flatMap((entry) =>
    entry.source.domains.map((domain): DomainTask => {
      const logged = findDomain(log, entry.name, domain);
      const isSame = logged?.query === formatQuery(entry.source);
      return {
        entry,
        domain,
        cursor: isSame ? logged.cursor : null,
        answered_at: logged?.answered_at ?? null,
        retry_at: retries.get(formatQuery(entry.source)) ?? null,
      };
    }),
  );
  if (tasks.length === 0) return [];
  const read = await readDomains(tasks, io, options);
  const redactors = createEntryRedactors(entries, io);
  const reportBug = createBugReporter(io);
  const readings = read.map((one) => {
    const redact = redactors?.(one.task.entry.name) ?? ((text) => text);
    return catchBugsSync(
      () => toDomainReading(one, redact),
      () => toDomainReading(createFailedReading(one.task), redact),
      reportBug,
    );
  });
  return catchBugs(
    () => addCaaResults(readings, log, entries, io, options),
    () => readings,
    reportBug,
  );
}

/** Collects the times at which each provider permits the next request: its limit is that of all domains. */
function collectRetries({ transparency = {} }: EventLog): Map<string, number> {
  const retries = new Map<string, number>();
  for (const { query, retry_at } of Object.values(transparency).flatMap((domains) => Object.values(domains)))
    if (retry_at !== undefined) retries.set(query, Math.max(retries.get(query) ?? 0, Date.parse(retry_at)));
  return retries;
}

/** Formats the query that a cursor belongs to. */
function formatQuery({ provider, api_url, include_subdomains }: CtSource): string {
  return `${provider} ${api_url}${include_subdomains ? ' with subdomains' : ''}`;
}

function toDomainReading(
  { task, issuances, cursor, isComplete, failure, retry_at }: RawDomainReading,
  redact: Redact,
): DomainReading {
  const { entry, domain } = task;
  return {
    entry: entry.name,
    domain,
    query: formatQuery(entry.source),
    issuances: issuances.map((raw) => decodeIssuance(raw, domain, redact)),
    // A server may repeat a token anywhere.
    cursor: cursor === null || redact(cursor) !== cursor ? null : cursor,
    isComplete,
    failure,
    retry_at: retry_at === null ? null : formatIsoTime(retry_at),
  };
}

/** A serial number has at most 20 octets (RFC 5280 section 4.1.2.2). */
const MAX_SERIAL_DIGITS = 128;

function limitSerial(serial: string | null): string | null {
  return serial !== null && serial.length <= MAX_SERIAL_DIGITS ? serial : null;
}

/** Decodes an issuance. The certificate itself takes precedence over the fields of the provider. */
export function decodeIssuance({ der, ...raw }: RawIssuance, domain: string, redact: Redact): Issuance {
  const parsed = der === null ? null : parseCertificate(toBuffer(der));
  const facts = parsed === null || 'code' in parsed ? null : parsed.facts;
  const digests = der === null ? null : computeIssuanceDigests(der);
  const names = facts === null ? raw.names : selectNames([...raw.names, facts.common_name, ...facts.sans], domain);
  return {
    names: names.map(redact),
    issuer: redact(truncate(facts?.issuer || toRfc4514(raw.issuer ?? '') || '(no name)')),
    serial_number: limitSerial(facts?.serial_number ?? raw.serial_number),
    tbs_sha256: raw.tbs_sha256 ?? digests?.tbs_sha256 ?? null,
    key_sha256: raw.key_sha256 ?? digests?.key_sha256 ?? null,
    caa_domains: raw.caa_domains.map(redact),
    valid_from: facts?.valid_from ?? raw.valid_from,
    valid_to: facts?.valid_to ?? raw.valid_to,
  };
}
