/**
 * Lemur of Netflix. The body of a certificate is in the listing. Revoked and replaced certificates are not monitored. Without `sortBy`, the
 * order of its pages is undefined.
 */

import type { RestPreset } from './preset.ts';

export const LEMUR: RestPreset = {
  path: '/api/1/certificates?sortBy=id&sortDir=asc',
  items: 'items',
  next: { page: { parameter: 'page', size_parameter: 'count', size: 100 }, total: 'total' },
  map: {
    id: 'id',
    pem: 'body',
    chain: 'chain',
    common_name: ['commonName', 'cn'],
    sans: ['extensions.subAltNames.names.*.value', 'domains.*.name'],
    issuer: 'issuer',
    serial: { path: 'serial', format: 'decimal' },
    valid_from: 'notBefore',
    valid_to: 'notAfter',
    owner: 'owner',
    assignments: 'endpoints.*.name',
  },
  where: {
    and: [
      { attr: 'status', value: 'revoked', negate: true },
      { attr: 'replacedBy.0.id', value: null },
    ],
  },
  muted: { attr: 'notify', value: false },
  // Before it expires, Lemur issues another one.
  renewed: { attr: 'rotation', value: true },
  expired_days: 7,
};
