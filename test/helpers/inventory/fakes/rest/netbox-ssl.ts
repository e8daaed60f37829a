/** A fake NetBox with the plugin NetBox SSL. */

import type { ApiCall } from '../../fake-api.ts';
import { all, fields, flag, list, number, orNull, text } from './documented.ts';
import { MAX_PAGE_SIZE, type RestSystem, type StoredCertificate, SYSTEM_TOKEN, slicePage, VARIABLE } from './system.ts';

const PATH = '/api/plugins/ssl/certificates/';
const STATUSES = { current: 'active', renewed: 'replaced', revoked: 'revoked', requested: 'pending' };

export const NETBOX_SSL_SYSTEM: RestSystem = {
  preset: 'netbox_ssl',
  documentation:
    'https://github.com/ctrl-alt-automate/netbox-ssl: CertificateSerializer of netbox_ssl/api/serializers/certificates.py, and ' +
    'https://netboxlabs.com/docs/netbox/integrations/rest-api/ for pages. test/real/rest-systems.test.ts reads it with pynetbox.',
  headers: { Authorization: `Token ${VARIABLE}` },
  refuse: ({ headers }) =>
    headers.authorization?.toLowerCase() === `token ${SYSTEM_TOKEN}`
      ? null
      : { status: 403, body: { detail: 'Invalid token' } },
  respond: ({ url }, certificates) => {
    if (url.pathname !== PATH) return { status: 404, body: { detail: 'Not found.' } };
    const offset = Number(url.searchParams.get('offset') ?? 0);
    const toPage = (start: number) =>
      start < 0 || start >= certificates.length ? null : `${url.origin}${PATH}?limit=${MAX_PAGE_SIZE}&offset=${start}`;
    return {
      headers: { 'api-version': '4.4' },
      body: {
        count: certificates.length,
        next: toPage(offset + MAX_PAGE_SIZE),
        previous: toPage(offset - MAX_PAGE_SIZE),
        results: slicePage(certificates, offset).map((one) => render(one, url)),
      },
    };
  },
  isListing: ({ url }: ApiCall) => url.pathname === PATH,
  toLocation: ({ id }) => `rest:${id}`,
  listing: fields({
    count: number,
    next: orNull(text),
    previous: orNull(text),
    results: list(
      fields({
        ...all('id days_remaining assignment_count', number),
        ...all(
          'effective_renewal_instructions url display common_name serial_number fingerprint_sha256 issuer issuer_chain valid_from valid_to',
          text,
        ),
        ...all('expiry_status algorithm private_key_location renewal_note pem_content comments created', text),
        ...all('is_expired is_expiring_soon is_acme source_removed', flag),
        // NetBox's own objects have a value and a label, and so may later versions of the plugin.
        status: { anyOf: [text, fields({ value: text, label: text })] },
        key_size: orNull(number),
        sans: list(text),
        replaced_by: orNull(number),
        tenant: orNull(fields({ ...all('url display name slug description', text), id: number })),
        tags: list(fields({ id: number, ...all('url display name slug color', text) })),
        custom_fields: { type: 'object' },
        last_updated: text,
      }),
    ),
  }),
};

function render({ id, name, pem, serial, from, to, state }: StoredCertificate, { origin }: URL) {
  return {
    id,
    url: `${origin}${PATH}${id}/`,
    display: name,
    common_name: name,
    serial_number: serial.toUpperCase().match(/../g)?.join(':'),
    fingerprint_sha256: '',
    issuer: `CN=${name}`,
    issuer_chain: '',
    valid_from: from,
    valid_to: to,
    days_remaining: 1,
    is_expired: false,
    sans: [name],
    key_size: 256,
    algorithm: 'ecdsa',
    status: STATUSES[state],
    tenant: { id: 3, url: `${origin}/api/tenancy/tenants/3/`, display: 'Retail', name: 'Retail', slug: 'retail' },
    pem_content: pem,
    tags: ['web', 'eu'].map((slug, index) => ({
      id: index,
      url: '',
      display: slug,
      name: slug,
      slug,
      color: '9e9e9e',
    })),
    source_removed: false,
    effective_renewal_instructions: 'Open the portal.\r\nRenew it there.',
    custom_fields: {},
  };
}
