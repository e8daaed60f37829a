/** The ACME directories that are known by name, and whose certificates come from them (RFC 8555 section 7.1.1). */

import { getOwn } from '../lib/collections.ts';

export const ACME_DIRECTORIES = {
  letsencrypt: 'https://acme-v02.api.letsencrypt.org/directory',
  'letsencrypt-staging': 'https://acme-staging-v02.api.letsencrypt.org/directory',
  google: 'https://dv.acme-v02.api.pki.goog/directory',
  'google-staging': 'https://dv.acme-v02.test-api.pki.goog/directory',
  zerossl: 'https://acme.zerossl.com/v2/DV90',
} as const;

/** By the organisation of the issuer: those that say when their certificates are to be renewed. */
const DIRECTORIES_BY_ISSUER: Readonly<Record<string, string>> = {
  "Let's Encrypt": ACME_DIRECTORIES.letsencrypt,
  'Google Trust Services': ACME_DIRECTORIES.google,
  'Google Trust Services LLC': ACME_DIRECTORIES.google,
};

/** The directory of that name; null where none is known by it. */
export function findDirectory(name: string): string | null {
  return getOwn<string>(ACME_DIRECTORIES, name) ?? null;
}

/** The directory of an issuer, of which `issuer` is the RFC 4514 string; null where none is known. */
export function findDirectoryByIssuer(issuer: string | null): string | null {
  const [, organisation = ''] = /(?:^|(?<!\\)[,+])O=((?:[^\\,+]|\\.)*)/.exec(issuer ?? '') ?? [];
  return getOwn(DIRECTORIES_BY_ISSUER, organisation) ?? null;
}

export type DirectoryError = 'unknown-name' | 'malformed' | 'credentials' | 'insecure';

/** Why a text is no directory: neither a name of one nor an https URL. On loopback, for tests, http is none the worse. */
export function checkDirectory(text: string): DirectoryError | null {
  if (findDirectory(text) !== null) return null;
  if (/^[a-z0-9_-]+$/i.test(text)) return 'unknown-name';
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.hash !== '') return 'malformed';
  if (url.username !== '' || url.password !== '') return 'credentials';
  if (url.protocol === 'https:') return null;
  return isLoopback(url) ? null : 'insecure';
}

/** Whether what such a URL says cannot be changed on its way although it is not encrypted. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
