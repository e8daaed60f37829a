/** Compares the names of certificates, and derives entry names. */

import type { CertificateFacts } from './index.ts';

/** Lower-case names of a certificate, or its subject if it has none. */
function listNames({ common_name, sans, subject }: CertificateFacts): string[] {
  const names = common_name === null ? sans : [common_name, ...sans];
  return (names.length > 0 || subject === null ? names : [subject]).map((name) => name.toLowerCase());
}

/** Whether a certificate has every name of an older one. */
export function coversNames(facts: CertificateFacts, old: CertificateFacts): boolean {
  const names = new Set(listNames(facts));
  return listNames(old).every((name) => names.has(name));
}

/** Derives an entry name of at most `maxLength` characters; empty if no character of the text is allowed in a name. */
export function toEntryName(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  return text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, maxLength)
    .replace(/^[-.]+|(?<![-.])[-.]+$/g, '');
}
