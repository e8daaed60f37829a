/** A private CA with a server certificate for the loopback interface and a client certificate, as files. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCertificate, createKeys } from '../../../src/app/demo/create-certificate.ts';
import type { FakeTls } from './fake-api.ts';

export interface TlsFiles {
  /** The directory with `ca.pem`, `client.pem` and `client.key`; the client is called `certvigil`. */
  root: string;
  /** For a server that requests client certificates of this CA. */
  server: Required<FakeTls>;
  remove: () => Promise<void>;
}

const HOUR = 3_600_000;

/** `directory`: where in the root the files are. `sans`: the names of the server. */
export async function createTlsFiles(directory = '.', sans = ['127.0.0.1', '::1']): Promise<TlsFiles> {
  const keys = await createKeys();
  const validity = { notBefore: new Date(Date.now() - HOUR), notAfter: new Date(Date.now() + HOUR) };
  const ca = await createCertificate({ commonName: 'Private CA', ca: true, keys, ...validity });
  const server = await createCertificate({ commonName: 'api', sans, issuer: ca, ...validity });
  const client = await createCertificate({ commonName: 'certvigil', issuer: ca, ...validity });
  const root = await mkdtemp(path.join(tmpdir(), 'certvigil-tls-'));
  await mkdir(path.join(root, directory), { recursive: true });
  const files = { 'ca.pem': ca.certificate, 'client.pem': client.certificate, 'client.key': client.privateKeyPem };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(root, directory, name), content);
  return {
    root,
    server: { cert: server.certificate, key: server.privateKeyPem, ca: ca.certificate },
    remove: () => rm(root, { recursive: true }),
  };
}
