/**
 * Certificates in the CSV format of the bulk import of NetBox SSL
 * (github.com/ctrl-alt-automate/netbox-ssl, "Bulk Import Certificates").
 */

import type { ReportCertificate } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import { formatDay } from '../../lib/iso-time.ts';
import type { CsvTable } from '../document/csv.ts';

export const NETBOX_TABLE: CsvTable<ReportCertificate> = {
  columns: {
    common_name: (one) => one.common_name,
    serial_number: ({ serial_number }) => separateBytes(serial_number ?? ''),
    issuer: (one) => one.issuer,
    valid_from: ({ valid_from }) => (valid_from === null ? null : formatDay(valid_from)),
    valid_to: ({ valid_to }) => (valid_to === null ? null : formatDay(valid_to)),
    fingerprint_sha256: ({ fingerprint_sha256 }) => separateBytes(fingerprint_sha256 ?? ''),
    algorithm: ({ key_algorithm }) => ALGORITHMS[key_algorithm ?? ''] ?? 'unknown',
    key_size: (one) => one.key_size,
    status: ({ status, revocation }) =>
      revocation?.status === 'revoked' ? 'revoked' : status === 'expired' ? 'expired' : 'active',
    sans: ({ sans }) => sans.join(';'),
    tenant: (one) => one.tenant,
  },
};

const ALGORITHMS: Readonly<Record<string, string>> = { RSA: 'rsa', EC: 'ecdsa', Ed25519: 'ed25519' };

/** Formats `AA:BB:CC`, in upper case. */
function separateBytes(hex: string): string {
  const padded = hex.length % 2 === 0 ? hex : `0${hex}`;
  return (padded.toUpperCase().match(/../g) ?? []).join(':');
}

const REQUIRED = ['common_name', 'serial_number', 'issuer', 'valid_from', 'valid_to', 'fingerprint_sha256'] as const;

/**
 * Selects the certificates that the import accepts, each once: it rejects rows without a required field, and a serial number that an issuer
 * has twice. `skipped` counts certificates without a required field.
 */
export function selectForNetBox(certificates: readonly ReportCertificate[]): {
  rows: ReportCertificate[];
  skipped: number;
} {
  const isComplete = (one: ReportCertificate) => REQUIRED.every((field) => one[field] !== null && one[field] !== '');
  // The inventory only has certificates that are in use.
  const used = certificates.filter(({ kind }) => kind !== 'fixture');
  const complete = used.filter(isComplete);
  const distinct = groupBy(complete, ({ issuer, serial_number }) => `${issuer} ${serial_number}`);
  return {
    rows: [...distinct.values()].flatMap((group) => group.slice(0, 1)),
    skipped: used.length - complete.length,
  };
}
