import 'reflect-metadata';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import type { Trust } from '../../src/domain/index.ts';
import { type ConstraintBase, countTrustedDays, dns, leaf, link, nextKeys, validateTrust } from '../helpers/paths.ts';

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
