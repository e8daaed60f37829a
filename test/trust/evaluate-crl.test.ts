import 'reflect-metadata';
import { createPrivateKey } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { findRevokedEntry, readRevocationList } from '../../src/certificate/revocation/crl-entries.ts';
import type { DistributionPoint, RevocationList } from '../../src/domain/index.ts';
import { checkCrl, evaluateCrl } from '../../src/trust/revocation/evaluate-crl.ts';
import { der } from '../helpers/certificates.ts';
import { encodeAlgorithm, signContent } from '../helpers/crafted/certificates.ts';
import { leaf, link, NOW, readCertificate } from '../helpers/paths.ts';
import { buildScope, type EntryExtension, type ListOptions, makeList } from '../helpers/revocation.ts';

let issuer: CreatedCertificate;
let other: CreatedCertificate;
let child: CreatedCertificate;
let authority: CreatedCertificate;
beforeAll(async () => {
  issuer = await link({ subject: 'issuer' });
  other = await link({ subject: 'other' });
  child = await leaf({ issuer });
  authority = await link({ subject: 'below', issuer });
});

const DAY = 86_400_000;
const URL = 'http://crl.example/1.crl';
const POINT: DistributionPoint = { urls: [URL], some_reasons: false, issuers: null, relative: false };

const own = (made: CreatedCertificate) => readCertificate(made).serial_bytes;

interface Asking {
  about?: CreatedCertificate;
  by?: CreatedCertificate;
  point?: Partial<DistributionPoint>;
}

/** `good`, the reason and date of a revocation, or the code of the failure. */
function ask(bytes: Buffer, { about = child, by = issuer, point }: Asking = {}): string {
  const list = readRevocationList(bytes);
  if (list === null) return 'malformed';
  const problem = checkCrl(list, readCertificate(by), 'The list', NOW);
  if (problem !== null) return problem.problem.code;
  const entry = findRevokedEntry(list, own(about));
  if (entry === 'malformed') return 'malformed';
  const answer = evaluateCrl(list, readCertificate(about), { ...POINT, ...point }, entry, 'The list');
  if ('problem' in answer) return answer.problem.code;
  return answer.revoked === null ? answer.status : `${answer.revoked.reason} at ${answer.revoked.revoked_at}`;
}

const list = (options: Partial<ListOptions> = {}) => makeList({ issuer, ...options });

describe('a revocation list', () => {
  it('makes a certificate good that is not in it', () => {
    expect(ask(list())).toBe('good');
    expect(ask(list({ revoked: [{ serial: Buffer.from([1]) }] }))).toBe('good');
  });

  it('has the time of a revocation', () => {
    expect(ask(list({ revoked: [{ serial: own(child) }] }))).toBe('null at 2026-05-31T23:00:00Z');
  });

  it.each([
    [0, 'unspecified'],
    [1, 'keyCompromise'],
    [2, 'cACompromise'],
    [3, 'affiliationChanged'],
    [4, 'superseded'],
    [5, 'cessationOfOperation'],
    [6, 'certificateHold'],
    [7, 'null'],
    [9, 'privilegeWithdrawn'],
    [10, 'aACompromise'],
    [99, 'null'],
  ])('has the reason %i as %s', (reason, name) => {
    expect(ask(list({ revoked: [{ serial: own(child), reason }] }))).toBe(`${name} at 2026-05-31T23:00:00Z`);
  });

  it('makes a certificate good that was removed from it', () => {
    expect(ask(list({ revoked: [{ serial: own(child), reason: 8 }] }))).toBe('good');
  });

  it('is searched for the serial number regardless of leading zeros', () => {
    const serial = Buffer.concat([Buffer.from([0, 0]), own(child)]);
    expect(ask(list({ revoked: [{ serial }] }))).toContain('2026-05-31');
  });

  it('is verified with an RSA signature', async () => {
    const rsa = await link({ subject: 'rsa', keys: await createKeys('rsa') });
    const bytes = makeList({ issuer: rsa, algorithm: 'rsa' });
    expect(ask(bytes, { by: rsa })).toBe('good');
    expect(ask(bytes, { by: await link({ subject: 'rsa' }) })).toBe('revocation-signature-invalid');
  });

  it.each<[string, () => string, string]>([
    ['of another issuer', () => ask(makeList({ issuer: other })), 'revocation-issuer-mismatch'],
    ['signed by another key', () => ask(list({ signer: other })), 'revocation-signature-invalid'],
    ['that has expired', () => ask(list({ from: -48, to: -1 })), 'revocation-stale'],
    ['from the future', () => ask(list({ from: 1 })), 'revocation-not-yet-valid'],
    ['without nextUpdate', () => ask(list({ to: null })), 'revocation-unsupported'],
    ['signed with SHA-1', () => ask(list({ algorithm: 'sha1' })), 'revocation-signature-unsupported'],
    ['that is a delta CRL', () => ask(list({ delta: true })), 'revocation-unsupported'],
    ['that is an indirect CRL', () => ask(list({ scope: buildScope({ flags: [0x84] }) })), 'revocation-unsupported'],
    ['with an unknown critical extension', () => ask(list({ critical: '1.2.3.4' })), 'revocation-unsupported'],
    [
      'with two scopes',
      () => ask(list({ twice: { name: '2.5.29.28', value: buildScope({ flags: [0x81] }), critical: true } })),
      'revocation-unsupported',
    ],
    ['for CA certificates only', () => ask(list({ scope: buildScope({ flags: [0x82] }) })), 'revocation-out-of-scope'],
    [
      'for attribute certificates only',
      () => ask(list({ scope: buildScope({ flags: [0x85] }) })),
      'revocation-out-of-scope',
    ],
    [
      'for leaf certificates only, used for a CA',
      () => ask(list({ scope: buildScope({ flags: [0x81] }) }), { about: authority }),
      'revocation-out-of-scope',
    ],
    [
      'of another location',
      () => ask(list({ scope: buildScope({ urls: ['http://crl.example/2.crl'] }) })),
      'revocation-out-of-scope',
    ],
    ['with only some reasons', () => ask(list({ scope: buildScope({ reasons: true }) })), 'revocation-unsupported'],
    [
      'for the distribution point of another CA',
      () => ask(list({ scope: buildScope({ urls: [URL] }) }), { point: { issuers: [['cn=other']] } }),
      'revocation-out-of-scope',
    ],
    ['that expires before it is valid', () => ask(list({ from: -0.01, to: -0.02 })), 'revocation-stale'],
    [
      'at a distribution point for some reasons',
      () => ask(list(), { point: { some_reasons: true } }),
      'revocation-unsupported',
    ],
    ['that is a web page', () => ask(Buffer.from('<!doctype html>')), 'malformed'],
    ['that is empty', () => ask(Buffer.alloc(0)), 'malformed'],
    ['with trailing data', () => ask(Buffer.concat([list(), Buffer.from([0])])), 'malformed'],
  ])('is rejected: %s', (_, asked, code) => {
    expect(asked()).toBe(code);
  });

  it.each<[what: string, more: EntryExtension, result: string]>([
    ['an unknown critical extension', { name: '1.2.3.4', value: der(0x05), critical: true }, 'revocation-unsupported'],
    ['an unknown extension', { name: '1.2.3.4', value: der(0x05) }, 'good'],
    ['a critical reason', { name: '2.5.29.21', value: der(0x0a, Buffer.from([1])), critical: true }, 'good'],
    ['an invalidity date', { name: '2.5.29.24', value: der(0x18, '20260101000000Z') }, 'good'],
    ['a critical invalidity date', { name: '2.5.29.24', value: der(0x18, '20260101000000Z'), critical: true }, 'good'],
    ['the issuer of another CA', { name: '2.5.29.29', value: der(0x30), critical: true }, 'revocation-unsupported'],
    ['an issuer that is not critical', { name: '2.5.29.29', value: der(0x30) }, 'revocation-unsupported'],
  ])('with an entry that has %s is evaluated for every certificate', (_, more, result) => {
    const others = [{ serial: Buffer.from([1]) }, { serial: Buffer.from([2]), reason: 4, more: [more] }];
    expect(ask(list({ revoked: others }))).toBe(result);
    // Also for a certificate that another entry revokes.
    const revoked = [...others, { serial: own(child), reason: 1 }];
    expect(ask(list({ revoked }))).toBe(result === 'good' ? 'keyCompromise at 2026-05-31T23:00:00Z' : result);
  });

  it.each<[mask: 'sha256' | 'sha512', result: string]>([
    ['sha256', 'good'],
    ['sha512', 'revocation-signature-unsupported'],
  ])('signed with RSA-PSS, SHA-256 and a mask of %s is %s', async (mask, result) => {
    const rsa = await link({ subject: 'rsa', keys: await createKeys('rsa') });
    const key = { privateKey: createPrivateKey(rsa.privateKeyPem), spki: Buffer.alloc(0), id: Buffer.alloc(0) };
    const signature = { hash: 'sha256', mask, salt: 32 } as const;
    const name = Buffer.from(readCertificate(rsa).subject_der);
    const times = [der(0x17, '260531000000Z'), der(0x17, '260602000000Z')];
    const version = der(0x02, Buffer.from([1]));
    const content = der(0x30, version, encodeAlgorithm(signature, key), name, ...times);
    expect(ask(signContent(content, signature, key), { by: rsa })).toBe(result);
  });

  it('names the extension of an entry that makes it unusable', () => {
    const more = [{ name: '1.2.3.4', value: der(0x05), critical: true }];
    const read = readRevocationList(list({ revoked: [{ serial: Buffer.from([1]), more }] })) ?? none();
    expect(checkCrl(read, readCertificate(issuer), 'The list', NOW)?.problem.detail).toBe(
      'The list is not supported: it has the unknown critical extension 1.2.3.4.',
    );
  });

  it('has the status of a certificate', () => {
    const read = readRevocationList(list()) ?? none();
    const revoked = { reason: 'keyCompromise', revoked_at: '2026-05-31T23:00:00Z' };
    const statuses = [null, revoked].map((entry) =>
      evaluateCrl(read, readCertificate(child), POINT, entry, 'The list'),
    );
    expect(statuses).toEqual([
      { status: 'good', revoked: null, this_update: read.this_update, next_update: read.next_update },
      { status: 'revoked', revoked, this_update: read.this_update, next_update: read.next_update },
    ]);
  });

  it('takes a certificate without basic constraints for a leaf', () => {
    const read = readRevocationList(list()) ?? none();
    const about = { ...readCertificate(child), basic_constraints: null };
    const results = (['leaves', 'authorities'] as const).map((only) =>
      evaluateCrl({ ...read, scope: { ...read.scope, only } }, about, POINT, null, 'The list'),
    );
    expect(results).toMatchObject([{ status: 'good' }, { problem: { code: 'revocation-out-of-scope' } }]);
  });

  it('that is rejected has a sentence', async () => {
    const read = readRevocationList(list()) ?? none();
    const by = readCertificate(issuer);
    const { scope, signed } = read;
    const lists: Partial<RevocationList>[] = [
      { delta: true },
      { scope: { ...scope, indirect: true } },
      { scope: { ...scope, relative: true } },
      { has_other_issuers: true },
      { unknown: ['1.2.3.4', '1.2.3.5'] },
      { repeated: ['2.5.29.20'] },
      { next_update: null },
      { issuer: ['cn=other'] },
      { issuer: ['cn=', 'issuer'] },
      { next_update: NOW - DAY },
      { signed: { ...signed, algorithm: 'sha1WithRSAEncryption' } },
      { signed: { ...signed, bytes: Buffer.from('another text') } },
    ];
    const failures = lists.map((fields) => checkCrl({ ...read, ...fields }, by, 'The list', NOW));
    failures.push(checkCrl(read, { ...by, key_usages: ['keyCertSign'] }, 'The list', NOW));
    failures.push(
      ...[{ only: 'authorities' as const }, { urls: [] }, { some_reasons: true }].map((fields) => {
        const limited = { ...read, scope: { ...scope, ...fields } };
        const result = evaluateCrl(limited, readCertificate(child), POINT, null, 'The list');
        return 'problem' in result ? result : null;
      }),
    );
    const texts = failures.map((failure) => `${failure?.problem.code}: ${failure?.problem.detail}\n`);
    await expect(texts.join('')).toMatchFileSnapshot('../golden/trust/crl-failures.txt');
  });

  it('is not used if its location is relative to a name', () => {
    expect(ask(list({ scope: der(0x30, der(0xa0, der(0xa1))) }))).toBe('revocation-unsupported');
  });

  it('has an entry of the serial number 0', () => {
    const revoked = [{ serial: Buffer.from([0]), reason: 4 }];
    const read = readRevocationList(list({ revoked })) ?? none();
    expect([[0], [0, 0], [1]].map((serial) => findRevokedEntry(read, Buffer.from(serial)))).toEqual([
      ...[expect.objectContaining({ reason: 'superseded' }), expect.objectContaining({ reason: 'superseded' }), null],
    ]);
  });

  it('is malformed if any entry is', () => {
    const good = [{ serial: Buffer.from([1]) }];
    expect(ask(list({ entries: Buffer.concat([der(0x30, der(0x02, Buffer.from([1])))]) }))).toBe('malformed');
    expect(ask(list({ entries: der(0x31, der(0x02, Buffer.from([1])), der(0x17, '260531000000Z')) }))).toBe(
      'malformed',
    );
    const entry = der(0x30, der(0x02, '\x01'), der(0x17, '260531000000Z'));
    const headers = [
      '30',
      '3080',
      '30850000000000',
      '30ff',
      '3081',
      '308200',
      '3002',
      '300502810101',
      '30040281ff01',
      '3003028001',
    ];
    for (const header of headers) {
      expect([header, ask(list({ entries: Buffer.concat([entry, Buffer.from(header, 'hex')]) }))]).toEqual([
        header,
        'malformed',
      ]);
    }
    expect(ask(list({ revoked: good }))).toBe('good');
  });

  it('is accepted at a point that names its issuer, and without a point of its own at that of another CA', () => {
    const scope = buildScope({ urls: [URL] });
    expect(ask(list({ scope }), { point: { issuers: [['cn=other'], ['cn=issuer']] } })).toBe('good');
    expect(ask(list(), { point: { issuers: [['cn=other']] } })).toBe('good');
  });

  it('is accepted within its scope', () => {
    expect(ask(list({ scope: buildScope({ urls: ['http://b.example/', URL] }) }))).toBe('good');
    expect(ask(list({ scope: buildScope({ flags: [0x81] }) }))).toBe('good');
    expect(ask(list({ scope: buildScope({ flags: [0x82] }) }), { about: authority })).toBe('good');
  });

  it('is accepted with a revocation if it covers only some reasons', () => {
    const bytes = list({ scope: buildScope({ reasons: true }), revoked: [{ serial: own(child), reason: 1 }] });
    expect(ask(bytes)).toContain('keyCompromise');
  });

  it('is accepted a few minutes before and after its validity', () => {
    expect(ask(list({ from: 0.05 }))).toBe('good');
    expect(ask(list({ from: -2, to: -0.05 }))).toBe('good');
  });

  it('is accepted only from an issuer that may sign lists', async () => {
    const flags = x509.KeyUsageFlags;
    const without = await link({ subject: 'issuer', keys: issuer.keys, usages: flags.keyCertSign });
    const having = await link({ subject: 'issuer', keys: issuer.keys, usages: flags.keyCertSign | flags.cRLSign });
    expect(ask(list(), { by: without })).toBe('revocation-signer-unauthorized');
    expect(ask(list(), { by: having })).toBe('good');
  });

  it('has the certificates in it, and no others', () => {
    const serials = fc.uniqueArray(fc.uint8Array({ minLength: 1, maxLength: 20 }).map(positive), {
      minLength: 2,
      maxLength: 40,
      selector: (serial) => serial.toString('hex').replace(/^(00)+(?=..)/, ''),
    });
    fc.assert(
      fc.property(serials, fc.nat(9), ([wanted = Buffer.alloc(1), ...others], at) => {
        const without = others.map((serial) => ({ serial, reason: 1 }));
        const within = [...without.slice(0, at), { serial: wanted, reason: 4 }, ...without.slice(at)];
        const found = (revoked: typeof within) =>
          findRevokedEntry(readRevocationList(list({ revoked })) ?? none(), wanted);
        expect(found(within)).toMatchObject({ reason: 'superseded' });
        expect(found(without)).toBeNull();
      }),
    );
  });

  it('is rejected if any signed byte was changed', () => {
    const bytes = list({ revoked: [{ serial: own(child), reason: 1 }] });
    const whole = ask(bytes);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] as number) ^ by;
        // Bytes that are not signed do not matter, such as another encoding of the outer length.
        expect(['good', ...(ask(damaged) === whole ? [] : [whole])]).not.toContain(ask(damaged));
      }),
    );
    fc.assert(fc.property(fc.nat(bytes.length - 1), (to) => ask(bytes.subarray(0, to)) === 'malformed'));
  });
});

/** The content of a positive INTEGER. */
function positive(bytes: Uint8Array): Buffer {
  return (bytes[0] as number) < 0x80 ? Buffer.from(bytes) : Buffer.concat([Buffer.from([0]), bytes]);
}

function none(): never {
  throw new Error('not read');
}
