/** Builds certificates byte by byte that no tool creates: unusual times, names, serials and keys. Signatures are invalid. */

/** One DER element around its parts. */
export function der(tag: number, ...parts: (Uint8Array | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  // The shortest form (X.690 section 10.1): OpenSSL verifies its own encoding.
  const digits = content.length.toString(16);
  const length = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}

/** An object identifier from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  const bytes = [first * 40n + second, ...rest].flatMap((arc) => {
    const septets = [Number(arc & 0x7fn)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) septets.unshift(Number(left & 0x7fn) | 0x80);
    return septets;
  });
  return der(0x06, Buffer.from(bytes));
}

const SEQUENCE = 0x30;
const SET = 0x31;

/** A value of a name with the tag of its string type: 12 UTF8String, 19 PrintableString, 30 BMPString, ... */
export type Value = [type: string, tag: number, value: Uint8Array | string];

/** A name from its relative names, each a list of values. */
export function name(...relative: Value[][]): Buffer {
  return der(
    SEQUENCE,
    ...relative.map((values) =>
      der(SET, ...values.map(([type, tag, value]) => der(SEQUENCE, oid(type), der(tag, value)))),
    ),
  );
}

export const CN = '2.5.4.3';

export interface CertificateFields {
  serial?: Uint8Array;
  subject?: Buffer;
  issuer?: Buffer;
  /** UTCTime for 13 characters, else GeneralizedTime; or an element. */
  from?: string | Buffer;
  to?: string | Buffer;
  /** A SubjectPublicKeyInfo. */
  key?: Buffer;
  /** Dotted. */
  signature?: string;
  /** Of the signature algorithm. */
  parameters?: readonly Buffer[];
  /** By dotted name, or in pairs if a name is repeated. */
  extensions?: Readonly<Record<string, Buffer>> | readonly (readonly [type: string, value: Buffer])[];
  /** The flags of critical extensions, by dotted name: the octet of a BOOLEAN. */
  critical?: Readonly<Record<string, number>>;
  /** Omits the version, as in version 1. */
  version1?: boolean;
  /** The INTEGER of the version, which is one less. Default: 2. */
  version?: number;
}

const EC_KEY = der(
  SEQUENCE,
  der(SEQUENCE, oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')),
  der(0x03, Buffer.alloc(66, 4)),
);

/** A certificate of version 3 in DER. */
export function buildCertificate(odd: CertificateFields = {}): Buffer {
  const subject = odd.subject ?? name([[CN, 12, 'odd.example']]);
  const algorithm = der(SEQUENCE, oid(odd.signature ?? '1.2.840.10045.4.3.2'), ...(odd.parameters ?? []));
  const time = (text: string | Buffer) =>
    typeof text === 'string' ? der(text.length === 13 ? 0x17 : 0x18, text) : text;
  const pairs = Array.isArray(odd.extensions) ? odd.extensions : Object.entries(odd.extensions ?? {});
  const extensions = pairs.map(([type, value]: readonly [string, Buffer]) => {
    const flag = odd.critical?.[type];
    const flags = flag === undefined ? [] : [der(0x01, Buffer.from([flag]))];
    return der(SEQUENCE, oid(type), ...flags, der(0x04, value));
  });
  const signed = der(
    SEQUENCE,
    ...(odd.version1 ? [] : [der(0xa0, der(0x02, Buffer.from([odd.version ?? 2])))]),
    der(0x02, odd.serial ?? Buffer.from([1])),
    algorithm,
    odd.issuer ?? subject,
    der(SEQUENCE, time(odd.from ?? '260101000000Z'), time(odd.to ?? '270101000000Z')),
    subject,
    odd.key ?? EC_KEY,
    ...(extensions.length === 0 ? [] : [der(0xa3, der(SEQUENCE, ...extensions))]),
  );
  return der(SEQUENCE, signed, algorithm, der(0x03, Buffer.alloc(65)));
}

/** PEM of these bytes. */
export function pem(bytes: Uint8Array, label = 'CERTIFICATE'): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
