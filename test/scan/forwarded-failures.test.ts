import { afterEach, describe, expect, it } from 'vitest';
import type { UrlSource } from '../../src/domain/index.ts';
import { createUrlTarget } from '../../src/domain/sources/url.ts';
import type { Io } from '../../src/lib/io.ts';
import { createNetworkAccess, DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { sendHeartbeat } from '../../src/notify/heartbeat.ts';
import { uploadReport } from '../../src/notify/upload-report.ts';
import { createConnectionPool } from '../../src/notify/webhook/connections.ts';
import { sendWebhook } from '../../src/notify/webhook/send.ts';
import { createUntrustedFetcher } from '../../src/scan/http/untrusted-fetcher.ts';
import { type ClassifyResponse, openInventoryClient } from '../../src/scan/inventory/client.ts';
import { InventoryError } from '../../src/scan/inventory/failures.ts';
import { fetchUrl } from '../../src/scan/sources/fetch-url.ts';
import { createVariableResolver } from '../../src/scan/sources/resolve-variables.ts';
import { createReadContext } from '../helpers/inventory/context.ts';
import { createUrlSource } from '../helpers/inventory/sources.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { createContext, createWebhook, RECEIVER_SETTINGS } from '../notify/context.ts';

// The finished messages of requests over plain HTTP through a proxy that does not add `Via`, such as nginx and privoxy.

const SERVER = 'http://192.0.2.1';
const POLICY = { deny: [], allow: ['192.0.2.0/24'], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy };
const IO = { now: () => 0, sleep: async () => {}, mask: (text: string) => text };

let proxy: Receiver;
let env: Record<string, string> = {};

/** Starts the proxy, which responds to everything itself. */
async function startProxy(response: ReceiverResponse): Promise<void> {
  proxy = await startReceiver([response]);
  env = { HTTP_PROXY: proxy.origin };
}
afterEach(() => proxy.close());

async function readUrl(): Promise<string> {
  const source: UrlSource = { kind: 'url', targets: [], headers: {}, ca_file: null, ssl_verification: true };
  const location = await fetchUrl(createUrlTarget(`${SERVER}/a.pem`), source, {
    ...{ root: '/', timeout_seconds: 5, sleep: IO.sleep, now: () => performance.now() },
    network: createNetworkAccess(DEFAULT_NETWORK_RULES, { kind: 'apis', env }),
    resolveVariables: createVariableResolver({ variables: {} }, {}),
  });
  return 'failure' in location ? location.failure.detail : '';
}

async function readInventory(classify?: ClassifyResponse): Promise<string> {
  const { context } = createReadContext({ source: createUrlSource(SERVER), env });
  const client = await openInventoryClient(context, { name: 'API', origins: [SERVER], ...(classify && { classify }) });
  try {
    await client.send({ url: new URL(`${SERVER}/items`) });
    return '';
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    return error.failure.detail;
  } finally {
    await client.close();
  }
}

async function readRevocationList(): Promise<string> {
  const fetcher = createUntrustedFetcher({ ...IO, env } as Partial<Io> as Io, {
    ...{ root: '/', concurrency: 1, timeout_seconds: 5, max_seconds: 60, kind: 'revocation', network: POLICY },
  });
  const response = await fetcher.fetch(`${SERVER}/ca.crl`, { max_mebibytes: 1 });
  fetcher.close();
  return 'why' in response ? response.why : '';
}

async function notifyWebhook(): Promise<string> {
  const connections = createConnectionPool({ ...RECEIVER_SETTINGS, root: '/' }, { env });
  const io = { ...IO, env } as Partial<Io> as Io;
  const webhook = createWebhook({ name: 'chat', preset: null, url: `${SERVER}/in` });
  const { error, doubt } = await sendWebhook(webhook, createContext(), { io, connections });
  await connections.close();
  return (error ?? doubt)?.detail ?? '';
}

async function pingMonitor(): Promise<string> {
  const heartbeat = { url: `${SERVER}/ping`, variables: {} };
  const failure = await sendHeartbeat(heartbeat, { isUp: true, text: 'all read' }, POLICY, { ...IO, env });
  return failure?.detail ?? '';
}

async function uploadScanReport(): Promise<string> {
  const failure = await uploadReport('x 1', `${SERVER}/metrics`, POLICY, { ...IO, env });
  return failure?.detail ?? '';
}

const PROXY = `\${HTTP_PROXY}`;
const CHECK = 'check that it works and allows the request. To connect without it, add the host to NO_PROXY.';
const EITHER = `or the proxy ${PROXY} responded with status 403. If it was the proxy: ${CHECK} If it was the server:`;
const LOGIN = 'Log in to the network from this machine, or exempt this machine from the login.';
const LOST = `The request went through the proxy ${PROXY}, which may be the cause: ${CHECK}`;

interface Messages {
  /** With status 403. */
  denied: string;
  /** Without a response. */
  lost: string;
  /** With status 511, which a captive portal sent; `instead` of the server. */
  instead: string;
}

describe.each<[reader: string, read: () => Promise<string>, messages: Messages]>([
  [
    'URL',
    readUrl,
    {
      denied: `The server of ${SERVER}/a.pem ${EITHER} The server denies access to ${SERVER}/a.pem (403). Check the credentials. Send them with \`headers\` and a variable, such as \`Authorization: "Bearer \${TOKEN}"\`.`,
      lost: `The connection was closed before the complete response of ${SERVER}/a.pem arrived. Check the service and any proxy in front of it. ${LOST}`,
      instead: `A captive portal requires a login to the network (status 511), and responded instead of the server of ${SERVER}/a.pem. ${LOGIN}`,
    },
  ],
  [
    'inventory',
    () => readInventory(),
    {
      denied: `API ${EITHER} API denies access (403). Give the account read access to the listing. Certificates that were not read keep their state.`,
      lost: `The connection was closed before the complete response of API arrived. Check the service and any proxy in front of it. ${LOST}`,
      instead: `A captive portal requires a login to the network (status 511), and responded instead of API. ${LOGIN} Certificates that were not read keep their state.`,
    },
  ],
  [
    'revocation list',
    readRevocationList,
    {
      denied: `returned 403, or the proxy ${PROXY} did: check that it allows the request`,
      lost: `closed the connection, maybe because of the proxy ${PROXY}`,
      instead: 'was not reached: a captive portal requires a login to the network (511)',
    },
  ],
  [
    'webhook',
    notifyWebhook,
    {
      denied: `webhook "chat" at 192.0.2.1: the receiver ${EITHER} the receiver rejected the request with status 403. Inspect it with "certvigil render", and check the URL and secrets.`,
      lost: `webhook "chat" at 192.0.2.1 (3 attempts): the connection was closed before a response arrived. Check the receiver and any proxy in front of it. The next scan tries again. ${LOST} The request was sent, so the receiver may have received it.`,
      instead: `webhook "chat" at 192.0.2.1 (3 attempts): a captive portal requires a login to the network (status 511), and responded instead of the receiver. ${LOGIN} The next scan tries again.`,
    },
  ],
  [
    'heartbeat',
    pingMonitor,
    {
      denied: `settings.heartbeat_url: the monitor ${EITHER} the monitor rejected the ping with status 403. Check the URL and its variables, and that the monitor still exists.`,
      lost: `settings.heartbeat_url: the connection was closed before a response arrived. Check the receiver and any proxy in front of it. The next scan tries again. ${LOST}`,
      instead: `settings.heartbeat_url: a captive portal requires a login to the network (status 511), and responded instead of the receiver. ${LOGIN} The next scan tries again.`,
    },
  ],
  [
    'report',
    uploadScanReport,
    {
      denied: `the server ${EITHER} the server rejected the request with status 403. Check the path of the URL, and its user and password.`,
      lost: `the connection was closed before a response arrived. Check the receiver and any proxy in front of it. The next scan tries again. ${LOST}`,
      instead: `a captive portal requires a login to the network (status 511), and responded instead of the receiver. ${LOGIN} The next scan tries again.`,
    },
  ],
])('a failed request through a proxy: %s', (_, read, { denied, lost, instead }) => {
  it('blames neither the server nor the proxy alone for a status that can be of both', async () => {
    await startProxy(403);
    expect(await read()).toBe(denied);
  });

  it.each([401, 404, 429, 500, 503])('mentions the proxy first with status %i', async (status) => {
    await startProxy(status);
    const message = await read();
    const start = message.slice(0, message.indexOf(String(status)));
    expect(message.slice(start.length)).toMatch(/^\d{3}(?:, or the proxy|\. If it was the proxy:)/);
    expect(start).not.toMatch(/rejects|denies|rate limiting|no file|not exist/);
  });

  it('blames the server for a status that the proxy has forwarded', async () => {
    await startProxy({ status: 403, headers: { via: '1.1 proxy.example' } });
    const message = await read();
    expect(message).toContain('403');
    expect(message).not.toContain(PROXY);
  });

  it('mentions the proxy after a connection that was closed', async () => {
    await startProxy('reset');
    expect(await read()).toBe(lost);
  });

  it('blames the network for status 511, and the proxy if it has not forwarded that', async () => {
    await startProxy({ status: 511, headers: { via: '1.1 proxy.example' } });
    expect(await read()).toBe(instead);
    await proxy.close();
    await startProxy(511);
    expect((await read()).toLowerCase()).toContain(
      `the proxy ${PROXY.toLowerCase()} or a captive portal requires a login to the network (status 511)`,
    );
  });
});

const PAGE: ReceiverResponse = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><p>Blocked',
};

it.each<[reader: string, read: () => Promise<string>, words: string]>([
  ['URL', readUrl, LOST],
  ['webhook', notifyWebhook, `the receiver or the proxy ${PROXY} responded with status 200.`],
])('mentions the proxy if it may have sent a web page: %s', async (_, read, words) => {
  await startProxy(PAGE);
  expect(await read()).toContain(words);
});

it('mentions the proxy if it may have sent a response that a service is known for', async () => {
  await startProxy(403);
  const failure = { code: 'inventory-forbidden', detail: 'API says more.' };
  expect(await readInventory(() => failure)).toBe(`API ${EITHER} API says more.`);
});
