/** Writes certificates and keys for the tools that create keystores, and reads the results with certvigil. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { listFileLocations } from '../../src/certificate/decode-file.ts';
import type { GroupedSlot } from '../../src/certificate/group-slots.ts';
import { makeDirectory, removeDirectory } from './harness.ts';
import { VALIDITY } from './reading.ts';

export const PASSWORD = 'changeit';

/** One certificate as a tool or certvigil describes it. */
export interface Described {
  subject: string;
  issuer: string;
  serial: string;
  from: string;
  to: string;
  sha256: string;
}

export interface KeystoreFiles {
  directory: string;
  rootKeyPem: string;
  at: (name: string) => string;
  list: (name: string, password: string | null) => Promise<GroupedSlot[]>;
  /** The certificates of each slot, leaf first, as certvigil reads them. */
  readSlots: (name: string, password?: string | null) => Promise<Record<string, Described[]>>;
  /** The codes of the failures. */
  listCodes: (name: string, password: string | null) => Promise<string[]>;
  remove: () => void;
}

/** Writes a root, its leaves of four kinds of keys, and an unrelated certificate, to a temporary directory. */
export async function makeKeystoreFiles(): Promise<KeystoreFiles> {
  const directory = makeDirectory();
  const at = (name: string) => join(directory, name);
  const root = await createCertificate({ ...VALIDITY, commonName: 'Root', ca: true, keys: await createKeys() });
  const other = await createCertificate({
    ...VALIDITY,
    commonName: 'other.example',
    subject: 'C=DE, O=Example GmbH, CN=other.example',
  });
  for (const kind of ['ec', 'rsa', 'p384', 'ed25519'] as const) {
    const keys = await createKeys(kind);
    const leaf = await createCertificate({ ...VALIDITY, commonName: `${kind}.example`, issuer: root, keys });
    writeFileSync(at(`${kind}.pem`), leaf.certificate);
    writeFileSync(at(`${kind}.key`), leaf.privateKeyPem);
  }
  writeFileSync(at('root.pem'), root.certificate);
  writeFileSync(at('other.pem'), other.certificate);
  const list: KeystoreFiles['list'] = async (name, password) =>
    listFileLocations(name, { bytes: readFileSync(at(name)), password });
  return {
    directory,
    rootKeyPem: root.privateKeyPem,
    at,
    list,
    readSlots: async (name, password = PASSWORD) => {
      const found = await list(name, password);
      expect(found.flatMap(({ failure }) => failure ?? [])).toEqual([]);
      return Object.fromEntries(found.map(({ slot, items }) => [slot, items.map(describeCertificate)]));
    },
    listCodes: async (name, password) => (await list(name, password)).flatMap(({ failure }) => failure?.code ?? []),
    remove: () => void removeDirectory(directory),
  };
}

function describeCertificate({ facts }: GroupedSlot['items'][number]): Described {
  return {
    subject: facts.subject ?? '',
    issuer: facts.issuer ?? '',
    serial: facts.serial_number ?? '',
    from: facts.valid_from ?? '',
    to: facts.valid_to,
    sha256: facts.fingerprint_sha256 ?? '',
  };
}
