/** The columns in which the certificates of a report can be listed. */

import { findWeakestKeyExchange } from '../../domain/post-quantum.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { getOwn } from '../../lib/collections.ts';
import type { CsvTable } from '../document/csv.ts';
import { listFindingCodes } from '../format/labels.ts';

/** The columns in their default order. Lists are separated by spaces if values have no space, otherwise by `; `. */
const COLUMNS: CsvTable<ReportCertificate>['columns'] = {
  certificate: ({ certificate }) => certificate,
  display_name: ({ display_name }) => display_name,
  status: ({ status }) => status,
  days_remaining: ({ days_remaining }) => days_remaining,
  effective_valid_to: ({ effective_valid_to }) => effective_valid_to,
  valid_from: ({ valid_from }) => valid_from,
  valid_to: ({ valid_to }) => valid_to,
  lifetime_days: ({ lifetime_days }) => lifetime_days,
  common_name: ({ common_name }) => common_name,
  sans: ({ sans }) => sans.join(' '),
  subject: ({ subject }) => subject,
  issuer: ({ issuer }) => issuer,
  serial_number: ({ serial_number }) => serial_number,
  fingerprint_sha256: ({ fingerprint_sha256 }) => fingerprint_sha256,
  key_algorithm: ({ key_algorithm }) => key_algorithm,
  key_size: ({ key_size }) => key_size,
  signature_algorithm: ({ signature_algorithm }) => signature_algorithm,
  locations: ({ locations }) => locations.map(({ location }) => location).join('; '),
  owner: ({ owner }) => owner,
  tenant: ({ tenant }) => tenant,
  labels: ({ labels }) => joinLabels(labels),
  threshold: ({ threshold }) => threshold,
  trust: ({ trust }) => formatTrust(trust),
  revocation: ({ revocation }) => revocation?.status ?? null,
  policy_score: ({ policies }) => policies?.score ?? null,
  findings: ({ findings }) => listFindingCodes(findings).join(' '),
  renewal_expected_at: ({ renewal }) => renewal?.expected_at ?? null,
  renewal_instructions: ({ renewal_instructions }) => renewal_instructions,
  error: ({ error }) => error?.code ?? null,
  error_detail: ({ error }) => error?.detail ?? null,
  last_seen: ({ last_seen }) => last_seen,
  kind: ({ kind }) => kind,
  key_exchange: ({ locations }) =>
    [...new Set(locations.flatMap((one) => one.observed.key_exchange?.group ?? []))].join(' '),
  post_quantum: ({ locations }) => formatPostQuantum(locations),
};

export const CERTIFICATE_TABLE: CsvTable<ReportCertificate> = {
  columns: COLUMNS,
  more: { name: 'labels.NAME', find: findLabelColumn },
};

function findLabelColumn(name: string): CsvTable<ReportCertificate>['columns'][string] | undefined {
  const [, label] = /^labels\.(.+)$/s.exec(name) ?? [];
  return label === undefined ? undefined : ({ labels }) => getOwn(labels, label) ?? null;
}

function joinLabels(labels: ReportCertificate['labels']): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

/** Formats the value of the weakest server: `no`, `unknown` or `yes`. */
function formatPostQuantum(locations: ReportCertificate['locations']): string | null {
  const weakest = findWeakestKeyExchange(locations.flatMap(({ observed }) => observed.key_exchange ?? []));
  if (weakest === undefined) return null;
  return weakest.post_quantum === null ? 'unknown' : weakest.post_quantum ? 'yes' : 'no';
}

/** Formats `trusted`, or the reason why not. */
function formatTrust(trust: ReportCertificate['trust']): string | null {
  if (trust === null || trust === undefined) return null;
  return trust.trusted ? 'trusted' : (trust.reason ?? 'untrusted');
}
