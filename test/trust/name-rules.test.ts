import { describe, expect, it } from 'vitest';
import type { GeneralName, NameKind, PathFields } from '../../src/domain/index.ts';
import { isIssuedForHost, parseAddressBytes } from '../../src/trust/match-hostname.ts';
import { findConstraintViolation } from '../../src/trust/name-constraints.ts';
import { checkLeaf } from '../../src/trust/path-rules.ts';
import { CA, LEAF, ROOT } from './synthetic-fields.ts';

const name = (kind: NameKind, text: string): GeneralName => ({ kind, text, bytes: null, parts: [] });
const ip = (...octets: number[]): GeneralName => ({ kind: 'ip', text: '', bytes: Buffer.from(octets), parts: [] });
const directory = (...parts: string[]): GeneralName => ({ kind: 'directory', text: '', bytes: null, parts });

describe('a host', () => {
  it.each<[host: string, names: GeneralName[], isIssued: boolean]>([
    ['a.example', [name('dns', 'a.example')], true],
    ['A.example.', [name('dns', 'a.EXAMPLE')], true],
    ['a.example', [name('dns', 'b.example'), name('dns', 'a.example')], true],
    ['a.example', [name('uri', 'a.example')], false],
    ['a.example', [name('dns', 'a.example.')], false],
    ['a.example', [name('dns', 'a.example\0')], false],
    ['a.example', [name('dns', '.a.example')], false],
    ['a.example', [], false],
    ['b.a.example', [name('dns', 'a.example')], false],
    ['b.a.example', [name('dns', '*.a.example')], true],
    ['a.example', [name('dns', '*.a.example')], false],
    ['c.b.a.example', [name('dns', '*.a.example')], false],
    ['.a.example', [name('dns', '*.a.example')], false],
    ['!a.example', [name('dns', '!a.example')], false],
    ['a.example', [name('dns', '*.example')], false],
    ['a.example', [name('dns', '*')], false],
    ['b.a.example', [name('dns', 'b*.a.example')], false],
    ['b.a.example', [name('dns', 'b.*.example')], false],
    ['_b.a-c.example', [name('dns', '_b.a-c.example')], true],
    ['192.0.2.1', [ip(192, 0, 2, 1)], true],
    ['192.0.2.1', [ip(192, 0, 2, 2)], false],
    ['192.0.2.1', [ip(192, 0, 2, 2), ip(192, 0, 2, 1)], true],
    ['192.0.2.1', [ip(192, 0, 2)], false],
    ['192.0.2.1', [{ ...ip(), bytes: null }], false],
    ['192.0.2.1', [ip(192, 0, 2, 1, 0)], false],
    ['192.0.2.1', [name('dns', '192.0.2.1')], false],
    ['::1', [ip(...Array(15).fill(0), 1)], true],
    ['[::1]', [ip(...Array(15).fill(0), 1)], true],
    ['fe80::1%eth0', [ip(0xfe, 0x80, ...Array(13).fill(0), 1)], true],
    ['::2', [ip(...Array(15).fill(0), 1)], false],
    ['1192.0.2.1', [name('dns', '1192.0.2.1')], true],
    ['192.0.2.1111', [name('dns', '192.0.2.1111')], true],
  ])('%s has a certificate for %j: %s', (host, names, isIssued) => {
    expect(isIssuedForHost({ names }, host)).toBe(isIssued);
  });
});

describe('a certificate for another host', () => {
  const names = [
    name('dns', 'a.example'),
    ip(192, 0, 2, 2),
    ip(0x20, 0x01, 0x0d, 0xb8, ...Array(11).fill(0), 1),
    ip(1),
  ];
  it.each([
    ['192.0.2.1', names, 'it has 192.0.2.2, 2001:db8::1, a.example.'],
    ['2001:db8::2', names, 'it has 192.0.2.2, 2001:db8::1, a.example.'],
    ['192.0.2.1', [name('dns', '192.0.2.1')], 'it has 192.0.2.1 (a DNS name).'],
    ['192.0.2.1', [], 'it has no addresses or DNS names.'],
    ['b.example', names, 'it has a.example.'],
    ['b.example', [ip(192, 0, 2, 2)], 'it has no DNS names.'],
  ])('is rejected for %s with the names it has instead', (host, names, text) => {
    expect(checkLeaf({ ...LEAF, names }, host)).toMatchObject([
      { code: 'name-mismatch', detail: expect.stringContaining(text) },
    ]);
  });
});

it.each([
  ['192.0.2.1', [192, 0, 2, 1]],
  ['[192.0.2.1]', [192, 0, 2, 1]],
  ['::1', [...Array(15).fill(0), 1]],
  ['[::1]', [...Array(15).fill(0), 1]],
  ['[fe80::1%eth0]', [0xfe, 0x80, ...Array(13).fill(0), 1]],
  ['[[::1]', null],
  ['[::1]]', null],
  [':[:1', null],
  ['::]1', null],
  ['1.2.3', null],
  ['1.2.3.4.5', null],
  ['1.2.3.x', null],
  ['a.example', null],
  ['', null],
])('the host %s has the address %j', (host, octets) => {
  const found = parseAddressBytes(host);
  expect(found && [...found]).toEqual(octets);
});

describe('name constraints', () => {
  const limit = (permitted: GeneralName[], excluded: GeneralName[] = [], bounded = false) => ({
    constraints: { permitted, excluded, bounded },
  });
  const find = (leaf: Partial<PathFields>, ca: Partial<PathFields>, root: Partial<PathFields> = {}) => {
    const path = [
      { ...LEAF, ...leaf },
      { ...CA, ...ca },
      { ...ROOT, ...root },
    ];
    const found = findConstraintViolation(path);
    return found === null || found === 'too-complex'
      ? found
      : [found.certificate, found.authority, found.name].map((one) => (typeof one === 'string' ? one : one.name));
  };

  it.each<[names: GeneralName[], base: GeneralName, isPermitted: boolean]>([
    [[name('dns', 'a.example')], name('dns', 'EXAMPLE'), true],
    [[name('dns', 'a.example')], name('dns', ''), true],
    [[name('dns', 'a.example')], name('dns', 'a.example'), true],
    [[name('dns', 'ba.example')], name('dns', 'a.example'), false],
    [[name('dns', 'b.a.example')], name('dns', '.a.example'), true],
    [[name('dns', 'a.example')], name('dns', '.a.example'), false],
    [[name('dns', 'a.example.')], name('dns', 'example'), false],
    [[name('dns', '*.a.example')], name('dns', 'a.example'), true],
    [[name('dns', '*.example')], name('dns', 'a.example'), false],
    [[name('uri', 'https://a.example/x')], name('uri', 'a.example'), true],
    [[name('uri', 'https://user@A.example:8443/x')], name('uri', 'a.EXAMPLE'), true],
    [[name('uri', 'https://a.example?x')], name('uri', 'a.example'), true],
    [[name('uri', 'https://a.example#x')], name('uri', 'a.example'), true],
    [[name('uri', 'https://b.example/@a.example')], name('uri', 'a.example'), false],
    [[name('uri', 'https://b.example/')], name('uri', 'a.example'), false],
    [[name('uri', 'https://a.example/')], name('uri', '.example'), true],
    [[name('uri', 'https://b.a.example/')], name('uri', 'a.example'), false],
    [[name('uri', 'https://.example/')], name('uri', '.example'), false],
    [[name('uri', 'https://a.example/')], name('uri', ''), true],
    [[name('uri', 'urn:x')], name('uri', ''), false],
    [[name('uri', '1https://a.example/')], name('uri', 'a.example'), false],
    [[name('uri', 'https://192.0.2.1/')], name('uri', ''), false],
    [[name('uri', 'https://[::1]/')], name('uri', ''), false],
    [[name('uri', 'https:///x')], name('uri', ''), false],
    [[name('email', 'a@b.example')], name('email', 'a@B.example'), true],
    [[name('email', 'A@b.example')], name('email', 'a@b.example'), false],
    [[name('email', 'a@b.example')], name('email', 'a@c.example'), false],
    [[name('email', 'x@y@b.example')], name('email', 'x@y@b.example'), true],
    [[name('email', 'x@b.example')], name('email', 'x@y@b.example'), false],
    [[name('email', 'a@b.example')], name('email', 'b.example'), true],
    [[name('email', 'a@c.b.example')], name('email', 'b.example'), false],
    [[name('email', 'a@c.b.example')], name('email', '.b.example'), true],
    [[ip(192, 0, 2, 1)], ip(192, 0, 2, 0, 255, 255, 255, 0), true],
    [[ip(192, 0, 3, 1)], ip(192, 0, 2, 0, 255, 255, 255, 0), false],
    [[ip(192, 0, 3, 1)], ip(192, 0, 2, 0, 255, 255, 254, 0), true],
    [[ip(192, 0, 2, 1)], ip(192, 0, 2, 9, 255, 255, 255, 0), true],
    [[ip(192, 0, 2, 1)], ip(192, 0, 2, 1), false],
    [[ip(192, 0, 2, 1)], ip(...Array(32).fill(0)), false],
    [[directory('a', 'b', 'c')], directory('a', 'b'), true],
    [[directory('a')], directory('a', 'b'), false],
    [[directory('b', 'a')], directory('a', 'b'), false],
    [[name('email', 'b.example')], name('email', 'b.example'), false],
    [[name('smtp-utf8', 'é@B.example')], name('email', 'b.example'), true],
    [[name('smtp-utf8', 'é@c.example')], name('email', 'b.example'), false],
    [[name('smtp-utf8', 'é')], name('email', ''), false],
    [[name('smtp-utf8', 'é@c.example')], name('smtp-utf8', 'b.example'), true],
    // OpenSSL cannot compare these either, and rejects them.
    [[name('other', '1.2.3')], name('other', '1.2.3'), false],
    [[name('registered', '1.2.3')], name('registered', '1.2.3'), false],
    [[name('x400', '')], name('x400', ''), false],
    [[name('edi-party', '')], name('edi-party', ''), false],
    [[name('other', '1.2.3')], name('other', '1.2.4'), true],
    [[name('other', '1.2.3')], name('registered', '1.2.3'), true],
    [[name('dns', 'a.example')], name('email', 'b.example'), true],
  ])('permit %j under %j: %s', (names, base, isPermitted) => {
    const subject = base.kind === 'directory' ? { subject: [] } : {};
    expect(find({ names, ...subject }, limit([base])) === null).toBe(isPermitted);
  });

  it('exclude a name that another constraint permits', () => {
    const both = limit([name('dns', 'example')], [name('dns', 'a.example')]);
    expect(find({ names: [name('dns', 'a.example')] }, both)).toEqual(['leaf', 'ca', 'a.example']);
    expect(find({ names: [name('dns', 'b.example')] }, both)).toBeNull();
    expect(find({ names: [name('dns', 'b.test')] }, both)).toEqual(['leaf', 'ca', 'b.test']);
  });

  it('exclude names, and the names that a wildcard covers', () => {
    const excluded = limit([], [name('dns', 'a.example')]);
    expect(find({ names: [name('dns', 'a.example')] }, excluded)).toEqual(['leaf', 'ca', 'a.example']);
    expect(find({ names: [name('dns', '*.example')] }, excluded)).toEqual(['leaf', 'ca', '*.example']);
    expect(find({ names: [name('dns', '*.b.example')] }, excluded)).toBeNull();
    expect(find({ names: [name('dns', 'b.example')] }, excluded)).toBeNull();
    expect(find({ names: [name('dns', 'b.example')] }, limit([], [name('dns', 'a.example')], true))).not.toBeNull();
    expect(find({ names: [name('uri', 'urn:x')] }, limit([], [name('dns', 'a.example')], true))).toBeNull();
  });

  it('apply to the certificates below a CA, without CAs that are self-issued', () => {
    const only = limit([directory('ok')]);
    expect(find({}, only)).toEqual(['leaf', 'ca', 'the subject of leaf']);
    expect(find({}, {}, only)).toEqual(['leaf', 'root', 'the subject of leaf']);
    expect(find({ subject: ['ok'] }, {}, only)).toEqual(['ca', 'root', 'the subject of ca']);
    expect(find({ subject: ['ok'] }, { issuer: ['ca'] }, only)).toBeNull();
    expect(find({ subject: ['ok'] }, only)).toBeNull();
    expect(find({ subject: ['ok'] }, { issuer: ['ca', 'b'] }, only)).toEqual(['ca', 'root', 'the subject of ca']);
    expect(find({ issuer: ['leaf'] }, only)).toEqual(['leaf', 'ca', 'the subject of leaf']);
    expect(find({ subject: [] }, only)).toBeNull();
  });

  it('apply to mail addresses in the subject, also beside others', () => {
    const only = limit([name('email', 'a@b.example')]);
    const subject = ['cn=x', 'o=y+emailaddress=c@b.example'];
    expect(find({ subject }, only)).toEqual(['leaf', 'ca', 'c@b.example']);
    expect(find({ subject: ['emailaddress=c@b.example+cn=x'] }, only)).toEqual(['leaf', 'ca', 'c@b.example']);
    expect(find({ subject, names: [name('email', 'a@b.example')] }, only)).toEqual(['leaf', 'ca', 'c@b.example']);
    expect(find({ subject: ['emailaddress=a@b.example'] }, only)).toBeNull();
    expect(find({ subject: ['cn=emailaddress=c@b.example'] }, only)).toBeNull();
    expect(find({ subject: ['cn=x'] }, only)).toBeNull();
  });

  it.each<[GeneralName, GeneralName, string]>([
    [ip(192, 0, 2, 1), ip(10, 0, 0, 0, 255, 0, 0, 0), '192.0.2.1'],
    [ip(...Array(16).fill(0)), ip(10, 0, 0, 0, 255, 0, 0, 0), '::'],
    [name('dns', 'a.example'), name('dns', 'b.example'), 'a.example'],
    [name('other', '1.2.3'), name('other', '1.2.3'), 'a name of the type 1.2.3'],
    [name('registered', '1.2.3'), name('registered', '1.2.4'), '1.2.3'],
    [name('x400', ''), name('x400', ''), 'a name of an unsupported kind'],
  ])('name %j outside of %j as %s', (one, base, text) => {
    expect(find({ names: [one] }, limit([base]))).toEqual(['leaf', 'ca', text]);
  });

  it('are too complex with more than 250,000 comparisons', () => {
    const names = (count: number) => ({ subject: [], names: Array(count).fill(name('dns', 'a.example')) });
    const bases = [...Array(249).fill(name('dns', 'b.example')), name('dns', 'example')];
    expect(
      find(
        names(500),
        limit(
          bases,
          bases.slice(0, 250).map(() => name('dns', 'c.example')),
        ),
      ),
    ).toBeNull();
    expect(
      find(
        names(501),
        limit(
          bases,
          bases.slice(0, 250).map(() => name('dns', 'c.example')),
        ),
      ),
    ).toBe('too-complex');
  });
});
