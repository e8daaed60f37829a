/** Reads the trust anchors of an entry, if they are not Mozilla's. */

import { readdir } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { EndpointSource, TrustAnchorFile, TrustRequest } from '../../domain/index.ts';
import { readCaFile } from '../../lib/files/ca-bundle.ts';
import type { Workspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { lazy, memoize } from '../../lib/memoize.ts';

/** The settings to verify the certificates of an entry, without the host; null: they are not verified. */
export type TrustOptions = Omit<TrustRequest, 'host'> | null;

type Trusting = Pick<EndpointSource, 'trust' | 'ca_file' | 'aia' | 'revocation' | 'purpose'>;

export type ReadTrustOptions = (entry: Trusting) => Promise<TrustOptions>;

/** Creates a reader that reads each file only once for all entries. Paths are relative to `root`. */
export function createTrustOptionsReader(root: string, workspace: Workspace, env: Io['env']): ReadTrustOptions {
  const readSystemOnce = lazy(() => readSystem(env));
  const readNamedOnce = memoize((path: string) => readNamed(path, root, workspace));
  return async ({ trust, ca_file, aia, revocation, purpose }) => {
    if (ca_file !== null) {
      return { anchors: await readNamedOnce(ca_file), aia, revocation, purpose };
    }
    if (trust === 'none') return null;
    return { anchors: trust === 'system' ? await readSystemOnce() : null, aia, revocation, purpose };
  };
}

/** Reads a CA file. An unreadable file is the trust result of the certificates, not a failure of the entry. */
async function readNamed(path: string, root: string, { isOutside: leadsOut }: Workspace): Promise<TrustAnchorFile> {
  return { kind: 'ca_file', path, ...(await readCaFile(resolve(root, path), leadsOut)) };
}

/** The bundles of Debian, Red Hat, SUSE, Alpine and others. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Systems with a trust store of their own, which ignore OpenSSL's files. */
const WITH_STORE: readonly string[] = ['darwin', 'win32'];

/** Reads the trust anchors of this machine. SSL_CERT_FILE and SSL_CERT_DIR take precedence, as in OpenSSL and Go. */
async function readSystem(env: Io['env']): Promise<TrustAnchorFile> {
  const { SSL_CERT_FILE: file = '', SSL_CERT_DIR = '' } = env;
  // An empty name is not the working directory.
  const directories = SSL_CERT_DIR.split(delimiter).filter((one) => one !== '');
  if (directories.length > 0) return readNamedStore(file, directories);
  if (file !== '') return { kind: 'system', path: `SSL_CERT_FILE ${file}`, ...(await readCaFile(resolve(file))) };
  for (const path of WITH_STORE.includes(process.platform) ? [] : BUNDLES) {
    const read = await readCaFile(path);
    if ('pem' in read) return { kind: 'system', path, ...read };
  }
  // Node 20 does not have this function.
  const tls: Partial<typeof import('node:tls')> = await import('node:tls');
  const pem = tls.getCACertificates?.('system').join('\n') ?? '';
  const path = 'this machine';
  if (pem !== '') return { kind: 'system', path, pem };
  return { kind: 'system', path, problem: 'has no trust anchors in the usual locations' };
}

/** Files with trust anchors, and the variable that names them, for messages. */
interface NamedFiles {
  label: string;
  files: readonly string[];
}

/** Reads the certificates of SSL_CERT_FILE, if it is set, and of all files in the directories of SSL_CERT_DIR, and names those that have any. */
async function readNamedStore(file: string, directories: readonly string[]): Promise<TrustAnchorFile> {
  const sources: NamedFiles[] = [
    ...(file === '' ? [] : [{ label: `SSL_CERT_FILE ${file}`, files: [resolve(file)] }]),
    ...(await Promise.all(
      directories.map(async (one) => ({ label: `SSL_CERT_DIR ${one}`, files: await listFiles(resolve(one)) })),
    )),
  ];
  const read = await Promise.all(sources.map(async ({ label, files }) => ({ label, pem: await readPems(files) })));
  const found = read.filter(({ pem }) => pem !== '');
  const format = (used: readonly { label: string }[]) => used.map(({ label }) => label).join(', ');
  return found.length === 0
    ? { kind: 'system', path: format(sources), problem: 'has no certificates in PEM' }
    : { kind: 'system', path: format(found), pem: found.map(({ pem }) => pem).join('\n') };
}

/** Reads the files one after the other; empty if none contains PEM. */
async function readPems(files: readonly string[]): Promise<string> {
  const pems: string[] = [];
  for (const one of files) {
    const read = await readCaFile(one);
    if ('pem' in read && read.pem.includes('-----BEGIN ')) pems.push(read.pem);
  }
  return pems.join('\n');
}

/** Lists the files, sorted; empty if the directory cannot be read, as in OpenSSL. */
async function listFiles(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort().map((name) => join(directory, name));
  } catch {
    return [];
  }
}
