/**
 * Shortens the texts of a certificate where it enters: a name of megabytes would be copied into each report, event and notification, and no
 * receiver would accept these.
 */

import { hash } from 'node:crypto';
import type { CertificateFacts } from '../generated/definitions.ts';
import { truncateTo } from '../lib/text/truncate.ts';

/** The maximum length of a text, in UTF-16 code units. A distinguished name of a public CA has at most a few hundred. */
const MAX_FACT_LENGTH = 4096;
/** The maximum number of alternative names, and of their characters. Public CAs allow at most 2,000 names, and most allow 100. */
const MAX_FACT_NAMES = 2000;
const MAX_NAMES_LENGTH = 128 * 1024;
/** The maximum length of a serial number, which has 40 digits at most (RFC 5280 section 4.1.2.2). */
const MAX_SERIAL_LENGTH = 200;

/**
 * Shortens texts that no real certificate has. A shortened text ends with a digest, so that different texts stay different. It matches no
 * host: the fields that decide about trust and revocation are read from the certificate itself.
 */
export function limitFacts<Facts extends CertificateFacts>(facts: Facts): Facts {
  const { common_name, subject, issuer, serial_number, sans, key_algorithm, signature_algorithm } = facts;
  return {
    ...facts,
    common_name: limitFact(common_name),
    subject: limitFact(subject),
    issuer: limitFact(issuer),
    serial_number: limitFact(serial_number, MAX_SERIAL_LENGTH),
    sans: limitNames(sans),
    key_algorithm: limitFact(key_algorithm),
    signature_algorithm: limitFact(signature_algorithm),
  };
}

/** Shortens a text: `CN=aaa… (3,145,728 characters, SHA-256 0123456789abcdef)`. */
export function limitFact<Text extends string | null>(text: Text, max = MAX_FACT_LENGTH): Text | string {
  if (text === null || text.length <= max) return text;
  const rest = ` (${text.length.toLocaleString('en-US')} characters, SHA-256 ${digest(text)})`;
  return truncateTo(text, max - rest.length) + rest;
}

/** The start of the name that stands for those that were left out. */
const OMITTED = '… and ';

/** Shortens a list of names. The last one tells how many are missing: `… and 198,000 more names (SHA-256 0123456789abcdef)`. */
export function limitNames(names: string[]): string[] {
  const limited = names.length > 0 ? names.map((name) => limitFact(name)) : names;
  const count = countFitting(limited);
  if (count === names.length) return limited;
  const more = (names.length - count).toLocaleString('en-US');
  return [...limited.slice(0, count), `${OMITTED}${more} more names (SHA-256 ${digest(JSON.stringify(names))})`];
}

function countFitting(names: readonly string[]): number {
  let length = 0;
  const end = names.findIndex((name, index) => {
    length += name.length;
    return index === MAX_FACT_NAMES || length > MAX_NAMES_LENGTH;
  });
  return end === -1 ? names.length : end;
}

/** Whether names were left out, so that the list does not tell which names a certificate lacks. */
export function hasOmittedNames({ sans }: Pick<CertificateFacts, 'sans'>): boolean {
  return sans.at(-1)?.startsWith(OMITTED) === true;
}

function digest(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 16);
}
