/**
 * The name by which an ACME server knows a certificate of its own (RFC 9773 section 4.1), or null where it can have
 * none. `authority_key_id` and `serial_number` are in hex, the latter without leading zero bytes and `-` before a
 * negative one.
 */
export function formatAriCertificateId(
  authority_key_id: string | undefined,
  serial_number: string | null,
): string | null {
  if (!authority_key_id || serial_number === null || !/^[0-9a-f]+$/.test(serial_number)) return null;
  // Without a leading zero the INTEGER would be a negative one (X.690 section 8.3).
  const serial = /^[89a-f]/.test(serial_number) ? `00${serial_number}` : serial_number;
  return [authority_key_id, serial].map((hex) => Buffer.from(hex, 'hex').toString('base64url')).join('.');
}
