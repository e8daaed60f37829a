/** Checks whether a certificate is for a host (RFC 9525). The common name is ignored (section 2). */

import type { GeneralName, PathFields } from '../domain/index.ts';
import { parseIpv6 } from '../lib/host-port.ts';

/** `host` is a name in ASCII form, or an address without brackets. */
export function isIssuedForHost({ names }: Pick<PathFields, 'names'>, host: string): boolean {
  const address = parseAddressBytes(host);
  if (address !== null) return names.some(({ bytes }) => isSame(bytes, address));
  const labels = splitLabels(host);
  return names.some((name) => name.kind === 'dns' && matches(name, labels));
}

function splitLabels(name: string): string[] {
  return name.toLowerCase().replace(/\.$/, '').split('.');
}

/**
 * RFC 9525 section 6.3: a wildcard matches one whole label, the left-most. Browsers and OpenSSL also reject a wildcard
 * directly below a top-level domain.
 */
function matches({ text }: GeneralName, labels: readonly string[]): boolean {
  // A NUL, or another character that is invalid in a host name, may end the name early for other clients. Clients reject a trailing dot
  // here (RFC 5280 section 4.2.1.6); in the host, it only marks the name as absolute.
  if (!/^(?:\*\.)?[\w-]+(?:\.[\w-]+)*$/.test(text)) return false;
  const [first, ...rest] = splitLabels(text);
  const [label, ...parents] = labels;
  const isAlike = first === '*' ? rest.length >= 2 && label !== '' : first === label;
  return isAlike && rest.join('.') === parents.join('.');
}

function isSame(a: Uint8Array | null, b: Uint8Array): boolean {
  return a !== null && Buffer.from(a).equals(b);
}

const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;

/** Returns the octets of an address; null for a name. */
export function parseAddressBytes(host: string): Uint8Array | null {
  const bare = host.replace(/^\[|\]$/g, '').replace(/%.*$/s, '');
  if (IPV4.test(bare)) return Uint8Array.from(bare.split('.'), Number);
  return URL.canParse(`http://[${bare}]`) ? parseIpv6(bare) : null;
}
