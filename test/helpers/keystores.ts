/** Builds keystores and bundles byte by byte: of any size, and ones that no tool creates. */

import { createCipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { der, oid } from './certificates.ts';

export interface Entry {
  alias: string;
  /** DER; with a key the leaf and its chain, else one. */
  certificates: Uint8Array[];
  /** Bytes instead of an encrypted key. */
  key?: Uint8Array;
}

const bigEndian = (value: number, bytes: number) => {
  const written = Buffer.alloc(bytes);
  written.writeUIntBE(value, 0, bytes);
  return written;
};
const utf = (text: string) => Buffer.concat([bigEndian(Buffer.byteLength(text), 2), Buffer.from(text)]);
const long = (bytes: Uint8Array) => Buffer.concat([bigEndian(bytes.length, 4), bytes]);

/** A JKS or, with its magic, a JCEKS keystore, sealed with the password. */
export function jks(entries: readonly Entry[], password: string, { magic = 0xfeedfeed, version = 2 } = {}): Buffer {
  const certificate = (bytes: Uint8Array) =>
    Buffer.concat([version === 2 ? utf('X.509') : Buffer.alloc(0), long(bytes)]);
  const body = entries.map(({ alias, certificates, key }) => {
    const head = (kind: number) => [bigEndian(kind, 4), utf(alias), Buffer.alloc(8)];
    if (key === undefined) return Buffer.concat([...head(2), ...certificates.map(certificate)]);
    return Buffer.concat([...head(1), long(key), bigEndian(certificates.length, 4), ...certificates.map(certificate)]);
  });
  const content = Buffer.concat([bigEndian(magic, 4), bigEndian(version, 4), bigEndian(entries.length, 4), ...body]);
  const secret = Buffer.from(password, 'utf16le').swap16();
  return Buffer.concat([
    content,
    createHash('sha1').update(secret).update('Mighty Aphrodite').update(content).digest(),
  ]);
}

const DATA = '1.2.840.113549.1.7.1';

/** A bag with a certificate and its name (RFC 7292 section 4.2.3). */
export function certificateBag(certificate: Uint8Array, name: string | null): Buffer {
  const value = der(0x30, oid('1.2.840.113549.1.9.22.1'), der(0xa0, der(0x04, certificate)));
  const bag = [oid('1.2.840.113549.1.12.10.1.3'), der(0xa0, value)];
  if (name === null) return der(0x30, ...bag);
  const friendly = der(0x1e, Buffer.from(name, 'utf16le').swap16());
  return der(0x30, ...bag, der(0x31, der(0x30, oid('1.2.840.113549.1.9.20'), der(0x31, friendly))));
}

/** A ContentInfo of data. */
export function plainContent(bags: Buffer): Buffer {
  return der(0x30, oid(DATA), der(0xa0, der(0x04, bags)));
}

/** Encrypts with AES-256 and a key of PBKDF2 with SHA-256, as OpenSSL 3 and Java do. Returns the algorithm too. */
export function encrypt(
  bags: Buffer,
  password: string | Buffer,
  rounds = 2048,
): { algorithm: Buffer; encrypted: Buffer } {
  const salt = Buffer.alloc(16, 7);
  const iv = Buffer.alloc(16, 9);
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(password, salt, rounds, 32, 'sha256'), iv);
  const encrypted = Buffer.concat([cipher.update(bags), cipher.final()]);
  const hmac = der(0x30, oid('1.2.840.113549.2.9'), der(0x05));
  const derivation = der(0x30, der(0x04, salt), der(0x02, bigEndian(rounds, 4)), hmac);
  const scheme = der(
    0x30,
    der(0x30, oid('1.2.840.113549.1.5.12'), derivation),
    der(0x30, oid('2.16.840.1.101.3.4.1.42'), der(0x04, iv)),
  );
  return { algorithm: der(0x30, oid('1.2.840.113549.1.5.13'), scheme), encrypted };
}

/** A ContentInfo of data that is encrypted so. */
export function encryptedContent(bags: Buffer, password: string | Buffer, rounds = 2048): Buffer {
  const { algorithm, encrypted } = encrypt(bags, password, rounds);
  const info = der(0x30, oid(DATA), algorithm, der(0x80, encrypted));
  return der(0x30, oid('1.2.840.113549.1.7.6'), der(0xa0, der(0x30, der(0x02, '\0'), info)));
}

/** A keystore of these contents, without a seal. */
export function pkcs12(...contents: Buffer[]): Buffer {
  return der(0x30, der(0x02, '\x03'), plainContent(der(0x30, ...contents)));
}

/** A positive INTEGER in the shortest form, which OpenSSL requires. */
function integer(value: number): Buffer {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return der(0x02, ...((bytes[0] ?? 0) >= 0x80 ? [Buffer.alloc(1)] : []), bytes);
}

export interface Pbmac1Options {
  password?: string | Buffer;
  /** Of the key, in bytes; null leaves it out. */
  keyLength?: number | null;
  rounds?: number;
  /** Dotted; default: PBKDF2. */
  derivation?: string;
}

/** A keystore of these contents with PBMAC1 (RFC 9579), by PBKDF2 and HMAC with SHA-256. */
export function pkcs12WithPbmac1(contents: readonly Buffer[], options: Pbmac1Options = {}): Buffer {
  const { password = 'changeit', keyLength = 32, rounds = 2048, derivation = '1.2.840.113549.1.5.12' } = options;
  const data = der(0x30, ...contents);
  const salt = Buffer.alloc(8, 5);
  const hmac = der(0x30, oid('1.2.840.113549.2.9'), der(0x05));
  const length = keyLength === null ? [] : [integer(keyLength)];
  const parameters = der(0x30, der(0x04, salt), integer(rounds), ...length, hmac);
  const scheme = der(0x30, der(0x30, oid(derivation), parameters), hmac);
  const key = pbkdf2Sync(password, salt, Math.min(rounds, 2048), keyLength ?? 32, 'sha256');
  const mac = createHmac('sha256', key).update(data).digest();
  const info = der(0x30, der(0x30, oid('1.2.840.113549.1.5.14'), scheme), der(0x04, mac));
  const macData = der(0x30, info, der(0x04, 'NOT USED'), der(0x02, '\x01'));
  return der(0x30, der(0x02, '\x03'), plainContent(data), macData);
}

/** A keystore whose contents are signed instead of having a MAC (RFC 7292 section 4), without a signature. */
export function signedPkcs12(...contents: Buffer[]): Buffer {
  const data = der(0x30, der(0x02, '\x01'), der(0x31), plainContent(der(0x30, ...contents)), der(0x31));
  return der(0x30, der(0x02, '\x03'), der(0x30, oid('1.2.840.113549.1.7.2'), der(0xa0, data)));
}

/** A bundle of certificates (RFC 5652 section 5.1). */
export function pkcs7(certificates: readonly Uint8Array[], signed: Uint8Array | null = null): Buffer {
  const content = signed === null ? [] : [der(0xa0, der(0x04, signed))];
  const data = der(
    0x30,
    der(0x02, '\x01'),
    der(0x31),
    der(0x30, oid(DATA), ...content),
    der(0xa0, ...certificates),
    der(0x31),
  );
  return der(0x30, oid('1.2.840.113549.1.7.2'), der(0xa0, data));
}
