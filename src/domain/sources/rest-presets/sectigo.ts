/**
 * Sectigo Certificate Manager: SSL certificates that were issued, and not renewed or revoked. The listing is not filtered by status,
 * because the status of a certificate changes when it expires. The dates are only in the details of each certificate, as `02/16/2027` or,
 * in newer versions, ISO 8601.
 */

import type { RestPreset } from './preset.ts';

export const SECTIGO: RestPreset = {
  path: '/api/ssl/v1',
  details: '/api/ssl/v1/{id}',
  next: { offset: { parameter: 'position', size_parameter: 'size', size: 200 }, total: 'header:X-Total-Count' },
  map: {
    id: 'sslId',
    common_name: 'commonName',
    sans: 'subjectAlternativeNames',
    issuer: 'certificateDetails.issuer',
    serial: 'serialNumber',
    fingerprint: 'certificateDetails.sha256Hash',
    valid_to: { path: 'expires', format: '%m/%d/%Y' },
    owner: ['owner', 'requester'],
    labels: { organization: 'orgId' },
  },
  where: {
    and: [
      { attr: 'renewed', value: true, negate: true },
      { attr: 'status', op: 'in', value: ['Revoked', 'Replaced'], negate: true },
    ],
  },
  muted: { attr: 'suspendNotifications', value: true },
  issued: 'expires',
  expired_days: 7,
};
