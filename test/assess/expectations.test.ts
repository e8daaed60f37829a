import { describe, expect, it } from 'vitest';
import { findDeviations } from '../../src/assess/expectations.ts';
import type { CertificateFacts } from '../../src/domain/index.ts';
import { normalizeExpected } from '../../src/manifest/normalize/expectations.ts';

const KEY = 'fLtR1HUEhQ/SsOj0yDoI6y3iLlBEYkZlL0xH0iw8q+8=';
const HEX = Buffer.from(KEY, 'base64').toString('hex');
const PRINT = 'ab'.repeat(32);
const facts = {
  issuer: 'CN=R11,O=Example Trust',
  fingerprint_sha256: PRINT,
  sans: ['www.example.com', '*.Example.org', '2001:db8::1', 'xn--bcher-kva.example'],
} as CertificateFacts;

type Spec = NonNullable<Parameters<typeof normalizeExpected>[0]>;

function find(spec: Spec, self_signed = false, own = facts) {
  const expected = normalizeExpected(spec);
  return expected === null ? [] : findDeviations(expected, own, { key: KEY, self_signed, misuse: null });
}

const codes = (spec: Spec, self_signed = false) => find(spec, self_signed).map(({ code }) => code);

describe('a certificate matches its expectations', () => {
  it.each([
    { names: 'www.example.com' },
    { names: ['WWW.example.com', '*.example.org'] },
    { names: ['2001:db8:0:0::1', 'bücher.example'] },
    { issuer: 'R11' },
    { issuer: ['Other', 'example *'] },
    { issuer: 'CN=R1?,O=*' },
    { fingerprint_sha256: PRINT.toUpperCase().replace(/..(?!$)/g, '$&:') },
    { fingerprint_sha256: [HEX, PRINT] },
    { spki_sha256: KEY },
    { spki_sha256: [`sha256//${KEY}`, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='] },
    { spki_sha256: HEX },
    { self_signed: false },
  ] as Spec[])('by %j', (spec) => {
    expect(codes(spec)).toEqual([]);
  });

  it('if it is self-signed', () => {
    expect(codes({ self_signed: true }, true)).toEqual([]);
  });
});

describe('a certificate deviates from its expectations', () => {
  it.each([
    [{ names: ['www.example.com', 'example.com'] }, ['expected-names']],
    [{ names: 'a.example.org' }, ['expected-names']],
    [{ issuer: 'R1' }, ['expected-issuer']],
    [{ fingerprint_sha256: HEX }, ['expected-fingerprint']],
    [{ spki_sha256: PRINT }, ['expected-key']],
    [{ self_signed: true }, ['expected-self-signed']],
    [
      { names: 'other.example', issuer: 'Other', spki_sha256: PRINT },
      ['expected-names', 'expected-issuer', 'expected-key'],
    ],
  ] as [Spec, string[]][])('by %j', (spec, found) => {
    expect(codes(spec)).toEqual(found);
  });

  it('with these details', async () => {
    const spec = {
      ...{
        names: ['www.example.com', 'example.com', 'mail:25'],
        issuer: ['Other', 'Another'],
        fingerprint_sha256: HEX,
      },
      ...{ spki_sha256: PRINT, self_signed: true },
    };
    const nameless = { ...facts, issuer: '', sans: [], fingerprint_sha256: null };
    const own = { ...facts, sans: [...facts.sans, 'MAIL:25'] };
    const unknown = { ...nameless, issuer: null };
    const found = [own, nameless].flatMap((one) => find(spec, false, one));
    const byIssuer = find({ issuer: '?*' }, false, unknown);
    const text = [...found, ...byIssuer].map(({ code, detail }) => `${code}: ${detail}\n`).join('');
    await expect(text).toMatchFileSnapshot('../golden/assess/deviations.txt');
  });
});

it('a certificate that cannot be used for the purpose of its entry is a deviation', () => {
  const expected = normalizeExpected(undefined, 'code_signing');
  const identity = { key: KEY, self_signed: false, misuse: 'is only for serverAuth' };
  expect(expected && findDeviations(expected, { ...facts, common_name: 'shop' }, identity)).toEqual([
    {
      code: 'expected-purpose',
      detail:
        'shop is only for serverAuth, but the entry says `purpose: code_signing`. Install the intended certificate, or correct `purpose`.',
    },
  ]);
  expect(normalizeExpected(undefined, null)).toBeNull();
});
