/** Which sources each field of an entry belongs to. A test compares it with schema/manifest.schema.json. */

import { getOwn } from '../../lib/collections.ts';
import type { EntryKey } from './definition.ts';

const SERVERS = ['endpoint', 'srv'] as const;
const STORED = ['file', 'url', 'env'] as const;
const VERIFIED = [...SERVERS, 'file'] as const;
const HTTP = ['url', 'rest'] as const;
const MAPPED = ['rest', 'csv'] as const;
const CLOUDS = ['aws_acm', 'azure_key_vault', 'gcp_certificate_manager', 'gcp_ssl_certificates'] as const;
const INVENTORIES = [...MAPPED, 'github_pages', 'vault_pki', 'kubernetes', ...CLOUDS] as const;
const CERTIFICATES = [...SERVERS, ...STORED, 'pem'] as const;

/** The fields that not every source has, with the keys of the sources that have them. */
export const FIELD_SOURCES: Readonly<Partial<Record<EntryKey, readonly EntryKey[]>>> = {
  server_name: SERVERS,
  starttls: SERVERS,
  addresses: SERVERS,
  both_algorithms: SERVERS,
  connect_to: ['endpoint'],
  client_certificate: [...SERVERS, 'rest'],
  proxy: SERVERS,
  exclude: ['file'],
  skip_empty: ['file'],
  headers: HTTP,
  ssl_verification: [...HTTP, 'vault_pki', 'kubernetes'],
  ca_file: [...VERIFIED, ...HTTP, 'vault_pki', 'kubernetes'],
  preset: ['rest'],
  method: ['rest'],
  body: ['rest'],
  items: ['rest'],
  details: ['rest'],
  next: ['rest'],
  limits: ['rest'],
  map: MAPPED,
  where: MAPPED,
  expired_days: MAPPED,
  superseded: MAPPED,
  token: ['github_pages'],
  allow_empty: INVENTORIES,
  password: STORED,
  passwords: STORED,
  expect: CERTIFICATES,
  trust: VERIFIED,
  acme: CERTIFICATES,
  aia: VERIFIED,
  revocation: VERIFIED,
};

/** The field of an entry that overrides a field of `defaults`, because only one of them can apply. */
const ALTERNATIVES: Readonly<Partial<Record<EntryKey, EntryKey>>> = {
  trust: 'ca_file',
  ca_file: 'trust',
  password: 'passwords',
  passwords: 'password',
};

/** Whether a field of `defaults` applies to an entry. `hasKey` says which keys the entry itself has. */
export function appliesToEntry(field: string, hasKey: (key: EntryKey) => boolean): boolean {
  const key = field as EntryKey;
  const sources = getOwn(FIELD_SOURCES, key);
  if (sources !== undefined && !sources.some(hasKey)) return false;
  const alternative = getOwn(ALTERNATIVES, key);
  return alternative === undefined || !hasKey(alternative);
}
