/** Parses and formats IPv6 addresses. */

/** The 16 bytes of an IPv6 address, without its zone. */
export function parseIpv6(address: string): Buffer {
  // URL normalizes an address: without dots, and with at most one `::`.
  const [head = '', tail] = new URL(`http://[${address.replace(/%.*/, '')}]`).hostname.slice(1, -1).split('::');
  const words = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [words(head), words(tail ?? '')];
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return Buffer.from([...before, ...gap, ...after].map((word) => word.padStart(4, '0')).join(''), 'hex');
}

/** The text of 16 bytes (RFC 5952). */
export function formatIpv6(bytes: Buffer): string {
  const words = bytes.toString('hex').match(/.{4}/g) ?? [];
  return new URL(`http://[${words.join(':')}]`).hostname.slice(1, -1);
}
