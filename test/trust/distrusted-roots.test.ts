import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createTrustEvaluator, evaluateTrust } from '../../src/app/verify/trust-evaluator.ts';
import type { PathFields } from '../../src/domain/index.ts';
import { indexAnchors } from '../../src/trust/build-path.ts';
import { type DistrustedRoot, MOZILLA_DISTRUST } from '../../src/trust/distrusted-roots.ts';
import { validateChain } from '../../src/trust/validate-path.ts';
import { CA, DAY, LEAF, make, NOW, ROOT } from './synthetic-fields.ts';

const date = (days: number) => new Date(NOW + days * DAY).toISOString().replace('.000', '');
const row = (more: Partial<DistrustedRoot>): DistrustedRoot => ({
  fingerprint: ROOT.fingerprint,
  subject: 'root',
  after: null,
  removed: null,
  ...more,
});
/** Issued a day ago. */
const validate = (others: PathFields[], anchors: PathFields[], distrusted: DistrustedRoot[]) =>
  validateChain(
    { sent: [LEAF, ...others], anchors: indexAnchors(anchors, distrusted), host: null, now: NOW },
    () => 'valid',
  );

describe('a certificate of a distrusted root', () => {
  it.each<[what: string, more: Partial<DistrustedRoot>, reasons: string[]]>([
    ['was issued after the date', { after: date(-2) }, ['issuer-distrusted']],
    ['was issued before the date', { after: date(-0.5) }, []],
    ['was issued at that time', { after: date(-1) }, []],
    ['whose root was removed', { removed: date(-0.5).slice(0, 10) }, ['issuer-distrusted']],
    ['whose root will be removed', { removed: date(2).slice(0, 10) }, []],
    ['with another fingerprint', { fingerprint: 'x', removed: '2020-01-01' }, []],
  ])('%s', (_, more, reasons) => {
    expect(validate([CA], [ROOT], [row(more)]).reasons).toEqual(reasons);
  });

  it('has the same reason if the root is not among the anchors, as in a newer Node.js', () => {
    const removed = row({ removed: '2020-01-01' });
    expect(validate([CA], [], [removed]).reasons).toEqual(['issuer-distrusted']);
    expect(validate([CA, ROOT], [], [removed]).reasons).toEqual(['issuer-distrusted']);
    expect(validate([CA], [], [row({ after: date(-0.5) })]).reasons).toEqual(['unknown-issuer']);
    expect(validate([], [], [removed]).reasons).toEqual(['unknown-issuer']);
  });

  it('is trusted by another path', () => {
    const cross = make('ca', 'other', { key: 'ca', fingerprint: 'cross', valid_to: NOW + DAY / 2 });
    expect(validate([CA, cross], [ROOT, make('other', 'other')], [row({ removed: '2020-01-01' })])).toMatchObject({
      trusted: true,
      path: ['leaf<ca', 'cross', 'other<other'],
    });
  });

  it('is explained with the date', () => {
    expect(validate([CA], [ROOT], [row({ after: '2024-11-30T23:59:59Z' })]).detail).toContain(
      'Mozilla distrusts certificates of root that were issued after 2024-11-30T23:59:59Z',
    );
    expect(validate([CA], [ROOT], [row({ removed: '2026-04-09' })]).detail).toContain(
      'Mozilla removed root from its trust store on 2026-04-09',
    );
  });
});

/** AffirmTrust Premium ECC, which Node.js 20 includes and Node.js 24 does not. */
const REMOVED = [
  'MIIB/jCCAYWgAwIBAgIIdJclisc/elQwCgYIKoZIzj0EAwMwRTELMAkGA1UEBhMCVVMxFDASBgNVBAoMC0FmZmlybVRydXN0MSAw',
  'HgYDVQQDDBdBZmZpcm1UcnVzdCBQcmVtaXVtIEVDQzAeFw0xMDAxMjkxNDIwMjRaFw00MDEyMzExNDIwMjRaMEUxCzAJBgNVBAYT',
  'AlVTMRQwEgYDVQQKDAtBZmZpcm1UcnVzdDEgMB4GA1UEAwwXQWZmaXJtVHJ1c3QgUHJlbWl1bSBFQ0MwdjAQBgcqhkjOPQIBBgUr',
  'gQQAIgNiAAQNMF4bFZ0D0KF5Nbc6PJJ6yhUczWLznCZcBz3lVPqj1swS6vQUX+iOGasvLkjmrBhDeKzQN8O9ss0s5kfiGuZjuD0u',
  'L3jET9v0D6RoTFVya5UdThhClXjMNzyR4ptlKymjQjBAMB0GA1UdDgQWBBSaryl6wBE1NSZRMADDav5A1a7WPDAPBgNVHRMBAf8E',
  'BTADAQH/MA4GA1UdDwEB/wQEAwIBBjAKBggqhkjOPQQDAwNnADBkAjAXCfOHiFBar8jAQr9HX/VsaobgxCd05DhT1wV/GzTjxi+z',
  'ygk8N53X57hG8f2h4nECMEJZh0PUUd+60wkyWs6Iflc9nF9Ca/UHLbXwgpP5WW+uZPpY5Yse42O+tYHNbwKMeQ==',
].join('');

describe("Mozilla's trust store", () => {
  it('has the same verdict about a removed root in every Node.js', async () => {
    const evaluate = async (at: string) => {
      const request = { revocation: false, host: null, anchors: null, aia: false, purpose: 'server' } as const;
      const der = Buffer.from(REMOVED, 'base64');
      const found = await evaluateTrust(createTrustEvaluator(Date.parse(at)), [der], 'one', request);
      return found?.trust.reasons.includes('issuer-distrusted');
    };
    expect(await evaluate('2026-04-10T00:00:00Z')).toBe(true);
    expect(await evaluate('2024-04-10T00:00:00Z')).toBe(false);
  });

  it('names each distrusted root by the fingerprint of a certificate', () => {
    expect(new Set(MOZILLA_DISTRUST.map(({ fingerprint }) => fingerprint)).size).toBe(MOZILLA_DISTRUST.length);
    expect(MOZILLA_DISTRUST.filter(({ after, removed }) => after === null && removed === null)).toEqual([]);
    const included = new Map(
      rootCertificates.map((pem) => new X509Certificate(pem)).map((one) => [toHex(one.fingerprint256), one.subject]),
    );
    const known = MOZILLA_DISTRUST.filter(({ fingerprint }) => included.has(fingerprint));
    expect(known.map(({ subject }) => readFirst(subject))).toEqual(
      known.map(({ fingerprint }) => included.get(fingerprint)?.split('\n').at(-1)),
    );
  });

  it('distrusts these roots', async () => {
    const lines = MOZILLA_DISTRUST.map(({ fingerprint, subject, after, removed }) =>
      [fingerprint, after ?? '-', removed ?? '-', subject].join(' '),
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../golden/trust/distrusted-roots.txt');
  });
});

const toHex = (fingerprint: string) => fingerprint.replaceAll(':', '').toLowerCase();

/** The most specific part of a name. */
const readFirst = (subject: string) => /^(?:\\.|[^,])*/.exec(subject)?.[0];
