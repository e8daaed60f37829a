/** A fake EJBCA. */

import { all, fields, list, number, text } from './documented.ts';
import { MAX_PAGE_SIZE, type RestSystem, type StoredCertificate, SYSTEM_TOKEN, slicePage, VARIABLE } from './system.ts';

const PATH = '/ejbca/ejbca-rest-api/v2/certificate/search';
const PROPERTIES =
  /^(?:QUERY|END_ENTITY_PROFILE|CERTIFICATE_PROFILE|EXTERNAL_ACCOUNT_BINDING_ID|CA|STATUS|ISSUED_DATE|EXPIRE_DATE|REVOCATION_DATE)$/;
const ORDERS =
  /^(?:USERNAME|ISSUER_DN|SUBJECT_DN|STATUS|TAG|TYPE|UPDATE_TIME|ISSUED_DATE|EXPIRE_DATE|REVOCATION_DATE)$/;
const toFingerprint = (id: number) => `${'ab'.repeat(19)}${id}`;

interface SearchRequest {
  pagination: { page_size: number; current_page: number };
  sort: { property: string; operation: string };
  criteria: { property: string; value: string; operation: string }[];
}

export const EJBCA_SYSTEM: RestSystem = {
  preset: 'ejbca',
  documentation:
    'https://docs.keyfactor.com/ejbca/latest/ejbca-rest-interface, whose OpenAPI description is the source of the models in ' +
    'https://github.com/Keyfactor/ejbca-python-client-sdk. The clients of Keyfactor are only on PyPI and as a Go module.',
  headers: { Authorization: `Bearer ${VARIABLE}` },
  refuse: ({ headers, client }) =>
    client === 'certvigil' || headers.authorization === `Bearer ${SYSTEM_TOKEN}`
      ? null
      : { status: 403, body: { error_code: 403, error_message: 'Not authorized' } },
  respond: ({ url, method, body }, certificates) => {
    if (url.pathname !== PATH || method !== 'POST')
      return { status: 404, body: { error_code: 404, error_message: 'Not found' } };
    const { pagination, sort, criteria } = JSON.parse(body) as SearchRequest;
    const isValid =
      pagination.page_size <= 1000 &&
      pagination.current_page > 0 &&
      ORDERS.test(sort.property) &&
      criteria.length > 0 &&
      criteria.every(({ property }) => PROPERTIES.test(property));
    if (!isValid) return { status: 400, body: { error_code: 400, error_message: 'Invalid search request' } };
    const statuses = new Set(criteria.filter(({ property }) => property === 'STATUS').map(({ value }) => value));
    const found = certificates.filter(({ state }) =>
      statuses.has(state === 'revoked' ? 'CERT_REVOKED' : 'CERT_ACTIVE'),
    );
    const page = slicePage(found, (pagination.current_page - 1) * MAX_PAGE_SIZE);
    return { body: { certificates: page.map(render), pagination_summary: { ...pagination } } };
  },
  isListing: () => true,
  toLocation: ({ id }) => `rest:${toFingerprint(id)}`,
  listing: fields({
    certificates: list(
      fields({
        ...all(
          'fingerprint cAFingerprint issuerDN serialNumber subjectAltName subjectDN subjectKeyId tag username',
          text,
        ),
        ...all('base64Cert certificateRequest certificateProfile endEntityProfile', text),
        ...all('certificateProfileId endEntityProfileId expireDate notBefore revocationDate revocationReason', number),
        ...all('status type udpateTime crlPartitionIndex', number),
      }),
    ),
    pagination_summary: fields(all('page_size current_page total_certs', number)),
  }),
};

/** DER in base64, and that in base64 again. */
function encodeTwice(pem: string): string {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, '')).toString('base64');
}

function render({ id, name, pem, serial, from, to }: StoredCertificate) {
  return {
    fingerprint: toFingerprint(id),
    base64Cert: encodeTwice(pem),
    certificateProfile: 'SERVER',
    certificateProfileId: 1,
    endEntityProfileId: 1,
    expireDate: Date.parse(to),
    notBefore: Date.parse(from),
    issuerDN: `CN=${name}`,
    serialNumber: serial,
    status: 20,
    subjectAltName: `dNSName=${name}`,
    subjectDN: `CN=${name}`,
    username: 'web',
    revocationDate: -1,
    revocationReason: -1,
  };
}
