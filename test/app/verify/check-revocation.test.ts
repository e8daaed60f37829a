import 'reflect-metadata';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../../src/app/demo/create-certificate.ts';
import {
  checkRevocation,
  createRevocationChecker,
  type RevocationInput,
} from '../../../src/app/verify/check-revocation.ts';
import { verifyLocation } from '../../../src/app/verify/index.ts';
import { createTrustEvaluator } from '../../../src/app/verify/trust-evaluator.ts';
import type { Revocation } from '../../../src/domain/index.ts';
import type { Io } from '../../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../../src/lib/network/access.ts';
import { createUntrustedFetcher } from '../../../src/scan/http/untrusted-fetcher.ts';
import { openFileResponseCache } from '../../../src/store/response-cache/file.ts';
import { der } from '../../helpers/certificates.ts';
import { leaf, link, NOW, readCertificate } from '../../helpers/paths.ts';
import { type Received, type Receiver, type ReceiverResponse, startReceiver } from '../../helpers/receiver.ts';
import { createRevocationExtensions, type Entry, makeList, makeResponse } from '../../helpers/revocation.ts';

const HOUR = 3_600_000;

let directory: string;
let server: Receiver;
let root: CreatedCertificate;
let middle: CreatedCertificate;
/** The responses of the server by the first part of the path. */
let answers: Record<string, ReceiverResponse>;
let serve: (request: Received) => ReceiverResponse;

beforeAll(async () => {
  server = await startReceiver((request) => serve(request));
  root = await link({ subject: 'root' });
  middle = await link({ subject: 'middle', issuer: root });
});
afterAll(() => server.close());
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'certvigil-cache-'));
  answers = {};
  serve = ({ path }) => answers[path.split('/')[1] ?? ''] ?? 404;
  server.requests.length = 0;
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (path: string) => `${server.origin}/${path}`;
const body = (bytes: Buffer, headers: Record<string, string> = {}): ReceiverResponse => ({
  status: 200,
  body: bytes,
  headers,
});
const bad = (made: CreatedCertificate): Entry => ({ serial: readCertificate(made).serial_bytes, reason: 1 });
const end = (lists: string[], responders: string[] = []) =>
  leaf({ issuer: middle, more: createRevocationExtensions({ lists: lists.map(at), responders: responders.map(at) }) });

interface Way {
  path?: readonly CreatedCertificate[];
  stapled?: Buffer;
  now?: number;
  allow?: string[];
  timeout_seconds?: number;
}

function ask(of: CreatedCertificate, { path = [of, middle, root], stapled, ...asking }: Way = {}) {
  const input = { path: path.map(readCertificate), stapled: stapled ?? null };
  return withChecker(asking, (check) => check(input));
}

interface Asking {
  now?: number;
  allow?: string[];
  timeout_seconds?: number;
}

async function withChecker<Result>(
  { now = NOW, allow = ['127.0.0.0/8'], timeout_seconds = 30 }: Asking,
  work: (check: (input: RevocationInput) => Promise<Revocation | null>) => Promise<Result>,
): Promise<Result> {
  const io = { env: {}, now: () => now, sleep: async () => {} } as Partial<Io> as Io;
  const network = { deny: [], allow, dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy };
  const fetcher = createUntrustedFetcher(io, {
    root: '/',
    timeout_seconds,
    concurrency: 9,
    max_seconds: 60,
    kind: 'revocation',
    network,
  });
  try {
    const cache = openFileResponseCache(directory, () => now);
    const checker = createRevocationChecker({ fetch: fetcher.fetch, cache, now });
    return await work((input) => checkRevocation(checker, input));
  } finally {
    fetcher.close();
  }
}

const codes = (revocation: Revocation | null) => revocation?.problems.map(({ code }) => code);
const asked = () => server.requests.map(({ path }) => path.split('/')[1]);

describe('checking the revocation of a path', () => {
  it('is skipped if the certificate names no source', async () => {
    expect(await ask(await leaf({ issuer: middle }))).toBeNull();
  });

  it('is skipped if the certificate has expired', async () => {
    const ended = await leaf({ issuer: middle, to: -1, more: createRevocationExtensions({ lists: [at('crl')] }) });
    expect(await ask(ended)).toBeNull();
    expect(asked()).toEqual([]);
  });

  it('uses a revocation list, with the time and reason of a revocation', async () => {
    const one = await end(['crl']);
    answers.crl = body(makeList({ issuer: middle }));
    expect(await ask(one)).toMatchObject({ status: 'good', source: 'crl', revoked: null, problems: [] });
    rmSync(directory, { recursive: true });
    answers.crl = body(makeList({ issuer: middle, revoked: [bad(one)] }));
    expect(await ask(one)).toMatchObject({
      status: 'revoked',
      source: 'crl',
      revoked: { subject: 'leaf', reason: 'keyCompromise', revoked_at: '2026-05-31T23:00:00Z' },
    });
  });

  it('reports a revoked issuer', async () => {
    const below = await link({
      subject: 'below',
      issuer: root,
      more: createRevocationExtensions({ lists: [at('root')] }),
    });
    answers.root = body(makeList({ issuer: root, revoked: [bad(below)] }));
    const one = await leaf({ issuer: below });
    const said = await ask(one, { path: [one, below, root] });
    expect(said).toMatchObject({ status: 'revoked', revoked: { subject: 'below' } });
  });

  it('names the certificates that are not revoked, with the time of the response, even if others are unknown', async () => {
    const below = await link({
      subject: 'below',
      issuer: root,
      more: createRevocationExtensions({ lists: [at('root')] }),
    });
    answers.root = 404;
    answers.crl = body(makeList({ issuer: below }));
    const one = await leaf({ issuer: below, more: createRevocationExtensions({ lists: [at('crl')] }) });
    const { fingerprint } = readCertificate(one);
    const said = await ask(one, { path: [one, below, root] });
    expect(said).toMatchObject({
      status: 'unknown',
      good: [{ fingerprint_sha256: fingerprint, at: '2026-05-31T23:00:00Z' }],
    });
  });

  it('prefers the stapled OCSP response, which is enough if it is fresh', async () => {
    const one = await end(['crl']);
    const stapled = makeResponse({ issuer: middle, about: one });
    expect(await ask(one, { stapled })).toMatchObject({ status: 'good', source: 'stapled' });
    expect(asked()).toEqual([]);
  });

  it('checks other sources if a good response is a day old', async () => {
    const one = await end(['crl']);
    const stapled = makeResponse({ issuer: middle, about: one, from: -30 });
    answers.crl = body(makeList({ issuer: middle, revoked: [bad(one)] }));
    expect(await ask(one, { stapled })).toMatchObject({ status: 'revoked', source: 'crl' });
    answers.crl = 404;
    rmSync(directory, { recursive: true });
    expect(await ask(one, { stapled })).toMatchObject({ status: 'good', source: 'stapled' });
  });

  it('reports a rejected stapled response, and checks other sources', async () => {
    const one = await end(['crl']);
    answers.crl = body(makeList({ issuer: middle }));
    const said = await ask(one, { stapled: makeResponse({ issuer: middle, about: middle }) });
    expect(said).toMatchObject({ status: 'good', source: 'crl' });
    expect(codes(said)).toEqual(['revocation-certificate-mismatch']);
  });

  it('uses a responder if the list is unavailable', async () => {
    const one = await end(['crl'], ['ocsp']);
    answers.ocsp = body(makeResponse({ issuer: middle, about: one, status: { reason: 4 } }));
    const said = await ask(one);
    expect(said).toMatchObject({ status: 'revoked', source: 'ocsp', revoked: { reason: 'superseded' } });
    expect(codes(said)).toEqual(['revocation-unreachable']);
    expect(asked()).toEqual(['crl', 'ocsp']);
  });

  it.each([405, 404, 400, 501])('uses POST if a responder answers GET with %i', async (status) => {
    const one = await end([], ['ocsp']);
    const good = body(makeResponse({ issuer: middle, about: one }));
    serve = ({ method }) => (method === 'POST' ? good : status);
    expect(await ask(one)).toMatchObject({ status: 'good', source: 'ocsp', problems: [] });
    const [get, post] = server.requests;
    expect(post).toMatchObject({ path: '/ocsp', headers: { 'content-type': 'application/ocsp-request' } });
    expect(get?.path).toMatch(/^\/ocsp\/\w/);
    expect(await ask(one, { now: NOW + HOUR })).toMatchObject({ status: 'good' });
    expect(server.requests).toHaveLength(2);
  });

  it('does not follow redirects of a POST', async () => {
    const one = await end([], ['ocsp']);
    serve = ({ method }) => (method === 'POST' ? { status: 307, headers: { location: '/other' } } : 405);
    expect(codes(await ask(one))).toEqual(['revocation-unreachable']);
    expect(server.requests).toHaveLength(2);
  });

  it.each<[string, ReceiverResponse, string]>([
    ['that hangs', 'hang', 'revocation-unreachable'],
    ['that breaks off', 'reset', 'revocation-unreachable'],
    ['that is missing', 404, 'revocation-unreachable'],
    [
      'that leads to a private address',
      { status: 302, headers: { location: 'http://10.0.0.1/' } },
      'revocation-unreachable',
    ],
    ['that is a web page', { status: 200, body: '<!doctype html><p>Log in' }, 'revocation-malformed'],
  ])('is unknown with a list %s', async (_, answer, code) => {
    answers.crl = answer;
    const said = await ask(await end(['crl']), { timeout_seconds: answer === 'hang' ? 0.3 : 30 });
    expect(said).toMatchObject({ status: 'unknown', source: null, revoked: null });
    expect(codes(said)).toEqual([code]);
  });

  it('connects to an address that is not public only if it is allowed', async () => {
    const said = await ask(await end(['crl']), { allow: [] });
    expect(codes(said)).toEqual(['revocation-unreachable']);
    expect(asked()).toEqual([]);
  });

  it('does not request ldap URLs, and reports them only if there is no other', async () => {
    const by = (...lists: string[]) => leaf({ issuer: middle, more: createRevocationExtensions({ lists }) });
    expect(codes(await ask(await by('ldap://127.0.0.1/')))).toEqual(['revocation-url-unsupported']);
    answers.crl = body(makeList({ issuer: middle }));
    expect(await ask(await by('ldap://127.0.0.1/', at('crl')))).toMatchObject({ status: 'good', problems: [] });
  });

  it('does not support lists of other CAs', async () => {
    answers.crl = body(makeList({ issuer: root }));
    const one = await leaf({
      issuer: middle,
      more: createRevocationExtensions({ lists: [at('crl')], indirect: true }),
    });
    expect(codes(await ask(one))).toEqual(['revocation-unsupported']);
  });
});

describe('a response of a delegated responder', () => {
  const delegate = (more: x509.Extension[] = []) =>
    link({ subject: 'responder', ca: false, issuer: middle, purposes: ['1.3.6.1.5.5.7.3.9'], more });
  const by = (signer: CreatedCertificate, about: CreatedCertificate) =>
    makeResponse({ issuer: middle, about, signer, certificates: [signer] });
  const revoke = (one: CreatedCertificate) => {
    answers.crl = body(makeList({ issuer: middle, revoked: [bad(one)] }));
  };

  it('that was revoked is not accepted if it is stapled', async () => {
    const one = await end(['crl']);
    const revoked = await delegate();
    revoke(revoked);
    const said = await ask(one, { stapled: by(revoked, one) });
    expect(said).toMatchObject({ status: 'good', source: 'crl' });
    const detail =
      'The stapled OCSP response has an unauthorized signer: the certificate of responder was revoked at 2026-05-31T23:00:00Z.';
    expect(said?.problems).toEqual([{ code: 'revocation-signer-unauthorized', detail }]);
  });

  it('that was revoked is not accepted if it is fetched', async () => {
    const one = await end([], ['ocsp']);
    const revoked = await delegate(createRevocationExtensions({ lists: [at('crl')] }));
    revoke(revoked);
    answers.ocsp = body(by(revoked, one));
    const said = await ask(one);
    expect(said).toMatchObject({ status: 'unknown', good: [] });
    expect(codes(said)).toEqual(['revocation-signer-unauthorized']);
  });

  it.each<[string, () => Promise<CreatedCertificate>, boolean]>([
    ['is not revoked', () => delegate(), false],
    ['has ocsp-nocheck', () => delegate([new x509.Extension('1.3.6.1.5.5.7.48.1.5', false, der(0x05))]), true],
    ['names a list that is unavailable', () => delegate(createRevocationExtensions({ lists: [at('gone')] })), false],
  ])('is accepted if the responder %s', async (_, create, isRevoked) => {
    const one = await end(['crl']);
    const responder = await create();
    revoke(isRevoked ? responder : root);
    expect(await ask(one, { stapled: by(responder, one) })).toMatchObject({ status: 'good', source: 'stapled' });
  });
});

describe('a cached response', () => {
  it('is reused, and requested again after hours with conditional headers', async () => {
    const one = await end(['crl']);
    answers.crl = body(makeList({ issuer: middle, to: 48 }), { etag: '"1"' });
    await ask(one);
    expect(await ask(one, { now: NOW + HOUR })).toMatchObject({ status: 'good' });
    expect(asked()).toEqual(['crl']);
    answers.crl = 304;
    expect(await ask(one, { now: NOW + 7 * HOUR })).toMatchObject({ status: 'good', problems: [] });
    expect(server.requests[1]?.headers['if-none-match']).toBe('"1"');
    await ask(one, { now: NOW + 8 * HOUR });
    expect(asked()).toEqual(['crl', 'crl']);
  });

  it('is used until it expires if the source is unavailable', async () => {
    const one = await end(['crl']);
    answers.crl = body(makeList({ issuer: middle, to: 48 }));
    await ask(one);
    answers.crl = 503;
    expect(await ask(one, { now: NOW + 20 * HOUR })).toMatchObject({ status: 'good' });
    expect(await ask(one, { now: NOW + 49 * HOUR })).toMatchObject({ status: 'unknown' });
  });

  it('is verified again, and removed if it was tampered with', async () => {
    const one = await end(['crl']);
    answers.crl = body(makeList({ issuer: middle, revoked: [bad(one)] }));
    await ask(one);
    const [name = ''] = readdirSync(directory).filter((name) => !name.startsWith('.'));
    const file = join(directory, name);
    const header = readFileSync(file).subarray(0, readFileSync(file).indexOf('\n') + 1);
    writeFileSync(file, Buffer.concat([header, makeList({ issuer: middle, signer: root })]));
    expect(await ask(one, { now: NOW + HOUR })).toMatchObject({ status: 'revoked' });
    expect(asked()).toEqual(['crl', 'crl']);
    writeFileSync(file, 'not a response');
    expect(await ask(one, { now: NOW + 2 * HOUR })).toMatchObject({ status: 'revoked' });
  });

  it('is in a directory that git ignores', async () => {
    answers.crl = body(makeList({ issuer: middle }));
    await ask(await end(['crl']));
    rmSync(directory, { recursive: true });
    await ask(await end(['crl']));
    expect(readFileSync(join(directory, '.gitignore'), 'utf8')).toBe('*\n');
  });
});

it.each([
  ['current', 24, true],
  ['expired', -0.5, false],
])('a server that staples a response that is %s honors must-staple: %3$s', async (_, to, honored) => {
  const one = await leaf({ issuer: middle });
  const stapledResponse = makeResponse({ issuer: middle, about: one, from: -48, to });
  const reading = { location: 'a', observed: {}, certificate: null, failure: null, stapledResponse };
  const evaluator = createTrustEvaluator(NOW);
  const verification = { evaluator, policies: null, reportBug: () => {} };
  const [verified] = await verifyLocation({ readings: [reading], trust: null, expect: null }, verification);
  expect(verified?.unusable_staple === undefined).toBe(honored);
});

it('fetches large lists once, although they do not fit into memory together', async () => {
  const entry = der(0x30, der(0x02, Buffer.alloc(16, 0x55)), der(0x17, '260531000000Z'));
  const entries = Buffer.alloc(entry.length * 750_000, entry);
  const issuers = await Promise.all(['a', 'b', 'c'].map((subject) => link({ subject, issuer: root })));
  const ends = await Promise.all(
    issuers.map(async (issuer, index) => {
      const more = createRevocationExtensions({ lists: [at(`large-${index}`)] });
      answers[`large-${index}`] = body(makeList({ issuer, entries }));
      return { issuer, leaves: [await leaf({ issuer, more }), await leaf({ issuer, more })] };
    }),
  );
  await withChecker({}, async (check) => {
    for (const turn of [0, 1]) {
      for (const { issuer, leaves } of ends) {
        const path = [leaves[turn] as CreatedCertificate, issuer, root].map(readCertificate);
        expect(await check({ path, stapled: null })).toMatchObject({ status: 'good', source: 'crl' });
      }
    }
  });
  expect(asked()).toEqual(['large-0', 'large-1', 'large-2']);
});
