import { expect, it } from 'vitest';
import { createFailure } from '../../src/certificate/failures.ts';

const createFailures = () => [
  createFailure('file-empty'),
  createFailure('private-key-only'),
  createFailure('certificate-request'),
  createFailure('unsupported-format', 'The file', 'a PGP key', 'Use another file.'),
  createFailure('no-certificate'),
  createFailure('item-without-expiry'),
  createFailure('unknown-format'),
  createFailure('slot-without-certificate'),
  createFailure('container-truncated', 'The file', 'a PKCS#12 keystore'),
  createFailure('container-malformed', 'The file', 'a PKCS#12 keystore', 'an element is truncated'),
  createFailure('container-empty', 'The file', 'a PKCS#12 keystore'),
  createFailure('keystore-password-missing', 'a PKCS#12 keystore'),
  createFailure('keystore-password-wrong', 'a PKCS#12 keystore'),
  createFailure('keystore-unverified', 'it has no MAC'),
  createFailure('keystore-encryption-unsupported'),
  createFailure('keystore-too-costly'),
  createFailure('crl-without-next-update', 'The file'),
  createFailure('document-malformed', 'Document 2', 'YAML'),
  createFailure('document-malformed', 'The file', 'JSON'),
  createFailure('document-too-large', 'The file'),
  createFailure('certificate-truncated', 'PEM block 2 (line 31)'),
  createFailure('certificate-malformed', 'PEM block 2 (line 31)', 'it is not base64'),
  createFailure('keystore-secret-key', 2, 1),
  createFailure('some-unreadable', 'It failed.', 3, 1),
  createFailure('some-unreadable', 'It failed.', 3, 2),
  createFailure('date-invalid'),
];

it('every failure of reading has its message', async () => {
  const texts = createFailures().map(({ code, detail }) => `${code}: ${detail}\n`);
  await expect(texts.join('')).toMatchFileSnapshot('../golden/certificate/failures.txt');
});
