import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import type { Trust } from '../../src/domain/index.ts';
import { der } from '../helpers/certificates.ts';
import {
  type ConstraintBase,
  countTrustedDays,
  dns,
  leaf,
  link,
  nextKeys,
  readCertificate,
  validateTrust,
} from '../helpers/paths.ts';

let root: CreatedCertificate;
beforeAll(async () => {
  root = await link({ subject: 'root' });
});

const codes = ({ notes }: Trust) => notes.map(({ code }) => code);

describe('with several paths', () => {
  it('uses the one that expires latest', async () => {
    const keys = await nextKeys();
    const brief = await link({ subject: 'cross', keys, issuer: root, to: 20 });
    const other = await link({ subject: 'other root' });
    const long = await link({ subject: 'cross', keys, issuer: other, to: 200 });
    const end = await leaf({ issuer: long, to: 100 });
    for (const sent of [
      [end, brief, long],
      [end, long, brief],
    ])
      expect(countTrustedDays(validateTrust(sent, [root, other]))).toBe(100);
    expect(countTrustedDays(validateTrust([end, brief, long], [root]))).toBe(20);
  });

  it('reports an expired cross-signed certificate that no path needs as a notice', async () => {
    const keys = await nextKeys();
    const newRoot = await link({ subject: 'new root', keys });
    const cross = await link({ subject: 'new root', keys, issuer: root, to: -1 });
    const end = await leaf({ issuer: newRoot });
    const trust = validateTrust([end, cross], [newRoot, root]);
    expect(trust).toMatchObject({ trusted: true, notes: [{ code: 'expired-cross-sign' }] });
    expect(validateTrust([end, cross], [root]).reason).toBe('path-expired');
  });

  it('uses one that meets the constraints, although it expires earlier', async () => {
    const keys = await nextKeys();
    const narrow = await link({
      subject: 'cross',
      keys,
      issuer: root,
      constraints: { permitted: [['dns', 'example.org']] },
    });
    const wide = await link({ subject: 'cross', keys, issuer: root, to: 30 });
    const end = await leaf({ issuer: wide });
    expect(countTrustedDays(validateTrust([end, narrow, wide], [root]))).toBe(30);
  });
});

describe('a CA with a new key and the same name', () => {
  /** The old CA, the new one, and the certificate by which the old key introduces the new one. */
  async function rekey(options: { unidentified?: boolean } = {}) {
    const [oldKeys, newKeys] = [await createKeys(), await createKeys()];
    const before = await link({ subject: 'authority', keys: oldKeys, ...options });
    const after = await link({ subject: 'authority', keys: newKeys, ...options });
    const bridge = await link({ subject: 'authority', keys: newKeys, issuer: before, ...options });
    return { before, after, bridge, end: await leaf({ issuer: after, ...options }) };
  }

  it('is found through its old key', async () => {
    const { before, bridge, end } = await rekey();
    const trust = validateTrust([end, bridge], [before]);
    expect(trust).toMatchObject({ trusted: true, path: [end.fingerprint, bridge.fingerprint, before.fingerprint] });
    expect(codes(trust)).toEqual([]);
  });

  it('is not found by OpenSSL through its old key if no key identifiers tell the keys apart', async () => {
    const { before, bridge, end } = await rekey({ unidentified: true });
    expect(validateTrust([end, bridge], [before])).toMatchObject({
      reasons: ['authority-mismatch'],
      detail: expect.stringContaining('The trust anchor authority has the name of the issuer of leaf, but another key'),
    });
  });

  it('is chosen among anchors of both keys by its key identifier', async () => {
    const { before, after, end } = await rekey();
    expect(validateTrust([end], [before, after])).toMatchObject({
      trusted: true,
      path: [end.fingerprint, after.fingerprint],
    });
  });

  it('is only found by OpenSSL before its old key without key identifiers', async () => {
    const { before, after, end } = await rekey({ unidentified: true });
    expect(validateTrust([end], [after, before]).trusted).toBe(true);
    expect(validateTrust([end], [before, after]).reasons).toEqual(['authority-mismatch']);
  });

  it('is taken by OpenSSL for its old key without key identifiers, although that may not sign certificates', async () => {
    const before = await link({ subject: 'authority', unidentified: true, usages: x509.KeyUsageFlags.cRLSign });
    const upper = await link({ subject: 'upper', unidentified: true });
    const after = await link({ subject: 'authority', issuer: upper, unidentified: true });
    const end = await leaf({ issuer: after, unidentified: true });
    expect(validateTrust([end, after], [before, upper]).reasons).toEqual(['authority-mismatch']);
  });

  it('is not trusted by its old key alone', async () => {
    const { before, end } = await rekey();
    expect(validateTrust([end], [before]).reason).toBe('unknown-issuer');
    const unidentified = await rekey({ unidentified: true });
    expect(validateTrust([unidentified.end], [unidentified.before]).reason).toBe('signature-invalid');
  });
});

describe('a CA that was renewed with the same key', () => {
  /** A leaf that names the certificate of its issuer by serial number, as `issuer:always` does in OpenSSL. */
  async function renew() {
    const keys = await createKeys();
    const options = { subject: 'authority', keys };
    const [before, after] = [await link({ ...options, to: 30 }), await link(options)];
    const { serial_bytes, issuer_der } = readCertificate(before);
    const value = der(0x30, der(0xa1, der(0xa4, issuer_der)), der(0x82, serial_bytes));
    const named = new x509.Extension('2.5.29.35', false, value);
    return { before, after, end: await leaf({ issuer: before, unidentified: true, more: [named] }) };
  }

  it('is trusted for a leaf that names the old certificate only if that one is an anchor', async () => {
    const { before, after, end } = await renew();
    expect(validateTrust([end], [after]).reason).toBe('authority-mismatch');
    expect(countTrustedDays(validateTrust([end], [before, after]))).toBe(30);
    expect(validateTrust([end, before], [after]).reason).toBe('authority-mismatch');
  });
});

describe('chain notices', () => {
  it('report certificates that are sent twice, out of order or needlessly, and the root', async () => {
    const upper = await link({ subject: 'upper', issuer: root });
    const lower = await link({ subject: 'lower', issuer: upper });
    const end = await leaf({ issuer: lower });
    const unrelated = await link({ subject: 'unrelated' });
    expect(codes(validateTrust([end, lower, upper], [root]))).toEqual([]);
    expect(codes(validateTrust([end, lower, upper, lower], [root]))).toEqual(['sent-twice']);
    expect(codes(validateTrust([end, upper, lower], [root]))).toEqual(['out-of-order']);
    expect(codes(validateTrust([end, lower, upper, root], [root]))).toEqual(['root-sent']);
    expect(codes(validateTrust([end, lower, unrelated, upper], [root]))).toEqual(['not-needed']);
    expect(validateTrust([end, lower, unrelated, upper], [root]).trusted).toBe(true);
  });

  it('name the certificates', async () => {
    const upper = await link({ subject: 'upper', issuer: root });
    const lower = await link({ subject: 'lower', issuer: upper });
    const end = await leaf({ issuer: lower });
    const [one, two] = [await link({ subject: 'one' }), await link({ subject: 'two' })];
    const { notes } = validateTrust([end, one, upper, lower, lower, two, root], [root]);
    expect(notes).toEqual([
      { code: 'sent-twice', detail: 'Sent more than once: lower.' },
      {
        code: 'out-of-order',
        detail: 'Not sent in order. Each certificate should be followed by its issuer, as some old clients require.',
      },
      { code: 'root-sent', detail: 'The root is sent, although clients already have it: root.' },
      { code: 'not-needed', detail: 'Sent, but not part of the chain: one; two.' },
    ]);
  });

  it('report another certificate of the leaf, although it has the same key', async () => {
    const keys = await createKeys();
    const [before, after] = [await leaf({ issuer: root, keys, to: 10 }), await leaf({ issuer: root, keys })];
    expect(codes(validateTrust([after, before], [root]))).toEqual(['not-needed']);
  });
});

describe('a hostile chain', () => {
  it('may have a loop of cross-signed certificates', async () => {
    const [a, b] = [await nextKeys(), await nextKeys()];
    const first = await link({ subject: 'a', keys: a });
    const second = await link({ subject: 'b', keys: b });
    const ab = await link({ subject: 'a', keys: a, issuer: second });
    const ba = await link({ subject: 'b', keys: b, issuer: first });
    expect(validateTrust([await leaf({ issuer: ab }), ab, ba], [root]).reason).toBe('unknown-issuer');
    expect(validateTrust([await leaf({ issuer: ab }), ab, ba], [second]).trusted).toBe(true);
  });

  it('may have sixty cross-signed certificates, which do not hide a valid path', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, createKeys as () => ReturnType<typeof createKeys>));
    const names = keys.map((pair, index) => ({ pair, subject: `mesh ${index}` }));
    const selves = await Promise.all(names.map(({ pair, subject }) => link({ keys: pair, subject })));
    const mesh = await Promise.all(
      names.flatMap(({ pair, subject }, at) =>
        selves.flatMap((issuer, other) => (other === at ? [] : [link({ keys: pair, subject, issuer })])),
      ),
    );
    expect(mesh).toHaveLength(56);
    const end = await leaf({ issuer: selves[0] as CreatedCertificate });
    expect(validateTrust([end, ...mesh], [root]).reason).toBe('path-too-complex');
    expect(validateTrust([end, ...mesh], [selves[7] as CreatedCertificate]).trusted).toBe(true);
  });

  it('may have thousands of constraints and names, which are not all compared', async () => {
    const permitted = Array.from({ length: 1000 }, (_, index): ConstraintBase => ['dns', `a${index}.example`]);
    const bomb = await link({ subject: 'bomb', issuer: root, constraints: { permitted } });
    const sans = Array.from({ length: 1000 }, (_, index) => dns(`www.a${index}.example`));
    expect(validateTrust([await leaf({ issuer: bomb, sans }), bomb], [root]).reason).toBe('path-too-complex');
    expect(validateTrust([await leaf({ issuer: bomb, sans: sans.slice(0, 100) }), bomb], [root]).trusted).toBe(true);
  });
});
