import { describe, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { createSignatureVerifier, findPresentedPath } from '../../src/trust/validate-path.ts';
import { leaf, link, NOW, nextKeys, readCertificate, validateTrust } from '../helpers/paths.ts';

/** The name of the certificate that limits the path, the days until then, and the issuers of cross-signs that end earlier. */
function describePath(sent: readonly CreatedCertificate[], roots: readonly CreatedCertificate[] = []) {
  const [first, ...others] = sent.map(readCertificate);
  if (first === undefined) throw new Error('nothing was sent');
  const dates = findPresentedPath([first, ...others], roots.map(readCertificate), createSignatureVerifier());
  const days = (Date.parse(dates.effective_valid_to ?? '') - NOW) / 86_400_000;
  const crossed = (dates.cross_signs ?? []).map(({ issuer }) => issuer);
  return [dates.limited_by?.subject, days, ...crossed];
}

describe('the path through the certificates that came along', () => {
  it('is limited by whichever certificate on the way up expires first, the root included', async () => {
    const root = await link({ subject: 'root', to: 300 });
    const middle = await link({ subject: 'middle', issuer: root, to: 9 });
    const brief = await link({ subject: 'brief root', to: 50 });
    const end = await leaf({ issuer: middle, to: 359 });
    expect(describePath([end])).toEqual(['leaf', 359]);
    expect(describePath([end, middle])).toEqual(['middle', 9]);
    expect(describePath([end, middle, root])).toEqual(['middle', 9]);
    expect(describePath([await leaf({ issuer: brief, to: 90 }), brief])).toEqual(['brief root', 50]);
  });

  it('ignores certificates that did not sign anything on it', async () => {
    const keys = await nextKeys();
    const root = await link({ subject: 'root', keys });
    const namesake = await link({ subject: 'root', to: 5, unidentified: true });
    const unrelated = await link({ subject: 'unrelated', to: 3 });
    const end = await leaf({ issuer: root, to: 100, unidentified: true });
    expect(describePath([end, namesake, unrelated])).toEqual(['leaf', 100]);
    expect(describePath([end, namesake, unrelated, root])).toEqual(['leaf', 100]);
  });

  it('is the one of several that ends latest, whatever their order', async () => {
    const keys = await nextKeys();
    const old = await link({ subject: 'old root', to: 15 });
    const cross = await link({ subject: 'ca', keys, issuer: old, to: 20 });
    const root = await link({ subject: 'ca', keys, to: 300 });
    const end = await leaf({ issuer: root, to: 100 });
    for (const sent of [
      [end, cross, root, old],
      [end, root, old, cross],
    ])
      expect(describePath(sent)).toEqual(['leaf', 100, 'CN=old root']);
    expect(describePath([end, cross])).toEqual(['ca', 20]);
    expect(describePath([end, cross, old])).toEqual(['old root', 15]);
  });

  it('ends at a public root of the same name and key, also if that is not sent', async () => {
    const keys = await nextKeys();
    const cross = await link({ subject: 'ca', keys, issuer: await link({ subject: 'old root' }), to: 20 });
    const root = await link({ subject: 'ca', keys, to: 300 });
    const impostor = await link({ subject: 'ca', to: 300 });
    const end = await leaf({ issuer: root, to: 100 });
    expect(describePath([end, cross], [root])).toEqual(['leaf', 100, 'CN=old root']);
    expect(describePath([end, cross], [impostor])).toEqual(['ca', 20]);
  });

  it('has no cross-sign in a certificate of the same issuer that was issued again', async () => {
    const keys = await nextKeys();
    const root = await link({ subject: 'root' });
    const before = await link({ subject: 'middle', keys, issuer: root, to: 20 });
    const renewed = await link({ subject: 'middle', keys, issuer: root, to: 200 });
    expect(describePath([await leaf({ issuer: renewed, to: 90 }), before, renewed])).toEqual(['leaf', 90]);
  });
});

it('a served cross-sign that ends before the path to the trust store is reported with its issuer', async () => {
  const keys = await nextKeys();
  const root = await link({ subject: 'new root', keys });
  const cross = await link({ subject: 'new root', keys, issuer: await link({ subject: 'old root' }), to: 20 });
  const end = await leaf({ issuer: root, to: 100 });
  const { trusted, notes, cross_signs } = validateTrust([end, cross], [root]);
  expect({ trusted, notes }).toEqual({ trusted: true, notes: [] });
  expect(cross_signs).toMatchObject([{ subject: 'new root', issuer: 'CN=old root', valid_to: '2026-06-21T00:00:00Z' }]);
});

describe('the CA that expires first', () => {
  it('is known also if the leaf expires before it', async () => {
    const root = await link({ subject: 'root', to: 300 });
    const middle = await link({ subject: 'middle', issuer: root, from: -100, to: 90 });
    const end = await leaf({ issuer: middle, to: 9 });
    const { limited_by, issuer_expiry } = validateTrust([end, middle], [root]);
    expect(limited_by).toMatchObject({ subject: 'leaf' });
    expect(issuer_expiry).toEqual({
      subject: 'middle',
      fingerprint_sha256: readCertificate(middle).fingerprint,
      valid_from: '2026-02-21T00:00:00Z',
      valid_to: '2026-08-30T00:00:00Z',
      origin: 'sent',
      is_root: false,
    });
  });

  it('comes from the trust store if that has it, also if it was sent', async () => {
    const root = await link({ subject: 'root', to: 30 });
    const end = await leaf({ issuer: root, to: 300 });
    for (const sent of [[end], [end, root]])
      expect(validateTrust(sent, [root]).issuer_expiry).toMatchObject({
        subject: 'root',
        origin: 'store',
        is_root: true,
      });
  });

  it('does not exist above a certificate that is its own anchor', async () => {
    const root = await link({ subject: 'root', to: 30 });
    expect(validateTrust([root], [root])).not.toHaveProperty('issuer_expiry');
  });

  it('is found without a trust store', async () => {
    const middle = await link({ subject: 'middle', issuer: await link({ subject: 'root' }), to: 20 });
    const sent = [await leaf({ issuer: middle, to: 10 }), middle].map(readCertificate);
    const [first, ...others] = sent as [(typeof sent)[number]];
    const { issuer_expiry } = findPresentedPath([first, ...others], [], createSignatureVerifier());
    expect(issuer_expiry).toMatchObject({ subject: 'middle', origin: 'sent' });
  });

  it('is that of the path that ends latest', async () => {
    const keys = await nextKeys();
    const cross = await link({ subject: 'ca', keys, issuer: await link({ subject: 'old root' }), to: 20 });
    const root = await link({ subject: 'ca', keys, to: 300 });
    const end = await leaf({ issuer: root, to: 10 });
    const [first, ...others] = [end, cross].map(readCertificate) as [ReturnType<typeof readCertificate>];
    const { issuer_expiry } = findPresentedPath([first, ...others], [readCertificate(root)], createSignatureVerifier());
    expect(issuer_expiry).toMatchObject({ valid_to: formatIsoTime(NOW + 300 * 86_400_000) });
    const { issuer_expiry: validated } = validateTrust([end, cross], [root, await link({ subject: 'old root' })]);
    expect(validated).toEqual({ ...issuer_expiry, origin: 'store' });
  });
});

describe('a cross-sign', () => {
  it('ends with the root of its issuer, if that was sent or is in the trust store', async () => {
    const keys = await nextKeys();
    const old = await link({ subject: 'old root', to: 15 });
    const cross = await link({ subject: 'new root', keys, issuer: old, to: 20 });
    const root = await link({ subject: 'new root', keys });
    const end = await leaf({ issuer: root, to: 100 });
    const cases: [CreatedCertificate[], CreatedCertificate[], string, true | undefined][] = [
      [[end, cross], [root], '2026-06-21T00:00:00Z', undefined],
      [[end, cross, old], [root], '2026-06-16T00:00:00Z', true],
      [[end, cross], [root, old], '2026-06-16T00:00:00Z', true],
    ];
    for (const [sent, anchors, valid_to, root_expires] of cases) {
      const [one, ...others] = validateTrust(sent, anchors).cross_signs ?? [];
      expect(others).toEqual([]);
      expect([one?.valid_to, one?.root_expires]).toEqual([valid_to, root_expires]);
    }
  });

  it('is only reported if it ends before the path, and at most ten are', async () => {
    const keys = await nextKeys();
    const root = await link({ subject: 'new root', keys, to: 300 });
    const end = await leaf({ issuer: root, to: 100 });
    const sign = async (to: number, index = 0) =>
      link({ subject: 'new root', keys, issuer: await link({ subject: `old root ${index}` }), to });
    const count = (...sent: CreatedCertificate[]) => validateTrust([end, ...sent], [root]).cross_signs?.length ?? 0;
    const counts = [];
    for (const to of [99, 100, 101]) counts.push(count(await sign(to)));
    expect(counts).toEqual([1, 0, 0]);
    const many = await Promise.all(Array.from({ length: 12 }, (_, index) => sign(20, index)));
    expect(count(...many)).toBe(10);
  });
});
