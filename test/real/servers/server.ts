/** Shared setup for the STARTTLS servers. */

import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreatedCertificate } from '../../../src/app/demo/create-certificate.ts';
import type { StartTls } from '../../../src/domain/index.ts';
import type { Daemon, Needs } from '../harness.ts';
import { writeKeyPair } from '../reading.ts';

export interface Setup {
  /** Empty, and accessible for every user. */
  directory: string;
  made: CreatedCertificate;
  /** The paths of the programs that the server needs, in their order. */
  programs: string[];
  /** One free port for each protocol. */
  ports: Record<StartTls, number>;
}

/** A server with a certificate after STARTTLS, with a separate port for each of these protocols. */
export interface RealServer extends Needs {
  protocols: readonly StartTls[];
  start: (setup: Setup) => Promise<Daemon>;
}

export interface User {
  uid: number;
  gid: number;
}

/** Finds a user that Debian's package has created. */
export function findUser(name: string): User {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined) throw new Error(`there is no user ${name}`);
  return { uid: Number(uid), gid: Number(gid) };
}

/** Writes certificate and key as PEM; only the user may read the key. */
export function installKeyPair({ directory, made }: Setup, user: User | null = null): { cert: string; key: string } {
  const pair = writeKeyPair(directory, 'server', made);
  chmodSync(pair.key, 0o600);
  if (user !== null) chownSync(pair.key, user.uid, user.gid);
  return pair;
}

export function writeConfig({ directory }: Setup, name: string, text: string): string {
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
}

export function makeDirectory({ directory }: Setup, name: string, user: User | null = null): string {
  const path = join(directory, name);
  mkdirSync(path);
  if (user !== null) chownSync(path, user.uid, user.gid);
  return path;
}
