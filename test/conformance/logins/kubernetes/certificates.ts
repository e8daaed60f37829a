/** Certificates of a cluster: those of the server, and of clients that it knows or does not know. */

import { createCertificate, createKeys } from '../../../../src/app/demo/create-certificate.ts';
import type { FakeTls } from '../../../helpers/inventory/fake-api.ts';

const DAY = 86_400_000;

export async function createCertificateFiles(): Promise<{ tls: FakeTls; files: Record<string, string> }> {
  const dates = { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + 30 * DAY) };
  const createCa = async (commonName: string) =>
    createCertificate({ commonName, ca: true, keys: await createKeys(), ...dates });
  const [ca, other] = await Promise.all([createCa('Cluster CA'), createCa('Other CA')]);
  const server = await createCertificate({ commonName: 'api', sans: ['127.0.0.1'], issuer: ca, ...dates });
  const known = await createCertificate({ commonName: 'certificate', issuer: ca, ...dates });
  const unknown = await createCertificate({ commonName: 'unknown', issuer: other, ...dates });
  const files = {
    ...{ 'ca.pem': ca.certificate, 'text.pem': 'Sign in', 'text.key': 'Sign in' },
    ...{ 'known.pem': known.certificate, 'known.key': known.privateKeyPem },
    ...{ 'unknown.pem': unknown.certificate, 'unknown.key': unknown.privateKeyPem },
  };
  return { tls: { cert: server.certificate, key: server.privateKeyPem, ca: ca.certificate }, files };
}
