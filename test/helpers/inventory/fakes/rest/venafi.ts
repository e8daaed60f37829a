/** A fake Venafi Trust Protection Platform. */

import { all, fields, list, number, text } from './documented.ts';
import { type RestSystem, type StoredCertificate, SYSTEM_TOKEN, slicePage, VARIABLE } from './system.ts';

const PATH = '/vedsdk/Certificates/';
const toGuid = (id: number) => `{f32c5cd0-9b77-47ab-bf27-65a1159ff9${id}}`;

export const VENAFI_SYSTEM: RestSystem = {
  preset: 'venafi',
  documentation:
    'https://docs.venafi.com/Docs/currentSDK/TopNav/Content/SDK/WebSDK/r-SDK-GET-Certificates.php, and CertificateSearchResponse of ' +
    'https://github.com/Venafi/vcert, pkg/venafi/tpp/search.go. vcert is a Go module, and its client for Python is only on PyPI.',
  headers: { Authorization: `Bearer ${VARIABLE}` },
  refuse: ({ headers }) =>
    headers.authorization === `Bearer ${SYSTEM_TOKEN}`
      ? null
      : { status: 401, body: { error: 'invalid_token', error_description: 'The access token is not valid' } },
  respond: ({ url }, certificates) => {
    if (url.pathname.toLowerCase() !== PATH.toLowerCase()) return { status: 404, body: {} };
    // A revoked certificate has no location in the policy tree, and a renewed one is a version of the same object.
    const current = certificates.filter(({ state }) => state === 'current' || state === 'requested');
    const offset = Number(url.searchParams.get('Offset') ?? 0);
    const page = slicePage(current, offset);
    return {
      headers: { 'X-Record-Count': String(current.length) },
      body: {
        Certificates: page.map(render),
        DataRange: `Certificates ${offset + 1} - ${offset + page.length}`,
        TotalCount: current.length,
      },
    };
  },
  isListing: () => true,
  toLocation: ({ id }) => `rest:${toGuid(id)}`,
  responseHeaders: ['x-record-count'],
  listing: fields({
    Certificates: list(
      fields({
        ...all('CreatedOn DN Guid Name ParentDn SchemaClass', text),
        X509: fields({
          ...all('CN Issuer Serial Subject Thumbprint ValidFrom ValidTo KeyAlgorithm', text),
          KeySize: number,
          SANS: fields(all('DNS Email IP URI UPN', list(text))),
        }),
        _links: list(fields({ Details: text })),
      }),
    ),
    DataRange: text,
    TotalCount: number,
  }),
};

function render({ id, name, serial, from, to, state }: StoredCertificate) {
  return {
    CreatedOn: '2026-01-01T00:00:00.1234567Z',
    DN: `\\VED\\Policy\\Web\\${name}`,
    Guid: toGuid(id),
    Name: name,
    ParentDn: '\\VED\\Policy\\Web',
    SchemaClass: 'X509 Server Certificate',
    ...(state !== 'requested' && {
      X509: {
        CN: name,
        Issuer: 'CN=Example CA',
        KeyAlgorithm: 'ECC',
        SANS: { DNS: [name] },
        Serial: serial.toUpperCase(),
        Subject: `CN=${name}`,
        Thumbprint: 'AB'.repeat(20),
        ValidFrom: from.replace('Z', '.0000000Z'),
        ValidTo: to.replace('Z', '.0000000Z'),
      },
    }),
    _links: [{ Details: `/vedsdk/certificates/${encodeURIComponent(toGuid(id))}` }],
  };
}
