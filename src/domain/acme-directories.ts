/** The ACME directories (RFC 8555 section 7.1.1) with a known name, and the issuers whose renewal information they offer. */

import { getOwn } from '../lib/collections.ts';

export const ACME_DIRECTORIES = {
  letsencrypt: 'https://acme-v02.api.letsencrypt.org/directory',
  'letsencrypt-staging': 'https://acme-staging-v02.api.letsencrypt.org/directory',
  google: 'https://dv.acme-v02.api.pki.goog/directory',
  'google-staging': 'https://dv.acme-v02.test-api.pki.goog/directory',
  zerossl: 'https://acme.zerossl.com/v2/DV90',
} as const;

/** Directories with renewal information, by the organization of the issuer. */
const DIRECTORIES_BY_ISSUER: Readonly<Record<string, string>> = {
  "Let's Encrypt": ACME_DIRECTORIES.letsencrypt,
  'Google Trust Services': ACME_DIRECTORIES.google,
  'Google Trust Services LLC': ACME_DIRECTORIES.google,
};

/** Finds a directory by name. */
export function findDirectory(name: string): string | null {
  return getOwn<string>(ACME_DIRECTORIES, name) ?? null;
}

/** Finds the directory of an issuer; `issuer` is an RFC 4514 string. */
export function findDirectoryByIssuer(issuer: string | null): string | null {
  const organization = issuer?.match(/(?:^|(?<!\\)[,+])O=((?:[^\\,+]|\\.)*)/)?.[1];
  return organization === undefined ? null : (getOwn(DIRECTORIES_BY_ISSUER, organization) ?? null);
}

export type DirectoryError = 'unknown-name' | 'malformed' | 'credentials' | 'insecure';

/** Returns the reason why a value is not a directory: it must be a known name or an https URL. On loopback, http is allowed for tests. */
export function checkDirectory(text: string): DirectoryError | null {
  if (findDirectory(text) !== null) return null;
  if (/^[a-z0-9_-]+$/i.test(text)) return 'unknown-name';
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.hash !== '') return 'malformed';
  if (url.username !== '' || url.password !== '') return 'credentials';
  if (url.protocol === 'https:') return null;
  return isLoopback(url) ? null : 'insecure';
}

/** Whether a URL is on loopback, where requests are safe without encryption. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
