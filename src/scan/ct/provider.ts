/** What a provider of certificate transparency implements. */

import type { Failure, Issuance } from '../../domain/index.ts';
import type { InventoryClientOptions } from '../inventory/client.ts';
import { toTime } from '../inventory/values.ts';

/** An issuance as a provider returned it. */
export interface RawIssuance extends Omit<Issuance, 'issuer'> {
  /** Null: only the certificate itself says it. */
  issuer: string | null;
  /** DER of the certificate or precertificate, which overrides the other fields; null: the provider did not return it. */
  der: Uint8Array | null;
}

interface DomainQuery {
  domain: string;
  include_subdomains: boolean;
  /** Where the last scan stopped; null: at the start. */
  cursor: string | null;
}

/** One page of the answer about a domain. */
export interface IssuancePage {
  issuances: RawIssuance[];
  /** Where to continue; null: the provider has no cursors. */
  cursor: string | null;
  isLast: boolean;
  /** What is wrong with the answer, although it is usable. */
  notice?: Failure;
}

/** Requests one page. Throws InventoryError. */
export type FetchIssuances = (query: DomainQuery) => Promise<IssuancePage>;

export interface Provider {
  /** Domains that are asked for at once. */
  concurrency: number;
  /** Between two requests, in milliseconds. */
  interval_ms: number;
  /** Whether the provider can continue where it stopped. */
  hasCursor: boolean;
  client: Pick<InventoryClientOptions, 'probe_seconds' | 'waiting'>;
  /** `name`: how failures name the provider. */
  createFetch: (send: (url: URL) => Promise<unknown>, api: string, name: string) => FetchIssuances;
}

/** Names beyond these are left out: those of the domain come first. */
const MAX_NAMES = 200;
/** A name has at most 253 characters (RFC 1035 section 2.3.4), and a wildcard two more. */
const MAX_NAME_LENGTH = 255;

/**
 * The names in lower case, without duplicates and what cannot be a name: the responses are not trusted. If none is left, the issuance is
 * for some name of the domain: it is not dropped.
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

/** A date that is missing or impossible, such as one of the year 99999, is the latest one: the issuance counts as new and valid. */
export function selectDates(from: unknown, to: unknown): Pick<Issuance, 'valid_from' | 'valid_to'> {
  const read = (value: unknown) => (typeof value === 'string' ? toTime(value) : null) ?? LATEST;
  return { valid_from: read(from), valid_to: read(to) };
}
