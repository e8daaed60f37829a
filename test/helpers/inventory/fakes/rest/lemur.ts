/** A fake Lemur. */

import { all, fields, flag, list, number, orNull, text } from './documented.ts';
import { MAX_PAGE_SIZE, type RestSystem, type StoredCertificate, SYSTEM_TOKEN, slicePage, VARIABLE } from './system.ts';

const PATH = '/api/1/certificates';

export const LEMUR_SYSTEM: RestSystem = {
  preset: 'lemur',
  documentation:
    'https://github.com/Netflix/lemur: CertificateOutputSchema of lemur/certificates/schemas.py. Lemur has no client library, and ' +
    'its own packages are only on PyPI.',
  headers: { Authorization: `Bearer ${VARIABLE}` },
  // Lemur returns 401 only without a token.
  refuse: ({ headers }) => {
    if (headers.authorization === undefined) return { status: 401, body: { message: 'Missing authorization header' } };
    return headers.authorization.split(' ')[1] === SYSTEM_TOKEN
      ? null
      : { status: 403, body: { message: 'Token is invalid' } };
  },
  respond: ({ url }, certificates) => {
    if (url.pathname !== PATH) return { status: 404, body: { message: 'Not found' } };
    const { page = '1', sortBy, sortDir } = Object.fromEntries(url.searchParams);
    const sorted = sortBy === 'id' && sortDir === 'asc' ? certificates : certificates.toReversed();
    const items = slicePage(sorted, (Number(page) - 1) * MAX_PAGE_SIZE);
    return { body: { items: items.map(render), total: certificates.length } };
  },
  isListing: ({ url }) => url.pathname === PATH,
  toLocation: ({ id }) => `rest:${id}`,
  listing: fields({
    total: number,
    items: list(
      fields({
        ...all('id bits', number),
        ...all('body chain cn commonName distinguishedName dateCreated issuer name owner serial serialHex', text),
        ...all('notBefore notAfter validityStart validityEnd signingAlgorithm csr', text),
        ...all('active notify rotation hasPrivateKey', flag),
        ...all('description externalId keyType status', orNull(text)),
        ...all('deleted san', orNull(flag)),
        domains: list(fields({ id: number, name: text, sensitive: flag })),
        endpoints: list(
          fields({
            ...all('description name dnsname owner type dateCreated', text),
            ...all('id port', number),
            active: flag,
          }),
        ),
        extensions: fields({ subAltNames: fields({ names: list(fields({ nameType: text, value: text })) }) }),
        replaces: list(fields({ id: number, name: text })),
        replacedBy: list(fields({ id: number, name: text })),
      }),
    ),
  }),
};

function render({ id, name, pem, serial, from, to, state }: StoredCertificate) {
  const [notBefore, notAfter] = [from, to].map((time) => time.replace('Z', '+00:00'));
  return {
    id,
    name: `${name}-CA-${id}`,
    body: pem,
    chain: '',
    cn: name,
    commonName: name,
    issuer: 'CA',
    owner: 'team@example.com',
    serial: BigInt(`0x${serial}`).toString(),
    serialHex: serial.toUpperCase(),
    notBefore,
    notAfter,
    validityEnd: notAfter,
    active: true,
    status: state === 'revoked' ? 'revoked' : 'valid',
    domains: [{ id, name, sensitive: false }],
    endpoints: [{ id, name: 'lb-1', dnsname: 'lb-1.example.com', port: 443, owner: 'team@example.com', active: true }],
    extensions: { subAltNames: { names: [{ nameType: 'DNSName', value: name }] } },
    replaces: [],
    replacedBy: state === 'renewed' ? [{ id: 7, name: 'successor' }] : [],
  };
}
