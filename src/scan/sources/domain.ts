/** Reads the registrations of domains, each at most once a day, and MTA-STS and DNSSEC of those whose entry asks for them. */

import type { DomainSource, Observed, RawLocation, RawSource, Registration } from '../../domain/index.ts';
import { formatDomainLocation } from '../../domain/sources/domain.ts';
import { DAY, HOUR } from '../../domain/thresholds.ts';
import { limitOr } from '../../lib/deadline.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { readDnssecFacts } from '../dnssec/index.ts';
import { createLateFailure } from '../failures.ts';
import { readMtaStsFacts } from '../mta-sts/index.ts';
import { createKeptNotice } from '../rdap/failures.ts';
import { MAX_STATUSES } from '../rdap/response.ts';
import type { ReadContext, ReadJob } from './reader.ts';

/** The age of a fresh answer: almost a day, because a daily scan may start a little earlier than the last one. */
const FRESH_MS = DAY - 2 * HOUR;

/** The time for which the last answer is used while the server does not respond. */
const KEPT_MS = 3 * DAY;

/** Lists one job for each domain. */
export function listDomainJobs(source: DomainSource, context: ReadContext): ReadJob[] {
  return source.domains.map((domain) => {
    const location = formatDomainLocation(domain);
    const read = async (): Promise<RawSource[]> => {
      const [raw, policy, signatures] = await Promise.all([
        readDomain(location, domain, source.rdap_url, context),
        source.mta_sts ? readMtaStsFacts(domain, source, context) : {},
        source.dnssec ? readDnssecFacts(domain, context) : {},
      ]);
      const added = { ...policy, ...signatures, ...(source.lock && readLock(raw.observed)) };
      return [{ entry: context.entry.name, source: location, failure: null, locations: [addFacts(raw, added)] }];
    };
    return { sources: [location], read };
  });
}

/** The statuses of a domain that cannot be moved to another registrar (RFC 8056 section 2, RFC 9083 section 10.2.2). */
const LOCKS: ReadonlySet<string> = new Set([
  'client transfer prohibited',
  'server transfer prohibited',
  'transfer prohibited',
  'locked',
]);

/** Reads the transfer lock from the statuses. A registry that lists none says nothing about it. */
function readLock({ registration }: Observed): Pick<Observed, 'transfer_lock'> {
  if (registration === undefined) return {};
  const { statuses } = registration;
  if (statuses.some((status) => LOCKS.has(status))) return { transfer_lock: 'locked' };
  return { transfer_lock: statuses.length === 0 || statuses.length >= MAX_STATUSES ? 'unknown' : 'unlocked' };
}

/** Adds facts to those of the registry. A location that could not be read has none. */
function addFacts(raw: RawLocation, facts: Observed): RawLocation {
  return 'failure' in raw ? raw : ({ ...raw, observed: { ...raw.observed, ...facts } } as RawLocation);
}

async function readDomain(
  location: string,
  domain: string,
  rdap_url: string | null,
  { io, deadline, findRegistration, openRdap }: ReadContext,
): Promise<RawLocation> {
  const known = findRegistration(location);
  const age = known === null ? Number.POSITIVE_INFINITY : getAge(known, io.now());
  if (known !== null && age < FRESH_MS) return { location, observed: { registration: known } };
  const lookUp = async () => {
    const client = await openRdap();
    return client.lookUp(domain, rdap_url, known === null ? 0 : parseIsoTime(known.since));
  };
  const createLate = () => ({ failure: createLateFailure(location), isTemporary: true });
  const result = await limitOr(deadline, lookUp, createLate);
  if ('registration' in result) return { location, observed: { registration: result.registration } };
  const { failure, isTemporary } = result;
  if (known === null || !isTemporary || age >= KEPT_MS) return { location, observed: {}, failure };
  return { location, observed: { registration: known }, notice: createKeptNotice(failure, known.since) };
}

/** Returns the age of an answer. One from the future has a time of a wrong clock. */
function getAge({ since }: Registration, now: number): number {
  const age = now - parseIsoTime(since);
  return age < 0 ? Number.POSITIVE_INFINITY : age;
}
