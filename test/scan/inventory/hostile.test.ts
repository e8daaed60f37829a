import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createSource } from '../../../src/domain/sources/index.ts';
import type { EntrySpec } from '../../../src/generated/manifest.ts';
import { parseJsonExactly } from '../../../src/scan/inventory/parse-json.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { type ApiCall, type ApiReply, type FakeApi, startFakeApi } from '../../helpers/inventory/fake-api.ts';

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.close();
  api = null;
});

const TO = '2099-01-01T00:00:00Z';

/** `reply`: text is sent as it is. */
async function read(reply: unknown, entry: Partial<EntrySpec> = {}) {
  api = await startFakeApi((call) => (typeof reply === 'function' ? reply(call) : { body: reply }) as ApiReply);
  const spec = { name: 'inventory', rest: `${api.origin}/items`, map: { id: 'id', valid_to: 'to' }, ...entry };
  return readInventorySource({ source: createSource(spec as EntrySpec, {}) });
}

const list = (locations: readonly { location: string }[]) => locations.map(({ location }) => location);

describe('an ID', () => {
  it.each([
    ['with a line break', 'a\nb', 'rest:a%0Ab'],
    ['with a colon and spaces', 'a: b', 'rest:a: b'],
    ['with a number sign and an at sign', 'a#b@c', 'rest:a%23b%40c'],
    ['__proto__', '__proto__', 'rest:__proto__'],
    ['with a control character', 'a\u001b[31m', 'rest:a%1B[31m'],
    ['with half of a character', 'a\ud800', 'rest:a\ufffd'],
    ['of 0', 0, 'rest:0'],
  ])('%s names one location', async (_, id, location) => {
    const { failure, locations } = await read([{ id, to: TO }]);
    expect(failure).toBeNull();
    expect(list(locations)).toEqual([location]);
  });

  it('of 10,000 characters names a location of at most 205, and differs from others', async () => {
    const { locations } = await read([
      { id: `${'x'.repeat(10_000)}a`, to: TO },
      { id: `${'x'.repeat(10_000)}b`, to: TO },
    ]);
    expect(new Set(list(locations)).size).toBe(2);
    for (const { location } of locations) expect(location.length).toBeLessThanOrEqual(205);
  });

  it('with half of a character can be requested', async () => {
    const reply = ({ url }: ApiCall) => ({ body: url.pathname === '/items' ? [{ id: '\ud800' }] : { to: TO } });
    const { failure, locations } = await read(reply, { details: '/items/{id}' });
    expect(failure).toBeNull();
    expect(locations[0]?.failure).toBeNull();
  });

  it('beyond 2^53 keeps all digits', async () => {
    const { failure, locations } = await read(
      `[{"id":9007199254740993,"to":"${TO}"},{"id": 9007199254740992 ,"to":"${TO}"}]`,
    );
    expect(failure).toBeNull();
    expect(list(locations)).toEqual(['rest:9007199254740993', 'rest:9007199254740992']);
  });

  it.each([null, '', '  ', {}, true])(
    '%j fails the source, because the item would not be recognized again',
    async (id) => {
      expect((await read([{ id, to: TO }])).failure?.code).toBe('inventory-item-without-id');
    },
  );
});

describe('JSON', () => {
  it.each([
    ['{"a":12345678901234567890}', { a: '12345678901234567890' }],
    ['{"a":[-12345678901234567890, 1]}', { a: ['-12345678901234567890', 1] }],
    ['{"a":1.2345678901234567890}', { a: 1.2345678901234567 }],
    ['{"a":1e2,"b":12345678901234567890e1}', { a: 100, b: Number('12345678901234567890e1') }],
    [
      '{"a":"x: 12345678901234567890, y","b":12345678901234567891}',
      { a: 'x: 12345678901234567890, y', b: '12345678901234567891' },
    ],
    [
      '{"a":"\\",12345678901234567890,","b":[12345678901234567891]}',
      { a: '",12345678901234567890,', b: ['12345678901234567891'] },
    ],
    ['{"a":1234567890123456}', { a: 1234567890123456 }],
  ])('%s keeps all digits of integers', (text, expected) => {
    expect(parseJsonExactly(text)).toEqual(expected);
  });

  it('can have texts of 10 MB beside large numbers', () => {
    const text = `{"a":"${'\\"x'.repeat(3_000_000)}","b":12345678901234567890}`;
    expect(parseJsonExactly(text)).toMatchObject({ b: '12345678901234567890' });
  });

  it.each([
    ['a text', '"items"', 'inventory-unexpected-format'],
    ['null', 'null', 'inventory-unexpected-format'],
    ['nothing', '', 'inventory-malformed'],
    ['a web page with a byte order mark', '\ufeff<!doctype html>', 'inventory-web-page'],
    ['a web page after white space', '\n\n <html>', 'inventory-web-page'],
    ['single quotes', "[{'id': 1}]", 'inventory-malformed'],
    ['NaN', '[{"id": 1, "to": NaN}]', 'inventory-malformed'],
    ['items that are not objects', '[1, 2]', 'inventory-item-without-id'],
    ['two documents', '[]\n[]', 'inventory-malformed'],
  ])('with %s fails the source', async (_, body, code) => {
    const { failure } = await read(() => ({ body }));
    expect(failure?.code).toBe(code);
  });

  it('with a byte order mark, a repeated key and __proto__ is read, and changes nothing else', async () => {
    const body = `\ufeff[{"id":"a","id":"b","to":"${TO}","__proto__":{"polluted":true},"tags":{"__proto__":"x","team":"web"}}]`;
    const { locations } = await read(() => ({ body }), { map: { id: 'id', valid_to: 'to', labels: 'tags' } });
    expect(list(locations)).toEqual(['rest:b']);
    expect(locations[0]?.observed.ownership?.labels.team).toBe('web');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('that is nested 100,000 levels deep is read', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const { failure, locations } = await read(() => ({ body: `[{"id":1,"to":"${TO}","deep":${deep}}]` }), {
      map: { id: 'id', valid_to: 'to', owner: 'deep.*.name', labels: 'deep' },
    });
    expect(failure).toBeNull();
    expect(list(locations)).toEqual(['rest:1']);
  });

  it('in another encoding is read, and its other characters are replaced', async () => {
    const map = { id: 'id', valid_to: 'to', common_name: 'name' };
    const name = Buffer.from('caf\u00e9', 'latin1').toString('latin1');
    const { locations } = await read(
      () => ({
        headers: { 'content-type': 'application/json; charset=iso-8859-1' },
        body: `[{"id":1,"to":"${TO}","name":"${name}"}]`,
      }),
      { map },
    );
    expect(locations[0]?.certificate?.facts.common_name).toMatch(/^caf/);
  });
});

describe('a response', () => {
  it('that is compressed although that was not accepted is read', async () => {
    const zipped = gzipSync(JSON.stringify([{ id: 1, to: TO }]));
    const { failure, locations } = await read(() => ({ headers: { 'content-encoding': 'gzip' }, body: zipped }));
    expect(failure).toBeNull();
    expect(locations).toHaveLength(1);
  });

  it('that decompresses to more than the limit fails the source', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    const { failure } = await read(() => ({ headers: { 'content-encoding': 'gzip' }, body: bomb }));
    expect(failure?.code).toBe('inventory-page-too-large');
  });

  it('with 100,000 items is read', async () => {
    const items = Array.from({ length: 100_000 }, (_, id) => ({ id, to: TO }));
    const { failure, locations } = await read(items);
    expect(failure).toBeNull();
    expect(locations).toHaveLength(100_000);
  });
});

describe('the next page', () => {
  const page = (call: ApiCall) => call.url.searchParams.get('page') ?? '1';
  const item = (id: string) => ({ id, to: TO });

  it.each([
    ['a path', () => '/items?page=2'],
    ['a query', () => '?page=2'],
    ['a URL without a scheme', ({ host }: URL) => `//${host}/items?page=2`],
    ['a URL with another user', ({ host }: URL) => `http://mallory:secret@${host}/items?page=2`],
  ])('can be %s', async (_, createNext) => {
    const { failure, locations } = await read(
      (call: ApiCall) => ({
        body: { items: [item(page(call))], next: page(call) === '1' ? createNext(call.url) : null },
      }),
      { items: 'items', next: { link: 'next' } },
    );
    expect(failure).toBeNull();
    expect(list(locations)).toEqual(['rest:1', 'rest:2']);
    expect(api?.calls[1]?.headers.authorization).toBeUndefined();
  });

  it.each([
    ['link', null],
    ['link', ''],
    ['link', false],
    ['cursor', null],
    ['cursor', ''],
    ['cursor', false],
  ])('does not exist if the %s is %j', async (kind, value) => {
    const next = kind === 'link' ? { link: 'next' } : { cursor: { path: 'next', parameter: 'after' } };
    const { failure } = await read({ items: [item('a')], next: value }, { items: 'items', next });
    expect(failure).toBeNull();
    expect(api?.calls).toHaveLength(1);
  });

  it.each([
    ['link', {}],
    ['link', 7],
    ['link', 'http://['],
    ['cursor', {}],
    ['cursor', true],
    ['cursor', ['a']],
  ])('fails the source if the %s is %j', async (kind, value) => {
    const next = kind === 'link' ? { link: 'next' } : { cursor: { path: 'next', parameter: 'after' } };
    const { failure } = await read({ items: [item('a')], next: value }, { items: 'items', next });
    expect(failure?.code).toBe('inventory-unexpected-format');
  });

  it.each([
    ['javascript:alert(1)', 'inventory-next-refused'],
    ['file:///etc/passwd', 'inventory-next-refused'],
    ['http://[::1]/items', 'inventory-next-refused'],
    ['http://0/items', 'inventory-next-refused'],
  ])('is not requested from %s', async (link, code) => {
    const { failure } = await read({ items: [item('a')], next: link }, { items: 'items', next: { link: 'next' } });
    expect(failure?.code).toBe(code);
    expect(api?.calls).toHaveLength(1);
  });

  it('is found in any of several Link headers', async () => {
    const { createServer } = await import('node:http');
    const server = createServer((request, response) => {
      const isFirst = request.url === '/items';
      if (isFirst) response.setHeader('Link', ['</items>; rel="first"', '</items?page=2>; rel="next"']);
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify([item(isFirst ? 'a' : 'b')]));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const rest = `http://127.0.0.1:${port}/items`;
    const spec = { name: 'inventory', rest, map: { id: 'id', valid_to: 'to' }, next: { header: true as const } };
    const { locations } = await readInventorySource({ source: createSource(spec, {}) });
    server.closeAllConnections();
    server.close();
    expect(list(locations)).toEqual(['rest:a', 'rest:b']);
  });
});
