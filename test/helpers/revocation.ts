/** Builds revocation lists and OCSP responses byte by byte, signed with real keys, also ones that no tool creates. */

import 'reflect-metadata';
import { createHash, createPrivateKey, sign } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import { readStructure } from '../../src/certificate/x509/structure.ts';
import { der, oid } from './certificates.ts';
import { NOW, readCertificate } from './paths.ts';

const HOUR = 3_600_000;

/** The DER of a certificate's subject. */
export function readSubject({ der }: Pick<CreatedCertificate, 'der'>): Buffer {
  const bytes = Buffer.from(der);
  const { at, end } = readStructure(bytes).subject;
  return bytes.subarray(at, end);
}

/** GeneralizedTime of a moment in milliseconds. */
export function time(at: number): Buffer {
  return der(0x18, `${new Date(at).toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`);
}

export function extension(name: string, value: Uint8Array, critical = false): Buffer {
  return der(0x30, oid(name), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
}

export const ALGORITHMS = {
  ecdsa: { oid: '1.2.840.10045.4.3.2', hash: 'sha256' },
  ecdsa384: { oid: '1.2.840.10045.4.3.3', hash: 'sha384' },
  sha1: { oid: '1.2.840.10045.4.1', hash: 'sha1' },
  rsa: { oid: '1.2.840.113549.1.1.11', hash: 'sha256' },
} as const;

/** Encodes the content, its algorithm and its signature, which is that of another content if it is `damaged`, followed by `more`. */
export function signed(
  tbs: Buffer,
  signer: CreatedCertificate,
  how: keyof typeof ALGORITHMS,
  { damaged = false, more = [] }: { damaged?: boolean; more?: readonly Buffer[] } = {},
): Buffer {
  const algorithm = ALGORITHMS[how];
  const content = damaged ? Buffer.concat([tbs, tbs]) : tbs;
  const signature = sign(algorithm.hash, content, createPrivateKey(signer.privateKeyPem));
  return der(0x30, tbs, der(0x30, oid(algorithm.oid)), der(0x03, Buffer.from([0]), signature), ...more);
}

export interface ListOptions {
  issuer: CreatedCertificate;
  /** Signed by a key other than that of the named issuer. */
  signer?: CreatedCertificate;
  algorithm?: keyof typeof ALGORITHMS;
  /** Hours from `NOW`; null: omitted. */
  from?: number;
  to?: number | null;
  now?: number;
  revoked?: readonly Entry[];
  /** The bytes of any number of entries, instead of `revoked`. */
  entries?: Buffer;
  /** The value of an issuing distribution point. */
  scope?: Buffer;
  delta?: boolean;
  critical?: string;
  /** An extension of the list that occurs twice. */
  twice?: EntryExtension;
}

export interface Entry {
  /** The INTEGER's content. */
  serial: Uint8Array;
  /** By number. */
  reason?: number;
  /** Other extensions of the entry. */
  more?: readonly EntryExtension[];
}

export interface EntryExtension {
  /** Dotted. */
  name: string;
  value: Uint8Array;
  critical?: boolean;
}

export function makeList(options: ListOptions): Buffer {
  const { issuer, signer = issuer, algorithm = 'ecdsa', from = -1, to = 24, now = NOW, revoked = [] } = options;
  const { entries = Buffer.concat(revoked.map((one) => entry(one, now))) } = options;
  const extensions = [
    ...(options.scope === undefined ? [] : [extension('2.5.29.28', options.scope, true)]),
    ...(options.delta ? [extension('2.5.29.27', der(0x02, Buffer.from([1])), true)] : []),
    ...(options.critical === undefined ? [] : [extension(options.critical, der(0x05), true)]),
    ...(options.twice === undefined ? [] : [options.twice, options.twice]).map(({ name, value, critical }) =>
      extension(name, value, critical),
    ),
  ];
  const tbs = der(
    0x30,
    der(0x02, Buffer.from([1])),
    der(0x30, oid(ALGORITHMS[algorithm].oid)),
    readSubject(issuer),
    time(now + from * HOUR),
    ...(to === null ? [] : [time(now + to * HOUR)]),
    ...(entries.length === 0 ? [] : [der(0x30, entries)]),
    ...(extensions.length === 0 ? [] : [der(0xa0, der(0x30, ...extensions))]),
  );
  return signed(tbs, signer, algorithm);
}

function entry({ serial, reason, more = [] }: Entry, now: number): Buffer {
  const extensions = [
    ...(reason === undefined ? [] : [extension('2.5.29.21', der(0x0a, Buffer.from([reason])))]),
    ...more.map(({ name, value, critical }) => extension(name, value, critical)),
  ];
  const list = extensions.length === 0 ? [] : [der(0x30, ...extensions)];
  return der(0x30, der(0x02, serial), time(now - HOUR), ...list);
}

export interface ScopeOptions {
  urls?: readonly string[];
  /** The tags of flags that are true. */
  flags?: readonly number[];
  reasons?: boolean;
}

/** The value of an issuing distribution point extension. */
export function buildScope({ urls, flags = [], reasons }: ScopeOptions): Buffer {
  return der(
    0x30,
    ...(urls === undefined ? [] : [der(0xa0, der(0xa0, ...urls.map((url) => der(0x86, url))))]),
    ...flags.map((tag) => der(tag, Buffer.from([0xff]))),
    ...(reasons ? [der(0x83, Buffer.from([1, 2]))] : []),
  );
}

export interface ResponseOptions {
  issuer: CreatedCertificate;
  /** The certificate that the response is for. */
  about: CreatedCertificate;
  signer?: CreatedCertificate;
  /** Certificates in the response. */
  certificates?: readonly CreatedCertificate[];
  algorithm?: keyof typeof ALGORITHMS;
  responder?: 'name' | 'key';
  status?: 'good' | 'unknown' | { reason?: number };
  /** Hours from `NOW`; null: omitted. */
  from?: number;
  to?: number | null;
  now?: number;
  serial?: Uint8Array;
  /** The issuer whose name and key are hashed. */
  hashed?: CreatedCertificate;
  hash?: keyof typeof HASHES;
  critical?: string;
}

export const HASHES = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  md5: '1.2.840.113549.2.5',
} as const;

export function makeResponse(options: ResponseOptions): Buffer {
  const { issuer, about, signer = issuer, certificates = [], algorithm = 'ecdsa', responder = 'name' } = options;
  const { status = 'good', from = -1, to = 24, now = NOW, hash = 'sha1', hashed = issuer } = options;
  const digest = (bytes: Uint8Array) => der(0x04, createHash(hash).update(bytes).digest());
  const id = der(
    0x30,
    der(0x30, oid(HASHES[hash]), der(0x05)),
    digest(readSubject(hashed)),
    digest(readCertificate(hashed).public_key),
    der(0x02, options.serial ?? readCertificate(about).serial_bytes),
  );
  const single = der(
    0x30,
    id,
    buildStatus(status, now),
    time(now + from * HOUR),
    ...(to === null ? [] : [der(0xa0, time(now + to * HOUR))]),
    ...(options.critical === undefined ? [] : [der(0xa1, der(0x30, extension(options.critical, der(0x05), true)))]),
  );
  const name =
    responder === 'name'
      ? der(0xa1, readSubject(signer))
      : der(0xa2, der(0x04, keyHash(readCertificate(signer).public_key)));
  const tbs = der(0x30, name, time(now + from * HOUR), der(0x30, single));
  const along = certificates.map((made) => Buffer.from(made.der));
  const more = along.length === 0 ? [] : [der(0xa0, der(0x30, ...along))];
  const basic = signed(tbs, signer, algorithm, { more });
  return der(0x30, der(0x0a, Buffer.from([0])), der(0xa0, der(0x30, oid('1.3.6.1.5.5.7.48.1.1'), der(0x04, basic))));
}

export function keyHash(key: Uint8Array): Buffer {
  return createHash('sha1').update(key).digest();
}

function buildStatus(status: NonNullable<ResponseOptions['status']>, now: number): Buffer {
  if (status === 'good') return der(0x80);
  if (status === 'unknown') return der(0x82);
  const { reason } = status;
  const why = reason === undefined ? [] : [der(0xa0, der(0x0a, Buffer.from([reason])))];
  return der(0xa1, time(now - HOUR), ...why);
}

/** An OCSP error response. */
export function buildOcspError(status: number): Buffer {
  return der(0x30, der(0x0a, Buffer.from([status])));
}

export interface RevocationUrls {
  lists?: readonly string[];
  responders?: readonly string[];
  /** Whether another issuer signs the lists, or they cover only some reasons. */
  indirect?: boolean;
  reasons?: boolean;
}

/** Creates the extensions with the URLs of the issuer's lists and responders. */
export function createRevocationExtensions({
  lists = [],
  responders = [],
  indirect,
  reasons,
}: RevocationUrls): x509.Extension[] {
  const point = der(
    0x30,
    der(0xa0, der(0xa0, ...lists.map((url) => der(0x86, url)))),
    ...(reasons ? [der(0x81, Buffer.from([1, 2]))] : []),
    ...(indirect ? [der(0xa2, der(0xa4, der(0x30)))] : []),
  );
  return [
    ...(lists.length === 0 ? [] : [new x509.Extension('2.5.29.31', false, der(0x30, point))]),
    ...(responders.length === 0 ? [] : [new x509.AuthorityInfoAccessExtension({ ocsp: [...responders] })]),
  ];
}
