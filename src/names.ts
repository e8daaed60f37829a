import type { CertificateFacts } from './types.ts';

/** By what a certificate is known, in lower case: its names, or its subject where it has none. */
function namesOf({ common_name, sans, subject }: CertificateFacts): string[] {
  const names = common_name === null ? sans : [common_name, ...sans];
  return (names.length > 0 || subject === null ? names : [subject]).map((name) => name.toLowerCase());
}

/** Whether a certificate has every name of the old one. */
export function isNamedLike(facts: CertificateFacts, old: CertificateFacts): boolean {
  const names = new Set(namesOf(facts));
  return namesOf(old).every((name) => names.has(name));
}
