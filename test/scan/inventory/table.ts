/** All inventories with a stateful fake of their system: each must keep the promises of the framework. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSource, type Source } from '../../../src/domain/sources/index.ts';
import type { EntrySpec } from '../../../src/generated/manifest.ts';
import { type ApiCall, type ApiReply, type FakeApi, startFakeApi } from '../../helpers/inventory/fake-api.ts';

/** What the system lists: the ID of each item, and when its certificate expires. Tests change it at any time. */
export type Items = Map<string, string>;

export interface RunningInventory {
  source: Source;
  env: Record<string, string>;
  /** The location of an item. */
  toLocation: (id: string) => string;
  /** Called before each request is answered: it may change the items, and replaces the reply. */
  onRequest: (hook: (reply: () => ApiReply) => ApiReply) => void;
  close: () => Promise<void>;
}

/** Hooks of a fake that has its own certificates: they become those of the items before each reply. */
export function synchronizeFake(
  fake: Pick<RunningInventory, 'onRequest'>,
  synchronize: () => unknown,
): RunningInventory['onRequest'] {
  const onRequest: RunningInventory['onRequest'] = (hook) =>
    fake.onRequest((reply) =>
      hook(() => {
        synchronize();
        return reply();
      }),
    );
  onRequest((reply) => reply());
  return onRequest;
}

export interface InventoryFixture {
  /** The kind of source, and what distinguishes several fixtures of it. */
  name: string;
  start: (items: Items) => Promise<RunningInventory>;
  /** Whether a wrong total can be noticed: the fake then has the total at this path. */
  total?: string;
}

const SETTINGS = {};

async function startApi(
  respond: (call: ApiCall) => ApiReply,
  createEntry: (origin: string) => Partial<EntrySpec>,
  toLocation: (id: string) => string,
): Promise<RunningInventory> {
  let hook = (reply: () => ApiReply) => reply();
  const api: FakeApi = await startFakeApi((call) => hook(() => respond(call)));
  return {
    source: createSource({ name: 'inventory', ...createEntry(api.origin) } as EntrySpec, SETTINGS),
    env: { TOKEN: 'sesame-sesame', GITHUB_API_URL: api.origin },
    toLocation,
    onRequest: (replacement) => {
      hook = replacement;
    },
    close: api.close,
  };
}

const SIZE = 2;
const MAP = { id: 'id', valid_to: 'expires' };

const listRows = (items: Items) => [...items].map(([id, expires]) => ({ id, expires }));

/** A REST API with one way of paging. */
function createRestFixture(
  name: string,
  entry: Partial<EntrySpec>,
  respond: (items: Items, call: ApiCall) => ApiReply,
): InventoryFixture {
  const create = (origin: string): Partial<EntrySpec> => ({
    rest: `${origin}/items`,
    headers: { Authorization: 'Bearer $' + '{TOKEN}' },
    items: 'items',
    map: MAP,
    ...entry,
  });
  return {
    name: `rest (${name})`,
    start: (items) =>
      startApi(
        (call) => respond(items, call),
        create,
        (id) => `rest:${id}`,
      ),
    ...(entry.next?.total !== undefined && { total: entry.next.total }),
  };
}

const getNumber = (call: ApiCall, name: string, fallback: number) =>
  Number(call.url.searchParams.get(name) ?? fallback);

function slicePage(items: Items, start: number) {
  const rows = listRows(items);
  return { rows: rows.slice(start, start + SIZE), total: rows.length, hasMore: start + SIZE < rows.length };
}

const REST: InventoryFixture[] = [
  createRestFixture('links', { next: { link: 'next', total: 'total' } }, (items, call) => {
    const start = getNumber(call, 'offset', 0);
    const { rows, total, hasMore } = slicePage(items, start);
    return { body: { items: rows, total, next: hasMore ? `${call.url.origin}/items?offset=${start + SIZE}` : null } };
  }),
  createRestFixture('Link header', { next: { header: true } }, (items, call) => {
    const start = getNumber(call, 'offset', 0);
    const { rows, hasMore } = slicePage(items, start);
    const headers: Record<string, string> = hasMore ? { link: `</items?offset=${start + SIZE}>; rel="next"` } : {};
    return { headers, body: { items: rows } };
  }),
  createRestFixture('cursor', { next: { cursor: { path: 'meta.cursor', parameter: 'after' } } }, (items, call) => {
    // As in a database: the cursor is the last key, so that nothing is skipped.
    const after = call.url.searchParams.get('after') ?? '';
    const rows = listRows(items)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .filter(({ id }) => id > after);
    const page = rows.slice(0, SIZE);
    return { body: { items: page, meta: { cursor: rows.length > SIZE ? page.at(-1)?.id : null } } };
  }),
  createRestFixture(
    'numbered pages',
    { next: { page: { parameter: 'page', size_parameter: 'size', size: SIZE }, total: 'total' } },
    (items, call) => {
      const { rows, total } = slicePage(items, (getNumber(call, 'page', 1) - 1) * SIZE);
      return { body: { items: rows, total } };
    },
  ),
  createRestFixture('numbered pages without a total', { next: { page: { parameter: 'page' } } }, (items, call) => ({
    body: { items: slicePage(items, (getNumber(call, 'page', 1) - 1) * SIZE).rows },
  })),
  createRestFixture(
    'offset by POST',
    { method: 'POST', body: { filter: {} }, next: { offset: { parameter: 'paging.skip' } } },
    (items, call) => {
      const { paging } = JSON.parse(call.body) as { paging: { skip: number } };
      return { body: { items: slicePage(items, paging.skip).rows } };
    },
  ),
];

const GITHUB_PAGES: InventoryFixture = {
  name: 'github_pages',
  start: (items) =>
    startApi(
      (call) => respondAsGitHub(items, call),
      () => ({ github_pages: 'octo-org', token: '$' + '{TOKEN}' }),
      (id) => `github_pages:octo-org/${id}`,
    ),
};

function respondAsGitHub(items: Items, { url }: ApiCall): ApiReply {
  const [, kind, owner, id = ''] = url.pathname.split('/');
  if (kind === 'repos') {
    const expires = items.get(id);
    if (expires === undefined) return { status: 404, body: { message: 'Not Found' } };
    const https_certificate = { state: 'approved', domains: [`${id}.example.com`], expires_at: expires.slice(0, 10) };
    return { body: { cname: `${id}.example.com`, https_certificate } };
  }
  const start = Number(url.searchParams.get('page') ?? 0);
  const { rows, hasMore } = slicePage(items, start);
  const headers: Record<string, string> = hasMore
    ? { link: `<${url.origin}/orgs/${owner}/repos?page=${start + SIZE}>; rel="next", <${url.origin}/x>; rel="last"` }
    : {};
  return { headers, body: rows.map((row) => ({ full_name: `${owner}/${row.id}`, has_pages: true })) };
}

/** A file has one page. Its faults are those of a file. */
const CSV: InventoryFixture = {
  name: 'csv',
  start: async (items) => {
    const root = mkdtempSync(path.join(tmpdir(), 'certvigil-csv-'));
    const file = path.join(root, 'certificates.csv');
    let hook = (reply: () => ApiReply) => reply();
    const source = createSource({ name: 'inventory', csv: file, map: { id: 'Name', valid_to: 'Expires' } }, SETTINGS);
    /** The file is written when its path is read. */
    const write = () => {
      const rows = listRows(items).map(({ id, expires }) => `${id},${expires}`);
      const { status = 200, body, hang, truncate } = hook(() => ({ body: ['Name,Expires', ...rows].join('\n') }));
      const isReadable = status === 200 && !hang && truncate === undefined;
      if (isReadable) writeFileSync(file, typeof body === 'string' ? body : JSON.stringify(body));
      else rmSync(file, { force: true });
    };
    return {
      source: Object.defineProperty(source, 'path', {
        enumerable: true,
        get: () => {
          write();
          return file;
        },
      }),
      env: {},
      toLocation: (id) => `csv:${id}`,
      onRequest: (replacement) => {
        hook = replacement;
      },
      close: async () => rmSync(root, { recursive: true }),
    };
  },
};

export const INVENTORIES: readonly InventoryFixture[] = [...REST, GITHUB_PAGES, CSV];
