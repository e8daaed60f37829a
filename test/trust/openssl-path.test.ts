import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CreatedCertificate, Keys } from '../../src/app/demo/create-certificate.ts';
import { CN, der, name } from '../helpers/certificates.ts';
import { type ConstraintBase, countTrustedDays, leaf, link, NOW, nextKeys, validateTrust } from '../helpers/paths.ts';

const DAY = 86_400_000;
let root: CreatedCertificate;
let keys: Keys;
/** The current certificate of the CA that issues `end`. */
let current: CreatedCertificate;
let end: CreatedCertificate;
beforeAll(async () => {
  root = await link({ subject: 'root' });
  keys = await nextKeys();
  current = await link({ subject: 'issuing', keys, issuer: root, to: 300 });
  end = await leaf({ issuer: current, to: 299 });
});

const copy = (to: number, from = -365) => link({ subject: 'issuing', keys, issuer: root, from, to });

describe('a trust store with a copy of the CA that the server sends renewed', () => {
  it('rejects the chain if the copy has expired', async () => {
    const trust = validateTrust([end, current], [await copy(-1), root]);
    expect(trust).toMatchObject({
      reasons: ['stale-anchor'],
      detail: expect.stringContaining(
        'The trust store has a certificate of issuing that expired at 2026-05-31T00:00:00Z',
      ),
    });
  });

  it('accepts the chain until the copy expires', async () => {
    const anchors = [await copy(5), root];
    const trust = validateTrust([end, current], anchors);
    expect(trust).toMatchObject({
      trusted: true,
      path: [end.fingerprint, anchors[0]?.fingerprint],
      limited_by: { subject: 'issuing' },
      issuer_expiry: { origin: 'store', is_root: false },
    });
    expect(countTrustedDays(trust)).toBe(5);
    expect(validateTrust([end, current], anchors, { now: NOW + 5 * DAY + 1000 }).reasons).toEqual(['stale-anchor']);
  });

  it('accepts the chain if it has a valid copy as well, in any order', async () => {
    const copies = [await copy(-1), await copy(200)];
    for (const anchors of [copies, copies.toReversed()])
      expect(countTrustedDays(validateTrust([end, current], [...anchors, root]))).toBe(200);
  });

  it('rejects the chain once a copy becomes valid that may not sign certificates', async () => {
    const later = await link({
      ...{ subject: 'issuing', keys, issuer: root, from: 10, to: 400 },
      usages: x509.KeyUsageFlags.cRLSign,
    });
    // Until then, OpenSSL takes this copy as well, because no other one is in the store.
    expect(validateTrust([end, current], [later, root]).reasons).toEqual(['stale-anchor']);
    const trust = validateTrust([end, current], [later, await copy(300), root]);
    expect(trust).toMatchObject({
      trusted: true,
      limited_by: { fingerprint_sha256: later.fingerprint },
      effective_valid_to: '2026-06-10T23:59:59Z',
    });
  });

  it('accepts the chain until the copy expires, although another copy that may not sign certificates follows', async () => {
    const usages = x509.KeyUsageFlags.cRLSign;
    const [first, second] = [await copy(5), await link({ subject: 'issuing', keys, issuer: root, usages, to: 200 })];
    const trust = validateTrust([end, current], [first, second, root]);
    expect(trust).toMatchObject({ trusted: true, limited_by: { fingerprint_sha256: first.fingerprint } });
    expect(countTrustedDays(trust)).toBe(5);
  });

  it('accepts the chain with a copy that has a malformed extension which OpenSSL does not read', async () => {
    const mappings = new x509.Extension('2.5.29.33', false, der(0x05));
    const malformed = await link({ subject: 'issuing', keys, issuer: root, more: [mappings], to: 250 });
    expect(validateTrust([end, current], [malformed, root]).trusted).toBe(true);
    expect(validateTrust([end], [malformed]).reasons).toEqual(['extension-malformed']);
  });

  it('has no notice about the copy if clients that try every path find another one', async () => {
    const excluded: ConstraintBase[] = [['directory', name([[CN, 12, 'other']])]];
    const limited = await link({ subject: 'issuing', keys, issuer: root, constraints: { excluded }, to: 350 });
    const listCodes = (...anchors: CreatedCertificate[]) => validateTrust([end], anchors).notes.map(({ code }) => code);
    expect(listCodes(limited)).toEqual(['constraint-unsupported']);
    expect(listCodes(limited, current)).toEqual([]);
  });

  it('skips a copy whose authority key identifier cannot be read, also if it is the only one', async () => {
    const malformed = await link({
      ...{ subject: 'issuing', keys, issuer: root, unidentified: true },
      more: [new x509.Extension('2.5.29.35', false, der(0x30, der(0x82, Buffer.from('ff80', 'hex'))))],
    });
    expect(countTrustedDays(validateTrust([end, current], [malformed, root]))).toBe(299);
    expect(validateTrust([end], [malformed]).reasons).toEqual(['extension-malformed']);
  });
});

it('an expired root in the trust store is used although its cross-signed certificate leads to a valid root', async () => {
  const oldKeys = await nextKeys();
  const old = await link({ subject: 'old root', keys: oldKeys, to: -3 });
  const cross = await link({ subject: 'old root', keys: oldKeys, issuer: root });
  const issuing = await link({ subject: 'issuing', issuer: old });
  const last = await leaf({ issuer: issuing });
  expect(validateTrust([last, issuing, cross], [old, root])).toMatchObject({
    reasons: ['stale-anchor'],
    detail: expect.stringContaining('a certificate of old root that expired at'),
  });
  expect(validateTrust([last, issuing, cross], [root]).trusted).toBe(true);
});

describe('a server that sends two certificates of a CA', () => {
  it('must send the one that leads to the trust store first', async () => {
    const unknown = await link({ subject: 'unknown root' });
    const other = await link({ subject: 'issuing', keys, issuer: unknown });
    expect(validateTrust([end, other, current], [root])).toMatchObject({
      reasons: ['wrong-order'],
      detail: expect.stringContaining('leads to CN=unknown root, which is not in the trust store'),
    });
    expect(validateTrust([end, current, other], [root]).trusted).toBe(true);
  });

  it('may send one that has expired first', async () => {
    expect(countTrustedDays(validateTrust([end, await copy(-1), current], [root]))).toBe(299);
  });
});

describe('a leaf with the subject of its issuer', () => {
  it('is taken for self-signed if it has no subject key identifier', async () => {
    const ca = await link({ subject: 'same' });
    const authority = new x509.AuthorityKeyIdentifierExtension(ca.keys.id);
    const last = await leaf({ subject: 'same', issuer: ca, unidentified: true, more: [authority] });
    expect(validateTrust([last], [ca]).reasons).toEqual(['self-issued']);
  });

  it('is trusted if its key identifiers tell it from the issuer', async () => {
    const ca = await link({ subject: 'same' });
    expect(validateTrust([await leaf({ subject: 'same', issuer: ca })], [ca]).trusted).toBe(true);
  });
});

describe('a common name', () => {
  const constrain = (constraints: { permitted: readonly ['dns', string][] }) =>
    link({ subject: 'constrained', issuer: root, constraints });

  it('is checked against the name constraints if it looks like a host and there is no DNS name', async () => {
    const issuer = await constrain({ permitted: [['dns', 'corp.example']] });
    const check = async (subject: string, sans: readonly { type: 'dns' | 'email'; value: string }[] = []) =>
      validateTrust([await leaf({ subject, issuer, sans }), issuer], [root]).reasons;
    expect(await check('agent.other.example')).toEqual(['name-constrained']);
    expect(await check('agent.other.example', [{ type: 'email', value: 'a@b.example' }])).toEqual(['name-constrained']);
    expect(await check('agent.corp.example')).toEqual([]);
    expect(await check('agent 7')).toEqual([]);
    expect(await check('agent.other.example', [{ type: 'dns', value: 'a.corp.example' }])).toEqual([]);
  });
});
