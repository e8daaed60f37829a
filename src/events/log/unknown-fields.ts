/**
 * Fields that a later version of certvigil has added to a record. They stay in their record, a merge takes those of the newer record, and
 * they are pruned with it.
 */

import type {
  EventLog,
  LoggedDelivery,
  LoggedDomain,
  LoggedEvent,
  LoggedIssuance,
  LoggedLocation,
  LoggedRenewal,
} from '../../generated/event-log.ts';

/** The fields of a type. The compiler checks that none is missing. */
type Fields<T> = Readonly<Record<keyof T, true>>;

export const LOG_FIELDS: Fields<EventLog> = {
  ...{ version: true, min_reader: true, partitions: true, partition: true, scans: true, locations: true },
  ...{
    certificates: true,
    renewals: true,
    keys: true,
    transparency: true,
    issuances: true,
    history: true,
    events: true,
  },
};

export const LOCATION_FIELDS: Fields<LoggedLocation> = {
  ...{ source: true, fingerprint: true, previous: true, since: true, failures: true, failures_at: true },
  ...{ failing_since: true, removed: true, path_end: true, issuer_end: true, revocation: true, unobserved: true },
  ...{ late: true, lookups: true, ownership: true, registration: true, auto_renewal: true, sightings: true },
  ...{ shrunk: true, tlsa: true, mta_sts: true, dnssec: true },
};

export const EVENT_FIELDS: Fields<LoggedEvent> = {
  ...{ id: true, certificate: true, event: true, threshold: true, topic: true, fingerprint: true, location: true },
  ...{ locations: true, fired_at: true, first_fired_at: true, first_seen_at: true, scan_id: true, sequenced_at: true },
  ...{ acknowledged: true, cleared_at: true, deliveries: true },
};

export const DELIVERY_FIELDS: Fields<LoggedDelivery> = {
  ...{ tried_at: true, sent_at: true, first_delivered_at: true, repeats: true, status: true, attempts: true },
  ...{ error: true, sequenced_at: true },
};

export const RENEWAL_FIELDS: Fields<LoggedRenewal> = {
  ...{ window: true, shift: true, baseline: true, asked_at: true, next_check: true, error: true },
};

export const DOMAIN_FIELDS: Fields<LoggedDomain> = {
  ...{ query: true, cursor: true, asked_at: true, answered_at: true, baseline_before: true, baseline_complete: true },
  ...{ failing_since: true, retry_at: true, error: true },
};

export const ISSUANCE_FIELDS: Fields<LoggedIssuance> = {
  ...{ names: true, issuer: true, serial_number: true, tbs_sha256: true, key_sha256: true, valid_from: true },
  ...{ valid_to: true, first_seen_at: true, not_allowed: true, known: true, caa: true, caa_domains: true },
  ...{ unchecked: true },
};

/** Selects the fields of a record that are not `known`; none if there is no record. */
export function selectUnknown<T extends object>(record: T | undefined, known: Fields<T>): Record<string, unknown> {
  const unknown = Object.entries(record ?? {}).filter(([field]) => !Object.hasOwn(known, field));
  return unknown.length === 0 ? NONE : Object.fromEntries(unknown);
}

const NONE: Record<string, unknown> = {};
