/** What the suite's tests read from their servers: the fingerprints that are served, or the code of the failure. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeServed } from '../../src/certificate/index.ts';
import type { Made } from '../../src/demo/make-certificate.ts';
import { readEndpoint } from '../../src/scan/endpoint.ts';
import type { StartTls } from '../../src/types.ts';

export const LIFE = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2030-01-01T00:00:00Z') };

/** Writes a certificate and its key for a server; only its folder's owner and the servers it starts look at them. */
export function writePair(folder: string, name: string, made: Made): { cert: string; key: string } {
  const pair = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  writeFileSync(pair.cert, made.certificate);
  writeFileSync(pair.key, made.privateKeyPem);
  return pair;
}

export interface Reading {
  port: number;
  host?: string;
  server_name?: string;
  starttls?: StartTls;
}

export async function read({ port, host = '127.0.0.1', server_name, starttls }: Reading): Promise<unknown> {
  const target = { host, port, place: `${host}:${port}` };
  const place = await readEndpoint(
    target,
    { kind: 'endpoint', targets: [target], server_name: server_name ?? null, starttls: starttls ?? null },
    { timeout_seconds: 30, lookup: async () => ['127.0.0.1'], sleep: async () => {} },
  );
  if ('failure' in place) return place.failure.code;
  const decoded = 'served' in place ? decodeServed(place.served) : null;
  if (decoded === null || 'code' in decoded) return decoded?.code;
  return [decoded.fingerprint, ...decoded.chain.map(({ fingerprint_sha256 }) => fingerprint_sha256)];
}
