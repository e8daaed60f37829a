/** A fake Sectigo Certificate Manager. */

import { all, fields, flag, list, number, text } from './documented.ts';
import { type RestSystem, type StoredCertificate, SYSTEM_TOKEN, slicePage, VARIABLE } from './system.ts';

const PATH = '/api/ssl/v1';
const STATUSES = /^(?:Requested|Approved|Declined|Applied|Issued|Revoked|Expired|Replaced|Rejected)$/;

export const SECTIGO_SYSTEM: RestSystem = {
  preset: 'sectigo',
  documentation:
    'https://scm.devx.sectigo.com/docs/ssl-certificates (OpenAPI description, version 25.9.2). Dates were MM/DD/YYYY in earlier ' +
    'versions, as https://github.com/hm-edu/sectigo-client reads them. The client for Python, cert_manager, is only on PyPI.',
  headers: { login: 'certvigil', password: VARIABLE, customerUri: 'example' },
  refuse: ({ headers }) => {
    const { login, password, customeruri } = headers;
    const isKnown = login === 'certvigil' && password === SYSTEM_TOKEN && customeruri === 'example';
    return isKnown ? null : { status: 401, body: { code: -16, description: 'Unknown user' } };
  },
  respond: ({ url }, certificates) => {
    const one = certificates.find(({ id }) => url.pathname === `${PATH}/${id}`);
    if (one !== undefined) return { body: renderDetails(one) };
    if (url.pathname !== PATH) return { status: 404, body: { code: -2001, description: 'Not found' } };
    const { status = '', position = '0', size = '200' } = Object.fromEntries(url.searchParams);
    if ((status !== '' && !STATUSES.test(status)) || Number(size) > 200)
      return { status: 400, body: { code: -1, description: 'Invalid parameter' } };
    const found = certificates.filter((stored) => status === '' || getStatus(stored) === status);
    return {
      headers: { 'X-Total-Count': String(found.length) },
      body: slicePage(found, Number(position)).map(({ id, name, serial }) => ({
        sslId: id,
        commonName: name,
        subjectAlternativeNames: [name],
        serialNumber: formatSerial(serial),
      })),
    };
  },
  isListing: ({ url }) => url.pathname === PATH,
  toLocation: ({ id }) => `rest:${id}`,
  responseHeaders: ['x-total-count'],
  listing: list(
    fields({ sslId: number, ...all('commonName serialNumber', text), subjectAlternativeNames: list(text) }),
  ),
  details: fields({
    ...all('sslId id orgId orderNumber term keySize ownerId requesterId', number),
    ...all(
      'commonName status backendCertId vendor owner requester requested approved issued expires serialNumber',
      text,
    ),
    ...all('signatureAlg keyAlgorithm keyType comments renewedDate', text),
    ...all('renewed suspendNotifications', flag),
    ...all('subjectAlternativeNames keyUsages extendedKeyUsages', list(text)),
    certificateDetails: fields(all('issuer subject subjectAltNames md5Hash sha1Hash sha256Hash', text)),
  }),
};

function getStatus({ state, to }: StoredCertificate): string {
  if (state === 'revoked') return 'Revoked';
  if (state === 'requested') return 'Requested';
  return Date.parse(to) < Date.now() ? 'Expired' : 'Issued';
}

const formatSerial = (serial: string) => serial.toUpperCase().match(/../g)?.join(':');

/** Both forms of dates. */
function formatDate({ id, to }: StoredCertificate): string {
  const [year, month, day] = to.slice(0, 10).split('-');
  return id % 2 === 0 ? `${month}/${day}/${year}` : to;
}

function renderDetails(stored: StoredCertificate) {
  const { id, name, serial, state } = stored;
  return {
    commonName: name,
    sslId: id,
    id,
    orgId: 7,
    status: getStatus(stored),
    vendor: 'Sectigo Limited',
    term: 365,
    owner: 'Admin',
    requester: 'Requester',
    ...(state !== 'requested' && { expires: formatDate(stored) }),
    renewed: state === 'renewed',
    serialNumber: formatSerial(serial),
    subjectAlternativeNames: [name],
    certificateDetails: { issuer: 'CN=Sectigo CA', subject: `CN=${name}`, sha1Hash: 'ab'.repeat(20) },
  };
}
