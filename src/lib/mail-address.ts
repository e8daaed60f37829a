/** Addresses of mail as people write them. */

export interface MailAddress {
  /** Empty where none is written. */
  name: string;
  address: string;
}

/** RFC 5321, 4.5.3.1: a local part and a domain have so many characters at most. */
const MAX_LOCAL_PART_LENGTH = 64;
const MAX_DOMAIN_LENGTH = 255;

/**
 * Reads `ops@example.com` or `Operations <ops@example.com>`, the name with quotes or without; null for anything else.
 * The forms of RFC 5322 that nobody has (comments, quoted local parts, routes) are no addresses here, and nothing that
 * is one can end a header or an SMTP command. Letters of other scripts can be in it (RFC 6531).
 */
export function parseMailAddress(written: string): MailAddress | null {
  const [, quoted, plain, inner] = /^(?:"([^"\\]*)"\s*|([^"<>@,;]*))<([^<>]*)>$/.exec(written.trim()) ?? [];
  const name = quoted ?? plain?.trimEnd() ?? '';
  const address = (inner ?? written).trim();
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(0, at));
  const domain = address.slice(at + 1);
  const fits = local.length <= MAX_LOCAL_PART_LENGTH && domain.length <= MAX_DOMAIN_LENGTH;
  if (!fits || !isLocalPart(local) || !isDomain(domain) || /\p{Cc}/u.test(name)) return null;
  return { name, address };
}

/** RFC 5321, 4.1.2: atoms between dots. */
function isLocalPart(text: string): boolean {
  return text.split('.').every((atom) => /^[\p{L}\p{M}\p{N}_!#$%&'*+/=?^`{|}~-]+$/u.test(atom));
}

function isDomain(text: string): boolean {
  return text.split('.').every((label) => /^[\p{L}\p{M}\p{N}-]+$/u.test(label)) || /^\[[\da-fA-F.:IPv]+\]$/.test(text);
}
