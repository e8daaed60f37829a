import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Io } from '../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { fetchRenewalInfo, type RenewalInfoRequest, type RenewalInfoResult } from '../../src/scan/acme/renewal-info.ts';
import { type Received, type Receiver, type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { findRefusingPort } from '../helpers/tls-server.ts';

const root = mkdtempSync(join(tmpdir(), 'certvigil-'));
afterAll(() => rmSync(root, { recursive: true }));

const servers: Receiver[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const WINDOW = { suggestedWindow: { start: '2027-03-01T00:00:00Z', end: '2027-03-02T00:00:00Z' } };

const ok = (value: unknown, headers = {}): ReceiverResponse => ({ status: 200, headers, body: JSON.stringify(value) });

interface Serving {
  directory?: ReceiverResponse | ReceiverResponse[];
  windows?: ReceiverResponse | ReceiverResponse[] | ((request: Received) => ReceiverResponse);
  tls?: { key: string; cert: string };
}

/** An ACME server with these responses; its directory is at `/directory`. */
async function serve({ directory, windows = ok(WINDOW), tls }: Serving = {}): Promise<Receiver> {
  const turns = { directory: 0, windows: 0 };
  const next = (answers: ReceiverResponse | ReceiverResponse[], which: keyof typeof turns): ReceiverResponse => {
    const list = Array.isArray(answers) ? answers : [answers];
    turns[which] += 1;
    return list[turns[which] - 1] ?? (list.at(-1) as ReceiverResponse);
  };
  const server = await startReceiver((request) => {
    if (request.path !== '/directory')
      return typeof windows === 'function' ? windows(request) : next(windows, 'windows');
    return next(directory ?? ok({ renewalInfo: `${server.origin}/ari` }), 'directory');
  }, tls && { tls });
  servers.push(server);
  return server;
}

interface Way {
  ca_file?: string | null;
  allow?: string[];
  ids?: string[];
  timeout_seconds?: number;
}

async function ask(directory: string, way: Way = {}): Promise<{ answers: RenewalInfoResult[]; waits: number[] }> {
  const { ca_file = null, allow = ['127.0.0.0/8'], ids = ['AKI.AQ'], timeout_seconds = 5 } = way;
  const waits: number[] = [];
  const sleep = async (wait: number) => void waits.push(wait);
  const io = { env: {}, now: () => Date.UTC(2027, 0, 1), sleep } as Partial<Io> as Io;
  const expiry = Date.UTC(2027, 3, 1);
  const questions = ids.map((id): RenewalInfoRequest => {
    return { fingerprint: id, certificate_id: id, expiry, directory, ca_file };
  });
  const network = { deny: [], allow, dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy };
  const answered = await fetchRenewalInfo(questions, io, { root: root, concurrency: 10, timeout_seconds, network });
  return { answers: [...answered.values()], waits };
}

const window = { start: '2027-03-01T00:00:00Z', end: '2027-03-02T00:00:00Z', explanation_url: null };

describe('an ACME server', () => {
  it('gets one request for its directory and for each certificate, without an account', async () => {
    const server = await serve();
    const { answers } = await ask(`${server.origin}/directory`, { ids: ['AKI.AQ', 'AKI.Ag', 'AKI.Aw'] });
    expect(answers).toEqual(Array(3).fill({ window, retry_after: null }));
    const paths = server.requests.map(({ path }) => path);
    expect(paths.sort()).toEqual(['/ari/AKI.AQ', '/ari/AKI.Ag', '/ari/AKI.Aw', '/directory']);
    expect(server.requests.every(({ method, body }) => method === 'GET' && body === '')).toBe(true);
    expect(server.requests.flatMap(({ headers }) => [headers.authorization, headers.cookie])).toEqual(
      Array(8).fill(undefined),
    );
  });

  it.each([
    ['21600', 21_600_000],
    ['0', 0],
    ['Fri, 01 Jan 2027 01:00:00 GMT', 3_600_000],
    ['soon', null],
  ])('sets the time of the next request with Retry-After %s', async (header, retry_after) => {
    const server = await serve({ windows: ok(WINDOW, { 'retry-after': header }) });
    expect((await ask(`${server.origin}/directory`)).answers).toEqual([{ window, retry_after }]);
  });

  it('gets another request after a transient failure', async () => {
    const start = await serve();
    const directory = ok({ renewalInfo: `${start.origin}/ari` });
    const server = await serve({ directory: [503, 'reset', directory] });
    expect(await ask(`${server.origin}/directory`)).toMatchObject({ answers: [{ window }], waits: [500, 2000] });
    const slow = await serve({ windows: [500, 502, ok(WINDOW)] });
    expect(await ask(`${slow.origin}/directory`)).toMatchObject({ answers: [{ window }], waits: [500, 2000] });
  });

  it.each([429, 503])('is left alone for the time of its Retry-After with status %i', async (status) => {
    const busy: ReceiverResponse = { status, headers: { 'retry-after': '7200' }, body: '' };
    const ids = Array.from({ length: 30 }, (_, index) => `AKI.${index}`);
    const server = await serve({ windows: busy });
    const { answers, waits } = await ask(`${server.origin}/directory`, { ids });
    expect(answers).toHaveLength(30);
    expect(new Set(answers.map((one) => 'code' in one && `${one.code} ${one.retry_after}`))).toEqual(
      new Set(['acme-window-unreadable 7200000']),
    );
    expect(waits).toEqual([]);
    expect(server.requests.length).toBeLessThanOrEqual(9);
    const first = await serve({ directory: busy });
    expect((await ask(`${first.origin}/directory`, { ids })).answers[29]).toMatchObject({ retry_after: 7_200_000 });
    expect(first.requests).toHaveLength(1);
  });

  it('is asked again as usual after a failure with a status for which Retry-After has no meaning', async () => {
    const server = await serve({ windows: { status: 500, headers: { 'retry-after': '7200' }, body: '' } });
    const { answers } = await ask(`${server.origin}/directory`);
    expect(answers).toMatchObject([{ code: 'acme-window-unreadable' }]);
    expect(answers[0]).not.toHaveProperty('retry_after');
  });

  it('is verified with its own CA file only', async () => {
    const life = { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 86_400_000) };
    const authority = await createCertificate({ commonName: 'Own CA', ca: true, ...life });
    const made = await createCertificate({ commonName: 'acme', sans: ['127.0.0.1'], issuer: authority, ...life });
    const server = await serve({ tls: { key: made.privateKeyPem, cert: made.certificate } });
    writeFileSync(join(root, 'ca.pem'), authority.certificate);
    const directory = `${server.origin}/directory`;
    expect((await ask(directory, { ca_file: 'ca.pem' })).answers).toEqual([{ window, retry_after: null }]);
    const distrusted = (await ask(directory)).answers;
    expect(distrusted).toMatchObject([
      { code: 'acme-directory-unreadable', detail: expect.stringContaining('untrusted certificate') },
    ]);
    expect((await ask(directory, { ca_file: 'none.pem' })).answers).toMatchObject([
      { code: 'acme-ca-file-unreadable' },
    ]);
  });
});

describe('a faulty ACME server', () => {
  const HTML: ReceiverResponse = {
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html><p>Sign in',
  };
  const HUGE: ReceiverResponse = { status: 200, body: '{"a":"'.padEnd(3 * 1024 * 1024, 'x') };

  it.each<[string, ReceiverResponse, string, RegExp]>([
    ['HTML', HTML, 'acme-directory-unreadable', /does not return a JSON object\. Check `acme\.directory`/],
    ['3 MB', HUGE, 'acme-directory-unreadable', /returns more than 1 MiB/],
    ['no end', 'endless', 'acme-directory-unreadable', /more than 1 MiB|did not send its complete response within 1 s/],
    ['no answer', 'hang', 'acme-directory-unreadable', /did not send its complete response within 1 s/],
    ['500', 500, 'acme-directory-unreadable', /returned 500, a server error/],
    ['404', 404, 'acme-directory-unreadable', /does not exist \(404\)/],
    [
      'no renewalInfo',
      ok({ newNonce: 'https://acme.example.com/' }),
      'acme-no-renewal-info',
      /does not provide renewal information/,
    ],
    ['plain HTTP', ok({ renewalInfo: 'http://acme.example.com/' }), 'acme-no-renewal-info', /no usable `renewalInfo`/],
  ])('fails with this directory: %s', async (_, directory, code, detail) => {
    const server = await serve({ directory });
    const { answers } = await ask(`${server.origin}/directory`, { timeout_seconds: 1, ids: ['AKI.AQ', 'AKI.Ag'] });
    expect(answers).toEqual(Array(2).fill({ code, detail: expect.stringMatching(detail) }));
  });

  it.each<[string, ReceiverResponse, string, RegExp]>([
    ['HTML', HTML, 'acme-window-unreadable', /does not return a JSON object with a `suggestedWindow`\. Until then/],
    ['3 MB', HUGE, 'acme-window-unreadable', /returns more than 1 MiB/],
    ['no answer', 'hang', 'acme-window-unreadable', /did not send its complete response within 1 s/],
    ['500', 500, 'acme-window-unreadable', /returned 500/],
    ['429', 429, 'acme-window-unreadable', /returned 429/],
    ['404', 404, 'acme-certificate-unknown', /does not know the certificate/],
    [
      'an end before the start',
      ok({ suggestedWindow: { start: '2027-03-02T00:00:00Z', end: '2027-03-01T00:00:00Z' } }),
      'acme-window-invalid',
      /ends before it starts, so it is ignored/,
    ],
  ])('fails with this window: %s', async (_, windows, code, detail) => {
    const server = await serve({ windows });
    const { answers } = await ask(`${server.origin}/directory`, { timeout_seconds: 1 });
    expect(answers).toEqual([{ code, detail: expect.stringMatching(detail) }]);
  });

  it('that refuses connections is reported', async () => {
    const { answers } = await ask(`http://127.0.0.1:${await findRefusingPort()}/directory`);
    expect(answers).toMatchObject([{ code: 'acme-directory-unreadable', detail: expect.stringContaining('refuses') }]);
  });

  it('at a private address must be allowed', async () => {
    const server = await serve();
    const { answers } = await ask(`${server.origin}/directory`, { allow: [] });
    expect(answers).toMatchObject([{ code: 'acme-directory-unreadable' }]);
    expect(answers).toMatchObject([{ detail: expect.stringContaining('add it to `network.allow`') }]);
    expect(server.connections()).toBe(0);
  });

  it.each<[string, (to: string) => Serving]>([
    ['its directory', (to) => ({ directory: { status: 302, headers: { location: to } } })],
    ['its window', (to) => ({ windows: { status: 302, headers: { location: to } } })],
  ])('that redirects %s to plain http on another machine is reported', async (_, lead) => {
    const server = await serve(lead('http://acme.example.com/ari'));
    expect((await ask(`${server.origin}/directory`, { allow: ['127.0.0.1'] })).answers).toMatchObject([
      { detail: expect.stringContaining('redirects to http, which is not followed') },
    ]);
  });

  it.each<[string, (to: string) => Serving]>([
    ['a redirect', (to) => ({ windows: { status: 302, headers: { location: to } } })],
    ['its directory', (to) => ({ directory: ok({ renewalInfo: to }) })],
  ])('that leads to a private address by %s is reported', async (_, lead) => {
    const server = await serve(lead('http://127.0.0.2:9/ari'));
    const { answers } = await ask(`${server.origin}/directory`, { allow: ['127.0.0.1'] });
    expect(answers).toEqual([
      { code: 'acme-window-unreadable', detail: expect.stringContaining('has the address 127.0.0.2') },
    ]);
  });
});
