import { hash, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../../src/app/demo/create-certificate.ts';
import { listAcceptedNames, matchTlsa, type PresentedServer } from '../../../src/app/verify/match-tlsa.ts';
import type { Trust } from '../../../src/domain/index.ts';

const VALID = { notBefore: new Date('2020-01-01'), notAfter: new Date('2099-01-01') };
const NOW = Date.parse('2026-06-01T00:00:00Z');

type Name = 'root' | 'issuing' | 'cross' | 'leaf' | 'expired' | 'other';
const made = {} as Record<Name, CreatedCertificate>;
beforeAll(async () => {
  made.root = await createCertificate({ commonName: 'Root', ca: true, ...VALID });
  made.issuing = await createCertificate({ commonName: 'Issuing', issuer: made.root, ca: true, ...VALID });
  const named = { commonName: 'mx', issuer: made.issuing, sans: ['mx.example.com'] };
  made.leaf = await createCertificate({ ...named, ...VALID });
  made.expired = await createCertificate({ ...named, ...VALID, notAfter: new Date('2021-01-01') });
  made.other = await createCertificate({ commonName: 'Other', ca: true, ...VALID });
  const { keys } = made.issuing;
  made.cross = await createCertificate({ commonName: 'Issuing', issuer: made.other, ca: true, keys, ...VALID });
});

const getKey = ({ der }: CreatedCertificate) =>
  new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });

/** `3 1 1 leaf` */
function createRecord(text: string) {
  const [usage, selector, matching_type, of = ''] = text.split(' ');
  const numbers = { usage: Number(usage), selector: Number(selector), matching_type: Number(matching_type) };
  if (!(of in made)) return { ...numbers, data: of };
  const content = selector === '0' ? made[of as Name].der : getKey(made[of as Name]);
  const algorithm = { 1: 'sha256', 2: 'sha512' }[numbers.matching_type];
  return { ...numbers, data: algorithm ? hash(algorithm, content, 'hex') : Buffer.from(content).toString('hex') };
}

/** A server that sends this chain. */
function createServer(chain: Name[], more: Partial<PresentedServer> = {}): PresentedServer {
  const chainDer = chain.map((name) => made[name].der);
  return { chainDer, trust: undefined, names: ['mx.example.com'], is_smtp: false, now: NOW, ...more };
}

function match(text: string, chain: Name[], more: Partial<PresentedServer> = {}) {
  const [result] = matchTlsa([createRecord(text)], createServer(chain, more)) ?? [];
  return result;
}

const trust = (of: Name[], trusted = true) =>
  ({ trusted, reason: trusted ? null : 'unknown-issuer', path: of.map((name) => made[name].fingerprint) }) as Trust;

const SENT: Name[] = ['leaf', 'issuing'];

describe('of several TLSA records', () => {
  const listFor = (server: PresentedServer, ...texts: string[]) =>
    matchTlsa(texts.map(createRecord), server)?.map(({ result }) => result);
  const list = (...texts: string[]) => listFor(createServer(SENT), ...texts);

  it('only the strongest digest of a usage and selector counts', () => {
    expect(list('3 1 1 leaf', '3 1 2 other')).toEqual(['unusable', 'differs']);
    expect(list('3 1 2 other', '3 1 1 leaf')).toEqual(['differs', 'unusable']);
    expect(list('3 1 1 other', '3 1 2 leaf')).toEqual(['unusable', 'match']);
    expect(list('2 1 1 issuing', '2 1 2 other')).toEqual(['unusable', 'differs']);
  });

  it('digests of another usage or selector, and full contents, count beside it', () => {
    expect(list('3 1 1 leaf', '3 0 2 other', '2 1 2 other')).toEqual(['match', 'differs', 'differs']);
    expect(list('3 1 0 leaf', '3 1 2 other')).toEqual(['match', 'differs']);
  });

  it('an unusable digest does not replace a weaker one', () => {
    expect(list('3 1 1 leaf', '3 1 2 abcd')).toEqual(['match', 'unusable']);
  });

  it('the CA certificate of one is preferred to the one that the server sends', () => {
    expect(list('2 0 0 cross', '2 0 1 issuing')).toEqual(['match', 'differs']);
    expect(list('0 0 0 cross', '2 0 1 issuing')).toEqual(['differs', 'differs']);
    expect(listFor(createServer(SENT, { is_smtp: true }), '0 0 0 cross', '2 0 1 issuing')).toEqual([
      ...['unusable', 'match'],
    ]);
  });

  it('an ignored one says whether it matches', () => {
    const reasons = (of: string) =>
      matchTlsa([createRecord(`3 1 1 ${of}`), createRecord('3 1 2 other')], createServer(SENT))?.[0]?.reason;
    expect(reasons('leaf')).toBe('it matches, but clients use the stronger digest of `3 1 2` instead');
    expect(reasons('other')).toBe('clients use the stronger digest of `3 1 2` instead');
  });
});

it('mail servers accept the name of the TLSA records only, and other clients also that of the alias', () => {
  expect(listAcceptedNames('mx.example.com', 'mx.example.net', true)).toEqual(['mx.example.net']);
  expect(listAcceptedNames('mx.example.com', 'mx.example.net', false)).toEqual(['mx.example.com', 'mx.example.net']);
});

describe('a TLSA record', () => {
  it.each([
    ...['3 0 0', '3 0 1', '3 0 2', '3 1 0', '3 1 1', '3 1 2', '1 0 1', '1 1 2'].map((kind) => [`${kind} leaf`]),
    ...['2 0 0', '2 0 1', '2 0 2', '2 1 0', '2 1 1', '2 1 2', '0 0 1', '0 1 1'].map((kind) => [`${kind} issuing`]),
  ])('matches: %s', (text) => {
    expect(match(text, SENT)).toMatchObject({ result: 'match', reason: null });
  });

  it.each<[string, Name[]]>([
    ['3 1 1 issuing', SENT],
    ['3 0 1 other', SENT],
    ['2 1 1 leaf', SENT],
    ['2 0 1 root', SENT],
    ['2 0 1 other', ['leaf', 'issuing', 'other']],
    ['2 1 1 issuing', ['expired', 'issuing']],
  ])('differs: %s from the chain %s', (text, chain) => {
    expect(match(text, chain)?.result).toBe('differs');
  });

  it('of the server itself matches an expired certificate with another name', () => {
    expect(match('3 1 1 expired', ['expired'], { names: ['other.example'] })?.result).toBe('match');
  });

  it('of a CA differs if the certificate is for another name', () => {
    expect(match('2 1 1 issuing', SENT, { names: ['other.example'] })).toMatchObject({
      result: 'differs',
      reason: 'it matches, but the certificate is for another host name',
    });
  });

  it('of the full key of a CA matches without its certificate, which only some clients accept', () => {
    expect(match('2 1 0 root', SENT)).toMatchObject({
      result: 'match',
      reason: expect.stringContaining('does not send'),
    });
    expect(match('2 1 0 issuing', ['leaf'])?.result).toBe('match');
    expect(match('2 1 0 issuing', SENT)).toMatchObject({ result: 'match', reason: null });
    expect(match('2 1 0 root', ['leaf'])?.result).toBe('differs');
    expect(match('2 1 0 root', ['expired', 'issuing'])?.result).toBe('differs');
  });

  it('of a CA with the certificate of the server differs', () => {
    expect(match('2 0 0 leaf', SENT)?.result).toBe('differs');
    expect(match('2 1 0 leaf', SENT)?.result).toBe('differs');
  });

  it('has a CA certificate that the server does not send', () => {
    expect(match('2 0 0 root', SENT)?.result).toBe('match');
    expect(match('2 0 0 other', SENT)?.result).toBe('differs');
  });

  it.each(['4 1 1 leaf', '3 2 1 leaf', '3 1 3 leaf', '3 1 1 abcd', '3 1 0 ', '2 1 0 ffff', '2 0 0 ffff', '3 0 0 3000'])(
    'is unusable: %s',
    (text) => {
      expect(match(text, SENT)?.result).toBe('unusable');
    },
  );

  it('with usage 0 or 1 is unusable for mail servers', () => {
    for (const text of ['0 0 1 issuing', '1 1 1 leaf'])
      expect(match(text, SENT, { is_smtp: true })).toMatchObject({ result: 'unusable' });
  });

  it.each([
    ['1 1 1 leaf', false, 'differs'],
    ['1 1 1 leaf', true, 'match'],
    ['0 0 1 root', true, 'match'],
    ['0 0 1 other', true, 'differs'],
    ['0 0 0 root', true, 'match'],
    ['0 0 0 other', true, 'differs'],
    ['0 0 2 other', true, 'unknown'],
    ['0 1 1 root', true, 'unknown'],
    ['0 1 1 root', false, 'differs'],
  ])('%s also needs a trust anchor (trusted: %s): %s', (text, trusted, result) => {
    expect(match(text, SENT, { trust: trust(['leaf', 'issuing', 'root'], trusted) })?.result).toBe(result);
  });

  it.each(['0 1 1 other', '0 1 0 leaf', '0 0 2 leaf'])('%s differs from a path that the server sends', (text) => {
    const chain: Name[] = ['leaf', 'issuing', 'root'];
    expect(match(text, chain, { trust: trust(chain) })?.result).toBe('differs');
  });

  it('of a full content with more bytes behind it is unusable', () => {
    for (const text of ['3 0 0 leaf', '3 1 0 leaf']) {
      const record = createRecord(text);
      expect(matchTlsa([{ ...record, data: `${record.data}00` }], createServer(SENT))?.[0]?.result).toBe('unusable');
    }
  });

  it.each(['0 1 1 issuing', '0 1 1 other', '1 1 1 leaf'])('%s is unknown if the trust could not be checked', (text) => {
    const unchecked = { ...trust([], false), reason: 'ca-file-unusable' } as Trust;
    expect(match(text, SENT, { trust: unchecked })?.result).toBe('unknown');
  });
});
