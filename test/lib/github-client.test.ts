import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGitHubClient } from '../../src/lib/github/client.ts';
import { type GitHubFailure, toGitHubFailure } from '../../src/lib/github/errors.ts';
import { DEFAULT_NETWORK_RULES, type NetworkRules } from '../../src/lib/network/access.ts';
import {
  type FakeGitHub,
  type Fault,
  getRepository,
  REPOSITORY,
  startGitHub,
  TOKEN,
} from '../helpers/github/server.ts';
import { startTcpServer } from '../helpers/tls-server.ts';

const NOW = Date.parse('2031-03-10T12:00:00Z');
const [owner = '', repo = ''] = REPOSITORY.split('/');

let github: FakeGitHub;
let waits: number[];
beforeEach(async () => {
  github = await startGitHub();
  waits = [];
});
afterEach(() => github.close());

interface Changes {
  token?: string;
  api_url?: string;
  timeout_ms?: number;
  proxy?: NetworkRules['proxy'];
  env?: Record<string, string>;
}

function open({ token = TOKEN, api_url = github.api_url, timeout_ms, proxy, env = {} }: Changes = {}) {
  const io = {
    env,
    now: () => NOW,
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
  };
  return createGitHubClient({ token, api_url, repository: REPOSITORY }, io, { timeout_ms, proxy });
}

async function readFailure(work: Promise<unknown>): Promise<GitHubFailure> {
  const error: unknown = await work.then(
    () => new Error('the request succeeded'),
    (thrown: unknown) => thrown,
  );
  return toGitHubFailure(error, 'contents: write');
}

const read = async (changes?: Changes) => open(changes).request('GET /repos/{owner}/{repo}', { owner, repo });
const write = async (changes?: Changes) =>
  open(changes).request('POST /repos/{owner}/{repo}/git/trees', {
    owner,
    repo,
    tree: [{ path: 'a', mode: '100644', type: 'blob', content: 'a' }],
  });

/** Makes all further requests fail. */
const always = (answer: Fault['answer']) => github.fail({ times: Number.POSITIVE_INFINITY, answer });
const json = (message: string) => JSON.stringify({ message });

it('accepts a server that sends 100 Continue unasked', async () => {
  const repository = { full_name: REPOSITORY, default_branch: 'main' };
  const body = JSON.stringify(repository);
  const answer = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const server = await startTcpServer((socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 100 Continue\r\n\r\n', () => socket.write(answer)));
  });
  const { data } = await read({ api_url: `http://${server.location}` }).finally(server.close);
  expect(data).toEqual(repository);
  expect(waits).toEqual([]);
});

describe('failures', () => {
  it.each<[string, Fault['answer'], string]>([
    ['401', { status: 401, body: json('Bad credentials') }, 'github-unauthorized'],
    ['403', { status: 403, body: json('Resource not accessible by integration') }, 'github-forbidden'],
    [
      '403 for an archived repository',
      { status: 403, body: json('Repository was archived so is read-only.') },
      'github-archived',
    ],
    ['403 with an exhausted limit', { status: 403, headers: { 'x-ratelimit-remaining': '0' } }, 'github-rate-limited'],
    [
      '403 for a secondary limit',
      { status: 403, body: json('You have exceeded a secondary rate limit.') },
      'github-rate-limited',
    ],
    ['403 for creating too quickly', { status: 403, body: json('was submitted too quickly') }, 'github-rate-limited'],
    ['422 for creating too quickly', { status: 422, body: json('was submitted too quickly') }, 'github-rate-limited'],
    [
      '403 for an IP allow list',
      {
        status: 403,
        body: json(
          'Although you appear to have the correct authorization credentials, the `x` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
        ),
      },
      'github-ip-not-allowed',
    ],
    [
      '403 for an interaction limit',
      {
        status: 403,
        body: json(
          'An owner of this repository has limited the ability to open an issue to users that have contributed to this repository in the past.',
        ),
      },
      'github-interaction-limited',
    ],
    ['404', { status: 404, body: json('Not Found') }, 'github-not-found'],
    ['409', { status: 409, body: json('is at 1 but expected 2') }, 'github-conflict'],
    ['409 for a ruleset', { status: 409, body: json('Repository rule violations found') }, 'github-branch-protected'],
    ['410', { status: 410, body: json('Issues are disabled for this repo') }, 'github-gone'],
    ['422', { status: 422, body: json('Validation Failed') }, 'github-rejected'],
    ['422 for an existing reference', { status: 422, body: json('Reference already exists') }, 'github-conflict'],
    ['429', { status: 429, headers: { 'retry-after': '3600' } }, 'github-rate-limited'],
    ['500', { status: 500 }, 'github-server-error'],
    ['502 with HTML', { status: 502, body: '<html>token-of-the-proxy</html>' }, 'github-server-error'],
    ['200 with HTML', { status: 200, body: '<html>sign in</html>' }, 'github-unexpected-response'],
    ['200 with truncated JSON', { status: 200, body: '{"message": "half' }, 'github-unexpected-response'],
    ['a truncated response', 'cut', 'github-connection-lost'],
    ['a reset', 'reset', 'github-connection-lost'],
    ['a missing response', 'hang', 'github-timeout'],
  ])('classifies %s', async (_, answer, code) => {
    always(answer);
    for (const request of [read, write]) {
      const failure = await readFailure(request({ timeout_ms: answer === 'hang' ? 100 : 10_000 }));
      expect(failure.code).toBe(code);
      expect(failure.detail + failure.hint).not.toMatch(/html|token-of-the-proxy|integration|undefined|Error/);
    }
  });

  it('classifies an unreachable server and an invalid address', async () => {
    expect((await readFailure(read({ api_url: 'github.example' }))).code).toBe('github-unreachable');
    await github.close();
    expect((await readFailure(read())).code).toBe('github-unreachable');
  });

  it('name the permission from the response, or else the one the request needs', async () => {
    github.state.tokens.set(TOKEN, { login: 'x', permissions: {}, repositories: [REPOSITORY] });
    const failure = await readFailure(write());
    expect(failure).toMatchObject({ code: 'github-forbidden', status: 403, isOutcomeUnknown: false });
    expect(failure.hint).toContain('contents: write');
    always({ status: 403, headers: { 'x-accepted-github-permissions': 'pull_requests=read,issues=write; x=y' } });
    expect((await readFailure(write())).detail).toContain('pull-requests: read, issues: write');
    github.fail({ answer: { status: 403, headers: { 'x-accepted-github-permissions': '<b>=write' } } });
    expect((await readFailure(write())).detail).not.toContain('<b>');
  });

  it.each<[string, object, string]>([
    ['STALE_DATA', { type: 'STALE_DATA', message: 'Expected branch to point to "1"' }, 'github-conflict'],
    ['FORBIDDEN', { type: 'FORBIDDEN', message: 'Resource not accessible by integration' }, 'github-forbidden'],
    ['NOT_FOUND', { type: 'NOT_FOUND', message: 'Could not resolve' }, 'github-not-found'],
    ['for a protected branch', { type: 'BRANCH_PROTECTION_RULE_VIOLATION', message: 'x' }, 'github-branch-protected'],
    [
      'for a ruleset',
      { type: 'UNPROCESSABLE', message: 'Repository rule violations found' },
      'github-branch-protected',
    ],
    [
      'undefinedField (an old server)',
      { message: "doesn't exist", extensions: { code: 'undefinedField' } },
      'github-unsupported',
    ],
    ['RATE_LIMITED', { type: 'RATE_LIMITED', message: 'x' }, 'github-rate-limited'],
    ['RATE_LIMIT', { type: 'RATE_LIMIT', code: 'graphql_rate_limit', message: 'x' }, 'github-rate-limited'],
    ['with only the code graphql_rate_limit', { code: 'graphql_rate_limit', message: 'x' }, 'github-rate-limited'],
    [
      'for creating content too quickly',
      { type: 'UNPROCESSABLE', message: 'was submitted too quickly' },
      'github-rate-limited',
    ],
    ['INTERNAL', { type: 'INTERNAL', message: 'x' }, 'github-server-error'],
    ['SERVICE_UNAVAILABLE', { type: 'SERVICE_UNAVAILABLE', message: 'x' }, 'github-server-error'],
    ['of an unknown type', { type: 'A_NEW_TYPE', message: 'x' }, 'github-unknown-error'],
    ['without a type', { message: 'x' }, 'github-unknown-error'],
    [
      'for an IP allow list',
      {
        type: 'FORBIDDEN',
        message: 'the `x` organization has an IP allow list enabled, and 192.0.2.1 is not permitted',
      },
      'github-ip-not-allowed',
    ],
    ['for a timeout', { message: 'Something went wrong while executing your query.' }, 'github-server-error'],
    ['of any other kind', { type: 'UNPROCESSABLE', message: 'A path is not valid' }, 'github-rejected'],
  ])('classifies the GraphQL error %s', async (_, problem, code) => {
    always({ status: 200, body: JSON.stringify({ data: null, errors: [problem] }) });
    const octokit = open();
    expect((await readFailure(octokit.graphql('mutation { x }'))).code).toBe(code);
  });

  it('do not include bugs, which are rethrown', () => {
    const mistake = new TypeError('x is not a function');
    expect(() => toGitHubFailure(mistake, 'contents: read')).toThrow(mistake);
  });
});

describe('retries', () => {
  it.each<[string, Fault['answer']]>([
    ['500', { status: 500 }],
    ['502 with HTML', { status: 502, body: '<html></html>' }],
    ['a truncated response', 'cut'],
    ['a reset', 'reset'],
  ])('repeat reads after %s, but never writes', async (_, answer) => {
    github.fail({ times: 2, answer });
    await read();
    expect(waits).toEqual([1000, 3000]);
    github.fail({ answer });
    expect((await readFailure(write())).isOutcomeUnknown).toBe(true);
    expect(github.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'POST']);
  });

  it('stop after four attempts', async () => {
    always({ status: 503 });
    await readFailure(read());
    expect(waits).toEqual([1000, 3000, 9000]);
  });

  it.each<[string, Record<string, string>, number]>([
    ['retry-after', { 'retry-after': '30', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, 30_000],
    ['the reset time', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 50) }, 51_000],
    ['one minute by default', {}, 60_000],
  ])('wait for a rate limit: %s', async (_, headers, wait) => {
    github.fail({ answer: { status: 429, headers } });
    await write();
    expect(waits).toEqual([wait]);
  });

  it('wait at most two minutes in total for rate limits', async () => {
    github.fail({ answer: { status: 429, headers: { 'retry-after': '3600' } } });
    expect((await readFailure(write())).code).toBe('github-rate-limited');
    expect(waits).toEqual([]);
    always({ status: 403, headers: { 'retry-after': '50' } });
    expect((await readFailure(write())).code).toBe('github-rate-limited');
    expect(waits).toEqual([50_000, 50_000]);
  });

  it('wait for a rate limit of GraphQL, whose status is 200', async () => {
    const body = JSON.stringify({ errors: [{ type: 'RATE_LIMITED', message: 'x' }] });
    github.fail({ answer: { status: 200, body, headers: { 'retry-after': '7' } } });
    await readFailure(open().graphql('mutation { x }'));
    expect(waits).toEqual([7000]);
    expect(github.requests).toHaveLength(2);
  });
});

describe('a GraphQL query', () => {
  const query = () => open().graphql('query { viewer { login } }');
  const problem = (type: string): Fault['answer'] => ({
    status: 200,
    body: JSON.stringify({ errors: [{ type, message: 'x' }] }),
  });

  it.each<[string, Fault['answer']]>([
    ['500', { status: 500 }],
    ['a reset', 'reset'],
    ['INTERNAL', problem('INTERNAL')],
    ['an unknown type', problem('A_NEW_TYPE')],
  ])('is repeated like a read after %s', async (_, answer) => {
    github.fail({ times: 2, answer });
    await query();
    expect(waits).toEqual([1000, 3000]);
  });

  it('is not repeated if it is rejected', async () => {
    always(problem('FORBIDDEN'));
    expect((await readFailure(query())).code).toBe('github-forbidden');
    expect(github.requests).toHaveLength(1);
  });
});

describe('requests', () => {
  it('name the program, and pin the version of the API', async () => {
    await read();
    await write();
    await open().graphql('query { viewer { login } }');
    expect(github.requests).toHaveLength(3);
    for (const { headers } of github.requests) {
      expect(headers['x-github-api-version']).toBe('2022-11-28');
      expect(headers['user-agent']).toMatch(/^certvigil\/\d+\.\d+\.\d+ /);
    }
  });

  it('that change something are a second apart, also between two clients; reads are not', async () => {
    let now = NOW;
    const io = {
      env: {},
      now: () => now,
      sleep: async (milliseconds: number) => {
        waits.push(milliseconds);
        now += milliseconds;
      },
    };
    const access = { token: TOKEN, api_url: github.api_url, repository: REPOSITORY };
    const send = (method: 'GET' | 'POST') =>
      method === 'GET'
        ? createGitHubClient(access, io).request('GET /repos/{owner}/{repo}', { owner, repo })
        : createGitHubClient(access, io).request('POST /repos/{owner}/{repo}/labels', { owner, repo, name: `${now}` });
    await send('POST');
    await send('GET');
    now += 300;
    await send('POST');
    await send('GET');
    expect(waits).toEqual([700]);
    now += 1000;
    await send('POST');
    expect(waits).toEqual([700]);
    now -= 3_600_000;
    await send('POST');
    expect(waits).toEqual([700, 1000]);
  });
});

describe('a proxy', () => {
  it('from the environment or the manifest gets requests for plain HTTP, except for hosts in no_proxy', async () => {
    const asked: string[] = [];
    const proxy = createServer(({ url = '', headers, method = '' }, response) => {
      asked.push(url);
      const onward = request(url, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      onward.end();
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const http_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    await read({ env: { http_proxy, https_proxy: 'http://127.0.0.1:1' } });
    expect(asked).toEqual([`${github.api_url}/repos/${REPOSITORY}`]);
    await read({ env: { http_proxy: http_proxy.replace('http://', '') } });
    expect(asked).toHaveLength(2);
    await read({ env: { http_proxy, no_proxy: '127.0.0.1' } });
    expect(asked).toHaveLength(2);
    const proxies = DEFAULT_NETWORK_RULES.proxy;
    await read({ proxy: { ...proxies, apis: `\${PROXY}` }, env: { PROXY: http_proxy } });
    expect(asked).toHaveLength(3);
    await read({ proxy: { ...proxies, apis: null }, env: { http_proxy } });
    expect(asked).toHaveLength(3);
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
});

describe('a proxy that does not work', () => {
  it.each<[string, string | null, string]>([
    ['closes the connection instead of answering', null, 'github-connection-lost'],
    ['rejects the credentials', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', 'github-proxy-refused'],
    ['rejects the host', 'HTTP/1.1 403 Forbidden\r\n\r\n', 'github-proxy-refused'],
  ])('is asked once for each of four attempts: it %s', async (_, answer, code) => {
    let asked = 0;
    const proxy = await startTcpServer((socket) => {
      socket.once('data', () => {
        asked += 1;
        if (asked > 100 || answer === null) socket.destroy();
        else socket.end(answer);
      });
    });
    const env = { https_proxy: proxy.location };
    const failure = await readFailure(read({ api_url: 'https://github.test', env })).finally(proxy.close);
    expect(failure.code).toBe(code);
    expect(asked).toBe(4);
    expect(waits).toEqual([1_000, 3_000, 9_000]);
  });

  it.each(['socks4a://127.0.0.1', 'http://:0:1', 'ftp://proxy.example'])(
    'is a failure with a hint: %s',
    async (http_proxy) => {
      const failure = await readFailure(read({ env: { http_proxy } }));
      expect(failure).toMatchObject({ code: 'github-proxy-invalid', hint: expect.stringContaining('socks5://') });
      expect(github.requests).toEqual([]);
    },
  );
});

describe('the token', () => {
  it('is sent to the server, and a wrong one is reported', async () => {
    await read();
    expect(github.requests.map(({ token }) => token)).toEqual([TOKEN]);
    expect((await readFailure(read({ token: 'nope' }))).code).toBe('github-unauthorized');
    getRepository(github).private = true;
    github.state.tokens.set('other', {
      login: 'x',
      permissions: { contents: 'write' },
      repositories: ['example/other'],
    });
    expect((await readFailure(read({ token: 'other' }))).code).toBe('github-not-found');
  });
});

describe('a server that does not respond', () => {
  const access = () => ({ token: TOKEN, api_url: github.api_url, repository: REPOSITORY });
  const io = { env: {}, now: () => NOW, sleep: async (milliseconds: number) => void waits.push(milliseconds) };
  const ask = (client: ReturnType<typeof createGitHubClient>) =>
    client.request('GET /repos/{owner}/{repo}', { owner, repo });

  it('gets no more requests of any client after a while', async () => {
    always('hang');
    const shared = access();
    const limits = { timeout_ms: 100, max_failing_ms: 150 };
    expect(await readFailure(ask(createGitHubClient(shared, io, limits)))).toMatchObject({ code: 'github-timeout' });
    expect(github.requests).toHaveLength(2);
    expect(await readFailure(ask(createGitHubClient(shared, io, limits)))).toMatchObject({ code: 'github-timeout' });
    expect(github.requests).toHaveLength(2);
    expect(waits).toEqual([1000]);
  });

  it('has as much time again once it responds', async () => {
    const client = createGitHubClient(access(), io, { timeout_ms: 100, max_failing_ms: 1000 });
    for (let round = 0; round < 11; round += 1) {
      github.fail({ times: 1, answer: 'hang' });
      expect(await ask(client)).toMatchObject({ status: 200 });
    }
  });
});

describe('a response that never ends', () => {
  it.each([
    ['as it is', (chunk: Buffer) => chunk, {}],
    ['compressed', (chunk: Buffer) => gzipSync(chunk), { 'content-encoding': 'gzip' }],
  ])('is given up at 150 MiB, without a retry: %s', async (_, encode, headers) => {
    const chunk = encode(Buffer.alloc(8 * 1024 * 1024, ' '));
    let requests = 0;
    const server = createServer((incoming, response) => {
      requests += 1;
      response.writeHead(200, { 'content-type': 'application/json', ...headers });
      let left = 100;
      const send = (): void => {
        left -= 1;
        if (left > 0 && !response.destroyed) response.write(chunk, send);
        else response.end();
      };
      incoming.on('close', () => response.destroy());
      send();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const failure = await readFailure(read({ api_url: `http://127.0.0.1:${port}` }));
      expect([failure.code, requests, waits]).toEqual(['github-unexpected-response', 1, []]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
