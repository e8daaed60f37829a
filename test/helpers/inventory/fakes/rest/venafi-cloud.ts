/** A fake Venafi TLS Protect Cloud. */

import { all, fields, flag, list, number, text } from './documented.ts';
import { MAX_PAGE_SIZE, type RestSystem, type StoredCertificate, SYSTEM_TOKEN, slicePage, VARIABLE } from './system.ts';

const PATH = '/outagedetection/v1/certificatesearch';
const toId = (id: number) => `8a7c4780-8cb2-11eb-9bc7-9d00b8bdf2${id}`;

export const VENAFI_CLOUD_SYSTEM: RestSystem = {
  preset: 'venafi_cloud',
  documentation:
    'https://docs.venafi.cloud/api/searching-for-certificates/, and CertificateSearchResponse of https://github.com/Venafi/vcert, ' +
    'pkg/venafi/cloud/search.go. vcert is a Go module, and its client for Python is only on PyPI.',
  headers: { 'tppl-api-key': VARIABLE },
  refuse: ({ headers }) =>
    headers['tppl-api-key'] === SYSTEM_TOKEN
      ? null
      : { status: 401, body: { errors: [{ code: 10501, message: 'Unable to find key', args: [] }] } },
  respond: ({ url, method, body }, certificates) => {
    if (url.pathname !== PATH || method !== 'POST') return { status: 404, body: {} };
    const { ordering, paging } = JSON.parse(body) as {
      ordering?: { orders: { direction: string; field: string }[] };
      paging: { pageNumber: number; pageSize: number };
    };
    const isOrdered = ordering?.orders.every(
      ({ field, direction }) => field in FIELDS && /^(?:ASC|DESC)$/.test(direction),
    );
    if (!isOrdered || paging.pageSize > 500)
      return { status: 400, body: { errors: [{ code: 1004, message: 'Invalid search request', args: [] }] } };
    const page = slicePage(certificates, paging.pageNumber * MAX_PAGE_SIZE);
    return { body: { count: page.length, certificates: page.map(render) } };
  },
  isListing: () => true,
  toLocation: ({ id }) => `rest:${toId(id)}`,
  get listing() {
    return fields({ count: number, certificates: list(fields(FIELDS)) });
  },
};

const FIELDS = {
  ...all('id companyId managedCertificateId certificateRequestId fingerprint certificateName certificateStatus', text),
  ...all('versionType modificationDate validityStart validityEnd serialNumber issuerDN subjectDN encryptionType', text),
  ...all('keyStrength totalInstanceCount totalActiveInstanceCount', number),
  ...all('subjectCN issuerCN issuerOU subjectOU subjectAlternativeNameDns applicationIds', list(text)),
  selfSigned: flag,
  subjectAlternativeNamesByType: fields(
    all(
      'otherName rfc822Name dNSName x400Address directoryName uniformResourceIdentifier iPAddress registeredID',
      list(text),
    ),
  ),
  instances: list(
    fields({
      ...all('certificateInstanceId certificateId certificateSource ipAddress hostname deploymentStatus', text),
      port: number,
    }),
  ),
};

function render({ id, name, serial, from, to, state }: StoredCertificate) {
  return {
    id: toId(id),
    fingerprint: 'AB'.repeat(20),
    certificateName: name,
    certificateStatus: state === 'revoked' ? 'RETIRED' : 'ACTIVE',
    versionType: state === 'renewed' ? 'OLD' : 'CURRENT',
    validityStart: from.replace('Z', '.000+0000'),
    validityEnd: to.replace('Z', '.000+0000'),
    serialNumber: serial.toUpperCase(),
    subjectDN: `cn=${name}`,
    subjectCN: [name],
    issuerCN: ['Example CA'],
    issuerDN: 'cn=Example CA',
    subjectAlternativeNamesByType: { dNSName: [name], iPAddress: [] },
    instances: [
      { certificateId: toId(id), ipAddress: '192.0.2.1', hostname: 'lb-1.example.com', port: 443 },
      { certificateId: toId(id), ipAddress: '254.254.254.254', hostname: ' ', port: -1 },
    ],
  };
}
