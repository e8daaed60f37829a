/** Base64 as it stands in texts (RFC 4648 section 4), in lines of any length. */

const BASE64 = /^[A-Za-z0-9+/\s]*(?:=\s*){0,2}$/;

/** Under it to throw takes longer than to look first. */
const SHORT = 128;

/**
 * The bytes; null where anything else than base64 and white space is there. What Buffer.from passes over would leave other
 * bytes than were written, and so another certificate; `atob` is strict, and is so while it reads.
 */
export function decodeBase64Strict(text: string): Buffer | null {
  if (text.length < SHORT) return BASE64.test(text) ? Buffer.from(text, 'base64') : null;
  try {
    return Buffer.from(atob(text), 'latin1');
  } catch {
    return null;
  }
}

const URL_BASE64 = /^[A-Za-z0-9_\-\s]*(?:=\s*){0,2}$/;

/** The same of the other alphabet (section 5), which some take where the first is asked for. */
export function decodeBase64UrlStrict(text: string): Buffer | null {
  return URL_BASE64.test(text) ? Buffer.from(text, 'base64url') : null;
}
