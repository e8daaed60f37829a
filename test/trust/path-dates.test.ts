import { describe, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
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
