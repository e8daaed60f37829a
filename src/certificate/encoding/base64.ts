/** Strict decoders of base64 in lines of any length. */

/** Whole groups of four characters, of which the last may be padded or, as `atob` accepts, lack its padding. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** ASCII white space, which is ignored. */
const SPACE = /[\t\n\f\r ]+/g;

/** For shorter texts, checking first is faster than catching an exception. */
const SHORT = 128;

/**
 * Decodes base64 (RFC 4648 section 4); returns null if the text contains other characters than base64 and white space. Buffer.from would
 * skip other characters and return different bytes, and so another certificate. `atob` is strict.
 */
export function decodeBase64Strict(text: string): Buffer | null {
  if (text.length < SHORT) return BASE64.test(text.replace(SPACE, '')) ? Buffer.from(text, 'base64') : null;
  try {
    return Buffer.from(atob(text), 'latin1');
  } catch {
    return null;
  }
}

/** Decodes the URL-safe alphabet (RFC 4648 section 5) in the same way. Some tools use it instead. */
export function decodeBase64UrlStrict(text: string): Buffer | null {
  return /[+/]/.test(text) ? null : decodeBase64Strict(text.replaceAll('-', '+').replaceAll('_', '/'));
}
