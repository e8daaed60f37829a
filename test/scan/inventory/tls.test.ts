import { readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSource } from '../../../src/domain/sources/index.ts';
import type { EntrySpec } from '../../../src/generated/manifest.ts';
import { openInventoryClient } from '../../../src/scan/inventory/client.ts';
import { createReadContext, readInventorySource } from '../../helpers/inventory/context.ts';
import { type ApiCall, type ApiReply, type FakeApi, startFakeApi } from '../../helpers/inventory/fake-api.ts';
import { createTlsFiles, type TlsFiles } from '../../helpers/inventory/tls-files.ts';

let files: TlsFiles;
beforeAll(async () => {
  files = await createTlsFiles();
});
afterAll(() => files.remove());

const apis: FakeApi[] = [];
afterEach(async () => {
  await Promise.all(apis.splice(0).map(({ close }) => close()));
});

const ITEMS = [{ id: 'a', to: '2027-01-01' }];
const TLS = { ca_file: 'ca.pem', client_certificate: { cert: 'client.pem', key: 'client.key' } };

async function start(
  reply: (call: ApiCall) => ApiReply,
  tls: TlsFiles['server'] | null = files.server,
): Promise<FakeApi> {
  const api = await startFakeApi(reply, tls);
  apis.push(api);
  return api;
}

function read(api: FakeApi, entry: Partial<EntrySpec> = {}) {
  const map = { id: 'id', valid_to: 'to' };
  const headers = { Authorization: 'Bearer $' + '{TOKEN}' };
  const spec = { name: 'inventory', rest: `${api.origin}/items`, items: 'items', map, headers, ...TLS, ...entry };
  const source = createSource(spec as EntrySpec, {});
  return readInventorySource({ source, env: { TOKEN: 'sesame-sesame' }, root: files.root });
}

describe('a REST API with TLS', () => {
  it('of a private CA is read with ca_file', async () => {
    const api = await start(() => ({ body: { items: ITEMS } }));
    const { failure, locations } = await read(api);
    expect(failure).toBeNull();
    expect(locations).toHaveLength(1);
  });

  it('of a private CA is refused without ca_file, before anything is sent', async () => {
    const api = await start(() => ({ body: { items: ITEMS } }));
    const { failure } = await read(api, { ca_file: undefined });
    expect(failure?.code).toBe('url-tls-failed');
    expect(failure?.detail).toContain('set `ca_file`');
    expect(api.calls).toEqual([]);
  });

  it('of a private CA is refused with the variable that helps, if the entry cannot have ca_file', async () => {
    const api = await start(() => ({ body: {} }));
    const source = createSource({ name: 'inventory', aws_acm: { regions: ['eu-west-1'] } }, {});
    const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret-key' };
    const { failure } = await readInventorySource({ source, env: { ...keys, AWS_ENDPOINT_URL: api.origin } });
    expect(failure?.code).toBe('url-tls-failed');
    expect(failure?.detail).toContain('set the variable NODE_EXTRA_CA_CERTS to the PEM file of that CA');
    expect(failure?.detail).not.toContain('ca_file');
    expect(api.calls).toEqual([]);
  });

  it('of a private CA is read without verification if that is switched off', async () => {
    const api = await start(() => ({ body: { items: ITEMS } }));
    expect((await read(api, { ca_file: undefined, ssl_verification: false })).failure).toBeNull();
  });

  it('receives the client certificate', async () => {
    const api = await start(({ client }) =>
      client === 'certvigil' ? { body: { items: ITEMS } } : { status: 403, body: {} },
    );
    expect((await read(api)).failure).toBeNull();
    expect((await read(api, { client_certificate: undefined })).failure?.code).toBe('inventory-forbidden');
    expect(api.calls.map(({ client }) => client)).toEqual(['certvigil', null]);
  });

  it.each([
    ['no PEM', 'none'],
    ['the key of another certificate', null],
  ])('is not connected to with a client certificate that has %s', async (_, content) => {
    const other = await createTlsFiles();
    const key = content ?? (await readFile(path.join(other.root, 'client.key'), 'utf8'));
    await other.remove();
    await writeFile(path.join(files.root, 'wrong.key'), key);
    const api = await start(() => ({ body: { items: ITEMS } }));
    const { failure } = await read(api, { client_certificate: { cert: 'client.pem', key: 'wrong.key' } });
    expect(failure?.code).toBe('client-certificate-unusable');
    expect(failure?.detail).not.toContain(key.trim());
    expect(api.calls).toEqual([]);
  });

  it('is not connected to with a client certificate outside the workspace', async () => {
    const other = await createTlsFiles();
    await symlink(path.join(other.root, 'client.key'), path.join(files.root, 'linked.key'));
    const api = await start(() => ({ body: { items: ITEMS } }));
    const { failure } = await read(api, { client_certificate: { cert: 'client.pem', key: 'linked.key' } });
    await other.remove();
    expect(failure?.code).toBe('link-outside-workspace');
    expect(api.calls).toEqual([]);
  });

  it.each([
    ['in the body', (next: string): ApiReply => ({ body: { items: ITEMS, next } }), { link: 'next' }],
    [
      'in the header',
      (next: string): ApiReply => ({ headers: { link: `<${next}>; rel="next"` }, body: { items: ITEMS } }),
      { header: true },
    ],
  ])('fails if the next page %s leads to another list by http, which is not requested', async (_, reply, next) => {
    const plain = await start(() => ({ body: { items: [] } }), null);
    const api = await start(() => reply(`${plain.origin}/others?page=2`));
    const { failure, locations } = await read(api, { next: next as NonNullable<EntrySpec['next']> });
    expect(failure?.code).toBe('inventory-next-downgrade');
    expect(locations).toEqual([]);
    expect(plain.calls).toEqual([]);
  });

  it.each([
    ['the same port with http', (url: URL) => `http://${url.host}/items?page=2`],
    ['another host and port', () => 'http://netbox.internal:8000/items?page=2'],
    ['a path without the prefix', () => 'https://internal.example/items?page=2'],
  ])('reads the next page of the same list where the first one was, behind a proxy: %s', async (what, toLink) => {
    const prefix = what.includes('prefix') ? '/tools' : '';
    const api = await start(({ url }) => {
      const isSecond = url.searchParams.get('page') === '2';
      return {
        body: { items: isSecond ? [{ ...ITEMS[0], id: 'second' }] : ITEMS, next: isSecond ? null : toLink(url) },
      };
    });
    const { failure, locations } = await read(api, { rest: `${api.origin}${prefix}/items`, next: { link: 'next' } });
    expect(failure).toBeNull();
    expect(locations.map(({ location }) => location)).toContain('rest:second');
    expect(api.calls.map(({ url }) => `${url.pathname}${url.search}`)).toContain(`${prefix}/items?page=2`);
  });

  it('fails if it redirects to http, which is not requested', async () => {
    const plain = await start(() => ({ body: { items: [] } }), null);
    const api = await start(() => ({ status: 302, headers: { location: `${plain.origin}/items` }, body: {} }));
    expect((await read(api)).failure?.code).toBe('inventory-redirect-refused');
    expect(plain.calls).toEqual([]);
  });

  it('has details only at its own origin', async () => {
    const plain = await start(() => ({ body: { to: '2027-01-01' } }), null);
    const api = await start(() => ({ body: { items: [{ id: 'a' }] } }));
    const { failure, locations } = await read(api, { details: `${plain.origin}/items/{id}` });
    expect(failure ?? locations[0]?.failure).toMatchObject({ code: 'inventory-next-downgrade' });
    expect(plain.calls).toEqual([]);
  });
});

describe('a client of an inventory', () => {
  it.each([
    ['http://api.example/items?page=2', 'inventory-next-downgrade'],
    ['https://other.example/items?page=2', 'inventory-next-refused'],
  ])('of https://api.example does not request the link %s', async (link, code) => {
    const { context } = createReadContext({
      source: createSource({ name: 'inventory', rest: 'https://api.example' }, {}),
    });
    const authorized: string[] = [];
    const authorize = ({ url }: { url: URL }) => {
      authorized.push(url.href);
      return {};
    };
    const client = await openInventoryClient(context, { name: 'API', origins: ['https://api.example'], authorize });
    await expect(client.send({ url: new URL(link) })).rejects.toMatchObject({ failure: { code } });
    await client.close();
    expect(authorized).toEqual([]);
  });
});
