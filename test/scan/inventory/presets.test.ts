import { afterEach, describe, expect, it } from 'vitest';
import { createCertificate } from '../../../src/app/demo/create-certificate.ts';
import { createSource } from '../../../src/domain/sources/index.ts';
import { REST_PRESETS } from '../../../src/domain/sources/rest-presets/index.ts';
import type { EntrySpec } from '../../../src/generated/manifest.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { type ApiCall, type FakeApi, startFakeApi } from '../../helpers/inventory/fake-api.ts';

// The responses have the form that the public documentation of each system shows.

const { certificate: PEM } = await createCertificate({
  commonName: 'shop.example.com',
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2027-01-01T00:00:00Z'),
});
const BASE64 = PEM.replace(/-----[^-]+-----|\s/g, '');

interface Case {
  headers: Record<string, string>;
  /** Which header the system expects. */
  header: [name: string, value: string];
  respond: (call: ApiCall) => unknown;
  responseHeaders?: Record<string, string>;
  /** The requests, without the origin. */
  requests: string[];
  places: Record<string, unknown>;
}

const facts = (common_name: string, valid_to: string, more: object = {}) => ({
  certificate: { facts: { common_name, valid_to, ...more } },
});
const SHOP = facts('shop.example.com', '2027-01-01T00:00:00Z', { key_algorithm: 'EC' });

const CASES: Record<NonNullable<EntrySpec['preset']>, Case> = {
  netbox_ssl: {
    headers: { Authorization: 'Token $' + '{TOKEN}' },
    header: ['authorization', 'Token sesame-sesame'],
    respond: ({ url }) => {
      const isFirst = url.searchParams.get('offset') === null;
      const next = `${url.origin}/api/plugins/ssl/certificates/?limit=200&offset=200`;
      return isFirst
        ? { count: 4, next, previous: null, results: [netBox(1, { pem_content: PEM }), netBox(2, {}, 'replaced')] }
        : { count: 4, next: null, previous: next, results: [netBox(3), netBox(4, {}, 'expired')] };
    },
    requests: [
      'GET /api/plugins/ssl/certificates/?limit=200',
      'GET /api/plugins/ssl/certificates/?limit=200&offset=200',
    ],
    places: {
      'rest:1': { ...SHOP, ownership: { labels: { tenant: 'retail' } } },
      'rest:3': facts('mail.example.com', '2027-03-01T10:00:00Z', {
        serial_number: '1abc',
        sans: ['mail.example.com'],
      }),
      'rest:4': facts('mail.example.com', '2027-03-01T10:00:00Z'),
    },
  },
  lemur: {
    headers: { Authorization: 'Bearer $' + '{TOKEN}' },
    header: ['authorization', 'Bearer sesame-sesame'],
    respond: ({ url }) => {
      const items = [
        {
          id: 1,
          body: PEM,
          chain: '',
          owner: 'team@example.com',
          status: 'valid',
          replacedBy: [],
          endpoints: [{ name: 'lb-1' }],
        },
        { id: 2, body: PEM, chain: '', owner: 'team@example.com', status: 'revoked', replacedBy: [] },
        { id: 3, body: PEM, chain: '', owner: 'team@example.com', status: 'valid', replacedBy: [{ id: 1 }] },
      ];
      return { items: url.searchParams.get('page') === '1' ? items.slice(0, 2) : items.slice(2), total: 3 };
    },
    requests: ['GET /api/1/certificates?page=1&count=100', 'GET /api/1/certificates?page=2&count=100'],
    places: { 'rest:1': { ...SHOP, ownership: { owner: 'team@example.com', assignments: ['lb-1'] } } },
  },
  digicert: {
    headers: { 'X-DC-DEVKEY': '$' + '{TOKEN}' },
    header: ['x-dc-devkey', 'sesame-sesame'],
    respond: () => ({
      orders: [
        digiCert(1, 'issued'),
        digiCert(2, 'pending'),
        digiCert(3, 'issued', { is_renewed: true }),
        digiCert(4, 'revoked'),
      ],
      page: { total: 4, limit: 1000, offset: 0 },
    }),
    requests: ['GET /services/v2/order/certificate?offset=0&limit=1000'],
    places: {
      'rest:1': {
        ...facts('shop.example.com', '2027-03-01T00:00:00Z', { sans: ['shop.example.com', 'www.example.com'] }),
        ownership: { labels: { organization: 'Example Inc.', product: 'ssl_plus' } },
      },
    },
  },
  venafi: {
    headers: { Authorization: 'Bearer $' + '{TOKEN}' },
    header: ['authorization', 'Bearer sesame-sesame'],
    respond: ({ url }) => ({
      Certificates:
        url.searchParams.get('Offset') === '0'
          ? [
              {
                DN: '\\VED\\Policy\\shop',
                Guid: '{f32c5cd0-9b77-47ab-bf27-65a1159ff98e}',
                Name: 'shop',
                ParentDn: '\\VED\\Policy',
                X509: {
                  CN: 'shop.example.com',
                  Issuer: 'CN=Example CA',
                  SANS: { DNS: ['shop.example.com'] },
                  Serial: '0ABC',
                  Thumbprint: 'AB'.repeat(20),
                  ValidFrom: '2026-03-01T00:00:00.0000000Z',
                  ValidTo: '2027-03-01T00:00:00.0000000Z',
                },
              },
            ]
          : [],
      TotalCount: 1,
    }),
    requests: ['GET /vedsdk/Certificates/?Offset=0&Limit=100'],
    places: {
      'rest:{f32c5cd0-9b77-47ab-bf27-65a1159ff98e}': facts('shop.example.com', '2027-03-01T00:00:00Z', {
        serial_number: '0abc',
        issuer: 'CN=Example CA',
        fingerprint_sha256: null,
      }),
    },
  },
  venafi_cloud: {
    headers: { 'tppl-api-key': '$' + '{TOKEN}' },
    header: ['tppl-api-key', 'sesame-sesame'],
    respond: ({ body }) => {
      const { paging } = JSON.parse(body) as { paging: { pageNumber: number } };
      const certificates = [venafiCloud('a', 'ACTIVE'), venafiCloud('b', 'RETIRED')];
      return paging.pageNumber === 0 ? { count: 2, certificates } : { count: 0, certificates: [] };
    },
    requests: ['POST /outagedetection/v1/certificatesearch', 'POST /outagedetection/v1/certificatesearch'],
    places: {
      'rest:a': facts('shop.example.com', '2027-05-31T22:45:12Z', { issuer: 'Example CA', serial_number: 'abc1' }),
    },
  },
  ejbca: {
    headers: { Authorization: 'Bearer $' + '{TOKEN}' },
    header: ['authorization', 'Bearer sesame-sesame'],
    respond: ({ body }) => {
      const { pagination } = JSON.parse(body) as { pagination: { current_page: number } };
      const base64Cert = Buffer.from(BASE64).toString('base64');
      const one = {
        fingerprint: 'ab'.repeat(20),
        base64Cert,
        username: 'shop',
        certificateProfile: 'SERVER',
        status: 20,
      };
      return { certificates: pagination.current_page === 1 ? [one] : [] };
    },
    requests: ['POST /ejbca/ejbca-rest-api/v2/certificate/search', 'POST /ejbca/ejbca-rest-api/v2/certificate/search'],
    places: { [`rest:${'ab'.repeat(20)}`]: { ...SHOP, ownership: { owner: 'shop', labels: { profile: 'SERVER' } } } },
  },
  sectigo: {
    headers: { login: 'admin', password: '$' + '{TOKEN}', customerUri: 'example' },
    header: ['password', 'sesame-sesame'],
    responseHeaders: { 'X-Total-Count': '1' },
    respond: ({ url }) =>
      url.pathname === '/api/ssl/v1/52'
        ? { sslId: 52, commonName: 'shop.example.com', orgId: 7, expires: '2027-03-01', owner: 'Admin' }
        : [
            {
              sslId: 52,
              commonName: 'shop.example.com',
              subjectAlternativeNames: ['shop.example.com'],
              serialNumber: 'AB:01',
            },
          ],
    requests: ['GET /api/ssl/v1?status=Issued&position=0&size=200', 'GET /api/ssl/v1/52'],
    places: {
      'rest:52': {
        ...facts('shop.example.com', '2027-03-01T00:00:00Z', { serial_number: 'ab01' }),
        ownership: { owner: 'Admin', labels: { organization: '7' } },
      },
    },
  },
};

function netBox(id: number, more: object = {}, status = 'active') {
  return {
    id,
    common_name: 'mail.example.com',
    serial_number: '1A:BC',
    fingerprint_sha256: '',
    issuer: 'CN=Example CA',
    issuer_chain: '',
    valid_from: '2026-03-01T10:00:00Z',
    valid_to: '2027-03-01T10:00:00Z',
    sans: ['mail.example.com'],
    status: { value: status, label: status },
    tenant: { id: 3, name: 'Retail', slug: 'retail' },
    pem_content: '',
    ...more,
  };
}

function digiCert(id: number, status: string, more: object = {}) {
  return {
    id,
    certificate: {
      id: id + 100,
      common_name: 'shop.example.com',
      dns_names: ['shop.example.com', 'www.example.com'],
      ...(status === 'issued' && { valid_till: '2027-03-01' }),
    },
    status,
    is_renewed: false,
    organization: { id: 1, name: 'Example Inc.' },
    product: { name_id: 'ssl_plus' },
    ...more,
  };
}

function venafiCloud(id: string, certificateStatus: string) {
  return {
    id,
    certificateStatus,
    certificateName: 'shop.example.com',
    validityStart: '2026-05-24T22:44:42.000+0000',
    validityEnd: '2027-05-31T22:45:12.000+0000',
    subjectCN: ['shop.example.com'],
    issuerCN: ['Example CA'],
    serialNumber: 'ABC1',
  };
}

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.close();
  api = null;
});

describe.each(Object.entries(CASES))(
  'the preset %s',
  (preset, { headers, header, respond, responseHeaders = {}, requests, places }) => {
    it('reads the API of its system', async () => {
      api = await startFakeApi((call) => ({ headers: responseHeaders, body: respond(call) }));
      const entry = { name: 'inventory', rest: api.origin, preset, headers } as EntrySpec;
      const result = await readInventorySource({ source: createSource(entry, {}), env: { TOKEN: 'sesame-sesame' } });
      expect(result.failure).toBeNull();
      expect(api.calls.map(({ method, url }) => `${method} ${url.pathname}${url.search}`)).toEqual(requests);
      expect(api.calls.map((call) => call.headers[header[0]])).toEqual(requests.map(() => header[1]));
      expect(Object.fromEntries(result.places.map((place) => [place.place, place]))).toMatchObject(places);
      expect(result.places).toHaveLength(Object.keys(places).length);
    });
  },
);

it('has a test for each preset', () => {
  expect(Object.keys(CASES)).toEqual(Object.keys(REST_PRESETS));
});
