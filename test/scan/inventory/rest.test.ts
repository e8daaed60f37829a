import { afterEach, describe, expect, it } from 'vitest';
import { createCertificate } from '../../../src/app/demo/create-certificate.ts';
import { parseDateFormat } from '../../../src/domain/sources/date-format.ts';
import { createSource } from '../../../src/domain/sources/index.ts';
import type { EntrySpec } from '../../../src/generated/manifest.ts';
import { readPath, setPath } from '../../../src/scan/inventory/read-path.ts';
import { MALFORMED_LINK, parseLinkHeader } from '../../../src/scan/sources/rest-pages.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { type ApiCall, type ApiReply, type FakeApi, startFakeApi } from '../../helpers/inventory/fake-api.ts';

const { certificate: PEM, privateKeyPem: KEY } = await createCertificate({
  commonName: 'shop.example.com',
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2027-01-01T00:00:00Z'),
});

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.close();
  api = null;
});

async function read(items: unknown, entry: Partial<EntrySpec> = {}, respond?: (call: ApiCall) => ApiReply) {
  api = await startFakeApi((call) => respond?.(call) ?? { body: items });
  const spec = {
    name: 'inventory',
    rest: `${api.origin}/items`,
    map: { id: 'id', pem: 'pem', valid_to: 'to' },
    ...entry,
  };
  return readInventorySource({ source: createSource(spec, {}), env: { TOKEN: 'sesame-sesame' } });
}

describe('an item of a REST API', () => {
  it('is mapped by paths, alternatives and defaults', async () => {
    const item = {
      meta: { 'certificate.id': 7 },
      names: { cn: '', all: ['DNS:a.example.com', 'b.example.com'] },
      dates: { end: '01.03.2027' },
      serial: '255',
      people: [{ mail: 'a@example.com' }, { mail: 'b@example.com' }],
      tags: [
        { Key: 'team', Value: 'payments' },
        { Key: 'env', Value: 'prod' },
      ],
    };
    const { locations } = await read([item], {
      map: {
        id: 'meta.certificate\\.id',
        common_name: ['names.cn', 'names.all.1'],
        sans: 'names.all',
        serial: { path: 'serial', format: 'decimal' },
        issuer: { path: 'issuer', default: 'CN=Example CA' },
        valid_to: { path: 'dates.end', format: '%d.%m.%Y' },
        owner: 'people.0.mail',
        assignments: 'people.*.mail',
        labels: 'tags',
        status: { path: 'state', default: 'active' },
      },
    });
    expect(locations).toMatchObject([
      {
        location: 'rest:7',
        certificate: {
          facts: {
            common_name: 'b.example.com',
            sans: ['a.example.com', 'b.example.com'],
            serial_number: 'ff',
            issuer: 'CN=Example CA',
            valid_to: '2027-03-01T00:00:00Z',
            fingerprint_sha256: null,
          },
        },
        observed: {
          ownership: {
            owner: 'a@example.com',
            assignments: ['a@example.com', 'b@example.com'],
            labels: { team: 'payments', env: 'prod', status: 'active' },
          },
        },
      },
    ]);
  });

  it('with a private key is read without it, and has a notice', async () => {
    const result = await read([{ id: 1, pem: `${KEY}\n${PEM}` }]);
    expect(result.locations).toMatchObject([
      { certificate: { facts: { common_name: 'shop.example.com' } }, notice: { code: 'inventory-private-key' } },
    ]);
    expect(JSON.stringify(result)).not.toContain('PRIVATE KEY');
  });

  it.each([
    ['01/03/2027', '2027-03-01T00:00:00Z'],
    ['2027-03-01', '2027-03-01T00:00:00Z'],
    ['2027-03-01T10:00:00Z', '2027-03-01T10:00:00Z'],
    ['20270301120000', undefined],
    ['1804000000', undefined],
  ])('with a format for dates has this date or ISO 8601, and nothing else: %s', async (to, expected) => {
    const map = { id: 'id', valid_to: { path: 'to', format: '%d/%m/%Y' } };
    const { locations } = await read([{ id: 1, to }], { map });
    expect(locations[0]?.certificate?.facts.valid_to).toBe(expected);
  });

  it('that expired more than expired_days ago is not monitored', async () => {
    const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
    const { certificate: expired } = await createCertificate({
      commonName: 'old.example.com',
      notBefore: new Date(days(-30)),
      notAfter: new Date(days(-8)),
    });
    const items = [
      { id: 'old', to: days(-7.5) },
      { id: 'recent', to: days(-6.5) },
      { id: 'current', to: days(1) },
      { id: 'unknown' },
      { id: 'old-pem', pem: expired },
      { id: 'old-base64', pem: expired.replace(/-----[^-]+-----/g, '') },
    ];
    const { locations } = await read(items, { expired_days: 7 });
    expect(locations.map(({ location }) => location)).toEqual(['rest:recent', 'rest:current', 'rest:unknown']);
    await api?.close();
    expect((await read(items)).locations).toHaveLength(6);
  });

  it('is not monitored with superseded: false if another one with its issuer and names expires later', async () => {
    const item = (id: string, names: string, issuer: string, to: string, from?: string) => ({
      id,
      names,
      issuer,
      to,
      from,
    });
    const items = [
      item('old', 'a.example,b.example', 'CA', '2026-01-01'),
      item('new', 'b.example,a.example', 'CA', '2027-01-01'),
      item('other-names', 'a.example', 'CA', '2026-01-01'),
      item('other-issuer', 'a.example,b.example', 'CA 2', '2026-01-01'),
      item('first', 'c.example', 'CA', '2027-01-01', '2026-01-01'),
      item('second', 'c.example', 'CA', '2027-01-01', '2026-02-01'),
      { id: 'nameless', issuer: 'CA', to: '2026-01-01' },
      { id: 'also-nameless', issuer: 'CA', to: '2027-01-01' },
    ];
    const map = { id: 'id', sans: 'names', issuer: 'issuer', valid_from: 'from', valid_to: 'to' };
    const list = (locations: readonly { location: string }[]) =>
      locations.map(({ location }) => location.slice('rest:'.length));
    const { locations } = await read(items, { map, superseded: false });
    const kept = ['new', 'other-names', 'other-issuer', 'second', 'nameless', 'also-nameless'];
    expect(list(locations)).toEqual(kept);
    await api?.close();
    expect((await read(items, { map })).locations).toHaveLength(items.length);
  });

  it('of 10 MB fails alone', async () => {
    const { failure, locations } = await read([
      { id: 1, pem: PEM + 'x'.repeat(10_000_000) },
      { id: 2, pem: PEM },
    ]);
    expect(failure).toBeNull();
    expect(locations.map((one) => one.failure?.code ?? null)).toEqual(['inventory-item-too-large', null]);
  });

  it('without a certificate and a date fails alone', async () => {
    const { locations } = await read([
      { id: 1 },
      { id: 2, to: '2027-01-01' },
      { id: 3, to: 'soon' },
      { id: 4, pem: 'none' },
    ]);
    expect(locations.map((one) => one.failure?.code ?? null)).toEqual([
      'item-without-expiry',
      null,
      'item-without-expiry',
      'no-certificate',
    ]);
  });

  it('is not monitored if it does not match where; a missing attribute is null', async () => {
    const where = {
      and: [
        { attr: 'state', value: 'revoked', negate: true },
        { attr: 'size', op: 'lt' as const, value: 5 },
      ],
    };
    const items = [
      { id: 'kept', to: '2027-01-01', state: 'active', size: 1 },
      { id: 'revoked', to: '2027-01-01', state: 'revoked', size: 1 },
      { id: 'large', to: '2027-01-01', size: 9 },
      { id: 'unclear', to: '2027-01-01', size: 'small' },
      { id: 'missing', to: '2027-01-01' },
    ];
    const { locations } = await read(items, { where });
    expect(locations.map(({ location }) => location)).toEqual(['rest:kept', 'rest:unclear', 'rest:missing']);
  });

  it('is also tested by what only its details have', async () => {
    const respond = ({ url }: ApiCall): ApiReply => {
      const all = [
        { id: 'a', kind: 'client' },
        { id: 'b', kind: 'server' },
        { id: 'c', kind: 'server' },
      ];
      const details = { to: '2027-01-01', renewed: url.pathname === '/items/b' };
      return { body: url.pathname === '/items' ? all : details };
    };
    const renewed = { attr: 'renewed', value: true, negate: true };
    const { locations } = await read(null, { details: '/items/{id}', where: renewed }, respond);
    expect(locations.map(({ location }) => location)).toEqual(['rest:a', 'rest:c']);
    expect(api?.calls).toHaveLength(4);
    await api?.close();
    // Details are not requested where they cannot matter.
    await read(null, { details: '/items/{id}', where: { attr: 'kind', value: 'server' } }, respond);
    expect(api?.calls.map(({ url }) => url.pathname)).toEqual(['/items', '/items/b', '/items/c']);
  });

  it.each([
    [403, 'inventory-item-unreadable', null],
    [404, 'inventory-item-unreadable', null],
    [500, 'inventory-server-error', null],
    [401, null, 'inventory-unauthorized'],
    [429, null, 'inventory-throttled'],
  ])('whose details return %i: item %s, source %s', async (status, item, source) => {
    const respond = ({ url }: ApiCall): ApiReply => {
      if (url.pathname === '/items') return { body: [{ id: 'a b' }, { id: 'c' }] };
      return url.pathname === '/items/c' ? { body: { to: '2027-01-01' } } : { status, body: {} };
    };
    const { failure, locations } = await read(null, { details: '/items/{id}' }, respond);
    expect(failure?.code ?? null).toBe(source);
    expect(locations[0]?.failure?.code ?? null).toBe(item);
    if (source === null) expect(locations[1]?.certificate?.facts.valid_to).toBe('2027-01-01T00:00:00Z');
  });

  it('has the certificate of its details', async () => {
    const respond = ({ url }: ApiCall): ApiReply => ({ body: url.pathname === '/items' ? [{ id: 1 }] : PEM });
    const { locations } = await read(null, { details: '/pem/{id}', map: { id: 'id', pem: 'details' } }, respond);
    expect(locations[0]?.certificate?.facts.common_name).toBe('shop.example.com');
  });
});

describe('a REST API', () => {
  it.each([
    ['an object instead of a list', { items: [] }, {}],
    ['no list at the path', { data: { list: {} } }, { items: 'data.list' }],
    [
      'a link that is not a URL',
      { data: [{ id: 1, to: '2027-01-01' }], next: 7 },
      { items: 'data', next: { link: 'next' } },
    ],
  ])('with %s fails', async (_, body, entry) => {
    expect((await read(body, entry)).failure?.code).toBe('inventory-unexpected-format');
  });

  it('names the URL in failures without its query, credentials and variables', async () => {
    const { failure } = await read(null, {}, () => ({ status: 403, body: 'sesame-sesame' }));
    expect(failure?.detail).toContain(`${api?.origin}/items denies access`);
  });

  it('with an unset variable fails with its name', async () => {
    const { failure } = await read([], { headers: { Authorization: 'Bearer $' + '{UNSET}' } });
    expect(failure?.code).toBe('variable-unset');
    expect(api?.calls).toEqual([]);
  });

  it('sends user and password of the URL in a header', async () => {
    api = await startFakeApi(() => ({ body: [] }));
    const rest = `${api.origin.replace('//', '//user:$' + '{TOKEN}@')}/items?q=1`;
    const source = createSource({ name: 'inventory', rest, map: { id: 'id', pem: 'pem' } }, {});
    const { failure } = await readInventorySource({ source, env: { TOKEN: 'sesame-sesame' } });
    expect(failure).toBeNull();
    expect(api.calls[0]?.headers.authorization).toBe(`Basic ${Buffer.from('user:sesame-sesame').toString('base64')}`);
  });

  it('refuses headers of the connection', async () => {
    expect((await read([], { headers: { 'Content-Length': '7' } })).failure?.code).toBe('header-refused');
  });

  it('with a denied address is not connected to', async () => {
    const source = createSource(
      { name: 'inventory', rest: 'http://169.254.169.254/items', map: { id: 'id', pem: 'pem' } },
      {},
    );
    expect((await readInventorySource({ source })).failure?.code).toBe('url-denied');
  });

  it('has a client certificate that cannot be read', async () => {
    const client_certificate = { cert: 'missing.pem', key: 'missing.key' };
    expect((await read([], { client_certificate })).failure?.code).toBe('client-certificate-unreadable');
  });
});

describe('a path', () => {
  it.each([
    ['a.b', { a: { b: 1 } }, 1],
    ['a.0.b', { a: [{ b: 1 }] }, 1],
    ['a.*.b', { a: [{ b: 1 }, {}, { b: 2 }] }, [1, 2]],
    ['a.b', { a: [{ b: 1 }, { b: 2 }] }, [1, 2]],
    ['a\\.b', { 'a.b': 1 }, 1],
    ['a.b', { a: null }, undefined],
    ['constructor.name', {}, undefined],
    ['__proto__', {}, undefined],
  ])('%s selects a value', (path, value, expected) => {
    expect(readPath(value, path)).toEqual(expected);
  });

  it('can be set without changing the rest', () => {
    const body = { paging: { size: 5 }, filter: 'x' };
    expect(setPath(body, 'paging.page', 2)).toEqual({ paging: { size: 5, page: 2 }, filter: 'x' });
    expect(body).toEqual({ paging: { size: 5 }, filter: 'x' });
  });
});

describe('a Link header', () => {
  it.each([
    ['<https://a.example/2>; rel="next"', 'https://a.example/2'],
    ['<https://a.example/1>; rel="prev", <https://a.example/3>; rel=next', 'https://a.example/3'],
    ['<https://a.example/3>; title="a, b"; rel="last next"', 'https://a.example/3'],
    ['<https://a.example/1>; rel="prev"', null],
    ['<https://a.example/?a=1;b=2,3>; rel="next"; title="x"', 'https://a.example/?a=1;b=2,3'],
    ['<https://a.example/3>;REL=NEXT', 'https://a.example/3'],
    ['<https://a.example/3>; rel="nextish"', null],
    ['<https://a.example/3; rel="next"', MALFORMED_LINK],
    ['rel=next', MALFORMED_LINK],
    ['', null],
    [null, null],
  ])('has the next page: %s', (header, expected) => {
    expect(parseLinkHeader(header)).toBe(expected);
  });
});

describe('a date format', () => {
  it.each([
    ['01.03.2027', '%d.%m.%Y', '2027-03-01T00:00:00Z'],
    ['1/3/27', '%d/%m/%y', '2027-03-01T00:00:00Z'],
    ['Mar  1 10:00:00 2027 GMT', '%b %e %H:%M:%S %Y %Z', '2027-03-01T10:00:00Z'],
    ['March 1, 2027 02:30 PM', '%B %d, %Y %I:%M %p', '2027-03-01T14:30:00Z'],
    ['2027-03-01T10:00:00+0200', '%Y-%m-%dT%H:%M:%S%z', '2027-03-01T08:00:00Z'],
    ['31.02.2027', '%d.%m.%Y', null],
    ['2027', '%d.%m.%Y', null],
    ['(2027) 3+1', '(%Y) %m+%d', '2027-03-01T00:00:00Z'],
  ])('reads %s as %s', (text, format, expected) => {
    expect(parseDateFormat(text, format)).toBe(expected);
  });
});
