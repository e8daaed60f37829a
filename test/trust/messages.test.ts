import { expect, it } from 'vitest';
import { createTrustFailure, formatFetchFailure } from '../../src/trust/messages.ts';
import { createRevocationFailure, type RevocationFailureCode } from '../../src/trust/revocation/messages.ts';

const FAILURES = [
  createTrustFailure('signature-invalid', 'CN=a'),
  createTrustFailure('signature-unsupported', 'CN=a'),
  createTrustFailure('version-invalid', 'CN=a', '1'),
  createTrustFailure('time-malformed', 'CN=a'),
  createTrustFailure('self-signed'),
  createTrustFailure('missing-intermediate', 'CN=ca', 'http://ca.example/ca.der'),
  createTrustFailure('unknown-issuer', 'CN=a', 'CN=ca'),
  createTrustFailure('unknown-issuer', 'CN=ca', 'CN=ca'),
  createTrustFailure('authority-mismatch', 'CN=a', 'CN=ca', 'key'),
  createTrustFailure('authority-mismatch', 'CN=a', 'CN=ca', 'serial'),
  createTrustFailure('path-too-complex'),
  createTrustFailure('issuer-not-ca', 'CN=ca'),
  createTrustFailure('path-too-long', 'CN=ca', 1, 2),
  createTrustFailure('name-constrained', 'www.example.com', 'CN=ca'),
  createTrustFailure('extension-repeated', 'CN=a', '1.2.3.4'),
  createTrustFailure('extension-malformed', 'CN=a', '1.2.3.4'),
  createTrustFailure('extension-critical', 'CN=a', '1.2.3.4'),
  createTrustFailure('extension-unknown', 'CN=a', '1.2.3.4'),
  createTrustFailure('curve-explicit', 'CN=a'),
  createTrustFailure('not-yet-valid', 'CN=a', '2027-01-01T00:00:00Z'),
  createTrustFailure('path-expired', 'CN=a', '2027-01-01T00:00:00Z'),
  createTrustFailure('wrong-usage', 'CN=a', 'is only for clientAuth'),
  createTrustFailure('weak-signature', 'CN=a', 'sha1WithRSAEncryption'),
  createTrustFailure('pss-parameters', 'CN=a', 'RSASSA-PSS'),
  createTrustFailure('weak-key', 'CN=a', 'RSA 1024'),
  createTrustFailure('name-mismatch', 'example.com', 'dns', []),
  createTrustFailure('name-mismatch', 'example.com', 'dns', ['a.example', 'b.example.']),
  createTrustFailure(
    'name-mismatch',
    '192.0.2.1',
    'ip',
    ['1', '2', '3', '4', '5', '6', '7'].map((one) => `${one}.example`),
  ),
  createTrustFailure('ca-file-unusable', 'ca.pem', 'does not exist'),
  createTrustFailure('system-anchors-unusable', '/etc/ssl/certs', 'does not exist'),
];

const REVOCATION: [RevocationFailureCode, string?][] = [
  ['revocation-unreachable', 'did not respond within 10 s'],
  ['revocation-url-unsupported'],
  ['revocation-malformed'],
  ['revocation-refused', 'tryLater'],
  ['revocation-stale', 'expired at 2027-01-01T00:00:00Z'],
  ['revocation-issuer-mismatch', 'CN=ca'],
  ['revocation-issuer-unknown'],
  ['revocation-certificate-mismatch'],
  ['revocation-signature-invalid', 'CN=ca'],
  ['revocation-signature-unsupported', 'sha1WithRSAEncryption'],
  ['revocation-signer-unauthorized', 'the key usage of CN=ca does not include cRLSign'],
  ['revocation-out-of-scope'],
  ['revocation-unsupported', 'has no nextUpdate'],
  ['revocation-unknown-certificate'],
];

it('every failure of trust and revocation has its message', async () => {
  const revocation = REVOCATION.map(([code, fact]) => createRevocationFailure(code, 'The response', fact).problem);
  const texts = [...FAILURES, ...revocation].map(({ code, detail }) => `${code}: ${detail}\n`);
  const fetch = formatFetchFailure('http://ca.example/ca.der', 'did not respond');
  await expect(`${texts.join('')}${fetch}\n`).toMatchFileSnapshot('../golden/trust/messages.txt');
});
