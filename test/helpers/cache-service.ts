/**
 * A fake of the cache service of GitHub Actions (its protocol v2: Twirp in JSON, and signed URLs for upload and
 * download) with its blob storage: a real HTTP server on loopback.
 */

import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Entry {
  key: string;
  /** A hash of the paths and the compression: entries with another version are not found. */
  version: string;
  blob: string;
  /** Whether the upload is complete, so that it can be found. */
  finalized: boolean;
}

type Method = 'GetCacheEntryDownloadURL' | 'CreateCacheEntry' | 'FinalizeCacheEntryUpload' | 'upload' | 'download';

export interface CacheService {
  /** The environment that a runner sets for steps that may use the cache. */
  env: Record<string, string>;
  /** Oldest first. */
  entries: Entry[];
  /** The permissions of the token, which depend on the event that started the run. */
  mode: 'write' | 'read' | 'none';
  /** The names of the called methods. */
  calls: Method[];
  /** Makes a method respond with this status and body from now on. */
  fail: (method: Method, status: number, body?: string) => void;
  close: () => Promise<void>;
}

/** Part of every signed URL: it must not appear in any output. */
export const SIGNATURE = 'sig-0123456789abcdef';
const RUNTIME_TOKEN = 'runtime-token-0123456789';

export async function startCacheService(): Promise<CacheService> {
  const blobs = new Map<string, Buffer>();
  const faults = new Map<Method, { status: number; body: string }>();
  let origin = '';
  const getBlobUrl = (blob: string) => `${origin}/account/caches/${blob}?sig=${SIGNATURE}`;

  const methods: Record<string, (body: Record<string, string> & { restore_keys?: string[] }) => Answer> = {
    GetCacheEntryDownloadURL: ({ key = '', version, restore_keys = [] }) => {
      if (service.mode === 'none') return denied('cache read denied: no readable scopes');
      const known = service.entries.filter((entry) => entry.finalized && entry.version === version).reverse();
      const found =
        known.find((entry) => entry.key === key) ??
        known.find((entry) => [key, ...restore_keys].some((prefix) => entry.key.startsWith(prefix)));
      if (found === undefined) return { status: 200, body: { ok: false } };
      const body = { ok: true, signed_download_url: getBlobUrl(found.blob), matched_key: found.key };
      return { status: 200, body };
    },
    CreateCacheEntry: ({ key = '', version = '' }) => {
      if (service.mode !== 'write')
        return { status: 200, body: { ok: false, message: 'cache write denied: the token is read-only' } };
      if (service.entries.some((entry) => entry.key === key && entry.version === version))
        return { status: 409, body: { code: 'already_exists', msg: 'cache entry with the same key exists' } };
      const blob = randomBytes(8).toString('hex');
      service.entries.push({ key, version, blob, finalized: false });
      return { status: 200, body: { ok: true, signed_upload_url: getBlobUrl(blob) } };
    },
    FinalizeCacheEntryUpload: ({ key, version, size_bytes }) => {
      const at = service.entries.findIndex((entry) => entry.key === key && entry.version === version);
      const entry = service.entries[at];
      if (entry === undefined || blobs.get(entry.blob)?.length !== Number(size_bytes))
        return { status: 200, body: { ok: false, message: 'size mismatch' } };
      entry.finalized = true;
      return { status: 200, body: { ok: true, entry_id: String(at + 1) } };
    },
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const bytes = await readBody(request);
    const url = new URL(request.url ?? '', origin);
    const isBlob = url.pathname.startsWith('/account/');
    const name = url.pathname.split('/').pop() ?? '';
    const method = isBlob ? (request.method === 'PUT' ? 'upload' : 'download') : (name as Method);
    service.calls.push(method);
    const fault = faults.get(method);
    if (fault !== undefined) return void response.writeHead(fault.status).end(fault.body);
    if (isBlob && url.searchParams.get('sig') !== SIGNATURE) return void response.writeHead(403).end();
    if (method === 'upload') {
      blobs.set(name, bytes);
      return void response.writeHead(201, { etag: '"1"', 'x-ms-request-id': '1' }).end();
    }
    if (method === 'download') return void sendBytes(response, 200, blobs.get(name) ?? Buffer.of());
    if (request.headers.authorization !== `Bearer ${RUNTIME_TOKEN}`)
      return void send(response, { status: 401, body: { code: 'unauthenticated', msg: 'bad token' } });
    send(response, methods[method]?.(JSON.parse(bytes.toString())) ?? { status: 404, body: { code: 'bad_route' } });
  };

  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const service: CacheService = {
    env: {
      ACTIONS_CACHE_SERVICE_V2: 'true',
      ACTIONS_RESULTS_URL: `${origin}/`,
      ACTIONS_RUNTIME_TOKEN: RUNTIME_TOKEN,
      GITHUB_SERVER_URL: 'https://github.com',
    },
    entries: [],
    mode: 'write',
    calls: [],
    fail: (method, status, body = '{"code":"internal","msg":"answer-of-the-service"}') =>
      faults.set(method, { status, body }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return service;
}

interface Answer {
  status: number;
  body: unknown;
}

function denied(msg: string): Answer {
  return { status: 403, body: { code: 'permission_denied', msg } };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, body }: Answer): void {
  sendBytes(response, status, Buffer.from(JSON.stringify(body)), 'application/json');
}

function sendBytes(response: ServerResponse, status: number, bytes: Buffer, type = 'application/octet-stream'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
}
