/** The interface of a provider of certificate transparency. */

import type { Failure, Issuance } from '../../domain/index.ts';
import type { InventoryClientOptions } from '../inventory/client.ts';
import { toTime } from '../inventory/values.ts';

/** An issuance as a provider returned it. */
export interface RawIssuance extends Omit<Issuance, 'issuer'> {
  /** The issuer; null: only the certificate itself has it. */
  issuer: string | null;
  /** DER of the certificate or precertificate, which overrides the other fields; null: the provider did not return it. */
  der: Uint8Array | null;
}

interface DomainQuery {
  domain: string;
  include_subdomains: boolean;
  /** The position at which the last scan stopped; null: at the start. */
  cursor: string | null;
}

/** One page of the answer about a domain. */
export interface IssuancePage {
  issuances: RawIssuance[];
  /** The position of the next page; null: the provider has no cursors. */
  cursor: string | null;
  isLast: boolean;
  /** A problem of the answer, although it is usable. */
  notice?: Failure;
}

/** Requests one page. Throws InventoryError. */
export type FetchIssuances = (query: DomainQuery) => Promise<IssuancePage>;

export interface Provider {
  /** The number of concurrent domains. */
  concurrency: number;
  /** The interval of requests in milliseconds. */
  interval_ms: number;
  /** Whether the provider can continue where it stopped. */
  hasCursor: boolean;
  client: Pick<InventoryClientOptions, 'probe_seconds' | 'waiting'>;
  /** Creates the function that requests pages. `name`: the provider in failures. */
  createFetch: (send: (url: URL) => Promise<unknown>, api: string, name: string) => FetchIssuances;
}

/** The maximum of names; further ones are left out. Names of the domain come first. */
const MAX_NAMES = 200;
/** A name has at most 253 characters (RFC 1035 section 2.3.4), and a wildcard two more. */
const MAX_NAME_LENGTH = 255;

/**
 * Selects the names in lower case, without duplicates and invalid names: the responses are not trusted. Without a valid name, the issuance
 * is kept, because it is for some name of the domain.
 */
export function selectNames(values: readonly unknown[], domain: string): string[] {
  const names = new Set<string>();
  for (const value of values) {
    const name = typeof value === 'string' ? value.trim().toLowerCase() : '';
    if (name !== '' && name.length <= MAX_NAME_LENGTH && NAME.test(name)) names.add(name);
  }
  const isOwn = (name: string) => name === domain || name.endsWith(`.${domain}`);
  const all = [...names].sort();
  const sorted = [...all.filter(isOwn), ...all.filter((name) => !isOwn(name))].slice(0, MAX_NAMES);
  return sorted.length > 0 ? sorted : [domain];
}

const NAME = /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/;

const LATEST = '9999-12-31T23:59:59Z';

/**
 * Selects the dates. A missing or impossible date, such as one of the year 99999, becomes the latest one: the issuance is then new and
 * valid.
 */
export function selectDates(from: unknown, to: unknown): Pick<Issuance, 'valid_from' | 'valid_to'> {
  const read = (value: unknown) => (typeof value === 'string' ? toTime(value) : null) ?? LATEST;
  return { valid_from: read(from), valid_to: read(to) };
}
