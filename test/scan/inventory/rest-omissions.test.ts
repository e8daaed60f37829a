import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createSource } from '../../../src/domain/sources/index.ts';
import type { EntrySpec } from '../../../src/generated/manifest.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { type FakeApi, startFakeApi } from '../../helpers/inventory/fake-api.ts';

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.close();
  api = null;
});

const createItems = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `i${at}`, to: '2027-01-01', state: at === 0 ? 'old' : 'new' }));

async function read(body: object, entry: Partial<EntrySpec> = {}, headers: Record<string, string> = {}) {
  api = await startFakeApi(() => ({ body, headers }));
  const spec: EntrySpec = {
    name: 'inventory',
    rest: `${api.origin}/items`,
    items: Array.isArray(body) ? undefined : 'data',
    map: { id: 'id', valid_to: 'to' },
    ...entry,
  };
  return readInventorySource({ source: createSource(spec, {}) });
}

const data = createItems(3);
const LINK = { link: '<https://api.example.com/items?page=2>; rel="next"' };

describe('a response that is read as the whole listing', () => {
  it.each<[string, object, string, Record<string, string>?]>([
    ['a Link header', { data }, '{ header: true }', LINK],
    ['a URL in next', { data, next: '/items?page=2' }, '{ link: next }'],
    ['a cursor in next', { data, next: 'eyJpZCI6M30' }, '{ cursor: { path: next, parameter: PARAMETER } }'],
    ['the link of OData', { data, '@odata.nextLink': 'https://api.example.com/' }, "{ link: '@odata\\.nextLink' }"],
    ['a link of HAL', { data, _links: { next: { href: '/items?page=2' } } }, '{ link: _links.next.href }'],
    ['a link of JSON:API', { data, links: { next: '?page=2' } }, '{ link: links.next }'],
    ['a token of Google', { data, nextPageToken: 'a' }, '{ cursor: { path: nextPageToken, parameter: PARAMETER } }'],
    [
      'a token of Kubernetes',
      { data, metadata: { continue: 'a' } },
      '{ cursor: { path: metadata.continue, parameter: PARAMETER } }',
    ],
    ['hasNextPage of GraphQL', { data, pageInfo: { hasNextPage: true } }, '{ page: { parameter: PARAMETER } }'],
    ['has_more', { data, has_more: true }, '{ page: { parameter: PARAMETER } }'],
    ['total', { data, total: 4 }, '{ page: { parameter: PARAMETER }, total: total }'],
    ['count', { data, count: 4 }, '{ page: { parameter: PARAMETER }, total: count }'],
    ['total_count as text', { data, total_count: '4' }, '{ page: { parameter: PARAMETER }, total: total_count }'],
    ['the count of OData', { data, '@odata.count': 4 }, "{ page: { parameter: PARAMETER }, total: '@odata\\.count' }"],
    ['a total of Spring', { data, totalElements: 4 }, '{ page: { parameter: PARAMETER }, total: totalElements }'],
    [
      'a header with the total',
      data,
      '{ page: { parameter: PARAMETER }, total: header:X-Total-Count }',
      { 'x-total-count': '4' },
    ],
  ])('fails with the key to set if it has %s', async (_, body, key, headers) => {
    const { failure, locations } = await read(body, {}, headers);
    expect(failure?.code).toBe('inventory-next-missing');
    expect(failure?.detail).toContain(`Set \`next: ${key}\`, or \`next: null\` if`);
    expect(parse(`next: ${key}`)).toHaveProperty('next');
    expect(locations).toEqual([]);
  });

  it.each<[string, object, Record<string, string>?]>([
    ['an empty next', { data, next: '' }],
    ['next without a value', { data, next: null, nextPageToken: null, has_more: false }],
    ['a total of its items', { data, total: 3, count: 3, '@odata.count': 3 }],
    ['a smaller count', { data, count: 2 }],
    ['a total that is not a number', { data, total: { value: 9 }, count: 'many' }],
    ['a Link header of other relations', { data }, { link: '</items>; rel="self", </items?page=1>; rel="prev"' }],
    ['a malformed Link header', { data }, { link: 'next' }],
  ])('is read with %s', async (_, body, headers) => {
    const { failure, locations } = await read(body, {}, headers);
    expect(failure).toBeNull();
    expect(locations).toHaveLength(3);
  });

  it('compares totals with all items, also those that where excludes', async () => {
    const where = { attr: 'state', value: 'new' };
    expect((await read({ data, total: 3 }, { where })).locations).toHaveLength(2);
  });

  it('is read with next: null, whatever it says', async () => {
    const { failure, locations } = await read({ data, total: 9, next: '/items?page=2' }, { next: null }, LINK);
    expect(failure).toBeNull();
    expect(locations).toHaveLength(3);
  });
});

describe('a declared next', () => {
  it('with the wrong path fails if the first page has another link or cursor', async () => {
    const { failure } = await read({ data, next: '/items?page=2' }, { next: { link: 'nxt' } });
    expect(failure?.detail).toContain('Set `next: { link: next }`.');
    expect(failure?.detail).not.toContain('next: null');
  });

  it('does not need the total to be that of the listing', async () => {
    expect((await read({ data, total: 9, next: null }, { next: { link: 'next' } })).locations).toHaveLength(3);
  });

  it('with numbered pages ends with an empty page, whatever it says', async () => {
    const { failure } = await read({ data: [], next: 'a' }, { next: { page: { parameter: 'page' } } });
    expect(failure).toBeNull();
  });
});
