/** Parses one serial number or fingerprint in the spellings of CAs, OpenSSL, Windows and crt.sh. */

/** A value and its readings; null: it cannot be read like this. */
export interface ListedValue {
  /** Its digits. */
  text: string;
  /** A SHA-256 fingerprint in lower-case hex. */
  fingerprint: string | null;
  /** A serial number in hex, as `normalizeSerial` returns it. */
  hex: string | null;
  /** The same, if the digits are decimal. */
  decimal: string | null;
}

/** The number of hex digits of SHA-256. Serial numbers have at most 40 (RFC 5280 section 4.1.2.2). */
const FINGERPRINT_DIGITS = 64;
/** The number of decimal digits of the largest serial number of 20 bytes. */
const MAX_DECIMAL_DIGITS = 49;

/** Windows copies a serial number with a mark before it. */
const INVISIBLE = /[\u200e\u200f\ufeff]/g;
const LABEL = /^(?:serial(?: ?_?number)?(?: \(hex\))?|sha-?256(?: ?fingerprint)?|fingerprint)\s*[:=]\s*/i;
/** OpenSSL prints small serial numbers as `4660 (0x1234)`. */
const BOTH_BASES = /^-?\d+ \((-?0x[0-9a-f]+)\)$/i;
/** The parameters of crt.sh. Its `id` is a number of its own. */
const LINK = /^https?:\/\/[^?]+\?(?:.*&)?(?:serial|sha256|q)=([^&]+)/i;

/** Returns null if the text is neither a serial number nor a fingerprint. */
export function parseListedValue(text: string): ListedValue | null {
  const trimmed = text.replace(INVISIBLE, '').trim().replace(LABEL, '');
  const [, linked] = LINK.exec(trimmed) ?? [];
  const [, hexadecimal] = BOTH_BASES.exec(trimmed) ?? [];
  const value = hexadecimal ?? linked ?? trimmed;
  const hasPrefix = /^-?0x/i.test(value);
  const digits = joinBytes(value.replace(/^(-?)0x/i, '$1'));
  if (digits === null || !/^-?[0-9a-f]{1,64}$/.test(digits)) return null;
  if (digits.length === FINGERPRINT_DIGITS) return { text: digits, fingerprint: digits, hex: null, decimal: null };
  const isPlain = !hasPrefix && digits === value;
  const isDecimal = isPlain && /^\d+$/.test(digits) && digits.length <= MAX_DECIMAL_DIGITS;
  const decimal = isDecimal ? BigInt(digits).toString(16) : null;
  return { text: digits, fingerprint: null, hex: normalizeSerial(digits), decimal };
}

/** Joins bytes, or pairs of bytes, that are separated by colons, blanks or hyphens. Returns null for other groups. */
function joinBytes(text: string): string | null {
  const sign = text.startsWith('-') ? '-' : '';
  const groups = text.slice(sign.length).toLowerCase().split(/[: -]/);
  const [only = ''] = groups;
  if (groups.length === 1) return sign + only;
  return BYTES.some((size) => groups.every((group) => size.test(group)))
    ? sign + groups.map((group) => group.padStart(2, '0')).join('')
    : null;
}

const BYTES = [/^[0-9a-f]{1,2}$/, /^[0-9a-f]{4}$/];

/** Normalizes the hex digits of a serial number: lower case, without leading zeros. */
export function normalizeSerial(hex: string): string {
  const text = hex.replaceAll(':', '').toLowerCase();
  const sign = text.startsWith('-') ? '-' : '';
  return sign + text.slice(sign.length).replace(/^0+(?=.)/, '');
}
