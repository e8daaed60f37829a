/** Parses email addresses as people write them. */

export interface MailAddress {
  /** The name; empty if it is missing. */
  name: string;
  address: string;
}

/** The limits of RFC 5321 section 4.5.3.1. */
const MAX_LOCAL_PART_LENGTH = 64;
const MAX_DOMAIN_LENGTH = 255;

/**
 * Parses `ops@example.com` or `Operations <ops@example.com>`, with the name quoted or not; returns null for other text. The unused forms of
 * RFC 5322 (comments, quoted local parts, routes) are not accepted, so that an address cannot end a header or an SMTP command. Letters of
 * other scripts are accepted (RFC 6531).
 */
export function parseMailAddress(text: string): MailAddress | null {
  const [, quoted, plain, inner] = /^(?:"([^"\\]*)"\s*|([^"<>@,;]*))<([^<>]*)>$/.exec(text.trim()) ?? [];
  const name = quoted ?? plain?.trimEnd() ?? '';
  const address = (inner ?? text).trim();
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(0, at));
  const domain = address.slice(at + 1);
  const fits = local.length <= MAX_LOCAL_PART_LENGTH && domain.length <= MAX_DOMAIN_LENGTH;
  if (!fits || !isLocalPart(local) || !isDomain(domain) || /\p{Cc}/u.test(name)) return null;
  return { name, address };
}

/** Whether a text consists of atoms separated by dots (RFC 5321 section 4.1.2). */
function isLocalPart(text: string): boolean {
  return text.split('.').every((atom) => /^[\p{L}\p{M}\p{N}_!#$%&'*+/=?^`{|}~-]+$/u.test(atom));
}

function isDomain(text: string): boolean {
  return text.split('.').every((label) => /^[\p{L}\p{M}\p{N}-]+$/u.test(label)) || /^\[[\da-fA-F.:IPv]+\]$/.test(text);
}
