/** Sectigo Certificate Manager: issued SSL certificates. Their dates are only in the details of each. */

import type { RestPreset } from './preset.ts';

export const SECTIGO: RestPreset = {
  path: '/api/ssl/v1?status=Issued',
  details: '/api/ssl/v1/{id}',
  next: { offset: { parameter: 'position', size_parameter: 'size', size: 200 }, total: 'header:X-Total-Count' },
  map: {
    id: 'sslId',
    common_name: 'commonName',
    sans: 'subjectAlternativeNames',
    serial: 'serialNumber',
    valid_to: 'expires',
    owner: ['owner', 'requester'],
    labels: { organization: 'orgId' },
  },
};
