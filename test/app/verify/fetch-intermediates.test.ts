import 'reflect-metadata';
import { X509Certificate, X509Certificates } from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../../src/app/demo/create-certificate.ts';
import { createTrustEvaluator, evaluateTrust } from '../../../src/app/verify/trust-evaluator.ts';
import type { Trust } from '../../../src/domain/index.ts';
import type { Io } from '../../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../../src/lib/network/access.ts';
import { createUntrustedFetcher } from '../../../src/scan/http/untrusted-fetcher.ts';
import { leaf, link, NOW } from '../../helpers/paths.ts';
import { type Receiver, type ReceiverResponse, startReceiver } from '../../helpers/receiver.ts';

// A server returns what the test puts at a path. The certificates name these URLs as those of their issuers.

const io = { env: {}, now: () => 0, sleep: async () => {} } as Partial<Io> as Io;
let server: Receiver;
const there = new Map<string, ReceiverResponse>();
beforeAll(async () => {
  server = await startReceiver(({ path }) => there.get(path) ?? 404);
});
afterAll(() => server.close());

const at = (path: string) => `${server.origin}${path}`;
const put = (path: string, body: string | Uint8Array) => there.set(path, { status: 200, body });

interface Way {
  aia?: boolean;
  allow?: string[];
  timeout_seconds?: number;
}

async function evaluate(
  sent: readonly CreatedCertificate[],
  root: CreatedCertificate,
  { aia = true, allow = ['127.0.0.0/8'], timeout_seconds = 30 }: Way = {},
): Promise<Trust> {
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
    const anchors = { kind: 'ca_file', path: 'root.pem', pem: root.certificate } as const;
    const request = { host: null, anchors, aia, revocation: false, purpose: 'server' } as const;
    const evaluator = createTrustEvaluator(NOW, { fetch: fetcher.fetch, cache: null, clock: Date.now });
    const chain = sent.map(({ der }) => der);
    const evaluated = await evaluateTrust(evaluator, chain, '', request);
    if (evaluated === null) throw new Error('not evaluated');
    return evaluated.trust;
  } finally {
    fetcher.close();
  }
}

let root: CreatedCertificate;
let upper: CreatedCertificate;
let lower: CreatedCertificate;
let end: CreatedCertificate;
beforeAll(async () => {
  root = await link({ subject: 'root' });
  upper = await link({ subject: 'upper', issuer: root, issuerUrl: at('/root'), to: 20 });
  lower = await link({ subject: 'lower', issuer: upper, issuerUrl: at('/upper') });
  end = await leaf({ issuer: lower, issuerUrl: at('/lower') });
});

describe('a missing issuer', () => {
  it('is fetched step by step, and reported in a notice', async () => {
    put('/upper', upper.der);
    put('/lower', lower.der);
    const trust = await evaluate([end], root);
    expect(trust).toMatchObject({ trusted: true, limited_by: { subject: 'upper' } });
    expect(trust.notes).toEqual([
      {
        code: 'intermediate-fetched',
        detail: expect.stringContaining('`aia: true`: lower; upper. Most clients do not'),
      },
    ]);
    expect((await evaluate([end, lower], root)).notes).toMatchObject([{ code: 'intermediate-fetched' }]);
  });

  it('is fetched only if it is enabled and needed', async () => {
    put('/lower', lower.der);
    const before = server.requests.length;
    const trust = await evaluate([end], root, { aia: false });
    expect(trust).toMatchObject({ reason: 'missing-intermediate', detail: expect.stringContaining(at('/lower')) });
    expect(await evaluate([end, lower, upper], root)).toMatchObject({ trusted: true, notes: [] });
    expect(server.requests).toHaveLength(before);
  });

  it.each([
    ['PEM', () => upper.certificate],
    ['a bundle with others (PKCS#7)', () => createBundle(root, upper, end)],
  ])('is accepted as %s', async (_, content) => {
    put('/upper', content());
    expect(await evaluate([end, lower], root)).toMatchObject({ trusted: true });
  });

  it('is fetched if another certificate of the same name was sent', async () => {
    put('/upper', upper.der);
    const unrelated = await link({ subject: 'upper', unidentified: true });
    expect(
      (await evaluate([end, await link({ subject: 'lower', unidentified: true }), lower, unrelated], root)).trusted,
    ).toBe(true);
  });
});

function createBundle(...made: CreatedCertificate[]): Uint8Array {
  return new Uint8Array(new X509Certificates(made.map(({ der }) => new X509Certificate(der))).export('raw'));
}

describe('a certificate stays untrusted, with the reason, if its issuer', () => {
  const page = '<!doctype html><title>Moved</title>';
  it.each([
    ['hangs', 'hang', 'did not send its complete response within 0.3 s'],
    ['breaks off', 'reset', 'closed the connection'],
    ['has no end', 'endless', 'returns more than 0.25 MiB'],
    ['has 50 MB', { status: 200, body: new Uint8Array(50_000_000) }, 'returns more than 0.25 MiB'],
    ['is a web page', { status: 200, body: page }, 'returns no certificate'],
    ['is empty', { status: 200, body: '' }, 'returns no certificate'],
    ['is malformed', { status: 200, body: new Uint8Array([0x30, 0x82, 0x10, 0x00, 0x30]) }, 'returns no certificate'],
    ['is missing', 404, 'does not exist (404)'],
    ['leads into the network', { status: 302, headers: { location: 'http://10.0.0.1/a' } }, 'has the address 10.0.0.1'],
    [
      'leads to a file',
      { status: 302, headers: { location: 'file:///etc/passwd' } },
      'redirects to a URL that is not http or https',
    ],
  ] as [string, ReceiverResponse, string][])('%s', async (_, answer, why) => {
    there.set('/lower', answer);
    const { reason, detail } = await evaluate([end], root, { timeout_seconds: answer === 'hang' ? 0.3 : 30 });
    expect(reason).toBe('missing-intermediate');
    expect(detail).toContain(`\`aia: true\` did not help: ${at('/lower')} ${why}`);
  });

  it('is another certificate, also one of the same name', async () => {
    for (const other of [root, await link({ subject: 'lower', issuer: upper })]) {
      put('/lower', other.der);
      expect((await evaluate([end], root)).detail).toContain('returns a certificate that is not the issuer of leaf');
    }
  });

  it('has an address that is not public and not allowed, which is never requested', async () => {
    const before = server.connections();
    expect((await evaluate([end], root, { allow: [] })).detail).toContain(
      'has the address 127.0.0.1, which is not public',
    );
    expect(server.connections()).toBe(before);
  });

  it('is more steps away than are fetched', async () => {
    const made = [root];
    for (const name of ['a', 'b', 'c', 'd']) {
      const issuer = made.at(-1) as CreatedCertificate;
      made.push(await link({ subject: name, issuer, issuerUrl: at(`/above-${name}`) }));
      put(`/above-${name}`, issuer.der);
    }
    const last = await leaf({ issuer: made.at(-1) as CreatedCertificate, issuerUrl: at('/last') });
    put('/last', (made.at(-1) as CreatedCertificate).der);
    expect((await evaluate([last], root)).reason).toBe('unknown-issuer');
    expect((await evaluate([last, made.at(-1) as CreatedCertificate], root)).trusted).toBe(true);
  });

  it('is part of a loop', async () => {
    const first = await link({ subject: 'first' });
    const second = await link({ subject: 'second', issuer: first, issuerUrl: at('/first') });
    const again = await link({ subject: 'first', keys: first.keys, issuer: second, issuerUrl: at('/second') });
    put('/first', again.der);
    put('/second', second.der);
    const before = server.requests.length;
    const trust = await evaluate([await leaf({ issuer: second, issuerUrl: at('/second') })], root);
    expect(trust.trusted).toBe(false);
    expect(server.requests.length - before).toBe(2);
  });
});
