/** Encodes OCSP responses (RFC 6960 section 4.2.1), also those that no CA makes. */

import { createHash } from 'node:crypto';
import type { CreatedCertificate } from '../../../src/app/demo/create-certificate.ts';
import { der, oid } from '../../helpers/certificates.ts';
import { readCertificate } from '../../helpers/paths.ts';
import { type ALGORITHMS, extension, HASHES, keyHash, readSubject, signed, time } from '../../helpers/revocation.ts';
import type { Response, Single } from './cases.ts';
import type { prepareAuthorities } from './certificates.ts';
import { computeTime } from './form.ts';

type Authorities = Awaited<ReturnType<typeof prepareAuthorities>>;

const BASIC = '1.3.6.1.5.5.7.48.1.1';
const NONCE = '1.3.6.1.5.5.7.48.1.2';
const UNKNOWN = '1.2.3.4';

/** The signature algorithms by hash. */
export const SIGNATURES = { sha256: 'ecdsa', sha384: 'ecdsa384', sha1: 'sha1' } as const satisfies Record<
  string,
  keyof typeof ALGORITHMS
>;

export function encodeResponse(response: Response, target: CreatedCertificate, authorities: Authorities): Buffer {
  const code = der(0x0a, Buffer.from([response.status]));
  if (response.status !== 0) return der(0x30, code);
  return der(0x30, code, der(0xa0, der(0x30, oid(BASIC), der(0x04, encodeBasic(response, target, authorities)))));
}

function encodeBasic(response: Response, target: CreatedCertificate, authorities: Authorities): Buffer {
  const { signer, named, by, sent, nonce, critical, singles } = response;
  const { [named ?? signer]: responder } = authorities;
  const extensions = [
    ...(nonce ? [extension(NONCE, der(0x04, Buffer.alloc(16, 7)))] : []),
    ...(critical ? [extension(UNKNOWN, der(0x05), true)] : []),
  ];
  const tbs = der(
    0x30,
    by === 'name'
      ? der(0xa1, readSubject(responder))
      : der(0xa2, der(0x04, keyHash(readCertificate(responder).public_key))),
    time(computeTime(response.produced)),
    der(0x30, ...singles.map((single) => encodeSingle(single, target, authorities))),
    ...(extensions.length === 0 ? [] : [der(0xa1, der(0x30, ...extensions))]),
  );
  const certificates = sent.map((name) => Buffer.from(authorities[name].der));
  const more = certificates.length === 0 ? [] : [der(0xa0, der(0x30, ...certificates))];
  const algorithm = SIGNATURES[response.algorithm];
  return signed(tbs, authorities[signer], algorithm, { damaged: response.damaged, more });
}

function encodeSingle(single: Single, target: CreatedCertificate, authorities: Authorities): Buffer {
  const { about, hash, to, critical } = single;
  const issuer = authorities[about === 'other-issuer' ? 'other' : about === 'namesake' ? 'namesake' : 'issuing'];
  const digest = (bytes: Uint8Array) => der(0x04, createHash(hash).update(bytes).digest());
  const serial = about === 'other-serial' ? Buffer.from([0x55]) : readCertificate(target).serial_bytes;
  return der(
    0x30,
    der(
      0x30,
      der(0x30, oid(HASHES[hash]), der(0x05)),
      digest(readSubject(issuer)),
      digest(readCertificate(issuer).public_key),
      der(0x02, serial),
    ),
    encodeStatus(single),
    time(computeTime(single.from)),
    ...(to === null ? [] : [der(0xa0, time(computeTime(to)))]),
    ...(critical ? [der(0xa1, der(0x30, extension(UNKNOWN, der(0x05), true)))] : []),
  );
}

function encodeStatus({ status, reason, revoked }: Single): Buffer {
  if (status !== 'revoked') return der(status === 'good' ? 0x80 : 0x82);
  const why = reason === null ? [] : [der(0xa0, der(0x0a, Buffer.from([reason])))];
  return der(0xa1, time(computeTime(revoked)), ...why);
}
