/** A fake DigiCert CertCentral. */

import { all, fields, flag, list, number, text } from './documented.ts';
import { type RestSystem, type StoredCertificate, SYSTEM_TOKEN, slicePage, VARIABLE } from './system.ts';

const PATH = '/services/v2/order/certificate';

const certificate = fields({
  ...all('id days_remaining', number),
  ...all('common_name valid_from valid_till signature_hash serial_number thumbprint date_created csr', text),
  dns_names: list(text),
  status: text,
});
const order = {
  ...all('id validity_years price', number),
  ...all('status date_created product_name_id', text),
  ...all('is_renewed has_duplicates disable_renewal_notifications', flag),
  certificate,
  organization: fields({ id: number, name: text }),
  container: fields({ id: number, name: text }),
  product: fields(all('name_id name type', text)),
};

export const DIGICERT_SYSTEM: RestSystem = {
  preset: 'digicert',
  documentation:
    'https://dev.digicert.com/en/certcentral-apis/services-api/orders/list-orders.html and order-info.html. DigiCert has no client ' +
    'library for JavaScript, and the one for Python is only on PyPI.',
  headers: { 'X-DC-DEVKEY': VARIABLE },
  refuse: ({ headers }) =>
    headers['x-dc-devkey'] === SYSTEM_TOKEN
      ? null
      : { status: 401, body: { errors: [{ code: 'access_denied|invalid_api_key', message: 'Invalid API key' }] } },
  respond: ({ url }, certificates) => {
    const one = certificates.find(({ id }) => url.pathname === `${PATH}/${id}`);
    if (one !== undefined) return { body: render(one, true) };
    if (url.pathname !== PATH) return { status: 404, body: { errors: [{ code: 'not_found', message: 'Not found' }] } };
    const offset = Number(url.searchParams.get('offset') ?? 0);
    const orders = slicePage(certificates, offset).map((stored) => render(stored, false));
    return { body: { orders, page: { total: certificates.length, limit: 1000, offset } } };
  },
  isListing: ({ url }) => url.pathname === PATH,
  toLocation: ({ id }) => `rest:${id}`,
  listing: fields({ orders: list(fields(order)), page: fields(all('total limit offset', number)) }),
  details: fields(order),
};

const STATUSES = { current: 'issued', renewed: 'issued', revoked: 'revoked', requested: 'pending' };

function render({ id, name, serial, from, to, state }: StoredCertificate, hasDetails: boolean) {
  const isExpired = Date.parse(to) < Date.now();
  return {
    id,
    certificate: {
      id: id + 100,
      common_name: name,
      dns_names: [name],
      valid_till: to.slice(0, 10),
      days_remaining: 7,
      signature_hash: 'sha256',
      ...(hasDetails && {
        valid_from: from.slice(0, 10),
        serial_number: serial.toUpperCase(),
        thumbprint: 'AB'.repeat(20),
      }),
    },
    status: isExpired ? 'expired' : STATUSES[state],
    is_renewed: state === 'renewed',
    date_created: '2026-01-01T00:00:00+00:00',
    organization: { id: 1, name: 'Example Inc.' },
    container: { id: 14, name: 'Web' },
    product: { name_id: 'ssl_plus', name: 'Standard SSL', type: 'ssl_certificate' },
    has_duplicates: false,
    product_name_id: 'ssl_plus',
  };
}
