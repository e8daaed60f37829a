/**
 * A fake GitHub: a real HTTP server on loopback with repositories, tokens, rate limits and configurable faults. Its API is that of a
 * GitHub Enterprise Server (`/api/v3`, `/api/graphql`).
 */

import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { sendArchive } from './artifacts.ts';
import { type ApiResponse, createErrorResponse, type Route } from './route.ts';
import { findRoute } from './routes.ts';
import { createRepository, type GitHubState, type Repository, type Token } from './state.ts';

export interface Fault {
  method?: string | RegExp;
  /** Searched in the path and query, relative to the API root. */
  path?: RegExp;
  /** Searched in the request body, for example for the name of a mutation. */
  body?: RegExp;
  /** Matching requests before the first fault. Default: 0. */
  after?: number;
  /** Number of faults. Default: 1. */
  times?: number;
  /** Whether the request takes effect nevertheless. */
  isApplied?: boolean;
  /** A response; none; a reset; or the real response, truncated (which always takes effect). */
  answer: { status: number; headers?: Record<string, string>; body?: string } | 'hang' | 'reset' | 'cut';
}

interface Received {
  method: string;
  /** Path and query, relative to the API root. */
  path: string;
  body: string;
  token: string;
  headers: IncomingHttpHeaders;
  /** Null if a fault prevented a response. */
  status: number | null;
}

export interface FakeGitHub {
  state: GitHubState;
  /** For example `http://127.0.0.1:40001`. */
  origin: string;
  /** For GITHUB_API_URL. */
  api_url: string;
  /** In order of arrival. */
  requests: Received[];
  /** Calls this with each further request, before the response. */
  watch: (onRequest: (received: Received) => void) => void;
  /** Makes future requests fail; the first matching fault applies. */
  fail: (fault: Fault) => void;
  /** Removes all faults. */
  clearFaults: () => void;
  close: () => Promise<void>;
}

/** A token with all permissions on the repository, like `github.token`. */
export const TOKEN = 'ghs_loopback0123456789abcdefghijklmnopqrst';
export const REPOSITORY = 'example/certificates';

function isMethod(wanted: Fault['method'], method: string): boolean {
  if (wanted === undefined) return true;
  return typeof wanted === 'string' ? wanted === method : wanted.test(method);
}

export async function startGitHub(): Promise<FakeGitHub> {
  const permissions = { contents: 'write', issues: 'write', actions: 'write' } as const;
  const state: GitHubState = {
    repositories: new Map([[REPOSITORY, createRepository(REPOSITORY)]]),
    renamed: new Map(),
    tokens: new Map([[TOKEN, { login: 'github-actions[bot]', permissions, repositories: [REPOSITORY] }]]),
    rate: { limit: 1000, remaining: 1000, reset: 4_000_000_000 },
    has_create_commit_on_branch: true,
  };
  const faults: Required<Pick<Fault, 'after' | 'times'>>[] & Fault[] = [];
  const requests: Received[] = [];
  const watchers: ((received: Received) => void)[] = [];
  let origin = '';

  const findFault = (received: Received): Fault | null => {
    for (const fault of faults) {
      const fits =
        isMethod(fault.method, received.method) &&
        (fault.path?.test(received.path) ?? true) &&
        (fault.body?.test(received.body) ?? true);
      if (!fits || fault.times === 0) continue;
      if (fault.after > 0) {
        fault.after -= 1;
        continue;
      }
      fault.times -= 1;
      return fault;
    }
    return null;
  };

  const server = createServer(async (request, response) => {
    const received = await readRequest(request);
    requests.push(received);
    for (const onRequest of watchers) onRequest(received);
    const fault = findFault(received);
    if (fault === null) {
      const answer = createResponse(received, request, state, origin);
      received.status = answer.status;
      send(response, answer, state);
      return;
    }
    const real = fault.isApplied || fault.answer === 'cut' ? createResponse(received, request, state, origin) : null;
    applyFault(fault, real, request.socket, response, state);
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    state,
    origin,
    api_url: `${origin}/api/v3`,
    requests,
    watch: (onRequest) => void watchers.push(onRequest),
    fail: (fault) => faults.push({ ...fault, after: fault.after ?? 0, times: fault.times ?? 1 }),
    clearFaults: () => {
      faults.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The repository created by `startGitHub`. */
export function getRepository({ state }: FakeGitHub): Repository {
  const repository = state.repositories.get(REPOSITORY);
  if (repository === undefined) throw new Error(`${REPOSITORY} does not exist`);
  return repository;
}

async function readRequest(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return {
    method: request.method ?? '',
    path: (request.url ?? '').replace(/^\/api\/(v3(?=\/)|(?=graphql$))/, '').replace(/^graphql$/, '/graphql'),
    body: Buffer.concat(chunks).toString('utf8'),
    headers: request.headers,
    token: (request.headers.authorization ?? '').replace(/^(token|bearer) /i, ''),
    status: null,
  };
}

function createResponse(
  { method, path, body, token }: Received,
  request: IncomingMessage,
  state: GitHubState,
  origin: string,
): ApiResponse {
  const stored = /^\/storage\/(\d+)$/.exec(path);
  if (stored !== null) return sendArchive(Number(stored[1]), state);
  const [, moved = '', rest = ''] = /^\/repos\/([^/]+\/[^/]+)(.*)$/.exec(path) ?? [];
  const target = state.renamed.get(moved);
  if (target !== undefined)
    return {
      status: 301,
      headers: { location: `${origin}/api/v3/repos/${target}${rest}` },
      body: { message: 'Moved Permanently' },
    };
  const known = state.tokens.get(token);
  if (known === undefined) return createErrorResponse(401, 'Bad credentials');
  if (state.rate.remaining <= 0) return createErrorResponse(403, 'API rate limit exceeded for installation ID 1.');
  state.rate.remaining -= 1;
  const [pathname = '', search] = path.split('?', 2);
  const found = findRoute(method, pathname);
  if (found === null) return createErrorResponse(404, 'Not Found');
  const { route, params } = found;
  const repository = state.repositories.get(`${params.owner}/${params.repo}`) ?? createRepository('none/none');
  const refused =
    'repo' in params ? findRefusal(route, known, state.repositories.get(`${params.owner}/${params.repo}`)) : null;
  if (refused !== null) return refused;
  const { headers } = request;
  const parsed = body === '' ? undefined : JSON.parse(body);
  return route.respond({
    state,
    token: known,
    repository,
    params,
    query: new URLSearchParams(search),
    headers,
    body: parsed,
    origin,
  });
}

/** The error for a token without the required permission; null if it has it. */
function findRefusal(route: Route, token: Token, repository: Repository | undefined): ApiResponse | null {
  if (repository === undefined || !token.repositories.includes(`${repository.owner}/${repository.name}`))
    return createErrorResponse(404, 'Not Found');
  if (route.permission === null) return null;
  const [name, level] = route.permission;
  const given = name === 'metadata' ? 'read' : token.permissions[name];
  const isPublicRead = level === 'read' && !repository.private;
  if (!isPublicRead && (given === undefined || (level === 'write' && given !== 'write'))) {
    const headers = { 'x-accepted-github-permissions': `${name}=${level}` };
    return { ...createErrorResponse(403, 'Resource not accessible by integration'), headers };
  }
  const writes = route.writes ?? route.method !== 'GET';
  return writes && repository.archived ? createErrorResponse(403, 'Repository was archived so is read-only.') : null;
}

function encodeResponse({ body, headers, status }: ApiResponse, { rate }: GitHubState) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body));
  const all = {
    'content-type': 'application/json; charset=utf-8',
    'x-ratelimit-limit': String(rate.limit),
    'x-ratelimit-remaining': String(rate.remaining),
    'x-ratelimit-reset': String(rate.reset),
    ...headers,
  };
  return { status, bytes, headers: all };
}

function send(response: ServerResponse, answer: ApiResponse, state: GitHubState): void {
  const { status, bytes, headers } = encodeResponse(answer, state);
  response.writeHead(status, { ...headers, 'content-length': bytes.length }).end(bytes);
}

function applyFault(
  fault: Fault,
  real: ApiResponse | null,
  socket: Socket,
  response: ServerResponse,
  state: GitHubState,
): void {
  const { answer } = fault;
  if (answer === 'hang') return;
  if (answer === 'reset') {
    socket.resetAndDestroy();
    return;
  }
  if (answer === 'cut') {
    const { status, bytes, headers } = encodeResponse(real ?? createErrorResponse(500, 'nothing to cut'), state);
    response.writeHead(status, { ...headers, 'content-length': bytes.length });
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket.destroy());
    return;
  }
  const body = Buffer.from(answer.body ?? JSON.stringify({ message: 'a fault of the test' }));
  const isJson = answer.body === undefined || answer.body.startsWith('{');
  const type = { 'content-type': isJson ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8' };
  response.writeHead(answer.status, { ...type, ...answer.headers, 'content-length': body.length }).end(body);
}
