/** Encodes revocation lists (RFC 5280 section 5.1), also those that no CA makes. */

import type { CreatedCertificate } from '../../../src/app/demo/create-certificate.ts';
import { der, oid } from '../../helpers/certificates.ts';
import { readCertificate } from '../../helpers/paths.ts';
import { ALGORITHMS, extension, readSubject, signed, time } from '../../helpers/revocation.ts';
import type { Entry, List, Scope } from './cases.ts';
import { encodeReasons, type prepareAuthorities, RESPONDER_SERIAL, URLS } from './certificates.ts';
import { SIGNATURES } from './encode-response.ts';
import { computeTime } from './form.ts';

type Authorities = Awaited<ReturnType<typeof prepareAuthorities>>;

const UNKNOWN = '1.2.3.4';
const NUMBER = '2.5.29.20';
const REASON = '2.5.29.21';
const INVALIDITY_DATE = '2.5.29.24';
const DELTA = '2.5.29.27';
const SCOPE = '2.5.29.28';
const CERTIFICATE_ISSUER = '2.5.29.29';
const KEY_IDENTIFIER = '2.5.29.35';
const FRESHEST = '2.5.29.46';

export function encodeList(list: List, target: CreatedCertificate, authorities: Authorities): Buffer {
  const { named, signer, algorithm, damaged, to, entries } = list;
  const extensions = listExtensions(list, authorities);
  const tbs = der(
    0x30,
    der(0x02, Buffer.from([1])),
    der(0x30, oid(ALGORITHMS[SIGNATURES[algorithm]].oid)),
    readSubject(authorities[named]),
    encodeTime(list.from),
    ...(to === null ? [] : [encodeTime(to)]),
    ...(entries.length === 0 ? [] : [der(0x30, ...entries.map((entry) => encodeEntry(entry, target, authorities)))]),
    ...(extensions.length === 0 ? [] : [der(0xa0, der(0x30, ...extensions))]),
  );
  return signed(tbs, authorities[signer], SIGNATURES[algorithm], { damaged });
}

/** UTCTime until 2049 (section 5.1.2.4). */
function encodeTime(minutes: number): Buffer {
  const at = computeTime(minutes);
  return new Date(at).getUTCFullYear() >= 2050 ? time(at) : der(0x17, time(at).subarray(4));
}

function listExtensions({ scope, number, delta, extension: more }: List, { issuing }: Authorities): Buffer[] {
  const encodeNumber = () => extension(NUMBER, der(0x02, Buffer.from([5])));
  return [
    ...(number ? [encodeNumber()] : []),
    ...(scope === null ? [] : [extension(SCOPE, encodeScope(scope), true)]),
    ...(delta ? [extension(DELTA, der(0x02, Buffer.from([1])), true)] : []),
    ...(more === 'unknown' ? [extension(UNKNOWN, der(0x05))] : []),
    ...(more === 'unknown-critical' ? [extension(UNKNOWN, der(0x05), true)] : []),
    ...(more === 'number-twice' ? [encodeNumber(), encodeNumber()].slice(number ? 1 : 0) : []),
    ...(more === 'key-identifier'
      ? [extension(KEY_IDENTIFIER, der(0x30, der(0x80, Buffer.from(issuing.keys.id, 'hex'))))]
      : []),
    ...(more === 'freshest'
      ? [extension(FRESHEST, der(0x30, der(0x30, der(0xa0, der(0xa0, der(0x86, 'http://d.test/delta.crl'))))))]
      : []),
  ];
}

const POINT_URLS = { first: URLS.list, second: URLS.more, elsewhere: 'http://e.test/e.crl' } as const;

function encodeScope({ urls, only, reasons, indirect, relative }: Scope): Buffer {
  const flag = (tag: number) => der(tag, Buffer.from([0xff]));
  const full = urls === null ? [] : [der(0xa0, ...urls.map((url) => der(0x86, POINT_URLS[url])))];
  const name = relative ? [der(0xa1, der(0x30, oid('2.5.4.3'), der(0x0c, 'part')))] : full;
  return der(
    0x30,
    ...(name.length === 0 ? [] : [der(0xa0, ...name)]),
    ...(only.includes('leaves') ? [flag(0x81)] : []),
    ...(only.includes('authorities') ? [flag(0x82)] : []),
    ...(reasons ? [encodeReasons(0x83)] : []),
    ...(indirect ? [flag(0x84)] : []),
    ...(only.includes('attributes') ? [flag(0x85)] : []),
  );
}

function encodeEntry({ serial, reason, date, extension: more }: Entry, target: CreatedCertificate, ca: Authorities) {
  const serials = {
    target: readCertificate(target).serial_bytes,
    responder: Buffer.from(RESPONDER_SERIAL, 'hex'),
    other: Buffer.from([0x55]),
  };
  const issuer = (name: 'issuing' | 'other') => der(0x30, der(0xa4, readSubject(ca[name])));
  const extensions = [
    ...(reason === null ? [] : [extension(REASON, der(0x0a, Buffer.from([reason])))]),
    ...(more === 'invalidity-date' ? [extension(INVALIDITY_DATE, time(computeTime(date)))] : []),
    ...(more === 'unknown' ? [extension(UNKNOWN, der(0x05))] : []),
    ...(more === 'unknown-critical' ? [extension(UNKNOWN, der(0x05), true)] : []),
    ...(more === 'issuer' ? [extension(CERTIFICATE_ISSUER, issuer('issuing'), true)] : []),
    ...(more === 'other-issuer' ? [extension(CERTIFICATE_ISSUER, issuer('other'), true)] : []),
  ];
  const all = extensions.length === 0 ? [] : [der(0x30, ...extensions)];
  return der(0x30, der(0x02, serials[serial]), encodeTime(date), ...all);
}
