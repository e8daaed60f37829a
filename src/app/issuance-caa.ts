/**
 * Compares the CAs of discovered issuances with the CAA records of their names. What could not be looked up is recorded, and the next scans look
 * it up again.
 */

import { findExpected } from '../assess/findings/expected-issuances.ts';
import { findCaaRefusal } from '../assess/findings/issuance-caa.ts';
import { isLookupFailure } from '../domain/dns.ts';
import type { CheckedIssuance, DomainReading, Entry, Failure, IsoTime, Issuance } from '../domain/index.ts';
import { findDomain, formatIssuanceKey, getIssuanceDomain, getRecorded, isIssuedFor } from '../domain/index.ts';
import type { EventLog } from '../generated/event-log.ts';
import { compareText, getOwn } from '../lib/collections.ts';
import { isHostName } from '../lib/host-port.ts';
import type { Io } from '../lib/io.ts';
import { parseIsoTime } from '../lib/iso-time.ts';
import { createCtFailure } from '../scan/ct/failures.ts';
import { type DnsClient, lookUpCaa, openDnsClient } from '../scan/dns/index.ts';
import type { NetworkOptions } from '../scan/network/index.ts';

/** The maximum of names that one scan looks up; issuances with further ones wait for the next scan. */
const MAX_NAMES = 1000;

/**
 * Adds the results to the readings. Only names in the domains of the manifest are looked up, and those of their wildcards: other names in
 * certificates belong to others. Issuances of the first scan are not compared, because no alert is about them.
 */
export async function addCaaResults(
  readings: readonly DomainReading[],
  log: EventLog,
  entries: readonly Entry[],
  io: Io,
  { max_names = MAX_NAMES, ...options }: NetworkOptions & { max_names?: number },
): Promise<DomainReading[]> {
  const tasks = listTasks(readings, log, entries, io.now());
  if (tasks.length === 0) return [...readings];
  const client = openDnsClient(io, options);
  const hasRoom = createBudget(max_names);
  try {
    const outcomes = await Promise.all(
      tasks.map(async (task) => {
        if (task.isExpected) return { task, ...EXPECTED };
        return { task, ...(hasRoom(task.names) ? await check(task, client) : POSTPONED) };
      }),
    );
    return readings.map((reading) => addOutcomes(reading, outcomes));
  } finally {
    await client.close();
  }
}

/** Lists the failures of lookups, each once. */
export function listCaaProblems(readings: readonly DomainReading[]): Failure[] {
  const failures = readings.flatMap(({ caa_failure }) => caa_failure ?? []);
  return [...new Map(failures.map(({ code, detail }) => [detail, { code, detail }])).values()];
}

interface Task {
  reading: DomainReading;
  key: string;
  issuance: Pick<Issuance, 'issuer' | 'caa_domains'>;
  /** The names that are looked up. */
  names: string[];
  /** The time of its discovery; null: now. */
  since: IsoTime | null;
  /** Whether the manifest expects it, so that it needs no result. */
  isExpected: boolean;
}

interface Outcome extends CheckedIssuance {
  failure: Failure | 'postponed' | null;
}

const UNCHECKED = { unchecked: 'caa' } as const;
const POSTPONED: Outcome = { ...UNCHECKED, failure: 'postponed' };
/** The manifest may not expect it for good: then a later scan looks it up. */
const EXPECTED: Outcome = { ...UNCHECKED, failure: null };

/** Lists new issuances first, then those that earlier scans could not look up, the latest first. */
function listTasks(readings: readonly DomainReading[], log: EventLog, entries: readonly Entry[], now: number): Task[] {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const create = (
    reading: DomainReading,
    key: string,
    issuance: Task['issuance'] & { names: string[] },
    since: IsoTime | null,
  ): Task => {
    const { domain } = reading;
    const entry = byName.get(reading.entry);
    const isExpected = entry !== undefined && findExpected(issuance, domain, entry) !== null;
    const names = issuance.names.filter((name) => isIssuedFor(name, domain));
    return { reading, key, issuance, since, names, isExpected };
  };
  const fresh = readings.flatMap((reading) => {
    const { entry, domain } = reading;
    if (findDomain(log, entry, domain) === undefined) return [];
    const known = getOwn(log.issuances, entry) ?? {};
    return reading.issuances.flatMap((issuance) => {
      const key = formatIssuanceKey(domain, issuance);
      return getOwn(known, key) === undefined ? create(reading, key, issuance, null) : [];
    });
  });
  const waiting = readings.flatMap((reading) =>
    Object.entries(getOwn(log.issuances, reading.entry) ?? {}).flatMap(([key, logged]) => {
      const issuance = logged.unchecked && getIssuanceDomain(key) === reading.domain ? getRecorded(logged) : null;
      if (issuance === null || parseIsoTime(issuance.valid_to) < now) return [];
      const { caa_domains = [], first_seen_at = null } = issuance;
      return create(reading, key, { ...issuance, caa_domains }, first_seen_at);
    }),
  );
  return [...fresh, ...waiting.sort((a, b) => compareText(b.since ?? '', a.since ?? ''))];
}

/** Creates a function that says whether all names of an issuance can still be looked up. A name counts once. */
function createBudget(max_names: number): (names: readonly string[]) => boolean {
  const counted = new Set<string>();
  return (names) => {
    const added = new Set(names.map(findQueryable).filter((name) => !counted.has(name)));
    if (counted.size + added.size > max_names) return false;
    for (const name of added) counted.add(name);
    return true;
  };
}

async function check({ issuance, names }: Task, client: DnsClient): Promise<Outcome> {
  const lookups = names.map(async (name) => ({ name, policy: await lookUpCaa(findQueryable(name), client) }));
  const found = await Promise.all(lookups);
  const answered = found.flatMap(({ name, policy }) => (isLookupFailure(policy) ? [] : [{ name, policy }]));
  const refusal = findCaaRefusal(issuance, answered);
  if (refusal !== null) return { not_allowed: 'caa', caa: refusal, failure: null };
  const failure = found.map(({ policy }) => policy).find(isLookupFailure) ?? null;
  return { ...(failure && UNCHECKED), failure };
}

/** Removes the wildcard, and labels that no query can have: then the records of the next name above apply. */
function findQueryable(name: string): string {
  const labels = name.replace(/^\*\./, '').split('.');
  while (labels.length > 1 && !isHostName(labels.join('.'))) labels.shift();
  return labels.join('.');
}

function addOutcomes(reading: DomainReading, all: readonly ({ task: Task } & Outcome)[]): DomainReading {
  const { domain } = reading;
  const outcomes = all.filter(({ task }) => task.reading === reading);
  if (outcomes.length === 0) return reading;
  const results = new Map(
    outcomes.map(({ task, failure: _, ...result }): [string, CheckedIssuance] => [task.key, result]),
  );
  const failed = outcomes.filter(({ failure }) => failure !== null);
  const reason = failed.flatMap(({ failure }) => (failure === null || failure === 'postponed' ? [] : failure))[0];
  const failure = reason ?? createCtFailure('ct-caa-postponed', domain, String(failed.length));
  const since = failed.flatMap(({ task }) => task.since ?? []).sort(compareText)[0] ?? null;
  return {
    ...reading,
    issuances: reading.issuances.map((one) => ({ ...one, ...results.get(formatIssuanceKey(domain, one)) })),
    checked: Object.fromEntries(results),
    ...(failed.length > 0 && { caa_failure: { ...failure, since } }),
  };
}
