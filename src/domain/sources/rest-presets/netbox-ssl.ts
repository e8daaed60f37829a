/**
 * NetBox with the plugin NetBox SSL. Certificates that were replaced, revoked or archived there are not monitored. Its status is a text,
 * unlike that of NetBox's own objects, which is an object with a value and a label.
 */

import type { RestPreset } from './preset.ts';

const IGNORED = ['replaced', 'revoked', 'archived', 'pending'];

export const NETBOX_SSL: RestPreset = {
  path: '/api/plugins/ssl/certificates/?limit=200',
  items: 'results',
  next: { link: 'next', total: 'count' },
  map: {
    id: 'id',
    pem: 'pem_content',
    chain: 'issuer_chain',
    common_name: 'common_name',
    sans: 'sans',
    issuer: 'issuer',
    serial: 'serial_number',
    fingerprint: 'fingerprint_sha256',
    valid_from: 'valid_from',
    valid_to: 'valid_to',
    renewal_instructions: 'effective_renewal_instructions',
    labels: { tenant: ['tenant.slug', 'tenant.name'], tags: 'tags.*.slug', source_removed: 'source_removed' },
  },
  where: {
    and: [
      { attr: 'status', op: 'in', value: IGNORED, negate: true },
      { attr: 'status.value', op: 'in', value: IGNORED, negate: true },
    ],
  },
};
