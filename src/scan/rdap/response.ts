/** Parses the response of an RDAP server about a domain (RFC 9083 section 5.3), which is untrusted. */

import type { Failure, Registration } from '../../domain/index.ts';
import { normalizeDomain } from '../../domain/sources/domain.ts';
import { formatDay, formatIsoTime, parseDateOrTime } from '../../lib/iso-time.ts';
import { truncateTo } from '../../lib/text/truncate.ts';
import { createRdapFailure } from './failures.ts';

/** The maximum of statuses that are kept. */
export const MAX_STATUSES = 30;
const MAX_REGISTRAR_LENGTH = 100;

/** Parses a response. `now`: the time of its receipt, in milliseconds. `server`: its host, for messages. */
export function parseRegistration(body: Buffer, domain: string, server: string, now: number): Registration | Failure {
  const fail = (why: string) => createRdapFailure('rdap-unexpected-format', domain, server, why);
  const response = parseObject(body);
  if (response === null) return fail('it is not a JSON object');
  const { objectClassName, ldhName, status, events, entities } = response;
  if (objectClassName !== 'domain') return fail('it is not about a domain');
  if (typeof ldhName === 'string' && normalizeDomain(ldhName) !== domain) return fail('it is about another domain');
  const valid_to = findDate(events, 'expiration');
  if (valid_to === null) return createRdapFailure('rdap-without-expiration', domain, server);
  const registrar_valid_to = findDate(events, 'registrar expiration');
  const differs = registrar_valid_to !== null && formatDay(registrar_valid_to) !== formatDay(valid_to);
  return {
    domain,
    valid_to,
    registrar: findRegistrar(entities),
    registrar_valid_to: differs ? registrar_valid_to : null,
    statuses: listStatuses(status),
    since: formatIsoTime(now),
  };
}

function parseObject(body: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body.toString());
    return isObject(value) ? value : null;
  } catch {
    // This includes JSON that is nested too deeply.
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listObjects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Finds the earliest date of an action (section 4.5); null if there is none, or none within four-digit years. */
function findDate(events: unknown, action: string): string | null {
  const times = listObjects(events).flatMap(({ eventAction, eventDate }) => {
    if (typeof eventAction !== 'string' || eventAction.toLowerCase() !== action) return [];
    return parseTime(eventDate) ?? [];
  });
  return times.length === 0 ? null : formatIsoTime(Math.min(...times));
}

/** Parses a time of RFC 3339, with any number of decimals. */
function parseTime(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > 40) return null;
  return parseDateOrTime(value.toUpperCase().replace(/\.(\d{3})\d+/, '.$1'));
}

/** Lists the statuses. Some servers write the names of EPP (RFC 5731), `clientHold`, instead of those of RDAP (RFC 8056). */
function listStatuses(status: unknown): string[] {
  const texts = (Array.isArray(status) ? status : []).filter((one): one is string => typeof one === 'string');
  const names = texts.map((text) => text.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase());
  return [...new Set(names)].filter((name) => /^[a-z][a-z -]{0,59}$/.test(name)).slice(0, MAX_STATUSES);
}

/** Finds the formatted name (`fn`) in the jCard of the registrar (RFC 7095). */
function findRegistrar(entities: unknown): string | null {
  const registrar = listObjects(entities).find(({ roles }) => Array.isArray(roles) && roles.includes('registrar'));
  const card = registrar?.vcardArray;
  const properties: unknown[] = Array.isArray(card) && Array.isArray(card[1]) ? card[1] : [];
  const name = properties.find((one): one is unknown[] => Array.isArray(one) && one[0] === 'fn')?.[3];
  if (typeof name !== 'string') return null;
  const line = name.replace(UNPRINTABLE, ' ').trim();
  return line === '' ? null : truncateTo(line, MAX_REGISTRAR_LENGTH);
}

const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\s]+/gu;
