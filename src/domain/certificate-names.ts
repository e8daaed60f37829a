import type { CertificateFacts } from './index.ts';

/** By what a certificate is known, in lower case: its names, or its subject where it has none. */
function listNames({ common_name, sans, subject }: CertificateFacts): string[] {
  const names = common_name === null ? sans : [common_name, ...sans];
  return (names.length > 0 || subject === null ? names : [subject]).map((name) => name.toLowerCase());
}

/** Whether a certificate has every name of the old one. */
export function coversNames(facts: CertificateFacts, old: CertificateFacts): boolean {
  const names = new Set(listNames(facts));
  return listNames(old).every((name) => names.has(name));
}

/** What an entry can be called that is named after a text; empty where nothing of that can be in a name. */
export function toEntryName(text: string, longest = Number.POSITIVE_INFINITY): string {
  return text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, longest)
    .replace(/^[-.]+|(?<![-.])[-.]+$/g, '');
}
