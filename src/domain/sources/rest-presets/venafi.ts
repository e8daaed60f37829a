/** Venafi: Trust Protection Platform (now CyberArk Certificate Manager, Self-Hosted), and TLS Protect Cloud (SaaS). */

import type { RestPreset } from './preset.ts';

export const VENAFI: RestPreset = {
  path: '/vedsdk/Certificates/',
  items: 'Certificates',
  next: { offset: { parameter: 'Offset', size_parameter: 'Limit', size: 100 }, total: 'TotalCount' },
  map: {
    id: ['Guid', 'DN'],
    common_name: ['X509.CN', 'Name'],
    sans: 'X509.SANS.DNS',
    issuer: 'X509.Issuer',
    serial: 'X509.Serial',
    valid_from: 'X509.ValidFrom',
    valid_to: 'X509.ValidTo',
    labels: { policy: 'ParentDn' },
  },
  issued: 'X509.ValidTo',
  expired_days: 7,
};

export const VENAFI_CLOUD: RestPreset = {
  path: '/outagedetection/v1/certificatesearch',
  method: 'POST',
  body: { ordering: { orders: [{ direction: 'ASC', field: 'validityEnd' }] } },
  items: 'certificates',
  next: {
    page: { parameter: 'paging.pageNumber', first: 0, size_parameter: 'paging.pageSize', size: 500 },
  },
  map: {
    id: 'id',
    common_name: ['subjectCN.0', 'certificateName'],
    sans: ['subjectAlternativeNamesByType.dNSName', 'subjectAlternativeNameDns'],
    issuer: 'issuerCN.0',
    serial: 'serialNumber',
    valid_from: 'validityStart',
    valid_to: 'validityEnd',
    assignments: 'instances.*.hostname',
  },
  where: {
    and: [
      { attr: 'certificateStatus', op: 'in', value: ['RETIRED', 'DELETED'], negate: true },
      { attr: 'versionType', value: 'OLD', negate: true },
    ],
  },
  expired_days: 7,
};
