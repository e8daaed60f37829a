/**
 * EJBCA 7.11 and newer (Enterprise): active certificates of end entities, with the certificate itself. In EJBCA, expired and renewed
 * certificates are still active.
 */

import type { RestPreset } from './preset.ts';

export const EJBCA: RestPreset = {
  path: '/ejbca/ejbca-rest-api/v2/certificate/search',
  method: 'POST',
  body: {
    criteria: [
      { property: 'STATUS', value: 'CERT_ACTIVE', operation: 'EQUAL' },
      { property: 'STATUS', value: 'CERT_NOTIFIEDABOUTEXPIRATION', operation: 'EQUAL' },
    ],
    sort: { property: 'UPDATE_TIME', operation: 'ASC' },
  },
  items: 'certificates',
  next: {
    page: { parameter: 'pagination.current_page', size_parameter: 'pagination.page_size', size: 1000 },
  },
  map: {
    id: 'fingerprint',
    pem: 'base64Cert',
    issuer: 'issuerDN',
    serial: 'serialNumber',
    sans: 'subjectAltName',
    valid_from: 'notBefore',
    valid_to: 'expireDate',
    owner: 'username',
    labels: { profile: ['certificateProfile', 'certificateProfileId'] },
  },
  expired_days: 7,
  superseded: false,
};
