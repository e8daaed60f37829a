/** Files with client certificates, with their keys in the states that cases name. */

import { createPrivateKey } from 'node:crypto';
import { createKeys } from '../../../../src/app/demo/create-certificate.ts';
import { createTestCertificate } from '../../../helpers/inventory/fakes/fake.ts';

/** `known`: PEM of the certificate that the server knows, whose key the files `known.pem` and `locked.pem` have. */
export async function createCertificateFiles(): Promise<{ known: string; files: Record<string, string> }> {
  const [known, unknown] = await Promise.all([createPair(), createPair()]);
  const locked = createPrivateKey(known.key).export({
    ...{ type: 'pkcs8', format: 'pem' },
    ...{ cipher: 'aes-256-cbc', passphrase: 'password' },
  });
  const files = {
    'known.pem': `${known.certificate}${known.key}`,
    'unknown.pem': `${unknown.certificate}${unknown.key}`,
    'locked.pem': `${known.certificate}${locked}`,
    'keyless.pem': known.certificate,
  };
  return { known: known.certificate, files };
}

async function createPair(): Promise<{ certificate: string; key: string }> {
  const keys = await createKeys('rsa');
  const { certificate } = await createTestCertificate({ name: 'certvigil', keys });
  return { certificate, key: keys.privateKeyPem };
}
