/** Writes certificates for the servers of the tests, and reads them from the servers. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import { fingerprints, type Reading, readEndpoint } from '../helpers/reading.ts';

export const VALIDITY = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2030-01-01T00:00:00Z') };

/** Writes a certificate and its key for a server. */
export function writeKeyPair(directory: string, name: string, made: CreatedCertificate): { cert: string; key: string } {
  const pair = { cert: join(directory, `${name}.pem`), key: join(directory, `${name}.key`) };
  writeFileSync(pair.cert, made.certificate);
  writeFileSync(pair.key, made.privateKeyPem);
  return pair;
}

/** Reads the fingerprints of the served certificates, or the code of the failure. */
export async function readFingerprints(reading: Reading): Promise<unknown> {
  const { location } = await readEndpoint({ addresses: ['127.0.0.1'], timeout_seconds: 30, ...reading });
  return 'failure' in location ? location.failure.code : fingerprints(location);
}
