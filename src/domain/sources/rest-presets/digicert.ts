/**
 * DigiCert CertCentral: issued orders that were not renewed. The listing has dates without a time, which are the start of the day in UTC.
 */

import type { RestPreset } from './preset.ts';

export const DIGICERT: RestPreset = {
  path: '/services/v2/order/certificate',
  items: 'orders',
  next: { offset: { parameter: 'offset', size_parameter: 'limit', size: 1000 }, total: 'page.total' },
  map: {
    id: 'id',
    common_name: 'certificate.common_name',
    sans: 'certificate.dns_names',
    serial: 'certificate.serial_number',
    valid_from: 'certificate.valid_from',
    valid_to: 'certificate.valid_till',
    labels: { organization: 'organization.name', container: 'container.name', product: 'product.name_id' },
  },
  where: {
    and: [
      { attr: 'status', op: 'in', value: ['issued', 'reissue_pending', 'expired'] },
      { attr: 'is_renewed', value: true, negate: true },
    ],
  },
  muted: { attr: 'disable_renewal_notifications', value: true },
  expired_days: 7,
};
